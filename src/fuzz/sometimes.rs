//! Occurrences that must come up for a fuzzing run to mean something.

use crate::safety::{Expected, Occurrence};

const fn expected(occurrence: Occurrence, key: &'static str, name: &'static str) -> Expected {
    Expected { occurrence, key, name }
}

/// What a fuzzing run should go through, in the order of its report.
pub(super) const EXPECTED: &[Expected] = &[
    expected(Occurrence::LeaderElected, "leaders_elected", "leaders elected"),
    expected(
        Occurrence::TwoBelieveToLead,
        "two_believed_to_lead",
        "elected while another believed that it \
                                                                    led",
    ),
    expected(Occurrence::LeaderSteppedDown, "leaders_stepped_down", "leaders stepped down"),
    expected(Occurrence::LeaderCrashed, "leaders_crashed", "leaders crashed"),
    expected(Occurrence::NoWinner, "elections_without_winner", "elections without a winner"),
    expected(Occurrence::AlreadyVoted, "votes_already_given", "votes denied: already voted"),
    expected(Occurrence::LogBehind, "candidates_behind", "votes denied: log behind"),
    expected(Occurrence::StaleRequestRefused, "stale_requests_refused", "stale requests rejected"),
    expected(Occurrence::StaleReplyIgnored, "stale_replies_dropped", "stale replies dropped"),
    expected(Occurrence::Mismatch, "mismatches", "consistency checks failed"),
    expected(Occurrence::Truncated, "conflicts_truncated", "conflicts truncated"),
    expected(Occurrence::DuplicateIgnored, "duplicates_ignored", "repeated entries ignored"),
    expected(Occurrence::CommitWithheld, "commits_withheld", "commits withheld (Figure 8)"),
    expected(Occurrence::CommittedIndirectly, "committed_indirectly", "committed indirectly"),
    expected(Occurrence::QuorumsShared, "quorums_shared", "quorums that shared a server (Figure 9)"),
];
