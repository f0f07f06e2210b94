//! A server in the world: running, frozen or down, with its timers.

use super::{Span, StepId, Time, Untold};
use crate::raft::{Persistent, Server, ServerId, Timer};
use serde::Serialize;

/// A timer that runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Countdown {
    /// When it runs out.
    pub due: Time,
    /// When it was armed.
    pub since: Time,
    /// How long it was when it was armed, or made longer since.
    pub length: Span,
    /// The step that armed it, or set it since.
    pub armed_by: StepId,
}

/// Whether a server runs. A server that is down *is* its persistent state: the types keep nothing else.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Life {
    /// It runs.
    Up(Server),
    /// It is paused as a whole, and will return with stale beliefs.
    Frozen(Server),
    /// It has crashed.
    Down(Persistent),
}

/// [`Life`] without what lives.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LifeKind {
    /// See [`Life::Up`].
    Up,
    /// See [`Life::Frozen`].
    Frozen,
    /// See [`Life::Down`].
    Down,
}

/// A server in the world.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Node {
    /// Its name.
    pub id: ServerId,
    /// Whether it runs.
    pub life: Life,
    /// Its election timer, if it runs.
    pub election: Option<Countdown>,
    /// Its heartbeat timer, if it runs.
    pub heartbeat: Option<Countdown>,
    /// What a recording does not tell of it; nothing, in a cluster of our own.
    pub untold: Untold,
}

impl Node {
    /// The server, unless it is down.
    #[inline]
    pub fn server(&self) -> Option<&Server> {
        match &self.life {
            Life::Up(server) | Life::Frozen(server) => Some(server),
            Life::Down(_) => None,
        }
    }

    /// The server, if it runs.
    #[inline]
    pub fn running(&self) -> Option<&Server> {
        if let Life::Up(server) = &self.life { Some(server) } else { None }
    }

    /// What is on its disk.
    #[inline]
    pub fn persistent(&self) -> &Persistent {
        match &self.life {
            Life::Up(server) | Life::Frozen(server) => server.persistent(),
            Life::Down(persistent) => persistent,
        }
    }

    /// Whether it runs.
    pub fn kind(&self) -> LifeKind {
        match self.life {
            Life::Up(_) => LifeKind::Up,
            Life::Frozen(_) => LifeKind::Frozen,
            Life::Down(_) => LifeKind::Down,
        }
    }

    /// Whether it is down.
    pub fn is_down(&self) -> bool {
        matches!(self.life, Life::Down(_))
    }

    /// Whether it runs and leads.
    pub fn leads(&self) -> bool {
        self.running().is_some_and(|server| server.leader().is_some())
    }

    /// One of its timers.
    pub fn timer(&self, timer: Timer) -> Option<Countdown> {
        match timer {
            Timer::Election => self.election,
            Timer::Heartbeat => self.heartbeat,
        }
    }

    pub(super) fn timer_mut(&mut self, timer: Timer) -> &mut Option<Countdown> {
        match timer {
            Timer::Election => &mut self.election,
            Timer::Heartbeat => &mut self.heartbeat,
        }
    }
}
