//! One way for each server, so that every term has one leader, and a majority for it.

use super::rounds::MOST;
use super::timeline::Way;
use std::collections::BTreeSet;

/// What is asked of all servers together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Demands {
    /// The terms that need a leader and votes: a bit for the place of each.
    pub terms: u32,
    /// What needs a majority: terms, and above [`MOST`] commitments.
    pub helps: u32,
    /// How many are a majority.
    pub majority: usize,
    /// A place that is to have another number of votes than a majority.
    pub other: Option<(usize, usize)>,
}

/// What came of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Covered {
    /// The way of each server.
    Yes(Vec<usize>),
    /// There is none.
    No,
    /// It took too long.
    TooLong,
}

impl Demands {
    pub fn of(terms: u32, commitments: usize, majority: usize) -> Demands {
        let shared = ((1u32 << commitments) - 1) << MOST;
        Demands { terms, helps: terms | shared, majority, other: None }
    }

    /// The same of these terms alone.
    pub fn only(self, terms: u32) -> Demands {
        Demands { terms, helps: terms, ..self }
    }

    fn asked(&self, place: usize) -> usize {
        match self.other {
            Some((other, votes)) if other == place => votes,
            _ => self.majority,
        }
    }
}

struct Search<'a> {
    ways: &'a [Vec<Way>],
    demands: Demands,
    /// By server, how many of those from it on can help at each place.
    still: Vec<[u8; 32]>,
    /// By server, the terms that those from it on can lead.
    can_lead: Vec<u32>,
    failed: BTreeSet<(usize, u32, [u8; 32])>,
    left: u64,
}

/// Looks for it, in no more than so many steps.
pub(super) fn cover(ways: &[Vec<Way>], demands: Demands, most: u64) -> Covered {
    if ways.iter().any(Vec::is_empty) {
        return Covered::No;
    }
    let mut still = vec![[0; 32]; ways.len() + 1];
    let mut can_lead = vec![0; ways.len() + 1];
    for (at, of_server) in ways.iter().enumerate().rev() {
        let helps = of_server.iter().fold(0, |all, way| all | way.helps);
        still[at] = still[at + 1];
        for (place, count) in still[at].iter_mut().enumerate() {
            *count += (helps >> place & 1) as u8;
        }
        can_lead[at] = can_lead[at + 1] | of_server.iter().fold(0, |all, way| all | way.leads);
    }
    let mut search = Search { ways, demands, still, can_lead, failed: BTreeSet::new(), left: most };
    let mut chosen = Vec::new();
    if search.choose(0, demands.terms, [0; 32], &mut chosen) {
        return Covered::Yes(chosen);
    }
    if search.left == 0 { Covered::TooLong } else { Covered::No }
}

impl Search<'_> {
    fn choose(&mut self, at: usize, unled: u32, counts: [u8; 32], chosen: &mut Vec<usize>) -> bool {
        if self.left == 0 || unled & !self.can_lead[at] != 0 || !self.may_suffice(at, &counts) {
            return false;
        }
        if at == self.ways.len() {
            return true;
        }
        if self.failed.contains(&(at, unled, counts)) {
            return false;
        }
        self.left -= 1;
        let ways = self.ways;
        for (number, way) in ways[at].iter().enumerate() {
            let leads = way.leads & self.demands.terms;
            if leads & !unled != 0 {
                continue;
            }
            let mut counted = counts;
            for (place, count) in counted.iter_mut().enumerate() {
                if self.demands.helps >> place & 1 == 1 && way.helps >> place & 1 == 1 {
                    // More than enough is enough: so there are fewer cases.
                    *count = (*count + 1).min(self.demands.asked(place) as u8);
                }
            }
            chosen.push(number);
            if self.choose(at + 1, unled & !leads, counted, chosen) {
                return true;
            }
            chosen.pop();
        }
        self.failed.insert((at, unled, counts));
        false
    }

    fn may_suffice(&self, at: usize, counts: &[u8; 32]) -> bool {
        (0..32).filter(|place| self.demands.helps >> place & 1 == 1).all(|place| {
            usize::from(counts[place]) + usize::from(self.still[at][place]) >= self.demands.asked(place)
        })
    }
}
