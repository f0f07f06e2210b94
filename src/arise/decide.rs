//! The decision: yes with a plan, no with a reason, or not known within the bounds.

use super::cover::{Covered, Demands, cover};
use super::plan::{Plan, Taken, Turn};
use super::reason::{Excuse, Impossible, Refuser};
use super::rounds::{Led, Round, Rounds};
use super::situation::{Part, Situation};
use super::structure;
use super::timeline::{Way, can_have_had, ways};
use super::tree::{EMPTY, Node, Tree};
use crate::raft::{ServerId, ServerSet};

/// Of more different entries than this no plan is looked for: it would take too long.
const MOST_ENTRIES: usize = 200;

/// How hard to try.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Effort {
    /// The most leaders of which nothing is left in the logs that are tried at once.
    pub helpers: usize,
    /// How many sets of leaders are tried.
    pub sets: u64,
    /// How many steps are taken to find a way forevery server, with one set of leaders.
    pub steps: u64,
}

impl Effort {
    /// For a question: seconds.
    pub const FULL: Effort = Effort { helpers: 3, sets: 20_000, steps: 200_000 };
    /// For the check of every set-up: it must not be felt.
    pub const QUICK: Effort = Effort { helpers: 1, sets: 300, steps: 20_000 };
}

/// What is decided.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// It can arise, and so.
    Possible(Plan),
    /// It cannot.
    Impossible(Impossible),
    /// Neither was shown: no plan with so many leaders of which nothing is left, in so many sets.
    Open {
        /// The most leaders of which nothing is left that were tried at once.
        helpers: usize,
        /// How many sets of leaders were tried.
        sets: u64,
    },
}

/// Whether a state can arise in a cluster that obeys every rule.
pub fn decide(situation: &Situation, effort: Effort) -> Verdict {
    let tree = Tree::of(situation.servers.iter().map(|server| server.log.as_slice()));
    if let Some(found) = structure::contradiction(situation, &tree) {
        return Verdict::Impossible(found);
    }
    let rounds = Rounds::of(situation, &tree).filter(|_| tree.nodes().len() <= MOST_ENTRIES);
    let Some(rounds) = rounds else { return Verdict::Open { helpers: 0, sets: 0 } };
    let mut search = Search { situation, tree: &tree, effort, sets: 0 };
    let ways = rounds.with_commitments(situation, &tree);
    if let Some(plan) = search.any(&ways) {
        return Verdict::Possible(plan);
    }
    if search.nothing_helps(&ways) {
        return Verdict::Impossible(search.reason(&rounds));
    }
    for helpers in 1..=effort.helpers {
        for way in &ways {
            if let Some(plan) = search.with_helpers(way, helpers, 0) {
                return Verdict::Possible(plan);
            }
        }
        if helpers == 1 && !ways.is_empty() && ways.iter().all(|way| search.no_gap_helps(way)) {
            return Verdict::Impossible(Impossible::Together {
                terms: rounds.led().map(|led| led.term).collect(),
                last: rounds.led().next_back().map_or(crate::raft::Term::ZERO, |led| led.term),
                at_most: None,
                majority: situation.majority(),
            });
        }
        if search.sets >= effort.sets {
            return Verdict::Open { helpers, sets: search.sets };
        }
    }
    Verdict::Open { helpers: effort.helpers, sets: search.sets }
}

struct Search<'a> {
    situation: &'a Situation,
    tree: &'a Tree,
    effort: Effort,
    sets: u64,
}

