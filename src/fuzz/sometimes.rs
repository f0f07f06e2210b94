//! Situations that must come up for a fuzzing run to mean something.

use crate::safety::{Expected, Situation};

const fn expected(situation: Situation, key: &'static str, name: &'static str) -> Expected {
    Expected { situation, key, name }
}

/// What a fuzzing run should go through, in the order of its report.
pub(super) const EXPECTED: &[Expected] = &[
    expected(Situation::LeaderElected, "leaders_elected", "leaders elected"),
    expected(Situation::TwoBelieveToLead, "two_believed_to_lead", "elected while another believed to lead"),
    expected(Situation::LeaderSteppedDown, "leaders_stepped_down", "leaders stepped down"),
    expected(Situation::LeaderCrashed, "leaders_crashed", "leaders crashed"),
    expected(Situation::NoWinner, "elections_without_winner", "elections without a winner"),
    expected(Situation::AlreadyVoted, "votes_already_given", "votes refused: already given"),
    expected(Situation::LogBehind, "candidates_behind", "votes refused: log behind"),
    expected(Situation::StaleRequestRefused, "stale_requests_refused", "stale requests refused"),
    expected(Situation::StaleReplyIgnored, "stale_replies_dropped", "stale replies dropped"),
    expected(Situation::Mismatch, "mismatches", "consistency checks failed"),
    expected(Situation::Truncated, "conflicts_truncated", "conflicts truncated"),
    expected(Situation::DuplicateIgnored, "duplicates_ignored", "repeated entries ignored"),
    expected(Situation::CommitWithheld, "commits_withheld", "commits withheld (Figure 8)"),
    expected(Situation::CommittedIndirectly, "committed_indirectly", "committed indirectly"),
    expected(Situation::QuorumsShared, "quorums_shared", "quorums that shared a server (Figure 9)"),
];
