//! Elections, votes and terms (§5.1, §5.2, §5.4.1).

use super::played::UNTOLD;
use super::{Breach, Draft, ORDINARY, StepView, TELLING};
use crate::explain::words::{count, kind, known, ms, noun, of, servers};
use crate::paper::{Bug, Citation, Rule};
use crate::raft::{Denial, Fact, Index, MessageKind, RoleKind, ServerId, ServerSet, Term};
use crate::sim::{Contents, SeenFact, What};

pub(super) fn tell(view: &StepView, who: ServerId, fact: SeenFact) -> Option<Draft> {
    Some(match fact {
        Fact::BecameLeader { term, votes } => won(view, who, term, votes),
        Fact::ElectionTimeout { term } => stands(view, who, opened(view, term)),
        Fact::ElectionStarted { term } => stands(view, who, term),
        Fact::ElectionRestarted { term, votes } => stands_again(view, who, term, votes),
        Fact::TimingWarning { travelling } => too_slow(view, who, travelling),
        Fact::VoteGranted { .. } => granted(view, who, fact)?,
        Fact::VoteDenied { to, term, because } => view.or_timer(denied(view, who, to, (term, because))),
        Fact::VoteCounted { voter, granted, again, votes, counted: has, needed } => {
            let heard = match again {
                true if view.step.broken.has(Bug::VotesAreACount) => Heard::CountedAgain,
                true => Heard::Again,
                false => Heard::News,
            };
            let answer = Answer { granted, heard, has_vote: votes.contains(voter) };
            counted(who, voter, answer, (has as usize, needed.into()))
        }
        Fact::CandidateYielded { term, leader } => Draft::new(
            TELLING,
            Rule::E4.place(),
            format!("{who} recognizes {leader} as the leader"),
            format!("{leader} leads term {term}, as its {} shows", message_noun(view)),
        ),
        Fact::SteppedDown { was, of, sender } => stepped_down(view, who, was, of, sender),
        Fact::TermAdopted { from, to, sender } => adopted(view, who, from, to, sender),
        Fact::RejectedStaleTerm { sender, request, theirs, ours } => {
            view.or_timer(stale_request(view, who, sender, request, (theirs, ours)))
        }
        Fact::StaleReplyDropped { sender, reply, request_term, ours } => {
            stale_reply(view, who, sender, reply, (request_term, ours))
        }
        _ => return None,
    })
}

fn message_noun(view: &StepView) -> &'static str {
    view.message().map_or("message", noun)
}

fn won(view: &StepView, who: ServerId, term: Term, votes: ServerSet) -> Draft {
    if votes.is_empty() {
        let head = format!("{who} leads term {term}");
        return Draft::new(TELLING, Rule::E3.place(), head, "the trace does not say who voted for it");
    }
    let others = votes.minus(ServerSet::only(who));
    let share = view.share(votes.len());
    let rest = match (others.len(), view.configuration.is_quorum(votes)) {
        (0, true) => "alone, it is a majority".to_owned(),
        (_, true) => format!("with {} it has {share} votes", servers(others)),
        (0, false) => format!("{share} is no majority: {}", view.breach()),
        (_, false) => format!("{} voted for it; {share} is no majority: {}", servers(others), view.breach()),
    };
    let line =
        Draft::new(TELLING, Rule::E3.place(), format!("{who} wins the election for term {term}"), rest);
    if view.configuration.is_quorum(votes) && !others.is_empty() { line.and(", a majority") } else { line }
}

fn stands(view: &StepView, who: ServerId, term: Term) -> Draft {
    let rest = match view.step.what {
        What::TimerFired { .. } if view.step.forced => "its timer expired on command".to_owned(),
        What::TimerFired { .. } if view.step.line().is_some() => {
            "it heard from no leader for too long".to_owned()
        }
        What::TimerFired { waited, .. } => format!("it heard from no leader for {}", ms(waited)),
        _ => String::new(),
    };
    Draft::new(TELLING, Rule::E1.place(), format!("{who} starts an election for term {term}"), rest)
}

/// The term that a candidate opens: the next one; in a trace, the one that it says.
fn opened(view: &StepView, old: Term) -> Term {
    let told = view.term().filter(|_| view.step.line().is_some());
    told.unwrap_or(old.next())
}

fn stands_again(view: &StepView, who: ServerId, term: Term, votes: ServerSet) -> Draft {
    let share = view.share(votes.len());
    Draft::new(
        TELLING,
        Rule::E5.place(),
        format!("{who} starts a new election, for term {}", opened(view, term)),
        format!("in term {term} it got {share} votes"),
    )
}

fn too_slow(view: &StepView, who: ServerId, travelling: u32) -> Draft {
    let term = view.term().unwrap_or_default();
    let are = if travelling == 1 { "is" } else { "are" };
    let messages = count(travelling as usize, "message");
    Draft::new(
        TELLING,
        Rule::C2.place(),
        format!("{who} starts a new election, for term {term}"),
        format!("{messages} of term {} {are} in flight", term.previous()),
    )
}

