//! A server in the world: running, frozen or down, with its timers.

use super::{Gaps, SeenLog, Span, StepId, Time};
use crate::paper::Bug;
use crate::raft::{Index, Persistent, RoleKind, Server, ServerId, Term, Timer};
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

/// What a server has done with its vote of the current term.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Vote {
    /// It has it still.
    Nobody,
    /// It has given it to this candidate.
    For(ServerId),
}

/// A part of a server's state that a trace may leave out.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum StatePart {
    /// Its current term.
    Term,
    /// Its vote in that term.
    Vote,
    /// Its role, unless it is down.
    Role,
    /// Where its log ends.
    Log,
    /// Its commit index, unless it is down.
    CommitIndex,
}

/// A server in the world. Where a trace may leave something out, there is a function that tells it from what is
/// known: `Option`s of what the server, or its disk, has there.
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
    /// The vote that it forgot in its last crash, as it should not: who had it, of which term, and for want of which rule.
    /// It does not know this itself; that a later vote of that term is its second one can be said so.
    pub(super) forgotten: Option<(Term, ServerId, Bug)>,
    /// What is not known of it; nothing, in a cluster of our own.
    pub(super) gaps: Gaps,
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

    /// Its current term, if that is known.
    #[inline]
    pub fn term(&self) -> Option<Term> {
        self.known(Gaps::TERM, self.persistent().current_term)
    }

    /// Its vote in that term, if it is known what became of that.
    pub fn vote(&self) -> Option<Vote> {
        self.known(Gaps::VOTE, self.persistent().voted_for.map_or(Vote::Nobody, Vote::For))
    }

    /// What it is, if it is not down and that is known.
    pub fn role(&self) -> Option<RoleKind> {
        self.known(Gaps::ROLE, self.server()?.role().kind())
    }

    /// Its log, with what is known of each entry.
    #[inline]
    pub fn log(&self) -> SeenLog<'_> {
        SeenLog::of(&self.persistent().log)
    }

    /// Where its log ends, if that is known.
    pub fn last_index(&self) -> Option<Index> {
        self.known(Gaps::LOG, self.persistent().log.last_index())
    }

    /// What it knows to be committed, if it is not down and that is known.
    pub fn commit_index(&self) -> Option<Index> {
        self.known(Gaps::COMMIT, self.server()?.volatile().commit_index)
    }

    /// The last entry that its state machine has executed, if it is not down and that is known.
    pub fn last_applied(&self) -> Option<Index> {
        self.known(Gaps::APPLIED, self.server()?.volatile().last_applied)
    }

    /// From where it sends to a follower, if it leads and that is known.
    pub fn next_index(&self, follower: ServerId) -> Option<Index> {
        let progress = self.server()?.leader()?.progress(follower)?;
        self.gaps.knows_next_of(follower).then_some(progress.next_index)
    }

    #[inline]
    fn known<T>(&self, part: Gaps, value: T) -> Option<T> {
        (!self.gaps.has(part)).then_some(value)
    }

    /// Whether it runs.
    pub fn kind(&self) -> LifeKind {
        match self.life {
            Life::Up(_) => LifeKind::Up,
            Life::Frozen(_) => LifeKind::Frozen,
            Life::Down(_) => LifeKind::Down,
        }
    }

    /// What is not known of it.
    pub fn unknown(&self) -> impl Iterator<Item = StatePart> {
        let lives = !self.is_down();
        let parts = [
            (StatePart::Term, self.term().is_none()),
            (StatePart::Vote, self.vote().is_none()),
            (StatePart::Role, lives && self.role().is_none()),
            (StatePart::Log, self.last_index().is_none()),
            (StatePart::CommitIndex, lives && self.commit_index().is_none()),
        ];
        parts.into_iter().filter_map(|(part, is_unknown)| is_unknown.then_some(part))
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
