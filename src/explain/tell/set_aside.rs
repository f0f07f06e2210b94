//! The rules that a step did not follow, as they are off: named in its sentence, whatever else that tells.

use crate::paper::{Bug, BugSet};

/// `rule V1 is off`, `rules V1 and T2 are off`.
pub(super) fn rules(broken: BugSet) -> String {
    let mut ids: Vec<&str> = broken.iter().map(|bug| bug.rule().id()).collect();
    ids.dedup();
    match ids.as_slice() {
        [] => String::new(),
        [only] => format!("rule {only} is off"),
        [first @ .., last] => format!("rules {} and {last} are off", first.join(", ")),
    }
}

/// What a sentence tells, and what was done against the rules if it does not tell that yet.
pub(super) fn said(head: &str, rest: String, broken: BugSet) -> String {
    let rules = rules(broken);
    let long = |rest: &String| head.chars().count() + 2 + rest.chars().count() > super::WIDTH;
    if rules.is_empty() || rest.contains(&rules) {
        return rest;
    }
    let deeds: Vec<&str> =
        broken.iter().map(deed).filter(|deed| !rest.contains(*deed) && !head.contains(*deed)).collect();
    match (rest.is_empty(), deeds.is_empty()) {
        (true, _) => format!("{}: {rules}", deeds.join(", ")),
        (false, true) => format!("{rest}: {rules}"),
        (false, false) => {
            let all = format!("{rest}; {}: {rules}", deeds.join(", "));
            match (long(&all), is_telling(broken)) {
                (false, _) => all,
                // What is against the rules is the news.
                (true, true) => format!("{}: {rules}", deeds.join(", ")),
                (true, false) => format!("{rest}: {rules}"),
            }
        }
    }
}

/// Whether what was done matters more than a heartbeat does: some rules are broken in nearly every step.
pub(super) fn is_telling(broken: BugSet) -> bool {
    broken.iter().any(|bug| !matches!(bug, Bug::FixedTimeouts | Bug::AckBeforeDurable))
}

/// What a server does in a step in which it does not follow a rule.
const fn deed(bug: Bug) -> &'static str {
    match bug {
        Bug::MajorityHalf => "half is enough",
        Bug::VoteTwice => "it votes twice in a term",
        Bug::VoteForgotten => "its vote is gone",
        Bug::TermForgotten => "its term is gone",
        Bug::VoteClearedByAppend => "it forgets its vote",
        Bug::StaleVoteCounted => "it counts a vote of an older term",
        Bug::StaleRequestVoteJudged => "it handles a request of an older term",
        Bug::VotesAreACount => "one vote counts twice",
        Bug::NoLogCheck => "the logs are not compared",
        Bug::LengthOnly => "only the lengths of the logs count",
        Bug::LastTermOnly => "only the last terms count",
        Bug::CommitByCount => "an older entry is counted",
        Bug::AckBeforeDurable => "not on disk yet",
        Bug::StaleAppendReplyCounted => "it counts a reply of an older term",
        Bug::MatchNotReset => "it keeps the match index of an earlier term",
        Bug::MatchIsLeadersLog => "it counts more than was acknowledged",
        Bug::AckOwnLength => "it acknowledges its whole log",
        Bug::CommitUncapped => "it commits what was not checked",
        Bug::TruncateAlways => "no entry conflicts",
        Bug::OverwriteKeepsTail => "the entries that follow stay",
        Bug::PrevTermUnchecked => "the preceding entry has another term",
        Bug::StaleAppendAccepted => "it obeys a leader of an older term",
        Bug::LeaderOverwrites => "it deletes entries from its own log",
        Bug::FixedTimeouts => "the timeout is not random",
        Bug::TimerResetByAny | Bug::TimerResetByStale => "its timer restarts",
        Bug::NextNeverLowered => "next index is not lowered",
    }
}
