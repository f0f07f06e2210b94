//! What arrives at a node, and the consistency check of `AppendEntries` (§5.3).

use super::commitment::prove;
use super::heard::Offer;
use super::log::Slot;
use super::peer::{NodeEvent, Peer};
use super::{Lack, Ledger, Logs};
use crate::paper::Rule;
use crate::raft::{Index, Term};
use crate::trace::{Body, Kind, Message};

impl Logs {
    /// A message arrives. Returns what it offers to the log, if it is a leader's request.
    pub(super) fn receive<'a>(
        &mut self,
        peer: &mut Peer,
        case: &NodeEvent<'a>,
        ledger: &mut Ledger,
    ) -> Option<Offer<'a>> {
        let event = case.event;
        if event.kind != Kind::Receive {
            return None;
        }
        let Some(message) = &event.message else {
            // Something came, and was perhaps a leader's word or a follower's confirmation.
            peer.heard.vague = true;
            peer.heard.boundless = true;
            peer.leadership.blind = true;
            return None;
        };
        peer.hears = true;
        match &message.body {
            Body::AppendEntries { commit, .. } => {
                let mut offer = Offer::of(message)?;
                self.note_entries(message, case, ledger);
                offer.stale = is_older(message.term, case.seen.before.term)
                    || peer.heard.enter(message.term)
                    || message.from == event.node;
                if !offer.stale {
                    // Without a place it is a heartbeat that has none, if places are told at all.
                    peer.heard.vague |= offer.prev.is_none() && !self.traffic.places;
                    peer.heard.hear(&mut offer, *commit, &peer.log, event.line);
                }
                Some(offer)
            }
            Body::AppendEntriesReply { success, match_index, request_term } => {
                prove(peer, case, ledger);
                let older = |term: Option<Term>| term.is_some_and(|term| term != peer.leadership.term);
                if peer.leads && *success != Some(false) && !older(message.term) && !older(*request_term) {
                    peer.leadership.confirm(
                        message.from,
                        *match_index,
                        self.traffic.appends_sent,
                        event.line,
                    );
                }
                None
            }
            Body::InstallSnapshot { snapshot } => {
                if !is_older(message.term, case.seen.before.term) && !peer.heard.enter(message.term) {
                    if let Some(place) = snapshot {
                        peer.heard.snapshot(place.index);
                    } else {
                        peer.heard.vague = true;
                        peer.heard.boundless = true;
                    }
                }
                None
            }
            Body::Other(_) => {
                if peer.leads {
                    peer.leadership.confirm_snapshot(message.from, event.line);
                }
                None
            }
            Body::RequestVote { .. } | Body::RequestVoteReply { .. } => None,
        }
    }

    /// The entries of a message have names too.
    pub(super) fn note_entries(&mut self, message: &Message, case: &NodeEvent, ledger: &mut Ledger) {
        let Body::AppendEntries { prev, entries: crate::trace::Entries::Listed(entries), .. } = &message.body
        else {
            return;
        };
        let mut before = prev.map(|prev| (prev.index, prev.term));
        for entry in entries {
            let follows = before.filter(|(index, _)| index.next() == entry.index).map(|(_, term)| term);
            self.note(entry.index, Slot::of(entry), follows, (message.from, case.event.line), ledger);
            before = entry.term.map(|term| (entry.index, term));
        }
    }

    /// Whether a follower took a request that it should have refused: R1. Called before the log changes.
    pub(super) fn check_consistency(
        &mut self,
        peer: &mut Peer,
        case: &NodeEvent,
        offer: &Offer,
        ledger: &mut Ledger,
    ) {
        let (Some(prev), Some(end), false) = (offer.prev, offer.end, offer.stale) else { return };
        let unsure = peer.heard.vague && peer.log.ends_before(prev);
        let Some(fits) = offer.fits.filter(|fits| *fits || !unsure) else {
            ledger.lacks(Rule::R1, Lack::Entries);
            return;
        };
        ledger.judged(Rule::R1);
        if fits || !took(peer, case, offer, end) {
            return;
        }
        let (here, leader) = (Ledger::name(case.here.0), offer_from(case));
        let own = match peer.log.last() {
            Some(last) if last < prev => format!("its log ends at {last}"),
            _ => format!("it has {} there", peer.log.get(prev)),
        };
        let theirs = offer.prev_term.map_or_else(String::new, |term| format!(" of term {term}"));
        ledger.fault(
            Rule::R1,
            format!(
                "{here} accepts entries from {leader} that follow entry {prev}{theirs}, but {own}: it must \
                 reject them"
            ),
            vec![self.history.line_of(prev, peer.log.get(prev))],
        );
        // From here on it is as if it had matched: one mistake is one finding.
        peer.heard.agree(end);
    }
}

/// Whether the follower has evidently taken the new entries: they are in its log.
fn took(peer: &Peer, case: &NodeEvent, offer: &Offer, end: Index) -> bool {
    let event = case.event;
    let wrote = event.entries.iter().any(|entry| {
        let old = peer.log.get(entry.index);
        let new = peer.log.ends_before(entry.index) || old.differs(Slot::of(entry));
        new && offer
            .at(entry.index)
            .is_some_and(|theirs| !theirs.differs(Slot::of(entry)) && !theirs.is_unknown())
    });
    let last_term = offer.entries.last().and_then(|entry| entry.term);
    wrote
        || !offer.entries.is_empty()
            && event.state.last_index == Some(end)
            && peer.log.ends_before(end)
            && last_term.is_some()
            && event.state.last_term == last_term
}

fn offer_from(case: &NodeEvent) -> String {
    case.event.message.as_ref().map_or_else(String::new, |message| Ledger::name(message.from).to_string())
}

/// Whether a message's term is certainly below the node's own.
pub(super) fn is_older(term: Option<Term>, own: Option<Term>) -> bool {
    matches!((term, own), (Some(term), Some(own)) if term < own)
}
