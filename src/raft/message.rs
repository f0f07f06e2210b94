//! The two RPCs of Figure 2, as the four messages they are made of.
//!
//! The paper speaks of remote procedure calls, where a library pairs each reply with its request. Here
//! messages travel alone, so a reply says which request it answers: `request_term`, and for
//! `AppendEntries` how far the request reached.

use super::{Entries, Entry, Index, Knowledge, Partial, SeenEntry, ServerId, Term, Whole};
use serde::Serialize;

/// A candidate asks for a vote (§5.2).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(bound = "")]
pub struct RequestVote<K: Knowledge = Whole> {
    /// The candidate's term.
    pub term: K::Of<Term>,
    /// The candidate that asks.
    pub candidate_id: ServerId,
    /// Index of the candidate's last log entry (§5.4).
    pub last_log_index: K::Of<Index>,
    /// Term of the candidate's last log entry (§5.4).
    pub last_log_term: K::Of<Term>,
}

/// The answer to [`RequestVote`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(bound = "")]
pub struct RequestVoteReply<K: Knowledge = Whole> {
    /// The voter's current term, for the candidate to update itself.
    pub term: K::Of<Term>,
    /// The term of the request that this answers.
    pub request_term: K::Of<Term>,
    /// Whether the candidate received the vote.
    pub vote_granted: bool,
}

/// A leader replicates entries; without any, it is the heartbeat (§5.2, §5.3).
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(bound = "")]
pub struct AppendEntries<K: Knowledge = Whole> {
    /// The leader's term.
    pub term: K::Of<Term>,
    /// So that a follower can redirect clients.
    pub leader_id: ServerId,
    /// Index of the entry that precedes the new ones.
    pub prev_log_index: K::Of<Index>,
    /// Term of the entry at `prev_log_index`.
    pub prev_log_term: K::Of<Term>,
    /// Entries to store: none for a heartbeat, several for efficiency.
    pub entries: Entries<K>,
    /// The leader's commit index.
    pub leader_commit: K::Of<Index>,
}

impl AppendEntries {
    /// Index of the first of the new entries, or of what would be the first if there are none.
    #[inline]
    pub const fn first_index(&self) -> Index {
        self.prev_log_index.next()
    }

    /// How far the request reaches: the index of its last entry, or of the one before the new ones if there are none.
    #[inline]
    pub fn last_index(&self) -> Index {
        self.prev_log_index.plus(self.entries.len())
    }

    /// The new entry at an index.
    pub fn get(&self, index: Index) -> Option<&Entry> {
        self.entries.get(index.position_after(self.prev_log_index)?)
    }

    /// The new entries with their indexes.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Index, &Entry)> {
        let before = self.prev_log_index;
        self.entries.iter().enumerate().map(move |(position, entry)| (before.plus(position).next(), entry))
    }
}

impl AppendEntries<Partial> {
    /// Index of the first of the new entries, or of what would be the first if there are none.
    pub fn first_index(&self) -> Option<Index> {
        self.prev_log_index.map(Index::next)
    }

    /// How far the request reaches: see [`AppendEntries::last_index`].
    pub fn last_index(&self) -> Option<Index> {
        self.prev_log_index.map(|before| before.plus(self.entries.len()))
    }

    /// The new entry at an index.
    pub fn get(&self, index: Index) -> Option<SeenEntry> {
        self.entries.get(index.position_after(self.prev_log_index?)?).copied()
    }

    /// The new entries with their indexes; none if it is not known where they stand.
    pub fn iter(&self) -> impl Iterator<Item = (Index, SeenEntry)> {
        let indexes = self.prev_log_index.map(|before| before.next().onwards());
        indexes.into_iter().flatten().zip(self.entries.iter().copied())
    }
}

/// The answer to [`AppendEntries`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(bound = "")]
pub struct AppendEntriesReply<K: Knowledge = Whole> {
    /// The follower's current term, for the leader to update itself.
    pub term: K::Of<Term>,
    /// The term of the request that this answers.
    pub request_term: K::Of<Term>,
    /// What became of the request.
    pub outcome: AppendOutcome<K>,
}

