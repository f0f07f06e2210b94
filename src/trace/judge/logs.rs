//! Logs, replication, commitment, application (§5.3, §5.4), and the properties of Figure 3 that speak of logs.
//!
//! What is known of a log is partial, and what is not known is never held against a node.
//!
//! | file | |
//! |-|-|
//! | `log` | what is known of one node's log |
//! | `history` | what was ever written and committed, under its index and term |
//! | `peer` | what is remembered of one node |
//! | `heard`, `leadership` | what a follower can know of its leader, and a leader of its followers |
//! | `consistency` | what a follower does with `AppendEntries`: R1, R3, what it confirms |
//! | `writing`, `truncation` | changes of a log: R2, R3, L3, Leader Append-Only |
//! | `matching` | Log Matching |
//! | `commitment` | commit indexes: L7, L8, R4 |
//! | `application` | A1, State Machine Safety |
//! | `completeness` | Leader Completeness |
//! | `durability` | what a crash must not take: P1 |
//! | `sending` | what a leader sends and a follower confirms: L4, L5 |

mod application;
mod commitment;
mod completeness;
mod consistency;
mod durability;
mod heard;
mod history;
mod leadership;
mod log;
mod matching;
mod peer;
mod sending;
mod truncation;
mod writing;

use super::{Lack, Ledger, Members, NodeSet, Seen};
use crate::paper::Rule;
use crate::raft::{Index, RoleKind, Term};
use crate::trace::{Body, Event, Kind};
use completeness::Completeness;
use history::History;
use peer::{NodeEvent, Peer};

/// What logs need to be judged.
#[derive(Debug, Default)]
pub struct Logs {
    peers: Vec<Peer>,
    history: History,
    completeness: Completeness,
    traffic: Traffic,
    /// Who holds an entry, as far as is known: kept for its room.
    holders: NodeSet,
}

/// What the trace tells of messages.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is told or not, whatever the others are")]
struct Traffic {
    /// Requests that are sent.
    appends_sent: bool,
    /// Where the entries of requests are to follow.
    places: bool,
    /// Requests that arrive.
    appends_heard: bool,
    /// Confirmations that are sent.
    replies_sent: bool,
    /// Confirmations that arrive.
    replies_heard: bool,
    /// That the log of a node that does not lead has grown.
    growth: bool,
    /// The highest commit index that any node or any message has told.
    highest_commit: Index,
}

impl Traffic {
    fn note(&mut self, event: &Event) {
        let Some(message) = &event.message else { return };
        match (&message.body, event.kind) {
            (Body::AppendEntries { prev, commit, .. }, kind) => {
                self.places |= prev.is_some();
                self.appends_sent |= kind == Kind::Send;
                self.appends_heard |= kind == Kind::Receive;
                self.highest_commit = self.highest_commit.max(commit.unwrap_or_default());
            }
            (Body::AppendEntriesReply { .. }, Kind::Send) => self.replies_sent = true,
            (Body::AppendEntriesReply { .. }, Kind::Receive) => self.replies_heard = true,
            (Body::InstallSnapshot { snapshot: Some(place) }, _) => {
                self.highest_commit = self.highest_commit.max(place.index);
            }
            _ => {}
        }
    }
}

impl Logs {
    /// Judges one event.
    pub(super) fn judge(&mut self, event: &Event, seen: &Seen, members: &Members, ledger: &mut Ledger) {
        let position = event.node.position();
        if self.peers.len() <= position {
            self.peers.resize_with(position + 1, Peer::default);
        }
        self.traffic.note(event);
        let mut peer = std::mem::take(&mut self.peers[position]);
        if seen.first && event.kind != Kind::Start {
            // It has a past of which nothing is known.
            peer.heard.vague = true;
            peer.heard.term = seen.after.term.unwrap_or_default();
        }
        peer.tells_entries |= !event.entries.is_empty();
        peer.catch_up(event.before, seen.first);
        let case = NodeEvent::new(event, seen, &peer);
        if seen.boots || event.kind == Kind::Crash {
            self.bounce(&mut peer, &case, ledger);
        } else {
            let offer = self.receive(&mut peer, &case, ledger);
            self.change_log(&mut peer, &case, offer.as_ref(), ledger);
        }
        self.start_leading(&mut peer, &case, ledger);
        self.change_commit(&mut peer, &case, members, ledger);
        self.apply(&mut peer, &case, ledger);
        if event.kind == Kind::Send {
            self.send(&mut peer, &case, members, ledger);
        }
        if let Some(commit) = peer.commit {
            self.traffic.highest_commit = self.traffic.highest_commit.max(commit);
        }
        self.peers[position] = peer;
    }

    /// Who leads, and since when.
    fn start_leading(&mut self, peer: &mut Peer, case: &NodeEvent, ledger: &mut Ledger) {
        let (before, after) = (case.seen.before, case.seen.after);
        if after.role != Some(RoleKind::Leader) {
            if std::mem::take(&mut peer.leads) && !peer.tells_entries {
                // From now on others write to its log, and it does not say what.
                peer.log.forget_slots_from(peer.commit.unwrap_or_default().next());
            }
            return;
        }
        let Some(term) = after.term else {
            peer.leads = false;
            ledger.lacks(Rule::I4, Lack::Term);
            return;
        };
        if peer.leads && peer.leadership.term == term {
            return;
        }
        let stood = before.role.is_some_and(|role| role != RoleKind::Leader);
        let whole = !case.seen.first && (stood || before.term.is_some_and(|before| before < term));
        peer.leads = true;
        // Where its election was not seen, it may have been confirmed anything that its log held before.
        let base = if whole { Index::ZERO } else { peer.log.last().unwrap_or(leadership::ANY) };
        peer.unproven = None;
        peer.leadership.begin(term, case.event.line, base);
        self.completeness.elected(case.here, term, peer, &self.history, ledger);
    }

    /// Judges what is certain only at the end: nothing here is.
    #[expect(clippy::unused_self, reason = "the two judges are asked alike")]
    pub(super) fn finish(&mut self, _: &Members, _: &mut Ledger) {}
}

/// Whether a term is one that a leader could have.
fn is_term(term: Term) -> bool {
    term != Term::ZERO
}
