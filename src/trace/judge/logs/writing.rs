//! What is written to a log: by a leader only entries of its own term, behind all others (L3, Leader Append-Only); by a
//! follower what the message holds (R3).

use super::heard::Offer;
use super::log::Slot;
use super::peer::{NodeEvent, Peer};
use super::truncation::Cut;
use super::{Ledger, Logs};
use crate::paper::Rule;
use crate::raft::{Index, RoleKind, Term};
use crate::trace::{Body, Entry, Kind};

/// How many entries of a leader are inferred at most where it only says how long its log is.
const MOST_INFERRED: usize = 4096;

impl Logs {
    /// All that a line says, or lets us infer, about a change of the node's log.
    pub(super) fn change_log(
        &mut self,
        peer: &mut Peer,
        case: &NodeEvent,
        offer: Option<&Offer>,
        ledger: &mut Ledger,
    ) {
        let event = case.event;
        let told = event.state.last_index;
        if let Some(offer) = offer {
            self.check_consistency(peer, case, offer, ledger);
        }
        let snapshot = event.snapshot.is_some();
        if let Some(place) = event.snapshot {
            self.compact(peer, case, place, ledger);
        } else if event.kind == Kind::Receive
            && let Some(Body::InstallSnapshot { .. }) = event.message.as_ref().map(|message| &message.body)
        {
            // Whether it was installed is not told: only what was committed before is certain to be as it was.
            peer.log.forget_slots_from(case.seen.before.commit.unwrap_or_default().next());
        }
        let quiet =
            event.entries.is_empty() && !snapshot && told.is_none_or(|told| peer.log.last() == Some(told));
        if quiet && offer.is_none() {
            if event.state.last_term.is_some() {
                self.same_end(peer, case, ledger);
                self.tip(peer, case, ledger);
            }
            return;
        }
        let old_last = peer.log.last();
        let mut cut = Cut::before(peer, case, offer);
        for entry in &event.entries {
            self.write_entry(peer, case, entry, offer, old_last, &mut cut, ledger);
        }
        if event.entries.is_empty() {
            let taken = offer.is_some_and(|offer| self.infer_taken(peer, case, offer, old_last, ledger));
            if !taken && case.leads_through.is_none() && told.is_some() && told != old_last {
                // Others have changed it, and only what is committed is certain to be as it was.
                peer.log.forget_slots_from(peer.commit.unwrap_or_default().next());
            }
        }
        if let (Some(term), Some(told), Some(old)) = (case.leads_through, told, old_last)
            && event.entries.is_empty()
            && told > old
        {
            self.infer_appended(peer, case, term, (old.next(), told), ledger);
        }
        self.truncate(peer, case, offer, old_last, &cut, ledger);
        self.same_end(peer, case, ledger);
        self.tip(peer, case, ledger);
        let grown = old_last.is_some_and(|old| peer.log.last().is_some_and(|last| last > old));
        self.traffic.growth |= grown && case.seen.after.role.is_some_and(|role| role != RoleKind::Leader);
    }

