//! Links cut, mended and changed, and single messages on them.

use crate::raft::{ServerId, ServerSet};
use crate::sim::{Flight, Link, LinkChange, LinkQuality, MessageId, Refusal, Step, Time, Transit, World};

impl World {
    pub(super) fn partition(&mut self, groups: &[ServerSet]) {
        let named = groups.iter().fold(ServerSet::EMPTY, |all, group| all.or(*group));
        let rest = self.roster().minus(named);
        let group_of =
            |server: ServerId| groups.iter().copied().find(|group| group.contains(server)).unwrap_or(rest);
        self.each_link(self.roster(), self.roster(), |link, from, to| {
            link.cut = !group_of(from).contains(to);
        });
    }

    pub(super) fn set_cut(&mut self, from: ServerSet, to: ServerSet, cut: bool) {
        self.each_link(from, to, |link, _, _| link.cut = cut);
    }

    pub(super) fn tune(&mut self, from: ServerSet, to: ServerSet, change: LinkChange) {
        self.each_link(from, to, |link, _, _| link.quality = changed(link.quality, change));
    }

    pub(super) fn hold_link(&mut self, from: ServerSet, to: ServerSet) {
        self.each_link(from, to, |link, _, _| link.held = true);
    }

    pub(super) fn release_link(&mut self, from: ServerSet, to: ServerSet) {
        self.each_link(from, to, |link, _, _| link.held = false);
        let now = self.now;
        let held = self.network.take_parked(|flight| {
            flight.place == Transit::Held && from.contains(flight.from) && to.contains(flight.to)
        });
        for mut flight in held {
            flight.place = Transit::Travelling;
            flight.due = flight.due.max(now);
            self.network.put(flight);
        }
    }

    fn each_link(&mut self, from: ServerSet, to: ServerSet, change: impl Fn(&mut Link, ServerId, ServerId)) {
        for (from, to) in pairs(from, to) {
            change(self.network.link_mut(from, to), from, to);
        }
    }

    /// A person's delivery reaches its receiver whatever the link is like: see `arrive`.
    pub(super) fn deliver(&mut self, id: MessageId, step: &mut Step) -> Result<(), Refusal> {
        self.want_up(self.want_alive(id)?.to)?;
        if let Some(flight) = self.network.take(id) {
            self.arrive(flight, step, true);
        }
        Ok(())
    }

    pub(super) fn change_flight(&mut self, id: MessageId, change: impl FnOnce(&mut Flight, Time)) {
        if let Some(mut flight) = self.network.take(id) {
            change(&mut flight, self.now);
            self.network.put(flight);
        }
    }

    pub(super) fn duplicate(&mut self, id: MessageId) {
        let Some(mut copy) = self.network.flight(id).cloned() else { return };
        let latency = self.random.span(self.network.link(copy.from, copy.to).quality.latency);
        copy.id = self.network.next_id();
        copy.due = copy.due.max(self.now + latency);
        self.network.put(copy);
    }
}

pub(super) fn pairs(from: ServerSet, to: ServerSet) -> impl Iterator<Item = (ServerId, ServerId)> {
    from.iter().flat_map(move |from| to.iter().filter(move |to| *to != from).map(move |to| (from, to)))
}

pub(super) fn changed(quality: LinkQuality, change: LinkChange) -> LinkQuality {
    LinkQuality {
        latency: change.latency.unwrap_or(quality.latency),
        loss: change.loss.unwrap_or(quality.loss),
        duplicate: change.duplicate.unwrap_or(quality.duplicate),
    }
}
