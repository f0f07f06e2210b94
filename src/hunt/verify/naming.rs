//! One cluster of each kind: of all the clusters that differ only in who is called what, one stands for all.
//!
//! Servers are put in the order of a number that no renaming changes; only those that this does not tell apart are
//! tried in every order, and the least record wins. Renaming is looked up: each state, message and history is renamed
//! once.

use super::super::model::Model;
use super::histories::Histories;
use super::state::{Record, State, record};
use super::summaries::Summaries;
use arrayvec::ArrayVec;

/// Not worked out yet.
const UNKNOWN: u32 = u32::MAX;

/// Names by position, old to new.
type Names = [u8; 5];

/// What nobody has asked for before: something by number, and the renaming.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unnamed {
    renaming: u8,
    thing: Thing,
}

/// Something that has a number, and speaks of servers.
#[derive(Clone, Copy, Debug)]
enum Thing {
    Server(u32),
    Envelope(u32),
    History(u32),
}

/// One renaming, with what it makes of everything.
struct Renaming {
    names: Names,
    servers: Vec<u32>,
    envelopes: Vec<u32>,
    histories: Vec<u32>,
}

/// All renamings of a cluster.
pub(super) struct Naming {
    size: usize,
    symmetry: bool,
    all: Vec<Renaming>,
    /// By the names, as the digits of a number, which renaming it is.
    numbers: Vec<u8>,
    /// By which neighbours in the order are not told apart (a bit each), the orders to try.
    orders: Vec<Vec<Names>>,
}

impl Naming {
    pub fn new(size: usize, symmetry: bool) -> Naming {
        let permutations = permutations(size);
        let mut numbers = vec![0; 5usize.pow(5)];
        for (number, names) in (0..).zip(&permutations) {
            numbers[digits(*names)] = number;
        }
        let orders = (0..1u32 << (size - 1)).map(|ties| within(size, ties, &permutations)).collect();
        let renaming =
            |names| Renaming { names, servers: Vec::new(), envelopes: Vec::new(), histories: Vec::new() };
        Naming { size, symmetry, all: permutations.into_iter().map(renaming).collect(), numbers, orders }
    }

    /// The record of a cluster that stands for all that differ from this one in names only, with room for so many
    /// messages.
    pub fn record(
        &self,
        state: &State,
        room: usize,
        summaries: &Summaries,
        histories: &Histories,
    ) -> Result<Record, Unnamed> {
        if !self.symmetry {
            return Ok(record(&state.servers, state.history, state.spent, &state.flights, room));
        }
        let keys = self.keys(state, summaries, histories);
        let mut order: ArrayVec<u8, 5> = (0..self.size as u8).collect();
        order.sort_unstable_by_key(|at| keys[usize::from(*at)]);
        let mut ties = 0usize;
        for rank in 1..self.size {
            let (a, b) = (usize::from(order[rank - 1]), usize::from(order[rank]));
            ties |= usize::from(keys[a] == keys[b]) << (rank - 1);
        }
        let mut best: Option<Record> = None;
        for number in 0..self.orders[ties].len() {
            let ranks = &self.orders[ties][number];
            let mut names = Names::default();
            for (at, rank) in order.iter().zip(ranks) {
                names[usize::from(*at)] = *rank;
            }
            let renaming = self.numbers[digits(names)];
            let record = self.all[usize::from(renaming)]
                .rename(state, room)
                .map_err(|thing| Unnamed { renaming, thing })?;
            if best.as_ref().is_none_or(|best| record < *best) {
                best = Some(record);
            }
        }
        Ok(best.unwrap_or_default())
    }