    #[expect(clippy::too_many_arguments, reason = "an entry is judged by all that is around it")]
    fn write_entry(
        &mut self,
        peer: &mut Peer,
        case: &NodeEvent,
        entry: &Entry,
        offer: Option<&Offer>,
        old_last: Option<Index>,
        cut: &mut Cut,
        ledger: &mut Ledger,
    ) {
        let (index, new) = (entry.index, Slot::of(entry));
        let inside = old_last.is_none_or(|last| index <= last);
        let old = if inside { peer.log.get(index) } else { Slot::UNKNOWN };
        let here = Ledger::name(case.here.0);
        if let Some(term) = case.leads_through {
            self.leader_writes(peer, case, (index, old, new), (term, old_last), ledger);
        } else if let (Some(term), Some(of), false) = (case.wins(), new.term(), inside) {
            // Its first entries: a candidate appends nothing.
            ledger.judged(Rule::L3);
            if of != term {
                let says = format!(
                    "{here} wins the election for term {term} and appends entry {index} of term {of}: a \
                     leader appends entries of its own term"
                );
                ledger.fault(Rule::L3, says, Vec::new());
            }
        } else if let Some(offer) = offer.filter(|offer| !offer.stale && !offer.counted) {
            self.follower_writes(peer, case, (index, old, new), offer, ledger);
        } else if case.event.kind == Kind::Client && case.never_leads() && !inside {
            ledger.judged(Rule::L3);
            let known = new.term().is_none_or(|term| self.history.record(index, term).is_some());
            if !known {
                ledger.fault(
                    Rule::L3,
                    format!(
                        "{here} is not the leader, but appends a client's command as entry {index}: only \
                             a leader does that"
                    ),
                    Vec::new(),
                );
            }
        }
        if let (Some(of), Some(own)) = (entry.term, case.seen.after.term)
            && of > own
        {
            let rule = if case.leads_through.is_some() { Rule::L3 } else { Rule::R3 };
            ledger.fault(
                rule,
                format!("{here} writes entry {index} of term {of} while it is in term {own}: no leader of that term \
                         can have sent it"),
                Vec::new(),
            );
        }
        if inside && old.conflicts(new) && cut.replaced.is_none() {
            cut.replaced = Some(index);
        }
        if inside && old.differs(new) {
            peer.changed_from(index);
        }
        peer.log.write(index, new.over(old));
        self.note(index, peer.log.get(index), peer.log.term(index.previous()), case.here, ledger);
    }

    fn leader_writes(
        &self,
        peer: &Peer,
        case: &NodeEvent,
        (index, old, new): (Index, Slot, Slot),
        (term, old_last): (Term, Option<Index>),
        ledger: &mut Ledger,
    ) {
        let here = Ledger::name(case.here.0);
        if old_last.is_none_or(|last| index <= last) {
            ledger.judged(Rule::I2);
            if old.differs(new) {
                ledger.fault(
                    Rule::I2,
                    format!("{here} leads term {term} and overwrites {old} at {index} with {new}: a leader only appends"),
                    vec![self.history.line_of(index, old), peer.leadership.since],
                );
            }
            return;
        }
        ledger.judged(Rule::I2);
        let Some(of) = new.term() else { return };
        ledger.judged(Rule::L3);
        if of != term {
            ledger.fault(
                Rule::L3,
                format!("{here} leads term {term} and appends entry {index} of term {of}: a leader appends entries of \
                         its own term"),
                vec![peer.leadership.since],
            );
        }
    }

    fn follower_writes(
        &self,
        peer: &Peer,
        case: &NodeEvent,
        (index, old, new): (Index, Slot, Slot),
        offer: &Offer,
        ledger: &mut Ledger,
    ) {
        let here = Ledger::name(case.here.0);
        let Some(theirs) = offer.at(index) else {
            // It may come of an earlier message, or be there already.
            let known = new.term().is_none_or(|term| self.history.record(index, term).is_some());
            let same = !old.is_unknown() && !old.differs(new);
            if offer.prev.is_some() && !known && !same && case.never_leads() && !peer.heard.vague {
                ledger.judged(Rule::R3);
                ledger.fault(
                    Rule::R3,
                    format!("{here} writes {new} at {index}, which is not in this message or an earlier one"),
                    Vec::new(),
                );
            }
            return;
        };
        ledger.judged(Rule::R3);
        if new.differs(theirs) {
            ledger.fault(
                Rule::R3,
                format!(
                    "{here} writes {new} at {index}, but the message has {theirs} there{}",
                    if new.conflicts(theirs) { "" } else { " with another command" }
                ),
                Vec::new(),
            );
        }
    }

