//! What a fuzzing run has seen: numbers that show that it was not idle, and failures with their replay.

use super::{Fault, FuzzOptions};
use crate::paper::BugSet;
use crate::raft::{Denial, Fact, RoleKind, ServerId, ServerSet};
use crate::safety::{Checker, Violation};
use crate::sim::{Action, RequestState, Span, Step, StepId, What, World};
use serde::Serialize;
use std::fmt;

/// What was seen. The same for the same options; how long it took is not its affair.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct FuzzReport {
    /// The fewest servers of a cluster.
    pub servers_from: usize,
    /// The most servers of a cluster.
    pub servers_to: usize,
    /// The rules that were set aside.
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
    /// What went wrong, in the order of the seeds.
    pub failures: Vec<Failure>,
}

/// Situations in which Raft's rules earn their keep. One that never came up was not tested.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Sometimes {
    /// Leaders elected.
    pub leaders_elected: u64,
    /// Leaders elected while another server still believed to lead.
    pub two_believed_to_lead: u64,
    /// Leaders that stepped down.
    pub leaders_stepped_down: u64,
    /// Elections without a winner.
    pub elections_without_winner: u64,
    /// Votes refused because they were given away.
    pub votes_already_given: u64,
    /// Votes refused because the candidate's log was behind.
    pub candidates_behind: u64,
    /// Requests of an older term refused.
    pub stale_requests_refused: u64,
    /// Replies to requests of an older term ignored.
    pub stale_replies_dropped: u64,
    /// Consistency checks that failed.
    pub mismatches: u64,
    /// Conflicting entries deleted.
    pub conflicts_truncated: u64,
    /// Repeated entries left alone.
    pub duplicates_ignored: u64,
    /// Entries that a majority had, and that were not committed because of their old term (Figure 8).
    pub commits_withheld: u64,
    /// Entries of older terms that were committed along with a later one.
    pub committed_indirectly: u64,
    /// Elections where a voter held the last committed entry (Figure 9).
    pub quorums_shared: u64,
    /// Leaders that crashed.
    pub leaders_crashed: u64,
}

