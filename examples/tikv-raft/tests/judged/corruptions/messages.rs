//! Messages that nobody sent.

use super::{Corrupted, Corruption, Received, Trace};
use crate::whole::{Change, MaybeAppend};
use raftarium::trace::judge::Law;
use tikv_raft::recorder::Body;

pub const ALL: &[Corruption] = &[
    Corruption { name: "a forged vote", laws: &[Law::Messages], corrupt: forged_vote },
    Corruption { name: "a forged acknowledgement", laws: &[Law::Messages], corrupt: forged_acknowledgement },
    Corruption { name: "a message before it is sent", laws: &[Law::Messages], corrupt: too_soon },
    Corruption { name: "a term changed on the way", laws: &[Law::Messages], corrupt: other_term },
    Corruption { name: "an entry changed on the way", laws: &[Law::Messages], corrupt: other_entry },
    Corruption { name: "a refusal that arrives as a vote", laws: &[Law::Messages], corrupt: turned_around },
    Corruption { name: "a message in another's name", laws: &[Law::Messages], corrupt: other_sender },
];

const NEW: u64 = u32::MAX as u64;

fn forged_vote(trace: &Trace, at: usize) -> Option<Corrupted> {
    let Received { message, before, after } = trace.received(at)?;
    // A refusal becomes a vote with a number of its own; the candidate does not win by it yet.
    let refused = matches!(message.body, Body::RequestVoteReply { vote_granted: false, .. });
    if !(refused && before.role == "candidate" && before == after && message.term == Some(after.term)) {
        return None;
    }
    let term = message.term;
    let events = trace.changed(at, |event| {
        let forged = event.message.as_mut().expect("looked for one");
        forged.id = NEW;
        forged.body = Body::RequestVoteReply { vote_granted: true, request_term: term };
    });
    Some(Corrupted::new(events, at))
}

fn forged_acknowledgement(trace: &Trace, at: usize) -> Option<Corrupted> {
    let Received { message, after, .. } = trace.received(at)?;
    let Body::AppendEntriesReply { success: true, match_index: Some(_), .. } = message.body else {
        return None;
    };
    let last = after.last_index;
    let mut forged = trace.event(at).clone();
    forged.entries.clear();
    let message = forged.message.as_mut()?;
    message.id = NEW;
    if let Body::AppendEntriesReply { match_index, .. } = &mut message.body {
        *match_index = Some(last + 1);
    }
    Some(Corrupted::new(trace.inserted(at, forged), at + 1))
}

fn too_soon(trace: &Trace, at: usize) -> Option<Corrupted> {
    let (message, _) = trace.sent(at)?;
    let Body::AppendEntriesReply { .. } = message.body else { return None };
    let arrival = (at..trace.events.len())
        .find(|later| trace.received(*later).is_some_and(|received| received.message.id == message.id))?;
    // Its receiver is the same before and after, so that only the order is wrong.
    let mut early = trace.event(arrival).clone();
    let last =
        trace.events[..at].iter().rposition(|event| event.node == early.node && event.state.is_some())?;
    let down = trace.events[last..at].iter().any(|event| event.node == early.node && event.kind == "crash");
    if down
        || trace.idle(arrival).is_none()
        || trace.events[last].state.as_ref()?.term != early.state.as_ref()?.term
    {
        return None;
    }
    early.state.clone_from(&trace.events[last].state);
    Some(Corrupted::new(trace.inserted(at - 1, early), at))
}

fn other_term(trace: &Trace, at: usize) -> Option<Corrupted> {
    let Received { message, before, after } = trace.received(at)?;
    let fits = before == after && message.append().is_some() && message.term.is_some_and(|term| term > 1);
    fits.then(|| {
        trace.changed(at, |event| {
            let message = event.message.as_mut().expect("looked for one");
            message.term = message.term.map(|term| term - 1);
        })
    })
    .map(|events| Corrupted::new(events, at))
}

fn other_entry(trace: &Trace, at: usize) -> Option<Corrupted> {
    let Received { message, .. } = trace.received(at)?;
    let first = message.append()?.entries.first()?.clone();
    if trace.event(at).entries.first() != Some(&first) {
        return None;
    }
    let events = trace.changed(at, |event| {
        event.entries[0].command.push('!');
        if let Body::AppendEntries { entries, .. } = event.body_mut() {
            entries[0].command.push('!');
        }
    });
    Some(Corrupted::new(events, at))
}

fn turned_around(trace: &Trace, at: usize) -> Option<Corrupted> {
    let Received { message, before, after } = trace.received(at)?;
    let refused = matches!(message.body, Body::RequestVoteReply { vote_granted: false, .. });
    // How it numbers messages must be known by then.
    let node = &trace.event(at).node;
    let known = trace.events[..at].iter().any(|event| event.kind == "receive" && event.node == *node);
    if !(refused && before == after && known) {
        return None;
    }
    let events = trace.changed(at, |event| {
        if let Body::RequestVoteReply { vote_granted, .. } = event.body_mut() {
            *vote_granted = true;
        }
    });
    Some(Corrupted::new(events, at))
}

fn other_sender(trace: &Trace, at: usize) -> Option<Corrupted> {
    let Received { message, before, after } = trace.received(at)?;
    let other = trace.names.iter().find(|name| **name != message.from && **name != message.to)?.clone();
    (before == after && matches!(message.body, Body::AppendEntriesReply { .. }))
        .then(|| trace.changed(at, |event| event.message.as_mut().expect("looked for one").from = other))
        .map(|events| Corrupted::new(events, at))
}
