//! No message is received that was never sent, and none in another's name.
//!
//! A network loses, delays, repeats and reorders; all of that is allowed. A message counts as forged only if it is
//! certain that its sender never sent it: the sender tells what it sends, has been watched since before the message's
//! term, and nothing that it sent is like it.

use super::sent::SentMessages;
use super::stamp::Stamp;
use super::{Case, is_raft, of};
use crate::raft::Term;
use crate::trace::judge::{Lack, Law, Ledger};
use crate::trace::{Body, Kind, Message, Node};

/// What is remembered of messages.
#[derive(Debug, Default)]
pub(super) struct Messages {
    sent: SentMessages,
    nodes: Vec<Correspondent>,
    /// Types of messages that some node was seen to send.
    types_sent: u8,
}

/// One node as a sender and a receiver.
#[derive(Debug, Default)]
struct Correspondent {
    /// The first term that it was seen in: what it sent in later ones was sent while it was watched.
    floor: Option<Term>,
    sends: bool,
    /// Whether what it receives is told like what was sent, in number and in content.
    numbers: Agreement,
    contents: Agreement,
}

/// How far two tellings of the same thing have agreed so far.
#[derive(Clone, Copy, Debug, Default)]
struct Agreement {
    agreed: bool,
    differed: bool,
}

impl Agreement {
    /// Whether a difference means that it is not the same thing.
    const fn is_reliable(self) -> bool {
        self.agreed && !self.differed
    }
}

impl Messages {
    /// Judges the message of an event. Whether it is certainly forged.
    pub(super) fn judge(&mut self, case: &Case, ledger: &mut Ledger) -> bool {
        let node = case.node();
        if of(&mut self.nodes, node).floor.is_none() {
            let told = case.seen.before.term.or(case.seen.after.term);
            let sent = case.event.message.as_ref().filter(|_| case.event.kind == Kind::Send);
            of(&mut self.nodes, node).floor = told.or(sent.and_then(|message| message.term));
        }
        let Some(message) = &case.event.message else { return false };
        match case.event.kind {
            Kind::Send => {
                ledger.judged(Law::Messages);
                if message.from != node {
                    in_anothers_name(message, node, ledger);
                    return true;
                }
                of(&mut self.nodes, node).sends = true;
                self.types_sent |= type_bit(message);
                self.sent.sent(message, &Stamp::of(message));
                false
            }
            Kind::Receive | Kind::Lose if message.to != node => {
                ledger.judged(Law::Messages);
                to_another(message, node, ledger);
                true
            }
            Kind::Receive => self.received(case, message, ledger),
            _ => false,
        }
    }

    fn received(&mut self, case: &Case, message: &Message, ledger: &mut Ledger) -> bool {
        let stamp = Stamp::of(message);
        let here = case.node();
        if self.sent.knows(stamp.whole) {
            ledger.judged(Law::Messages);
            let receiver = of(&mut self.nodes, here);
            receiver.contents.agreed = true;
            receiver.numbers.agreed |= stamp.tells(Stamp::ID);
            return false;
        }
        let sender = of(&mut self.nodes, message.from);
        let watched = sender.floor.is_some_and(|floor| message.term.is_some_and(|term| term > floor));
        let tells = sender.sends && self.types_sent & type_bit(message) != 0;
        if !tells || !watched || self.sent.may_have_forgotten(message) {
            ledger.lacks(Law::Messages, Lack::Messages);
            return false;
        }
        ledger.judged(Law::Messages);
        let Some(why) = self.unlike(&stamp, here, message) else { return false };
        let (to, from) = (Ledger::name(here), Ledger::name(message.from));
        let says = format!(
            "{to} receives {} from {from} that {from} has not sent: {why}. A network may lose, duplicate and \
             reorder messages; it does not create any",
            described(message)
        );
        ledger.fault(Law::Messages, says, Vec::new());
        true
    }

    /// How a message that is not among what was sent differs from all that was, if that is certain.
    fn unlike(&mut self, stamp: &Stamp, here: Node, message: &Message) -> Option<String> {
        let from = Ledger::name(message.from);
        let to = Ledger::name(here);
        let Some(use_of_fields) = self.sent.use_of_fields(stamp) else {
            // Others tell when they send messages of this type.
            return is_raft(message).then(|| format!("it has sent no {} at all", type_name(message)));
        };
        if use_of_fields.tells(Stamp::TERM) && !self.sent.knows(stamp.envelope) {
            return Some(format!("it has sent {to} no {} of this term", type_name(message)));
        }
        let receiver = of(&mut self.nodes, here);
        if stamp.tells(Stamp::ID) && use_of_fields.tells(Stamp::ID) {
            if self.sent.knows(stamp.numbered) {
                receiver.numbers.agreed = true;
            } else if receiver.numbers.is_reliable() {
                return Some(format!("{from} has sent {to} no such message with this id"));
            } else {
                receiver.numbers.differed = true;
                return None;
            }
        }
        if !use_of_fields.has(stamp.parts) {
            return None;
        }
        if receiver.contents.is_reliable() {
            return Some("the message that it has sent has other contents".to_owned());
        }
        receiver.contents.differed = true;
        None
    }
}

fn in_anothers_name(message: &Message, node: Node, ledger: &mut Ledger) {
    let (here, from) = (Ledger::name(node), Ledger::name(message.from));
    let says = format!(
        "{here} sends {} in the name of {from}: a server sends only its own messages",
        described(message)
    );
    ledger.fault(Law::Messages, says, Vec::new());
}

fn to_another(message: &Message, node: Node, ledger: &mut Ledger) {
    let (here, to) = (Ledger::name(node), Ledger::name(message.to));
    let says = format!("{here} receives {} that is addressed to {to}", described(message));
    ledger.fault(Law::Messages, says, Vec::new());
}

fn described(message: &Message) -> String {
    match message.term {
        Some(term) => format!("{} of term {term}", type_name(message)),
        None => type_name(message).to_owned(),
    }
}

pub(super) fn type_name(message: &Message) -> &str {
    match &message.body {
        Body::RequestVote { .. } => "RequestVote",
        Body::RequestVoteReply { .. } => "RequestVoteReply",
        Body::AppendEntries { .. } => "AppendEntries",
        Body::AppendEntriesReply { .. } => "AppendEntriesReply",
        Body::InstallSnapshot { .. } => "InstallSnapshot",
        Body::Other(name) => name,
    }
}

fn type_bit(message: &Message) -> u8 {
    match message.body {
        Body::RequestVote { .. } => 1,
        Body::RequestVoteReply { .. } => 1 << 1,
        Body::AppendEntries { .. } => 1 << 2,
        Body::AppendEntriesReply { .. } => 1 << 3,
        Body::InstallSnapshot { .. } => 1 << 4,
        Body::Other(_) => 1 << 5,
    }
}
