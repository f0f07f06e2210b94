//! Logs and how they grow.

use super::{Corrupted, Corruption, Log, Received, Trace, rule};
use crate::whole::{Change, MaybeAppend};
use raftarium::paper::Rule;
use tikv_raft::recorder::{Body, Entry};

pub const ALL: &[Corruption] = &[
    Corruption { name: "a lost entry", laws: &[rule(Rule::R2)], corrupt: lost_entry },
    Corruption {
        name: "another command than the leader sent",
        laws: &[rule(Rule::R3), rule(Rule::I3)],
        corrupt: other_command,
    },
    Corruption {
        name: "entries accepted after a hole",
        laws: &[rule(Rule::R1)],
        corrupt: accepted_after_hole,
    },
    Corruption {
        name: "entries accepted after another term",
        laws: &[rule(Rule::R1)],
        corrupt: accepted_after_other,
    },
    Corruption { name: "entries of an old leader accepted", laws: &[rule(Rule::T2)], corrupt: old_append },
    Corruption { name: "an entry dropped on arrival", laws: &[rule(Rule::R3)], corrupt: dropped },
    Corruption {
        name: "more acknowledged than was received",
        laws: &[rule(Rule::R3), rule(Rule::P1)],
        corrupt: acknowledged_more,
    },
    Corruption {
        name: "a leader overwrites its own log",
        laws: &[rule(Rule::I2)],
        corrupt: leader_overwrites,
    },
    Corruption { name: "a leader drops its last entry", laws: &[rule(Rule::I2)], corrupt: leader_drops },
    Corruption { name: "a new entry of an old term", laws: &[rule(Rule::L3)], corrupt: entry_of_old_term },
    Corruption {
        name: "a follower writes of its own accord",
        laws: &[rule(Rule::L3), rule(Rule::I3)],
        corrupt: follower_writes,
    },
    Corruption {
        name: "a leader sends what is not in its log",
        laws: &[rule(Rule::L4)],
        corrupt: sends_other,
    },
    Corruption {
        name: "a follower sends entries",
        laws: &[rule(Rule::L1), rule(Rule::L4), rule(Rule::I1)],
        corrupt: follower_sends,
    },
];

fn lost_entry(trace: &Trace, at: usize) -> Option<Corrupted> {
    let Received { message, before, after } = trace.received(at)?;
    let nothing_new = message.append()?.entries.is_empty() && before == after;
    if !nothing_new || after.role != "follower" || after.last_index <= after.commit_index {
        return None;
    }
    let log = trace.log(at);
    let (term, _) = log.get(&(after.last_index - 1))?;
    let events = trace.changed(at, |event| {
        event.state_mut().last_index -= 1;
        event.state_mut().last_term = *term;
    });
    Some(Corrupted::new(events, at))
}

/// A follower that appends what it receives.
fn appended(trace: &Trace, at: usize) -> Option<Received<'_>> {
    let received = trace.received(at)?;
    let written = &trace.event(at).entries;
    (!written.is_empty() && received.message.append().is_some() && received.before.role == "follower")
        .then_some(received)
}

fn other_command(trace: &Trace, at: usize) -> Option<Corrupted> {
    appended(trace, at)?;
    Some(Corrupted::new(trace.changed(at, |event| event.entries[0].command.push('!')), at))
}

/// A follower that refuses entries, with the entries and where they were to go.
fn refused(trace: &Trace, at: usize) -> Option<(Received<'_>, (u64, u64), Vec<Entry>)> {
    let received = trace.received(at)?;
    let append = received.message.append()?;
    let (prev, entries) = (append.prev, append.entries.to_vec());
    let same_term = received.message.term == Some(received.after.term);
    let unchanged =
        trace.event(at).entries.is_empty() && received.before.last_index == received.after.last_index;
    (same_term && unchanged && !entries.is_empty() && prev.0 > received.after.commit_index)
        .then_some((received, prev, entries))
}

fn accept(trace: &Trace, at: usize, entries: Vec<Entry>) -> Option<Corrupted> {
    let last = entries.last()?.clone();
    let events = trace.changed(at, |event| {
        event.entries = entries;
        event.state_mut().last_index = last.index;
        event.state_mut().last_term = last.term;
    });
    Some(Corrupted::new(events, at))
}

fn accepted_after_hole(trace: &Trace, at: usize) -> Option<Corrupted> {
    let (received, prev, entries) = refused(trace, at)?;
    (prev.0 > received.after.last_index).then(|| accept(trace, at, entries))?
}

fn accepted_after_other(trace: &Trace, at: usize) -> Option<Corrupted> {
    let (received, prev, entries) = refused(trace, at)?;
    if prev.0 > received.after.last_index {
        return None;
    }
    let (term, _) = trace.log(at).get(&prev.0)?.clone();
    (term != prev.1).then(|| accept(trace, at, entries))?
}

fn old_append(trace: &Trace, at: usize) -> Option<Corrupted> {
    let Received { message, after, .. } = trace.received(at)?;
    let append = message.append()?;
    let fits = message.term.is_some_and(|term| term < after.term)
        && append.prev.0 >= after.commit_index
        && append.entries.last().is_some_and(|last| last.index > after.last_index);
    let entries = append.entries.to_vec();
    fits.then(|| accept(trace, at, entries))?
}

