//! Which fact of a step tells it best.

use crate::raft::{Fact, RoleKind};
use crate::sim::{SeenFact, Step};

/// The fact that tells a step best, if any does. Of equals the first: facts are in the order of happening.
pub fn most_telling(step: &Step) -> Option<SeenFact> {
    step.seen().rev().max_by_key(|fact| of(*fact)).filter(|fact| of(*fact) > 0)
}

/// How telling a fact is beside others of its step; 0 for those that only accompany.
///
/// What changes who leads comes first, then what changes or refuses entries, then votes, then bookkeeping.
/// What was *not* done outranks what was: a reply may raise a match index, and that nothing is committed is the
/// point.
const fn of(fact: SeenFact) -> u8 {
    match fact {
        Fact::PropertyViolated { .. } => 100,
        Fact::Crashed { .. } | Fact::Restarted { .. } => 95,
        Fact::BecameLeader { .. } => 90,
        Fact::Truncated { .. } => 88,
        Fact::SteppedDown { was: RoleKind::Leader, .. } => 86,
        Fact::CommitAdvanced { .. } => 85,
        Fact::CommitWithheld { .. } => 84,
        Fact::CandidateYielded { .. } => 80,
        Fact::RejectedMismatch { .. } | Fact::RejectedStaleTerm { .. } => 78,
        Fact::VoteGranted { .. } | Fact::VoteDenied { .. } => 75,
        Fact::TimingWarning { .. } => 74,
        Fact::ElectionRestarted { .. } => 73,
        Fact::ElectionTimeout { .. } => 72,
        Fact::ElectionStarted { .. } => 71,
        Fact::VoteCounted { .. } | Fact::NextBackedUp { .. } => 70,
        Fact::EntryAppended { .. } | Fact::ClientRedirected { .. } => 68,
        Fact::Appended { .. } => 66,
        Fact::FollowerCommitAdvanced { .. } => 64,
        Fact::DuplicateIgnored { .. } => 62,
        Fact::SteppedDown { .. } => 61,
        Fact::MatchAdvanced { .. } => 60,
        Fact::TermAdopted { .. } => 58,
        // A reply that brings a newer term is dropped as well: the newer term is what matters.
        Fact::StaleReplyDropped { .. } => 57,
        Fact::NoOpAppended { .. } => 50,
        Fact::RequestRetried { .. } => 45,
        Fact::AppendSent { .. } => 40,
        Fact::HeartbeatSent { .. } => 35,
        Fact::Booted { .. } => 30,
        Fact::Applied { .. } | Fact::ClientReplied { .. } => 20,
        Fact::Persisted { .. }
        | Fact::TimerArmed { .. }
        | Fact::LeaderStateInitialised { .. }
        | Fact::CommittedIndirectly { .. }
        | Fact::QuorumWitness { .. } => 0,
    }
}
