//! The cluster of a lesson while its scripts are played.

use super::scene::{Beside, Broken, Lights};
use crate::history::{PlacedAction, Run};
use crate::language::{Command, Names, Script, SetupCommand};
use crate::lesson::{Lit, Pane};
use crate::paper::Property;
use crate::script::{Outcome, Player, Trouble, View, told_violation};
use crate::sim::StepId;
use std::sync::Arc;

/// The most steps that the scripts of a lesson take, what is played in copies included.
pub const MOST_STEPS: u64 = 1_000_000;

/// How a script was played.
#[derive(Clone, Debug)]
pub(super) struct PlayedScript {
    pub from: StepId,
    pub fresh: bool,
    pub notes: Vec<(StepId, String)>,
    /// Where it failed. What it did before that stands.
    pub broken: Option<Broken>,
}

/// The cluster as it stands, and what is still allowed.
#[derive(Clone, Debug)]
pub(super) struct LessonCluster {
    pub run: Option<Arc<Run>>,
    pub player: Player,
    pub lit: Lights,
    pub pane: Option<Pane>,
    pub beside: Option<Beside>,
    /// What went wrong; until another cluster begins, nothing more is played.
    pub broken: Option<Broken>,
    /// This seed, whatever the lesson says.
    seed: Option<u64>,
    /// How many steps may still be taken.
    pub left: u64,
}

impl LessonCluster {
    pub fn new(seed: Option<u64>, allowed: Vec<Property>) -> LessonCluster {
        LessonCluster {
            run: None,
            player: Player { allowed, ..Player::default() },
            lit: Lights::default(),
            pane: None,
            beside: None,
            broken: None,
            seed,
            left: MOST_STEPS,
        }
    }

    pub fn view(&self) -> Option<View<'_>> {
        self.run.as_deref().map(|run| self.player.view(run))
    }

    pub fn names(&self) -> &Names {
        &self.player.names
    }

    fn fail(&mut self, line: u32, message: String) -> Broken {
        let broken = Broken { line, message };
        self.broken.get_or_insert_with(|| broken.clone());
        broken
    }

    /// Plays a script. `line` is where its part begins.
    pub fn play(&mut self, script: &Script, line: u32) -> Option<PlayedScript> {
        let prologue = script.prologue();
        let fresh = self.run.is_none() || script.begins_cluster();
        if !fresh && self.broken.is_some() {
            return None;
        }
        self.beside = None;
        if fresh {
            self.run = self.begin(script, line);
        }
        let mut run = Arc::unwrap_or_clone(self.run.take()?);
        let mut played = PlayedScript { from: run.cursor(), fresh, notes: Vec::new(), broken: None };
        let skip = if fresh { prologue } else { 0 };
        for (position, line) in script.lines.iter().enumerate() {
            if let Command::Note(note) | Command::Pause(note) = &line.command {
                if !note.is_empty() {
                    played.notes.push((run.cursor(), note.clone()));
                }
            } else if position >= skip
                && let Err(message) = self.command(&line.command, &mut run)
            {
                played.broken = Some(self.fail(line.number, message));
                break;
            }
        }
        self.run = Some(Arc::new(run));
        Some(played)
    }

    /// The cluster with which a script begins; none if there can be no such cluster.
    fn begin(&mut self, script: &Script, line: u32) -> Option<Arc<Run>> {
        let mut setup = script.setup();
        setup.seed = self.seed.unwrap_or(setup.seed);
        self.broken = None;
        self.player.names = Names::default();
        (self.lit, self.pane) = (Lights::default(), None);
        let run = Run::new(setup).map_err(|error| self.fail(line, error.to_string()));
        run.ok().map(Arc::new)
    }

    /// Carries out one command.
    pub fn command(&mut self, command: &Command, run: &mut Run) -> Result<(), String> {
        self.player.most_steps = Some(self.left);
        let before = run.cursor();
        let outcome = self.player.execute(command, run);
        self.left = self.left.saturating_sub(run.cursor().saturating_sub(before));
        let violations = run.checker().violations();
        if let Some(broke) =
            violations.iter().find(|violation| !self.player.allowed.contains(&violation.property))
        {
            return Err(told_violation(broke));
        }
        match outcome {
            Ok(Outcome::NewCluster(_)) => {
                let begins = matches!(command, Command::Set(SetupCommand::Servers(_)));
                let what =
                    if begins { "a new cluster starts" } else { "lines that describe a new cluster belong" };
                Err(format!("{what} at the beginning of a block, before anything else"))
            }
            Ok(_) => Ok(()),
            Err(Trouble::TooManySteps(_)) if self.left == 0 => {
                Err(format!("stopped after {MOST_STEPS} steps of the cluster: the maximum for a lesson"))
            }
            Err(trouble) => Err(trouble.to_string()),
        }
    }

    /// Lights something up.
    pub fn light(&mut self, line: u32, lit: &Lit) {
        let mut lights = self.lit.clone();
        if let Lit::Rule(rule) = lit {
            lights.rules.push(*rule);
        } else if let Some(view) = self.view() {
            if let Err(why) = add(lit, view, &mut lights) {
                self.fail(line, why);
                return;
            }
        } else {
            self.fail(line, "there is no cluster yet".to_owned());
            return;
        }
        self.lit = lights;
    }

    /// Another future of an earlier moment begins.
    pub fn return_to(&mut self, line: u32, scene: Option<(Arc<Run>, Names)>) {
        let Some((run, names)) = scene else {
            self.fail(line, "there was no cluster at the end of that step".to_owned());
            return;
        };
        (self.run, self.player.names) = (Some(run), names);
        (self.lit, self.beside) = (Lights::default(), None);
    }

    /// This future beside another.
    pub fn beside(&mut self, line: u32, step: usize, other: Option<&Run>) {
        let (Some(run), Some(other)) = (self.run.as_deref(), other) else {
            self.fail(line, "there was no cluster at the end of that step".to_owned());
            return;
        };
        self.beside = side_by_side(run, other, step);
        if self.beside.is_none() {
            let why = "that step ended with another cluster, or no action makes the two futures different";
            self.fail(line, why.to_owned());
        }
    }
}

