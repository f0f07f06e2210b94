//! A run that leads to a state, made from a plan: ordinary actions, one after the other, from empty logs.
//!
//! Nothing happens there but what the plan says ([`Setup::by_hand`]). The ordinary world plays it, and it is believed only
//! if it ends in exactly these logs.

use crate::arise::{Plan, Situation, Taken, Turn};
use crate::history::{ActionSequence, Run};
use crate::language::{
    Act, Command as Line, Kind, MessageVerb, Pattern, Says, Targets, Which, spell_setup_briefly,
};
use crate::raft::{Command, Index, Message, MessageKind, Options, ServerId, ServerSet, Term, Timer};
use crate::sim::{Action, Flight, Setup, Span, World};

/// The most messages that are delivered until a follower has what it is to have.
const MOST_DELIVERIES: usize = 400;
/// The most elections for the sake of a term.
const MOST_ELECTIONS: u32 = 200;

/// A run to a state.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// The run, at its end.
    pub run: Run,
    /// The same as a script: how the cluster begins, and what is done.
    pub commands: Vec<Line>,
    /// How many actions it takes.
    pub actions: usize,
}

/// The run that a plan comes to, without what can be left out of it. None if no run ends in exactly these logs and the terms
/// that are said.
pub fn arrive(plan: &Plan, situation: &Situation) -> Option<Arrival> {
    // More entries in a message need fewer messages; one in each lets a follower stop anywhere.
    let ways =
        [Options::default().max_entries, 1].map(|max_entries| Options { max_entries, ..Options::default() });
    let arrivals = ways.into_iter().filter_map(|options| {
        let arrival = Builder::new(situation, options)?.follow(plan, situation)?;
        Some(shorter(&arrival, situation).unwrap_or(arrival))
    });
    arrivals.min_by_key(|arrival| arrival.actions)
}

/// The same without what can be left out.
fn shorter(arrival: &Arrival, situation: &Situation) -> Option<Arrival> {
    let actions = ActionSequence::of(&arrival.run, Span::ZERO)?;
    let (_, run) = actions.reduced(|run| is_there(run.world(), situation))?;
    let mut again = Builder { run: Run::new(run.world().setup().clone()).ok()?, acts: Vec::new() };
    for placed in run.actions() {
        again.act(&placed.action)?;
    }
    Some(again.arrived())
}

/// Whether the logs and the terms are as they are said.
fn is_there(world: &World, situation: &Situation) -> bool {
    world.nodes().iter().zip(&situation.servers).all(|(node, said)| {
        let disk = node.persistent();
        said.term.is_none_or(|term| term == disk.current_term)
            && disk.log.last_index().0 as usize == said.log.len()
            && disk.log.iter().map(|(_, entry)| entry).eq(&said.log)
    })
}

struct Builder {
    run: Run,
    acts: Vec<Act>,
}

impl Builder {
    fn new(situation: &Situation, options: Options) -> Option<Builder> {
        let setup = Setup::by_hand(situation.servers.len(), options);
        Some(Builder { run: Run::new(setup).ok()?, acts: Vec::new() })
    }

    fn follow(mut self, plan: &Plan, situation: &Situation) -> Option<Arrival> {
        for turn in &plan.turns {
            self.elect(turn)?;
            for entry in &turn.appends {
                let command = entry.payload.command().unwrap_or(Command::NoOp);
                self.act(&Action::Submit { to: turn.leader, command })?;
            }
            for taken in &turn.taken {
                self.replicate(turn.leader, *taken)?;
            }
        }
        for (server, state) in (0..).map(ServerId::at).zip(&situation.servers) {
            if let Some(term) = state.term {
                self.rise(server, term)?;
            }
        }
        is_there(self.run.world(), situation).then(|| self.arrived())
    }

    fn arrived(self) -> Arrival {
        let setup = spell_setup_briefly(self.run.world().setup());
        let actions = self.acts.len();
        let commands = setup.into_iter().chain(self.acts.into_iter().map(Line::Act)).collect();
        Arrival { run: self.run, commands, actions }
    }

    fn act(&mut self, action: &Action) -> Option<()> {
        let act = self.spelled(action);
        self.run.act(action).ok()?;
        self.acts.push(act);
        Some(())
    }

