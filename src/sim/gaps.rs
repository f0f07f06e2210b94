//! What is not known of a server.

use crate::raft::{MAX_SERVERS, ServerId, ServerSet};

/// What is not known of a server: nothing of a simulated one. A [`Node`](super::Node) answers with an option accordingly,
/// so that nobody else looks in here; in four bytes, since every checkpoint of every node has it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Gaps(u32);

impl Gaps {
    /// All is known.
    pub const NONE: Gaps = Gaps(0);
    /// The current term.
    pub(super) const TERM: Gaps = Gaps::part(0);
    /// The vote.
    pub(super) const VOTE: Gaps = Gaps::part(1);
    /// The role.
    pub(super) const ROLE: Gaps = Gaps::part(2);
    /// Where the log ends.
    pub(super) const LOG: Gaps = Gaps::part(3);
    /// The commit index.
    pub(super) const COMMIT: Gaps = Gaps::part(4);
    /// What was applied.
    pub(super) const APPLIED: Gaps = Gaps::part(5);

    /// The parts stand behind one bit for each follower.
    const fn part(number: usize) -> Gaps {
        Gaps(1 << (MAX_SERVERS + number))
    }

    /// From where a leader sends to these followers.
    pub(super) fn next_of(followers: ServerSet) -> Gaps {
        Gaps(followers.iter().map(|follower| 1 << follower.position()).sum())
    }

    /// Whether it is known from where a leader sends to a follower.
    pub fn knows_next_of(self, follower: ServerId) -> bool {
        !self.has(Gaps::next_of(ServerSet::only(follower)))
    }

    /// Whether these are among them.
    #[inline]
    pub(super) const fn has(self, these: Gaps) -> bool {
        self.0 & these.0 != 0
    }

    /// With these too, if that is so.
    #[must_use]
    pub(super) const fn and(self, these: Gaps, unknown: bool) -> Gaps {
        if unknown { Gaps(self.0 | these.0) } else { self }
    }

    /// Only what is not known of followers.
    #[must_use]
    pub(super) const fn of_followers(self) -> Gaps {
        Gaps(self.0 & ((1 << MAX_SERVERS) - 1))
    }

    /// Without these.
    #[must_use]
    pub(super) const fn without(self, these: Gaps) -> Gaps {
        Gaps(self.0 & !these.0)
    }
}
