//! Carrying out commands on a run, one at a time.

use super::{Trouble, View};
use super::{holds, live};
use crate::history::Run;
use crate::language::{Act, Command, Condition, Names};
use crate::paper::Property;
use crate::raft::ServerId;
use crate::sim::{Action, Refusal, Setup, Span, Step, Time};

/// The most steps that one command takes.
const MOST_STEPS: u64 = 1_000_000;

/// The most messages in flight. A cluster that sends faster than its network delivers would fill the memory.
pub const MOST_IN_FLIGHT: usize = 20_000;

/// Carries out commands, and remembers what scripts can say of earlier ones.
#[derive(Clone, Debug, Default)]
pub struct Player {
    /// Names that were given to servers.
    pub names: Names,
    /// The properties whose violation does not stop the clock: a script that shows a violation expects it.
    pub allowed: Vec<Property>,
    /// The most steps that one command takes, if it is fewer than any command may.
    pub most_steps: Option<u64>,
}

/// What came of a command.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// It was a note.
    Noted,
    /// It was done, in so many steps.
    Acted(u64),
    /// A server has a name now.
    Named(ServerId),
    /// Time has passed.
    Moved {
        /// How many steps were taken.
        steps: u64,
        /// What ended it.
        ended: Ended,
    },
    /// What was expected holds.
    Held,
    /// It describes how a cluster begins: this is the cluster to begin with.
    NewCluster(Box<Setup>),
}

/// What ended a movement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ended {
    /// It went as far as was asked.
    Done,
    /// What was waited for holds.
    Reached,
    /// A property broke: the clock stops.
    Violation,
    /// Nothing will ever happen again of its own accord.
    Quiet,
}

/// A run that is being moved, and who wants to hear of its steps.
struct Hand<'a> {
    run: &'a mut Run,
    hear: &'a mut dyn FnMut(&Run),
    steps: u64,
    most: u64,
}

impl Hand<'_> {
    fn act(&mut self, action: &Action) -> Result<(), Refusal> {
        self.run.act(action)?;
        (self.hear)(self.run);
        self.steps += 1;
        Ok(())
    }

    fn forward(&mut self) -> Result<bool, Trouble> {
        if self.steps >= self.most {
            return Err(Trouble::TooManySteps(self.most));
        }
        if self.run.world().network().in_flight() > MOST_IN_FLIGHT {
            return Err(Trouble::TooManyMessages(MOST_IN_FLIGHT));
        }
        if self.run.forward().is_none() {
            return Ok(false);
        }
        (self.hear)(self.run);
        self.steps += 1;
        Ok(true)
    }
}

impl Player {
    /// Carries out one command.
    ///
    /// # Errors
    /// If it cannot be done now, or what it claims does not hold.
    pub fn execute(&mut self, command: &Command, run: &mut Run) -> Result<Outcome, Trouble> {
        self.execute_heard(command, run, &mut |_| {})
    }

    /// Carries out one command; `hear` is called after every step that comes of it, with the run at that step.
    ///
    /// # Errors
    /// As [`Player::execute`].
    pub fn execute_heard(
        &mut self,
        command: &Command,
        run: &mut Run,
        hear: &mut dyn FnMut(&Run),
    ) -> Result<Outcome, Trouble> {
        let most = self.most_steps.map_or(MOST_STEPS, |most| most.min(MOST_STEPS));
        let mut hand = Hand { run, hear, steps: 0, most };
        match command {
            Command::Note(_) | Command::Pause(_) => Ok(Outcome::Noted),
            Command::Set(setup) => {
                let setup = setup.applied_to(hand.run.world().setup())?;
                Ok(Outcome::NewCluster(Box::new(setup)))
            }
            Command::Act(act) => {
                self.act(act, &mut hand)?;
                Ok(Outcome::Acted(hand.steps))
            }
            Command::At { step, time, act } => {
                go_to(*step, *time, &mut hand)?;
                self.act(act, &mut hand)?;
                Ok(Outcome::Acted(hand.steps))
            }
            Command::Call { target, name } => {
                let server = self.view(hand.run).one_server(target).map_err(Trouble::Nobody)?;
                self.names.give(name, server);
                Ok(Outcome::Named(server))
            }
            Command::Run(span) => self.run(*span, &mut hand),
            Command::Step(steps) => self.step(*steps, &mut hand),
            Command::RunUntil { condition, within } => {
                self.run_until(condition, within.unwrap_or(Command::DEFAULT_WITHIN), &mut hand)
            }
            Command::Expect(condition) => {
                let view = self.view(hand.run);
                if holds(condition, view) {
                    return Ok(Outcome::Held);
                }
                Err(Trouble::Unmet { condition: condition.to_string(), live: live(condition, view) })
            }
        }
    }