    /// As a person would say it, if that means the same: a message by its kind and ends, not its number.
    fn spelled(&self, action: &Action) -> Act {
        if let Action::Deliver(id) = action
            && let Some(flight) = self.run.world().network().flight(*id)
        {
            let kind = kind_of(flight.message.kind());
            let fits = |other: &&Flight| {
                (other.from, other.to) == (flight.from, flight.to) && kind_of(other.message.kind()) == kind
            };
            let all = || self.run.world().network().flights().filter(fits).map(|other| other.id);
            let (from, to) = (Some(Targets::server(flight.from)), Some(Targets::server(flight.to)));
            let pattern = Pattern { kind, from, to, says: Says::default() };
            if all().min() == Some(*id) {
                return Act::Message(MessageVerb::Deliver, Which::First(pattern));
            }
            if all().max() == Some(*id) {
                return Act::Message(MessageVerb::Deliver, Which::Last(pattern));
            }
        }
        Act::from(action)
    }

    fn term(&self, server: ServerId) -> Term {
        self.run.world().node(server).persistent().current_term
    }

    fn leads(&self, server: ServerId) -> bool {
        self.run.world().node(server).leads()
    }

    /// A leader has no election timer: it restarts as a follower first.
    fn start_election(&mut self, server: ServerId) -> Option<()> {
        if self.leads(server) {
            self.act(&Action::Crash(server))?;
            self.act(&Action::Restart(server))?;
        }
        self.act(&Action::Fire { server, timer: Timer::Election })
    }

    /// A server starts elections until it is in a term.
    fn rise(&mut self, server: ServerId, term: Term) -> Option<()> {
        if term.0.saturating_sub(self.term(server).0) > MOST_ELECTIONS {
            return None;
        }
        while self.term(server) < term {
            self.start_election(server)?;
        }
        (self.term(server) == term).then_some(())
    }

    fn elect(&mut self, turn: &Turn) -> Option<()> {
        self.rise(turn.leader, turn.term)?;
        let majority = self.run.world().quorums().least();
        let voters = turn.voters.minus(ServerSet::only(turn.leader));
        for voter in voters.iter().take(majority - 1) {
            self.deliver(turn.leader, voter, MessageKind::RequestVote)?;
            self.deliver(voter, turn.leader, MessageKind::RequestVoteReply)?;
        }
        (self.leads(turn.leader) && self.term(turn.leader) == turn.term).then_some(())
    }

    /// The newest message of a kind arrives.
    fn deliver(&mut self, from: ServerId, to: ServerId, kind: MessageKind) -> Option<()> {
        let flights = self.run.world().network().flights();
        let fits = |flight: &&Flight| (flight.from, flight.to) == (from, to) && flight.message.kind() == kind;
        let newest = flights.filter(fits).map(|flight| flight.id).max()?;
        self.act(&Action::Deliver(newest))
    }

    /// A follower gets this much of its leader's log.
    fn replicate(&mut self, leader: ServerId, taken: Taken) -> Option<()> {
        let end = Index::ZERO.plus(taken.length);
        for _ in 0..MOST_DELIVERIES {
            let world = self.run.world();
            let (own, log) = (&world.node(taken.by).persistent().log, &world.node(leader).persistent().log);
            if own.last_index() == end && own.agreement(log) == end {
                return Some(());
            }
            let term = self.term(leader);
            let of_use = |flight: &&Flight| match flight.message.whole() {
                Some(Message::AppendEntries(request)) => {
                    let last = request.prev_log_index.plus(request.entries.len());
                    // A rejection lowers the next index; an accepted request must not reach too far.
                    let refused = own.term_at(request.prev_log_index) != Some(request.prev_log_term);
                    (flight.from, flight.to) == (leader, taken.by)
                        && request.term == term
                        && (refused || last <= end)
                }
                _ => false,
            };
            let request = world.network().flights().filter(of_use).map(|flight| flight.id).max();
            match request {
                Some(id) => {
                    self.act(&Action::Deliver(id))?;
                    let own = &self.run.world().node(taken.by).persistent().log;
                    let log = &self.run.world().node(leader).persistent().log;
                    let there = own.last_index() == end && own.agreement(log) == end;
                    if !there {
                        self.deliver(taken.by, leader, MessageKind::AppendEntriesReply)?;
                    }
                }
                None => self.act(&Action::Fire { server: leader, timer: Timer::Heartbeat })?,
            }
        }
        None
    }
}

fn kind_of(message: MessageKind) -> Kind {
    match message {
        MessageKind::RequestVote => Kind::Vote,
        MessageKind::RequestVoteReply => Kind::VoteReply,
        MessageKind::AppendEntries => Kind::Append,
        MessageKind::AppendEntriesReply => Kind::AppendReply,
    }
}
