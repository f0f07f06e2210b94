//! What a fuzzing run has seen: numbers that show that it was not idle, and what went wrong.

use super::sometimes::EXPECTED;
use super::{Failure, Fault, FuzzOptions};
use crate::paper::BugSet;
use crate::raft::Fact;
use crate::safety::{Checker, Occurrence, Sometimes};
use crate::sim::{Action, RequestState, Span, Step, What, World};
use serde::Serialize;

/// What was seen. The same for the same options; how long it took is not its affair.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct FuzzReport {
    /// The fewest servers of a cluster.
    pub servers_from: usize,
    /// The most servers of a cluster.
    pub servers_to: usize,
    /// The rules that were off.
    pub without: BugSet,
    /// Whether the properties were checked.
    pub checked: bool,
    /// How many seeds were played.
    pub seeds: u64,
    /// Steps of all kinds.
    pub steps: u64,
    /// Messages delivered.
    pub delivered: u64,
    /// Messages lost.
    pub lost: u64,
    /// Timers that ran out, by themselves or made to.
    pub timers: u64,
    /// Things done to the clusters.
    pub actions: u64,
    /// Facts of all steps.
    pub facts: u64,
    /// How often each fact was seen, in the order of [`Fact::NAMES`].
    #[serde(serialize_with = "by_name")]
    pub fact_counts: Vec<u64>,
    /// How often each thing was done, in the order of [`Fault::ALL`].
    #[serde(serialize_with = "by_fault")]
    pub fault_counts: Vec<u64>,
    /// Entries that some leader committed: history, each counted once. Only when checked.
    pub committed: u64,
    /// Commands that clients were answered.
    pub answered: u64,
    /// The highest term.
    pub max_term: u32,
    /// The longest log.
    pub max_log: u32,
    /// What must happen for the run to mean something.
    pub sometimes: Sometimes,
    /// Seeds whose healed majority committed a new command.
    pub recovered: u64,
    /// The longest time that this took.
    pub slowest_recovery: Span,
    /// The states in which all seeds ended, as one number: the same on every machine.
    #[serde(serialize_with = "in_hexadecimal")]
    pub digest: u64,
    /// What went wrong, in the order of the seeds.
    pub failures: Vec<Failure>,
}

fn in_hexadecimal<S: serde::Serializer>(digest: &u64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&format_args!("{digest:016x}"))
}

impl FuzzReport {
    pub(super) fn new(options: &FuzzOptions) -> FuzzReport {
        FuzzReport {
            servers_from: *options.servers.start(),
            servers_to: *options.servers.end(),
            without: options.bugs,
            checked: options.checked,
            seeds: 0,
            steps: 0,
            delivered: 0,
            lost: 0,
            timers: 0,
            actions: 0,
            facts: 0,
            fact_counts: vec![0; Fact::NAMES.len()],
            fault_counts: vec![0; Fault::ALL.len()],
            committed: 0,
            answered: 0,
            max_term: 0,
            max_log: 0,
            sometimes: Sometimes::of(EXPECTED),
            recovered: 0,
            slowest_recovery: Span::ZERO,
            digest: 0,
            failures: Vec::new(),
        }
    }

    /// Whether nothing went wrong.
    pub fn is_clean(&self) -> bool {
        self.failures.is_empty()
    }

    /// What should have happened and never did: where the run shows nothing.
    pub fn never(&self) -> Vec<&'static str> {
        self.sometimes.never().collect()
    }

    #[inline]
    pub(super) fn count(&mut self, step: &Step) {
        self.steps += 1;
        match step.what {
            What::Delivered(_) => self.delivered += 1,
            What::Lost(..) => self.lost += 1,
            What::TimerFired { .. } => self.timers += 1,
            What::Nothing | What::Booted(_) | What::Acted(_) | What::Recorded { .. } => {}
        }
        self.facts += step.facts.len() as u64;
        for fact in &step.facts {
            self.fact_counts[fact.kind()] += 1;
            if let Some(occurrence) = Occurrence::of(fact) {
                self.sometimes.count(occurrence);
            }
        }
    }

    pub(super) fn acted(&mut self, action: &Action, world: &World) {
        self.actions += 1;
        let fault = match action {
            Action::Submit { to, .. } if world.node(*to).leads() => Fault::Submit,
            Action::Submit { .. } => Fault::SubmitElsewhere,
            Action::Crash(_) | Action::Wipe(_) => Fault::Crash,
            Action::Restart(_) => Fault::Restart,
            Action::Freeze(_) => Fault::Freeze,
            Action::Thaw(_) => Fault::Thaw,
            Action::Partition(_) => Fault::Partition,
            Action::Heal => Fault::Heal,
            Action::Cut { .. } => Fault::Cut,
            Action::Mend { .. } => Fault::Mend,
            Action::Tune { .. } => Fault::Tune,
            Action::HoldLink { .. } => Fault::HoldLink,
            Action::ReleaseLink { .. } => Fault::ReleaseLink,
            Action::Deliver(_) => Fault::Deliver,
            Action::Drop(_) => Fault::Drop,
            Action::Duplicate(_) => Fault::Duplicate,
            Action::Delay { .. } => Fault::Delay,
            Action::Hold(_) => Fault::Hold,
            Action::Release(_) => Fault::Release,
            Action::Fire { .. } | Action::EmptyHeartbeat(_) => Fault::Fire,
            Action::SetTimer { .. } => Fault::SetTimer,
            Action::Align(_) => Fault::Align,
            Action::Spread(_) => Fault::Spread,
            Action::SetAside(_) | Action::PutBack(_) | Action::Choose(_) => return,
        };
        self.fault_counts[fault as usize] += 1;
    }

    pub(super) fn leader_elected(&mut self, world: &World) {
        if world.nodes().iter().filter(|node| node.leads()).count() > 1 {
            self.sometimes.count(Occurrence::TwoBelieveToLead);
        }
    }

    pub(super) fn recovered(&mut self, after: Span) {
        self.recovered += 1;
        self.slowest_recovery = self.slowest_recovery.max(after);
    }

    pub(super) fn finish(&mut self, world: &World, checker: Option<&Checker>) {
        self.committed += checker.map_or(0, |checker| u64::from(checker.committed_index().0));
        let answered = |state: &RequestState| matches!(state, RequestState::Answered { .. });
        self.answered += world.requests().filter(|request| answered(&request.state)).count() as u64;
        for node in world.nodes() {
            let persistent = node.persistent();
            self.max_term = self.max_term.max(persistent.current_term.0);
            self.max_log = self.max_log.max(persistent.log.last_index().0);
        }
    }

    pub(super) fn fail(&mut self, failure: Failure) {
        self.failures.push(failure);
    }
}

/// Numbers by the name of a fact, as a map that keeps the catalogue's order.
fn by_name<S: serde::Serializer>(counts: &[u64], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(Fact::NAMES.iter().zip(counts))
}

fn by_fault<S: serde::Serializer>(counts: &[u64], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(Fault::ALL.iter().zip(counts))
}
