//! Saved sessions: written, read, gone on with; what is wrong with them is said.

mod grown;
mod mistakes;
mod parting;
mod round_trip;
