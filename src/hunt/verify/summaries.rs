//! What an exhaustive check asks most of a message and of a server's state, at hand by number.

use super::super::logs::small;
use super::super::model::{EnvelopeId, Model, ServerState};
use crate::raft::Rpc;
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// What is asked most of a message.
#[derive(Clone, Copy, Debug)]
pub(super) struct MessageSummary {
    pub from: u8,
    pub to: u8,
    pub reply: bool,
    /// Whether it is about votes.
    pub vote: bool,
    pub term: u8,
    pub request_term: u8,
    /// What no renaming changes about it, as a number.
    pub shape: u64,
}

/// All messages and states that a model knows.
pub(super) struct Summaries {
    envelopes: Vec<MessageSummary>,
    servers: Vec<u64>,
}

impl Summaries {
    pub fn new() -> Summaries {
        Summaries { envelopes: Vec::new(), servers: Vec::new() }
    }

    /// Takes in what the model has learned since.
    #[inline]
    pub fn learn(&mut self, model: &Model) {
        if self.envelopes.len() < model.envelopes() || self.servers.len() < model.states() {
            self.learn_more(model);
        }
    }

    #[cold]
    fn learn_more(&mut self, model: &Model) {
        for id in self.envelopes.len()..model.envelopes() {
            let envelope = model.envelope(id as EnvelopeId);
            let kind = envelope.message.kind();
            let mut hasher = FxHasher::default();
            envelope.message.shape(&mut hasher);
            self.envelopes.push(MessageSummary {
                from: envelope.from.position() as u8,
                to: envelope.to.position() as u8,
                reply: kind.is_reply(),
                vote: kind.rpc() == Rpc::RequestVote,
                term: small(envelope.message.term()),
                request_term: small(envelope.message.request_term()),
                shape: hasher.finish(),
            });
        }
        for id in self.servers.len()..model.states() {
            let mut hasher = FxHasher::default();
            model.server(id as ServerState).server.shape(&mut hasher);
            self.servers.push(hasher.finish());
        }
    }

    #[inline]
    pub fn get(&self, envelope: EnvelopeId) -> &MessageSummary {
        &self.envelopes[envelope as usize]
    }

    /// What no renaming changes about a server's state, as a number.
    #[inline]
    pub fn shape(&self, server: ServerState) -> u64 {
        self.servers[server as usize]
    }
}