    /// Works out what something is called, and remembers it.
    pub fn learn(&mut self, unnamed: Unnamed, model: &mut Model, histories: &mut Histories) {
        let Renaming { names, servers, envelopes, histories: renamed_histories } =
            &mut self.all[usize::from(unnamed.renaming)];
        let (table, id, name) = match unnamed.thing {
            Thing::Server(id) => {
                let renamed = model.server(id).server.renamed(names);
                (servers, id, model.intern_server(renamed))
            }
            Thing::Envelope(id) => {
                let renamed = model.envelope(id).renamed(names);
                (envelopes, id, model.intern_envelope(renamed))
            }
            Thing::History(id) => {
                let renamed = histories.get(id).renamed(names);
                (renamed_histories, id, histories.intern(renamed))
            }
        };
        if table.len() <= id as usize {
            table.resize(id as usize + 1, UNKNOWN);
        }
        table[id as usize] = name;
    }

    /// For each server a number that no renaming changes: what it is like, what is in flight from and to it, and
    /// what history says of it.
    fn keys(&self, state: &State, summaries: &Summaries, histories: &Histories) -> [u64; 5] {
        let marks = histories.marks(state.history);
        let mut shapes = [0; 5];
        for (shape, server) in shapes.iter_mut().zip(&state.servers) {
            *shape = summaries.shape(*server);
        }
        let mut keys = [0u64; 5];
        for (at, key) in keys.iter_mut().enumerate().take(self.size) {
            *key = mix(shapes[at], marks[at]);
        }
        for envelope in &state.flights {
            let summary = summaries.get(*envelope);
            let (from, to) = (usize::from(summary.from), usize::from(summary.to));
            keys[from] = keys[from].wrapping_add(mix(summary.shape, shapes[to]));
            keys[to] = keys[to].wrapping_add(mix(!summary.shape, shapes[from]));
        }
        keys
    }
}

impl Renaming {
    /// The record of a cluster under new names, or what is not known by them yet.
    fn rename(&self, state: &State, room: usize) -> Result<Record, Thing> {
        let mut servers = ArrayVec::<u32, 5>::new();
        servers.extend(state.servers.iter().copied());
        for (at, server) in state.servers.iter().enumerate() {
            servers[usize::from(self.names[at])] =
                looked_up(&self.servers, *server).ok_or(Thing::Server(*server))?;
        }
        let history = looked_up(&self.histories, state.history).ok_or(Thing::History(state.history))?;
        let mut flights = state.flights.clone();
        for envelope in &mut flights {
            *envelope = looked_up(&self.envelopes, *envelope).ok_or(Thing::Envelope(*envelope))?;
        }
        Ok(record(&servers, history, state.spent, &flights, room))
    }
}

#[inline]
fn looked_up(table: &[u32], id: u32) -> Option<u32> {
    table.get(id as usize).copied().filter(|known| *known != UNKNOWN)
}

#[inline]
fn mix(a: u64, b: u64) -> u64 {
    (a ^ b.rotate_left(29))
        .wrapping_mul(0x9e37_79b9_7f4a_7c15)
        .rotate_left(31)
        .wrapping_mul(0xbf58_476d_1ce4_e5b9)
}

#[inline]
fn digits(names: Names) -> usize {
    names.iter().fold(0, |number, name| 5 * number + usize::from(*name))
}

/// All orders of so many servers; the places beyond them stay 0.
fn permutations(size: usize) -> Vec<Names> {
    let mut all = vec![Names::default()];
    for place in 0..size {
        all = all
            .iter()
            .flat_map(|names| (0..size as u8).map(move |name| (*names, name)))
            .filter(|(names, name)| !names[..place].contains(name))
            .map(|(mut names, name)| {
                names[place] = name;
                names
            })
            .collect();
    }
    all
}

/// The orders that move nobody past a server that it can be told from.
fn within(size: usize, ties: u32, permutations: &[Names]) -> Vec<Names> {
    let mut group = Names::default();
    for rank in 1..size {
        group[rank] = group[rank - 1] + u8::from(ties >> (rank - 1) & 1 == 0);
    }
    let keeps = |names: &&Names| (0..size).all(|rank| group[rank] == group[usize::from(names[rank])]);
    permutations.iter().filter(keeps).copied().collect()
}
