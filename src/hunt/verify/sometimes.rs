//! Situations that must come up for a check to mean something.

use crate::safety::{Expected, Situation};

const fn expected(situation: Situation, name: &'static str) -> Expected {
    Expected { situation, key: name, name }
}

/// What a check should go through, in the order of its report.
pub(super) const EXPECTED: &[Expected] = &[
    expected(Situation::LeaderElected, "a leader was elected"),
    expected(Situation::TwoBelieveToLead, "elected while another believed to lead"),
    expected(Situation::NoWinner, "an election had no winner"),
    expected(Situation::AlreadyVoted, "a vote refused: already given"),
    expected(Situation::LogBehind, "a vote refused: log behind"),
    expected(Situation::LeaderSteppedDown, "a leader stepped down"),
    expected(Situation::LeaderCrashed, "a leader crashed"),
    expected(Situation::StaleRequestRefused, "a request of an older term refused"),
    expected(Situation::StaleReplyIgnored, "a reply to an older term ignored"),
    expected(Situation::Mismatch, "a consistency check failed"),
    expected(Situation::Truncated, "a conflict truncated"),
    expected(Situation::DuplicateIgnored, "repeated entries left alone"),
    expected(Situation::Committed, "an entry committed by its leader"),
    expected(Situation::CommitWithheld, "an old-term entry withheld (Figure 8)"),
    expected(Situation::CommittedIndirectly, "an old-term entry committed along"),
    expected(Situation::FollowerCommitted, "a follower learned of a commitment"),
    expected(Situation::Applied, "an entry applied"),
    expected(Situation::MessageLost, "a full network lost a message"),
];
