//! What a crash must not take (P1, §5.5): of a log, all that others were let to believe is on the disk. What was only in
//! memory may go: a leader may send entries before its own disk is done, and a follower may be interrupted before it
//! confirms.

use super::log::Slot;
use super::peer::{NodeEvent, Peer};
use super::{Ledger, Logs};
use crate::paper::Rule;
use crate::raft::{Index, Term};
use crate::trace::Kind;

impl Logs {
    /// A node starts, crashes or restarts.
    pub(super) fn bounce(&mut self, peer: &mut Peer, case: &NodeEvent, ledger: &mut Ledger) {
        let (event, seen) = (case.event, case.seen);
        if event.kind == Kind::Start {
            // A node may begin again, with another disk.
            *peer = Peer::default();
        } else {
            self.survives(peer, case, ledger);
        }
        let known_end = event.state.last_index.or(event.entries.last().map(|entry| entry.index));
        if let Some(place) = event.snapshot {
            peer.log.compact(place);
        }
        for entry in &event.entries {
            let old = peer.log.get(entry.index);
            let new = Slot::of(entry);
            if old.differs(new) {
                peer.changed_from(entry.index);
            }
            peer.log.write(entry.index, new.over(old));
            self.note(entry.index, new, peer.log.term(entry.index.previous()), case.here, ledger);
        }
        if let Some(last) = known_end {
            if peer.log.ends_before(last) {
                peer.log.forget_slots_from(peer.log.last().map_or(last, Index::next));
            } else {
                peer.changed_from(last.next());
            }
            peer.log.end_at(last);
        }
        self.tip(peer, case, ledger);
        peer.leads = false;
        if event.kind != Kind::Crash {
            peer.heard.lose(peer.log.last());
            peer.commit = None;
            peer.applied = None;
            peer.handed = None;
            if seen.first {
                peer.heard.vague = false;
            }
        }
    }

    /// What the node had vouched for is still there.
    fn survives(&self, peer: &Peer, case: &NodeEvent, ledger: &mut Ledger) {
        let event = case.event;
        // Where confirmations are told, they say what is believed; else, what is committed.
        let (floor, line) =
            if self.traffic.replies_sent { peer.vouched } else { (peer.commit.unwrap_or_default(), 0) };
        let Some(last) = event.state.last_index else { return };
        if floor == Index::ZERO {
            return;
        }
        ledger.judged(Rule::P1);
        let here = Ledger::name(case.here.0);
        let believed = if self.traffic.replies_sent {
            "had acknowledged its log up to"
        } else {
            "had committed its log up to"
        };
        if last < floor {
            ledger.fault(
                Rule::P1,
                format!(
                    "{here} {believed} {floor}, but restarts with a log that ends at {last}: entries \
                         that others rely on must be on disk"
                ),
                vec![line],
            );
            return;
        }
        let tip = event.state.last_term.map(|term| (last, Slot::of_term(term)));
        let told = event.entries.iter().map(|entry| (entry.index, Slot::of(entry))).chain(tip);
        let lost = told
            .filter(|(index, _)| *index <= floor)
            .find(|(index, slot)| peer.log.get(*index).differs(*slot));
        if let Some((index, slot)) = lost {
            ledger.fault(
                Rule::P1,
                format!(
                    "{here} {believed} {floor}, but restarts with {slot} at {index}, where it had {}",
                    peer.log.get(index)
                ),
                vec![line, self.history.line_of(index, peer.log.get(index))],
            );
        }
    }

    /// What the node says about its last entry.
    pub(super) fn tip(&mut self, peer: &mut Peer, case: &NodeEvent, ledger: &mut Ledger) {
        let Some(last) = peer.log.last().filter(|last| *last > Index::ZERO) else { return };
        let Some(term) = case.event.state.last_term.filter(|term| *term != Term::ZERO) else { return };
        if case.event.state.last_index.is_some_and(|told| told != last) {
            return;
        }
        let (known, told) = (peer.log.get(last), Slot::of_term(term));
        if known.term() == Some(term) {
            return;
        }
        if known.conflicts(told) {
            // It was overwritten, and perhaps more before it.
            peer.log.forget_slots_from(peer.commit.unwrap_or_default().next().min(last));
            peer.changed_from(last);
            peer.log.write(last, told);
        } else {
            peer.log.write(last, known.and(told));
        }
        let before = peer.log.term(last.previous());
        self.note(last, peer.log.get(last), before, case.here, ledger);
    }
}