    /// What conditions are about now.
    pub fn view<'a>(&'a self, run: &'a Run) -> View<'a> {
        View { run, names: &self.names }
    }

    /// Whether a property broke that is not expected to, since there were so many violations.
    fn broke(&self, run: &Run, since: usize) -> bool {
        let new = run.checker().violations().get(since..).unwrap_or_default();
        new.iter().any(|violation| !self.allowed.contains(&violation.property))
    }

    fn run(&self, span: Span, hand: &mut Hand<'_>) -> Result<Outcome, Trouble> {
        let violations = hand.run.checker().violations().len();
        let end = hand.run.world().now() + span;
        while hand.run.next_at().is_some_and(|at| at <= end) {
            if !hand.forward()? {
                break;
            }
            if self.broke(hand.run, violations) {
                return Ok(Outcome::Moved { steps: hand.steps, ended: Ended::Violation });
            }
        }
        hand.run.pass(end);
        Ok(Outcome::Moved { steps: hand.steps, ended: Ended::Done })
    }

    fn step(&self, steps: u32, hand: &mut Hand<'_>) -> Result<Outcome, Trouble> {
        let violations = hand.run.checker().violations().len();
        let mut ended = Ended::Done;
        for _ in 0..steps {
            if !hand.forward()? {
                ended = Ended::Quiet;
                break;
            }
            if self.broke(hand.run, violations) {
                ended = Ended::Violation;
                break;
            }
        }
        Ok(Outcome::Moved { steps: hand.steps, ended })
    }

    fn run_until(
        &self,
        condition: &Condition,
        within: Span,
        hand: &mut Hand<'_>,
    ) -> Result<Outcome, Trouble> {
        let violations = hand.run.checker().violations().len();
        let end = hand.run.world().now() + within;
        let said = |hand: &Hand<'_>| (condition.to_string(), live(condition, self.view(hand.run)));
        loop {
            if holds(condition, self.view(hand.run)) {
                return Ok(Outcome::Moved { steps: hand.steps, ended: Ended::Reached });
            }
            if self.broke(hand.run, violations) {
                return Ok(Outcome::Moved { steps: hand.steps, ended: Ended::Violation });
            }
            match hand.run.next_at() {
                None => {
                    let (condition, live) = said(hand);
                    let why = why_quiet(hand.run);
                    return Err(Trouble::Quiet { condition, why, live });
                }
                Some(at) if at > end => {
                    hand.run.pass(end);
                    // Time itself may be what was waited for.
                    if holds(condition, self.view(hand.run)) {
                        continue;
                    }
                    let (condition, live) = said(hand);
                    return Err(Trouble::NotReached { condition, waited: within, live });
                }
                Some(_) => {
                    hand.forward()?;
                }
            }
        }
    }

    /// Does it all, or nothing: what is refused halfway is not begun.
    fn act(&self, act: &Act, hand: &mut Hand<'_>) -> Result<(), Trouble> {
        let actions = self.view(hand.run).actions(act)?;
        if actions.len() > 1 {
            let (mut trial, mut step) = (hand.run.world().clone(), Step::default());
            for action in &actions {
                trial.act(action, &mut step)?;
            }
        }
        for action in &actions {
            hand.act(action)?;
        }
        Ok(())
    }
}

/// Nothing is in flight, and no timer runs.
fn why_quiet(run: &Run) -> String {
    let up = run.world().up();
    if up.is_empty() { "no server is running".to_owned() } else { format!("{up} wait for nothing") }
}

/// Goes on to a step and a moment after it.
fn go_to(step: u64, time: Option<Span>, hand: &mut Hand<'_>) -> Result<(), Trouble> {
    let now = hand.run.cursor();
    if now > step {
        return Err(Trouble::Past { wanted: step, now });
    }
    while hand.run.cursor() < step {
        if !hand.forward()? {
            return Err(Trouble::NoSuchStep(step));
        }
    }
    if let Some(span) = time {
        let moment = Time::ZERO + span;
        hand.run.pass(moment);
        if hand.run.world().now() != moment {
            return Err(Trouble::NoSuchMoment { step, time: span });
        }
    }
    Ok(())
}
