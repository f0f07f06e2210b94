//! The bug lab in words: each way to set a rule aside, what it stands for, and what to expect.

use super::prose::sections;
use super::{Bug, Property};
use serde::Serialize;
use std::fmt::Write as _;

/// What there is to say about one bug.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct BugArticle {
    /// Which bug.
    pub bug: Bug,
    /// What the servers do wrong.
    pub summary: &'static str,
    /// Where the mistake comes from.
    pub story: &'static str,
    /// What a run shows, if it goes badly.
    pub expect: &'static str,
}

/// The article of a bug.
pub fn bug_article(bug: Bug) -> BugArticle {
    let (summary, story, expect) = words(bug);
    BugArticle { bug, summary, story, expect }
}

/// The lab's table of contents as text: one bug a line.
pub fn contents() -> String {
    let mut text = String::from(
        "The bug lab. `without ID` in a script sets a rule aside; `raftarium rules ID`\n\
         tells what is behind the bug.\n\n",
    );
    for bug in Bug::ALL {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{:<26} {:<2} {}", bug.id(), bug.rule().id(), bug.rule_off());
    }
    text
}

/// The story of a bug as text, wrapped for a terminal of 80 columns.
pub fn page(bug: Bug) -> String {
    let BugArticle { summary, story, expect, .. } = bug_article(bug);
    let breaks = bug.breaks().map_or("None of Figure 3: only progress suffers.", Property::name);
    let rule = bug.rule();
    let command = format!("without {bug}, in a script or in the program after a colon.");
    format!("{bug}\nRule off: {}\n{rule} · {}\n", bug.rule_off(), rule.place())
        + &sections([
            ("What servers do wrong", summary),
            ("Where it comes from", story),
            ("What a run shows", expect),
            ("The property that breaks", breaks),
            ("To try it", command.as_str()),
        ])
}

/// Summary, story, and what to expect.
const fn words(bug: Bug) -> (&'static str, &'static str, &'static str) {
    match bug {
        Bug::MajorityHalf | Bug::VotesAreACount | Bug::StaleVoteCounted => counting(bug),
        Bug::VoteTwice | Bug::VoteForgotten | Bug::TermForgotten | Bug::VoteClearedByAppend => promises(bug),
        Bug::StaleRequestVoteJudged | Bug::NoLogCheck | Bug::LengthOnly | Bug::LastTermOnly => judging(bug),
        Bug::CommitByCount
        | Bug::AckBeforeDurable
        | Bug::StaleAppendReplyCounted
        | Bug::MatchNotReset
        | Bug::MatchIsLeadersLog
        | Bug::AckOwnLength => copies(bug),
        Bug::CommitUncapped
        | Bug::TruncateAlways
        | Bug::OverwriteKeepsTail
        | Bug::PrevTermUnchecked
        | Bug::StaleAppendAccepted
        | Bug::LeaderOverwrites => logs(bug),
        Bug::FixedTimeouts | Bug::TimerResetByAny | Bug::TimerResetByStale | Bug::NextNeverLowered => {
            stuck(bug)
        }
    }
}

const fn counting(bug: Bug) -> (&'static str, &'static str, &'static str) {
    match bug {
        Bug::MajorityHalf => (
            "Half of the servers are enough for a vote or a commitment: 2 of 4.",
            "The slip of writing n / 2, rounded up, where n / 2 + 1 is meant. With an odd number of servers \
             both are the same, so that tests with three and five servers never notice.",
            "In a cluster of four, two halves elect a leader each in the same term.",
        ),
        Bug::VotesAreACount => (
            "A candidate counts the yeses that it hears, not the servers that said yes.",
            "A counter is the first thing that comes to mind, and works on a network that never repeats a \
             message. Retried requests and duplicated replies are where it fails.",
            "One vote arrives twice and elects a candidate whom a minority chose, beside one whom the \
             majority chose.",
        ),
        _ => (
            "A candidate counts a vote that was given in an earlier term.",
            "The paper speaks of procedure calls, where replies find their caller by themselves. Over plain \
             messages the check has to be written, and guides for students warn that it is forgotten.",
            "S1 stands twice. Votes of its first election arrive in its second one, and it wins a term that \
             another server wins too.",
        ),
    }
}

