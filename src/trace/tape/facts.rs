//! What an event tells, as the facts that our own servers report: found from what a server was, what it is, and the
//! message between. What is not told makes no fact.

mod elections;
mod replication;

use super::cluster_event::ClusterEvent;
use super::messages;
use super::node_map::NodeMap;
use crate::raft::{Fact, Index, RoleKind, SeenMessage, Server, ServerSet, Term};
use crate::sim::{Gaps, SeenFact, SeenLog};
use crate::trace::{Kind, State};

/// A step has at most so many facts of one kind: one line can tell of very many entries.
const MOST_ALIKE: usize = 32;

/// An event between what was and what is.
pub(super) struct Moment<'a> {
    pub turn: &'a ClusterEvent<'a>,
    /// What was known before.
    pub known: State,
    /// What is known now.
    pub after: State,
    pub old: &'a Server,
    /// What was not known of it.
    pub old_gaps: Gaps,
    pub new: &'a Server,
    /// Up to here the log stayed as it was.
    pub keep: Index,
    /// Whether a snapshot came in the place of the log.
    pub anew: bool,
    pub node_map: &'a NodeMap,
}

impl Moment<'_> {
    pub fn facts(&self) -> Vec<SeenFact> {
        let mut facts = Vec::new();
        match self.turn.event.kind {
            Kind::Crash => facts.push(Fact::Crashed {
                was: self.old.role().kind(),
                commit_index: self.old.volatile().commit_index,
                term_lost: false,
                vote_lost: false,
                entries_lost: 0,
            }),
            Kind::Restart => facts.push(Fact::Restarted {
                term: self.new.term(),
                voted_for: self.new.persistent().voted_for,
                last_index: self.new.persistent().log.last_index(),
            }),
            Kind::Start => {
                facts.push(Fact::Booted { term: self.after.term });
                if self.after.role == Some(RoleKind::Leader) {
                    facts.push(Fact::BecameLeader { term: self.new.term(), votes: ServerSet::EMPTY });
                }
            }
            _ => self.live(&mut facts),
        }
        facts
    }

    fn live(&self, facts: &mut Vec<SeenFact>) {
        self.newer_term(facts);
        self.retires(facts);
        self.stands(facts);
        match self.turn.received {
            Some((from, SeenMessage::RequestVote(request))) => self.asked(from, request, facts),
            Some((from, SeenMessage::RequestVoteReply(reply))) => self.vote(from, *reply, facts),
            Some((from, SeenMessage::AppendEntries(request))) => self.appended(from, request, facts),
            Some((from, SeenMessage::AppendEntriesReply(reply))) => self.confirmed(from, *reply, facts),
            None => {}
        }
        self.leads(facts);
        self.grows(facts);
        self.sends(facts);
        self.commits(facts);
        self.applies(facts);
    }

    fn was(&self) -> Option<RoleKind> {
        self.known.role
    }

    fn is(&self) -> Option<RoleKind> {
        self.after.role
    }

    fn old_term(&self) -> Option<Term> {
        self.known.term
    }

    fn term(&self) -> Term {
        self.new.term()
    }

    /// Whether the term is known, and stayed what it was.
    fn same_term(&self) -> bool {
        self.known.term.is_some() && self.known.term == self.after.term
    }

    fn commits(&self, facts: &mut Vec<SeenFact>) {
        let (Some(from), Some(to)) = (self.known.commit, self.after.commit) else { return };
        if to <= from {
            return;
        }
        if self.is() != Some(RoleKind::Leader) {
            let (leader_commit, last_new) = match self.turn.received {
                Some((_, SeenMessage::AppendEntries(request))) => {
                    (request.leader_commit, request.last_index())
                }
                _ => (None, None),
            };
            facts.push(Fact::FollowerCommitAdvanced { from, to, leader_commit, last_new });
            return;
        }
        let on = self.new.holders(to);
        let on = if self.node_map.configuration().is_quorum(on) { on } else { ServerSet::EMPTY };
        facts.push(Fact::CommitAdvanced { from, to, on });
        let log = SeenLog::of(&self.new.persistent().log);
        let Some(term) = log.term_at(to) else { return };
        let old = |index: &Index| log.term_at(*index).is_some_and(|old| old < term);
        let last = from.next().through(to).take_while(old).last();
        if let Some(last) = last {
            facts.push(Fact::CommittedIndirectly { first: from.next(), last });
        }
    }

    fn applies(&self, facts: &mut Vec<SeenFact>) {
        if !self.turn.event.applied.is_empty() {
            for entry in self.turn.event.applied.iter().take(MOST_ALIKE) {
                let told = messages::entry(entry);
                facts.push(Fact::Applied { index: entry.index, term: told.term, payload: told.payload });
            }
            return;
        }
        let (Some(from), Some(to)) = (self.known.applied, self.after.applied) else { return };
        let log = SeenLog::of(&self.new.persistent().log);
        let count = to.since(from).min(MOST_ALIKE);
        for (index, entry) in from.next().onwards().zip(log.slice(from.next(), count)) {
            facts.push(Fact::Applied { index, term: entry.term, payload: entry.payload });
        }
    }
}