/// The whole of `RequestVote` 2 has to hold for a grant: the vote is free, and the log is no older.
const BOTH: Citation = Citation::figure("§5.2, §5.4.1", "Figure 2, RequestVote 2");

fn granted(view: &StepView, who: ServerId, fact: SeenFact) -> Option<Draft> {
    let Fact::VoteGranted { to, term, before, own_term, own_index, their_term, their_index } = fact else {
        return None;
    };
    let log = own_term.zip(own_index).zip(their_term.zip(their_index));
    let log = log.map(|(own, theirs)| compare(to, own, theirs, view.breach()));
    let weight = if before == Some(to) { ORDINARY } else { TELLING };
    let line = |rest: String| Draft::new(weight, BOTH, format!("{who} grants {to} its vote"), rest);
    Some(match (before, log) {
        (None, None) => {
            line(format!("it has not voted in term {term}; the trace does not contain both logs"))
        }
        (None, Some(log)) => {
            // Terms of two digits make it longer than a line: which term it is can be seen.
            let reasons = [
                format!("it has not voted in term {term}, {log}"),
                format!("no vote yet in term {term}, {log}"),
            ];
            let fitting = reasons.into_iter().map(line).find(Draft::fits);
            fitting.unwrap_or_else(|| line(format!("no vote yet, {log}")))
        }
        (Some(same), _) if same == to => line(format!("it already voted for {to} in term {term}")),
        (Some(other), _) => line(format!("it already voted for {other} in term {term}: {}", view.breach())),
    })
}

/// The candidate's log beside the voter's, in a few words.
fn compare(candidate: ServerId, own: (Term, Index), theirs: (Term, Index), breach: Breach) -> String {
    let its = of(candidate);
    if theirs < own {
        return format!("but {its} log is behind: {breach}");
    }
    match (own.1, theirs) {
        (Index::ZERO, (_, Index::ZERO)) => "and both logs are empty".to_owned(),
        (Index::ZERO, _) => "and its own log is empty".to_owned(),
        (_, same) if same == own => format!("both logs end at {} (term {})", own.1, own.0),
        (_, (term, _)) if term > own.0 => format!("{its} log is newer (term {term} > {})", own.0),
        (_, (_, index)) => format!("{its} log is longer ({index} > {})", own.1),
    }
}

fn denied(view: &StepView, who: ServerId, to: ServerId, (term, because): (Term, Option<Denial>)) -> Draft {
    let ours = view.term().unwrap_or(term);
    let (place, rest) = match because {
        // Only with a rule off is a request of an older term judged, and by the vote of a later one.
        Some(Denial::AlreadyVoted { to: other }) if term < ours => {
            (Rule::V1, format!("it voted for {other} in term {term} and is in {ours}: {}", view.breach()))
        }
        Some(Denial::AlreadyVoted { to: itself }) if itself == who => {
            (Rule::V1, format!("it already voted for itself in term {term}"))
        }
        Some(Denial::AlreadyVoted { to: other }) => {
            (Rule::V1, format!("it already voted for {other} in term {term}"))
        }
        Some(Denial::LogBehind { own_term, own_index, their_term, their_index }) if own_term < their_term => {
            (
                Rule::V2,
                format!(
                    "its own log is longer ({own_index} > {their_index}), though older: {}",
                    view.breach()
                ),
            )
        }
        Some(Denial::LogBehind { own_term, their_term, .. }) if own_term != their_term => {
            (Rule::V2, format!("its own log is more up-to-date (last term {own_term} > {their_term})"))
        }
        Some(Denial::LogBehind { own_term, own_index, their_index, .. }) => (
            Rule::V2,
            format!(
                "its own log is longer ({own_index} > {their_index}, same last term \
                                {own_term})"
            ),
        ),
        None => (Rule::V1, UNTOLD.to_owned()),
    };
    Draft::new(TELLING, place.place(), format!("{who} denies {to} its vote"), rest)
}

/// Whether a voter's answer is news.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Heard {
    News,
    /// The same was heard from this voter before.
    Again,
    /// So it was, and with a rule off it counts for the second time.
    CountedAgain,
}

/// A voter's answer, as a candidate hears it.
#[derive(Clone, Copy)]
struct Answer {
    granted: bool,
    heard: Heard,
    /// It has this voter's vote.
    has_vote: bool,
}

