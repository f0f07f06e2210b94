//! What a person does to the world: each action is one step, or is refused and changes nothing.

use super::{
    Countdown, Fact, Flight, Input, Life, Loss, Place, Request, RequestState, Server, ServerId, ServerSet,
    Span, Step, Timer, What, WhyLost, World,
};
use crate::paper::BugSet;
use crate::raft::{Command, Persistent, RequestId};
use crate::sim::{Action, LinkChange, LinkQuality, MessageId, Network, Refusal, Time};

impl World {
    /// Does something to the world. It is one step, at the present moment. The servers are to have started before:
    /// see [`World::is_booted`].
    ///
    /// # Errors
    /// If it cannot be done now. Then nothing has changed.
    pub fn act(&mut self, action: &Action, step: &mut Step) -> Result<(), Refusal> {
        self.check_servers(action)?;
        match action {
            Action::Deliver(id) => self.deliver(*id, step)?,
            Action::Fire { server, timer } => self.fire(*server, *timer, step)?,
            _ => {
                self.check(action)?;
                self.begin(step, What::Acted(action.clone()), None, true);
                self.perform(action);
            }
        }
        self.end(step);
        Ok(())
    }

    fn check_servers(&self, action: &Action) -> Result<(), Refusal> {
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
        named.minus(self.all()).first().map_or(Ok(()), |server| Err(Refusal::NoSuchServer(server)))
    }

