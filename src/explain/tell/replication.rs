//! Log replication, as leader and as follower (§5.3).

use super::{Draft, ORDINARY, QUIET, StepView, TELLING, find};
use crate::explain::words::{entries, entries_of, known, ms, noun, of, range, servers};
use crate::paper::{Bug, Citation, Rule};
use crate::raft::{
    AppendEntries, AppendOutcome, Conflict, Fact, Index, MessageKind, Partial, RoleKind, SeenMessage,
    ServerId, ServerSet, Term,
};
use crate::sim::{Contents, SeenFact, What};

pub(super) fn tell(view: &StepView, who: ServerId, fact: SeenFact) -> Option<Draft> {
    Some(match fact {
        Fact::MatchAdvanced { follower, from, to } => matched(view, who, follower, from, to),
        Fact::NextBackedUp { follower, from, to, own_term, conflict } => {
            backed_up(who, follower, (from, to), own_term, conflict)
        }
        Fact::RequestRetried { request, .. } => retried(view, who, request),
        Fact::AppendSent { .. } => sent(view, who),
        Fact::HeartbeatSent { to } => beats(view, who, to),
        Fact::NoOpAppended { index, term } => Draft::new(
            ORDINARY,
            Rule::K2.place(),
            format!("{who} appends a no-op as entry {index}"),
            format!("an entry of its own term {} lets it commit the preceding ones", known(term)),
        ),
        Fact::RejectedMismatch { leader, prev_index, prev_term, own_term } => {
            let own = match own_term {
                Some(None) => None,
                own => Some(known(own.flatten())),
            };
            refused(view, who, leader, (prev_index, prev_term), own)
        }
        Fact::Truncated { first, last, own_term, their_term } => {
            truncated(view, who, (first, last), (own_term, their_term))
        }
        Fact::Appended { first, last } => appended(view, who, first, last),
        Fact::DuplicateIgnored { first, last } => {
            let (them, terms) =
                if first == last { ("it", "the same term") } else { ("them", "the same terms") };
            Draft::new(
                ORDINARY,
                Rule::R3.place(),
                format!("{who} keeps its {}", entries(first, last)),
                format!("it already had {them}, with {terms}"),
            )
        }
        _ => return None,
    })
}

fn matched(view: &StepView, who: ServerId, follower: ServerId, from: Index, to: Index) -> Draft {
    let head = format!("{who} learns that {follower}'s log matches up to {to}");
    let claimed = match view.message().map(Contents::seen).as_deref() {
        Some(SeenMessage::AppendEntriesReply(reply)) => match reply.outcome {
            AppendOutcome::Success { match_index } => match_index.unwrap_or(to),
            _ => to,
        },
        _ => to,
    };
    let rest = if claimed < to {
        format!("{follower} acknowledged only {claimed}: {}", view.breach())
    } else {
        format!("its match index for {follower} was {from}")
    };
    let line = Draft::new(ORDINARY, Rule::L5.place(), head, rest);
    match find!(view, Fact::AppendSent { first, last, .. } => (first, last)) {
        Some((first, last)) => line.and(&format!("; it sends {}", range(first, last))),
        None => line,
    }
}

fn backed_up(
    who: ServerId,
    follower: ServerId,
    (from, to): (Index, Index),
    own_term: Option<Term>,
    conflict: Conflict,
) -> Draft {
    let (at, own_term) = (from.previous(), known(own_term));
    let rest = if let Some(term) = conflict.term {
        format!("at index {at}, {follower} had term {term}, not {own_term}")
    } else {
        let end = conflict.first_index.previous();
        format!("{} log ended at index {end}", of(follower))
    };
    let head = format!("{who} goes back to index {to} for {follower}");
    let line = Draft::new(TELLING, Rule::L6.place(), head, rest);
    if to < at { line.and(&format!("; next index goes from {from} to {to}")) } else { line }
}

/// Who is in a step's facts of this kind, and the entries if all got the same.
fn receivers(view: &StepView) -> (ServerSet, Option<(Index, Index)>) {
    let sent = view.step.seen().filter_map(|fact| match fact {
        Fact::AppendSent { to, first, last } => Some((to, (first, last))),
        _ => None,
    });
    let range = sent.clone().next().map(|(_, range)| range);
    let same = sent.clone().all(|(_, other)| Some(other) == range);
    (sent.map(|(to, _)| to).collect(), range.filter(|_| same))
}