fn counted(who: ServerId, voter: ServerId, answer: Answer, (has, needed): (usize, usize)) -> Draft {
    let (head, rest) = match answer {
        Answer { granted: true, heard: Heard::News, .. } => (
            format!("{who} counts the vote of {voter}"),
            format!(
                "it has {has} of the {needed} votes it \
                                                                   needs"
            ),
        ),
        Answer { granted: true, heard: Heard::CountedAgain, .. } => (
            format!("{who} counts the vote of {voter} again"),
            format!(
                "it has {has} of the {needed} votes \
                                                                         it needs"
            ),
        ),
        Answer { granted: true, heard: Heard::Again, .. } => (
            format!("{who} receives the vote of {voter} again"),
            format!("it counts once, still {has} of the {needed} it needs"),
        ),
        Answer { has_vote: true, .. } => (
            format!("{who} receives a denial from {voter}"),
            format!("it already has that vote, {has} of the {needed} it needs"),
        ),
        Answer { heard: Heard::Again, .. } => (
            format!("{who} receives the denial of {voter} again"),
            format!("it still has {has} of the {needed} votes it needs"),
        ),
        _ => (
            format!("{who} does not get the vote of {voter}"),
            format!("it still has {has} of the {needed} votes it needs"),
        ),
    };
    Draft::new(ORDINARY, Rule::E3.place(), head, rest)
}

fn stepped_down(view: &StepView, who: ServerId, was: RoleKind, its: Term, sender: ServerId) -> Draft {
    let place = Rule::T1.place();
    if sender == who {
        // Nobody tells it to: only a trace leaves out who did.
        let head = if was == RoleKind::Leader { "steps down" } else { "becomes a follower" };
        return Draft::new(TELLING, place, format!("{who} {head}"), UNTOLD);
    }
    let newer = view.message().and_then(Contents::term).unwrap_or(its.next());
    let noun = message_noun(view);
    let rest = format!("{} {noun} has term {newer}, newer than its own {its}", of(sender));
    if was != RoleKind::Leader {
        return Draft::new(TELLING, place, format!("{who} becomes a follower"), rest);
    }
    let granted = view.any(|fact| matches!(fact, Fact::VoteGranted { .. }));
    let denied = view.any(|fact| matches!(fact, Fact::VoteDenied { .. }));
    if !view.step.broken.is_empty() && (granted || denied) {
        // The rule that is off decides the vote: it is not why the leader steps down.
        let vote = if granted { format!("votes for {sender}") } else { format!("denies {sender} its vote") };
        return Draft::new(TELLING, place, format!("{who} steps down and {vote}"), "");
    }
    let line = Draft::new(TELLING, place, format!("{who} steps down"), rest);
    if granted {
        let short = format!("{} {noun} has term {newer}, newer than its {its}", of(sender));
        return Draft { rest: short, ..line }.and(&format!("; it votes for {sender}"));
    }
    if denied {
        let short = format!("{} {noun} has term {newer}, newer than its {its}", of(sender));
        return Draft { rest: short, ..line }.and("; no vote");
    }
    line
}

fn adopted(view: &StepView, who: ServerId, from: Term, to: Term, sender: ServerId) -> Draft {
    let rest = format!("{} {} has a newer term than its own, {from}", of(sender), message_noun(view));
    let head = match view.message().map(Contents::kind) {
        Some(MessageKind::AppendEntries) => format!("{who} follows {sender} in term {to}"),
        _ => format!("{who} adopts term {to}"),
    };
    Draft::new(ORDINARY, Rule::T1.place(), head, rest)
}

/// The half of rule T2 that is about votes.
pub(super) const OLD_REQUEST_VOTE: Citation = Citation::figure("§5.1", "Figure 2, RequestVote 1");
/// The half of rule T2 that is about entries.
pub(super) const OLD_APPEND_ENTRIES: Citation = Citation::figure("§5.1", "Figure 2, AppendEntries 1");

fn stale_request(
    view: &StepView,
    who: ServerId,
    sender: ServerId,
    request: MessageKind,
    (theirs, ours): (Term, Term),
) -> Draft {
    if request == MessageKind::RequestVote {
        let rest = format!("{sender} asks in term {theirs}, and {who} is in term {ours}");
        return Draft::new(TELLING, OLD_REQUEST_VOTE, format!("{who} denies {sender} its vote"), rest);
    }
    let rest = format!("{sender} sent it in term {theirs}, and {who} is in term {ours}");
    Draft::new(TELLING, OLD_APPEND_ENTRIES, format!("{who} rejects the {}", message_noun(view)), rest)
}

fn stale_reply(
    view: &StepView,
    who: ServerId,
    sender: ServerId,
    reply: MessageKind,
    (theirs, ours): (Term, Term),
) -> Draft {
    let what = if view.message().is_some_and(Contents::grants_vote) { "vote" } else { kind(reply) };
    let rest = format!("it answers a request of term {theirs}, and {who} is in term {ours}");
    Draft::new(ORDINARY, Rule::T3.place(), format!("{who} ignores {} {what}", of(sender)), rest)
}

/// A voter's answer that no longer matters: whoever asked stands no longer.
pub(super) fn late_vote(view: &StepView, voter: ServerId, granted: bool, term: Option<Term>) -> Draft {
    let what = if granted { "vote" } else { "denial" };
    let who = view.step.server().unwrap_or(voter);
    let rest = match view.step.role {
        Some(RoleKind::Leader) => "it is already the leader".to_owned(),
        _ => format!("it is no longer a candidate in term {}", known(term)),
    };
    Draft::new(ORDINARY, Rule::E3.place(), format!("{who} ignores the {what} of {voter}"), rest)
}
