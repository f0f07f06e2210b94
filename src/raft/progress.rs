//! What a leader knows of each server (Figure 2, *Volatile state on leaders*; §5.3).

use super::{Configuration, Index, RequestId, ServerId};
use std::collections::VecDeque;

/// How far replication to one server has come, as far as the leader knows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Progress {
    /// From where to send to it: a guess, at first just behind the leader's last entry.
    pub next_index: Index,
    /// Up to where it is known to have the leader's log: 0 at first.
    pub match_index: Index,
    /// The last entry sent to it: so that an answer is not followed by what is in flight.
    pub sent: Index,
    /// Whether its log is being searched, with empty requests, for the place where it meets the leader's.
    pub probing: bool,
    /// Whether it has not answered the last request yet.
    pub unanswered: bool,
}

impl Progress {
    /// Of a server of which nothing is known, at the election of a leader whose log ends at `last`.
    pub(super) const fn guessed(last: Index) -> Progress {
        Progress {
            next_index: last.next(),
            match_index: Index::ZERO,
            sent: last,
            probing: false,
            unanswered: false,
        }
    }

    /// The server has the leader's log up to here. Answers can arrive late and out of order: neither index ever goes
    /// back. Says whether this is news.
    #[inline]
    pub(super) fn raise_match(&mut self, to: Index) -> bool {
        let news = to > self.match_index;
        self.match_index = self.match_index.max(to);
        self.next_index = self.next_index.max(to.next());
        news
    }

    /// The logs do not meet where the last request began: further back.
    #[inline]
    pub(super) fn lower_next(&mut self, to: Index) {
        self.next_index = to;
    }

    /// A request left that reaches up to here.
    #[inline]
    pub(super) fn send(&mut self, last: Index) {
        self.unanswered = true;
        self.sent = last;
    }
}

/// A client's request that the leader has appended and not yet answered.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Pending {
    /// Where the command stands in the log.
    pub index: Index,
    /// Whom to answer.
    pub request: RequestId,
}

/// What a leader keeps in memory, made again at each election.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct LeaderState {
    /// By position. The leader itself has its place: it has all of its log.
    pub(super) progress: Vec<Progress>,
    /// Clients that wait for an answer, in log order.
    pub pending: VecDeque<Pending>,
}

impl LeaderState {
    /// At the election of a leader whose log ends at `last`: it knows of nobody what they hold.
    pub fn elected(configuration: Configuration, last: Index) -> LeaderState {
        let size = configuration.members().last().map_or(0, |last| last.position() + 1);
        LeaderState { progress: vec![Progress::guessed(last); size], pending: VecDeque::new() }
    }

    /// What it knows of a server; nothing of one that is no member.
    #[inline]
    pub fn progress(&self, server: ServerId) -> Option<&Progress> {
        self.progress.get(server.position())
    }

    #[inline]
    /// What it knows of a server, to be changed.
    pub fn progress_mut(&mut self, server: ServerId) -> Option<&mut Progress> {
        self.progress.get_mut(server.position())
    }

    /// This server, the leader itself, has the log up to its end.
    pub fn holds_all(&mut self, server: ServerId, last: Index) {
        if let Some(progress) = self.progress_mut(server) {
            (progress.match_index, progress.next_index) = (last, last.next());
        }
    }

    /// From where to send to a server.
    #[inline]
    pub fn next_index(&self, server: ServerId) -> Index {
        self.progress(server).map_or(Index::ZERO, |progress| progress.next_index)
    }

    /// Up to where a server is known to have the log: 0, of one that is no member.
    #[inline]
    pub fn match_index(&self, server: ServerId) -> Index {
        self.progress(server).map_or(Index::ZERO, |progress| progress.match_index)
    }

    /// What it knows of each server, lowest first.
    pub fn everyone(&self) -> impl ExactSizeIterator<Item = (ServerId, &Progress)> + Clone {
        self.progress.iter().enumerate().map(|(position, progress)| (ServerId::at(position), progress))
    }
}
