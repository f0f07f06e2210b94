//! A challenge while it is tried.
//!
//! It is judged by any run that grew from its beginning: where the cursor is, what was done on the way there, and every
//! state in between. Stepping back takes actions back; beginning again costs nothing.

mod back;

use super::cluster::LessonCluster;
use super::{Broken, Scene, TaskId};
use crate::history::{PlacedAction, Run};
use crate::language::{Command, Names, Script};
use crate::lesson::{Challenge, Goal, Prose};
use crate::script::{View, failing, holds};
use crate::sim::{Action, StepId, Time};
use std::sync::Arc;

/// A challenge while it is tried.
#[derive(Clone, Debug)]
pub struct Trial {
    id: TaskId,
    challenge: Arc<Challenge>,
    run: Arc<Run>,
    names: Names,
    hints: usize,
    seen: Seen,
}

/// How a run stands to a challenge.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Standing {
    /// Whether the run belongs to the challenge.
    pub lineage: Lineage,
    /// How many actions lie between the beginning and the cursor.
    pub actions: u32,
    /// How many a good solution takes.
    pub par: u32,
    /// The parts of the goal.
    pub parts: Vec<GoalPart>,
    /// The goal was met, at the cursor or before it.
    pub met: Option<Met>,
    /// What must not hold and did, at the cursor or before it, and in which step: one has to step back before that.
    pub never: Option<(StepId, String)>,
}

/// Whether a run belongs to a challenge.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lineage {
    /// It grew from the beginning of the challenge.
    Within,
    /// The cursor is before the beginning.
    Before,
    /// It is another cluster, or another past.
    Elsewhere,
}

/// A part of a goal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GoalPart {
    /// What is to hold, in its author's words.
    pub text: String,
    /// Whether it holds at the cursor.
    pub met: bool,
    /// If not: who still fails it, a sentence each.
    pub missing: Vec<String>,
}

/// A goal that was met.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Met {
    /// In which step.
    pub step: StepId,
    /// After how many actions.
    pub actions: u32,
}

/// A command that may not be used here.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Forbidden {
    /// It is none of those that the challenge allows.
    #[error("you cannot use `{word}` in this challenge: it allows {} and letting time pass", listed(only))]
    NotOneOf {
        /// Its first word.
        word: String,
        /// Those that are.
        only: Vec<String>,
    },
    /// It would make another cluster.
    #[error("`{0}` would start another cluster: the challenge is about this one")]
    NewCluster(String),
}

/// What is known of the states between the beginning and some step.
#[derive(Clone, Debug, Default)]
struct Seen {
    /// What was done up to the step.
    line: Vec<PlacedAction>,
    /// The step; 0 if nothing is known.
    to: StepId,
    names: Names,
    met: Option<Met>,
    never: Option<(StepId, usize)>,
}

impl Trial {
    pub(super) fn new(id: TaskId, challenge: Arc<Challenge>, scene: &Scene) -> Trial {
        let (run, names) = (scene.run.clone(), scene.names.clone());
        Trial { id, challenge, run, names, hints: 0, seen: Seen::default() }
    }

    /// Which it is.
    pub fn id(&self) -> TaskId {
        self.id
    }

    /// What is to be done.
    pub fn challenge(&self) -> &Arc<Challenge> {
        &self.challenge
    }

    /// The run with which it begins: a copy of it is what one acts on, and what one has after a reset.
    pub fn run(&self) -> &Arc<Run> {
        &self.run
    }

    /// The names with which it begins.
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// Whether a command may be used.
    ///
    /// # Errors
    /// Why not.
    pub fn allows(&self, command: &Command) -> Result<(), Forbidden> {
        let act = match command {
            Command::Act(act) | Command::At { act, .. } => Command::Act(act.clone()),
            Command::Set(_) => return Err(Forbidden::NewCluster(command.to_string())),
            _ => return Ok(()),
        };
        let only = &self.challenge.only;
        let word = act.to_string().split_whitespace().next().unwrap_or_default().to_owned();
        if only.is_empty() || only.iter().any(|allowed| allowed.eq_ignore_ascii_case(&word)) {
            return Ok(());
        }
        Err(Forbidden::NotOneOf { word, only: only.clone() })
    }

    /// How a run stands to it.
    pub fn judge(&mut self, run: &Run, names: &Names) -> Standing {
        let view = View { run, names };
        let part = |goal: &Goal| {
            let met = holds(&goal.when, view);
            let missing = if met { Vec::new() } else { failing(&goal.when, view) };
            GoalPart { text: goal.to_string(), met, missing }
        };
        let mut standing = Standing {
            lineage: self.lineage(run),
            actions: 0,
            par: self.challenge.par,
            parts: self.challenge.goals.iter().map(part).collect(),
            met: None,
            never: None,
        };
        if standing.lineage == Lineage::Within {
            standing.actions = self.actions_until(run, run.cursor());
            self.look(run, names);
            let cursor = run.cursor();
            standing.met = self.seen.met.filter(|met| met.step <= cursor);
            let never = self.seen.never.filter(|(step, _)| *step <= cursor);
            standing.never = never.map(|(step, number)| (step, self.challenge.never[number].to_string()));
        }
        standing
    }

    fn lineage(&self, run: &Run) -> Lineage {
        let (own, begun) = (run.actions(), self.run.actions());
        let later = |placed: &PlacedAction| (placed.after, placed.at) >= self.beginning();
        if run.world().setup() != self.run.world().setup()
            || !own.starts_with(begun)
            || !own[begun.len()..].iter().all(later)
        {
            return Lineage::Elsewhere;
        }
        if (run.cursor(), run.world().now()) < self.beginning() { Lineage::Before } else { Lineage::Within }
    }

