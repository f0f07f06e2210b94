//! The world as a whole, and how it moves from step to step.

mod act;
mod digest;
mod effects;
mod play;

use super::{
    Beginning, Countdown, Flight, Gaps, Life, Loss, Network, Node, Random, Request, Setup, SetupError, Step,
    StepId, Tape, Time, Transit, What, boot_steps,
};
use crate::paper::BugSet;
use crate::pieces::Pieces;
use crate::raft::{
    Configuration, Fact, Input, Options, Output, Persistent, Quorums, RequestId, Role, RoleKind, Rpc, Server,
    ServerId, ServerSet, Term, Timer,
};
use std::sync::Arc;

/// A cluster with its clock, network and clients. A value: clone it to keep a checkpoint.
#[derive(Clone, Debug)]
pub struct World {
    setup: Arc<Setup>,
    beginning: Arc<Beginning>,
    options: Options,
    now: Time,
    steps: StepId,
    booted: usize,
    random: Random,
    nodes: Vec<Node>,
    /// The servers that are frozen: follows from `nodes`, and is asked on every step.
    frozen: ServerSet,
    network: Network,
    requests: Pieces<Request>,
    /// What the server of the current step puts out; kept only for its memory.
    out: Output,
    /// The trace from which its steps come, if they do.
    tape: Option<Arc<Tape>>,
}

/// What happens next of its own accord.
enum Next {
    Boot(ServerId),
    Arrival,
    Timeout(ServerId, Timer, Countdown),
}

impl World {
    /// A world at its beginning. Its first steps boot the servers, one each.
    ///
    /// # Errors
    /// If the setup cannot be run; it says why.
    pub fn new(setup: Setup) -> Result<World, SetupError> {
        let (beginning, ballots) = setup.begin()?;
        let nodes = (0..)
            .map(ServerId::at)
            .zip(ballots)
            .map(|(id, ballot)| {
                let initial = setup.initial(id);
                let persistent =
                    Persistent::new(ballot.term, ballot.vote, initial.log.iter().copied().collect());
                let life = if initial.down {
                    Life::Down(persistent)
                } else {
                    Life::Up(Server::new(id, setup.configuration(), setup.options, persistent))
                };
                Node { id, life, election: None, heartbeat: None, forgotten: None, gaps: Gaps::NONE }
            })
            .collect();
        Ok(World {
            options: setup.options,
            now: Time::ZERO,
            steps: 0,
            booted: 0,
            random: Random::from_seed(setup.seed),
            nodes,
            frozen: ServerSet::EMPTY,
            network: Network::new(setup.servers, setup.link),
            requests: Pieces::default(),
            out: Output::default(),
            setup: Arc::new(setup),
            beginning: Arc::new(beginning),
            tape: None,
        })
    }

    /// How it began.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// What is known of the state in which it began: whether that can arise at all.
    pub fn beginning(&self) -> &Beginning {
        &self.beginning
    }

    /// What the servers do differently now: the setup's options, with the rules that were off since.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// The clock.
    #[inline]
    pub fn now(&self) -> Time {
        self.now
    }

    /// The number of the last step; 0 before the first.
    #[inline]
    pub fn last_step(&self) -> StepId {
        self.steps
    }

    /// The last of the steps with which it begins: each server starts in one.
    pub fn boot_steps(&self) -> StepId {
        boot_steps(self.nodes.len())
    }

    /// Whether a server starts in this step for the first time.
    pub fn is_boot(&self, step: StepId) -> bool {
        (1..=self.boot_steps()).contains(&step)
    }

    /// Whether a server has started for the first time.
    pub fn has_booted(&self, server: ServerId) -> bool {
        server.position() < self.booted
    }

    /// Whether all servers have started.
    pub fn is_booted(&self) -> bool {
        self.booted == self.nodes.len()
    }

    /// All servers, S1 first.
    #[inline]
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// One server.
    ///
    /// # Panics
    /// If it is not in this cluster.
    #[inline]
    pub fn node(&self, server: ServerId) -> &Node {
        &self.nodes[server.position()]
    }

    /// How many servers exist.
    #[inline]
    pub fn size(&self) -> usize {
        self.nodes.len()
    }

    /// All servers that exist. Which of them count is another question: see [`World::configuration`].
    pub fn roster(&self) -> ServerSet {
        self.setup.roster()
    }

    /// Who counts: whose votes elect and whose copies commit.
    pub fn configuration(&self) -> Configuration {
        self.setup.configuration()
    }

    /// Which sets of servers decide, with the rules as they are now.
    pub fn quorums(&self) -> Quorums {
        self.options.quorums(self.configuration())
    }

    /// The links and the messages on them.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// A running server drops entries that it has applied: nothing does so yet but tests of what can be seen of it.
    #[cfg(test)]
    pub(crate) fn compact(&mut self, server: ServerId, up_to: crate::raft::Index) {
        if let super::Life::Up(server) = &mut self.nodes[server.position()].life {
            server.compact(up_to);
        }
    }