fn dropped(trace: &Trace, at: usize) -> Option<Corrupted> {
    let received = appended(trace, at)?;
    let written = &trace.event(at).entries;
    let [.., before, _] = written.as_slice() else { return None };
    // The next thing that it says must be that it has it.
    let (reply, _) = trace.sent(at + 1)?;
    let Body::AppendEntriesReply { success: true, match_index: Some(matched), .. } = reply.body else {
        return None;
    };
    if received.after.commit_index > before.index || matched <= before.index {
        return None;
    }
    let last = before.clone();
    let events = trace.changed(at, |event| {
        event.entries.pop();
        event.state_mut().last_index = last.index;
        event.state_mut().last_term = last.term;
    });
    // It may well write less than it gets. What it says next is wrong.
    Some(Corrupted::new(events, at + 1))
}

fn acknowledged_more(trace: &Trace, at: usize) -> Option<Corrupted> {
    let (message, state) = trace.sent(at)?;
    let Body::AppendEntriesReply { success: true, match_index: Some(_), .. } = message.body else {
        return None;
    };
    let more = state.last_index + 1;
    let events = trace.changed(at, |event| {
        if let Body::AppendEntriesReply { match_index, .. } = event.body_mut() {
            *match_index = Some(more);
        }
    });
    Some(Corrupted::new(events, at))
}

fn leader_overwrites(trace: &Trace, at: usize) -> Option<Corrupted> {
    let before = trace.before(at)?;
    let event = trace.event(at);
    let [entry] = event.entries.as_slice() else { return None };
    let last = before.last_index;
    let fits = before.role == "leader"
        && event.state.as_ref()?.role == "leader"
        && entry.index == last + 1
        && before.last_term == before.term
        && last > before.commit_index;
    // A copy of the same proposal would be no other entry.
    let other = |log: &Log| log.get(&last).is_none_or(|(_, command)| *command != entry.command);
    (fits && other(&trace.log(at)))
        .then(|| {
            trace.changed(at, |event| {
                event.entries[0].index = last;
                event.state_mut().last_index = last;
            })
        })
        .map(|events| Corrupted::new(events, at))
}

fn leader_drops(trace: &Trace, at: usize) -> Option<Corrupted> {
    let state = trace.idle(at)?;
    if state.role != "leader" || state.last_index <= state.commit_index {
        return None;
    }
    let (term, _) = trace.log(at).get(&(state.last_index - 1))?.clone();
    let events = trace.changed(at, |event| {
        event.state_mut().last_index -= 1;
        event.state_mut().last_term = term;
    });
    Some(Corrupted::new(events, at))
}

fn entry_of_old_term(trace: &Trace, at: usize) -> Option<Corrupted> {
    let before = trace.before(at)?;
    let event = trace.event(at);
    // The first entry of a new leader, with the term of the one before it.
    let fits =
        before.role == "candidate" && event.state.as_ref()?.role == "leader" && event.entries.len() == 1;
    let term = before.last_term;
    (fits && term > 0)
        .then(|| {
            trace.changed(at, |event| {
                event.entries[0].term = term;
                event.state_mut().last_term = term;
            })
        })
        .map(|events| Corrupted::new(events, at))
}

fn follower_writes(trace: &Trace, at: usize) -> Option<Corrupted> {
    let state = trace.idle(at)?;
    let event = trace.event(at);
    if event.kind != "client" || state.role != "follower" {
        return None;
    }
    let command = event.command.clone()?;
    let (index, term) = (state.last_index + 1, state.term);
    let events = trace.changed(at, |event| {
        event.entries = vec![Entry { index, term, command }];
        event.state_mut().last_index = index;
        event.state_mut().last_term = term;
    });
    Some(Corrupted::new(events, at))
}

fn sends_other(trace: &Trace, at: usize) -> Option<Corrupted> {
    let (message, _) = trace.sent(at)?;
    message.append()?.entries.first()?;
    let events = trace.changed(at, |event| {
        if let Body::AppendEntries { entries, .. } = event.body_mut() {
            entries[0].command.push('!');
        }
    });
    Some(Corrupted::new(events, at))
}

fn follower_sends(trace: &Trace, at: usize) -> Option<Corrupted> {
    let (message, _) = trace.sent(at)?;
    message.append()?;
    // Another node, a follower of the same term, sends the same.
    let sender = trace.names.iter().find_map(|name| {
        let last = (0..at)
            .rev()
            .find(|earlier| trace.events[*earlier].node == *name && trace.events[*earlier].state.is_some())?;
        let state = trace.events[last].state.as_ref()?;
        let down = trace.events[last..at].iter().any(|event| event.node == *name && event.kind == "crash");
        let other = *name != message.from && *name != message.to;
        (other && !down && state.role == "follower" && Some(state.term) == message.term).then(|| name.clone())
    })?;
    let mut copy = trace.event(at).clone();
    copy.node.clone_from(&sender);
    let forged = copy.message.as_mut()?;
    (forged.id, forged.from) = (u64::from(u32::MAX), sender);
    Some(Corrupted::new(trace.inserted(at, copy), at + 1))
}