fn retried(view: &StepView, who: ServerId, request: MessageKind) -> Draft {
    let silent: ServerSet = view
        .step
        .seen()
        .filter_map(|fact| match fact {
            Fact::RequestRetried { to, .. } => Some(to),
            _ => None,
        })
        .collect();
    let names = servers(silent);
    let line = |head, rest: String| Draft::new(ORDINARY, Rule::L9.place(), head, rest);
    if request == MessageKind::RequestVote {
        // A candidate asks everybody at the moment at which it starts this timer.
        let waited = match view.step.what {
            What::TimerFired { waited, .. } if view.step.line().is_none() => format!(" for {}", ms(waited)),
            _ => String::new(),
        };
        return line(format!("{who} retries its vote request to {names}"), format!("no reply{waited}"));
    }
    // A leader may have sent them at any moment since it beat last.
    let sent: ServerSet = receivers(view).0.and(silent);
    let head = if sent == silent {
        format!("{who} resends its entries to {names}")
    } else if sent.is_empty() {
        format!("{who} retries AppendEntries to {names}")
    } else {
        format!("{who} retries its requests to {names}")
    };
    line(head, "no reply to the last request".to_owned())
}

fn sent(view: &StepView, who: ServerId) -> Draft {
    let (to, same) = receivers(view);
    let what = same.map_or_else(|| "entries".to_owned(), |(first, last)| entries(first, last));
    let rest = match same {
        Some((first, _)) => match to.iter().collect::<Vec<_>>()[..] {
            [only] => format!("{} next index is {first}", of(only)),
            _ => format!("their next index is {first}"),
        },
        None => "for each follower, from its next index on".to_owned(),
    };
    Draft::new(ORDINARY, Rule::L4.place(), format!("{who} sends {what} to {}", servers(to)), rest)
}

fn beats(view: &StepView, who: ServerId, to: ServerSet) -> Draft {
    let everyone = to.len() + 1 == view.configuration.members().len();
    let names = if everyone { "all".to_owned() } else { servers(to) };
    let rest = match view.step.what {
        What::TimerFired { waited, .. } if !view.step.forced && view.step.line().is_none() => {
            format!("{} have passed, and it is still the leader", ms(waited))
        }
        _ => "it is still the leader".to_owned(),
    };
    Draft::new(QUIET, Rule::L1.place(), format!("{who} sends heartbeats to {names}"), rest)
}

fn refused(
    view: &StepView,
    who: ServerId,
    leader: ServerId,
    (prev_index, prev_term): (Option<Index>, Option<Term>),
    // The term of its own entry there; none if it has no such entry.
    own: Option<String>,
) -> Draft {
    let what = match request(view) {
        Some(request) if !request.entries.is_empty() => entries_of(&request),
        _ => "the heartbeat".to_owned(),
    };
    let (prev_index, prev_term) = (known(prev_index), known(prev_term));
    let rest = match own {
        Some(own) => format!("at index {prev_index} it has term {own}, {leader} has term {prev_term}"),
        None => format!("it has no entry {prev_index}, and {leader} has one from term {prev_term}"),
    };
    Draft::new(TELLING, Rule::R1.place(), format!("{who} rejects {what}"), rest)
}

fn truncated(
    view: &StepView,
    who: ServerId,
    (first, last): (Index, Index),
    (own_term, their_term): (Option<Term>, Option<Term>),
) -> Draft {
    let place = Rule::R2.place();
    // With a rule off, entries are replaced one by one.
    let last = gone(view).max(last);
    let theirs = view.flight().map_or_else(|| "the leader's".to_owned(), |flight| of(flight.from));
    let stored = find!(view, Fact::Appended { first, .. } => first);
    let head = match stored.zip(view.step.seen().rev().find_map(|fact| match fact {
        Fact::Appended { last, .. } => Some(last),
        _ => None,
    })) {
        Some(same) if same == (first, last) => {
            format!("{who} replaces its {} with {theirs}", entries(first, last))
        }
        Some((from, to)) => {
            format!("{who} replaces {} with {theirs} {}", entries(first, last), range(from, to))
        }
        None => format!("{who} deletes {}", entries(first, last)),
    };
    if their_term == Some(Term::ZERO) {
        let rest = format!("no entry conflicts: {}", view.breach());
        return Draft::new(TELLING, place, head, rest);
    }
    let (own_term, their_term) = (known(own_term), known(their_term));
    if first == last {
        let rest = format!("its term is {own_term}, and {theirs} is {their_term}");
        return Draft::new(TELLING, place, head, rest);
    }
    let follow = if first.next() == last { "follows" } else { "follow" };
    let rest = format!("at {first} its term is {own_term}, {theirs} is {their_term}");
    Draft::new(TELLING, place, head, rest).and(&format!("; {} {follow} {first}", range(first.next(), last)))
}

