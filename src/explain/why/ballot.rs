//! Which servers would vote for a candidate: the servers' own code answers, on copies.

use super::reach;
use crate::raft::{
    Denial, Fact, Index, Input, Message, Output, Persistent, Quorums, RequestVote, Server, ServerId,
    ServerSet, Term,
};
use crate::sim::{Life, World};

/// How an election would go if one server started it at this moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Prospects {
    /// The candidate.
    pub candidate: ServerId,
    /// The term of the election.
    pub term: Term,
    /// What every other server would answer, in order.
    pub voters: Vec<Voter>,
    /// Which votes are enough.
    pub quorums: Quorums,
    /// Whether the candidate is running and is not a leader: otherwise it cannot start an election now.
    pub can_stand: bool,
    /// The servers that would vote for it in a term newer than every other, itself included: only logs decide.
    pub by_logs: ServerSet,
}

/// What one server would answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Voter {
    /// The server that is asked for its vote.
    pub server: ServerId,
    /// Whether it gets the request and its reply arrives: it is running, and links are open in both directions.
    pub reached: bool,
    /// What it would answer if it were reached.
    pub says: Says,
}

/// An answer to a vote request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Says {
    /// It grants its vote.
    Yes,
    /// No: it has already voted in that term, or the candidate's log is less up-to-date.
    No(Denial),
    /// No: it is in a newer term already.
    NewerTerm(Term),
}

impl Prospects {
    /// How an election would go.
    pub fn of(world: &World, candidate: ServerId) -> Prospects {
        let node = world.node(candidate);
        let disk = node.persistent();
        let can_stand = node.running().is_some_and(|server| server.leader().is_none());
        let term = disk.current_term.next();
        let touch = reach::in_touch(world, candidate);
        let voters = world.roster().minus(ServerSet::only(candidate)).iter().map(|server| {
            let says = ask(world, server, request(candidate, term, disk));
            Voter { server, reached: touch.contains(server), says }
        });
        let newest = newest_term(world).next();
        let alone = world.quorums().is_quorum(ServerSet::only(candidate));
        let by_logs = world.roster().iter().filter(|voter| {
            *voter == candidate
                || (!alone && ask(world, *voter, request(candidate, newest, disk)) == Says::Yes)
        });
        Prospects {
            candidate,
            term,
            voters: voters.collect(),
            quorums: world.quorums(),
            can_stand,
            by_logs: by_logs.collect(),
        }
    }

    /// The servers that would vote for it, among those that it reaches; itself included. None if it cannot start an election.
    pub fn votes(&self) -> ServerSet {
        let own = ServerSet::only(self.candidate);
        if !self.can_stand {
            return ServerSet::EMPTY;
        }
        // A server whose own vote is enough sends no requests.
        if self.quorums.is_quorum(own) {
            return own;
        }
        let yes = self.voters.iter().filter(|voter| voter.reached && voter.says == Says::Yes);
        yes.map(|voter| voter.server).collect::<ServerSet>().or(own)
    }

    /// The servers that it does not reach and that would vote for it if it did.
    pub fn missed(&self) -> ServerSet {
        let yes = self.voters.iter().filter(|voter| !voter.reached && voter.says == Says::Yes);
        yes.map(|voter| voter.server).collect()
    }

    /// Whether it wins if it starts an election at this moment, with the running servers and the links as they are, and if its
    /// requests and their replies arrive next.
    pub fn now(&self) -> bool {
        self.can_stand && self.quorums.is_quorum(self.votes())
    }

    /// Whether it wins in some later term, with the logs as they are, once enough servers are running and connected.
    pub fn ever(&self) -> bool {
        self.quorums.is_quorum(self.by_logs)
    }
}

/// Whether a server would vote for another one, or itself, in a term newer than every other, if it were asked. (A candidate
/// that wins alone does not ask.)
pub(super) fn would_later(world: &World, voter: ServerId, candidate: ServerId) -> bool {
    let disk = world.node(candidate).persistent();
    voter == candidate || ask(world, voter, request(candidate, newest_term(world).next(), disk)) == Says::Yes
}

/// The newest term that any server knows.
pub(super) fn newest_term(world: &World) -> Term {
    world.nodes().iter().map(|node| node.persistent().current_term).max().unwrap_or_default()
}

fn request(candidate: ServerId, term: Term, disk: &Persistent) -> RequestVote {
    RequestVote {
        term,
        candidate_id: candidate,
        last_log_index: disk.log.last_index(),
        last_log_term: disk.log.last_term(),
    }
}

/// What a server would answer to a vote request. One that is down is asked as if it had restarted.
pub(super) fn ask(world: &World, voter: ServerId, request: RequestVote) -> Says {
    let mut server = match &world.node(voter).life {
        Life::Up(server) | Life::Frozen(server) => server.clone(),
        Life::Down(disk) => Server::new(voter, world.configuration(), *world.options(), disk.clone()),
    };
    let mut out = Output::default();
    let message = Message::RequestVote(request);
    server.step(Input::Message { from: request.candidate_id, message: &message }, &mut out);
    let denial = out.facts.iter().find_map(|fact| match fact {
        Fact::VoteDenied { because, .. } => Some(*because),
        _ => None,
    });
    let granted = out.messages.iter().any(|(_, reply)| reply.grants_vote());
    match denial {
        _ if granted => Says::Yes,
        Some(because) => Says::No(because),
        None => Says::NewerTerm(server.term()),
    }
}

/// Where a log ends: what the election restriction compares.
pub(super) fn tip(world: &World, server: ServerId) -> (Term, Index) {
    let log = &world.node(server).persistent().log;
    (log.last_term(), log.last_index())
}
