//! Real data: what the published `raft` crate does is legal, and what a broken implementation would do in its place is found,
//! at its line.

mod broken;
mod corruptions;
mod legal;
mod read;
mod whole;
