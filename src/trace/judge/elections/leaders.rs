//! A term has at most one leader, and only a leader speaks as one (§5.2, Figure 3).

use super::messages::type_name;
use super::{Case, is_of_a_leader, of};
use crate::paper::Rule;
use crate::raft::{RoleKind, Term};
use crate::trace::judge::{Law, Ledger};
use crate::trace::{Kind, Message, Node};
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

/// Who leads which term.
#[derive(Debug, Default)]
pub(super) struct Leaders {
    terms: HashMap<Term, Claim, FxBuildHasher>,
    nodes: Vec<Leadership>,
}

/// The first sign that a node leads a term.
#[derive(Clone, Copy, Debug)]
struct Claim {
    node: Node,
    line: u64,
}

#[derive(Clone, Copy, Debug, Default)]
struct Leadership {
    /// The latest term that it was known to be in, and whether the trace has seen it come into it.
    term: Option<Term>,
    entered: bool,
    /// The latest term that it leads, so that not every event has to be looked up.
    leads: Option<Term>,
    /// The latest leader that it has heard from.
    heard: Option<(Term, Node)>,
    /// A message that only the leader of its term sends, before the node has said that it leads.
    spoke: Option<(Term, u64)>,
}

impl Leaders {
    /// Judges who leads by an event.
    pub(super) fn judge(&mut self, case: &Case, forged: bool, ledger: &mut Ledger) {
        let Case { event, seen } = *case;
        let node = event.node;
        let leader = of(&mut self.nodes, node);
        if seen.boots {
            leader.leads = None;
            leader.spoke = None;
        }
        if let Some(term) = seen.after.term
            && leader.term != Some(term)
        {
            let before = leader.term.or(seen.before.term);
            leader.entered = before.is_some_and(|before| before < term);
            leader.term = Some(term);
        }
        let role = seen.after.role;
        if role == Some(RoleKind::Leader)
            && let Some(term) = seen.after.term
        {
            leader.spoke = None;
            if leader.leads != Some(term) {
                leader.leads = Some(term);
                self.claim(node, term, event.line, ledger);
            }
        }
        if event.state.role.is_some_and(|role| role != RoleKind::Leader) {
            of(&mut self.nodes, node).settle(case, ledger);
        }
        let Some(message) = event.message.as_ref().filter(|message| is_of_a_leader(message)) else { return };
        let Some(term) = message.term else { return };
        if forged {
            return;
        }
        match event.kind {
            Kind::Send => self.speaks(case, message, term, ledger),
            Kind::Receive => {
                let leader = of(&mut self.nodes, node);
                if leader.heard != Some((term, message.from)) {
                    leader.heard = Some((term, message.from));
                    self.claim(message.from, term, event.line, ledger);
                }
            }
            _ => {}
        }
    }

    /// A node sends what only a leader sends.
    fn speaks(&mut self, case: &Case, message: &Message, term: Term, ledger: &mut Ledger) {
        let leader = of(&mut self.nodes, case.node());
        if leader.leads == Some(term) {
            return;
        }
        let told = case.event.state.role;
        let term_known = leader.entered && leader.term == Some(term) && case.seen.after.term == Some(term);
        if term_known && told.is_some_and(|role| role != RoleKind::Leader) {
            ledger.judged(Law::Messages);
            let says = format!(
                "{} sends {} of term {term} but has never led that term: only its leader does that",
                Ledger::name(case.node()),
                type_name(message)
            );
            ledger.fault(Law::Messages, says, Vec::new());
            return;
        }
        if term_known && leader.spoke.is_none() {
            leader.spoke = Some((term, case.line()));
        }
        leader.leads = Some(term);
        self.claim(case.node(), term, case.line(), ledger);
    }

    /// There is a sign that a node leads a term.
    fn claim(&mut self, node: Node, term: Term, line: u64, ledger: &mut Ledger) {
        let first = *self.terms.entry(term).or_insert(Claim { node, line });
        ledger.judged(Rule::I1);
        if first.node != node {
            let says = format!(
                "{} leads term {term}, and {} leads it too (line {}): a term has at most one leader",
                Ledger::name(node),
                Ledger::name(first.node),
                first.line
            );
            ledger.fault(Rule::I1, says, vec![first.line]);
        }
    }
}

impl Leadership {
    /// The node says that it does not lead, after it has spoken as a leader.
    fn settle(&mut self, case: &Case, ledger: &mut Ledger) {
        let Some((term, line)) = self.spoke.take() else { return };
        if case.seen.after.term == Some(term) && case.seen.last.role != Some(RoleKind::Leader) {
            let says = format!(
                "{} sends AppendEntries of term {term} and never leads that term (line {}): only its leader \
                 does that",
                Ledger::name(case.node()),
                case.line()
            );
            ledger.fault_at(line, case.node(), Law::Messages, says, vec![case.line()]);
        }
    }
}
