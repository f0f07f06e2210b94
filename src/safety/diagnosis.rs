//! "Safe, but stuck": why a cluster that breaks no property makes no progress.
//!
//! Safety needs nothing of clocks and networks; liveness does (§5.6). The causes are read off the state: who
//! runs, which links work in which direction, how long timers and journeys are, and, where a state cannot tell,
//! what has happened since a leader was last elected.

mod reach;
#[cfg(test)]
mod tests;

use super::Checker;
use crate::paper::{Bug, Rule};
use crate::raft::{Configuration, Index, Server, ServerId, ServerSet, Term};
use crate::sim::{Life, LifeKind, Node, World};
use reach::Reach;
use serde::Serialize;

macro_rules! causes {
    ($($(#[$doc:meta])* $name:ident $rule:ident,)+) => {
        /// Why nothing moves.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Stuck { $($(#[$doc])* $name),+ }

        impl Stuck {
            /// The rule that explains it.
            pub const fn rule(self) -> Rule {
                match self { $(Stuck::$name => Rule::$rule),+ }
            }
        }
    };
}

causes! {
    /// So many servers are down that the rest are no majority.
    NoMajorityUp C1,
    /// So many servers are frozen that the rest are no majority.
    NoMajorityAwake C1,
    /// No server that runs reaches a majority.
    Partitioned E3,
    /// No server both reaches and hears a majority, though one direction works.
    OneWayLinks E3,
    /// A majority would be connected if links did not hold messages back.
    MessagesHeld L9,
    /// The leader is heard, so no server starts an election; and it does not hear, so nothing commits.
    LeaderDeaf L7,
    /// The leader is frozen, and nobody has noticed yet.
    LeaderFrozen E1,
    /// A server that cannot hear the leader starts one election after another, and the others hear it.
    Disturbed E1,
    /// An election, or the time between heartbeats, takes longer than the election timeouts.
    TimeoutsTooShort C2,
    /// Links lose so much that elections fail.
    LossyLinks L9,
    /// Candidates start elections at the same moment again and again: their timeouts are all the same.
    TimeoutsNotRandom E6,
    /// Votes were split term after term.
    SplitVotes E5,
    /// Election timers are restarted by messages that should not restart them.
    TimerResetByAny E1,
    /// Election timers are restarted by a leader of an older term.
    TimerResetByStale E1,
    /// Followers refuse what the leader sends, and it never goes back.
    NextNeverLowered L6,
    /// A leader waits for answers of a majority that it is cut off from.
    LeaderCutOff L7,
}

/// Why nothing moves, and on which servers it hangs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Diagnosis {
    /// What keeps it from going on.
    pub cause: Stuck,
    /// The servers that it hangs on.
    pub servers: ServerSet,
    /// The rule that explains it.
    pub rule: Rule,
    headline: String,
}

impl Diagnosis {
    fn of(cause: Stuck, servers: ServerSet, headline: String) -> Diagnosis {
        Diagnosis { cause, servers, rule: cause.rule(), headline }
    }

    /// One sentence to follow "safe, but stuck: ", without a full stop.
    pub fn headline(&self) -> &str {
        &self.headline
    }
}

/// How many terms must pass without a winner before an election is more than unlucky.
const MANY_TERMS: u32 = 3;
/// From how many of a thousand lost messages on loss explains failed elections.
const MUCH_LOSS: u16 = 300;

/// Why the cluster makes no progress, if it is certain that it makes none as things stand. None while it is
/// healthy, and while it is likely to recover by itself.
pub fn diagnose(world: &World, checker: &Checker) -> Option<Diagnosis> {
    if !world.is_booted() || !world.driver().foresees() {
        return None;
    }
    let configuration = world.configuration();
    let view = View { world, checker, reach: Reach::of(world), configuration };
    view.too_few_run()
        .or_else(|| view.too_few_in_touch())
        .or_else(|| match view.leader() {
            Some(leader) => view.with_leader(leader),
            None => view.without_leader(),
        })
        .or_else(|| view.waiting_in_vain())
}

struct View<'a> {
    world: &'a World,
    checker: &'a Checker,
    reach: Reach,
    configuration: Configuration,
}

