//! The `raftarium` binary.
fn main() {}
