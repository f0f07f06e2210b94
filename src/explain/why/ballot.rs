//! Who would vote for whom: asked of the servers' own code, on copies.

use super::reach;
use crate::raft::{
    Denial, Fact, Index, Input, Message, Output, Persistent, Quorums, RequestVote, Server, ServerId,
    ServerSet, Term,
};
use crate::sim::{Life, World};

/// How an election of one server would go, if it stood at this moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Prospects {
    /// Who stands.
    pub candidate: ServerId,
    /// The term that it would stand in.
    pub term: Term,
    /// What every other server would answer, lowest first.
    pub voters: Vec<Voter>,
    /// Which votes are enough.
    pub quorums: Quorums,
    /// Whether the candidate runs and does not lead: otherwise it cannot stand now.
    pub can_stand: bool,
    /// Who would vote for it if it stood in a term newer than every other, itself included: logs alone decide.
    pub by_logs: ServerSet,
}

/// What one server would answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Voter {
    /// The server that is asked for its vote.
    pub server: ServerId,
    /// Whether it hears the question and the answer comes back: it runs, and links are open both ways.
    pub reached: bool,
    /// What it would answer if it were reached.
    pub says: Says,
}

/// An answer to a request for a vote.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Says {
    /// It gives its vote.
    Yes,
    /// No: its vote of that term is given away, or the candidate's log is behind.
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

    /// Who would vote for it, among those whom it reaches; itself included. Nobody if it cannot start an election.
    pub fn votes(&self) -> ServerSet {
        let own = ServerSet::only(self.candidate);
        if !self.can_stand {
            return ServerSet::EMPTY;
        }
        // Whose own vote is enough asks nobody.
        if self.quorums.is_quorum(own) {
            return own;
        }
        let yes = self.voters.iter().filter(|voter| voter.reached && voter.says == Says::Yes);
        yes.map(|voter| voter.server).collect::<ServerSet>().or(own)
    }

    /// Who would vote for it if only it were reached.
    pub fn missed(&self) -> ServerSet {
        let yes = self.voters.iter().filter(|voter| !voter.reached && voter.says == Says::Yes);
        yes.map(|voter| voter.server).collect()
    }

    /// Whether it wins if it stands at this moment, with the servers that run and the links as they are, and its
    /// requests and their answers arrive next.
    pub fn now(&self) -> bool {
        self.can_stand && self.quorums.is_quorum(self.votes())
    }

    /// Whether it wins some later term, with the logs as they are, once enough servers run and hear each other.
    pub fn ever(&self) -> bool {
        self.quorums.is_quorum(self.by_logs)
    }
}

/// Whether a server would vote for another one, or itself, in a term newer than every other: if it were asked, which one
/// that wins alone does not do.
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

/// What a server would answer to a request for its vote. One that is down is asked as if it had come back.
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
