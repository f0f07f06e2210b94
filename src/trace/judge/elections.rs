//! Terms, votes, roles, what a restart keeps, and messages (§5.1, §5.2, §5.4.1).

mod candidacies;
mod candidate_logs;
mod leaders;
mod messages;
mod restarts;
mod sent;
mod stamp;
mod tallies;
mod terms;
mod votes;
mod wins;

use super::{Ledger, Members, Seen};
use crate::raft::Term;
use crate::trace::{Body, Event, Message, Node};
use candidacies::Candidacies;
use candidate_logs::CandidateLogs;
use leaders::Leaders;
use messages::Messages;
use restarts::Restarts;
use tallies::Tallies;
use terms::Terms;
use votes::Votes;

/// What elections need to be judged.
#[derive(Debug, Default)]
pub struct Elections {
    messages: Messages,
    restarts: Restarts,
    terms: Terms,
    votes: Votes,
    candidacies: Candidacies,
    tallies: Tallies,
    candidate_logs: CandidateLogs,
    leaders: Leaders,
}

/// What the judges of votes and of candidacies both learn from and add to.
struct Shared<'a> {
    tallies: &'a mut Tallies,
    candidate_logs: &'a mut CandidateLogs,
    members: &'a mut Members,
    ledger: &'a mut Ledger,
}

/// What is judged: an event, and what is known of its node around it.
#[derive(Clone, Copy)]
struct Case<'a> {
    event: &'a Event,
    seen: &'a Seen,
}

impl Case<'_> {
    fn node(&self) -> Node {
        self.event.node
    }

    fn line(&self) -> u64 {
        self.event.line
    }
}

impl Elections {
    /// Judges one event.
    pub(super) fn judge(&mut self, event: &Event, seen: &Seen, members: &mut Members, ledger: &mut Ledger) {
        let case = Case { event, seen };
        let forged = self.messages.judge(&case, ledger);
        let memory = self.restarts.judge(&case, members, ledger);
        self.terms.judge(&case, ledger);
        self.candidacies.enter(&case, &mut self.candidate_logs);
        let mut shared =
            Shared { tallies: &mut self.tallies, candidate_logs: &mut self.candidate_logs, members, ledger };
        self.votes.judge(&case, memory, &mut shared);
        self.candidacies.judge(&case, &self.votes, &mut shared);
        self.leaders.judge(&case, forged, ledger);
    }

    /// Judges what is certain only at the end.
    pub(super) fn finish(&mut self, members: &Members, ledger: &mut Ledger) {
        self.candidacies.finish(&self.tallies, members, ledger);
    }
}

/// The memory of one node, made when it is first needed.
fn of<T: Default>(memories: &mut Vec<T>, node: Node) -> &mut T {
    let position = node.position();
    if memories.len() <= position {
        memories.resize_with(position + 1, T::default);
    }
    &mut memories[position]
}

/// Whether it is one of the paper's messages, whose term every server obeys.
fn is_raft(message: &Message) -> bool {
    !matches!(message.body, Body::Other(_))
}

/// Whether only a leader sends it.
fn is_of_a_leader(message: &Message) -> bool {
    matches!(message.body, Body::AppendEntries { .. } | Body::InstallSnapshot { .. })
}

/// A vote that a message gives: its term, and who gets it.
fn granted(message: &Message) -> Option<(Option<Term>, Node)> {
    match message.body {
        Body::RequestVoteReply { granted: Some(true), request_term } => {
            Some((request_term.or(message.term), message.to))
        }
        _ => None,
    }
}
