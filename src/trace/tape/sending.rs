//! The messages of a tape: sent in one step, in flight, and lost where nothing says that they arrived.

use super::{Maker, flight, messages};
use crate::raft::SeenMessage;
use crate::sim::{Cue, Flight, Loss, Time};
use std::ops::Range;

impl Maker<'_> {
    /// A message that arrives, and of which the trace does not tell that it was sent.
    pub(super) fn unsent(&mut self, at: usize, message: &crate::trace::Message) -> Option<u32> {
        let sender = self.node_map.server(message.from)?;
        let log = &self.actors[sender.position()].server.persistent().log;
        let (from, to, message) = messages::message(message, &self.node_map, None, log)?;
        let now = self.moments[at];
        let flight = flight((from, to, message), now, 0);
        self.flights.push(Flight { due: now, ..flight });
        Some(self.flights.len() as u32 - 1)
    }

    /// The messages that leave in a step, one for each copy of each, with the events of their arrivals.
    pub(super) fn send(
        &mut self,
        range: Range<usize>,
        received: Option<&SeenMessage>,
    ) -> (Vec<Flight>, Vec<Option<usize>>) {
        let (mut flights, mut ends) = (Vec::new(), Vec::new());
        let step = self.now() + 1;
        for position in range {
            let event = &self.events[position];
            let Some(message) = &event.message else { continue };
            let arrives = self.deliveries.ends.get(&position).cloned().unwrap_or_default();
            let Some(sender) = self.node_map.server(message.from) else { continue };
            let log = &self.actors[sender.position()].server.persistent().log;
            let answers = match received {
                Some(SeenMessage::AppendEntries(request)) => Some(request),
                _ => None,
            };
            let Some(told) = messages::message(message, &self.node_map, answers, log) else {
                for end in arrives {
                    self.others[end] = Some(step);
                }
                continue;
            };
            let flight = flight(told, self.moments[position], step);
            ends.extend(arrives.iter().copied().map(Some));
            flights.extend(arrives.iter().map(|_| flight.clone()));
            if arrives.is_empty() {
                ends.push(None);
                flights.push(flight);
            }
        }
        (flights, ends)
    }

    /// Puts messages in flight. Says how many.
    pub(super) fn launch(&mut self, flights: Vec<Flight>, ends: Vec<Option<usize>>) -> u32 {
        // A trace that tells of no arrival cannot show messages that travel.
        if !self.deliveries.arrivals && ends.iter().all(Option::is_none) {
            return 0;
        }
        let count = flights.len() as u32;
        for (flight, end) in flights.into_iter().zip(ends) {
            let position = self.flights.len() as u32;
            match end {
                Some(end) => self.arrivals[end] = Some(position),
                None => self.unheard.push_back(position),
            }
            self.flights.push(flight);
        }
        count
    }

    /// What should have arrived long before a moment is shown as lost.
    pub(super) fn give_up(&mut self, now: Time) {
        while let Some(position) = self.unheard.front().copied() {
            let flight = &mut self.flights[position as usize];
            let due = flight.sent + self.patience;
            if due >= now {
                break;
            }
            self.unheard.pop_front();
            flight.due = due;
            flight.doom = Some(Loss::Unheard);
            let cause = Some(flight.cause);
            self.put(Cue::Lose(position, Loss::Unheard), due, cause, None, None, &[], 0);
        }
    }
}
