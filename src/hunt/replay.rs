//! A run of a hunt, played in the ordinary world: nothing is believed before its checker has seen it.
//!
//! Nothing happens there but what the schedule says ([`Setup::by_hand`]).

use super::action::{ActionKind, Path, SmallAction};
use super::model::Model;
use crate::history::Run;
use crate::raft::{Options, ServerId, Timer};
use crate::sim::{Action, MessageId, Setup, Span, StepId, Time};

/// How much time passes between two actions of a schedule.
pub(super) const PAUSE: Span = Span::from_ms(10);

/// A schedule in flight through the ordinary world.
pub(super) struct Player {
    pub run: Run,
    /// When the schedule began.
    begun: Time,
    done: u64,
    /// By action of the schedule, the step that carried it out.
    steps: [Option<StepId>; 256],
    commands: u8,
}

impl Player {
    /// Before the first action.
    pub fn new(servers: usize, options: Options) -> Option<Player> {
        Some(Player::on(Run::new(Setup::by_hand(servers, options)).ok()?))
    }

    /// At the moment that a run shows.
    pub fn on(run: Run) -> Player {
        Player { begun: run.world().now(), run, done: 0, steps: [None; 256], commands: 0 }
    }

    /// Carries out all that can be done of a schedule. Says how much could not.
    pub fn play(&mut self, path: &Path) -> usize {
        path.iter().filter(|action| !self.perform(**action)).count()
    }

    /// Carries an action out, if it can be done. Says whether it could.
    pub fn perform(&mut self, action: SmallAction) -> bool {
        self.done += 1;
        let at = ServerId::at(usize::from(action.kind.server()));
        if !self.run.world().roster().contains(at) {
            return false;
        }
        let leads = self.run.world().node(at).server().is_some_and(|server| server.leader().is_some());
        let done = match action.kind {
            ActionKind::Timeout(_) if !leads => {
                self.act(&Action::Fire { server: at, timer: Timer::Election })
            }
            ActionKind::Heartbeat(_) if leads => {
                self.act(&Action::Fire { server: at, timer: Timer::Heartbeat })
            }
            ActionKind::Command(_) if leads => {
                self.commands += 1;
                self.act(&Action::Submit { to: at, command: Model::command(self.commands) })
            }
            ActionKind::Restart(_) => self.act(&Action::Crash(at)) && self.act(&Action::Restart(at)),
            ActionKind::Deliver { sent_by, copy, .. } => match self.message(sent_by, at) {
                Some(id) => (!copy || self.act(&Action::Duplicate(id))) && self.act(&Action::Deliver(id)),
                None => false,
            },
            ActionKind::Timeout(_) | ActionKind::Heartbeat(_) | ActionKind::Command(_) => false,
        };
        if done {
            self.steps[usize::from(action.id)] = Some(self.run.cursor());
        }
        done
    }

    fn act(&mut self, action: &Action) -> bool {
        self.run.pass(self.begun + Span(PAUSE.0 * self.done));
        self.run.act(action).is_ok()
    }

    /// The message that an action of the schedule made for a server, if it is still in flight.
    fn message(&self, sent_by: u8, to: ServerId) -> Option<MessageId> {
        let step = self.steps[usize::from(sent_by)]?;
        let mut flights = self.run.world().network().flights();
        flights
            .find(|flight| flight.cause == step && flight.to == to && flight.doom.is_none())
            .map(|flight| flight.id)
    }
}
