//! A run as a file: for other tools, and from other implementations of Raft.
//!
//! A trace is a sequence of [`Event`]s, each of them one thing that happened at one node, in the order in which they
//! happened. `assets/trace-format.md` describes how they are written.

pub mod check;
mod event;
mod footage;
pub mod judge;
mod names;
mod payload;
pub mod read;
mod record;
mod tape;
pub mod write;

pub use event::{
    Body, Entries, Entry, EntryId, Event, Header, Kind, Message, Name, Node, Payload, State, Vote,
};
pub use footage::{Footage, MOST_EVENTS};
pub use names::{MOST_NAME, MOST_NODES, Names};
pub use read::{Format, Piece, Reader};
pub use record::{Recorder, header, names, record};
pub use tape::{TapeError, to_tape};

/// How a trace is written, on one page.
pub const FORMAT: &str = include_str!("../assets/trace-format.md");
