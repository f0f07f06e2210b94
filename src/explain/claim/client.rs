//! Claims about what clients asked, and what became of it.

use crate::raft::{Command, Index, ServerId, Term};
use crate::sim::{RequestState, StepId, WhyLost};

/// A statement about a request of a client. Requests are counted from 1.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ClientClaim {
    /// A client gave a server something to execute.
    Asked {
        /// Which request it is.
        request: u32,
        /// What was asked.
        command: Command,
        /// Who was asked.
        to: ServerId,
        /// In which step.
        step: StepId,
    },
    /// Clients asked for the same so many times.
    AskedTimes {
        /// What was asked.
        command: Command,
        /// How often.
        times: usize,
    },
    /// Clients have asked so many times for anything.
    AskedSoFar(usize),
    /// What the client of a request knows.
    Heard {
        /// Which request it is.
        request: u32,
        /// What has come of it for the client.
        state: RequestState,
    },
    /// A command was executed, by whomever it was, as the entries at exactly these indexes.
    Executed {
        /// What was executed.
        command: Command,
        /// Where.
        at: Vec<Index>,
    },
    /// A step took an entry out of the log of a server.
    TakenAway {
        /// Whose log.
        server: ServerId,
        /// Which step.
        step: StepId,
        /// Where the entry stood.
        index: Index,
        /// Its term.
        term: Term,
    },
}

impl ClientClaim {
    /// In words, as a part of a sentence.
    pub(super) fn words(&self, yes: bool) -> String {
        let not = if yes { "" } else { "not " };
        match self {
            ClientClaim::Asked { request, command, to, step } => {
                format!("request {request} ({command}) was {not}sent to {to} in step {step}")
            }
            ClientClaim::AskedTimes { command, times: 0 } => {
                format!("no client has {not}asked for {command}")
            }
            ClientClaim::AskedSoFar(0) => format!("no client has {not}asked for anything"),
            ClientClaim::AskedSoFar(times) => format!("clients have {not}asked {}", often(*times)),
            ClientClaim::AskedTimes { command, times } => {
                format!("{command} was {not}asked for {}", often(*times))
            }
            ClientClaim::Heard { request, state } => {
                let what = heard(*request, state);
                if yes { what } else { format!("not so that {what}") }
            }
            ClientClaim::Executed { command, at } if at.is_empty() => {
                format!("no server has {not}executed {command}")
            }
            ClientClaim::Executed { command, at } => {
                let was = if at.len() == 1 { "entry" } else { "entries" };
                let at: Vec<String> = at.iter().map(ToString::to_string).collect();
                format!("{command} was {not}executed {}: as {was} {}", often(at.len()), at.join(", "))
            }
            ClientClaim::TakenAway { server, step, index, term } => {
                format!("step {step} took entry {index} of term {term} {not}out of the log of {server}")
            }
        }
    }
}

/// `once`, `twice`, `3 times`
fn often(times: usize) -> String {
    match times {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        _ => format!("{times} times"),
    }
}

fn heard(request: u32, state: &RequestState) -> String {
    let client = format!("the client of request {request}");
    match state {
        RequestState::Pending { index } => format!("{client} waits for entry {index} to be committed"),
        RequestState::Answered { step, .. } => format!("{client} was answered in step {step}"),
        RequestState::Redirected { leader: Some(leader) } => format!("{client} was sent on to {leader}"),
        RequestState::Redirected { leader: None } => {
            format!("{client} was refused by a server that knew no leader")
        }
        RequestState::Lost { because, .. } => {
            let why = match because {
                WhyLost::ServerDown => "the server that it asked was down",
                WhyLost::LeaderCrashed => "the leader that took it crashed first",
                WhyLost::LeaderSteppedDown => "the leader that took it stepped down first",
            };
            format!("{client} gets no answer: {why}")
        }
    }
}
