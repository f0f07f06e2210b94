//! The network: a directed link between any two servers, and the messages in flight.

mod travelling;

use super::{Contents, LinkQuality, StepId, Time};
use crate::pieces::Pieces;
use crate::raft::{ServerId, ServerSet};
use serde::{Serialize, Serializer};
use std::fmt;
use travelling::Travelling;

/// The number of a message: counted from 1 in the order of sending, copies included.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct MessageId(pub u64);

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("#{}", self.0))
    }
}

impl Serialize for MessageId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(self.0)
    }
}

/// Why a message never arrived.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Loss {
    /// The link loses some.
    Network,
    /// The link is cut.
    Cut,
    /// The receiver is down.
    ServerDown,
    /// A person dropped it.
    Dropped,
    /// A trace does not tell that it arrived.
    Unheard,
}

/// How far a message in flight has come.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Transit {
    /// In flight.
    Travelling,
    /// Held back.
    Held,
    /// At a server that is frozen.
    Waiting,
}

/// A message in flight.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Flight {
    /// Its number.
    pub id: MessageId,
    /// Who sent it.
    pub from: ServerId,
    /// Who is to get it.
    pub to: ServerId,
    /// When it was sent.
    pub sent: Time,
    /// When it arrives, or when its loss shows.
    pub due: Time,
    /// The step that sent it.
    pub cause: StepId,
    /// If it will not arrive: why.
    pub doom: Option<Loss>,
    /// Where it is.
    pub place: Transit,
    /// What it says.
    pub message: Contents,
}

/// A directed link.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Link {
    /// Nothing gets through.
    pub cut: bool,
    /// What is sent is held back.
    pub held: bool,
    /// How it treats messages.
    pub quality: LinkQuality,
}

/// All links and all messages in flight.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Network {
    size: usize,
    links: Vec<Link>,
    travelling: Travelling,
    /// Held or waiting, in the order of sending. At a frozen server there can be many of them, and every checkpoint has
    /// them: copies share them.
    parked: Pieces<Flight>,
    last_id: u64,
}

impl Network {
    pub(super) fn new(size: usize, quality: LinkQuality) -> Network {
        Network {
            size,
            links: vec![Link { cut: false, held: false, quality }; size * size],
            travelling: Travelling::default(),
            parked: Pieces::default(),
            last_id: 0,
        }
    }

    /// The link from one server to another.
    #[inline]
    pub fn link(&self, from: ServerId, to: ServerId) -> &Link {
        &self.links[from.position() * self.size + to.position()]
    }

    /// All links, by sender and then by receiver; those of a server to itself included.
    pub(super) fn links(&self) -> &[Link] {
        &self.links
    }

    pub(super) fn link_mut(&mut self, from: ServerId, to: ServerId) -> &mut Link {
        &mut self.links[from.position() * self.size + to.position()]
    }

    /// Whether any link is cut.
    pub fn has_cuts(&self) -> bool {
        self.links.iter().any(|link| link.cut)
    }

    /// The servers that can hear this one, itself included, and that it can hear: both ways.
    pub fn in_touch(&self, server: ServerId) -> ServerSet {
        (0..self.size)
            .map(ServerId::at)
            .filter(|other| {
                *other == server || (!self.link(server, *other).cut && !self.link(*other, server).cut)
            })
            .collect()
    }

    /// All messages: travelling in the order of arrival, then those held or waiting.
    pub fn flights(&self) -> impl Iterator<Item = &Flight> {
        self.travelling.iter().chain(&self.parked)
    }

    /// How many messages are travelling, held or waiting.
    pub fn in_flight(&self) -> usize {
        self.travelling.len() + self.parked.len()
    }

    /// The message at a position of [`Network::flights`].
    pub fn nth_flight(&self, position: usize) -> Option<&Flight> {
        match position.checked_sub(self.travelling.len()) {
            None => self.travelling.get(position),
            Some(parked) => self.parked.get(parked),
        }
    }

