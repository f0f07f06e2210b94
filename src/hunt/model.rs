//! The real server, with everything that it has done remembered.
//!
//! A hunt meets the same server in the same state with the same input again and again. Each state, message and
//! log is therefore kept once and known by a number, and what a server makes of an input is worked out once, by
//! [`Server::step`], and looked up from then on. A cluster is then a few numbers: cheap to copy, compare and
//! store. No other model of Raft is involved.

use super::logs::{LogId, Logs};
use super::verify::sometimes::{self, Signs};
use crate::raft::{
    Command, Input, Message, Options, Output, Persistent, RequestId, Server, ServerId, Term, Value, Word,
};
use hashbrown::{HashMap, HashTable};
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;

/// A state of a server, by number.
pub(super) type ServerState = u32;
/// A message with its sender and receiver, by number.
pub(super) type LetterId = u32;

/// What a server reacts to in a hunt.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Stimulus {
    /// A message arrives.
    Letter(LetterId),
    /// The election timer runs out.
    Timeout,
    /// The heartbeat timer runs out.
    Beat,
    /// A client submits its nth command.
    Command(u8),
    /// It crashes and comes back.
    Restart,
}

/// What a server made of an input.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outcome {
    /// Its state from now on.
    pub next: ServerState,
    /// What happened, as far as anyone counts it.
    pub signs: Signs,
    first: u32,
    pub count: u8,
}

/// A state of a server, with what a hunt asks of it most.
#[derive(Debug)]
pub(super) struct Known {
    pub server: Server,
    pub log: LogId,
    pub term: u8,
    pub leads: bool,
    pub commit: u8,
    pub applied: u8,
}

/// A message on its way.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Letter {
    pub from: ServerId,
    pub to: ServerId,
    pub message: Message,
}

impl Letter {
    /// The same message in a cluster where everybody has a new name.
    pub fn renamed(&self, names: &[u8]) -> Letter {
        Letter {
            from: self.from.renamed(names),
            to: self.to.renamed(names),
            message: self.message.renamed(names),
        }
    }
}

/// All that is known of the servers of one kind of cluster.
#[derive(Debug)]
pub(super) struct Model {
    size: usize,
    options: Options,
    /// Whether servers and messages are kept without what nobody acts upon.
    essential: bool,
    pub logs: Logs,
    servers: Vec<Known>,
    server_numbers: HashTable<ServerState>,
    letters: Vec<Letter>,
    letter_numbers: HashTable<LetterId>,
    outcomes: HashMap<(ServerState, Stimulus), Outcome, FxBuildHasher>,
    /// The letters of all outcomes, one after the other.
    sent: Vec<LetterId>,
    out: Output,
}

impl Model {
    /// A model of clusters of this size.
    pub fn new(size: usize, options: Options) -> Model {
        Model {
            size,
            options,
            essential: false,
            logs: Logs::default(),
            servers: Vec::new(),
            server_numbers: HashTable::new(),
            letters: Vec::new(),
            letter_numbers: HashTable::new(),
            outcomes: HashMap::with_hasher(FxBuildHasher),
            sent: Vec::new(),
            out: Output::default(),
        }
    }

    /// The same, of servers and messages without what nobody acts upon: there are fewer of them.
    pub fn of_essence(size: usize, options: Options) -> Model {
        Model { essential: true, ..Model::new(size, options) }
    }

    /// How many servers a cluster has.
    pub fn size(&self) -> usize {
        self.size
    }

    /// What its servers do differently.
    pub fn options(&self) -> Options {
        self.options
    }

    /// How many states of servers are known.
    pub fn states(&self) -> usize {
        self.servers.len()
    }

    /// How many messages are known.
    pub fn letters(&self) -> usize {
        self.letters.len()
    }

    /// The command that a client submits as its nth.
    pub fn command(nth: u8) -> Command {
        Command::Set { key: const { Word::literal("x") }, value: Value::Number(i64::from(nth)) }
    }

    /// A server that has just started for the first time.
    pub fn fresh(&mut self, position: usize) -> ServerState {
        let mut server = Server::new(ServerId::at(position), self.size, self.options, Persistent::default());
        self.out.clear();
        server.boot(&mut self.out);
        let server = if self.essential { server.essence() } else { server };
        self.know_server(server)
    }

