//! What moves a cluster: our own servers, or the trace of somebody else's.

use super::{Finding, StepId, Tape};
use crate::paper::Property;
use crate::raft::ServerId;

/// What moves a cluster. What a viewer sees of it is the same either way. Where it makes a difference, what is asked
/// for is asked here, by its name.
#[derive(Clone, Copy, Debug)]
pub enum Driver<'a> {
    /// Our own servers: each step follows from the state, and all of it is known.
    Simulated,
    /// The trace of another cluster: what it tells has happened already, and what it leaves out is not known.
    Played(&'a Tape),
}

impl<'a> Driver<'a> {
    /// Whether a person can do something to the cluster: crash a server, switch off a rule, try what would be. Such a
    /// run is also what can be saved as a session.
    #[inline]
    pub const fn can_act(self) -> bool {
        matches!(self, Driver::Simulated)
    }

    /// Whether what happens next follows from the state.
    #[inline]
    pub const fn foresees(self) -> bool {
        matches!(self, Driver::Simulated)
    }

    /// Whether all of the state is known, so that it can be judged from the state alone, and so that the facts of a step
    /// are all that it changed.
    #[inline]
    pub const fn knows_all(self) -> bool {
        matches!(self, Driver::Simulated)
    }

    /// Whether somebody has something to say beside the steps: a judge, or the trace in its notes.
    pub const fn has_remarks(self) -> bool {
        matches!(self, Driver::Played(_))
    }

    /// What is found to be not as the paper has it, in the order of steps. Of a simulation its checker finds everything.
    pub fn findings(self) -> &'a [Finding] {
        match self {
            Driver::Simulated => &[],
            Driver::Played(tape) => &tape.findings,
        }
    }

    /// What is found in one step.
    pub fn findings_at(self, step: StepId) -> &'a [Finding] {
        let findings = self.findings();
        let from = findings.partition_point(|finding| finding.step < step);
        let to = findings.partition_point(|finding| finding.step <= step);
        &findings[from..to]
    }

    /// What would have to be told for a property to be judged; none if it could be.
    pub fn unseen(self, property: Property) -> Option<&'a str> {
        let Driver::Played(tape) = self else { return None };
        tape.unseen.iter().find(|(unseen, _)| *unseen == property).map(|(_, lack)| lack.as_str())
    }

    /// What is said beside a step.
    pub fn notes_at(self, step: StepId) -> impl Iterator<Item = &'a str> {
        let notes = match self {
            Driver::Simulated => &[][..],
            Driver::Played(tape) => &tape.notes,
        };
        let from = notes.partition_point(|(at, _)| *at < step);
        notes[from..].iter().take_while(move |(at, _)| *at == step).map(|(_, note)| note.as_str())
    }

    /// What the servers are called elsewhere, S1 first; empty if nowhere.
    pub fn names(self) -> &'a [Box<str>] {
        match self {
            Driver::Simulated => &[],
            Driver::Played(tape) => &tape.names,
        }
    }

    /// What a server is called elsewhere, if that is not what it is called here.
    pub fn name(self, server: ServerId) -> Option<&'a str> {
        if let Driver::Played(tape) = self { tape.name(server) } else { None }
    }
}