    /// How many of these are held or waiting.
    pub fn parked(&self) -> usize {
        self.parked.len()
    }

    /// A message by its number.
    pub fn flight(&self, id: MessageId) -> Option<&Flight> {
        self.travelling.by_id(id).or_else(|| {
            let position = self.parked.partition_point(|flight| flight.id < id);
            self.parked.get(position).filter(|flight| flight.id == id)
        })
    }

    /// When the next message arrives, but for those that will wait at a frozen server.
    #[inline]
    pub(super) fn next_due(&self, frozen: ServerSet) -> Option<Time> {
        self.travelling.get(self.next_position(frozen)?).map(|flight| flight.due)
    }

    #[inline]
    fn next_position(&self, frozen: ServerSet) -> Option<usize> {
        if frozen.is_empty() {
            return (!self.travelling.is_empty()).then_some(0);
        }
        self.travelling.iter().position(|flight| !self.will_wait(flight, frozen))
    }

    /// Whether the message gets as far as the door of a frozen server.
    fn will_wait(&self, flight: &Flight, frozen: ServerSet) -> bool {
        frozen.contains(flight.to)
            && flight.doom.is_none()
            && (flight.place == Transit::Waiting || !self.link(flight.from, flight.to).cut)
    }

    /// Lets the messages that have arrived at frozen servers wait there.
    pub(super) fn wait(&mut self, frozen: ServerSet, now: Time) {
        let mut position = 0;
        while let Some(flight) = self.travelling.get(position)
            && flight.due <= now
        {
            if self.will_wait(flight, frozen)
                && let Some(mut flight) = self.travelling.remove(position)
            {
                flight.place = Transit::Waiting;
                self.park(flight);
            } else {
                position += 1;
            }
        }
    }

    /// Takes out what waits at a server, or has just been let in and is not delivered yet.
    pub(super) fn take_waiting(&mut self, at: ServerId) -> Vec<Flight> {
        let waits = |flight: &Flight| flight.to == at && flight.place == Transit::Waiting;
        let mut taken = self.take_parked(waits);
        loop {
            let first = self.travelling.iter().position(waits);
            let Some(position) = first else { return taken };
            taken.extend(self.travelling.remove(position));
        }
    }

    pub(super) fn next_id(&mut self) -> MessageId {
        self.last_id += 1;
        MessageId(self.last_id)
    }

    /// How many messages were ever sent, copies included: the number of the last one.
    pub fn last_id(&self) -> u64 {
        self.last_id
    }

    /// Puts a message where its place says.
    pub(super) fn put(&mut self, flight: Flight) {
        if flight.place == Transit::Travelling {
            self.queue(flight);
        } else {
            self.park(flight);
        }
    }

    /// In the order of sending: in which order they were parked depends on when somebody looked.
    fn park(&mut self, flight: Flight) {
        let position = self.parked.partition_point(|parked| parked.id < flight.id);
        self.parked.insert(position, flight);
    }

    /// Puts a message in flight that has its number already.
    pub(super) fn send_numbered(&mut self, flight: Flight) {
        self.last_id = self.last_id.max(flight.id.0);
        self.queue(flight);
    }

    /// Puts a message among those that arrive, wherever it was.
    pub(super) fn queue(&mut self, flight: Flight) {
        self.travelling.put(flight);
    }

    pub(super) fn pop_next(&mut self, frozen: ServerSet) -> Option<Flight> {
        let position = self.next_position(frozen)?;
        self.travelling.remove(position)
    }

    pub(super) fn take(&mut self, id: MessageId) -> Option<Flight> {
        if let Some(position) = self.travelling.position_of(id) {
            return self.travelling.remove(position);
        }
        self.take_parked(|flight| flight.id == id).pop()
    }

    /// Takes out all parked messages that match, in the order of sending.
    pub(super) fn take_parked(&mut self, matches: impl Fn(&Flight) -> bool) -> Vec<Flight> {
        self.parked.extract(matches)
    }
}
