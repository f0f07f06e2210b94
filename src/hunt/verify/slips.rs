//! What an exhaustive check asks most of a message and of a server's state, at hand by number.

use super::super::logs::small;
use super::super::model::{LetterId, Model, ServerState};
use crate::raft::{Message, MessageKind};
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// What is asked most of a message.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slip {
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
pub(super) struct Slips {
    letters: Vec<Slip>,
    servers: Vec<u64>,
}

impl Slips {
    pub fn new() -> Slips {
        Slips { letters: Vec::new(), servers: Vec::new() }
    }

    /// Takes in what the model has learned since.
    #[inline]
    pub fn learn(&mut self, model: &Model) {
        if self.letters.len() < model.letters() || self.servers.len() < model.states() {
            self.learn_more(model);
        }
    }

    #[cold]
    fn learn_more(&mut self, model: &Model) {
        for id in self.letters.len()..model.letters() {
            let letter = model.letter(id as LetterId);
            let kind = letter.message.kind();
            let mut hasher = FxHasher::default();
            letter.message.shape(&mut hasher);
            self.letters.push(Slip {
                from: letter.from.position() as u8,
                to: letter.to.position() as u8,
                reply: matches!(
                    letter.message,
                    Message::RequestVoteReply(_) | Message::AppendEntriesReply(_)
                ),
                vote: matches!(kind, MessageKind::RequestVote | MessageKind::RequestVoteReply),
                term: small(letter.message.term()),
                request_term: small(letter.message.request_term()),
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
    pub fn get(&self, letter: LetterId) -> &Slip {
        &self.letters[letter as usize]
    }

    /// What no renaming changes about a server's state, as a number.
    #[inline]
    pub fn shape(&self, server: ServerState) -> u64 {
        self.servers[server as usize]
    }
}
