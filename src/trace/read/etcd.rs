//! The state trace of etcd's Raft library, which it writes for validation against its specification.
//!
//! A line tells a node's whole state, but not always the state after what it names: see [`Etcd::hear`]. And one step of
//! a node is often several lines (it receives a message, becomes a follower, answers): the reception is held back
//! until it shows what became of it.

mod record;

use super::problem::Problem;
use super::{Piece, Tally};
use crate::raft::{Index, RoleKind};
use crate::trace::names::Names;
use crate::trace::{Body, Entry, Event, Kind, Node, State, Vote};
use record::{Record, Said};
use std::collections::VecDeque;

pub(super) use record::Probe;

/// How many entries a leader may have appended without a line for each.
const MOST_UNTOLD: u32 = 1_000;

/// What has to be remembered from line to line.
#[derive(Debug, Default)]
pub(super) struct Etcd {
    lives: Vec<Life>,
    /// The time of the first line, in seconds.
    began: Option<f64>,
    members: Vec<Node>,
}

/// What is remembered of a node.
#[derive(Debug, Default)]
struct Life {
    phase: Phase,
    /// What it has received, until it shows what became of it; and whether it has.
    held: Option<(Event, bool)>,
    /// The end of its log, and whether the last line was about an entry.
    log: u32,
    replicating: bool,
}

/// How far a node is with its beginning.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Phase {
    /// It has not been there before.
    #[default]
    New,
    /// It has been made, for the first time or not, and has not loaded its term and its vote yet: what the lines say
    /// of them is not so.
    Loading { first: bool },
    /// It runs for the first time. The entries and members with which its library begins come from nowhere.
    Beginning,
    /// It runs.
    Running,
}

impl Etcd {
    /// Reads a line.
    pub(super) fn read(
        &mut self,
        text: &[u8],
        number: u64,
        names: &mut Names,
        tally: &mut Tally,
        out: &mut VecDeque<Piece>,
    ) -> Result<(), Problem> {
        let record = match serde_json::from_slice::<Record>(text) {
            Ok(record) => record,
            // What else is logged may have an event of its own kind.
            Err(_) if serde_json::from_slice::<Probe>(text).is_ok_and(|probe| probe.is_other()) => {
                tally.passed_over += 1;
                return Ok(());
            }
            Err(error) => return Err(Problem::json(&error, text)),
        };
        let Some(said) = record.said(names)? else {
            tally.passed_over += 1;
            return Ok(());
        };
        let at = record.ts.0.and_then(|now| {
            let began = *self.began.get_or_insert(now);
            super::ours::micros((now - began) * 1_000.0)
        });
        self.hear(&said, at, number, out);
        Ok(())
    }

    /// At the end of the trace: what is held back is handed out.
    pub(super) fn finish(&mut self, out: &mut VecDeque<Piece>) {
        let mut held: Vec<Event> = self.lives.iter_mut().filter_map(|life| life.release(true)).collect();
        held.sort_by_key(|event| event.line);
        out.extend(held.into_iter().map(Piece::Event));
    }

    fn hear(&mut self, said: &Said, at: Option<u64>, line: u64, out: &mut VecDeque<Piece>) {
        let position = said.node.position();
        if self.lives.len() <= position {
            self.lives.resize_with(position + 1, Life::default);
        }
        let life = &mut self.lives[position];
        let mut event = Event { state: said.state, ..Event::new(line, at, said.node, Kind::Change) };
        if life.begins(said, &mut event, out) {
            return;
        }
        if said.name == "BecomeFollower" && life.absorbs(&event.state) {
            return;
        }
        match &said.message {
            // A message to itself: that its own vote or entries are on its disk now.
            Some(message) if message.to == message.from => {}
            Some(message) if said.name.starts_with("Receive") => {
                event.kind = Kind::Receive;
                // This was its state when the message came.
                event.before = std::mem::take(&mut event.state);
                event.message = Some(message.clone());
            }
            Some(message) => {
                if let Body::RequestVoteReply { granted: Some(true), .. } = message.body {
                    // It is written down right after the line about the answer.
                    event.state.vote = Some(Vote::For(message.to));
                }
                if !message.body.is_request() {
                    life.answer(&event.state, message.to);
                }
                event.kind = Kind::Send;
                event.message = Some(message.clone());
            }
            None => {}
        }
        out.extend(life.release(false).map(Piece::Event));
        life.write(said, &mut event);
        if life.phase != Phase::Beginning {
            self.join(said, out);
        }
        let life = &mut self.lives[position];
        match &event.message {
            // What becomes of a reply has lines of its own.
            Some(message)
                if event.kind == Kind::Receive
                    && (message.body.is_request() || message.term > event.before.term) =>
            {
                life.held = Some((event, false));
            }
            _ => out.push_back(Piece::Event(event)),
        }
    }

