//! The world that servers live in: a virtual clock, an ordered queue of what happens next, a network of
//! directed links, servers up, down or frozen, clients.
//!
//! A [`World`] is a pure function of its [`Setup`], the [`Action`]s taken on it and its own random
//! numbers: the same three give the same [`Step`]s, byte for byte, on every machine. It is a value: a clone
//! of it is a checkpoint.
//!
//! A world can also play a [`Tape`], what was recorded of a cluster of somebody else: then its steps come from there.
//! It looks the same; what differs is asked of its [`Driver`].

mod action;
mod client;
mod contents;
mod driver;
mod gaps;
mod network;
mod node;
mod random;
mod seen_log;
mod setup;
mod step;
mod tape;
mod time;
mod world;

pub use crate::raft::{SeenEntry, SeenFact, SeenMessage};
pub use action::{Action, LinkChange, Refusal};
pub use client::{Request, RequestState, WhyLost};
pub use contents::Contents;
pub use driver::Driver;
pub use gaps::Gaps;
pub use network::{Flight, Link, Loss, MessageId, Network, Transit};
pub use node::{Countdown, Life, LifeKind, Node, StatePart, Vote};
pub use random::Random;
pub use seen_log::SeenLog;
pub(crate) use seen_log::is_told;
pub(crate) use seen_log::stored;
pub use setup::{Beginning, HIGHEST_TERM, Initial, LinkQuality, Setup, SetupError, Timing};
pub use step::{Step, ToldStep, What};
pub use tape::{Change, Cue, Finding, Frame, Happening, Knows, RoleChange, Tape};
pub use time::{Span, SpanRange, StepId, Time, boot_steps};
pub use world::World;