fn add(lit: &Lit, view: View<'_>, lights: &mut Lights) -> Result<(), String> {
    match lit {
        Lit::Servers(who) => lights.servers = lights.servers.or(view.servers(who)?),
        Lit::Entry { index, on } => {
            for server in view.servers(on)?.iter() {
                if view.run.world().node(server).persistent().log.get(*index).is_none() {
                    return Err(format!("{server} has no entry {index} to highlight"));
                }
                lights.entries.push((server, *index));
            }
        }
        Lit::Message(pattern) => {
            let flights = view.flights(pattern)?;
            if flights.is_empty() {
                return Err(format!("no {pattern} is in flight to highlight"));
            }
            lights.messages.extend(flights.iter().map(|flight| flight.id));
        }
        Lit::Rule(rule) => lights.rules.push(*rule),
    }
    Ok(())
}

/// Both futures in one run.
fn side_by_side(this: &Run, other: &Run, step: usize) -> Option<Beside> {
    if this.world().setup() != other.world().setup() {
        return None;
    }
    let shared = this.actions().iter().zip(other.actions()).take_while(|(a, b)| a == b).count();
    let parting = |run: &Run| run.actions().get(shared).map(|placed| (placed.after, placed.at));
    // The one in which nobody did anything for longer is the one that the other leaves.
    let this_leaves = match (parting(this), parting(other)) {
        (None, None) => return None,
        (Some(own), Some(others)) => own <= others,
        (own, _) => own.is_some(),
    };
    let (stem, branch) = if this_leaves { (other, this) } else { (this, other) };
    let mut run = stem.clone();
    let first = run.current().id();
    graft(&mut run, &branch.actions()[shared..], branch.end())?;
    let second = run.current().id();
    let (this, other) = if this_leaves { (second, first) } else { (first, second) };
    if this == other {
        return None;
    }
    run.switch(this).ok()?;
    run.seek(run.end());
    Some(Beside { run: Arc::new(run), this, other, step })
}

/// Does again in a run what was done in another one, up to this step.
fn graft(run: &mut Run, actions: &[PlacedAction], end: StepId) -> Option<()> {
    for placed in actions {
        if run.cursor() > placed.after {
            run.seek(placed.after).then_some(())?;
        }
        while run.cursor() < placed.after {
            run.forward()?;
        }
        run.pass(placed.at);
        run.act(&placed.action).ok()?;
    }
    while run.cursor() < end {
        run.forward()?;
    }
    Some(())
}
