//! What a leader sends is what its log holds (L4); what a follower confirms is what its log holds, and no more than was
//! checked (L5, R3).

use super::heard::Offer;
use super::log::Slot;
use super::peer::{NodeEvent, Peer};
use super::{Lack, Ledger, Logs, Members};
use crate::paper::Rule;
use crate::raft::{Index, Term};
use crate::trace::{Body, Message, Node};

impl Logs {
    /// A message leaves the node.
    pub(super) fn send(&mut self, peer: &mut Peer, case: &NodeEvent, members: &Members, ledger: &mut Ledger) {
        let Some(message) = &case.event.message else { return };
        if message.from != case.here.0 {
            return;
        }
        match &message.body {
            Body::AppendEntries { commit, .. } => {
                let Some(offer) = Offer::of(message) else { return };
                if !peer.leads || message.term.is_some_and(|term| term != peer.leadership.term) {
                    return;
                }
                peer.leadership.send(message.to, offer.end);
                self.check_sent(peer, case, &offer, ledger);
                self.note_entries(message, case, ledger);
                if let Some(commit) = *commit {
                    self.claims(peer, case, commit, members, ledger);
                }
            }
            Body::AppendEntriesReply { success: Some(true), match_index, request_term } => {
                self.check_confirmed(peer, case, message, (*match_index, *request_term), ledger);
            }
            Body::InstallSnapshot { snapshot } if peer.leads => {
                peer.leadership.send_snapshot(message.to, snapshot.map(|place| place.index));
            }
            _ => {}
        }
    }

    /// Leaders 3: what it sends to follow an entry follows it in its own log.
    fn check_sent(&self, peer: &Peer, case: &NodeEvent, offer: &Offer, ledger: &mut Ledger) {
        let (Some(prev), Some(prev_term)) = (offer.prev, offer.prev_term) else { return };
        ledger.judged(Rule::L4);
        let here = Ledger::name(case.here.0);
        let to = case.event.message.as_ref().map_or(Node(0), |message| message.to);
        let to = Ledger::name(to);
        let own = peer.log.get(prev);
        if prev > Index::ZERO && own.conflicts(Slot::of_term(prev_term)) {
            ledger.fault(
                Rule::L4,
                format!(
                    "{here} sends {to} entries that follow entry {prev} of term {prev_term}, but its own \
                         log has {own} there"
                ),
                vec![self.history.line_of(prev, own)],
            );
        }
        for entry in offer.entries {
            let (own, sent) = (peer.log.get(entry.index), Slot::of(entry));
            let beyond =
                peer.log.ends_before(entry.index) && sent.conflicts(Slot::of_term(peer.leadership.term));
            if own.differs(sent) || beyond {
                let has = match peer.log.last() {
                    Some(last) if last < entry.index => format!("its own log ends at {last}"),
                    _ if own.conflicts(sent) => format!("its own log has {own} there"),
                    _ => "its own log has another command there".to_owned(),
                };
                ledger.fault(
                    Rule::L4,
                    format!(
                        "{here} sends {to} {sent} at {}, but {has}: a leader sends entries of its log",
                        entry.index
                    ),
                    vec![self.history.line_of(entry.index, own)],
                );
                return;
            }
        }
    }

    /// A follower confirms what was checked and is in its log, no more.
    fn check_confirmed(
        &self,
        peer: &mut Peer,
        case: &NodeEvent,
        message: &Message,
        (matched, request_term): (Option<Index>, Option<Term>),
        ledger: &mut Ledger,
    ) {
        let term = message.term.or(case.seen.after.term);
        if message.to == message.from
            || request_term.is_some_and(|asked| term.is_some_and(|term| asked < term))
        {
            return;
        }
        let here = Ledger::name(case.here.0);
        let known = peer.heard.checked.max(peer.commit.unwrap_or_default()).max(peer.heard.bound);
        let blind = !self.traffic.appends_heard || !peer.hears || peer.heard.vague;
        let Some(matched) = matched else {
            match peer.heard.refused {
                Some((place, line)) if !blind && !peer.heard.accepted && term == Some(peer.heard.term) => {
                    ledger.fault(
                        Rule::R1,
                        format!(
                            "{here} accepts entries that follow entry {}, which its log does not have",
                            place.index
                        ),
                        vec![line],
                    );
                }
                _ => ledger.lacks(Rule::L5, Lack::Messages),
            }
            return;
        };
        if matched > peer.vouched.0 {
            peer.vouched = (matched, case.event.line);
        }
        ledger.judged(Rule::L5);
        if peer.log.ends_before(matched) && peer.commit.is_none_or(|commit| matched > commit) {
            ledger.fault(
                Rule::R3,
                format!(
                    "{here} acknowledges its log up to {matched}, but its log ends at {}",
                    peer.log.last().unwrap_or_default()
                ),
                Vec::new(),
            );
            return;
        }
        if blind {
            ledger.lacks(Rule::R3, Lack::Messages);
            return;
        }
        let checked = match term {
            Some(term) if term == peer.heard.term => known,
            // It has heard nothing of that term's leader.
            Some(term) if term > peer.heard.term => peer.commit.unwrap_or_default().max(peer.heard.bound),
            _ => return,
        };
        ledger.judged(Rule::R3);
        if matched <= checked {
            return;
        }
        match peer.heard.refused {
            Some((place, line)) if term == Some(peer.heard.term) && place.index <= matched => ledger.fault(
                Rule::R1,
                format!(
                    "{here} acknowledges its log up to {matched}, but the request follows entry {}, and its \
                     log does not have that entry as the leader has it: it must reject the request",
                    place.index
                ),
                vec![line],
            ),
            _ => ledger.fault(
                Rule::R3,
                format!(
                    "{here} acknowledges its log up to {matched}, but it was compared with the leader's \
                         only up to {checked}"
                ),
                Vec::new(),
            ),
        }
    }
}