const fn promises(bug: Bug) -> (&'static str, &'static str, &'static str) {
    match bug {
        Bug::VoteTwice => (
            "A server gives its vote to everyone who asks with a log that is good enough.",
            "A classic mistake of a first implementation: the vote is sent and never remembered.",
            "Two candidates of one term both collect a majority, with one voter in common.",
        ),
        Bug::VoteForgotten => (
            "The vote is kept in memory only: a crash takes it.",
            "To leave the vote out of what is written, or to write it after the answer has left, is a \
             classic mistake of implementers: it takes a crash between two vote requests to show.",
            "A server votes, crashes, comes back in the same term and votes for someone else: two leaders in \
             one term.",
        ),
        Bug::TermForgotten => (
            "The current term is kept in memory only: a server comes back in term 0.",
            "The companion of the forgotten vote. Heartbeats soon bring the term back, which hides the \
             mistake in most runs.",
            "A server that has voted in term 1 comes back, hears of term 1 as if it were new, and votes in \
             it again.",
        ),
        _ => (
            "A server forgets its vote when it hears the leader of its own term, as if the term had changed.",
            "It comes from one function that resets everything on the way to becoming a follower, called for \
             a new term and for a word of the leader alike.",
            "After the first heartbeat the followers of the leader are free to vote again in its term: a \
             late candidate of the same term is elected beside it.",
        ),
    }
}

const fn judging(bug: Bug) -> (&'static str, &'static str, &'static str) {
    match bug {
        Bug::StaleRequestVoteJudged => (
            "A vote request of an older term is judged like any other, and answered in its own term.",
            "A classic mistake: the first line of the receiver's part of RequestVote is left out, because a \
             newer term seems to be handled elsewhere.",
            "A server that moved on to a later term still gives its vote in an earlier one, where it voted \
             before: that term has two leaders.",
        ),
        Bug::NoLogCheck => (
            "A vote is given without a look at the candidate's log.",
            "This is what an election is without §5.4.1: enough to have one leader, not enough to have a \
             leader that knows what was committed.",
            "A server that slept through a commitment is elected and makes the others drop the entry.",
        ),
        Bug::LengthOnly => (
            "The longer log is taken for the more up to date one, whatever its terms.",
            "The intuition of nearly everyone who has not read §5.4.1: more entries, more knowledge.",
            "A server with many entries of an old term, never committed, beats one with few entries of a new \
             term that are.",
        ),
        _ => (
            "Only the last terms are compared: at equal last terms every candidate is good enough.",
            "Half of the rule, remembered by who has just learned that terms matter more than length.",
            "In the term of one leader, a server that has half of its entries is elected by those that have \
             all.",
        ),
    }
}

const fn copies(bug: Bug) -> (&'static str, &'static str, &'static str) {
    match bug {
        Bug::CommitByCount => (
            "A leader commits whatever is on a majority, of whatever term.",
            "The rule that looks as if it could be left out, and the reason for Figure 8. Random tests \
             hardly ever find it: it takes four elections in the right order.",
            "Figure 8: an entry of term 2 is on three of five and called committed, and a leader of a later \
             term, whose log has another entry there, overwrites it.",
        ),
        Bug::AckBeforeDurable => (
            "A follower confirms entries that are not on its disk yet.",
            "Real systems offer this as an option, because writing to disk is what a commit mostly waits \
             for. MongoDB and many others leave the choice to the client.",
            "An entry is committed with a follower that loses it in a crash; those that lack it are a \
             majority now, and elect one of them.",
        ),
        Bug::StaleAppendReplyCounted => (
            "A leader counts a confirmation that answers a request of its earlier leadership.",
            "As with votes, procedure calls would have hidden it. It needs a server that leads twice and a \
             reply that takes its time.",
            "What a follower confirmed in the past has been overwritten since; the leader counts it and \
             commits an entry that only a minority has.",
        ),
        Bug::MatchNotReset => (
            "A leader that led before goes on with its old match index instead of 0.",
            "A classic mistake where the leader's state is made once, at the start of the program, and not \
             at each election.",
            "Between its two leaderships a follower was made to drop entries; the leader still counts them.",
        ),
        Bug::MatchIsLeadersLog => (
            "On a success the leader notes that the follower has all of its log, not what the request \
             carried.",
            "Guides for students name it: the log may have grown between request and answer. It never shows \
             when commands come one at a time.",
            "A command that came in meanwhile counts as copied, is committed on no majority, and dies with \
             the leader.",
        ),
        _ => (
            "A follower confirms up to the end of its own log instead of the end of what was checked.",
            "It seems the more informative answer, and is the same one as long as the follower has no old \
             tail.",
            "A heartbeat matches in the middle of a log whose tail comes from a deposed leader; the tail is \
             counted as if it were the leader's own entries.",
        ),
    }
}

