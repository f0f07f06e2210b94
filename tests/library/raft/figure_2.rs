//! One test for each sentence of Figure 2, named after its place, and for those sentences of §5.1–§5.6 that
//! Figure 2 leaves out. Each drives a single server: an input goes in, facts and messages come out.

mod all_servers;
mod append_entries;
mod candidates;
mod followers;
mod hostile;
mod leaders;
mod request_vote;
mod section_5;
mod state;
