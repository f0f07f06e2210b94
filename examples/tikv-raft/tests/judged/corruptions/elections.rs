//! Terms, votes and leaders.

use super::{Corrupted, Corruption, Received, Trace, rule};
use crate::whole::{Change, MaybeAppend};
use raftarium::paper::Rule;
use tikv_raft::recorder::{Body, Entry, Event, Message, State};

pub const ALL: &[Corruption] = &[
    Corruption { name: "a second vote in a term", laws: &[rule(Rule::V1)], corrupt: second_vote },
    Corruption {
        name: "a second vote in a term, in the reply alone",
        laws: &[rule(Rule::V1)],
        corrupt: second_reply,
    },
    Corruption { name: "a vote for a log that is behind", laws: &[rule(Rule::V2)], corrupt: stale_log },
    Corruption { name: "a vote taken back", laws: &[rule(Rule::V1)], corrupt: vote_taken_back },
    Corruption { name: "a term that goes down", laws: &[rule(Rule::T1)], corrupt: term_goes_down },
    Corruption { name: "a newer term is not adopted", laws: &[rule(Rule::T1)], corrupt: term_ignored },
    Corruption { name: "a leader goes on in a newer term", laws: &[rule(Rule::T1)], corrupt: leads_on },
    Corruption { name: "a candidate without a new term", laws: &[rule(Rule::E2)], corrupt: no_new_term },
    Corruption {
        name: "a candidate that does not vote for itself",
        laws: &[rule(Rule::E2)],
        corrupt: no_own_vote,
    },
    Corruption { name: "a second leader of a term", laws: &[rule(Rule::I1)], corrupt: second_leader },
    Corruption { name: "leading without a majority", laws: &[rule(Rule::E3)], corrupt: no_majority },
    Corruption { name: "leading after a refusal", laws: &[rule(Rule::E3)], corrupt: refusal_counted },
    Corruption { name: "a vote counted twice", laws: &[rule(Rule::E3)], corrupt: counted_twice },
    Corruption { name: "a timeout makes a leader", laws: &[rule(Rule::E3)], corrupt: crowned_by_time },
    Corruption {
        name: "a leader that lacks what is committed",
        laws: &[rule(Rule::I4)],
        corrupt: lacks_committed,
    },
    Corruption {
        name: "votes are asked for without a candidacy",
        laws: &[rule(Rule::E2)],
        corrupt: asks_as_follower,
    },
    Corruption {
        name: "a candidate that makes its log longer",
        laws: &[rule(Rule::E2), rule(Rule::V2)],
        corrupt: boasts,
    },
];

/// A request for a vote, and the states around it.
fn request(trace: &Trace, at: usize) -> Option<(Received<'_>, (u64, u64))> {
    let received = trace.received(at)?;
    let Body::RequestVote { last_log_index, last_log_term } = received.message.body else { return None };
    let last = (last_log_term, last_log_index);
    Some((received, last))
}

/// Whether a log that ends there is at least as up to date as a node's.
fn up_to_date(last: (u64, u64), state: &State) -> bool {
    last >= (state.last_term, state.last_index)
}

fn second_vote(trace: &Trace, at: usize) -> Option<Corrupted> {
    let (Received { message, before, after }, last) = request(trace, at)?;
    let fits = message.term == Some(before.term)
        && before.voted_for.as_ref().is_some_and(|vote| *vote != message.from)
        && before.role == "follower"
        && up_to_date(last, after);
    let from = message.from.clone();
    fits.then(|| trace.changed(at, |event| event.state_mut().voted_for = Some(from)))
        .map(|events| Corrupted::new(events, at))
}

