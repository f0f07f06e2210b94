//! All that is remembered of one node.

use super::heard::Heard;
use super::leadership::Leadership;
use super::log::{NodeLog, Slot};
use crate::raft::{Index, RoleKind, Term};
use crate::trace::judge::Seen;
use crate::trace::{Event, Node, State};

/// What is remembered of a node.
#[derive(Clone, Debug, Default)]
pub(super) struct Peer {
    pub(super) log: NodeLog,
    pub(super) commit: Option<Index>,
    pub(super) applied: Option<Index>,
    /// The last entry that its state machine was handed, entry by entry, since it started.
    pub(super) handed: Option<Index>,
    /// Up to here its log was held against what is committed.
    pub(super) compared: Index,
    pub(super) heard: Heard,
    /// Its last leadership.
    pub(super) leadership: Leadership,
    /// Whether it leads, in the term of its leadership.
    pub(super) leads: bool,
    /// The last entry of which it has let others believe that it is on its disk, and in which line.
    pub(super) vouched: (Index, u64),
    /// Whether it tells what is written to its log.
    pub(super) tells_entries: bool,
    /// What it has counted committed before any confirmation was told to anyone: where, and what there is to say if it turns out that it does tell of confirmations.
    pub(super) unproven: Option<(u64, String)>,
    /// Whether it tells of messages that it receives.
    pub(super) hears: bool,
}

/// One event, seen from the node where it happens.
#[derive(Clone, Copy)]
pub(super) struct NodeEvent<'a> {
    pub(super) event: &'a Event,
    pub(super) seen: &'a Seen,
    /// Where and when it is.
    pub(super) here: (Node, u64),
    /// The term in which the node leads before and after.
    pub(super) leads_through: Option<Term>,
    /// The same term before and after, if it is known.
    pub(super) same_term: Option<Term>,
}

impl<'a> NodeEvent<'a> {
    pub(super) fn new(event: &'a Event, seen: &'a Seen, peer: &Peer) -> NodeEvent<'a> {
        let same_term = seen.after.term.filter(|term| seen.before.term == Some(*term) && !seen.boots);
        let leads = |state: State| state.role == Some(RoleKind::Leader);
        let leads_through = same_term.filter(|term| {
            peer.leads && peer.leadership.term == *term && leads(seen.before) && leads(seen.after)
        });
        NodeEvent { event, seen, here: (event.node, event.line), leads_through, same_term }
    }

    /// The term in which the node was a candidate before and leads after.
    pub(super) fn wins(&self) -> Option<Term> {
        let (before, after) = (self.seen.before.role, self.seen.after.role);
        let wins = before == Some(RoleKind::Candidate) && after == Some(RoleKind::Leader);
        self.same_term.filter(|_| wins)
    }

    /// Whether it is certain that the node does not lead at any moment of the event.
    pub(super) fn never_leads(&self) -> bool {
        let follows = |state: State| state.role.is_some_and(|role| role != RoleKind::Leader);
        self.same_term.is_some() && follows(self.seen.before) && follows(self.seen.after)
    }
}

impl Peer {
    /// Something changed the log from an index on.
    pub(super) fn changed_from(&mut self, index: Index) {
        let before = index.previous();
        self.compared = self.compared.min(before);
        self.vouched.0 = self.vouched.0.min(before);
    }

    /// Takes over what the trace says about the node just before an event, where that is not what it was: something
    /// has happened that was not told.
    pub(super) fn catch_up(&mut self, before: State, first: bool) {
        if let Some(last) = before.last_index
            && self.log.last() != Some(last)
        {
            if self.log.last().is_some() && !first {
                self.heard.vague = true;
                self.leadership.blind = true;
            }
            if self.log.ends_before(last) {
                self.log.forget_slots_from(self.log.last().map_or(last, Index::next));
            } else {
                self.changed_from(last.next());
            }
            self.log.end_at(last);
        }
        if let Some(last) = self.log.last()
            && last > Index::ZERO
            && let Some(term) = before.last_term.filter(|term| *term != Term::ZERO)
        {
            let told = Slot::of_term(term);
            let known = self.log.get(last);
            if known.conflicts(told) {
                // Who knows where the change begins.
                self.log.forget_slots_from(Index::ZERO);
                self.changed_from(Index(1));
                self.heard.vague = true;
            }
            self.log.write(last, if known.conflicts(told) { told } else { known.and(told) });
        }
        if before.commit.is_some() {
            self.commit = before.commit;
        }
        if before.applied.is_some() {
            self.applied = before.applied;
        }
    }
}
