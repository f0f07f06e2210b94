//! What a crash must not take away.

use super::{Corrupted, Corruption, Trace, rule};
use crate::whole::Change;
use raftarium::paper::Rule;
use tikv_raft::recorder::{Body, Event, Message, State};

pub const ALL: &[Corruption] = &[
    Corruption { name: "a vote forgotten over a restart", laws: &[rule(Rule::P1)], corrupt: vote_forgotten },
    Corruption { name: "a term forgotten over a restart", laws: &[rule(Rule::P1)], corrupt: term_forgotten },
    Corruption {
        name: "an entry forgotten over a restart",
        laws: &[rule(Rule::P1)],
        corrupt: entry_forgotten,
    },
    Corruption {
        name: "an entry changed over a restart",
        laws: &[rule(Rule::P1), rule(Rule::I3)],
        corrupt: entry_changed,
    },
    Corruption { name: "a leader after a restart", laws: &[rule(Rule::E0)], corrupt: leads_again },
    Corruption {
        name: "a node that acts while it is down",
        laws: &[rule(Rule::C1)],
        corrupt: acts_while_down,
    },
];

/// What the node has sent, latest first.
fn sent(trace: &Trace, at: usize) -> impl Iterator<Item = &Message> {
    let node = &trace.event(at).node;
    let sends =
        trace.events[..at].iter().rev().filter(move |event| event.node == *node && event.kind == "send");
    sends.filter_map(|event| event.message.as_ref())
}

/// A restart, and what the node is like after it.
fn restart(trace: &Trace, at: usize) -> Option<&State> {
    let event = trace.event(at);
    if event.kind == "restart" { event.state.as_ref() } else { None }
}

fn vote_forgotten(trace: &Trace, at: usize) -> Option<Corrupted> {
    restart(trace, at)?.voted_for.as_ref()?;
    Some(Corrupted::new(trace.changed(at, |event| event.state_mut().voted_for = None), at))
}

fn term_forgotten(trace: &Trace, at: usize) -> Option<Corrupted> {
    let state = restart(trace, at)?;
    // What nobody has heard of may be lost with the crash.
    let told = sent(trace, at).any(|message| {
        message.term == Some(state.term) && !matches!(message.body, Body::PreVote | Body::PreVoteReply)
    });
    told.then(|| {
        trace.changed(at, |event| {
            event.state_mut().term -= 1;
            event.state_mut().voted_for = None;
        })
    })
    .map(|events| Corrupted::new(events, at))
}

fn entry_forgotten(trace: &Trace, at: usize) -> Option<Corrupted> {
    let state = restart(trace, at)?;
    let entries = &trace.event(at).entries;
    let [.., before, last] = entries.as_slice() else { return None };
    let confirmed = sent(trace, at).take_while(|message| message.term == Some(state.term)).any(|message| {
        matches!(message.body, Body::AppendEntriesReply { match_index: Some(matched), .. } if matched >= last.index)
    });
    if !confirmed {
        return None;
    }
    let (before, commit) = (before.clone(), state.commit_index.min(before.index));
    let events = trace.changed(at, |event| {
        event.entries.pop();
        let state = event.state_mut();
        (state.last_index, state.last_term, state.commit_index) = (before.index, before.term, commit);
    });
    Some(Corrupted::new(events, at))
}

fn entry_changed(trace: &Trace, at: usize) -> Option<Corrupted> {
    restart(trace, at)?;
    trace.event(at).entries.last()?;
    let events = trace.changed(at, |event| {
        let last = event.entries.last_mut().expect("looked for one");
        last.command.push('!');
    });
    Some(Corrupted::new(events, at))
}

fn leads_again(trace: &Trace, at: usize) -> Option<Corrupted> {
    let state = restart(trace, at)?;
    (state.term > 0)
        .then(|| trace.changed(at, |event| event.state_mut().role = "leader"))
        .map(|events| Corrupted::new(events, at))
}

fn acts_while_down(trace: &Trace, at: usize) -> Option<Corrupted> {
    if trace.event(at).kind != "crash" {
        return None;
    }
    let mut state = trace.before(at)?.clone();
    let crash = trace.event(at);
    (state.term, state.role, state.voted_for) = (state.term + 1, "candidate", Some(crash.node.clone()));
    let event = Event {
        time: crash.time,
        node: crash.node.clone(),
        kind: "timeout",
        state: Some(state),
        ..Event::default()
    };
    Some(Corrupted::new(trace.inserted(at, event), at + 1))
}