    /// Tells who the members are, when a node tells otherwise than what was told last: quorums are counted by what the
    /// node knows that counts them.
    fn join(&mut self, said: &Said, out: &mut VecDeque<Piece>) {
        if let Some(members) = &said.members
            && *members != self.members
        {
            self.members.clone_from(members);
            out.push_back(Piece::Members(members.clone()));
        }
    }
}

impl Life {
    /// Deals with the lines of a node's beginning. Whether that is all there is to do with this one.
    fn begins(&mut self, said: &Said, event: &mut Event, out: &mut VecDeque<Piece>) -> bool {
        if said.name == "InitState" {
            out.extend(self.release(true).map(Piece::Event));
            let first = self.phase == Phase::New;
            event.kind = if first { Kind::Start } else { Kind::Restart };
            // Its log is on its disk. What else it says it is before it has loaded anything.
            let last_index = said.state.last_index.filter(|_| !first);
            event.state = State { role: Some(RoleKind::Follower), last_index, ..State::default() };
            let held = Some((event.clone(), true));
            *self = Life { phase: Phase::Loading { first }, held, ..Life::default() };
            return true;
        }
        let beginning = matches!(&*said.name, "BecomeFollower" | "ApplyConfChange");
        let loaded = match self.phase {
            Phase::Loading { .. } if said.name == "ApplyConfChange" => return true,
            Phase::Loading { first } => {
                self.phase = if first && beginning { Phase::Beginning } else { Phase::Running };
                said.name == "BecomeFollower"
            }
            Phase::Beginning if beginning => false,
            _ => {
                self.phase = Phase::Running;
                false
            }
        };
        if self.phase == Phase::Beginning {
            (event.state.last_index, event.state.commit) = (None, None);
        }
        if loaded && let Some((mut held, _)) = self.held.take() {
            // Now it has loaded what it kept.
            held.state = event.state;
            self.log = said.log;
            out.push_back(Piece::Event(held));
        }
        loaded
    }

    /// Tells what is written to a node's log, as far as the lines tell it, and what kind of event it is.
    fn write(&mut self, said: &Said, event: &mut Event) {
        let entry = |index| Entry { index: Index(index), term: said.state.term, what: None };
        let was_replicating = std::mem::replace(&mut self.replicating, said.name == "Replicate");
        let before = std::mem::replace(&mut self.log, said.log);
        match &*said.name {
            "BecomeCandidate" => event.kind = Kind::Timeout,
            "Replicate" => {
                // An entry that is about to be appended, one line each before all of them are.
                self.log = if was_replicating { before } else { said.log }.saturating_add(1);
                event.state.last_index = Some(Index(self.log));
                event.state.last_term = event.state.term;
                event.entries.push(entry(self.log));
            }
            "Ready" | "ChangeConf" | "ApplyConfChange" => event.note = Some((&*said.name).into()),
            // A leader's log grows by its own entries only; changes of the members have no line of their own.
            _ if said.state.role == Some(RoleKind::Leader) && before > 0 => {
                let untold = before.saturating_add(1)..=said.log;
                if said.log.saturating_sub(before) <= MOST_UNTOLD {
                    event.entries.extend(untold.map(entry));
                }
            }
            _ => {}
        }
    }

    /// Whether a node became a follower because of the message that it has just received.
    fn absorbs(&mut self, state: &State) -> bool {
        let Some((held, shown)) = &mut self.held else { return false };
        let Some(message) = &held.message else { return false };
        let newer = message.term > held.before.term;
        let leader = matches!(message.body, Body::AppendEntries { .. } | Body::InstallSnapshot { .. });
        let absorbs = state.term == message.term && (newer || leader);
        if absorbs {
            held.state = *state;
            *shown = true;
        }
        absorbs
    }

    /// It answers somebody: then this is what became of what it has received from there.
    fn answer(&mut self, state: &State, to: Node) {
        if let Some((held, shown)) = &mut self.held
            && held.message.as_ref().is_some_and(|message| message.from == to && message.body.is_request())
        {
            held.state = *state;
            *shown = true;
        }
    }

    /// What is held back, now that it will show no more.
    fn release(&mut self, ends: bool) -> Option<Event> {
        let (mut held, shown) = self.held.take()?;
        let Some(message) = &held.message else { return Some(held) };
        if shown || message.term <= held.before.term {
            return Some(held);
        }
        // A newer term, and it has not become a follower.
        if ends {
            return None;
        }
        if let Body::RequestVote { .. } = message.body {
            held.kind = Kind::Lose;
            held.state = std::mem::take(&mut held.before);
            held.note = Some("disregarded: it has just heard from its leader".into());
        }
        Some(held)
    }
}
