//! What is committed, and what is applied.

use super::{Corrupted, Corruption, Received, Trace, rule};
use crate::whole::{Change, MaybeAppend};
use raftarium::paper::Rule;
use tikv_raft::recorder::{Body, Entry, Event};

pub const ALL: &[Corruption] = &[
    Corruption { name: "an early commit", laws: &[rule(Rule::L7)], corrupt: early },
    Corruption {
        name: "a commit that counts one copy for two",
        laws: &[rule(Rule::L7)],
        corrupt: one_too_few,
    },
    Corruption {
        name: "an old term's entry committed by counting",
        laws: &[rule(Rule::L7)],
        corrupt: old_term,
    },
    Corruption { name: "a commit beyond the log", laws: &[rule(Rule::R4)], corrupt: beyond_log },
    Corruption {
        name: "a commit beyond what the leader said",
        laws: &[rule(Rule::R4)],
        corrupt: beyond_leader,
    },
    Corruption { name: "a commit that goes back", laws: COMMIT_GOES_BACK, corrupt: goes_back },
    Corruption {
        name: "a leader announces more than it has committed",
        laws: &[rule(Rule::L4), rule(Rule::R4), rule(Rule::L7)],
        corrupt: announces_more,
    },
    Corruption { name: "entries applied out of order", laws: &[rule(Rule::A1)], corrupt: out_of_order },
    Corruption { name: "an entry applied twice", laws: &[rule(Rule::A1)], corrupt: twice },
    Corruption { name: "an entry that is passed over", laws: &[rule(Rule::A1)], corrupt: passed_over },
    Corruption {
        name: "an entry applied before it is committed",
        laws: &[rule(Rule::A1)],
        corrupt: too_early,
    },
    Corruption {
        name: "another command applied",
        laws: &[rule(Rule::I5), rule(Rule::A1)],
        corrupt: other_command,
    },
    Corruption { name: "applied goes back", laws: &[rule(Rule::A1)], corrupt: applied_goes_back },
    Corruption {
        name: "a snapshot of what is not committed",
        laws: &[rule(Rule::A1)],
        corrupt: snapshot_too_far,
    },
];

const COMMIT_GOES_BACK: &[raftarium::trace::judge::Law] = &[rule(Rule::R4), rule(Rule::L7)];

/// A leader's new commit index.
fn commits(trace: &Trace, at: usize, commit: u64) -> Corrupted {
    Corrupted::new(trace.changed(at, |event| event.state_mut().commit_index = commit), at)
}

fn early(trace: &Trace, at: usize) -> Option<Corrupted> {
    let before = trace.before(at)?;
    let event = trace.event(at);
    let after = event.state.as_ref()?;
    let fits = before.role == "leader"
        && after.role == "leader"
        && !event.entries.is_empty()
        && trace.names.len() > 2;
    (fits && before.last_term == before.term).then(|| commits(trace, at, after.last_index))
}

fn one_too_few(trace: &Trace, at: usize) -> Option<Corrupted> {
    let Received { message, after, .. } = trace.received(at)?;
    let Body::AppendEntriesReply { success: true, match_index: Some(matched), .. } = message.body else {
        return None;
    };
    let (term, _) = trace.log(at).get(&matched)?.clone();
    let fits = after.role == "leader"
        && message.term == Some(after.term)
        && matched > after.commit_index
        && matched <= after.last_index
        && term == after.term;
    fits.then(|| commits(trace, at, matched))
}

fn old_term(trace: &Trace, at: usize) -> Option<Corrupted> {
    let Received { message, after, .. } = trace.received(at)?;
    let Body::AppendEntriesReply { success: true, match_index: Some(matched), .. } = message.body else {
        return None;
    };
    if after.role != "leader" || message.term != Some(after.term) || matched <= after.commit_index {
        return None;
    }
    let log = trace.log(at);
    let index = (after.commit_index + 1..=matched)
        .rev()
        .find(|index| log.get(index).is_some_and(|(term, _)| *term < after.term))?;
    Some(commits(trace, at, index))
}

fn beyond_log(trace: &Trace, at: usize) -> Option<Corrupted> {
    let Received { message, after, .. } = trace.received(at)?;
    message.append()?;
    (after.role == "follower" && message.term == Some(after.term))
        .then(|| commits(trace, at, after.last_index + 1))
}