/// The last entry that was deleted.
fn gone(view: &StepView) -> Index {
    let gone = view.step.seen().filter_map(|fact| match fact {
        Fact::Truncated { last, .. } => Some(last),
        _ => None,
    });
    gone.max().unwrap_or(Index::ZERO)
}

fn appended(view: &StepView, who: ServerId, first: Index, last: Index) -> Draft {
    let leader = view.flight().map_or_else(|| "the leader's".to_owned(), |flight| of(flight.from));
    let rest = match request(view) {
        Some(_) if view.step.broken.has(Bug::PrevTermUnchecked) => {
            format!("its entry {} has a different term than {leader}", first.previous())
        }
        Some(request) if Some(first.previous()) == request.prev_log_index && first > Index::FIRST => {
            let term = known(request.prev_log_term);
            format!("its log matches {leader} up to {} (term {term})", first.previous())
        }
        _ if first == Index::FIRST => "no entry precedes it".to_owned(),
        _ => format!("its log matches {leader} up to {}", first.previous()),
    };
    let place = Citation::figure("§5.3", "Figure 2, AppendEntries 4");
    let line = Draft::new(ORDINARY, place, format!("{who} stores {}", entries(first, last)), rest);
    match find!(view, Fact::FollowerCommitAdvanced { to, .. } => to) {
        Some(commit) => line.and(&format!("; its commit index is {commit}")),
        None => line,
    }
}

fn request(view: &StepView) -> Option<AppendEntries<Partial>> {
    match view.message()?.seen().into_owned() {
        SeenMessage::AppendEntries(request) => Some(request),
        _ => None,
    }
}

/// A heartbeat, or a request, that changed nothing but the election timer.
pub(super) fn heard(view: &StepView, who: ServerId, leader: ServerId) -> Draft {
    if view.step.broken.has(Bug::VoteClearedByAppend) {
        let head = format!("{who} hears from {leader} and forgets its vote");
        let rest = format!("the term is the same: {}", view.breach());
        return Draft::new(TELLING, Rule::V1.place(), head, rest);
    }
    if view.any(|fact| matches!(fact, Fact::TimerArmed { .. })) {
        return Draft::new(
            QUIET,
            Rule::E1.place(),
            format!("{who} hears from its leader {leader}"),
            "its election timer restarts",
        );
    }
    if view.step.line().is_some() {
        let head = format!("{who} receives the {} from {leader}", view.message().map_or("message", noun));
        return Draft::new(QUIET, Rule::E1.place(), head, "");
    }
    let request_term = view.message().and_then(Contents::request_term);
    if request_term < view.term() {
        let line =
            Draft::new(TELLING, Rule::T2.place(), format!("{who} accepts the request of {leader}"), "");
        return view.or_heeded(line);
    }
    let head = format!("{who} does not follow {leader}");
    Draft::new(TELLING, Rule::I1.place(), head, "it is itself the leader of this term")
}

/// An answer that changed nothing.
pub(super) fn answered(
    view: &StepView,
    who: ServerId,
    from: ServerId,
    outcome: AppendOutcome<Partial>,
) -> Draft {
    let sent = find!(view, Fact::AppendSent { first, last, .. } => (first, last));
    let leads = view.step.role == Some(RoleKind::Leader);
    match (outcome, sent) {
        _ if view.step.line().is_none() && !leads => Draft::new(
            ORDINARY,
            Rule::L5.place(),
            format!("{who} ignores the reply from {from}"),
            "it is not the leader",
        ),
        (AppendOutcome::Success { match_index }, Some((first, last))) => Draft::new(
            ORDINARY,
            Rule::L4.place(),
            format!("{who} sends {} to {from}", entries(first, last)),
            format!("{from} has replied that its log matches up to {}", known(match_index)),
        ),
        (AppendOutcome::Success { match_index }, None) => Draft::new(
            QUIET,
            Rule::L5.place(),
            format!("{who} hears from {from}"),
            if match_index == Some(Index::ZERO) {
                "it replies to the heartbeat, and nothing changes".to_owned()
            } else {
                format!("its log matches up to {}, and nothing changes", known(match_index))
            },
        ),
        (AppendOutcome::Mismatch { prev_log_index, .. }, _) => Draft::new(
            ORDINARY,
            Rule::L6.place(),
            format!("{who} does not change the next index of {from}"),
            format!("the rejection is about index {}", known(prev_log_index)),
        ),
        (AppendOutcome::StaleTerm, _) => Draft::new(
            ORDINARY,
            Rule::T2.place(),
            format!("{who} learns that {from} rejected an old request"),
            format!("{who} is in a newer term now"),
        ),
    }
}
