//! The rules that a step did not follow, as they are set aside: named in its sentence, whatever else that tells.

use crate::paper::{Bug, BugSet};

/// `rule V1 set aside`, `rules V1 and T2 set aside`.
pub(super) fn rules(broken: BugSet) -> String {
    let mut ids: Vec<&str> = broken.iter().map(|bug| bug.rule().id()).collect();
    ids.dedup();
    match ids.as_slice() {
        [] => String::new(),
        [only] => format!("rule {only} set aside"),
        [first @ .., last] => format!("rules {} and {last} set aside", first.join(", ")),
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
        Bug::MajorityHalf => "half of them are enough",
        Bug::VoteTwice => "it votes twice in a term",
        Bug::VoteForgotten => "its vote is gone",
        Bug::TermForgotten => "its term is gone",
        Bug::VoteClearedByAppend => "it forgets its vote",
        Bug::StaleVoteCounted => "it counts an answer of an older term",
        Bug::StaleRequestVoteJudged => "it judges a request of an older term",
        Bug::VotesAreACount => "one vote counts twice",
        Bug::NoLogCheck => "the logs are not compared",
        Bug::LengthOnly => "only the lengths of the logs count",
        Bug::LastTermOnly => "only the last terms count",
        Bug::CommitByCount => "an older entry is counted",
        Bug::AckBeforeDurable => "not on disk yet",
        Bug::StaleAppendReplyCounted => "it heeds an answer of an older term",
        Bug::MatchNotReset => "it keeps the match index of an earlier term",
        Bug::MatchIsLeadersLog => "it counts more than was confirmed",
        Bug::AckOwnLength => "it confirms all of its log",
        Bug::CommitUncapped => "it commits what was not checked",
        Bug::TruncateAlways => "nothing contradicted that",
        Bug::OverwriteKeepsTail => "what follows stays",
        Bug::PrevTermUnchecked => "the entry before has another term",
        Bug::StaleAppendAccepted => "it obeys a leader of an older term",
        Bug::LeaderOverwrites => "it deletes from its own log",
        Bug::FixedTimeouts => "the timeout is not random",
        Bug::TimerResetByAny | Bug::TimerResetByStale => "its timer starts again",
        Bug::NextNeverLowered => "next index is not lowered",
    }
}
