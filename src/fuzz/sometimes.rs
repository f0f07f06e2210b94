//! Situations that must come up for a fuzzing run to mean something.

use crate::raft::{Denial, Fact, RoleKind};
use serde::Serialize;

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
    pub(super) fn count(&mut self, fact: &Fact) {
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
