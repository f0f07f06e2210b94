//! A free cluster: how large it is if nobody says, and what it is called.

/// How many servers a free cluster starts with.
pub const SERVERS: usize = 5;

/// Where the random numbers of a free cluster begin.
pub const SEED: u64 = 1;

/// `sandbox · 5 servers · seed 7`
pub fn title(what: &str, servers: usize, seed: u64) -> String {
    let plural = if servers == 1 { "" } else { "s" };
    format!("{what} · {servers} server{plural} · seed {seed}")
}
