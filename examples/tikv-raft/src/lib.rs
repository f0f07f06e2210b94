//! A cluster of servers that run the published `raft` crate, on a network and disks that live in memory, and the trace
//! of what they do. The same seed gives the same trace, byte for byte.

mod chance;
mod cluster;
mod disk;
mod etcd;
mod network;
pub mod recorder;
mod server;
mod words;

pub use cluster::{Cluster, Options};
pub use etcd::EtcdTrace;
pub use network::Weather;
pub use server::Settings;

use recorder::Event;

/// The lines of a trace: who the members are, then the events.
///
/// # Panics
///
/// Never: every event can be written as JSON.
pub fn trace_lines(title: &str, names: &[String], events: &[Event]) -> Vec<String> {
    let first = serde_json::json!({ "raftarium": 1, "title": title, "nodes": names }).to_string();
    let events = events.iter().map(|event| serde_json::to_string(event).expect("an event can be written"));
    std::iter::once(first).chain(events).collect()
}