impl Sometimes {
    /// Each with its name.
    pub fn rows(&self) -> [(&'static str, u64); 15] {
        [
            ("leaders elected", self.leaders_elected),
            ("elected while another believed to lead", self.two_believed_to_lead),
            ("leaders stepped down", self.leaders_stepped_down),
            ("leaders crashed", self.leaders_crashed),
            ("elections without a winner", self.elections_without_winner),
            ("votes refused: already given", self.votes_already_given),
            ("votes refused: log behind", self.candidates_behind),
            ("stale requests refused", self.stale_requests_refused),
            ("stale replies dropped", self.stale_replies_dropped),
            ("consistency checks failed", self.mismatches),
            ("conflicts truncated", self.conflicts_truncated),
            ("repeated entries ignored", self.duplicates_ignored),
            ("commits withheld (Figure 8)", self.commits_withheld),
            ("committed indirectly", self.committed_indirectly),
            ("quorums that shared a server (Figure 9)", self.quorums_shared),
        ]
    }

    #[inline]
    fn count(&mut self, fact: &Fact) {
        let counter = match fact {
            Fact::BecameLeader { .. } => &mut self.leaders_elected,
            Fact::SteppedDown { was: RoleKind::Leader, .. } => &mut self.leaders_stepped_down,
            Fact::ElectionRestarted { .. } => &mut self.elections_without_winner,
            Fact::VoteDenied { because: Denial::AlreadyVoted { .. }, .. } => &mut self.votes_already_given,
            Fact::VoteDenied { because: Denial::LogBehind { .. }, .. } => &mut self.candidates_behind,
            Fact::RejectedStaleTerm { .. } => &mut self.stale_requests_refused,
            Fact::StaleReplyDropped { .. } => &mut self.stale_replies_dropped,
            Fact::RejectedMismatch { .. } => &mut self.mismatches,
            Fact::Truncated { .. } => &mut self.conflicts_truncated,
            Fact::DuplicateIgnored { .. } => &mut self.duplicates_ignored,
            Fact::CommitWithheld { .. } => &mut self.commits_withheld,
            Fact::CommittedIndirectly { .. } => &mut self.committed_indirectly,
            Fact::QuorumWitness { .. } => &mut self.quorums_shared,
            Fact::Crashed { was: RoleKind::Leader, .. } => &mut self.leaders_crashed,
            _ => return,
        };
        *counter += 1;
    }
}

/// A seed that went wrong, and how to see it again.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Failure {
    /// The seed.
    pub seed: u64,
    /// How many servers it had.
    pub servers: usize,
    /// How many steps were asked of it.
    pub steps: u64,
    /// The rules that were set aside.
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
            WentWrong::Liveness { core, leader, waited } => {
                write!(f, "no new command was committed within {waited} after {core} were healed: ")?;
                match leader {
                    Some(leader) => write!(f, "{leader} leads and cannot commit"),
                    None => write!(f, "no leader has emerged"),
                }
            }
            WentWrong::Setup(why) => write!(f, "the cluster cannot be set up: {why}"),
        }
    }
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
            sometimes: Sometimes::default(),
            recovered: 0,
            slowest_recovery: Span::ZERO,
            failures: Vec::new(),
        }
    }

    /// Whether nothing went wrong.
    pub fn is_clean(&self) -> bool {
        self.failures.is_empty()
    }

    /// Elections won so far.
    pub fn elections(&self) -> u64 {
        self.sometimes.leaders_elected
    }

    /// How often a leader's commit index moved.
    pub fn commits(&self) -> u64 {
        self.count_of("CommitAdvanced")
    }

    /// How often a fact was seen; 0 for a name that no fact has.
    pub fn count_of(&self, name: &str) -> u64 {
        let kind = Fact::NAMES.iter().position(|known| *known == name);
        kind.map_or(0, |kind| self.fact_counts[kind])
    }

    /// What should have happened and never did: where the run shows nothing.
    pub fn never(&self) -> Vec<&'static str> {
        self.sometimes.rows().into_iter().filter(|(_, times)| *times == 0).map(|(name, _)| name).collect()
    }

    #[inline]
    pub(super) fn count(&mut self, step: &Step) {
        self.steps += 1;
        match step.what {
            What::Delivered(_) => self.delivered += 1,
            What::Lost(..) => self.lost += 1,
            What::TimerFired { .. } => self.timers += 1,
            What::Nothing | What::Booted(_) | What::Acted(_) => {}
        }
        self.facts += step.facts.len() as u64;
        for fact in &step.facts {
            self.fact_counts[fact.kind()] += 1;
            self.sometimes.count(fact);
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
            Action::Fire { .. } => Fault::Fire,
            Action::SetTimer { .. } => Fault::SetTimer,
            Action::Align(_) => Fault::Align,
            Action::Spread(_) => Fault::Spread,
            Action::SetAside(_) | Action::PutBack(_) => return,
        };
        self.fault_counts[fault as usize] += 1;
    }

    pub(super) fn leader_elected(&mut self, world: &World) {
        if world.nodes().iter().filter(|node| node.leads()).count() > 1 {
            self.sometimes.two_believed_to_lead += 1;
        }
    }

    pub(super) fn recovered(&mut self, after: Span) {
        self.recovered += 1;
        self.slowest_recovery = self.slowest_recovery.max(after);
    }

    pub(super) fn finish(&mut self, world: &World, checker: Option<&Checker>) {
        self.committed += checker.map_or(0, |checker| checker.committed().len() as u64);
        let answered = |state: &RequestState| matches!(state, RequestState::Answered { .. });
        self.answered += world.requests().iter().filter(|request| answered(&request.state)).count() as u64;
        for node in world.nodes() {
            let persistent = node.persistent();
            self.max_term = self.max_term.max(persistent.current_term.0);
            self.max_log = self.max_log.max(persistent.log.last_index().0);
        }
    }

    pub(super) fn fail(&mut self, failure: Failure) {
        self.failures.push(failure);
    }

    /// Adds what another run has seen, of seeds that come after these.
    pub fn merge(&mut self, other: &FuzzReport) {
        self.seeds += other.seeds;
        self.steps += other.steps;
        self.delivered += other.delivered;
        self.lost += other.lost;
        self.timers += other.timers;
        self.actions += other.actions;
        self.facts += other.facts;
        for (sum, more) in self.fact_counts.iter_mut().zip(&other.fact_counts) {
            *sum += more;
        }
        for (sum, more) in self.fault_counts.iter_mut().zip(&other.fault_counts) {
            *sum += more;
        }
        self.committed += other.committed;
        self.answered += other.answered;
        self.max_term = self.max_term.max(other.max_term);
        self.max_log = self.max_log.max(other.max_log);
        self.sometimes.merge(&other.sometimes);
        self.recovered += other.recovered;
        self.slowest_recovery = self.slowest_recovery.max(other.slowest_recovery);
        self.failures.extend(other.failures.iter().cloned());
    }
}