    fn beginning(&self) -> (StepId, Time) {
        (self.run.cursor(), self.run.world().now())
    }

    /// How many commands were carried out up to a step. What one command does to several servers counts once.
    fn actions_until(&self, run: &Run, step: StepId) -> u32 {
        let done = &run.actions()[self.run.actions().len()..];
        let done = &done[..done.partition_point(|placed| placed.after < step)];
        let goes_on = done.windows(2).filter(|pair| is_one_command(&pair[0], &pair[1])).count();
        (done.len() - goes_on) as u32
    }

    /// Looks at all states up to the cursor that were not looked at yet.
    fn look(&mut self, run: &Run, names: &Names) {
        let known = {
            let seen = &self.seen;
            let line = run.actions();
            let up_to = line.partition_point(|placed| placed.after < seen.to);
            seen.to > 0 && *names == seen.names && line[..up_to] == seen.line[..]
        };
        if !known {
            self.seen = Seen { names: names.clone(), ..Seen::default() };
        }
        let from = if known { self.seen.to } else { self.run.cursor() };
        let cursor = run.cursor();
        if cursor < from {
            return;
        }
        // Going on by one step, which is the usual, needs no copy.
        if cursor > from + 1 || (!known && cursor > from) {
            let mut copy = run.clone();
            copy.seek(from);
            if !known {
                self.look_at(&copy, names);
            }
            while copy.cursor() + 1 < cursor && copy.forward().is_some() {
                self.look_at(&copy, names);
            }
        }
        self.look_at(run, names);
        let line = run.actions();
        self.seen.line = line[..line.partition_point(|placed| placed.after < cursor)].to_vec();
        self.seen.to = cursor;
    }

    fn look_at(&mut self, run: &Run, names: &Names) {
        if self.seen.met.is_some() || self.seen.never.is_some() {
            return;
        }
        let view = View { run, names };
        let step = run.cursor();
        if let Some(number) = self.challenge.never.iter().position(|never| holds(&never.when, view)) {
            self.seen.never = Some((step, number));
        } else if self.challenge.goals.iter().all(|goal| holds(&goal.when, view)) {
            self.seen.met = Some(Met { step, actions: self.actions_until(run, step) });
        }
    }

    /// The next hint; the last one again, if there are no more.
    pub fn hint(&mut self) -> Option<&Prose> {
        self.hints = (self.hints + 1).min(self.challenge.hints.len());
        self.challenge.hints.get(self.hints.checked_sub(1)?)
    }

    /// How many hints were taken.
    pub fn hints_taken(&self) -> usize {
        self.hints
    }

    /// Plays the solution from the beginning.
    ///
    /// # Errors
    /// If it cannot be played.
    pub fn solution(&self) -> Result<(Run, Names), Broken> {
        self.play(&self.challenge.solution)
    }

    /// Plays a script from the beginning, with the commands that are allowed.
    ///
    /// # Errors
    /// If it cannot be played, or something in it may not be used.
    pub fn play(&self, script: &Script) -> Result<(Run, Names), Broken> {
        match self.attempt(script) {
            (end, None) => Ok(end),
            (_, Some(broken)) => Err(broken),
        }
    }

    /// As [`Trial::play`], as far as it comes; and what kept it from coming further.
    pub fn attempt(&self, script: &Script) -> ((Run, Names), Option<Broken>) {
        let mut allowed = script.expected_violations();
        self.challenge.violations_named(&mut allowed);
        let mut cluster = LessonCluster::new(None, allowed);
        cluster.player.names = self.names.clone();
        let mut run = self.run.as_ref().clone();
        let mut broken = None;
        for line in &script.lines {
            let allowed = self.allows(&line.command).map_err(|forbidden| forbidden.to_string());
            if let Err(message) = allowed.and_then(|()| cluster.command(&line.command, &mut run)) {
                broken = Some(Broken { line: line.number, message });
                break;
            }
        }
        ((run, cluster.player.names), broken)
    }
}

impl Met {
    /// Whether a good solution takes no fewer actions.
    pub fn within(&self, par: u32) -> bool {
        self.actions <= par
    }
}

/// Whether what was done is the rest of the command that did what comes before it: the same, to somebody else, at once.
fn is_one_command(first: &PlacedAction, second: &PlacedAction) -> bool {
    let same = match (&first.action, &second.action) {
        (Action::Fire { timer: a, .. }, Action::Fire { timer: b, .. }) => a == b,
        (Action::SetTimer { timer: a, after: left, .. }, Action::SetTimer { timer: b, after: right, .. }) => {
            (a, left) == (b, right)
        }
        (Action::Delay { by: a, .. }, Action::Delay { by: b, .. }) => a == b,
        (Action::Tune { change: a, .. }, Action::Tune { change: b, .. }) => a == b,
        (a, b) => std::mem::discriminant(a) == std::mem::discriminant(b),
    };
    let further =
        subject(&first.action).zip(subject(&second.action)).is_none_or(|(first, second)| first < second);
    same && further && first.at == second.at && first.after + 1 == second.after
}

/// To whom, or to which message, something was done: one command goes through them in their order. None if it can say
/// several things of the same.
fn subject(action: &Action) -> Option<u64> {
    match action {
        Action::Submit { .. } => None,
        Action::Deliver(id)
        | Action::Drop(id)
        | Action::Duplicate(id)
        | Action::Hold(id)
        | Action::Release(id)
        | Action::Delay { message: id, .. } => Some(id.0),
        _ => action.server().map(|server| server.position() as u64),
    }
}

fn listed(words: &[String]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    quoted.join(", ")
}
