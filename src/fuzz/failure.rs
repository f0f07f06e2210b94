//! What can go wrong with a seed, and how to see it again.

use super::FuzzOptions;
use crate::paper::BugSet;
use crate::raft::{ServerId, ServerSet};
use crate::safety::{Diagnosis, Violation};
use crate::sim::{Span, StepId};
use serde::Serialize;
use std::fmt;

/// A seed that went wrong, and how to see it again.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Failure {
    /// The seed.
    pub seed: u64,
    /// How many servers it had.
    pub servers: usize,
    /// How many steps were asked of it.
    pub steps: u64,
    /// The rules that were off.
    pub without: BugSet,
    /// The step at which it went wrong.
    pub at_step: StepId,
    /// What went wrong.
    pub what: WentWrong,
}

/// What can go wrong.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WentWrong {
    /// A property of Figure 3 was violated.
    Violation(Violation),
    /// A healed majority committed no new command.
    Liveness {
        /// The majority that was healed.
        core: ServerSet,
        /// Who led it at the end, if someone did.
        leader: Option<ServerId>,
        /// How long it was given.
        waited: Span,
        /// Why, as far as the state tells.
        diagnosis: Option<Diagnosis>,
    },
    /// The cluster could not be set up.
    Setup(String),
}

impl Failure {
    pub(super) fn new(
        options: &FuzzOptions,
        seed: u64,
        servers: usize,
        at_step: StepId,
        what: WentWrong,
    ) -> Failure {
        Failure { seed, servers, steps: options.steps, without: options.bugs, at_step, what }
    }

    /// The command that makes the same run again.
    pub fn replay(&self) -> String {
        let mut command = format!(
            "raftarium fuzz --servers {} --seeds {}..{} --steps {}",
            self.servers,
            self.seed,
            self.seed + 1,
            self.steps
        );
        for bug in self.without.iter() {
            command.push_str(" --without ");
            command.push_str(bug.id());
        }
        command
    }

    /// The options that make the same run again.
    pub fn options(&self) -> FuzzOptions {
        FuzzOptions {
            servers: self.servers..=self.servers,
            seeds: self.seed..self.seed + 1,
            steps: self.steps,
            bugs: self.without,
            checked: true,
        }
    }
}

/// `Election Safety is violated at step 812: S1 S3 in term 4`.
impl fmt::Display for WentWrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WentWrong::Violation(violation) => {
                let Violation { property, step, servers, term, index, evidence } = violation;
                write!(f, "{property} is violated at step {step}: {servers}, term {term}")?;
                if let Some(index) = index {
                    write!(f, ", entry {index}")?;
                }
                let evidence: Vec<_> = evidence.iter().map(ToString::to_string).collect();
                write!(f, " (evidence: steps {})", evidence.join(", "))
            }
            WentWrong::Liveness { core, leader, waited, diagnosis } => {
                write!(f, "no new command was committed within {waited} after {core} were healed: ")?;
                match leader {
                    Some(leader) => write!(f, "{leader} leads but cannot commit")?,
                    None => write!(f, "no leader was elected")?,
                }
                diagnosis.as_ref().map_or(Ok(()), |found| write!(f, "; {}", found.headline()))
            }
            WentWrong::Setup(why) => write!(f, "the cluster cannot be set up: {why}"),
        }
    }
}
