//! From a command to what is done to the world: whoever and whatever is meant now.

use super::{Trouble, View};
use crate::language::{Act, Links, MessageVerb, Pattern, Targets, Which};
use crate::raft::{ServerId, ServerSet, Timer};
use crate::sim::{Action, Flight, MessageId, Refusal, Transit};

impl View<'_> {
    /// The actions that carry out a command now, in order.
    ///
    /// # Errors
    /// If nobody or nothing is meant. Whether the world accepts them is the world's affair.
    pub fn actions(&self, act: &Act) -> Result<Vec<Action>, Trouble> {
        match act {
            Act::Crash(who) => self.for_each(who, Action::Crash),
            Act::Restart(who) => self.for_each(who, Action::Restart),
            Act::Freeze(who) => self.for_each(who, Action::Freeze),
            Act::Thaw(who) => self.for_each(who, Action::Thaw),
            Act::Wipe(who) => self.for_each(who, Action::Wipe),
            Act::Timeout(who) => self.for_each(who, |server| Action::Fire { server, timer: Timer::Election }),
            Act::Beat(who) => self.for_each(who, |server| Action::Fire { server, timer: Timer::Heartbeat }),
            Act::BeatEmpty(who) => self.for_each(who, Action::EmptyHeartbeat),
            Act::Timer { of, timer, after } => {
                self.for_each(of, |server| Action::SetTimer { server, timer: *timer, after: *after })
            }
            Act::Align(who) => Ok(vec![Action::Align(self.these_or_all(who.as_ref())?)]),
            Act::Spread(who) => Ok(vec![Action::Spread(self.these_or_all(who.as_ref())?)]),
            Act::Partition(groups) => self.partition(groups),
            Act::Isolate(who) => self.isolate(who),
            Act::Heal => Ok(vec![Action::Heal]),
            Act::Cut(links) => self.along(links, |from, to| Action::Cut { from, to }),
            Act::Mend(links) => self.along(links, |from, to| Action::Mend { from, to }),
            Act::Link(links, change) => {
                self.along(links, |from, to| Action::Tune { from, to, change: *change })
            }
            Act::HoldLink(links) => self.along(links, |from, to| Action::HoldLink { from, to }),
            Act::ReleaseLink(links) => self.along(links, |from, to| Action::ReleaseLink { from, to }),
            Act::Message(verb, which) => self.messages(*verb, which),
            Act::Submit { commands, to } => {
                let to = match to {
                    Some(to) => self.these(to)?,
                    None => ServerSet::only(self.run.world().leader().ok_or_else(|| self.nobody_to_ask())?),
                };
                let each = |command| to.iter().map(move |to| Action::Submit { to, command });
                Ok(commands.iter().copied().flat_map(each).collect())
            }
            Act::Without(bug) => Ok(vec![Action::SetAside(*bug)]),
            Act::Obey(bug) => Ok(vec![Action::PutBack(*bug)]),
            Act::Set(choice) => Ok(vec![Action::Choose(*choice)]),
        }
    }

    /// Followers can be asked by name: they point at the leader, if they know one.
    fn nobody_to_ask(&self) -> Trouble {
        match self.leaders().first() {
            Some(frozen) => Trouble::Refused(Refusal::Frozen(*frozen)),
            None => {
                Trouble::Nobody("there is no leader now to submit to; `to S1` would submit to S1".to_owned())
            }
        }
    }

    fn these(&self, who: &Targets) -> Result<ServerSet, Trouble> {
        self.servers(who).map_err(Trouble::Nobody)
    }

    fn these_or_all(&self, who: Option<&Targets>) -> Result<ServerSet, Trouble> {
        who.map_or(Ok(self.run.world().roster()), |who| self.these(who))
    }

    fn for_each(&self, who: &Targets, action: impl Fn(ServerId) -> Action) -> Result<Vec<Action>, Trouble> {
        Ok(self.these(who)?.iter().map(action).collect())
    }

    fn partition(&self, groups: &[Targets]) -> Result<Vec<Action>, Trouble> {
        let mut sets: Vec<ServerSet> = Vec::new();
        let mut named = ServerSet::EMPTY;
        for group in groups {
            let set = self.servers_beside(group, named).map_err(Trouble::Nobody)?;
            named = named.or(set);
            sets.push(set);
        }
        Ok(vec![Action::Partition(sets)])
    }

    /// Cuts servers off, and leaves other cuts as they are.
    fn isolate(&self, who: &Targets) -> Result<Vec<Action>, Trouble> {
        let alone = self.these(who)?;
        if !self.run.world().network().has_cuts() {
            return Ok(vec![Action::Partition(vec![alone])]);
        }
        let rest = self.run.world().roster().minus(alone);
        Ok(vec![Action::Cut { from: alone, to: rest }, Action::Cut { from: rest, to: alone }])
    }

    fn along(
        &self,
        links: &Links,
        action: impl Fn(ServerSet, ServerSet) -> Action,
    ) -> Result<Vec<Action>, Trouble> {
        let (from, to) = self.ends(links).map_err(Trouble::Nobody)?;
        let back = links.both.then(|| action(to, from));
        Ok(std::iter::once(action(from, to)).chain(back).collect())
    }

    fn messages(&self, verb: MessageVerb, which: &Which) -> Result<Vec<Action>, Trouble> {
        let action = |message: MessageId| match verb {
            MessageVerb::Deliver => Action::Deliver(message),
            MessageVerb::Drop => Action::Drop(message),
            MessageVerb::Duplicate => Action::Duplicate(message),
            MessageVerb::Delay(by) => Action::Delay { message, by },
            MessageVerb::Hold => Action::Hold(message),
            MessageVerb::Release => Action::Release(message),
        };
        Ok(self.chosen(verb, which)?.into_iter().map(action).collect())
    }

    /// The messages that are meant, among those to which this can be done.
    fn chosen(&self, verb: MessageVerb, which: &Which) -> Result<Vec<MessageId>, Trouble> {
        match which {
            Which::Number(id) => Ok(vec![*id]),
            Which::Next => {
                let flights: Vec<&Flight> = self.run.world().network().flights().collect();
                let next = can(verb, &flights).first().copied();
                Ok(vec![next.ok_or_else(|| Trouble::Nobody("no message is in flight".to_owned()))?])
            }
            Which::Chosen => Err(Trouble::Nobody("nothing is chosen here".to_owned())),
            Which::First(pattern) => Ok(self.fitting(verb, pattern)?.into_iter().take(1).collect()),
            Which::Last(pattern) => Ok(self.fitting(verb, pattern)?.pop().into_iter().collect()),
            Which::All(pattern) => self.fitting(verb, pattern),
        }
    }

    /// All messages that fit, at least one, those sent first at the front.
    fn fitting(&self, verb: MessageVerb, pattern: &Pattern) -> Result<Vec<MessageId>, Trouble> {
        let ids = can(verb, &self.flights_and_lost(pattern).map_err(Trouble::Nobody)?);
        if ids.is_empty() {
            let why = format!("no {pattern} is in flight now");
            let others = self.say_others(pattern);
            let also = format!("; in flight {} {}", are(others.len()), some(&others));
            return Err(Trouble::Nobody(if others.is_empty() { why } else { why + &also }));
        }
        Ok(ids)
    }
}

/// To which of these messages it can be done; if to none of them, the first, of which the world says why.
fn can(verb: MessageVerb, flights: &[&Flight]) -> Vec<MessageId> {
    let ids: Vec<MessageId> =
        flights.iter().filter(|flight| possible(verb, flight)).map(|flight| flight.id).collect();
    if ids.is_empty() { flights.first().map(|flight| flight.id).into_iter().collect() } else { ids }
}

fn possible(verb: MessageVerb, flight: &Flight) -> bool {
    match verb {
        _ if flight.doom.is_some() => false,
        MessageVerb::Deliver | MessageVerb::Drop | MessageVerb::Duplicate => true,
        MessageVerb::Delay(_) | MessageVerb::Hold => flight.place == Transit::Travelling,
        MessageVerb::Release => flight.place == Transit::Held,
    }
}

const fn are(number: usize) -> &'static str {
    if number == 1 { "is" } else { "are" }
}

/// The first few of a list.
fn some(list: &[String]) -> String {
    const MOST: usize = 4;
    let said = list[..list.len().min(MOST)].join(", ");
    if list.len() > MOST { format!("{said} and {} more", list.len() - MOST) } else { said }
}