impl View<'_> {
    fn is_quorum(&self, servers: ServerSet) -> bool {
        self.configuration.is_quorum(servers)
    }

    /// Who leads the latest term that anyone leads.
    fn leader(&self) -> Option<&Server> {
        self.world.leader().and_then(|leader| self.world.node(leader).running())
    }

    fn has(&self, bug: Bug) -> bool {
        self.world.options().has(bug)
    }

    fn of_kind(&self, kind: LifeKind) -> ServerSet {
        self.world.which(|node| node.kind() == kind)
    }

    /// The servers that could win an election and commit: they run and are connected to a majority.
    fn able(&self) -> ServerSet {
        self.world.up().iter().filter(|server| self.is_quorum(self.reach.both(*server))).collect()
    }

    fn too_few_run(&self) -> Option<Diagnosis> {
        let (up, down, frozen) =
            (self.world.up(), self.of_kind(LifeKind::Down), self.of_kind(LifeKind::Frozen));
        let (size, needed) = (self.configuration.voters().len(), self.configuration.quorums().least());
        if self.is_quorum(up) {
            return None;
        }
        if !self.is_quorum(self.configuration.voters().minus(down)) {
            let text =
                format!("{} of {size} servers {} down, and a majority is {needed}", down.len(), are(down));
            return Some(Diagnosis::of(Stuck::NoMajorityUp, down, text));
        }
        let text = format!(
            "{} of {size} servers run, and a majority is {needed}: {frozen} {} frozen",
            up.len(),
            are(frozen)
        );
        Some(Diagnosis::of(Stuck::NoMajorityAwake, frozen, text))
    }

    fn too_few_in_touch(&self) -> Option<Diagnosis> {
        if !self.able().is_empty() {
            return None;
        }
        let up = self.world.up();
        let open = Reach::with_holds_open(self.world);
        if up.iter().any(|server| self.is_quorum(open.both(server))) {
            let holding = self.reach.lost_to(&open);
            let text = format!("messages of {holding} are held back: no server is connected to a majority");
            return Some(Diagnosis::of(Stuck::MessagesHeld, holding, text));
        }
        if up.iter().any(|server| self.is_quorum(self.reach.either(server))) {
            let text = "no server both reaches and hears a majority: links work in one direction only";
            return Some(Diagnosis::of(Stuck::OneWayLinks, up, text.to_owned()));
        }
        let text = format!("no server reaches a majority: {} would be enough", self.configuration.quorums());
        Some(Diagnosis::of(Stuck::Partitioned, up, text))
    }

    fn with_leader(&self, leader: &Server) -> Option<Diagnosis> {
        let id = leader.id();
        if !self.is_quorum(self.reach.both(id)) {
            return self.deaf_leader(id, leader.term());
        }
        self.next_never_lowered(leader)
            .or_else(|| self.slow_heartbeats(id))
            .or_else(|| self.disturbed(Some(leader)))
    }

    /// A leader that reaches followers and does not hear a majority. Those who could take its place do so,
    /// unless its heartbeats keep them quiet.
    fn deaf_leader(&self, leader: ServerId, term: Term) -> Option<Diagnosis> {
        let reached = self.reach.to(leader);
        let newer = self.world.which(|node| node.persistent().current_term > term);
        let able = self.able();
        let quiet = self.has(Bug::TimerResetByAny) || self.has(Bug::TimerResetByStale);
        if !able.minus(reached).is_empty() {
            return None;
        }
        let awake = able.and(newer);
        if awake.is_empty() {
            let text = format!(
                "followers hear {leader}, so no server starts an election; but {leader} does not hear a \
                 majority, so it commits nothing"
            );
            return Some(Diagnosis::of(Stuck::LeaderDeaf, ServerSet::only(leader), text));
        }
        if !quiet {
            return None;
        }
        let text = format!(
            "messages of {leader}, which leads an older term, restart the election timers of {awake}: no \
             server starts an election"
        );
        let cause =
            if self.has(Bug::TimerResetByAny) { Stuck::TimerResetByAny } else { Stuck::TimerResetByStale };
        Some(Diagnosis::of(cause, ServerSet::only(leader), text))
    }

    /// A majority must have, where the leader's next request begins, what the leader has there.
    fn next_never_lowered(&self, leader: &Server) -> Option<Diagnosis> {
        let state = leader.leader().filter(|_| self.has(Bug::NextNeverLowered))?;
        let log = &leader.persistent().log;
        let refuses = |follower: &ServerId| {
            let prev = state.next_index(*follower).previous();
            let theirs = &self.world.node(*follower).persistent().log;
            prev > Index::ZERO && theirs.term_at(prev) != log.term_at(prev)
        };
        let touch = self.reach.both(leader.id());
        let refusing: ServerSet = touch.minus(ServerSet::only(leader.id())).iter().filter(refuses).collect();
        if self.is_quorum(touch.minus(refusing)) {
            return None;
        }
        let text = format!(
            "{refusing} rejects what {} sends, and it never goes back to where their logs match",
            leader.id()
        );
        Some(Diagnosis::of(Stuck::NextNeverLowered, refusing, text))
    }

    fn slow_heartbeats(&self, leader: ServerId) -> Option<Diagnosis> {
        let timing = self.world.setup().timing;
        let slow = self.world.size() > 1 && timing.heartbeat >= timing.election_timeout.max;
        if !slow || self.checker.since_election().idle_leaders < MANY_TERMS {
            return None;
        }
        let text = format!(
            "followers wait at most {} and heartbeats come every {}: each leader is deposed before its next \
             heartbeat",
            timing.election_timeout.max, timing.heartbeat
        );
        Some(Diagnosis::of(Stuck::TimeoutsTooShort, ServerSet::only(leader), text))
    }

    /// A server that hears no leader and is heard: it starts election after election, and each of its terms deposes
    /// whoever leads, or takes the votes of those that could elect another.
    fn disturbed(&self, leader: Option<&Server>) -> Option<Diagnosis> {
        let since_election = self.checker.since_election();
        if since_election.idle_leaders < MANY_TERMS && since_election.terms < MANY_TERMS {
            return None;
        }
        let able = self.able();
        let disturbs = |server: &ServerId| {
            let audible = !self.reach.to(*server).and(able).minus(ServerSet::only(*server)).is_empty();
            let informed = match leader {
                Some(leader) => self.reach.to(leader.id()).contains(*server),
                None => !self.reach.from(*server).and(able).minus(ServerSet::only(*server)).is_empty(),
            };
            audible && !informed
        };
        let servers: ServerSet = self.world.up().minus(able).iter().filter(disturbs).collect();
        let first = servers.first()?;
        let voters = able
            .iter()
            .filter(|voter| self.world.node(*voter).persistent().voted_for == Some(first) && *voter != first);
        let voters: ServerSet = voters.collect();
        let text = if voters.is_empty() {
            format!(
                "{first} hears no leader, but others hear {first}: it starts one election after another, and \
                 the others adopt its terms"
            )
        } else {
            format!(
                "{first} receives no messages, but others hear {first}: it starts one election after \
                 another, {voters} voted for it in its last term, and it never receives those votes"
            )
        };
        Some(Diagnosis::of(Stuck::Disturbed, servers, text))
    }

    fn without_leader(&self) -> Option<Diagnosis> {
        let terms = self.checker.since_election().terms;
        self.frozen_leader()
            .or_else(|| self.round_trip_too_long(terms))
            .or_else(|| self.timeouts_not_random(terms))
            .or_else(|| {
                if terms < MANY_TERMS {
                    return None;
                }
                self.timers_restarted()
                    .or_else(|| self.lossy())
                    .or_else(|| self.disturbed(None))
                    .or_else(|| self.split_votes(terms))
            })
    }

    /// A frozen leader whose followers have not noticed: until the first of them stands.
    fn frozen_leader(&self) -> Option<Diagnosis> {
        let newest = self.world.nodes().iter().map(|node| node.persistent().current_term).max()?;
        let leads = |node: &&Node| match &node.life {
            Life::Frozen(server) => server.leader().is_some() && server.term() == newest,
            _ => false,
        };
        let leader = self.world.nodes().iter().find(leads)?.id;
        let text = format!("{leader} leads and is frozen: its followers wait for their election timeouts");
        Some(Diagnosis::of(Stuck::LeaderFrozen, ServerSet::only(leader), text))
    }

    /// §5.6: broadcast time must be well below the election timeout.
    fn round_trip_too_long(&self, terms: u32) -> Option<Diagnosis> {
        let timeout = self.world.setup().timing.election_timeout;
        let (shortest, longest) = self.reach.round_trip(self.world, self.able(), self.configuration)?;
        let never = shortest >= timeout.max && terms > 0;
        let seldom = longest >= timeout.min && terms >= MANY_TERMS;
        if !never && !seldom {
            return None;
        }
        let trip = if never { shortest } else { longest };
        let text =
            format!("a round trip to a majority takes {trip}, and candidates time out after {timeout}");
        Some(Diagnosis::of(Stuck::TimeoutsTooShort, self.checker.since_election().candidates, text))
    }

    fn timeouts_not_random(&self, terms: u32) -> Option<Diagnosis> {
        let timeout = self.world.setup().timing.election_timeout;
        let candidates = self.checker.since_election().candidates;
        let fixed = self.has(Bug::FixedTimeouts) || timeout.min == timeout.max;
        if !fixed || terms < 2 || candidates.len() < 2 {
            return None;
        }
        let text = format!(
            "{candidates} start elections at the same moments: all election timeouts are {}",
            timeout.min
        );
        Some(Diagnosis::of(Stuck::TimeoutsNotRandom, candidates, text))
    }

    fn timers_restarted(&self) -> Option<Diagnosis> {
        let candidates = self.checker.since_election().candidates;
        if !self.has(Bug::TimerResetByAny) {
            return None;
        }
        let text = format!(
            "every message restarts election timers: only {candidates} ever started an election, \
                     without winning"
        );
        Some(Diagnosis::of(Stuck::TimerResetByAny, candidates, text))
    }

    fn lossy(&self) -> Option<Diagnosis> {
        let (servers, loss) = Reach::lossiest(self.world);
        if loss < MUCH_LOSS {
            return None;
        }
        let text =
            format!("links of {servers} lose up to {}% of the messages: votes do not get through", loss / 10);
        Some(Diagnosis::of(Stuck::LossyLinks, servers, text))
    }

    fn split_votes(&self, terms: u32) -> Option<Diagnosis> {
        let candidates = self.checker.since_election().candidates;
        if candidates.len() < 2 {
            return None;
        }
        let text = format!("{} terms had no winner: {candidates} split the votes", terms - 1);
        Some(Diagnosis::of(Stuck::SplitVotes, candidates, text))
    }

    /// A leader that clients wait for, cut off from the majority that it needs.
    fn waiting_in_vain(&self) -> Option<Diagnosis> {
        let waits = |node: &&Node| {
            let pending =
                node.running().and_then(Server::leader).is_some_and(|state| !state.pending.is_empty());
            pending && !self.is_quorum(self.reach.both(node.id))
        };
        let leader = self.world.nodes().iter().find(waits)?.id;
        let others = self.reach.both(leader).minus(ServerSet::only(leader));
        let with = if others.is_empty() { "nobody".to_owned() } else { format!("only {others}") };
        let text = format!(
            "{leader} cannot commit what clients send: it is connected to {with}, and a majority is {}",
            self.configuration.quorums().least()
        );
        Some(Diagnosis::of(Stuck::LeaderCutOff, ServerSet::only(leader), text))
    }
}

fn are(servers: ServerSet) -> &'static str {
    if servers.len() == 1 { "is" } else { "are" }
}
