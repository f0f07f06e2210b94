//! The terms of a situation: those that must have had a leader, and those that may have had one.

use super::situation::{Part, Situation};
use super::tree::{Node, Tree};
use crate::raft::{Index, ServerId, Term};

/// The most leaders of a plan.
pub(super) const MOST: usize = 16;
/// As many terms of which nothing is seen, in a row, can have a leader in a plan.
const HIDDEN: u32 = 3;

/// A term, in a plan.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Round {
    /// It had a leader, which began with one log and ended with another.
    Led(Led),
    /// It may have had a leader, of which no entry is left.
    Hidden(Term),
    /// It had no leader.
    Quiet,
}

/// A term that had a leader.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Led {
    pub term: Term,
    pub base: Node,
    pub end: Node,
    /// The leader, if it is known.
    pub leader: Option<ServerId>,
    /// Its place among the terms that had one.
    pub place: usize,
}

/// That an entry was committed: a majority stored it, with all before it, while the leader of its term led.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Commitment {
    pub term: Term,
    pub node: Node,
}

/// The terms of a plan, lowest first.
#[derive(Clone, Debug)]
pub(super) struct Rounds {
    pub list: Vec<Round>,
    /// Whether every term between two others is in the list.
    whole: bool,
    pub commitments: Vec<Commitment>,
}

impl Rounds {
    /// The terms that a situation speaks of, with gaps between them as far as they can matter. None if there are too
    /// many.
    pub fn of(situation: &Situation, tree: &Tree) -> Option<Rounds> {
        let mut led: Vec<Led> = Vec::new();
        for node in tree.nodes() {
            let term = tree.last_term(node);
            match led.iter_mut().find(|led| led.term == term) {
                Some(led) if tree.length(node) > tree.length(led.end) => led.end = node,
                Some(_) => {}
                None => {
                    led.push(Led { term, base: tree.before(node), end: node, leader: None, place: 0 });
                }
            }
        }
        for (server, state) in situation.named() {
            let (Some(term), Part::Leader) = (state.term, state.part) else { continue };
            if let Some(led) = led.iter_mut().find(|led| led.term == term) {
                led.leader = Some(server);
            } else {
                let log = tree.log(server);
                led.push(Led { term, base: log, end: log, leader: Some(server), place: 0 });
            }
        }
        for (term, leader) in &situation.led {
            if let Some(led) = led.iter_mut().find(|led| led.term == *term) {
                led.leader = Some(*leader);
            }
        }
        led.sort_by_key(|led| led.term);
        if led.len() > MOST {
            return None;
        }
        for (place, led) in led.iter_mut().enumerate() {
            led.place = place;
        }
        let mut terms: Vec<Term> = led.iter().map(|led| led.term).collect();
        terms.extend(situation.servers.iter().filter_map(|server| server.term));
        terms.extend(situation.highest);
        terms.retain(|term| *term > Term::ZERO);
        terms.sort_unstable();
        terms.dedup();
        let mut list = Vec::new();
        let mut whole = true;
        let mut before = Term::ZERO;
        for term in terms {
            whole &= term.0 - before.0 <= HIDDEN + 1;
            let first = term.0.saturating_sub(HIDDEN).max(before.0 + 1);
            list.extend((first..term.0).map(|hidden| Round::Hidden(Term(hidden))));
            let round = led.iter().find(|led| led.term == term);
            list.push(round.map_or(Round::Hidden(term), |led| Round::Led(*led)));
            before = term;
        }
        let open = situation.servers.iter().any(|server| server.term.is_none());
        if open && situation.highest.is_none() {
            list.extend((1..=HIDDEN).map(|after| Round::Hidden(Term(before.0 + after))));
        }
        Some(Rounds { list, whole, commitments: Vec::new() })
    }

    pub fn led(&self) -> impl DoubleEndedIterator<Item = Led> + '_ {
        self.list.iter().filter_map(|round| match round {
            Round::Led(led) => Some(*led),
            Round::Hidden(_) | Round::Quiet => None,
        })
    }

    /// The terms of which nothing is seen, between those of which something is. None if there are more of them than the
    /// list has.
    pub fn gaps(&self) -> Option<Vec<usize>> {
        let last = self.list.iter().rposition(|round| matches!(round, Round::Led(_)))?;
        let gaps = (0..last).filter(|at| matches!(self.list[*at], Round::Hidden(_)));
        self.whole.then(|| gaps.collect())
    }

    /// The same, where a term of which nothing is seen had a leader with one log at its beginning and another at its end;
    /// or none. None if there would be too many.
    pub fn with_gap(&self, at: usize, leader: Option<(Node, Node)>) -> Option<Rounds> {
        let Round::Hidden(term) = self.list[at] else { return None };
        let mut rounds = self.clone();
        rounds.list[at] = match leader {
            Some((base, end)) => Round::Led(Led { term, base, end, leader: None, place: 0 }),
            None => Round::Quiet,
        };
        rounds.number()
    }

    /// The same, where a term of which nothing is seen had a leader with this log, which appended nothing. None if
    /// there would be too many.
    pub fn with_helper(&self, at: usize, log: Node) -> Option<Rounds> {
        self.with_gap(at, Some((log, log)))
    }

    /// The same with a leader that is known.
    pub fn led_by(&self, term: Term, leader: ServerId) -> Rounds {
        let mut rounds = self.clone();
        for round in &mut rounds.list {
            if let Round::Led(led) = round
                && led.term == term
            {
                led.leader = Some(leader);
            }
        }
        rounds
    }

    fn number(mut self) -> Option<Rounds> {
        let mut places = 0..;
        for round in &mut self.list {
            if let Round::Led(led) = round {
                led.place = places.next()?;
            }
        }
        (places.start <= MOST).then_some(self)
    }

    /// Every way in which what servers know to be committed can have been committed: each by the leader of the term of
    /// an entry at that index or later.
    pub fn with_commitments(&self, situation: &Situation, tree: &Tree) -> Vec<Rounds> {
        let mut ways = vec![self.clone()];
        let mut claims: Vec<(Node, Option<Term>)> = Vec::new();
        for (server, state) in situation.named() {
            if state.commit > Index::ZERO {
                let node = tree.beginning(tree.log(server), state.commit.0 as usize);
                if !claims.contains(&(node, state.term)) {
                    claims.push((node, state.term));
                }
            }
        }
        // Who knows most in the lowest term says all that the others say.
        let all = claims.clone();
        let says_more = |more: &(Node, Option<Term>), less: &(Node, Option<Term>)| {
            let earlier = match (more.1, less.1) {
                (Some(more), Some(less)) => more <= less,
                (_, None) => true,
                (None, Some(_)) => false,
            };
            more != less && tree.begins_with(more.0, less.0) && earlier
        };
        claims.retain(|claim| !all.iter().any(|other| says_more(other, claim) && !says_more(claim, other)));
        for (node, latest) in claims {
            let committing = |way: &Rounds| -> Vec<Rounds> {
                let later = tree.nodes().filter(|end| tree.begins_with(*end, node));
                let fits = later.filter(|end| latest.is_none_or(|latest| tree.last_term(*end) <= latest));
                fits.map(|end| {
                    let mut way = way.clone();
                    let commitment = Commitment { term: tree.last_term(end), node: end };
                    if !way.commitments.contains(&commitment) {
                        way.commitments.push(commitment);
                    }
                    way
                })
                .collect()
            };
            ways = ways.iter().flat_map(committing).take(64).collect();
        }
        ways.retain(|way| way.commitments.len() <= MOST);
        ways
    }
}