    /// What clients have asked for, oldest first.
    pub fn requests(&self) -> impl DoubleEndedIterator<Item = &Request> + ExactSizeIterator {
        self.requests.iter()
    }

    /// A request by its number.
    pub fn request(&self, id: RequestId) -> Option<&Request> {
        self.requests.get(id.0 as usize)
    }

    /// The servers of which something holds.
    pub fn which(&self, holds: impl Fn(&Node) -> bool) -> ServerSet {
        self.nodes.iter().filter(|node| holds(node)).map(|node| node.id).collect()
    }

    /// The servers that run, neither down nor frozen.
    pub fn up(&self) -> ServerSet {
        self.which(|node| matches!(node.life, Life::Up(_)))
    }

    /// The servers that lead or believe so, those of the latest term first. Frozen ones are not counted.
    pub fn leaders(&self) -> Vec<ServerId> {
        let mut leaders: Vec<_> = self.nodes.iter().filter(|node| node.leads()).collect();
        leaders.sort_by_key(|node| (std::cmp::Reverse(node.persistent().current_term), node.id));
        leaders.into_iter().map(|node| node.id).collect()
    }

    /// Whoever leads: of several that believe so, the one of the latest term.
    pub fn leader(&self) -> Option<ServerId> {
        self.nodes
            .iter()
            .filter(|node| node.leads())
            .max_by_key(|node| (node.persistent().current_term, std::cmp::Reverse(node.id)))
            .map(|node| node.id)
    }

    /// When something happens next of its own accord; never, if all servers are down and nothing travels.
    pub fn next_at(&self) -> Option<Time> {
        if let Some(tape) = &self.tape {
            return self.next_frame_at(tape);
        }
        match self.next()? {
            Next::Boot(_) => Some(self.now),
            Next::Arrival => self.network.next_due(self.frozen).map(|due| due.max(self.now)),
            Next::Timeout(_, _, countdown) => Some(countdown.due.max(self.now)),
        }
    }

    /// Lets time pass until a moment, which is before the next event: nothing happens meanwhile.
    /// A moment that is past, or beyond the next event, is brought within.
    pub fn pass(&mut self, to: Time) {
        let end = self.next_at().unwrap_or(to);
        self.clock_to(to.min(end));
    }

    /// At equal times deliveries come before timers, and servers in order.
    #[inline]
    fn next(&self) -> Option<Next> {
        if self.booted < self.nodes.len() {
            return Some(Next::Boot(ServerId::at(self.booted)));
        }
        let mut first: Option<(&Node, Timer, &Countdown)> = None;
        let mut earliest = Time(u64::MAX);
        for node in &self.nodes {
            if !matches!(node.life, Life::Up(_)) {
                continue;
            }
            for (timer, countdown) in [(Timer::Election, &node.election), (Timer::Heartbeat, &node.heartbeat)]
            {
                if let Some(countdown) = countdown
                    && countdown.due < earliest
                {
                    earliest = countdown.due;
                    first = Some((node, timer, countdown));
                }
            }
        }
        let first = first.map(|(node, timer, countdown)| (node.id, timer, *countdown));
        let arrival = self.network.next_due(self.frozen);
        match (arrival, first) {
            // What is overdue at a server that was frozen is due now, timers too.
            (Some(arrival), Some((_, _, countdown)))
                if arrival.max(self.now) <= countdown.due.max(self.now) =>
            {
                Some(Next::Arrival)
            }
            (_, Some((server, timer, countdown))) => Some(Next::Timeout(server, timer, countdown)),
            (arrival, None) => arrival.map(|_| Next::Arrival),
        }
    }

    /// Takes the next step. Says whether there was one: with all servers down nothing happens forever.
    pub fn step(&mut self, step: &mut Step) -> bool {
        if self.tape.is_some() {
            return self.play(step);
        }
        match self.next() {
            None => return false,
            Some(Next::Boot(server)) => {
                self.booted += 1;
                self.begin(step, What::Booted(server), None, false);
                self.boot(server);
            }
            Some(Next::Timeout(server, timer, countdown)) => {
                self.clock_to(countdown.due);
                self.time_out(server, timer, countdown, step, false);
            }
            Some(Next::Arrival) => {
                let Some(flight) = self.network.pop_next(self.frozen) else { return false };
                self.clock_to(flight.due);
                self.arrive(flight, step, false);
            }
        }
        self.end(step);
        true
    }

    fn clock_to(&mut self, to: Time) {
        self.now = self.now.max(to);
        self.let_wait();
    }

    /// Messages for a frozen server wait at its door from the moment they arrive. That is no step: nobody
    /// notices. It depends on the clock alone, so that a replay finds them at the same place.
    fn let_wait(&mut self) {
        if !self.frozen.is_empty() {
            self.network.wait(self.frozen, self.now);
        }
    }