impl Sometimes {
    fn merge(&mut self, other: &Sometimes) {
        self.leaders_elected += other.leaders_elected;
        self.two_believed_to_lead += other.two_believed_to_lead;
        self.leaders_stepped_down += other.leaders_stepped_down;
        self.elections_without_winner += other.elections_without_winner;
        self.votes_already_given += other.votes_already_given;
        self.candidates_behind += other.candidates_behind;
        self.stale_requests_refused += other.stale_requests_refused;
        self.stale_replies_dropped += other.stale_replies_dropped;
        self.mismatches += other.mismatches;
        self.conflicts_truncated += other.conflicts_truncated;
        self.duplicates_ignored += other.duplicates_ignored;
        self.commits_withheld += other.commits_withheld;
        self.committed_indirectly += other.committed_indirectly;
        self.quorums_shared += other.quorums_shared;
        self.leaders_crashed += other.leaders_crashed;
    }
}

/// Numbers by the name of a fact, as a map that keeps the catalogue's order.
fn by_name<S: serde::Serializer>(counts: &[u64], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(Fact::NAMES.iter().zip(counts))
}

fn by_fault<S: serde::Serializer>(counts: &[u64], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(Fault::ALL.iter().zip(counts))
}

/// The report as text, a few short blocks.
impl fmt::Display for FuzzReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let servers = if self.servers_from == self.servers_to {
            plural(self.servers_to as u64, "server")
        } else {
            format!("{} to {} servers", self.servers_from, self.servers_to)
        };
        writeln!(f, "{} of {servers}, {} steps", plural(self.seeds, "seed"), grouped(self.steps))?;
        if !self.without.is_empty() {
            let rules: Vec<_> = self.without.iter().map(crate::paper::Bug::id).collect();
            writeln!(f, "rules set aside: {}", rules.join(", "))?;
        }
        writeln!(f)?;
        for (name, number) in [
            ("messages delivered", self.delivered),
            ("messages lost", self.lost),
            ("timers run out", self.timers),
            ("actions taken", self.actions),
            ("facts", self.facts),
            ("entries committed", self.committed),
            ("commands answered", self.answered),
            ("highest term", u64::from(self.max_term)),
            ("longest log", u64::from(self.max_log)),
        ] {
            row(f, name, number)?;
        }
        writeln!(f, "\nDone to the clusters (a disk is never wiped: Raft does not survive that)")?;
        for (fault, number) in Fault::ALL.iter().zip(&self.fault_counts) {
            row(f, fault.name(), *number)?;
        }
        writeln!(f, "\nSometimes")?;
        for (name, number) in self.sometimes.rows() {
            row(f, name, number)?;
        }
        let never = self.never();
        if !never.is_empty() {
            writeln!(f, "  never: {}", never.join("; "))?;
        }
        writeln!(
            f,
            "\nLiveness: {} of {} healed majorities committed a new command, the slowest after {}",
            self.recovered, self.seeds, self.slowest_recovery
        )?;
        let verdict = match (self.checked, self.failures.len()) {
            (true, 0) => "All five properties held after every step.".to_owned(),
            (false, 0) => "The properties were not checked.".to_owned(),
            (_, number) => format!("{} went wrong.", plural(number as u64, "seed")),
        };
        writeln!(f, "{verdict}")?;
        for failure in &self.failures {
            writeln!(f, "\nseed {}: {}", failure.seed, failure.what)?;
            writeln!(f, "  replay: {}", failure.replay())?;
        }
        Ok(())
    }
}

fn row(f: &mut fmt::Formatter<'_>, name: &str, number: u64) -> fmt::Result {
    writeln!(f, "  {name:<42}{:>15}", grouped(number))
}

fn plural(number: u64, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{} {noun}{ending}", grouped(number))
}

/// `1,234,567`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