    /// Whether it can be done; what can fails here, so that `perform` cannot.
    fn check(&self, action: &Action) -> Result<(), Refusal> {
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
            Action::Partition(groups) => check_groups(groups, self.all()),
            Action::Cut { from, to }
            | Action::Mend { from, to }
            | Action::HoldLink { from, to }
            | Action::ReleaseLink { from, to } => want_links(*from, *to),
            Action::Tune { from, to, change } => {
                want_links(*from, *to)?;
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
                Place::Held => Ok(()),
                _ => Err(Refusal::NotHeld(*id)),
            },
            Action::Submit { to, .. } => match self.node(*to).life {
                Life::Frozen(_) => Err(Refusal::Frozen(*to)),
                _ => Ok(()),
            },
            Action::SetAside(bug) if self.options.has(*bug) => Err(Refusal::Already(*bug, "on")),
            Action::PutBack(bug) if !self.options.has(*bug) => Err(Refusal::Already(*bug, "off")),
            Action::SetAside(_)
            | Action::PutBack(_)
            | Action::Heal
            | Action::Deliver(_)
            | Action::Fire { .. } => Ok(()),
        }
    }

    fn perform(&mut self, action: &Action) {
        match action {
            Action::Crash(server) => self.crash(*server),
            Action::Restart(server) => self.restart(*server),
            Action::Freeze(server) => self.freeze(*server),
            Action::Thaw(server) => self.thaw(*server),
            Action::Wipe(server) => {
                self.nodes[server.position()].life = Life::Down(Persistent::default());
            }
            Action::SetTimer { server, timer, after } => self.set_remaining(*server, *timer, *after),
            Action::Align(set) => self.align(*set),
            Action::Spread(set) => self.spread(*set),
            Action::Partition(groups) => self.partition(groups),
            Action::Heal => self.each_link(self.all(), self.all(), |network, from, to| {
                network.link_mut(from, to).cut = false;
            }),
            Action::Cut { from, to } => self.each_link(*from, *to, |network, from, to| {
                network.link_mut(from, to).cut = true;
            }),
            Action::Mend { from, to } => self.each_link(*from, *to, |network, from, to| {
                network.link_mut(from, to).cut = false;
            }),
            Action::Tune { from, to, change } => self.each_link(*from, *to, |network, from, to| {
                let link = network.link_mut(from, to);
                link.quality = changed(link.quality, *change);
            }),
            Action::HoldLink { from, to } => self.each_link(*from, *to, |network, from, to| {
                network.link_mut(from, to).held = true;
            }),
            Action::ReleaseLink { from, to } => self.release_link(*from, *to),
            Action::Drop(id) => self.change_flight(*id, |flight, now| {
                flight.doom = Some(Loss::Dropped);
                flight.place = Place::Travelling;
                flight.due = now;
            }),
            Action::Duplicate(id) => self.duplicate(*id),
            Action::Delay { message, by } => self.change_flight(*message, |flight, _| {
                flight.due = flight.due + *by;
            }),
            Action::Hold(id) => self.change_flight(*id, |flight, _| flight.place = Place::Held),
            Action::Release(id) => self.change_flight(*id, |flight, now| {
                flight.place = Place::Travelling;
                flight.due = flight.due.max(now);
            }),
            Action::Submit { to, command } => self.submit(*to, *command),
            Action::SetAside(bug) => self.change_bugs(|bugs| bugs.with(*bug)),
            Action::PutBack(bug) => self.change_bugs(|bugs| bugs.without(*bug)),
            // These are steps of their own kind.
            Action::Deliver(_) | Action::Fire { .. } => {}
        }
    }

    /// §5.5: a server fails. What is on its disk stays; its timers, its beliefs and what clients wait for go.
    fn crash(&mut self, id: ServerId) {
        let (was, commit_index, pending) = match self.node(id).server() {
            Some(server) => (
                server.role().kind(),
                server.volatile().commit_index,
                server.leader().map(|leader| leader.pending.clone()).unwrap_or_default(),
            ),
            None => return,
        };
        for request in pending {
            self.lose_request(request.request.0 as usize, WhyLost::LeaderCrashed);
        }
        let remembered = |world: &World| {
            let Persistent { current_term, voted_for, log, .. } = world.node(id).persistent();
            (*current_term, *voted_for, log.last_index().0)
        };
        let (term, vote, last) = remembered(self);
        self.replace_life(id, |life| match life {
            Life::Up(server) | Life::Frozen(server) => Life::Down(server.crash()),
            down @ Life::Down(_) => down,
        });
        let (term_kept, vote_kept, last_kept) = remembered(self);
        self.frozen.remove(id);
        let node = &mut self.nodes[id.position()];
        (node.election, node.heartbeat) = (None, None);
        self.out.facts.push(Fact::Crashed {
            was,
            commit_index,
            term_lost: term_kept != term,
            vote_lost: vote_kept != vote,
            entries_lost: last - last_kept,
        });
        // What waited at its door is lost with it.
        for mut flight in self.network.take_waiting(id) {
            (flight.due, flight.doom) = (self.now, Some(Loss::ServerDown));
            self.network.queue(flight);
        }
    }

    fn freeze(&mut self, id: ServerId) {
        self.replace_life(id, |life| match life {
            Life::Up(server) => Life::Frozen(server),
            other => other,
        });
        self.frozen.insert(id);
    }

    fn restart(&mut self, id: ServerId) {
        let (size, options) = (self.nodes.len(), self.options);
        let mut out = std::mem::take(&mut self.out);
        self.replace_life(id, |life| match life {
            Life::Down(persistent) => Life::Up(Server::restart(id, size, options, persistent, &mut out)),
            other => other,
        });
        self.out = out;
        self.carry_out(id);
    }

    fn thaw(&mut self, id: ServerId) {
        self.replace_life(id, |life| match life {
            Life::Frozen(server) => Life::Up(server),
            other => other,
        });
        self.frozen.remove(id);
        // These have arrived: a link that was cut since does not matter to them.
        for mut flight in self.network.take_waiting(id) {
            flight.due = self.now;
            self.network.queue(flight);
        }
    }

    fn replace_life(&mut self, id: ServerId, change: impl FnOnce(Life) -> Life) {
        let node = &mut self.nodes[id.position()];
        let life = std::mem::replace(&mut node.life, Life::Down(Persistent::default()));
        node.life = change(life);
    }

    fn fire(&mut self, id: ServerId, timer: Timer, step: &mut Step) -> Result<(), Refusal> {
        let countdown = self.running_timer(id, timer)?;
        self.time_out(id, timer, countdown, step, true);
        Ok(())
    }

    fn running_timer(&self, id: ServerId, timer: Timer) -> Result<Countdown, Refusal> {
        self.want_up(id)?;
        let node = self.node(id);
        node.timer(timer).ok_or_else(|| {
            let leads = node.leads();
            let (timer, why) = match timer {
                Timer::Election if leads => ("election", "it leads"),
                Timer::Election => ("election", "it has not started"),
                Timer::Heartbeat if node.server().is_some_and(|server| server.candidate().is_some()) => {
                    ("heartbeat", "all have answered it")
                }
                Timer::Heartbeat => ("heartbeat", "it does not lead"),
            };
            Refusal::NoTimer { server: id, timer, why }
        })
    }

    fn set_remaining(&mut self, id: ServerId, timer: Timer, after: Span) {
        let (now, step) = (self.now, self.steps);
        if let Some(countdown) = self.nodes[id.position()].timer_mut(timer) {
            let length = countdown.length.max(after);
            *countdown = Countdown { due: now + after, length, armed_by: step, ..*countdown };
        }
    }

    fn with_election_timer(&self, set: ServerSet) -> ServerSet {
        self.which(|node| node.running().is_some() && node.election.is_some()).and(set)
    }

    /// All run out when the first of them would have.
    fn align(&mut self, set: ServerSet) {
        let set = self.with_election_timer(set);
        let first = set.iter().filter_map(|server| self.node(server).election).map(|timer| timer.due).min();
        let Some(first) = first else { return };
        for server in set.iter() {
            self.set_remaining(server, Timer::Election, first.since(self.now));
        }
    }

    /// The first runs out when it would have, each other one a round trip later.
    fn spread(&mut self, set: ServerSet) {
        let set = self.with_election_timer(set);
        let mut order: Vec<(Time, ServerId)> = set
            .iter()
            .filter_map(|server| self.node(server).election.map(|timer| (timer.due, server)))
            .collect();
        order.sort_unstable();
        let gap = self.spread_gap();
        let Some(first) = order.first().map(|(due, _)| due.since(self.now)) else { return };
        for (position, (_, server)) in order.into_iter().enumerate() {
            let after = Span(first.0 + gap.0 * position as u64);
            self.set_remaining(server, Timer::Election, after);
        }
    }

    fn partition(&mut self, groups: &[ServerSet]) {
        let named = groups.iter().fold(ServerSet::EMPTY, |all, group| all.or(*group));
        let rest = self.all().minus(named);
        let group_of =
            |server: ServerId| groups.iter().copied().find(|group| group.contains(server)).unwrap_or(rest);
        self.each_link(self.all(), self.all(), |network, from, to| {
            network.link_mut(from, to).cut = !group_of(from).contains(to);
        });
    }

    fn each_link(
        &mut self,
        from: ServerSet,
        to: ServerSet,
        change: impl Fn(&mut Network, ServerId, ServerId),
    ) {
        for (from, to) in pairs(from, to) {
            change(&mut self.network, from, to);
        }
    }

    fn release_link(&mut self, from: ServerSet, to: ServerSet) {
        self.each_link(from, to, |network, from, to| network.link_mut(from, to).held = false);
        let now = self.now;
        let held = self.network.take_parked(|flight| {
            flight.place == Place::Held && from.contains(flight.from) && to.contains(flight.to)
        });
        for mut flight in held {
            flight.place = Place::Travelling;
            flight.due = flight.due.max(now);
            self.network.put(flight);
        }
    }

    fn deliver(&mut self, id: MessageId, step: &mut Step) -> Result<(), Refusal> {
        let to = self.want_alive(id)?.to;
        match self.node(to).life {
            Life::Frozen(_) => return Err(Refusal::Frozen(to)),
            Life::Down(_) => return Err(Refusal::Down(to)),
            Life::Up(_) => {}
        }
        if let Some(flight) = self.network.take(id) {
            self.arrive(flight, step, true);
        }
        Ok(())
    }

    fn change_flight(&mut self, id: MessageId, change: impl FnOnce(&mut Flight, Time)) {
        if let Some(mut flight) = self.network.take(id) {
            change(&mut flight, self.now);
            self.network.put(flight);
        }
    }

    fn duplicate(&mut self, id: MessageId) {
        let Some(mut copy) = self.network.flight(id).cloned() else { return };
        let latency = self.random.span(self.network.link(copy.from, copy.to).quality.latency);
        copy.id = self.network.next_id();
        copy.due = copy.due.max(self.now + latency);
        self.network.put(copy);
    }

    fn submit(&mut self, to: ServerId, command: Command) {
        let id = RequestId(self.requests.len() as u32);
        self.requests.push(Request {
            id,
            command,
            to,
            at: self.now,
            step: self.steps,
            state: RequestState::Lost { because: WhyLost::ServerDown, index: None },
        });
        self.feed(to, Input::Command { request: id, command });
    }

    fn change_bugs(&mut self, change: impl Fn(BugSet) -> BugSet) {
        self.options.bugs = change(self.options.bugs);
        for node in &mut self.nodes {
            if let Life::Up(server) | Life::Frozen(server) = &mut node.life {
                server.set_options(self.options);
            }
        }
    }

    fn want_up(&self, id: ServerId) -> Result<(), Refusal> {
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
    fn want_alive(&self, id: MessageId) -> Result<&Flight, Refusal> {
        let flight = self.network.flight(id).ok_or(Refusal::NoSuchMessage(id))?;
        if flight.doom.is_some() { Err(Refusal::Doomed(id)) } else { Ok(flight) }
    }

    fn want_travelling(&self, id: MessageId) -> Result<(), Refusal> {
        match self.want_alive(id)?.place {
            Place::Travelling => Ok(()),
            Place::Held | Place::Waiting => Err(Refusal::Held(id)),
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

fn pairs(from: ServerSet, to: ServerSet) -> impl Iterator<Item = (ServerId, ServerId)> {
    from.iter().flat_map(move |from| to.iter().filter(move |to| *to != from).map(move |to| (from, to)))
}

fn want_links(from: ServerSet, to: ServerSet) -> Result<(), Refusal> {
    if pairs(from, to).next().is_none() { Err(Refusal::NoLink) } else { Ok(()) }
}

fn changed(quality: LinkQuality, change: LinkChange) -> LinkQuality {
    LinkQuality {
        latency: change.latency.unwrap_or(quality.latency),
        loss: change.loss.unwrap_or(quality.loss),
        duplicate: change.duplicate.unwrap_or(quality.duplicate),
    }
}

fn within(span: Span) -> Result<(), Refusal> {
    if span > Span::LONGEST { Err(Refusal::TooLong) } else { Ok(()) }
}
