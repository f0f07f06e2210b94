//! A cluster in a hunt: the states of its servers, what is in flight, and its history.

use super::action::{ActionKind, SmallAction};
use super::history::{ENTRIES, History, PropertySet, TERMS};
use super::model::{EnvelopeId, Model, ServerState, Stimulus};
use arrayvec::ArrayVec;

/// The largest cluster that is hunted in.
pub(super) const MOST_SERVERS: usize = 5;
/// The most messages in flight at once; more are lost.
const MOST_FLIGHTS: usize = 40;

/// A message in flight.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Flight {
    pub envelope: EnvelopeId,
    /// The action that sent it.
    pub sent_by: u8,
}

/// A cluster at a moment. Time is left out: a timer may run out and a message arrive whenever the hunt likes.
#[derive(Debug)]
pub(super) struct Cluster {
    pub servers: ArrayVec<ServerState, MOST_SERVERS>,
    pub flights: ArrayVec<Flight, MOST_FLIGHTS>,
    pub history: History,
    pub commands: u8,
    pub restarts: u8,
}

/// A copy made at one go: a hunt makes millions of them.
pub(super) fn copied<T: Copy, const MOST: usize>(from: &ArrayVec<T, MOST>) -> ArrayVec<T, MOST> {
    let mut copy = ArrayVec::new();
    // There is room for as many as there are.
    let _ = copy.try_extend_from_slice(from);
    copy
}

impl Clone for Cluster {
    fn clone(&self) -> Self {
        let Cluster { servers, flights, history, commands, restarts } = self;
        Cluster {
            servers: copied(servers),
            flights: copied(flights),
            history: *history,
            commands: *commands,
            restarts: *restarts,
        }
    }
}

impl Cluster {
    /// A cluster that has just started.
    pub fn fresh(model: &mut Model) -> Cluster {
        Cluster {
            servers: (0..model.size()).map(|position| model.fresh(position)).collect(),
            flights: ArrayVec::new(),
            history: History::default(),
            commands: 0,
            restarts: 0,
        }
    }

    /// The position of the message that an action made for a server.
    pub fn flight(&self, model: &Model, sent_by: u8, to: u8) -> Option<usize> {
        self.flights.iter().position(|flight| {
            flight.sent_by == sent_by && model.envelope(flight.envelope).to.position() == usize::from(to)
        })
    }

    /// Of what an action sent, only what goes to these servers stays in flight.
    pub fn lose(&mut self, model: &Model, sent_by: u8, kept: u8) {
        self.flights.retain(|flight| {
            flight.sent_by != sent_by || kept >> model.envelope(flight.envelope).to.position() & 1 == 1
        });
    }

    /// Does something, if it can be done now. Says what broke.
    pub fn perform(&mut self, model: &mut Model, action: SmallAction) -> Option<PropertySet> {
        let at = usize::from(action.kind.server());
        let state = *self.servers.get(at)?;
        let known = model.server(state);
        let stimulus = match action.kind {
            ActionKind::Timeout(_) if !known.leads && known.term < TERMS => Stimulus::Timeout,
            ActionKind::Heartbeat(_) if known.leads => Stimulus::Heartbeat,
            ActionKind::Command(_) if known.leads && model.logs.length(known.log) < ENTRIES => {
                self.commands += 1;
                Stimulus::Command(self.commands)
            }
            ActionKind::Restart(_) => {
                self.restarts += 1;
                Stimulus::Restart
            }
            ActionKind::Deliver { sent_by, to, copy } => {
                let position = self.flight(model, sent_by, to)?;
                let envelope = self.flights[position].envelope;
                if !copy {
                    self.flights.remove(position);
                }
                Stimulus::Message(envelope)
            }
            ActionKind::Timeout(_) | ActionKind::Heartbeat(_) | ActionKind::Command(_) => return None,
        };
        let outcome = model.react(state, stimulus);
        self.servers[at] = outcome.next;
        for envelope in model.sent(outcome) {
            // A full network loses what is sent.
            let _ = self.flights.try_push(Flight { envelope: *envelope, sent_by: action.id });
        }
        Some(self.history.observe(model, &self.servers, at, state))
    }
}