/// Figure 2's `success`, with what each case has to say.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(bound = "")]
pub enum AppendOutcome<K: Knowledge = Whole> {
    /// success: the follower's log agrees with the leader's up to `match_index`.
    Success {
        /// `prev_log_index` plus the number of entries of the request.
        match_index: K::Of<Index>,
    },
    /// Refused (`AppendEntries` 2): there is no entry at `prev_log_index` with `prev_log_term`.
    Mismatch {
        /// The `prev_log_index` of the request.
        prev_log_index: K::Of<Index>,
        /// What the follower has there, for a leader that backs up by whole terms (end of §5.3).
        conflict: Conflict,
    },
    /// Refused (`AppendEntries` 1): the request is of an older term.
    StaleTerm,
}

/// What a follower can say about the place where its log parts from the leader's (end of §5.3).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct Conflict {
    /// The term of the conflicting entry; `None` if the log is too short to have one.
    pub term: Option<Term>,
    /// The first index that the follower stores for that term; one past its end if it is too short.
    pub first_index: Index,
}

/// What travels between two servers.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(bound = "")]
pub enum Message<K: Knowledge = Whole> {
    /// A candidate asks for a vote.
    RequestVote(RequestVote<K>),
    /// A voter answers.
    RequestVoteReply(RequestVoteReply<K>),
    /// A leader replicates, or beats.
    AppendEntries(AppendEntries<K>),
    /// A follower answers.
    AppendEntriesReply(AppendEntriesReply<K>),
}

/// A message as a viewer sees it: what is not known of it is none.
pub type SeenMessage = Message<Partial>;

/// The remote procedure calls of Figure 2.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Rpc {
    /// Candidates gather votes (§5.2).
    RequestVote,
    /// Leaders replicate their log, and are heard (§5.3).
    AppendEntries,
}

/// The kinds of message: of each RPC the request and the reply.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
pub enum MessageKind {
    /// [`RequestVote`]
    RequestVote,
    /// [`RequestVoteReply`]
    RequestVoteReply,
    /// [`AppendEntries`]
    AppendEntries,
    /// [`AppendEntriesReply`]
    AppendEntriesReply,
}

impl MessageKind {
    /// All kinds, requests before the replies to them.
    pub const ALL: [MessageKind; 4] = [
        MessageKind::RequestVote,
        MessageKind::RequestVoteReply,
        MessageKind::AppendEntries,
        MessageKind::AppendEntriesReply,
    ];

    /// Of which RPC it is.
    pub const fn rpc(self) -> Rpc {
        match self {
            MessageKind::RequestVote | MessageKind::RequestVoteReply => Rpc::RequestVote,
            MessageKind::AppendEntries | MessageKind::AppendEntriesReply => Rpc::AppendEntries,
        }
    }

    /// Whether it answers a request.
    pub const fn is_reply(self) -> bool {
        matches!(self, MessageKind::RequestVoteReply | MessageKind::AppendEntriesReply)
    }

    /// Whether it asks for an answer.
    pub const fn is_request(self) -> bool {
        !self.is_reply()
    }

    /// The paper's name, and for replies its name with "reply".
    pub const fn name(self) -> &'static str {
        match self {
            MessageKind::RequestVote => "RequestVote",
            MessageKind::RequestVoteReply => "RequestVote reply",
            MessageKind::AppendEntries => "AppendEntries",
            MessageKind::AppendEntriesReply => "AppendEntries reply",
        }
    }
}

impl AppendOutcome {
    fn told(self) -> AppendOutcome<Partial> {
        match self {
            AppendOutcome::Success { match_index } => {
                AppendOutcome::Success { match_index: Some(match_index) }
            }
            AppendOutcome::Mismatch { prev_log_index, conflict } => {
                AppendOutcome::Mismatch { prev_log_index: Some(prev_log_index), conflict }
            }
            AppendOutcome::StaleTerm => AppendOutcome::StaleTerm,
        }
    }
}

impl Message {
    /// The same message as it is told to a viewer, who is told everything.
    pub fn told(&self) -> SeenMessage {
        match self {
            Message::RequestVote(request) => Message::RequestVote(RequestVote {
                term: Some(request.term),
                candidate_id: request.candidate_id,
                last_log_index: Some(request.last_log_index),
                last_log_term: Some(request.last_log_term),
            }),
            Message::RequestVoteReply(reply) => Message::RequestVoteReply(RequestVoteReply {
                term: Some(reply.term),
                request_term: Some(reply.request_term),
                vote_granted: reply.vote_granted,
            }),
            Message::AppendEntries(request) => Message::AppendEntries(AppendEntries {
                term: Some(request.term),
                leader_id: request.leader_id,
                prev_log_index: Some(request.prev_log_index),
                prev_log_term: Some(request.prev_log_term),
                entries: request.entries.iter().copied().map(Entry::told).collect(),
                leader_commit: Some(request.leader_commit),
            }),
            Message::AppendEntriesReply(reply) => Message::AppendEntriesReply(AppendEntriesReply {
                term: Some(reply.term),
                request_term: Some(reply.request_term),
                outcome: reply.outcome.told(),
            }),
        }
    }
}

