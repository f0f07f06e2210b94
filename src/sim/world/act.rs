//! What a person does to the world: each action is one step, or is refused and changes nothing.

mod check;
mod links;
mod servers;
mod timers;

use super::World;
use crate::raft::{Command, Input, Options, Persistent, RequestId, ServerId};
use crate::sim::{Action, Life, Loss, Refusal, Request, RequestState, Step, Transit, What, WhyLost};

impl World {
    /// Does something to the world. It is one step, at the present moment. The servers are to have started before:
    /// see [`World::is_booted`].
    ///
    /// # Errors
    /// If it cannot be done now. Then nothing has changed.
    pub fn act(&mut self, action: &Action, step: &mut Step) -> Result<(), Refusal> {
        if !self.driver().can_act() {
            return Err(Refusal::Played);
        }
        self.check_servers(action)?;
        match action {
            Action::Deliver(id) => self.deliver(*id, step)?,
            Action::Fire { server, timer } => self.fire(*server, *timer, step)?,
            Action::EmptyHeartbeat(server) => self.beat_empty(*server, step)?,
            _ => {
                self.check(action)?;
                self.begin(step, What::Acted(action.clone()), None, true);
                self.perform(action);
            }
        }
        self.end(step);
        Ok(())
    }

    fn perform(&mut self, action: &Action) {
        match action {
            Action::Crash(server) => self.crash(*server),
            Action::Restart(server) => self.restart(*server),
            Action::Freeze(server) => self.freeze(*server),
            Action::Thaw(server) => self.thaw(*server),
            Action::Wipe(server) => {
                let node = &mut self.nodes[server.position()];
                (node.life, node.forgotten) = (Life::Down(Persistent::default()), None);
            }
            Action::SetTimer { server, timer, after } => self.set_remaining(*server, *timer, *after),
            Action::Align(set) => self.align(*set),
            Action::Spread(set) => self.spread(*set),
            Action::Partition(groups) => self.partition(groups),
            Action::Heal => self.set_cut(self.roster(), self.roster(), false),
            Action::Cut { from, to } => self.set_cut(*from, *to, true),
            Action::Mend { from, to } => self.set_cut(*from, *to, false),
            Action::Tune { from, to, change } => self.tune(*from, *to, *change),
            Action::HoldLink { from, to } => self.hold_link(*from, *to),
            Action::ReleaseLink { from, to } => self.release_link(*from, *to),
            Action::Drop(id) => self.change_flight(*id, |flight, now| {
                flight.doom = Some(Loss::Dropped);
                flight.place = Transit::Travelling;
                flight.due = now;
            }),
            Action::Duplicate(id) => self.duplicate(*id),
            Action::Delay { message, by } => self.change_flight(*message, |flight, _| {
                flight.due = flight.due + *by;
            }),
            Action::Hold(id) => self.change_flight(*id, |flight, _| flight.place = Transit::Held),
            Action::Release(id) => self.change_flight(*id, |flight, now| {
                flight.place = Transit::Travelling;
                flight.due = flight.due.max(now);
            }),
            Action::Submit { to, command } => self.submit(*to, *command),
            Action::SetAside(bug) => self.change_options(|options| options.bugs = options.bugs.with(*bug)),
            Action::PutBack(bug) => self.change_options(|options| options.bugs = options.bugs.without(*bug)),
            Action::Choose(choice) => self.change_options(|options| options.choose(*choice)),
            // These are steps of their own kind.
            Action::Deliver(_) | Action::Fire { .. } | Action::EmptyHeartbeat(_) => {}
        }
    }

    fn submit(&mut self, to: ServerId, command: Command) {
        let id = RequestId(self.requests.len() as u32);
        self.requests.push(Request {
            id,
            command,
            to,
            at: self.now,
            step: self.steps,
            // A server that runs says otherwise at once.
            state: RequestState::Lost { because: WhyLost::ServerDown, index: None },
        });
        self.feed(to, Input::Command { request: id, command });
    }

    fn change_options(&mut self, change: impl Fn(&mut Options)) {
        change(&mut self.options);
        for node in &mut self.nodes {
            if let Life::Up(server) | Life::Frozen(server) = &mut node.life {
                server.set_options(self.options);
            }
        }
    }
}
