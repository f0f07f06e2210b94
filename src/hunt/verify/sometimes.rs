//! Occurrences that must come up for a check to mean something.

use crate::safety::{Expected, Occurrence};

const fn expected(occurrence: Occurrence, name: &'static str) -> Expected {
    Expected { occurrence, key: name, name }
}

/// What a check should go through, in the order of its report.
pub(super) const EXPECTED: &[Expected] = &[
    expected(Occurrence::LeaderElected, "a leader was elected"),
    expected(Occurrence::TwoBelieveToLead, "elected while another believed that it led"),
    expected(Occurrence::NoWinner, "an election had no winner"),
    expected(Occurrence::AlreadyVoted, "a vote denied: already voted"),
    expected(Occurrence::LogBehind, "a vote denied: log behind"),
    expected(Occurrence::LeaderSteppedDown, "a leader stepped down"),
    expected(Occurrence::LeaderCrashed, "a leader crashed"),
    expected(Occurrence::StaleRequestRefused, "a request of an older term rejected"),
    expected(Occurrence::StaleReplyIgnored, "a reply to an older term ignored"),
    expected(Occurrence::Mismatch, "a consistency check failed"),
    expected(Occurrence::Truncated, "a conflict truncated"),
    expected(Occurrence::DuplicateIgnored, "repeated entries not touched"),
    expected(Occurrence::Committed, "an entry committed by its leader"),
    expected(Occurrence::CommitWithheld, "an old-term entry withheld (Figure 8)"),
    expected(Occurrence::CommittedIndirectly, "an old-term entry committed indirectly"),
    expected(Occurrence::FollowerCommitted, "a follower learned of a commit"),
    expected(Occurrence::Applied, "an entry applied"),
    expected(Occurrence::MessageLost, "a full network lost a message"),
];
