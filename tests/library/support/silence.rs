//! Traces of implementations that do not log everything.

use raftarium::trace::{Body, Entries, Event, Kind, State};

/// A small source of numbers.
pub struct Dice(pub u64);

impl Dice {
    pub fn one_in(&mut self, n: u64) -> bool {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33).is_multiple_of(n)
    }
}

/// What an implementation does not log at all.
#[derive(Debug)]
pub struct Silence([bool; 22]);

impl Silence {
    pub fn of(dice: &mut Dice) -> Silence {
        let often = if dice.one_in(2) { 2 } else { 6 };
        Silence(std::array::from_fn(|_| dice.one_in(often)))
    }

    /// An event as this implementation would have told it, if it tells it at all.
    pub fn told(&self, event: &Event) -> Option<Event> {
        use Kind::{Change, Client, Heartbeat, Lose, Receive, Send, Timeout};
        let Silence(silent) = self;
        let mut event = event.clone();
        match event.kind {
            Send if silent[0] => return None,
            Receive if silent[1] => {
                event.kind = Change;
                event.message = None;
            }
            Lose if silent[2] => return None,
            Timeout | Heartbeat if silent[3] => event.kind = Change,
            Client if silent[4] => event.kind = Change,
            _ => {}
        }
        let State { term, vote, role, last_index, last_term, commit, applied } = event.state;
        event.state = State {
            term: term.filter(|_| !silent[5]),
            vote: vote.filter(|_| !silent[6] && !silent[5]),
            role: role.filter(|_| !silent[7]),
            last_index: last_index.filter(|_| !silent[8]),
            last_term: last_term.filter(|_| !silent[9] && !silent[8]),
            commit: commit.filter(|_| !silent[10]),
            applied: applied.filter(|_| !silent[11]),
        };
        if silent[8] || silent[12] {
            event.entries.clear();
        }
        for entry in &mut event.entries {
            entry.what = entry.what.take().filter(|_| !silent[13]);
        }
        if silent[14] {
            event.applied.clear();
        }
        if let Some(message) = &mut event.message {
            message.id = message.id.filter(|_| !silent[15]);
            message.term = message.term.filter(|_| !silent[16]);
            match &mut message.body {
                Body::RequestVote { last } => *last = last.filter(|_| !silent[17]),
                Body::RequestVoteReply { granted, request_term } => {
                    *granted = granted.filter(|_| !silent[18]);
                    *request_term = request_term.filter(|_| !silent[19]);
                }
                Body::AppendEntries { prev, entries, commit } => {
                    *prev = prev.filter(|_| !silent[20]);
                    *commit = commit.filter(|_| !silent[17]);
                    if silent[21] {
                        *entries = Entries::Counted(entries.len());
                    }
                }
                Body::AppendEntriesReply { success, match_index, request_term } => {
                    *success = success.filter(|_| !silent[18]);
                    *match_index = match_index.filter(|_| !silent[21]);
                    *request_term = request_term.filter(|_| !silent[19]);
                }
                Body::InstallSnapshot { .. } | Body::Other(_) => {}
            }
        }
        Some(event)
    }
}
