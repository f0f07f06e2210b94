//! Claims about the requests of clients and what became of them.

use crate::explain::words::{count, of};
use crate::raft::{Command, Index, ServerId, Term};
use crate::sim::{RequestState, StepId, WhyLost};

/// A statement about a request of a client. Requests are counted from 1.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ClientClaim {
    /// A client sent a command to a server.
    Asked {
        /// Which request it is.
        request: u32,
        /// The command.
        command: Command,
        /// The server that received it.
        to: ServerId,
        /// In which step.
        step: StepId,
    },
    /// Clients requested the same command so many times.
    AskedTimes {
        /// The command.
        command: Command,
        /// How many times.
        times: usize,
    },
    /// How many requests clients have sent.
    AskedSoFar(usize),
    /// What the client of a request knows.
    Heard {
        /// Which request it is.
        request: u32,
        /// What the client has heard.
        state: RequestState,
    },
    /// A command was executed at exactly these indexes, on whichever server.
    Executed {
        /// What was executed.
        command: Command,
        /// Where.
        at: Vec<Index>,
    },
    /// A step removed an entry from a server's log.
    TakenAway {
        /// Whose log.
        server: ServerId,
        /// Which step.
        step: StepId,
        /// The entry's index.
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
                format!("no client has {not}requested {command}")
            }
            ClientClaim::AskedSoFar(0) => format!("no client has {not}sent a request"),
            ClientClaim::AskedSoFar(times) => format!("clients have {not}sent {}", count(*times, "request")),
            ClientClaim::AskedTimes { command, times } => {
                format!("{command} was {not}requested {}", often(*times))
            }
            ClientClaim::Heard { request, state } => {
                let what = heard(*request, state);
                if yes { what } else { format!("it is not true that {what}") }
            }
            ClientClaim::Executed { command, at } if at.is_empty() => {
                format!("no server has {not}executed {command}")
            }
            ClientClaim::Executed { command, at } => {
                let noun = if at.len() == 1 { "index" } else { "indexes" };
                let times = often(at.len());
                let at: Vec<String> = at.iter().map(ToString::to_string).collect();
                format!("{command} was {not}executed {times}, at {noun} {}", at.join(", "))
            }
            ClientClaim::TakenAway { server, step, index, term } => {
                let removed = if yes { "removed" } else { "did not remove" };
                format!("step {step} {removed} entry {index} of term {term} from {} log", of(*server))
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
        RequestState::Answered { step, .. } => format!("{client} received its response in step {step}"),
        RequestState::Redirected { leader: Some(leader) } => format!("{client} was redirected to {leader}"),
        RequestState::Redirected { leader: None } => {
            format!("{client} was rejected by a server that knew no leader")
        }
        RequestState::Lost { because, .. } => {
            let why = match because {
                WhyLost::ServerDown => "the server that it contacted was down",
                WhyLost::LeaderCrashed => "the leader that accepted the request crashed first",
                WhyLost::LeaderSteppedDown => "the leader that accepted the request stepped down first",
            };
            format!("{client} gets no response: {why}")
        }
    }
}