const fn logs(bug: Bug) -> (&'static str, &'static str, &'static str) {
    match bug {
        Bug::CommitUncapped => (
            "A follower takes over the leader's commit index as far as its own log reaches.",
            "Guides for students single it out: the minimum in AppendEntries 5 is taken with the wrong \
             number.",
            "A follower applies entries of an old tail that nobody else has: two state machines differ at \
             the same index.",
        ),
        Bug::TruncateAlways => (
            "A follower cuts its log after the request's previous entry before it stores the new ones.",
            "The simplest way to store entries, and a classic mistake that guides for students describe: it \
             is correct until messages overtake each other.",
            "A short request that was delayed takes away entries which the follower has confirmed and which \
             count as committed.",
        ),
        Bug::OverwriteKeepsTail => (
            "A follower replaces a conflicting entry and keeps what follows it.",
            "Writing into an array at an index does just this, unless the rest is cut away.",
            "Behind the new entry stands an old tail; where it meets a log with the same last entry, the two \
             differ before it.",
        ),
        Bug::PrevTermUnchecked => (
            "A follower accepts entries when it has some entry at the index before, of whatever term.",
            "Half of the consistency check: length without terms. It holds as long as logs never diverge.",
            "A follower with a wrong entry stores the right ones behind it: the same entry, and different \
             logs up to it.",
        ),
        Bug::StaleAppendAccepted => (
            "A follower obeys a leader of an older term.",
            "A classic mistake: the first line of the receiver's part of AppendEntries is left out. The old \
             leader has to be cut off and come back for it to show.",
            "A deposed leader comes back and overwrites an entry that the new one has committed.",
        ),
        _ => (
            "A leader removes entries of older terms that are not committed before it appends its first own.",
            "A tempting way to begin with a clean log, and the opposite of what Raft does with such entries.",
            "The leader's log gets shorter while it leads, and an entry that the leader before had committed \
             may be among what is gone.",
        ),
    }
}

const fn stuck(bug: Bug) -> (&'static str, &'static str, &'static str) {
    match bug {
        Bug::FixedTimeouts => (
            "All election timeouts are the same.",
            "What one writes before having read why §5.2 makes them random.",
            "Servers stand at the same moment and split the votes, term after term. All properties hold; \
             nobody leads.",
        ),
        Bug::TimerResetByAny => (
            "Any message restarts the election timer, also a vote request that is refused.",
            "Guides for students describe this livelock: the prose of §5.2 is looser than Figure 2 here.",
            "A candidate that cannot win keeps those that could from standing. All properties hold; electing \
             takes long, or for ever.",
        ),
        Bug::TimerResetByStale => (
            "An AppendEntries of an older term restarts the election timer.",
            "Guides for students warn of it: the timer is reset before the term is checked.",
            "A deposed leader that is heard and does not hear keeps its old followers quiet while nobody \
             leads. All properties hold.",
        ),
        _ => (
            "A leader repeats a refused request at the same place.",
            "What happens if the answer to a refusal is merely to try again.",
            "A follower that diverged never catches up. With a majority like it, nothing is ever committed \
             again; all properties hold.",
        ),
    }
}