fn beyond_leader(trace: &Trace, at: usize) -> Option<Corrupted> {
    let Received { message, after, .. } = trace.received(at)?;
    let append = message.append()?;
    let last_new = append.entries.last()?.index;
    let fits = message.term == Some(after.term)
        && last_new <= after.last_index
        && last_new > append.commit
        && last_new > after.commit_index;
    // Nobody may have committed it yet: else it is early only by hearsay.
    let committed =
        trace.events[..at].iter().filter_map(|event| event.state.as_ref()).map(|state| state.commit_index);
    (fits && committed.max()? < last_new).then(|| commits(trace, at, last_new))
}

fn goes_back(trace: &Trace, at: usize) -> Option<Corrupted> {
    let state = trace.idle(at)?;
    (state.commit_index > 1).then(|| commits(trace, at, state.commit_index - 1))
}

fn announces_more(trace: &Trace, at: usize) -> Option<Corrupted> {
    let (message, state) = trace.sent(at)?;
    message.append()?;
    // In the same event as its state: a message may leave after its sender has moved on.
    (state.role == "leader" && message.term == Some(state.term)).then_some(())?;
    let more = state.commit_index + 1;
    let events = trace.changed(at, |event| {
        if let Body::AppendEntries { leader_commit, .. } = event.body_mut() {
            *leader_commit = more;
        }
    });
    Some(Corrupted::new(events, at))
}

/// An event in which entries are applied, in so many steps at least.
fn applies(trace: &Trace, at: usize, least: usize) -> Option<&Event> {
    let event = trace.event(at);
    (event.applied.len() >= least).then_some(event)
}

fn out_of_order(trace: &Trace, at: usize) -> Option<Corrupted> {
    applies(trace, at, 2)?;
    Some(Corrupted::new(trace.changed(at, |event| event.applied.swap(0, 1)), at))
}

fn twice(trace: &Trace, at: usize) -> Option<Corrupted> {
    let first = applies(trace, at, 1)?.applied[0].clone();
    Some(Corrupted::new(trace.changed(at, |event| event.applied.insert(0, first)), at))
}

fn passed_over(trace: &Trace, at: usize) -> Option<Corrupted> {
    let event = applies(trace, at, 2)?;
    // A new leader's own entry says nothing to a state machine: not every Raft hands it over.
    let before = event.applied[0].index.checked_sub(1)?;
    let follows = trace.log(at).get(&before).is_some_and(|(term, _)| *term == event.applied[0].term);
    if event.applied[0].command.is_empty() || !follows {
        return None;
    }
    let events = trace.changed(at, |event| {
        event.applied.remove(0);
    });
    Some(Corrupted::new(events, at))
}

fn too_early(trace: &Trace, at: usize) -> Option<Corrupted> {
    let state = applies(trace, at, 1)?.state.as_ref()?;
    let next = state.commit_index + 1;
    let (term, command) = trace.log(at).get(&next)?.clone();
    (state.last_applied == state.commit_index && next <= state.last_index)
        .then(|| {
            trace.changed(at, |event| {
                event.applied.push(Entry { index: next, term, command });
                event.state_mut().last_applied = next;
            })
        })
        .map(|events| Corrupted::new(events, at))
}

fn other_command(trace: &Trace, at: usize) -> Option<Corrupted> {
    applies(trace, at, 1)?;
    Some(Corrupted::new(trace.changed(at, |event| event.applied[0].command.push('!')), at))
}

fn applied_goes_back(trace: &Trace, at: usize) -> Option<Corrupted> {
    let state = trace.idle(at)?;
    (state.last_applied > 0)
        .then(|| trace.changed(at, |event| event.state_mut().last_applied -= 1))
        .map(|events| Corrupted::new(events, at))
}

fn snapshot_too_far(trace: &Trace, at: usize) -> Option<Corrupted> {
    let event = trace.event(at);
    let state = event.state.as_ref()?;
    if event.kind != "change" || event.snapshot.is_none() || state.last_index == state.commit_index {
        return None;
    }
    let next = state.commit_index + 1;
    let (term, _) = trace.log(at).get(&next)?.clone();
    let events = trace.changed(at, |event| {
        let snapshot = event.snapshot.as_mut().expect("looked for one");
        (snapshot.index, snapshot.term) = (next, term);
    });
    Some(Corrupted::new(events, at))
}