    fn begin(&mut self, step: &mut Step, what: What, cause: Option<StepId>, forced: bool) {
        self.steps += 1;
        self.out.clear();
        step.number = self.steps;
        step.at = self.now;
        step.cause = cause;
        step.forced = forced;
        step.what = what;
        step.facts.clear();
        step.broken = BugSet::NONE;
        step.told = None;
    }

    fn end(&mut self, step: &mut Step) {
        step.term = step.server().map(|server| self.node(server).persistent().current_term);
        let acted = step.server().and_then(|server| self.node(server).server());
        step.role = acted.map(|server| server.role().kind());
        self.notice_second_vote(step);
        step.broken = self.out.broken;
        std::mem::swap(&mut step.facts, &mut self.out.facts);
        self.let_wait();
    }

    /// A vote that a crash has made a server forget is given a second time: the rule that was not followed then is the one
    /// that is not followed now.
    fn notice_second_vote(&mut self, step: &Step) {
        let Some(server) = step.server() else { return };
        let Some((term, to, bug)) = self.node(server).forgotten else { return };
        let second = self.out.facts.iter().any(|fact| match *fact {
            Fact::VoteGranted { to: candidate, term: of, .. } => of == term && candidate != to,
            Fact::ElectionStarted { term: of } => of == term && server != to,
            _ => false,
        });
        if second {
            self.out.breaks(bug);
        }
    }

    fn boot(&mut self, id: ServerId) {
        let initial = self.setup.initial(id);
        let voters = self.voters(id, initial.effective_term());
        let Life::Up(server) = &mut self.nodes[id.position()].life else { return };
        let out = &mut self.out;
        server.boot(out);
        server.boot_committed(initial.commit, out);
        match initial.role {
            RoleKind::Follower => {}
            RoleKind::Candidate => server.boot_as_candidate(out),
            RoleKind::Leader => server.boot_as_leader(voters, out),
        }
        self.carry_out(id);
    }

    /// Who voted for a leader that the setup put in office: who still has that vote, and of those whose later
    /// term has replaced it as many as it takes.
    fn voters(&self, leader: ServerId, term: Term) -> ServerSet {
        let voters = self.which(|node| {
            let persistent = node.persistent();
            persistent.current_term == term && persistent.voted_for == Some(leader)
        });
        let later = self.which(|node| node.persistent().current_term > term);
        self.configuration().quorums().completed(voters, later.iter()).unwrap_or(voters.or(later))
    }

    fn time_out(&mut self, id: ServerId, timer: Timer, countdown: Countdown, step: &mut Step, forced: bool) {
        let input = match timer {
            Timer::Election => Input::ElectionTimeout,
            Timer::Heartbeat => Input::HeartbeatTimeout,
        };
        self.run_out(id, (timer, input), countdown, step, forced);
    }

    /// A timer expires, and the server hears of it by this input.
    fn run_out(
        &mut self,
        id: ServerId,
        (timer, input): (Timer, Input),
        countdown: Countdown,
        step: &mut Step,
        forced: bool,
    ) {
        let waited = self.now.since(countdown.since);
        let what = What::TimerFired { server: id, timer, waited };
        self.begin(step, what, Some(countdown.armed_by), forced);
        *self.nodes[id.position()].timer_mut(timer) = None;
        if timer == Timer::Election {
            self.warn_of_timing(id);
        }
        self.feed(id, input);
    }

    /// §5.6: broadcast time is to be far below the election timeout. Here an election runs out while messages
    /// of it still travel.
    fn warn_of_timing(&mut self, id: ServerId) {
        let Some(server) = self.node(id).running() else { return };
        if !matches!(server.role(), Role::Candidate(_)) {
            return;
        }
        let term = server.term();
        let of_this_election = |flight: &&Flight| {
            flight.message.kind().rpc() == Rpc::RequestVote
                && flight.doom.is_none()
                && flight.place == Transit::Travelling
                && (flight.from == id || flight.to == id)
                && flight.message.request_term() == Some(term)
        };
        let travelling = self.network.flights().filter(of_this_election).count() as u32;
        // Rule C2: time was too short for an answer. Nothing is unsafe about that.
        if travelling > 0 {
            self.out.facts.push(Fact::TimingWarning { travelling });
        }
    }

    fn arrive(&mut self, flight: Flight, step: &mut Step, forced: bool) {
        let loss = flight.doom.or_else(|| {
            let reached = forced || flight.place == Transit::Waiting;
            if self.network.link(flight.from, flight.to).cut && !reached {
                Some(Loss::Cut)
            } else if self.node(flight.to).is_down() {
                Some(Loss::ServerDown)
            } else {
                None
            }
        });
        if let Some(loss) = loss {
            let cause = Some(flight.cause);
            self.begin(step, What::Lost(flight, loss), cause, forced);
            return;
        }
        self.begin(step, What::Nothing, Some(flight.cause), forced);
        // What a trace tells is played, and never given to a server of ours.
        if let Some(message) = flight.message.whole() {
            self.feed(flight.to, Input::Message { from: flight.from, message });
        }
        step.what = What::Delivered(flight);
    }
}
