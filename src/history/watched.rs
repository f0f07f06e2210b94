//! A world with its checker watching.

use super::Tally;
use crate::safety::Checker;
use crate::sim::{Action, Refusal, Setup, SetupError, Step, Tape, World};
use std::sync::Arc;

/// A world, what its checker has found, and how often each fact has happened.
#[derive(Clone, Debug)]
pub struct Watched {
    /// The world.
    pub world: World,
    /// Its checker.
    pub checker: Checker,
    /// What happened how often.
    pub tally: Tally,
}

impl Watched {
    /// A world at its beginning.
    ///
    /// # Errors
    /// If the setup cannot be run.
    pub fn new(setup: Setup) -> Result<Watched, SetupError> {
        Ok(Watched::of(World::new(setup)?))
    }

    /// A world in which happens what a trace tells, at its beginning.
    pub fn played(tape: Arc<Tape>) -> Watched {
        Watched::of(World::played(tape))
    }

    fn of(world: World) -> Watched {
        let checker = Checker::new(&world);
        Watched { tally: Tally::new(world.size()), world, checker }
    }

    /// Takes the next step. Says whether there was one.
    pub fn step(&mut self, step: &mut Step) -> bool {
        let stepped = self.world.step(step);
        if stepped {
            self.observe(step);
        }
        stepped
    }

    /// Does something to the world.
    ///
    /// # Errors
    /// If it cannot be done now. Then nothing has changed.
    pub fn act(&mut self, action: &Action, step: &mut Step) -> Result<(), Refusal> {
        self.world.act(action, step)?;
        self.observe(step);
        Ok(())
    }

    fn observe(&mut self, step: &mut Step) {
        self.checker.observe(&self.world, step);
        self.tally.count(step);
    }
}
