//! The real server, with everything that it has done remembered.
//!
//! A hunt meets the same server in the same state with the same input again and again. Each state, message and
//! log is therefore kept once and known by a number, and what a server makes of an input is worked out once, by
//! [`Server::step`], and looked up from then on. A cluster is then a few numbers: cheap to copy, compare and
//! store. No other model of Raft is involved.

use super::logs::{LogId, Logs, small};
use crate::raft::{
    Command, Configuration, Input, Message, Options, Output, Persistent, RequestId, Server, ServerId,
    ServerSet, Value, Word,
};
use crate::safety::{Occurrence, Occurrences};
use hashbrown::{HashMap, HashTable};
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;

/// A state of a server, by number.
pub(super) type ServerState = u32;
/// A message with its sender and receiver, by number.
pub(super) type EnvelopeId = u32;

/// What a server reacts to in a hunt.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Stimulus {
    /// A message arrives.
    Message(EnvelopeId),
    /// The election timer expires.
    Timeout,
    /// The heartbeat timer expires.
    Heartbeat,
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
    pub occurrences: Occurrences,
    /// Whether something changed that a property of Figure 3 speaks of.
    pub matters: bool,
    first: u32,
    pub count: u8,
}

/// A state of a server, with what a hunt asks of it most.
#[derive(Debug)]
pub(super) struct KnownServer {
    pub server: Server,
    pub log: LogId,
    pub term: u8,
    pub leads: bool,
    pub commit: u8,
    pub applied: u8,
}

impl KnownServer {
    /// Whether something has changed that a property of Figure 3 speaks of.
    fn matters_after(&self, before: &KnownServer) -> bool {
        let same_leadership = before.leads && self.leads && before.term == self.term;
        let newly_leads = self.leads && !same_leadership;
        let committed = self.leads && self.commit > before.commit;
        before.log != self.log || newly_leads || committed || self.applied > before.applied
    }
}

/// A message in flight.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Envelope {
    pub from: ServerId,
    pub to: ServerId,
    pub message: Message,
}

impl Envelope {
    /// The same message in a cluster where everybody has a new name.
    pub fn renamed(&self, names: &[u8]) -> Envelope {
        Envelope {
            from: self.from.renamed(names),
            to: self.to.renamed(names),
            message: self.message.renamed(names),
        }
    }
}

/// All that is known of the servers of one kind of cluster.
#[derive(Debug)]
pub(super) struct Model {
    configuration: Configuration,
    options: Options,
    /// Whether servers and messages are kept without what nobody acts upon.
    essential: bool,
    pub logs: Logs,
    servers: Vec<KnownServer>,
    server_numbers: HashTable<ServerState>,
    envelopes: Vec<Envelope>,
    envelope_numbers: HashTable<EnvelopeId>,
    outcomes: HashMap<(ServerState, Stimulus), Outcome, FxBuildHasher>,
    /// The envelopes of all outcomes, one after the other.
    sent: Vec<EnvelopeId>,
    out: Output,
}

impl Model {
    /// A model of clusters of this size.
    pub fn new(size: usize, options: Options) -> Model {
        Model {
            configuration: Configuration::of(ServerSet::up_to(size)),
            options,
            essential: false,
            logs: Logs::default(),
            servers: Vec::new(),
            server_numbers: HashTable::new(),
            envelopes: Vec::new(),
            envelope_numbers: HashTable::new(),
            outcomes: HashMap::with_hasher(FxBuildHasher),
            sent: Vec::new(),
            out: Output::default(),
        }
    }

    /// The same, of servers and messages without what nobody acts upon: there are fewer of them.
    pub fn of_essence(size: usize, options: Options) -> Model {
        Model { essential: true, ..Model::new(size, options) }
    }

    /// Who counts.
    pub fn configuration(&self) -> Configuration {
        self.configuration
    }

