//! What a leader can know of its followers: by their replies, and by nothing else (Figure 2, *Volatile state on
//! leaders*).

use crate::raft::{Index, Term};
use crate::trace::Node;

/// No index is beyond it.
pub(super) const ANY: Index = Index(u32::MAX);

/// The leadership of one node in one term.
#[derive(Clone, Debug, Default)]
pub(super) struct Leadership {
    pub(super) term: Term,
    /// The line in which it is first seen to lead.
    pub(super) since: u64,
    /// If the trace begins after it was elected: what it may know of anybody from before.
    base: Index,
    /// Whether replies have come that are not told.
    pub(super) blind: bool,
    /// By the followers' positions.
    followers: Vec<Follower>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Follower {
    /// The highest match index that it has confirmed.
    matched: Index,
    /// In which line.
    line: u64,
    /// The highest index that was sent to it.
    sent: Index,
    /// The last entry of a snapshot that was sent to it.
    snapshot: Index,
}

impl Leadership {
    /// A new leadership, in which the node may know of others what they hold up to `base`; the room of the last one is used again.
    pub(super) fn begin(&mut self, term: Term, since: u64, base: Index) {
        self.term = term;
        self.since = since;
        self.base = base;
        self.blind = false;
        self.followers.clear();
    }

    /// Whether its beginning was seen: then nobody had confirmed anything before.
    pub(super) fn is_whole(&self) -> bool {
        self.base == Index::ZERO
    }

    fn follower(&mut self, node: Node) -> &mut Follower {
        if self.followers.len() <= node.position() {
            self.followers.resize(node.position() + 1, Follower::default());
        }
        &mut self.followers[node.position()]
    }

    /// A request went to a follower, with entries up to here; how far is unknown if it is not said.
    pub(super) fn send(&mut self, to: Node, end: Option<Index>) {
        let follower = self.follower(to);
        follower.sent = follower.sent.max(end.unwrap_or(ANY));
    }

    /// A snapshot went to a follower.
    pub(super) fn send_snapshot(&mut self, to: Node, last: Option<Index>) {
        let follower = self.follower(to);
        follower.snapshot = follower.snapshot.max(last.unwrap_or(ANY));
    }

    /// A follower confirms. Without a match index it confirms at most what was sent to it.
    pub(super) fn confirm(&mut self, from: Node, matched: Option<Index>, sends_are_told: bool, line: u64) {
        let follower = self.follower(from);
        let matched = matched.unwrap_or(if sends_are_told { follower.sent } else { ANY });
        if matched > follower.matched {
            follower.matched = matched;
            follower.line = line;
        }
    }

    /// A follower answers in a way that we do not know: it may have confirmed a snapshot.
    pub(super) fn confirm_snapshot(&mut self, from: Node, line: u64) {
        let follower = self.follower(from);
        if follower.snapshot > follower.matched {
            follower.matched = follower.snapshot;
            follower.line = line;
        }
    }

    /// Whether a follower may have confirmed that it has an entry.
    pub(super) fn may_hold(&self, node: Node, index: Index) -> bool {
        index <= self.base || self.followers.get(node.position()).is_some_and(|one| one.matched >= index)
    }

    /// Up to which position it has followers.
    pub(super) fn reach(&self) -> usize {
        self.followers.len()
    }

    /// The lines in which those confirmed that hold an entry.
    pub(super) fn lines(&self, index: Index) -> impl Iterator<Item = u64> {
        self.followers.iter().filter(move |one| one.matched >= index).map(|one| one.line)
    }
}