    /// A request lists entries, and the line does not say what was written: what Figure 2 says, if the end of the log
    /// agrees with it. Whether what is known of the log is up to date then.
    fn infer_taken(
        &mut self,
        peer: &mut Peer,
        case: &NodeEvent,
        offer: &Offer,
        old_last: Option<Index>,
        ledger: &mut Ledger,
    ) -> bool {
        let (Some(prev), Some(end)) = (offer.prev, offer.end) else {
            if offer.counted && !offer.stale {
                peer.log.forget_from(peer.commit.unwrap_or_default().next());
            }
            return false;
        };
        if offer.stale || end == prev || case.leads_through.is_some() {
            return false;
        }
        let state = &case.event.state;
        let theirs = offer.entries.last().and_then(|entry| entry.term);
        let agrees = state.last_index == Some(end) && theirs.is_some() && state.last_term == theirs;
        if agrees {
            for entry in offer.entries {
                let (old, new) = (peer.log.get(entry.index), Slot::of(entry));
                if old.differs(new) {
                    peer.changed_from(entry.index);
                }
                peer.log.write(entry.index, new.over(old));
                self.note(entry.index, new, peer.log.term(entry.index.previous()), case.here, ledger);
            }
            return true;
        }
        match state.last_index {
            // It refuses, or has all of it: nothing has changed.
            Some(told) if Some(told) == old_last && state.last_term.is_some() => {}
            Some(told) if old_last.is_some_and(|old| told > old) => {
                if told == end && state.last_term.is_some() && theirs.is_some() {
                    ledger.judged(Rule::R3);
                    ledger.fault(
                        Rule::R3,
                        format!(
                            "{} stores entries up to {end} from a message whose last entry is of term {}, \
                             but its own last entry is then of term {}",
                            Ledger::name(case.here.0),
                            theirs.unwrap_or_default(),
                            state.last_term.unwrap_or_default()
                        ),
                        Vec::new(),
                    );
                }
                peer.log.forget_slots_from(prev.next());
            }
            Some(_) => peer.log.forget_slots_from(prev.next()),
            None if offer.fits == Some(false) => {}
            None => forget_what_may_have_changed(peer, offer, prev),
        }
        true
    }

    /// A leader says only that its log has grown: what it appended is of its own term.
    fn infer_appended(
        &mut self,
        peer: &mut Peer,
        case: &NodeEvent,
        term: Term,
        (first, last): (Index, Index),
        ledger: &mut Ledger,
    ) {
        ledger.judged(Rule::I2);
        if let Some(of) = case.event.state.last_term {
            ledger.judged(Rule::L3);
            if of != term {
                ledger.fault(
                    Rule::L3,
                    format!(
                        "{} leads term {term} and appends up to entry {last} of term {of}: a leader appends entries of \
                         its own term",
                        Ledger::name(case.here.0)
                    ),
                    vec![peer.leadership.since],
                );
                return;
            }
        }
        if last.since(first) >= MOST_INFERRED {
            return;
        }
        let one = first == last && case.event.kind == Kind::Client;
        let slot = Slot::new(Some(term), case.event.command.as_ref().filter(|_| one));
        for index in first.through(last) {
            peer.log.write(index, slot);
            self.note(index, slot, peer.log.term(index.previous()), case.here, ledger);
        }
    }

    /// A leader's last entry stays what it is.
    fn same_end(&self, peer: &Peer, case: &NodeEvent, ledger: &mut Ledger) {
        let (Some(term), Some(of), Some(last)) =
            (case.leads_through, case.event.state.last_term, peer.log.last())
        else {
            return;
        };
        if case.event.state.last_index.is_some_and(|told| told != last) {
            return;
        }
        if let Some(old) = peer.log.get(last).term().filter(|old| *old != of) {
            ledger.judged(Rule::I2);
            ledger.fault(
                Rule::I2,
                format!(
                    "{} leads term {term}, and its entry {last}, of term {old}, is now of term {of}: a leader only appends",
                    Ledger::name(case.here.0)
                ),
                vec![self.history.line_of(last, peer.log.get(last)), peer.leadership.since],
            );
        }
    }
}

/// Whether a request was taken is not told: what it would have changed is unknown from now on.
fn forget_what_may_have_changed(peer: &mut Peer, offer: &Offer, prev: Index) {
    if offer.counted {
        peer.log.forget_from(prev.next());
        return;
    }
    let new = offer.entries.iter().find(|entry| {
        let old = peer.log.get(entry.index);
        peer.log.last().is_none_or(|last| entry.index > last) || old.conflicts(Slot::of(entry))
    });
    if let Some(entry) = new {
        peer.log.forget_from(entry.index);
    }
}
