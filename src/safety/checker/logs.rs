//! Log Matching (§5.3): logs that share an entry, by index and term, are the same in everything before it. It
//! speaks of the logs that exist now; those of servers that are down exist too.

use super::by_index::ByIndex;
use super::{Violation, steps};
use crate::paper::Property;
use crate::raft::{Index, Log, ServerId, ServerSet, Term};
use crate::sim::StepId;

/// By index, every prefix of a log that exists, and who has it.
#[derive(Clone, Debug, Default)]
pub(super) struct Logs {
    rows: ByIndex<Row>,
}

/// All prefixes that end at one index. Nearly always there is one: the first is kept in place.
#[derive(Clone, Debug, Default)]
struct Row {
    first: Prefix,
    others: Vec<Prefix>,
}

/// A prefix of one or more logs, known by its digest.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Prefix {
    digest: u64,
    /// The step that first brought it into a log.
    since: StepId,
    /// The term of its last entry.
    term: Term,
    holders: ServerSet,
}

impl Row {
    fn iter(&self) -> impl Iterator<Item = &Prefix> {
        std::iter::once(&self.first).chain(&self.others).filter(|prefix| !prefix.holders.is_empty())
    }

    fn held_by(&self, server: ServerId) -> Option<&Prefix> {
        self.iter().find(|prefix| prefix.holders.contains(server))
    }

    fn remove(&mut self, server: ServerId) {
        for prefix in std::iter::once(&mut self.first).chain(&mut self.others) {
            prefix.holders.remove(server);
        }
        self.others.retain(|prefix| !prefix.holders.is_empty());
        if self.first.holders.is_empty()
            && let Some(other) = self.others.pop()
        {
            self.first = other;
        }
    }

    /// Adds a holder. Returns a prefix that ends in an entry of the same term and is not the same.
    fn add(&mut self, server: ServerId, term: Term, digest: u64, step: StepId) -> Option<Prefix> {
        let new = Prefix { digest, since: step, term, holders: ServerSet::only(server) };
        if self.first.holders.is_empty() {
            self.first = new;
            return None;
        }
        let mut known = std::iter::once(&mut self.first).chain(&mut self.others);
        if let Some(same) = known.find(|prefix| prefix.digest == digest) {
            same.holders.insert(server);
            return None;
        }
        let clash = self.iter().find(|prefix| prefix.term == term).copied();
        self.others.push(new);
        clash
    }
}

impl Logs {
    /// Takes in the log of one server, which had so many entries before. Returns the first clash.
    pub(super) fn update(
        &mut self,
        server: ServerId,
        last_before: Index,
        log: &Log,
        step: StepId,
    ) -> Option<Violation> {
        let kept = self.agreement(server, last_before, log);
        for index in kept.next().through(last_before) {
            if let Some(row) = self.rows.get_mut(index) {
                row.remove(server);
            }
        }
        let last = log.last_index();
        while self.rows.last_index() < last {
            self.rows.push(self.rows.last_index().next(), Row::default());
        }
        let mut found = None;
        // What the log no longer has is told by its base.
        for index in kept.next().max(log.base().index).through(last) {
            let (Some(term), Some(digest)) = (log.term_at(index), log.digest_at(index)) else { break };
            let Some(row) = self.rows.get_mut(index) else { break };
            // Rule I3: logs with the same entry at an index are the same up to there.
            if let Some(clash) = row.add(server, term, digest, step)
                && found.is_none()
            {
                found = Some(Violation {
                    property: Property::LogMatching,
                    step,
                    servers: clash.holders.or(ServerSet::only(server)),
                    term,
                    index: Some(index),
                    evidence: steps([clash.since, step]),
                });
            }
        }
        found
    }

    /// Up to where a server's log is as it was when it had so many entries: searched from the end, since logs
    /// that agree at an index agree up to there.
    pub(super) fn agreement(&self, server: ServerId, last_before: Index, log: &Log) -> Index {
        let mut index = last_before.min(log.last_index());
        while index > Index::ZERO && self.digest(server, index) != log.digest_at(index) {
            // Of what is no longer in the log, only its end can be compared.
            index = if index <= log.base().index { Index::ZERO } else { index.previous() };
        }
        index
    }

    fn digest(&self, server: ServerId, index: Index) -> Option<u64> {
        self.prefix(server, index).map(|prefix| prefix.digest)
    }

    fn prefix(&self, server: ServerId, index: Index) -> Option<&Prefix> {
        self.rows.get(index)?.held_by(server)
    }

    /// The step that first brought a server's entry at an index into any log that still exists.
    pub(super) fn since(&self, server: ServerId, index: Index) -> Option<StepId> {
        self.prefix(server, index).map(|prefix| prefix.since)
    }

    /// Who has the prefix that ends at an index with a digest.
    pub(super) fn holders(&self, index: Index, digest: u64) -> ServerSet {
        self.rows
            .get(index)
            .and_then(|row| row.iter().find(|prefix| prefix.digest == digest))
            .map_or(ServerSet::EMPTY, |prefix| prefix.holders)
    }
}
