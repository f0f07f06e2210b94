//! Whether the state in which a cluster begins can arise at all.

use super::{Initial, Setup, SetupError};
use crate::arise::{Effort, Impossible, Part, Plan, Server, Situation, Verdict, decide, smallest_change};
use crate::paper::Bug;
use crate::raft::{RoleKind, Term};

/// What is known of the state in which a cluster begins.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Beginning {
    /// It can arise in a cluster that obeys every rule: empty logs, or so. It may also be that nothing speaks against it
    /// within the bounds of the check.
    Possible(Plan),
    /// It can arise only because a rule is off; with every rule it could not.
    ByRuleOff(Bug, Impossible),
    /// It cannot arise.
    Impossible(Impossible),
}

impl Beginning {
    /// What every screen says of a run from a state that cannot arise.
    pub fn mark(&self) -> Option<&'static str> {
        matches!(self, Beginning::Impossible(_)).then_some("this state cannot arise")
    }

    /// What is said of a property that broke in a run from such a state.
    pub fn blame(&self) -> Option<&'static str> {
        let blame = "The run began in a state that cannot arise, so Raft is not to blame";
        matches!(self, Beginning::Impossible(_)).then_some(blame)
    }

    /// Why it cannot arise, or only without which rule.
    pub fn caveat(&self) -> Option<String> {
        match self {
            Beginning::Possible(_) => None,
            Beginning::ByRuleOff(bug, reason) => Some(format!(
                "Begins in a state that can arise only with a rule off ({}, bug {bug}); with every rule on \
                 it cannot arise: {reason}",
                bug.rule()
            )),
            Beginning::Impossible(reason) => Some(format!("Begins in a state that cannot arise: {reason}")),
        }
    }
}

impl Setup {
    /// What is known of the state in which this cluster begins.
    pub fn beginning(&self) -> Beginning {
        if self.initial.iter().all(|initial| *initial == Initial::default()) {
            return Beginning::Possible(Plan::default());
        }
        match decide(&self.situation(), Effort::QUICK) {
            Verdict::Possible(plan) => Beginning::Possible(plan),
            Verdict::Open { .. } => Beginning::Possible(Plan::default()),
            Verdict::Impossible(reason) => {
                let lifting = self.options.bugs.iter().find(|bug| reason.is_lifted_by(*bug));
                match lifting {
                    Some(bug) => Beginning::ByRuleOff(bug, reason),
                    None => Beginning::Impossible(reason),
                }
            }
        }
    }

    /// Whether it can be run, and begins in a state that can arise or says that it knows that it cannot.
    ///
    /// # Errors
    /// The first thing that is wrong; of a state that cannot arise it says why, and what would make it possible.
    pub fn check_to_play(&self) -> Result<(), SetupError> {
        let (beginning, _) = self.begin()?;
        self.admit(&beginning)
    }

    /// The same in a word: what is wrong, and what would mend it, is not looked for.
    pub fn can_be_played(&self) -> bool {
        self.begin().is_ok_and(|(beginning, _)| self.assume || beginning.mark().is_none())
    }

    /// Whether it may begin so.
    ///
    /// # Errors
    /// If the state cannot arise, and it does not say that it knows.
    pub fn admit(&self, beginning: &Beginning) -> Result<(), SetupError> {
        let Beginning::Impossible(reason) = beginning else { return Ok(()) };
        if self.assume {
            return Ok(());
        }
        let change = smallest_change(&self.situation(), reason).map(Box::new);
        Err(SetupError::CannotArise { reason: Box::new(reason.clone()), change })
    }

    /// What is said of the servers. What is not said is free, within the terms that are.
    pub fn situation(&self) -> Situation {
        let initials: Vec<Initial> = self.roster().iter().map(|server| self.initial(server)).collect();
        let highest = initials.iter().map(Initial::effective_term).max();
        let leads = |initial: &&Initial| initial.role == RoleKind::Leader && !initial.down;
        let led = initials.iter().filter(leads).map(Initial::effective_term).max();
        let mut servers: Vec<Server> = initials.into_iter().map(Initial::seen).collect();
        // Where too few are said to have voted for a leader, others have got to its term.
        for server in &mut servers {
            if server.part == Part::Any && server.term < led {
                (server.term, server.vote) = (None, None);
            }
        }
        Situation { servers, highest, ..Situation::default() }
    }
}

impl Initial {
    fn seen(self) -> Server {
        let part = match self.role {
            RoleKind::Candidate if !self.down => Part::Candidate,
            RoleKind::Leader if !self.down => Part::Leader,
            _ => Part::Any,
        };
        let term = if self.term > Term::ZERO {
            Some(self.term)
        } else if part != Part::Any || self.voted_for.is_some() {
            Some(self.effective_term())
        } else {
            None
        };
        Server { vote: self.voted_for.map(Some), part, term, commit: self.commit, log: self.log }
    }
}
