//! What one server can have gone through, term by term, to end with its log.

use super::rounds::{Led, MOST, Round, Rounds};
use super::situation::{Part, Server, Situation};
use super::tree::{EMPTY, Node, Tree};
use crate::raft::{ServerId, Term};

/// What a server did in a term that had a leader.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Deed {
    pub term: Term,
    /// Its log when the term began.
    pub had: Node,
    /// What it took from the leader, if it did.
    pub took: Option<Node>,
}

/// A way through all terms.
#[derive(Clone, Debug)]
pub(super) struct Way {
    /// The terms that it leads: a bit for the place of each.
    pub leads: u32,
    /// The terms in which it can vote for the leader, and above [`MOST`] the commitments that it shares in.
    pub helps: u32,
    pub deeds: Vec<Deed>,
}

#[derive(Clone, Copy)]
struct Cell {
    node: Node,
    leads: u32,
    helps: u32,
    from: usize,
    deed: Option<Deed>,
}

/// Who a server is in a term that had a leader.
struct Stand<'a> {
    tree: &'a Tree,
    rounds: &'a Rounds,
    server: ServerId,
    state: &'a Server,
    log: Node,
    /// Whether terms of which nothing is seen may change logs as they like.
    relaxed: bool,
}

/// All ways of a server that end with its log; of those that lead the same terms, the ones that help in most.
pub(super) fn ways(
    situation: &Situation,
    tree: &Tree,
    rounds: &Rounds,
    server: ServerId,
    relaxed: bool,
) -> Vec<Way> {
    let state = &situation.servers[server.position()];
    let stand = Stand { tree, rounds, server, state, log: tree.log(server), relaxed };
    let layers = stand.through(EMPTY, 0..rounds.list.len());
    let ends = layers.last().map_or(&[][..], Vec::as_slice);
    let ends = ends.iter().filter(|cell| cell.node == stand.log);
    let mut ways: Vec<Way> = ends
        .map(|end| {
            let mut deeds = Vec::new();
            let mut cell = *end;
            for layer in layers.iter().rev().skip(1) {
                deeds.extend(cell.deed);
                cell = layer[cell.from];
            }
            deeds.reverse();
            Way { leads: end.leads, helps: end.helps, deeds }
        })
        .collect();
    // The shortest first, so that a plan does nothing that it need not.
    ways.sort_by_key(|way| way.deeds.iter().filter(|deed| deed.took.is_some()).count());
    ways
}

/// The logs that a server can have had when the term at this place began, if terms of which nothing is seen may change
/// logs as they like.
pub(super) fn can_have_had(
    situation: &Situation,
    tree: &Tree,
    rounds: &Rounds,
    server: ServerId,
    at: usize,
) -> Vec<Node> {
    let state = &situation.servers[server.position()];
    let stand = Stand { tree, rounds, server, state, log: tree.log(server), relaxed: true };
    let mut had: Vec<Node> = match stand.through(EMPTY, 0..at).last() {
        Some(cells) => cells.iter().map(|cell| cell.node).collect(),
        None => Vec::new(),
    };
    had.sort_unstable();
    had.dedup();
    had.retain(|node| {
        let after = stand.through(*node, at..rounds.list.len());
        after.last().is_some_and(|cells| cells.iter().any(|cell| cell.node == stand.log))
    });
    had
}