    /// How many servers a cluster has.
    pub fn size(&self) -> usize {
        self.configuration.members().len()
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
    pub fn envelopes(&self) -> usize {
        self.envelopes.len()
    }

    /// The command that a client submits as its nth.
    pub fn command(nth: u8) -> Command {
        Command::Set { key: const { Word::literal("x") }, value: Value::Number(i64::from(nth)) }
    }

    /// A server that has just started for the first time.
    pub fn fresh(&mut self, position: usize) -> ServerState {
        let id = ServerId::at(position);
        let mut server = Server::new(id, self.configuration, self.options, Persistent::default());
        self.out.clear();
        server.boot(&mut self.out);
        let server = if self.essential { server.essence() } else { server };
        self.intern_server(server)
    }

    /// A state.
    #[inline]
    pub fn server(&self, state: ServerState) -> &KnownServer {
        &self.servers[state as usize]
    }

    /// A message.
    #[inline]
    pub fn envelope(&self, id: EnvelopeId) -> &Envelope {
        &self.envelopes[id as usize]
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
    pub fn sent(&self, outcome: Outcome) -> &[EnvelopeId] {
        let first = outcome.first as usize;
        &self.sent[first..first + usize::from(outcome.count)]
    }

    fn work_out(&mut self, state: ServerState, stimulus: Stimulus) -> Outcome {
        let mut server = self.servers[state as usize].server.clone();
        let id = server.id();
        let mut out = std::mem::take(&mut self.out);
        out.clear();
        match stimulus {
            Stimulus::Message(envelope) => {
                let Envelope { from, message, .. } = &self.envelopes[envelope as usize];
                server.step(Input::Message { from: *from, message }, &mut out);
            }
            Stimulus::Timeout => server.step(Input::ElectionTimeout, &mut out),
            Stimulus::Heartbeat => server.step(Input::HeartbeatTimeout, &mut out),
            // Which request a command belongs to makes no difference to anything but the client.
            Stimulus::Command(nth) => {
                let input = Input::Command { request: RequestId(0), command: Model::command(nth) };
                server.step(input, &mut out);
            }
            Stimulus::Restart => {
                server = Server::restart(id, self.configuration, self.options, server.crash(), &mut out);
            }
        }
        let first = self.sent.len() as u32;
        for (to, message) in out.messages.drain(..) {
            let message = if self.essential { message.essence(self.options) } else { message };
            let envelope = self.intern_envelope(Envelope { from: id, to, message });
            self.sent.push(envelope);
        }
        let mut occurrences = Occurrences::of(&out.facts);
        self.out = out;
        let count = (self.sent.len() as u32 - first) as u8;
        let server = if self.essential { server.essence() } else { server };
        let next = self.intern_server(server);
        let (before, now) = (self.server(state), self.server(next));
        if stimulus == Stimulus::Restart && before.leads {
            occurrences.insert(Occurrence::LeaderCrashed);
        }
        let matters = now.matters_after(before);
        Outcome { next, occurrences, matters, first, count }
    }

    /// The number of a state.
    pub fn intern_server(&mut self, server: Server) -> ServerState {
        let hash = FxBuildHasher.hash_one(&server);
        let known = self.server_numbers.find(hash, |id| self.servers[*id as usize].server == server);
        if let Some(id) = known {
            return *id;
        }
        let id = self.servers.len() as ServerState;
        let log = self.logs.of(&server.persistent().log);
        self.servers.push(KnownServer {
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
    pub fn intern_envelope(&mut self, envelope: Envelope) -> EnvelopeId {
        let hash = FxBuildHasher.hash_one(&envelope);
        if let Some(id) = self.envelope_numbers.find(hash, |id| self.envelopes[*id as usize] == envelope) {
            return *id;
        }
        let id = self.envelopes.len() as EnvelopeId;
        self.envelopes.push(envelope);
        let envelopes = &self.envelopes;
        self.envelope_numbers.insert_unique(hash, id, |id| FxBuildHasher.hash_one(&envelopes[*id as usize]));
        id
    }
}
