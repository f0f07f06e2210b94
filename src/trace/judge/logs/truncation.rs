//! What is deleted from a log: only what conflicts with the leader's, and what follows it (R2); nothing of what is
//! committed; nothing at all by a leader (Leader Append-Only). And snapshots, which stand for what they replace (§7).

use super::heard::Offer;
use super::log::Slot;
use super::peer::{NodeEvent, Peer};
use super::{Lack, Ledger, Logs};
use crate::paper::Rule;
use crate::raft::Index;
use crate::trace::{EntryId, Kind};

/// Where a request conflicts with a log.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Conflict {
    At(Index),
    Nowhere,
    Unknown,
}

/// Where a log is cut.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cut {
    /// Where the request conflicts with the log as it was.
    conflict: Conflict,
    /// The first entry that was replaced by one of another term.
    pub(super) replaced: Option<Index>,
    /// The node's commit index before.
    commit: Index,
}

impl Cut {
    /// Before anything is written: where the log may be cut. Asked in full only if it seems to be.
    pub(super) fn before(peer: &Peer, case: &NodeEvent, offer: Option<&Offer>) -> Cut {
        let last = peer.log.last();
        let shorter = case.event.state.last_index.zip(last).is_some_and(|(told, last)| told < last);
        let inside =
            case.event.entries.first().is_some_and(|entry| last.is_none_or(|last| entry.index <= last));
        let conflict = match offer {
            Some(offer) if shorter || inside => conflict(peer, offer),
            _ => Conflict::Unknown,
        };
        Cut { conflict, replaced: None, commit: peer.commit.unwrap_or_default() }
    }
}

fn conflict(peer: &Peer, offer: &Offer) -> Conflict {
    if offer.stale || offer.counted || offer.prev.is_none() {
        return Conflict::Unknown;
    }
    if let (Some(prev), Some(term)) = (offer.prev, offer.prev_term)
        && prev > Index::ZERO
        && peer.log.get(prev).conflicts(Slot::of_term(term))
    {
        return Conflict::At(prev);
    }
    let mut unknown = peer.log.last().is_none();
    for entry in offer.entries {
        if peer.log.ends_before(entry.index) {
            break;
        }
        let (old, new) = (peer.log.get(entry.index), Slot::of(entry));
        if old.conflicts(new) {
            return if unknown { Conflict::Unknown } else { Conflict::At(entry.index) };
        }
        unknown |= old.term().is_none() || new.term().is_none();
    }
    if unknown { Conflict::Unknown } else { Conflict::Nowhere }
}

impl Logs {
    /// After what is told to be written: the end of the log, and what was deleted.
    pub(super) fn truncate(
        &mut self,
        peer: &mut Peer,
        case: &NodeEvent,
        offer: Option<&Offer>,
        old_last: Option<Index>,
        cut: &Cut,
        ledger: &mut Ledger,
    ) {
        let event = case.event;
        let written = event.entries.last().map(|entry| entry.index);
        let end = match (event.state.last_index, written) {
            (Some(told), _) => told,
            // What conflicts goes, and all that follows.
            (None, Some(written)) if cut.replaced.is_some() => written,
            (None, Some(written)) => match peer.log.last() {
                Some(last) => last.max(written),
                None => return,
            },
            (None, None) => return,
        };
        let first_gone = cut.replaced.map_or(end.next(), |replaced| replaced.min(end.next()));
        let gone = old_last.is_some_and(|old| first_gone <= old);
        if gone && event.snapshot.is_none() {
            let old = old_last.unwrap_or_default();
            self.judge_cut(peer, case, offer, (first_gone, old), cut, ledger);
        } else if gone && end < cut.commit {
            self.below_commit(case, end.next(), cut, ledger);
        } else if offer.is_some() && gone {
            ledger.judged(Rule::R2);
        }
        if let (Some(replaced), Some(written)) = (cut.replaced, written)
            && end > written
            && old_last.is_some_and(|old| old > written)
        {
            self.kept_tail(peer, case, (replaced, written), ledger);
        }
        if gone {
            peer.changed_from(first_gone);
        }
        let grown = peer.log.last().map(Index::next).filter(|next| *next <= end);
        peer.log.end_at(end);
        if let Some(next) = grown {
            peer.log.forget_slots_from(next);
        }
    }