impl Stand<'_> {
    /// What can come of some terms, one after the other.
    fn through(&self, node: Node, terms: std::ops::Range<usize>) -> Vec<Vec<Cell>> {
        let start = Cell { node, leads: 0, helps: 0, from: 0, deed: None };
        let mut layers = vec![vec![start]];
        for at in terms {
            let mut next = Vec::new();
            let mut freed: Vec<(u32, u32)> = Vec::new();
            let cells = layers.last().map_or(&[][..], Vec::as_slice);
            for (from, cell) in cells.iter().enumerate() {
                // Where a log may become any other, which one it was makes no difference.
                let known =
                    |(leads, helps): &(u32, u32)| *leads == cell.leads && helps & cell.helps == cell.helps;
                let frees = !freed.iter().any(known);
                self.after(at, Cell { from, deed: None, ..*cell }, frees, &mut next);
                if frees {
                    freed.push((cell.leads, cell.helps));
                }
            }
            layers.push(next);
        }
        layers
    }

    /// What may come of a term; `frees` if what may become of logs in a term of which nothing is seen is not known yet.
    fn after(&self, at: usize, cell: Cell, frees: bool, next: &mut Vec<Cell>) {
        match self.rounds.list[at] {
            Round::Led(led) if self.gets_to(led.term) => self.after_led(at, led, cell, next),
            Round::Hidden(term) if self.relaxed && self.gets_to(term) => {
                keep(cell, next);
                let there = |node: &Node| frees && self.tree.last_term(*node) < term;
                for node in self.tree.nodes().filter(there) {
                    keep(Cell { node, ..cell }, next);
                }
            }
            Round::Led(_) | Round::Hidden(_) | Round::Quiet => keep(cell, next),
        }
    }

    fn gets_to(&self, term: Term) -> bool {
        self.state.term.is_none_or(|own| own >= term)
    }

    fn is_in(&self, term: Term) -> bool {
        self.state.term == Some(term)
    }

    fn after_led(&self, at: usize, led: Led, cell: Cell, next: &mut Vec<Cell>) {
        let Cell { node, .. } = cell;
        let bit = 1 << led.place;
        if self.may_lead(led) && node == led.base {
            let deed = Deed { term: led.term, had: node, took: None };
            let helps = cell.helps | bit | self.shares(led, led.end);
            keep(Cell { node: led.end, leads: cell.leads | bit, helps, deed: Some(deed), ..cell }, next);
        }
        if self.is_in(led.term) && self.state.part == Part::Leader {
            return;
        }
        let votes = self.may_vote(led) && self.tree.recency(node) <= self.tree.recency(led.base);
        let gave = self.is_in(led.term) && led.leader.is_some() && self.state.vote == Some(led.leader);
        if gave && !votes {
            return;
        }
        let helps = if votes { cell.helps | bit } else { cell.helps };
        let stays = Deed { term: led.term, had: node, took: None };
        keep(Cell { helps, deed: Some(stays), ..cell }, next);
        if self.is_in(led.term) && self.state.part == Part::Candidate {
            return;
        }
        let parts = self.tree.parts(node, led.end);
        for (position, taken) in self.tree.taken(node, led.end).enumerate() {
            if taken == node || self.is_of_use(at, taken) || (parts && position == 0) {
                let helps = helps | self.shares(led, taken);
                let deed = Deed { took: Some(taken), ..stays };
                keep(Cell { node: taken, helps, deed: Some(deed), ..cell }, next);
            }
        }
    }

    fn may_lead(&self, led: Led) -> bool {
        let free = match self.state.vote {
            Some(vote) if self.is_in(led.term) => vote == Some(self.server),
            _ => true,
        };
        let stands = self.is_in(led.term) && self.state.part == Part::Candidate;
        led.leader.is_none_or(|leader| leader == self.server) && free && !stands
    }

    fn may_vote(&self, led: Led) -> bool {
        if !self.is_in(led.term) {
            return true;
        }
        match self.state.vote {
            _ if self.state.part == Part::Candidate => false,
            None => true,
            Some(vote) => vote.is_some() && vote == led.leader,
        }
    }

    /// The commitments of this term in which it shares with this log.
    fn shares(&self, led: Led, log: Node) -> u32 {
        let commitments = self.rounds.commitments.iter().enumerate();
        let shared = commitments
            .filter(|(_, commitment)| {
                commitment.term == led.term && self.tree.begins_with(log, commitment.node)
            })
            .map(|(place, _)| 1 << (MOST + place));
        shared.fold(0, |all, bit: u32| all | bit)
    }

    /// Whether there is any use in a log. A shorter one does as well as one that is not the log that it ends with, or with
    /// which it leads: it is no more up-to-date, and can become whatever the longer one can. Part of a commitment is of use,
    /// too.
    fn is_of_use(&self, at: usize, node: Node) -> bool {
        self.relaxed
            || node == self.log
            || self.rounds.list[at..].iter().any(|round| matches!(round, Round::Led(led) if led.base == node))
            || self.rounds.commitments.iter().any(|commitment| commitment.node == node)
    }
}

/// Keeps what nothing else is better than.
fn keep(cell: Cell, cells: &mut Vec<Cell>) {
    let same = |other: &Cell| other.node == cell.node && other.leads == cell.leads;
    if cells.iter().any(|other| same(other) && other.helps & cell.helps == cell.helps) {
        return;
    }
    cells.retain(|other| !(same(other) && other.helps & cell.helps == other.helps));
    cells.push(cell);
}