impl<K: Knowledge> Message<K> {
    /// The sender's term when it sent the message.
    #[inline]
    pub const fn term(&self) -> K::Of<Term> {
        match self {
            Message::RequestVote(message) => message.term,
            Message::RequestVoteReply(message) => message.term,
            Message::AppendEntries(message) => message.term,
            Message::AppendEntriesReply(message) => message.term,
        }
    }

    /// Which of the four it is.
    pub const fn kind(&self) -> MessageKind {
        match self {
            Message::RequestVote(_) => MessageKind::RequestVote,
            Message::RequestVoteReply(_) => MessageKind::RequestVoteReply,
            Message::AppendEntries(_) => MessageKind::AppendEntries,
            Message::AppendEntriesReply(_) => MessageKind::AppendEntriesReply,
        }
    }

    /// The term of the request: its own, or that of the request it answers.
    pub const fn request_term(&self) -> K::Of<Term> {
        match self {
            Message::RequestVote(message) => message.term,
            Message::RequestVoteReply(message) => message.request_term,
            Message::AppendEntries(message) => message.term,
            Message::AppendEntriesReply(message) => message.request_term,
        }
    }

    /// Whether it answers a request.
    pub const fn is_reply(&self) -> bool {
        self.kind().is_reply()
    }

    /// Whether it asks for an answer.
    pub const fn is_request(&self) -> bool {
        self.kind().is_request()
    }

    /// The entries on board: none, but in an `AppendEntries` that is no heartbeat.
    pub fn entries(&self) -> &[Entry<K>] {
        match self {
            Message::AppendEntries(request) => &request.entries,
            Message::RequestVote(_) | Message::RequestVoteReply(_) | Message::AppendEntriesReply(_) => &[],
        }
    }

    /// Whether it says that a leader leads, and nothing else: an `AppendEntries` without entries (§5.2).
    pub const fn is_heartbeat(&self) -> bool {
        matches!(self, Message::AppendEntries(request) if request.entries.is_empty())
    }

    /// Whether it is what a leader and its followers say to each other all the time: a heartbeat, and that entries are
    /// stored.
    pub fn is_routine(&self) -> bool {
        self.is_heartbeat() || self.kind() == MessageKind::AppendEntriesReply && !self.is_refusal()
    }

    /// Of a reply, whether it says yes: the vote is granted, the entries are stored. None of a request.
    pub const fn answer(&self) -> Option<bool> {
        match self {
            Message::RequestVote(_) | Message::AppendEntries(_) => None,
            Message::RequestVoteReply(reply) => Some(reply.vote_granted),
            Message::AppendEntriesReply(reply) => {
                Some(matches!(reply.outcome, AppendOutcome::Success { .. }))
            }
        }
    }

    /// Whether it is a reply that says no.
    pub const fn is_refusal(&self) -> bool {
        matches!(self.answer(), Some(false))
    }

    /// Whether it grants a vote.
    pub const fn grants_vote(&self) -> bool {
        matches!(self, Message::RequestVoteReply(reply) if reply.vote_granted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_and_its_reply_are_of_one_rpc() {
        for pair in MessageKind::ALL.chunks(2) {
            let [request, reply] = *pair else { panic!("{pair:?}") };
            assert!(request.is_request() && !request.is_reply(), "{request:?}");
            assert!(reply.is_reply() && !reply.is_request(), "{reply:?}");
            assert_eq!(request.rpc(), reply.rpc());
            assert_eq!(reply.name(), format!("{} reply", request.name()));
        }
    }

    #[test]
    fn all_kinds_are_numbered_in_their_order() {
        for (number, kind) in MessageKind::ALL.into_iter().enumerate() {
            assert_eq!(kind as usize, number, "{kind:?}");
        }
    }
}
