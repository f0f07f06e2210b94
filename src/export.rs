//! A run for other tools: its story as a text, diagrams, pictures, logs with vector clocks.
//!
//! Every format is a pure function of a [`Subject`]: a run, which of its steps, and what it is called.
//! All text that may come from a file (titles, names, commands) is escaped where it enters a format.
//!
//! | file | what is in it |
//! |-|-|
//! | `cards` | what is to be kept of the lessons, as a text or a page to be printed |
//! | `cast` | a playback as a recording of a terminal, for asciinema |
//! | `diagram` | the space-time diagram of some steps as a drawing for slides |
//! | `html` | a page that plays the run in a browser |
//! | `screen`, `playback` | the screen without a terminal, standing still and playing |
//! | `svg` | a screen as a vector picture, or a playback as one that moves |
//! | `jsonl` | a trace: what `check` judges and `open` plays |
//! | `text` | the story, line by line, with its places in the paper |
//! | `mermaid` | a sequence diagram |
//! | `shiviz` | a log with vector clocks, for the visualizer of that name |

pub mod cards;
pub mod cast;
pub mod diagram;
pub mod html;
pub mod jsonl;
pub mod mermaid;
mod playback;
pub mod screen;
pub mod shiviz;
pub mod svg;
pub mod text;

use crate::history::Run;
use crate::raft::ServerId;
use crate::sim::{Step, StepId, World};
use crate::untrusted::printable;
use std::io;

/// What is exported.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// What it is called; may be empty.
    pub title: &'a str,
    /// What it shows, in a sentence or two; may be empty.
    pub intro: &'a str,
    /// The run, at its cursor, with the branch chosen that is to be exported.
    pub run: &'a Run,
    /// What a script says, each with the last step before it.
    pub notes: &'a [(StepId, String)],
    /// Which of its steps.
    pub steps: Steps,
}

impl Subject<'_> {
    /// What it is called, with the mark of a run that begins in a state that cannot arise.
    fn marked_title(&self) -> String {
        match self.run.world().beginning().mark() {
            None => self.title.to_owned(),
            Some(mark) if self.title.is_empty() => mark.to_owned(),
            Some(mark) => format!("{} · {mark}", self.title),
        }
    }
}

/// Consecutive steps of a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Steps {
    /// The first of them.
    pub first: StepId,
    /// The last of them, which is not before the first.
    pub last: StepId,
}

/// Why something cannot be exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// There are no such steps.
    #[error("there is no step {wanted}: this run has steps 1 to {end}")]
    NoSuchStep {
        /// The one that was asked for.
        wanted: StepId,
        /// The last that there is.
        end: StepId,
    },
    /// Steps in which the servers are only started.
    #[error("a diagram begins when all servers have started: there is nothing to draw up to step {0}")]
    NothingToDraw(StepId),
    /// A trace begins where the run does.
    #[error(
        "a trace begins with the run: what was sent before step {0} and arrives after it could not be judged. \
        --steps ..B is possible, to leave out what comes after step B"
    )]
    NotFromTheBeginning(StepId),
    /// It is more than the reader of this format takes.
    #[error("{0}")]
    TooMuch(String),
    /// More steps than the format takes.
    #[error("{steps} steps are more than the {most} that this format takes: choose some with --steps A..B")]
    TooLong {
        /// How many there are.
        steps: u64,
        /// How many may be.
        most: u64,
    },
    /// What it is made of cannot be read.
    #[error("it cannot be read")]
    Read(#[source] io::Error),
    /// It cannot be written.
    #[error("it cannot be written")]
    Write(#[from] io::Error),
}

impl Subject<'_> {
    /// Plays the steps again on a copy of the run, which stands at each step when that is told, and hands it out as it
    /// is at the end.
    ///
    /// # Errors
    /// What `hear` says; then it is not called again.
    pub fn play(
        &self,
        mut hear: impl FnMut(&Step, &Run) -> Result<(), ExportError>,
    ) -> Result<Run, ExportError> {
        let mut run = self.run.clone();
        run.seek(run.start().max(self.steps.first.saturating_sub(1)));
        // The servers have started before there is anywhere to stand.
        for step in run.recent().iter().filter(|step| self.steps.contains(step.number)) {
            hear(step, &run)?;
        }
        while run.cursor() < self.steps.last
            && let Some(step) = run.forward().cloned()
        {
            hear(&step, &run)?;
        }
        Ok(run)
    }
}

impl Steps {
    /// All steps of the branch that a run is at.
    pub fn all(run: &Run) -> Steps {
        Steps { first: 1, last: run.end() }
    }

    /// The steps of a run from one to another, both included: those of them that there are.
    ///
    /// # Errors
    /// If there is none.
    pub fn between(run: &Run, first: Option<StepId>, last: Option<StepId>) -> Result<Steps, ExportError> {
        let all = Steps::all(run);
        let (first, last) = (first.unwrap_or(all.first), last.unwrap_or(all.last));
        let steps = Steps { first: first.max(all.first), last: last.min(all.last) };
        if steps.first > steps.last {
            let wanted = if first > all.last { first } else { last };
            return Err(ExportError::NoSuchStep { wanted, end: all.last });
        }
        Ok(steps)
    }

    /// Whether a step is one of them.
    pub fn contains(self, step: StepId) -> bool {
        (self.first..=self.last).contains(&step)
    }
}

/// What a server is called elsewhere; none if that says no more than we do.
fn name(world: &World, server: ServerId) -> Option<String> {
    world.driver().name(server).map(|name| printable(name, 64))
}