    fn judge_cut(
        &mut self,
        peer: &Peer,
        case: &NodeEvent,
        offer: Option<&Offer>,
        (first, old_last): (Index, Index),
        cut: &Cut,
        ledger: &mut Ledger,
    ) {
        let here = Ledger::name(case.here.0);
        if let Some(term) = case.leads_through {
            ledger.judged(Rule::I2);
            if cut.replaced != Some(first) {
                ledger.fault(
                    Rule::I2,
                    format!(
                        "{here} leads term {term} and deletes {}: a leader only appends",
                        entries(first, old_last)
                    ),
                    vec![self.history.line_of(first, peer.log.get(first)), peer.leadership.since],
                );
            }
            return;
        }
        if first <= cut.commit {
            self.below_commit(case, first, cut, ledger);
            return;
        }
        let follows = case.event.kind == Kind::Receive && offer.is_some_and(|offer| !offer.stale);
        if !follows {
            if cut.replaced.is_some() {
                ledger.judged(Rule::R2);
            } else {
                ledger.lacks(Rule::R2, Lack::Messages);
            }
            return;
        }
        match cut.conflict {
            Conflict::Unknown if cut.replaced.is_none() => ledger.lacks(Rule::R2, Lack::Entries),
            Conflict::At(at) if first < at && cut.replaced.is_none() => {
                ledger.judged(Rule::R2);
                ledger.fault(
                    Rule::R2,
                    format!(
                        "{here} deletes {}, but its log conflicts with the message only from {at} on",
                        entries(first, old_last)
                    ),
                    Vec::new(),
                );
            }
            Conflict::Nowhere if cut.replaced.is_none() => {
                ledger.judged(Rule::R2);
                ledger.fault(
                    Rule::R2,
                    format!(
                        "{here} deletes {}, but nothing in the message conflicts with its log: only a \
                         conflict truncates a log",
                        entries(first, old_last)
                    ),
                    vec![self.history.line_of(first, peer.log.get(first))],
                );
            }
            _ => ledger.judged(Rule::R2),
        }
    }

    fn below_commit(&self, case: &NodeEvent, first: Index, cut: &Cut, ledger: &mut Ledger) {
        ledger.judged(Rule::R2);
        let chosen = self.history.chosen(first).map_or(0, |chosen| chosen.line);
        ledger.fault(
            Rule::R2,
            format!(
                "{} loses entry {first} from its log, but has commit index {}: committed entries stay",
                Ledger::name(case.here.0),
                cut.commit
            ),
            vec![chosen],
        );
    }

    /// An entry was replaced, and what followed the old one is still there.
    fn kept_tail(
        &mut self,
        peer: &Peer,
        case: &NodeEvent,
        (replaced, written): (Index, Index),
        ledger: &mut Ledger,
    ) {
        let next = written.next();
        ledger.judged(Rule::R2);
        ledger.fault(
            Rule::R2,
            format!(
                "{} replaces its entry {replaced} with one of another term, and keeps the entries after \
                     it: a conflict deletes all entries that follow",
                Ledger::name(case.here.0)
            ),
            Vec::new(),
        );
        self.note(next, peer.log.get(next), peer.log.term(written), case.here, ledger);
    }

    /// The log up to a place is a snapshot now: the node's own, or one that its leader has sent.
    pub(super) fn compact(&mut self, peer: &mut Peer, case: &NodeEvent, place: EntryId, ledger: &mut Ledger) {
        let here = Ledger::name(case.here.0);
        if let Some(commit) = case.event.state.commit
            && commit < place.index
        {
            ledger.judged(Rule::A1);
            ledger.fault(
                Rule::A1,
                format!(
                    "{here} has a snapshot up to {}, but its commit index is only {commit}: a snapshot \
                         contains only applied entries",
                    place.index
                ),
                Vec::new(),
            );
        }
        let slot = Slot::of_term(place.term);
        if let Some(chosen) = self.history.chosen(place.index)
            && chosen.slot.conflicts(slot)
        {
            ledger.judged(Rule::I5);
            ledger.fault(
                Rule::I5,
                format!(
                    "{here} has a snapshot that ends with {slot} at {}, where {} knows {} to be committed",
                    place.index,
                    Ledger::name(chosen.node),
                    chosen.slot
                ),
                vec![chosen.line],
            );
        }
        let kept = !peer.log.ends_before(place.index) && !peer.log.get(place.index).conflicts(slot);
        peer.log.compact(place);
        if !kept {
            peer.compared = peer.compared.min(place.index.previous());
        }
        peer.heard.snapshot(place.index);
        if peer.commit.is_some_and(|commit| commit < place.index) {
            peer.commit = Some(place.index);
        }
        // Its state machine may take the snapshot over later; what is handed to it next follows the snapshot.
        peer.handed = peer.handed.or(peer.applied).map(|handed| handed.max(place.index));
    }
}

/// Some entries, in words.
fn entries(first: Index, last: Index) -> String {
    if first == last { format!("entry {first}") } else { format!("entries {first} to {last}") }
}
