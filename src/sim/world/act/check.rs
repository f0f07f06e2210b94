//! Whether an action can be done now, and why not.

use super::links::{changed, pairs};
use crate::raft::{Choice, ServerId, ServerSet};
use crate::sim::{Action, Flight, Life, MessageId, Refusal, SetupError, Span, Transit, World};

impl World {
    pub(super) fn check_servers(&self, action: &Action) -> Result<(), Refusal> {
        let named = match action {
            Action::Align(set) | Action::Spread(set) => *set,
            Action::Partition(groups) => groups.iter().fold(ServerSet::EMPTY, |all, group| all.or(*group)),
            Action::Cut { from, to }
            | Action::Mend { from, to }
            | Action::Tune { from, to, .. }
            | Action::HoldLink { from, to }
            | Action::ReleaseLink { from, to } => from.or(*to),
            _ => action.server().map_or(ServerSet::EMPTY, ServerSet::only),
        };
        named.minus(self.roster()).first().map_or(Ok(()), |server| Err(Refusal::NoSuchServer(server)))
    }

    /// Whether it can be done; what can fails here, so that `perform` cannot.
    pub(super) fn check(&self, action: &Action) -> Result<(), Refusal> {
        match action {
            Action::Crash(server) => self.want_not_down(*server),
            Action::Freeze(server) => self.want_up(*server),
            Action::Restart(server) => self.want_down(*server),
            Action::Thaw(server) => match self.node(*server).life {
                Life::Frozen(_) => Ok(()),
                _ => Err(Refusal::NotFrozen(*server)),
            },
            Action::Wipe(server) => match self.node(*server).life {
                Life::Down(_) => Ok(()),
                _ => Err(Refusal::WipeRunning(*server)),
            },
            Action::SetTimer { server, timer, after } => {
                within(*after)?;
                self.running_timer(*server, *timer).map(|_| ())
            }
            Action::Align(set) | Action::Spread(set) => {
                if self.with_election_timer(*set).len() < 2 {
                    return Err(Refusal::TooFewTimers);
                }
                Ok(())
            }
            Action::Partition(_) if self.size() == 1 => Err(Refusal::Alone),
            Action::Partition(groups) => check_groups(groups, self.roster()),
            Action::Cut { from, to }
            | Action::Mend { from, to }
            | Action::HoldLink { from, to }
            | Action::ReleaseLink { from, to } => self.want_links(*from, *to),
            Action::Tune { from, to, change } => {
                self.want_links(*from, *to)?;
                for (from, to) in pairs(*from, *to) {
                    changed(self.network.link(from, to).quality, *change).check()?;
                }
                Ok(())
            }
            Action::Drop(id) | Action::Duplicate(id) => self.want_alive(*id).map(|_| ()),
            Action::Delay { message, by } => {
                within(*by)?;
                self.want_travelling(*message)
            }
            Action::Hold(id) => self.want_travelling(*id),
            Action::Release(id) => match self.want_alive(*id)?.place {
                Transit::Held => Ok(()),
                _ => Err(Refusal::NotHeld(*id)),
            },
            Action::Submit { to, .. } => match self.node(*to).life {
                Life::Frozen(_) => Err(Refusal::Frozen(*to)),
                _ => Ok(()),
            },
            Action::Choose(Choice::MaxEntries(0)) => Err(Refusal::Link(SetupError::MaxEntries)),
            Action::SetAside(bug) if self.options.has(*bug) => Err(Refusal::Already(*bug, "on")),
            Action::PutBack(bug) if !self.options.has(*bug) => Err(Refusal::Already(*bug, "off")),
            Action::SetAside(_)
            | Action::PutBack(_)
            | Action::Choose(_)
            | Action::Heal
            | Action::Deliver(_)
            | Action::Fire { .. }
            | Action::EmptyHeartbeat(_) => Ok(()),
        }
    }

    pub(super) fn want_up(&self, id: ServerId) -> Result<(), Refusal> {
        match self.node(id).life {
            Life::Up(_) => Ok(()),
            Life::Frozen(_) => Err(Refusal::Frozen(id)),
            Life::Down(_) => Err(Refusal::Down(id)),
        }
    }

    fn want_not_down(&self, id: ServerId) -> Result<(), Refusal> {
        if self.node(id).is_down() { Err(Refusal::Down(id)) } else { Ok(()) }
    }

    fn want_down(&self, id: ServerId) -> Result<(), Refusal> {
        if self.node(id).is_down() { Ok(()) } else { Err(Refusal::NotDown(id)) }
    }

    /// A message that is not lost already.
    pub(super) fn want_alive(&self, id: MessageId) -> Result<&Flight, Refusal> {
        let flight = self.network.flight(id).ok_or(Refusal::NoSuchMessage(id))?;
        if flight.doom.is_some() { Err(Refusal::Doomed(id)) } else { Ok(flight) }
    }

    fn want_links(&self, from: ServerSet, to: ServerSet) -> Result<(), Refusal> {
        match pairs(from, to).next() {
            Some(_) => Ok(()),
            None if self.size() == 1 => Err(Refusal::Alone),
            None => Err(Refusal::NoLink),
        }
    }

    fn want_travelling(&self, id: MessageId) -> Result<(), Refusal> {
        match self.want_alive(id)?.place {
            Transit::Travelling => Ok(()),
            Transit::Held => Err(Refusal::Held(id)),
            Transit::Waiting => Err(Refusal::Waits(id)),
        }
    }
}

fn check_groups(groups: &[ServerSet], all: ServerSet) -> Result<(), Refusal> {
    let mut seen = ServerSet::EMPTY;
    for group in groups {
        if let Some(twice) = seen.and(*group).first() {
            return Err(Refusal::TwoGroups(twice));
        }
        seen = seen.or(*group);
    }
    let parts = groups.iter().filter(|group| !group.is_empty()).count();
    if parts + usize::from(seen != all) < 2 { Err(Refusal::OneGroup) } else { Ok(()) }
}

fn within(span: Span) -> Result<(), Refusal> {
    if span > Span::LONGEST { Err(Refusal::TooLong) } else { Ok(()) }
}
