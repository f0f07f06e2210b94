//! Names of servers, and sets of them.

use serde::{Serialize, Serializer};
use std::fmt;

/// The largest cluster that Raftarium runs.
pub const MAX_SERVERS: usize = 25;

/// A server of the cluster: S1, S2, … Counted from 0 inside, from 1 for people.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ServerId(u8);

impl ServerId {
    /// The server at this position, counted from 0.
    ///
    /// # Panics
    /// If the position would not fit into a [`ServerSet`]. No cluster has that many servers.
    pub const fn at(position: usize) -> ServerId {
        assert!(position < 32, "a server's position fits a ServerSet");
        ServerId(position as u8)
    }

    /// The server that people call `S{number}`: counted from 1.
    pub fn numbered(number: usize) -> Option<ServerId> {
        (1..=MAX_SERVERS).contains(&number).then(|| ServerId::at(number - 1))
    }

    /// Its position, counted from 0.
    #[inline]
    pub const fn position(self) -> usize {
        self.0 as usize
    }
}

impl fmt::Display for ServerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("S{}", self.0 + 1))
    }
}

impl Serialize for ServerId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A set of servers, iterated in order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct ServerSet(u32);

impl ServerSet {
    /// No server.
    pub const EMPTY: ServerSet = ServerSet(0);

    /// S1 to `S{count}`.
    pub const fn up_to(count: usize) -> ServerSet {
        ServerSet(((1u64 << count) - 1) as u32)
    }

    /// One server.
    pub const fn only(server: ServerId) -> ServerSet {
        ServerSet(1 << server.0)
    }

    /// Whether the server is in the set.
    #[inline]
    pub const fn contains(self, server: ServerId) -> bool {
        self.0 >> server.0 & 1 == 1
    }

    /// Adds a server; says whether it is new.
    #[inline]
    pub fn insert(&mut self, server: ServerId) -> bool {
        let new = !self.contains(server);
        self.0 |= 1 << server.0;
        new
    }

    /// Takes a server out; says whether it was in.
    #[inline]
    pub fn remove(&mut self, server: ServerId) -> bool {
        let was = self.contains(server);
        self.0 &= !(1 << server.0);
        was
    }

    /// How many servers.
    #[inline]
    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether no server is in it.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The servers in both.
    #[must_use]
    pub const fn and(self, other: ServerSet) -> ServerSet {
        ServerSet(self.0 & other.0)
    }

    /// The servers in either.
    #[must_use]
    pub const fn or(self, other: ServerSet) -> ServerSet {
        ServerSet(self.0 | other.0)
    }

    /// The servers in this one and not in the other.
    #[must_use]
    pub const fn minus(self, other: ServerSet) -> ServerSet {
        ServerSet(self.0 & !other.0)
    }

    /// The servers, lowest first.
    pub fn iter(self) -> impl Iterator<Item = ServerId> + Clone {
        let mut left = self.0;
        std::iter::from_fn(move || {
            if left == 0 {
                return None;
            }
            let lowest = left.trailing_zeros();
            left &= left - 1;
            Some(ServerId(lowest as u8))
        })
    }

    /// The lowest server.
    pub fn first(self) -> Option<ServerId> {
        self.iter().next()
    }

    /// The highest server.
    pub const fn last(self) -> Option<ServerId> {
        match self.0.checked_ilog2() {
            Some(position) => Some(ServerId(position as u8)),
            None => None,
        }
    }
}

impl FromIterator<ServerId> for ServerSet {
    fn from_iter<I: IntoIterator<Item = ServerId>>(servers: I) -> Self {
        let mut set = ServerSet::EMPTY;
        for server in servers {
            set.insert(server);
        }
        set
    }
}

/// `S1 S2 S5`.
impl ServerSet {
    /// As in a sentence: `S1, S4 and S5`; `no server` if it is empty.
    pub fn in_prose(self) -> String {
        let names: Vec<String> = self.iter().map(|server| server.to_string()).collect();
        match names.as_slice() {
            [] => "no server".to_owned(),
            [only] => only.clone(),
            [most @ .., last] => format!("{} and {last}", most.join(", ")),
        }
    }
}

impl fmt::Display for ServerSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, server) in self.iter().enumerate() {
            if position > 0 {
                f.write_str(" ")?;
            }
            write!(f, "{server}")?;
        }
        Ok(())
    }
}

impl Serialize for ServerSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}
