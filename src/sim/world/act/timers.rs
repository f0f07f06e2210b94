//! Timers fired, set, aligned and spread by hand.

use crate::raft::{Input, ServerId, ServerSet, Timer};
use crate::sim::{Countdown, Refusal, Span, SpanRange, Step, Time, World};

impl World {
    pub(super) fn fire(&mut self, id: ServerId, timer: Timer, step: &mut Step) -> Result<(), Refusal> {
        let countdown = self.running_timer(id, timer)?;
        self.time_out(id, timer, countdown, step, true);
        Ok(())
    }

    pub(super) fn beat_empty(&mut self, id: ServerId, step: &mut Step) -> Result<(), Refusal> {
        self.want_up(id)?;
        if !self.node(id).leads() {
            return Err(Refusal::NotLeading(id));
        }
        let countdown = self.running_timer(id, Timer::Heartbeat)?;
        self.run_out(id, (Timer::Heartbeat, Input::EmptyHeartbeat), countdown, step, true);
        Ok(())
    }

    pub(super) fn running_timer(&self, id: ServerId, timer: Timer) -> Result<Countdown, Refusal> {
        self.want_up(id)?;
        let node = self.node(id);
        node.timer(timer).ok_or_else(|| {
            let leads = node.leads();
            let (timer, why) = match timer {
                Timer::Election if leads => ("election", "it is the leader"),
                Timer::Election => ("election", "it has not started"),
                Timer::Heartbeat if node.server().is_some_and(|server| server.candidate().is_some()) => {
                    ("heartbeat", "all servers have answered it")
                }
                Timer::Heartbeat => ("heartbeat", "it is not the leader"),
            };
            Refusal::NoTimer { server: id, timer, why }
        })
    }

    pub(super) fn set_remaining(&mut self, id: ServerId, timer: Timer, after: Span) {
        let (now, step) = (self.now, self.steps);
        if let Some(countdown) = self.nodes[id.position()].timer_mut(timer) {
            let length = countdown.length.max(after);
            *countdown = Countdown { due: now + after, length, armed_by: step, ..*countdown };
        }
    }

    pub(super) fn with_election_timer(&self, set: ServerSet) -> ServerSet {
        self.which(|node| node.running().is_some() && node.election.is_some()).and(set)
    }

    /// All run out when the first of them would have.
    pub(super) fn align(&mut self, set: ServerSet) {
        let set = self.with_election_timer(set);
        let first = set.iter().filter_map(|server| self.node(server).election).map(|timer| timer.due).min();
        let Some(first) = first else { return };
        for server in set.iter() {
            self.set_remaining(server, Timer::Election, first.since(self.now));
        }
    }

    /// The first runs out when it would have, each other one a round trip later.
    pub(super) fn spread(&mut self, set: ServerSet) {
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

    /// How far apart timers are set when they are spread: the longest round trip of the setup's links and half a
    /// heartbeat, so that who comes first has won before the next one stands.
    fn spread_gap(&self) -> Span {
        let SpanRange { max, .. } = self.setup.link.latency;
        Span(max.0.saturating_mul(2).saturating_add(self.setup.timing.heartbeat.0 / 2).max(1000))
    }
}
