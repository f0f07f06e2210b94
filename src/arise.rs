//! Whether a state can arise at all in a cluster that obeys every rule, and how.
//!
//! Only terms, logs, votes, roles and commit indexes are looked at, not time or messages: what matters of a run is who
//! led which term, with which log it began, who voted for it, and what of its log the others took. A server never goes
//! back to a lower term, and everything that happens to a server in a term follows from that term's messages and from
//! what the same server did before. So every run can be put in the order of its terms, and a state can arise exactly if
//! there is a plan, term by term:
//!
//! - The entries of a term all come from one leader, so that the logs themselves say which log each leader of a term that
//!   is seen began and ended with (`tree`). Where they contradict each other, the state is impossible (`structure`).
//! - What a server can have gone through in these terms is worked out server by server (`timeline`): whether it led, with
//!   whom it can have voted (§5.4.1), what it took from the leader (§5.3).
//! - One way through is chosen for each server, so that every term has one leader with a majority (`cover`).
//! - Terms of which nothing is seen may have had leaders, too. They are tried a few at a time (`decide`); that none of any
//!   number would help is shown by letting them rewrite whatever they like.

mod change;
mod cover;
mod decide;
mod plan;
mod reason;
mod rounds;
mod situation;
mod structure;
mod timeline;
mod tree;

pub use change::{Change, smallest_change};
pub use decide::{Effort, Verdict, decide};
pub use plan::{Plan, Taken, Turn};
pub use reason::{Excuse, Impossible, Refuser};
pub use situation::{Part, Server, Situation};