fn second_reply(trace: &Trace, at: usize) -> Option<Corrupted> {
    let (message, state) = trace.sent(at)?;
    let Body::RequestVoteReply { vote_granted: false, .. } = message.body else { return None };
    let voted_for_another = state.voted_for.as_ref().is_some_and(|vote| *vote != message.to);
    // It must be an answer to a request of this very term.
    let asked = trace.received(at - 1).is_some_and(|received| {
        matches!(received.message.body, Body::RequestVote { .. })
            && received.message.from == message.to
            && received.message.term == Some(state.term)
            && received.before.term == state.term
    });
    let term = state.term;
    (voted_for_another && asked)
        .then(|| {
            trace.changed(at, |event| {
                *event.body_mut() = Body::RequestVoteReply { vote_granted: true, request_term: Some(term) };
            })
        })
        .map(|events| Corrupted::new(events, at))
}

fn stale_log(trace: &Trace, at: usize) -> Option<Corrupted> {
    let (Received { message, after, .. }, last) = request(trace, at)?;
    let fits = message.term == Some(after.term) && after.voted_for.is_none() && !up_to_date(last, after);
    let from = message.from.clone();
    fits.then(|| trace.changed(at, |event| event.state_mut().voted_for = Some(from)))
        .map(|events| Corrupted::new(events, at))
}

fn vote_taken_back(trace: &Trace, at: usize) -> Option<Corrupted> {
    let Received { message, before, after } = trace.received(at)?;
    let fits = before == after
        && after.role == "follower"
        && after.voted_for.is_some()
        && message.append().is_some();
    fits.then(|| trace.changed(at, |event| event.state_mut().voted_for = None))
        .map(|events| Corrupted::new(events, at))
}

fn term_goes_down(trace: &Trace, at: usize) -> Option<Corrupted> {
    let state = trace.idle(at)?;
    let fits = state.role == "follower" && state.term > 1 && trace.event(at).message.is_none();
    fits.then(|| {
        trace.changed(at, |event| {
            let state = event.state_mut();
            state.term -= 1;
            state.voted_for = None;
        })
    })
    .map(|events| Corrupted::new(events, at))
}

fn term_ignored(trace: &Trace, at: usize) -> Option<Corrupted> {
    let Received { message, before, after } = trace.received(at)?;
    // A request for a vote may be passed over while the node hears a leader.
    let fits = after.term > before.term
        && message.term == Some(after.term)
        && !matches!(message.body, Body::RequestVote { .. } | Body::PreVoteReply | Body::TimeoutNow);
    let old = before.clone();
    fits.then(|| {
        trace.changed(at, |event| {
            event.state = Some(old);
            event.entries.clear();
            event.snapshot = None;
        })
    })
    .map(|events| Corrupted::new(events, at))
}

fn leads_on(trace: &Trace, at: usize) -> Option<Corrupted> {
    let Received { before, after, .. } = trace.received(at)?;
    (before.role == "leader" && after.term > before.term)
        .then(|| trace.changed(at, |event| event.state_mut().role = "leader"))
        .map(|events| Corrupted::new(events, at))
}

fn no_new_term(trace: &Trace, at: usize) -> Option<Corrupted> {
    let before = trace.before(at)?;
    let event = trace.event(at);
    let candidate = event.state.as_ref().is_some_and(|state| state.role == "candidate");
    // Its vote must not be in the way: that would be another fault.
    let free = before.voted_for.is_none() || before.voted_for.as_ref() == Some(&event.node);
    let fits = event.kind == "timeout" && candidate && before.role == "follower" && before.term > 0 && free;
    let term = before.term;
    fits.then(|| trace.changed(at, |event| event.state_mut().term = term))
        .map(|events| Corrupted::new(events, at))
}

fn no_own_vote(trace: &Trace, at: usize) -> Option<Corrupted> {
    let event = trace.event(at);
    let fits = event.kind == "timeout" && event.state.as_ref()?.role == "candidate";
    fits.then(|| trace.changed(at, |event| event.state_mut().voted_for = None))
        .map(|events| Corrupted::new(events, at))
}

/// The node leads from this event on, with an entry of its own.
fn crowned(trace: &Trace, at: usize) -> Corrupted {
    let events = trace.changed(at, crown);
    Corrupted::new(events, at)
}

fn crown(event: &mut Event) {
    let state = event.state_mut();
    state.role = "leader";
    state.last_index += 1;
    state.last_term = state.term;
    let entry = Entry { index: state.last_index, term: state.term, command: String::new() };
    event.entries = vec![entry];
}

