//! A run as Lamport's space-time diagram has it, before anything is drawn: the lines of the servers, the cuts at them,
//! and the ways of the messages.

use crate::raft::ServerId;
use crate::sim::{Flight, Loss, Step, StepId, Time, Transit, What};

/// Something that stays the same for a while.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stretch<T> {
    /// When it begins.
    pub from: Time,
    /// When it ends.
    pub to: Time,
    /// What it is.
    pub what: T,
}

/// The lines of the servers along time, and for each what cuts there were: with as much of both as a drawing tells apart.
#[derive(Debug)]
pub struct Lifelines<S, C> {
    /// By server.
    pub servers: Vec<Vec<Stretch<S>>>,
    /// By server, or by the server above where a drawing has cuts between two lines.
    pub cuts: Vec<Vec<Stretch<C>>>,
    /// The cuts that have not ended, each since when.
    open: Vec<Option<(Time, C)>>,
}

impl<S: PartialEq, C: PartialEq> Lifelines<S, C> {
    /// Lines that begin with what the servers are, and no cuts.
    pub fn begin(at: Time, servers: impl Iterator<Item = S>) -> Lifelines<S, C> {
        let servers: Vec<Vec<Stretch<S>>> =
            servers.map(|what| vec![Stretch { from: at, to: at, what }]).collect();
        let cuts = servers.iter().map(|_| Vec::new()).collect();
        let open = servers.iter().map(|_| None).collect();
        Lifelines { servers, cuts, open }
    }

    /// What a server is from now on.
    pub fn set_server(&mut self, server: ServerId, at: Time, now: S) {
        let line = &mut self.servers[server.position()];
        if let Some(last) = line.last_mut().filter(|last| last.what != now) {
            last.to = at;
            line.push(Stretch { from: at, to: at, what: now });
        }
    }

    /// Which cuts there are from now on.
    pub fn set_cuts(&mut self, at: Time, now: impl IntoIterator<Item = Option<C>>) {
        for ((cuts, open), now) in self.cuts.iter_mut().zip(&mut self.open).zip(now) {
            if open.as_ref().map(|(_, what)| what) != now.as_ref() {
                cuts.extend(open.take().map(|(from, what)| Stretch { from, to: at, what }));
                *open = now.map(|what| (at, what));
            }
        }
    }

    /// Nothing comes after this.
    pub fn end(&mut self, at: Time) {
        for last in self.servers.iter_mut().filter_map(|line| line.last_mut()) {
            last.to = at;
        }
        for (cuts, open) in self.cuts.iter_mut().zip(&mut self.open) {
            cuts.extend(open.take().map(|(from, what)| Stretch { from, to: at, what }));
        }
    }
}

/// How a message in flight ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PathEnd {
    /// It arrives.
    Arrived,
    /// It is lost.
    Lost,
    /// It is in flight at the end.
    InFlight,
}

/// The path of a message.
#[derive(Clone, Copy, Debug)]
pub struct MessagePath<'a> {
    /// The message, with its sender and receiver.
    pub flight: &'a Flight,
    /// When its way ends.
    pub at: Time,
    /// How it ends.
    pub end: PathEnd,
    /// The step that ended it, if one did.
    pub step: Option<StepId>,
    /// How much of the whole way it makes, at most 1.
    pub share: f64,
    /// Whether it brings nothing new: a heartbeat, and the reply to it.
    pub quiet: bool,
}

impl<'a> MessagePath<'a> {
    /// The way of the message that a step ended, if it ended one.
    pub fn of_step(step: &'a Step) -> Option<MessagePath<'a>> {
        let (flight, end, share) = match &step.what {
            What::Delivered(flight) => (flight, PathEnd::Arrived, 1.0),
            // A server that is down is reached; on a cut link and on a bad one half the way is made.
            What::Lost(flight, Loss::ServerDown) => (flight, PathEnd::Lost, 1.0),
            What::Lost(flight, _) => (flight, PathEnd::Lost, 0.5),
            _ => return None,
        };
        let quiet = end == PathEnd::Arrived && step.is_quiet(&flight.message);
        Some(MessagePath { flight, at: step.at, end, step: Some(step.number), share, quiet })
    }

    /// The path of a message that is in flight, up to now.
    pub fn in_flight(flight: &'a Flight, now: Time) -> MessagePath<'a> {
        let whole = flight.due.since(flight.sent).0.max(1) as f64;
        let made = (now.since(flight.sent).0 as f64 / whole).min(1.0);
        let share = match flight.place {
            Transit::Held => 0.2,
            Transit::Waiting => 1.0,
            Transit::Travelling if flight.doom.is_some() => made / 2.0,
            Transit::Travelling => made,
        };
        let quiet = flight.message.is_heartbeat();
        MessagePath { flight, at: now.max(flight.sent), end: PathEnd::InFlight, step: None, share, quiet }
    }
}