impl Search<'_> {
    fn ways(&self, rounds: &Rounds, relaxed: bool) -> Vec<Vec<Way>> {
        let of = |server| ways(self.situation, self.tree, rounds, server, relaxed);
        self.situation.roster().iter().map(of).collect()
    }

    fn demands(&self, rounds: &Rounds) -> Demands {
        let terms = rounds.led().fold(0, |all, led| all | 1 << led.place);
        Demands::of(terms, rounds.commitments.len(), self.situation.majority())
    }

    /// Where votes of a term are said, one of those who got them led it, or somebody who got none of them.
    fn with_leaders(&self, rounds: &Rounds) -> Vec<Rounds> {
        let mut all = vec![rounds.clone()];
        for led in rounds.led().filter(|led| led.leader.is_none()) {
            let said = self.situation.named().filter(|(_, state)| state.term == Some(led.term));
            let named: ServerSet = said.filter_map(|(_, state)| state.vote.flatten()).collect();
            let more: Vec<Rounds> = all
                .iter()
                .flat_map(|rounds| named.iter().map(|leader| rounds.led_by(led.term, leader)))
                .collect();
            all.splice(0..0, more);
        }
        all
    }

    /// A plan with one of these sets of leaders.
    fn any(&mut self, sets: &[Rounds]) -> Option<Plan> {
        sets.iter().find_map(|rounds| self.plan(rounds))
    }

    fn plan(&mut self, rounds: &Rounds) -> Option<Plan> {
        self.with_leaders(rounds).iter().find_map(|rounds| {
            self.sets += 1;
            let ways = self.ways(rounds, false);
            match cover(&ways, self.demands(rounds), self.effort.steps) {
                Covered::Yes(chosen) => Some(self.told(rounds, &ways, &chosen)),
                Covered::No | Covered::TooLong => None,
            }
        })
    }

    /// Plans in which so many more terms had a leader, from this place on.
    fn with_helpers(&mut self, rounds: &Rounds, helpers: usize, from: usize) -> Option<Plan> {
        if helpers == 0 {
            return self.plan(rounds);
        }
        let ends: Vec<Node> = rounds.led().map(|led| led.end).collect();
        let bases: Vec<Node> = rounds.led().map(|led| led.base).collect();
        let logs = self.situation.roster().iter().map(|server| self.tree.log(server));
        let mut useful: Vec<Node> = logs.chain(ends).chain(bases).collect();
        useful.sort_by_key(|node| std::cmp::Reverse(self.tree.recency(*node)));
        useful.dedup();
        for at in (from..rounds.list.len()).rev() {
            let Round::Hidden(term) = rounds.list[at] else { continue };
            for log in useful.iter().filter(|log| self.tree.last_term(**log) < term) {
                if self.sets >= self.effort.sets {
                    return None;
                }
                let plan = rounds
                    .with_helper(at, *log)
                    .and_then(|with| self.with_helpers(&with, helpers - 1, at + 1));
                if plan.is_some() {
                    return plan;
                }
            }
        }
        None
    }

    /// Whether there is no plan even if terms of which nothing is seen change logs as they like.
    fn nothing_helps(&self, sets: &[Rounds]) -> bool {
        sets.iter().flat_map(|rounds| self.with_leaders(rounds)).all(|rounds| {
            cover(&self.ways(&rounds, true), self.demands(&rounds), self.effort.steps) == Covered::No
        })
    }

    /// Whether there is no plan whoever led the terms between those of which something is seen, with whatever log: each
    /// of them had no leader, or one that began with any log and appended nothing, or an entry. How many entries is the
    /// same to all others.
    fn no_gap_helps(&mut self, rounds: &Rounds) -> bool {
        let Some(gaps) = rounds.gaps().filter(|gaps| !gaps.is_empty()) else { return false };
        self.no_filling_helps(self.tree, rounds, &gaps)
    }

    fn no_filling_helps(&mut self, tree: &Tree, rounds: &Rounds, gaps: &[usize]) -> bool {
        if self.sets >= self.effort.sets {
            return false;
        }
        let Some((at, rest)) = gaps.split_first() else {
            self.sets += 1;
            let search = Search { tree, ..*self };
            return search.nothing_helps(std::slice::from_ref(rounds));
        };
        let Round::Hidden(term) = rounds.list[*at] else { return false };
        let mut none_helps = |tree: &Tree, leader: Option<(Node, Node)>| {
            rounds.with_gap(*at, leader).is_some_and(|with| self.no_filling_helps(tree, &with, rest))
        };
        let earlier = |node: &Node| tree.last_term(*node) < term;
        none_helps(tree, None)
            && std::iter::once(EMPTY).chain(tree.nodes()).filter(earlier).all(|base| {
                let (longer, end) = tree.with_entry(base, term);
                none_helps(tree, Some((base, base))) && none_helps(&longer, Some((base, end)))
            })
    }

    fn told(&self, rounds: &Rounds, ways: &[Vec<Way>], chosen: &[usize]) -> Plan {
        let way = |server: ServerId| &ways[server.position()][chosen[server.position()]];
        let roster = || self.situation.roster().iter();
        let turn = |led: Led| {
            let bit = 1 << led.place;
            let leader = roster().find(|server| way(*server).leads & bit != 0)?;
            let taken = |by: ServerId| {
                let deed = way(by).deeds.iter().find(|deed| deed.term == led.term)?;
                let took = deed.took.filter(|took| *took != deed.had)?;
                Some(Taken { by, length: self.tree.length(took) })
            };
            Some(Turn {
                term: led.term,
                leader,
                voters: roster().filter(|server| way(*server).helps & bit != 0).collect(),
                begins_with: self.tree.length(led.base),
                appends: self.tree.entries_after(led.end, self.tree.length(led.base)),
                taken: roster().filter_map(taken).collect(),
            })
        };
        Plan { turns: rounds.led().filter_map(turn).collect() }
    }

    /// Why there is no plan.
    fn reason(&self, rounds: &Rounds) -> Impossible {
        let variants = self.with_leaders(rounds);
        let possible = |rounds: &Rounds, demands: Demands| {
            cover(&self.ways(rounds, true), demands, self.effort.steps) != Covered::No
        };
        if variants.iter().any(|rounds| possible(rounds, self.demands(rounds))) {
            let known = self.situation.named().max_by_key(|(_, state)| state.commit);
            let (server, state) = known.unwrap_or((ServerId::at(0), &self.situation.servers[0]));
            return Impossible::NotCommitted { server, index: state.commit };
        }
        // The one that says least of the votes.
        let rounds = variants.last().unwrap_or(rounds);
        if let Some(found) = self.vote_against_log(rounds) {
            return found;
        }
        let demands = self.demands(rounds);
        let alone = |led: &Led| variants.iter().all(|rounds| !possible(rounds, demands.only(1 << led.place)));
        if let Some(led) = rounds.led().find(alone) {
            return self.unelected(rounds, led);
        }
        let mut core = demands.terms;
        for led in rounds.led() {
            let fewer = core & !(1 << led.place);
            if variants.iter().all(|rounds| !possible(rounds, demands.only(fewer))) {
                core = fewer;
            }
        }
        let terms: Vec<Led> = rounds.led().filter(|led| core >> led.place & 1 == 1).collect();
        let Some(last) = terms.last() else {
            return self.unelected(rounds, rounds.led().next().unwrap_or_else(no_term));
        };
        let demands = demands.only(core);
        let votes = (0..self.situation.majority()).rev().find(|votes| {
            let fewer = Demands { other: Some((last.place, *votes)), ..demands };
            variants.iter().any(|rounds| possible(rounds, fewer))
        });
        Impossible::Together {
            terms: terms.iter().map(|led| led.term).collect(),
            last: last.term,
            at_most: Some(votes.unwrap_or(0)),
            majority: self.situation.majority(),
        }
    }

    /// A vote that is said, for a leader or a candidate whose log was older than any that the voter can have had.
    fn vote_against_log(&self, rounds: &Rounds) -> Option<Impossible> {
        self.situation.named().find_map(|(voter, state)| {
            let (term, candidate) = (state.term?, state.vote??);
            let at =
                rounds.list.iter().position(|round| matches!(round, Round::Led(led) if led.term == term))?;
            let Round::Led(led) = rounds.list[at] else { return None };
            if led.leader != Some(candidate) || candidate == voter {
                return None;
            }
            let had = self.least_at(rounds, voter, at)?;
            (self.tree.recency(had) > self.tree.recency(led.base)).then(|| Impossible::VoteAgainstLog {
                voter,
                candidate,
                term,
                had: (self.tree.last_index(had), self.tree.last_term(had)),
            })
        })
    }

    /// The least up-to-date log that a server can have had when a term began. A vote in that term is left aside.
    fn least_at(&self, rounds: &Rounds, server: ServerId, at: usize) -> Option<Node> {
        let mut situation = self.situation.clone();
        situation.servers[server.position()].vote = None;
        let had = can_have_had(&situation, self.tree, rounds, server, at);
        had.into_iter().min_by_key(|node| self.tree.recency(*node))
    }

    fn unelected(&self, rounds: &Rounds, led: Led) -> Impossible {
        let at = rounds
            .list
            .iter()
            .position(|round| matches!(round, Round::Led(other) if other.term == led.term))
            .unwrap_or(0);
        let refusers: Vec<Refuser> = self
            .situation
            .roster()
            .iter()
            .filter_map(|server| {
                self.refuses(rounds, server, at, led).map(|excuse| Refuser { server, excuse })
            })
            .collect();
        if self.situation.servers.len() - refusers.len() >= self.situation.majority() {
            let last = (self.tree.last_index(led.base), self.tree.last_term(led.base));
            return Impossible::NotItsLog { leader: led.leader, term: led.term, last };
        }
        let refusing: ServerSet = refusers.iter().map(|refuser| refuser.server).collect();
        let written = self.tree.length(led.end) > self.tree.length(led.base);
        Impossible::Unelected {
            term: led.term,
            leader: led.leader,
            seen_on: written.then(|| (self.tree.on(led.end), self.tree.last_index(led.end))),
            last: (self.tree.last_index(led.base), self.tree.last_term(led.base)),
            voters: self.situation.roster().minus(refusing),
            refusers,
            majority: self.situation.majority(),
        }
    }

    fn refuses(&self, rounds: &Rounds, server: ServerId, at: usize, led: Led) -> Option<Excuse> {
        let state = &self.situation.servers[server.position()];
        match state.term {
            Some(term) if term < led.term => return Some(Excuse::NotThere(term)),
            Some(term) if term == led.term && led.leader != Some(server) => match state.vote {
                _ if state.part == Part::Candidate => return Some(Excuse::Voted(Some(server))),
                Some(vote) if vote.is_none() || (led.leader.is_some() && vote != led.leader) => {
                    return Some(Excuse::Voted(vote));
                }
                _ => {}
            },
            _ => {}
        }
        match self.least_at(rounds, server, at) {
            None => Some(Excuse::Unreachable),
            Some(node) if self.tree.recency(node) > self.tree.recency(led.base) => {
                Some(Excuse::Newer(self.tree.last_index(node), self.tree.last_term(node)))
            }
            Some(_) => None,
        }
    }
}

/// There is always a term to blame where a plan is missing: with no term that had a leader, all logs are empty.
fn no_term() -> Led {
    Led { term: crate::raft::Term(1), base: 0, end: 0, leader: None, place: 0 }
}
