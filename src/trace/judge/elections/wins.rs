//! Elections won: by a majority, and by votes of the same term (§5.2).
//!
//! Where a trace tells which replies reach a candidate, exactly those count that have reached it before it leads. Where
//! it does not, what the voters say of their votes counts, in whatever order their lines come; and only if so many have
//! voted for others that no majority was left is the leader accused.

use super::tallies::Tallies;
use crate::paper::Rule;
use crate::raft::Term;
use crate::trace::Node;
use crate::trace::judge::{Lack, Ledger, Members, NodeSet};

/// How many elections wait for the end of the trace.
const MOST_OPEN: usize = 1 << 16;

/// A node begins to lead.
#[derive(Clone, Debug)]
pub(super) struct Win {
    pub term: Term,
    pub node: Node,
    pub line: u64,
    /// Whose votes of this term have reached it; its own is there.
    pub votes: NodeSet,
    /// Whose votes of older terms have.
    pub stale: NodeSet,
    /// How many of the votes came more than once.
    pub repeated: u32,
    /// Whether some reply does not say whether it is a vote.
    pub unclear: bool,
}

/// Elections that were won, as long as they are not judged.
#[derive(Debug, Default)]
pub(super) struct Wins {
    open: Vec<Win>,
    /// Whether the trace tells what votes reach a candidate.
    pub replies_are_told: bool,
    /// Who tells what it receives.
    pub receivers: NodeSet,
}

impl Wins {
    /// An election is won.
    pub(super) fn add(&mut self, win: Win, tallies: &Tallies, members: &Members, ledger: &mut Ledger) {
        if members.are_told() && self.by_replies(win.node) {
            self.judge(&win, tallies, members, ledger);
        } else if self.open.len() < MOST_OPEN {
            self.open.push(win);
        } else {
            ledger.lacks(Rule::E3, Lack::Members);
        }
    }

    /// Everything is known now that will be.
    pub(super) fn finish(&mut self, tallies: &Tallies, members: &Members, ledger: &mut Ledger) {
        for win in std::mem::take(&mut self.open) {
            self.judge(&win, tallies, members, ledger);
        }
    }

    /// Whether what reaches a node is told.
    fn by_replies(&self, node: Node) -> bool {
        self.replies_are_told && self.receivers.contains(node)
    }

    fn judge(&self, win: &Win, tallies: &Tallies, members: &Members, ledger: &mut Ledger) {
        if self.by_replies(win.node) {
            by_replies(win, members, ledger);
        } else {
            by_votes(win, tallies, members, ledger);
        }
    }
}

/// By the replies that have reached it.
fn by_replies(win: &Win, members: &Members, ledger: &mut Ledger) {
    if members.is_quorum(&win.votes) {
        if members.is_surely_quorum(&win.votes) {
            ledger.judged(Rule::E3);
        } else {
            ledger.lacks(Rule::E3, Lack::Members);
        }
        return;
    }
    if win.unclear {
        ledger.lacks(Rule::E3, Lack::Messages);
        return;
    }
    ledger.judged(Rule::E3);
    let repeated = match win.repeated {
        0 => "",
        _ => "; a vote that arrives twice counts once",
    };
    let says = format!(
        "{} leads term {} with {} of {} votes ({}): {} are a majority{repeated}",
        Ledger::name(win.node),
        win.term,
        win.votes.len(),
        members.len(),
        names(&win.votes),
        members.len() / 2 + 1,
    );
    ledger.fault_at(win.line, win.node, Rule::E3, says, Vec::new());
    let mut all = win.votes.clone();
    for voter in win.stale.iter() {
        all.insert(voter);
    }
    if members.is_quorum(&all) {
        ledger.judged(Rule::T3);
        let says = format!(
            "{} leads term {} with votes from an older term (from {}): a reply counts only in the term of \
             its request",
            Ledger::name(win.node),
            win.term,
            names(&win.stale),
        );
        ledger.fault_at(win.line, win.node, Rule::T3, says, Vec::new());
    }
}

/// By what the voters say of their votes.
fn by_votes(win: &Win, tallies: &Tallies, members: &Members, ledger: &mut Ledger) {
    let (mut votes, others) = tallies.of(win.term, win.node);
    votes.insert(win.node);
    if members.is_surely_quorum(&votes) {
        ledger.judged(Rule::E3);
        return;
    }
    let mut possible = members.everyone();
    for other in others.iter() {
        possible.remove(other);
    }
    possible.insert(win.node);
    if members.is_quorum(&possible) {
        ledger.lacks(Rule::E3, Lack::Messages);
        return;
    }
    ledger.judged(Rule::E3);
    let says = format!(
        "{} leads term {}, but {} voted for others in that term: no majority of {} was left",
        Ledger::name(win.node),
        win.term,
        names(&others),
        members.len(),
    );
    ledger.fault_at(win.line, win.node, Rule::E3, says, Vec::new());
}

fn names(nodes: &NodeSet) -> String {
    let names: Vec<String> = nodes.iter().map(|node| Ledger::name(node).to_string()).collect();
    names.join(", ")
}
