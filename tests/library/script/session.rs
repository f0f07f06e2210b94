//! Saved sessions: written, read, gone on with; what is wrong with them is said.

#[path = "session/grown.rs"]
mod grown;
#[path = "session/mistakes.rs"]
mod mistakes;
#[cfg(feature = "terminal")]
#[path = "session/opened.rs"]
mod opened;
#[path = "session/parting.rs"]
mod parting;
#[path = "session/round_trip.rs"]
mod round_trip;
#[path = "properties/wild.rs"]
mod wild;
