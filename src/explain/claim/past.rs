//! Claims about what happened.

use crate::explain::fact_line;
use crate::explain::words::servers;
use crate::language::Number;
use crate::paper::Rule;
use crate::raft::{SeenFact, ServerId, ServerSet, Term};
use crate::sim::{Action, StepId};

/// What a step is cited for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Cited {
    /// Something that happened to its server.
    Fact(SeenFact),
    /// What somebody did.
    Action(Action),
    /// That it took place at all: whatever is told of it is told by its own facts.
    Step,
}

/// A statement about the steps up to the cursor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PastClaim {
    /// A step is what it is cited for.
    HappenedAt {
        /// Its number.
        step: StepId,
        /// What it is cited for.
        cited: Cited,
    },
    /// A number of a server was one thing before a step, is another after it, and has not changed since.
    Changed {
        /// Which number.
        what: Number,
        /// The server that has it.
        server: ServerId,
        /// What it was.
        from: String,
        /// What it has been since.
        to: String,
        /// In which step.
        step: StepId,
    },
    /// A server became the leader of a term, having counted these votes.
    WonWith {
        /// Who won.
        server: ServerId,
        /// Which term.
        term: Term,
        /// Whose votes it counted.
        votes: ServerSet,
    },
    /// These servers granted a candidate their votes in a term; a candidate grants itself its own.
    VotedFor {
        /// Who voted.
        voters: ServerSet,
        /// For whom.
        candidate: ServerId,
        /// In which term.
        term: Term,
    },
    /// A rule is one that a server in its role, or in such a step, has to obey.
    Applies {
        /// The rule.
        rule: Rule,
        /// The server.
        server: ServerId,
    },
}

impl PastClaim {
    /// In words, as a part of a sentence.
    pub(super) fn words(&self, yes: bool) -> String {
        let not = if yes { "" } else { "not " };
        match self {
            PastClaim::HappenedAt { step, cited } => match cited {
                Cited::Fact(fact) => format!("in step {step}, {not}{}", fact_line(*fact)),
                Cited::Action(_) | Cited::Step => format!("{not}in step {step}"),
            },
            PastClaim::Changed { what, server, from, to, step } => {
                let did = if yes { "went" } else { "did not go" };
                format!("the {} of {server} {did} from {from} to {to} in step {step}", what.word())
            }
            PastClaim::WonWith { server, term, votes } => {
                let did = if yes { "won" } else { "did not win" };
                let others = votes.minus(ServerSet::only(*server));
                let with = if others.is_empty() {
                    "its own vote alone".to_owned()
                } else {
                    format!("the votes of {} and its own", servers(others))
                };
                format!("{server} {did} term {term} with {with}")
            }
            PastClaim::VotedFor { voters, candidate, term } => {
                let did = if yes { "voted" } else { "did not vote" };
                format!("{} {did} for {candidate} in term {term}", servers(*voters))
            }
            PastClaim::Applies { rule, server } => {
                let does = if yes { "applies" } else { "does not apply" };
                format!("rule {rule} {does} to {server}")
            }
        }
    }
}
