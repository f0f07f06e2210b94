//! One Raft server, exactly as Figure 2 of the paper draws it.
//!
//! A [`Server`] is a function: an [`Input`] goes in, facts and messages come out ([`Output`]). It never
//! sees a clock, a network or a disk; it asks for its timers to be armed and trusts the world to keep
//! [`Persistent`] safe across a crash. Files are named after what the paper calls things:
//!
//! | file | Figure 2 |
//! |-|-|
//! | `state` | the box *State*: persistent and volatile, and what a role adds to it |
//! | `server` | *Rules for Servers*, All Servers; where each input goes |
//! | `election` | *`RequestVote` RPC*, Followers 2, Candidates 1, 2 and 4 (§5.2, §5.4.1) |
//! | `replication` | *`AppendEntries` RPC*, Candidates 3, Leaders 1–3 (§5.2, §5.3) |
//! | `commitment` | Leaders 4, `AppendEntries` 5, All Servers 1 (§5.3, §5.4.2) |
//! | `persistence` | what a crash keeps and what it takes (§5.5) |
//! | `configuration` | who counts, and which sets of servers decide (§5.1, §6) |
//! | `progress` | what a leader knows of each server |
//! | `bugs`, `bug_state` | what a server with a rule off does instead, and remembers |
//! | `index`, `log`, `payload`, `command`, `message`, `cluster` | the things the rules speak of |
//! | `options` | what a cluster may do differently, and which rules are off |
//! | `input`, `output` | what goes in and what comes out |
//! | `fact`, `detail` | what happened, each fact with its rule; what facts hold, by name |
//! | `knowledge` | what is known of all this where the servers are somebody else's |
//! | `symmetry` | what makes no difference: who is called what |

mod bug_state;
mod bugs;
mod cluster;
mod command;
mod commitment;
mod configuration;
mod detail;
mod election;
mod entries;
mod fact;
mod index;
mod input;
mod knowledge;
mod log;
mod message;
mod options;
mod output;
mod payload;
mod persistence;
mod progress;
mod replication;
mod server;
mod state;
mod symmetry;

pub use cluster::{MAX_SERVERS, ServerId, ServerSet};
pub use command::{Command, CommandError, Foreign, Store, Value, Word};
pub use configuration::{Configuration, Quorums};
pub use detail::{Detail, Shape};
pub use entries::Entries;
pub use fact::{Denial, Fact, Field, SeenFact, fields};
pub use index::{Index, Term};
pub use input::{Input, RequestId, Timer};
pub use knowledge::{Knowledge, Partial, Whole};
pub use log::{Base, Entry, Log, SeenEntry};
pub use message::{
    AppendEntries, AppendEntriesReply, AppendOutcome, Conflict, Message, MessageKind, RequestVote,
    RequestVoteReply, Rpc, SeenMessage,
};
pub use options::{BackUp, Choice, Options};
pub use output::{Alarm, Output, Reply};
pub use payload::Payload;
pub use progress::{LeaderState, Pending, Progress};
pub use server::Server;
pub use state::{Candidate, Persistent, Role, RoleKind, Volatile};