    /// A state.
    #[inline]
    pub fn server(&self, state: ServerState) -> &Known {
        &self.servers[state as usize]
    }

    /// A message.
    #[inline]
    pub fn letter(&self, id: LetterId) -> &Letter {
        &self.letters[id as usize]
    }

    /// What a server in this state makes of an input.
    #[inline]
    pub fn react(&mut self, state: ServerState, stimulus: Stimulus) -> Outcome {
        if let Some(outcome) = self.outcomes.get(&(state, stimulus)) {
            return *outcome;
        }
        let outcome = self.work_out(state, stimulus);
        self.outcomes.insert((state, stimulus), outcome);
        outcome
    }

    /// The same, if it was worked out before.
    #[inline]
    pub fn known(&self, state: ServerState, stimulus: Stimulus) -> Option<Outcome> {
        self.outcomes.get(&(state, stimulus)).copied()
    }

    /// The messages that an outcome sends.
    #[inline]
    pub fn sent(&self, outcome: Outcome) -> &[LetterId] {
        let first = outcome.first as usize;
        &self.sent[first..first + usize::from(outcome.count)]
    }

    fn work_out(&mut self, state: ServerState, stimulus: Stimulus) -> Outcome {
        let mut server = self.servers[state as usize].server.clone();
        let id = server.id();
        let mut out = std::mem::take(&mut self.out);
        out.clear();
        match stimulus {
            Stimulus::Letter(letter) => {
                let Letter { from, message, .. } = &self.letters[letter as usize];
                server.step(Input::Message { from: *from, message }, &mut out);
            }
            Stimulus::Timeout => server.step(Input::ElectionTimeout, &mut out),
            Stimulus::Beat => server.step(Input::HeartbeatTimeout, &mut out),
            // Which request a command belongs to makes no difference to anything but the client.
            Stimulus::Command(nth) => {
                let input = Input::Command { request: RequestId(0), command: Model::command(nth) };
                server.step(input, &mut out);
            }
            Stimulus::Restart => {
                server = Server::restart(id, self.size, self.options, server.crash(), &mut out);
            }
        }
        let first = self.sent.len() as u32;
        for (to, message) in out.messages.drain(..) {
            let message = if self.essential { message.essence(self.options) } else { message };
            let letter = self.know_letter(Letter { from: id, to, message });
            self.sent.push(letter);
        }
        let mut signs = sometimes::signs(&out.facts);
        self.out = out;
        let count = (self.sent.len() as u32 - first) as u8;
        let server = if self.essential { server.essence() } else { server };
        let next = self.know_server(server);
        signs.compare(self.server(state), self.server(next), stimulus == Stimulus::Restart);
        Outcome { next, signs, first, count }
    }

    /// The number of a state.
    pub fn know_server(&mut self, server: Server) -> ServerState {
        let hash = FxBuildHasher.hash_one(&server);
        let known = self.server_numbers.find(hash, |id| self.servers[*id as usize].server == server);
        if let Some(id) = known {
            return *id;
        }
        let id = self.servers.len() as ServerState;
        let log = self.logs.of(server.persistent().log.entries().iter());
        self.servers.push(Known {
            log,
            term: small(server.term()),
            leads: server.leader().is_some(),
            commit: server.volatile().commit_index.0.min(255) as u8,
            applied: server.volatile().last_applied.0 as u8,
            server,
        });
        let servers = &self.servers;
        self.server_numbers
            .insert_unique(hash, id, |id| FxBuildHasher.hash_one(&servers[*id as usize].server));
        id
    }

    /// The number of a message.
    pub fn know_letter(&mut self, letter: Letter) -> LetterId {
        let hash = FxBuildHasher.hash_one(&letter);
        if let Some(id) = self.letter_numbers.find(hash, |id| self.letters[*id as usize] == letter) {
            return *id;
        }
        let id = self.letters.len() as LetterId;
        self.letters.push(letter);
        let letters = &self.letters;
        self.letter_numbers.insert_unique(hash, id, |id| FxBuildHasher.hash_one(&letters[*id as usize]));
        id
    }
}

/// Hunts end long before a term needs more than a byte.
pub(super) fn small(term: Term) -> u8 {
    term.0.min(255) as u8
}