fn second_leader(trace: &Trace, at: usize) -> Option<Corrupted> {
    let Received { message, before, after } = trace.received(at)?;
    let leader_speaks =
        matches!(message.body, Body::AppendEntries { .. }) && message.term == Some(before.term);
    if !(before.role == "candidate" && after.role == "follower" && leader_speaks) {
        return None;
    }
    let last = (before.last_index, before.last_term);
    let events = trace.changed(at, |event| {
        (event.state_mut().last_index, event.state_mut().last_term) = last;
        crown(event);
    });
    Some(Corrupted::new(events, at))
}

fn no_majority(trace: &Trace, at: usize) -> Option<Corrupted> {
    let Received { message, after, .. } = trace.received(at)?;
    let granted = matches!(message.body, Body::RequestVoteReply { vote_granted: true, .. });
    (granted && after.role == "candidate" && message.term == Some(after.term)).then(|| crowned(trace, at))
}

fn refusal_counted(trace: &Trace, at: usize) -> Option<Corrupted> {
    let Received { message, before, after } = trace.received(at)?;
    let refused = matches!(message.body, Body::RequestVoteReply { vote_granted: false, .. });
    (refused && before.role == "candidate" && before == after).then(|| crowned(trace, at))
}

fn counted_twice(trace: &Trace, at: usize) -> Option<Corrupted> {
    let Received { message, after, .. } = trace.received(at)?;
    let granted = matches!(message.body, Body::RequestVoteReply { vote_granted: true, .. });
    if !(granted && after.role == "candidate" && message.term == Some(after.term)) {
        return None;
    }
    let mut copy = trace.event(at).clone();
    crown(&mut copy);
    Some(Corrupted::new(trace.inserted(at, copy), at + 1))
}

fn crowned_by_time(trace: &Trace, at: usize) -> Option<Corrupted> {
    let event = trace.event(at);
    let fits = event.kind == "timeout" && event.state.as_ref()?.role == "candidate" && trace.names.len() > 1;
    fits.then(|| crowned(trace, at))
}

fn lacks_committed(trace: &Trace, at: usize) -> Option<Corrupted> {
    let Received { message, before, after } = trace.received(at)?;
    let refused = matches!(message.body, Body::RequestVoteReply { vote_granted: false, .. });
    if !(refused && before.role == "candidate" && before == after) {
        return None;
    }
    // Somebody has committed more than it has.
    let committed =
        trace.events[..at].iter().filter_map(|event| event.state.as_ref()).map(|state| state.commit_index);
    (committed.max()? > after.last_index).then(|| crowned(trace, at))
}

fn asks_as_follower(trace: &Trace, at: usize) -> Option<Corrupted> {
    let state = trace.idle(at)?;
    let event = trace.event(at);
    // One that has voted for another in this term can have no reason at all.
    let voted_for_another = state.voted_for.as_ref().is_some_and(|vote| *vote != event.node);
    if state.role != "follower" || !voted_for_another {
        return None;
    }
    let to = trace.names.iter().find(|name| **name != event.node)?;
    let message = Message {
        id: u64::from(u32::MAX),
        from: event.node.clone(),
        to: to.clone(),
        term: Some(state.term),
        body: Body::RequestVote { last_log_index: state.last_index, last_log_term: state.last_term },
    };
    let request = Event {
        time: event.time,
        node: event.node.clone(),
        kind: "send",
        message: Some(message),
        ..Event::default()
    };
    Some(Corrupted::new(trace.inserted(at, request), at + 1))
}

fn boasts(trace: &Trace, at: usize) -> Option<Corrupted> {
    let (message, _) = trace.sent(at)?;
    let Body::RequestVote { last_log_index, .. } = message.body else { return None };
    let events = trace.changed(at, |event| {
        if let Body::RequestVote { last_log_index: claimed, .. } = event.body_mut() {
            *claimed = last_log_index + 3;
        }
    });
    Some(Corrupted::new(events, at))
}
