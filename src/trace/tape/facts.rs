//! What an event tells, as the facts that our own servers report: found from what a server was, what it is, and the
//! message between. What is not told makes no fact.

mod elections;
mod replication;

use super::cast::Cast;
use super::letters;
use super::turn::Turn;
use crate::raft::{Fact, Index, Message, RoleKind, Server, ServerSet, Term};
use crate::trace::{Kind, State};

/// A step has at most so many facts of one kind: one line can tell of very many entries.
const MOST_ALIKE: usize = 32;

/// An event between what was and what is.
pub(super) struct Moment<'a> {
    pub turn: &'a Turn<'a>,
    /// What was known before.
    pub known: State,
    /// What is known now.
    pub after: State,
    pub old: &'a Server,
    pub new: &'a Server,
    /// Up to here the log stayed as it was.
    pub keep: Index,
    /// Whether a snapshot came in the place of the log.
    pub anew: bool,
    pub cast: &'a Cast,
}

impl Moment<'_> {
    pub fn facts(&self) -> Vec<Fact> {
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
                facts.push(Fact::Booted { term: self.after.term.unwrap_or(Term::UNTOLD) });
                if self.after.role == Some(RoleKind::Leader) {
                    facts.push(Fact::BecameLeader { term: self.new.term(), votes: ServerSet::EMPTY });
                }
            }
            _ => self.live(&mut facts),
        }
        facts
    }

    fn live(&self, facts: &mut Vec<Fact>) {
        self.newer_term(facts);
        self.retires(facts);
        self.stands(facts);
        match self.turn.received {
            Some((from, Message::RequestVote(request))) => self.asked(from, request, facts),
            Some((from, Message::RequestVoteReply(reply))) => self.vote(from, *reply, facts),
            Some((from, Message::AppendEntries(request))) => self.appended(from, request, facts),
            Some((from, Message::AppendEntriesReply(reply))) => self.confirmed(from, *reply, facts),
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

    fn commits(&self, facts: &mut Vec<Fact>) {
        let (Some(from), Some(to)) = (self.known.commit, self.after.commit) else { return };
        if to <= from {
            return;
        }
        if self.is() != Some(RoleKind::Leader) {
            let (leader_commit, last_new) = match self.turn.received {
                Some((_, Message::AppendEntries(request))) => {
                    (request.leader_commit, letters::reach(request).unwrap_or(Index::UNTOLD))
                }
                _ => (Index::UNTOLD, Index::UNTOLD),
            };
            facts.push(Fact::FollowerCommitAdvanced { from, to, leader_commit, last_new });
            return;
        }
        let on = self.new.holders(to);
        let on = if self.cast.configuration().is_quorum(on) { on } else { ServerSet::EMPTY };
        facts.push(Fact::CommitAdvanced { from, to, on });
        let log = &self.new.persistent().log;
        let Some(term) = log.term_at(to).filter(|term| *term > Term::ZERO) else { return };
        let old = |index: &Index| log.term_at(*index).is_some_and(|old| old > Term::ZERO && old < term);
        let last = (from.0 + 1..=to.0).map(Index).take_while(old).last();
        if let Some(last) = last {
            facts.push(Fact::CommittedIndirectly { first: from.next(), last });
        }
    }

    fn applies(&self, facts: &mut Vec<Fact>) {
        if !self.turn.event.applied.is_empty() {
            for entry in self.turn.event.applied.iter().take(MOST_ALIKE) {
                let told = letters::entry(entry);
                let term = if told.term == Term::ZERO { Term::UNTOLD } else { told.term };
                facts.push(Fact::Applied { index: entry.index, term, payload: told.payload });
            }
            return;
        }
        let (Some(from), Some(to)) = (self.known.applied, self.after.applied) else { return };
        let log = &self.new.persistent().log;
        let count = (to.0.saturating_sub(from.0) as usize).min(MOST_ALIKE);
        for (index, entry) in (from.next().0..=u32::MAX).map(Index).zip(log.slice(from.next(), count)) {
            facts.push(Fact::Applied { index, term: entry.term, payload: entry.payload });
        }
    }
}
