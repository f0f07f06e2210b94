//! Terms: they only rise, whoever hears of a later one adopts it, and what belongs to an older one is refused (§5.1).

use super::messages::type_name;
use super::{Case, is_raft, of};
use crate::paper::Rule;
use crate::raft::{RoleKind, Term};
use crate::trace::judge::{Law, Ledger};
use crate::trace::{Body, Kind, Message, Vote};

/// What is remembered of each node's terms.
#[derive(Debug, Default)]
pub(super) struct Terms {
    nodes: Vec<Clock>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Clock {
    /// The line that told the current term.
    line: u64,
    /// A later term that it has heard of, and has said nothing about since.
    heard: Option<(Term, u64)>,
    /// The highest term in which it has sent a message without having said that it is in it.
    claimed: Option<(Term, u64)>,
}

impl Terms {
    /// Judges the terms of an event.
    pub(super) fn judge(&mut self, case: &Case, ledger: &mut Ledger) {
        let Case { event, seen } = *case;
        let clock = of(&mut self.nodes, event.node);
        if seen.boots || event.kind == Kind::Crash {
            *clock = Clock { line: event.line, ..Clock::default() };
            return;
        }
        if event.before.term.is_some() {
            monotonic(case, seen.last.term, seen.before.term, clock, ledger);
        }
        if let Some(told) = event.state.term {
            monotonic(case, seen.before.term, Some(told), clock, ledger);
            clock.settle(case, told, ledger);
            if seen.before.term != Some(told) || clock.line == 0 {
                clock.line = event.line;
            }
        }
        let Some(message) = event.message.as_ref().filter(|message| is_raft(message)) else { return };
        let Some(term) = message.term else { return };
        match event.kind {
            Kind::Send if message.from == event.node => clock.claim(case, message, term, ledger),
            Kind::Receive => {
                if seen.before.term.is_some_and(|own| own < term) {
                    adopted(case, message, term, clock, ledger);
                } else if seen.before.term.is_some_and(|own| own > term) {
                    stale(case, message, term, clock, ledger);
                }
            }
            _ => {}
        }
    }
}

impl Clock {
    /// The node says which term it is in: what it has heard and claimed before must fit.
    fn settle(&mut self, case: &Case, told: Term, ledger: &mut Ledger) {
        let node = Ledger::name(case.node());
        if let Some((claimed, line)) = self.claimed.take()
            && claimed > told
        {
            let says = format!(
                "{node} sends a message of term {claimed}, and is in term {told} (line {}): a message carries its \
                 sender's current term",
                case.line()
            );
            ledger.fault_at(line, case.node(), Law::Messages, says, vec![case.line()]);
        }
        if let Some((heard, line)) = self.heard.take()
            && heard > told
        {
            let says = format!(
                "{node} is in term {told}, and has learned of term {heard} (line {line}): a server adopts a \
                 later term as soon as it sees one"
            );
            ledger.fault(Rule::T1, says, vec![line]);
        }
    }

    /// A message leaves, with a term in it. Older ones may have waited to be sent.
    fn claim(&mut self, case: &Case, message: &Message, term: Term, ledger: &mut Ledger) {
        if let Some(told) = case.event.state.term {
            ledger.judged(Law::Messages);
            if term > told {
                let node = Ledger::name(case.node());
                let says = format!(
                    "{node} sends {} of term {term}, and is in term {told}: a message carries its sender's current \
                     term",
                    type_name(message)
                );
                ledger.fault(Law::Messages, says, Vec::new());
            }
        } else if case.seen.after.term.is_none_or(|own| own < term)
            && self.claimed.is_none_or(|(claimed, _)| claimed < term)
        {
            self.claimed = Some((term, case.line()));
        }
    }
}

/// A term is never lower than before.
fn monotonic(case: &Case, old: Option<Term>, new: Option<Term>, clock: &Clock, ledger: &mut Ledger) {
    let (Some(old), Some(new)) = (old, new) else { return };
    ledger.judged(Rule::T1);
    if new < old {
        let node = Ledger::name(case.node());
        let says = format!(
            "{node} is in term {new}, but was in term {old} before (line {}): a server's term never decreases",
            clock.line
        );
        ledger.fault(Rule::T1, says, vec![clock.line]);
    }
}

/// A message of a later term: the node is in that term afterwards, and neither leads nor stands in it. It may also
/// pass over a request for its vote as if it had been lost: by the rule of §6, as with leases and check-quorum.
fn adopted(case: &Case, message: &Message, term: Term, clock: &mut Clock, ledger: &mut Ledger) {
    let Case { event, seen } = *case;
    let is_request = matches!(message.body, Body::RequestVote { .. });
    let Some(told) = event.state.term else {
        if !is_request && clock.heard.is_none_or(|(heard, _)| heard < term) {
            clock.heard = Some((term, event.line));
        }
        return;
    };
    ledger.judged(Rule::T1);
    let (node, from, kind) = (Ledger::name(event.node), Ledger::name(message.from), type_name(message));
    if told < term {
        let untouched = (seen.before.term, seen.before.vote) == (seen.after.term, seen.after.vote);
        if !(is_request && untouched) {
            let says = format!(
                "{node} receives {kind} of term {term} from {from} and stays in term {told}: a server adopts a \
                 later term as soon as it sees one"
            );
            ledger.fault(Rule::T1, says, vec![clock.line]);
        }
    } else if told == term
        && let Some(role @ (RoleKind::Leader | RoleKind::Candidate)) = event.state.role
    {
        let role = role.name();
        let says = format!(
            "{node} adopts term {term} from {from}'s {kind} and is a {role} in it: a server that learns of a \
             later term becomes a follower, and can lead only a term that it starts itself"
        );
        ledger.fault(Rule::T1, says, vec![clock.line]);
    }
}

/// A request of an older term changes nothing.
fn stale(case: &Case, message: &Message, term: Term, clock: &Clock, ledger: &mut Ledger) {
    let Case { event, seen } = *case;
    let own = seen.before.term.unwrap_or_default();
    let (node, from) = (Ledger::name(event.node), Ledger::name(message.from));
    let obeyed = match &message.body {
        Body::RequestVote { .. } => {
            let vote = Some(Vote::For(message.from));
            let voted = event.state.vote == vote
                && seen.before.vote.is_some_and(|before| Some(before) != vote)
                && seen.after.term == seen.before.term;
            voted.then_some("grants it its vote")
        }
        Body::AppendEntries { prev, entries, .. } => {
            // A leader writes what clients bring, whatever else it receives.
            let follows = seen.after.role != Some(RoleKind::Leader) && seen.after.term == seen.before.term;
            let end = prev.map(|prev| prev.index.plus(entries.len() as usize));
            let grew = !entries.is_empty()
                && event.state.last_index.is_some()
                && event.state.last_index == end
                && seen.before.last_index.is_some_and(|before| Some(before) != end);
            let wrote = event.entries.last().is_some_and(|tip| Some(tip.index) == end || entries.is_empty());
            (follows && (grew || wrote)).then_some("writes its entries to its log")
        }
        _ => return,
    };
    ledger.judged(Rule::T2);
    if let Some(obeyed) = obeyed {
        let says = format!(
            "{node} is in term {own}, receives {} of term {term} from {from} and {obeyed}: a server rejects \
             a request of an older term",
            type_name(message)
        );
        ledger.fault(Rule::T2, says, vec![clock.line]);
    }
}
