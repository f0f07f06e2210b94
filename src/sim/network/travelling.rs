//! The messages that travel, in the order of arrival.
//!
//! A new message is put in its place among those in flight, and every message leaves at the front: the busiest
//! place of the world. So the order is kept in small keys, and the messages themselves never move.

use super::{Flight, MessageId, Time};
use std::collections::VecDeque;

/// Messages by the moment of their arrival; at equal moments, in the order of sending.
#[derive(Clone, Debug, Default)]
pub(super) struct Travelling {
    order: VecDeque<Key>,
    /// Where the messages lie.
    slots: Vec<Option<Flight>>,
    /// The last bits of the number of the message in each slot, or of the last one that was there: by them a message is
    /// found among many.
    tags: Vec<u32>,
    /// Slots that are free.
    free: Vec<u32>,
}

/// So many tags are compared at a time.
const BLOCK: usize = 32;

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
            self.tags[slot as usize] = tag(id);
            slot
        } else {
            self.slots.push(Some(flight));
            self.tags.push(tag(id));
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

    /// A message by its number.
    pub(super) fn by_id(&self, id: MessageId) -> Option<&Flight> {
        self.slots[self.slot_of(id)?].as_ref()
    }

    /// After how many others a message arrives.
    pub(super) fn position_of(&self, id: MessageId) -> Option<usize> {
        let slot = self.slot_of(id)?;
        let due = self.slots[slot].as_ref()?.due;
        self.order.binary_search(&Key { due, id, slot: slot as u32 }).ok()
    }

    fn slot_of(&self, id: MessageId) -> Option<usize> {
        let wanted = tag(id);
        #[expect(clippy::needless_bitwise_bool, reason = "without branches several are compared at a time")]
        let may_have_it = |block: &[u32]| block.iter().fold(false, |found, tag| found | (*tag == wanted));
        let blocks = self.tags.chunks(BLOCK).enumerate().filter(|(_, block)| may_have_it(block));
        let mut slots = blocks.flat_map(|(number, block)| number * BLOCK..number * BLOCK + block.len());
        slots.find(|slot| self.slots[*slot].as_ref().is_some_and(|flight| flight.id == id))
    }

    #[inline]
    pub(super) fn remove(&mut self, position: usize) -> Option<Flight> {
        let key = self.order.remove(position)?;
        self.free.push(key.slot);
        self.slots[key.slot as usize].take()
    }
}

fn tag(id: MessageId) -> u32 {
    (id.0 & u64::from(u32::MAX)) as u32
}

/// Two are equal that hold the same messages, wherever they lie.
impl PartialEq for Travelling {
    fn eq(&self, other: &Travelling) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Travelling {}
