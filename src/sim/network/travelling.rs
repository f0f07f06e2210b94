//! The messages that travel, in the order of arrival.
//!
//! A new message is put in its place among those under way, and every message leaves at the front: the busiest
//! place of the world. So the order is kept in small keys, and the messages themselves never move.

use super::{Flight, MessageId, Time};
use std::collections::VecDeque;

/// Messages by the moment of their arrival; at equal moments, in the order of sending.
#[derive(Clone, Debug, Default)]
pub(super) struct Travelling {
    order: VecDeque<Key>,
    /// Where the messages lie.
    slots: Vec<Option<Flight>>,
    /// Slots that are free.
    free: Vec<u32>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Key {
    due: Time,
    id: MessageId,
    slot: u32,
}

impl Travelling {
    pub(super) fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.order.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Flight> {
        self.order.iter().filter_map(|key| self.slots[key.slot as usize].as_ref())
    }

    #[inline]
    pub(super) fn put(&mut self, flight: Flight) {
        let (due, id) = (flight.due, flight.id);
        let slot = if let Some(slot) = self.free.pop() {
            self.slots[slot as usize] = Some(flight);
            slot
        } else {
            self.slots.push(Some(flight));
            self.slots.len() as u32 - 1
        };
        let key = Key { due, id, slot };
        // Most arrive later than nearly all others.
        if self.order.back().is_none_or(|last| *last < key) {
            self.order.push_back(key);
        } else {
            let position = self.order.partition_point(|other| *other < key);
            self.order.insert(position, key);
        }
    }

    /// The message that arrives after so many others.
    #[inline]
    pub(super) fn get(&self, position: usize) -> Option<&Flight> {
        let key = self.order.get(position)?;
        self.slots[key.slot as usize].as_ref()
    }

    /// After how many others a message arrives.
    pub(super) fn position_of(&self, id: MessageId) -> Option<usize> {
        self.order.iter().position(|key| key.id == id)
    }

    #[inline]
    pub(super) fn remove(&mut self, position: usize) -> Option<Flight> {
        let key = self.order.remove(position)?;
        self.free.push(key.slot);
        self.slots[key.slot as usize].take()
    }
}

/// Two are equal that hold the same messages, wherever they lie.
impl PartialEq for Travelling {
    fn eq(&self, other: &Travelling) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Travelling {}
