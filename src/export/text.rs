//! The story of a run, line by line: when, what, and where the paper says so.

use super::{ExportError, Subject, name};
use crate::explain::tell_within;
use crate::history::Run;
use crate::language::spell_setup;
use crate::paper::Property;
use crate::script::{StoryLine, told_violation};
use crate::sim::{Step, StepId};
use crate::untrusted::printable;
use std::io::Write;

/// How a story is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Options {
    /// Every step, heartbeats too.
    pub verbose: bool,
}

/// Writes the story.
///
/// # Errors
/// If it cannot be written.
pub fn write(subject: &Subject, options: Options, out: &mut dyn Write) -> Result<(), ExportError> {
    write_head(subject, out)?;
    let mut teller = Teller { subject, options, notes: subject.notes };
    let run = subject.play(|step, run| teller.step(step, run, out))?;
    if run.cursor() == run.end() {
        teller.notes_before(run.end() + 1, out)?;
    }
    write_verdict(&run, out)
}

struct Teller<'a> {
    subject: &'a Subject<'a>,
    options: Options,
    /// Those that are still to come.
    notes: &'a [(StepId, String)],
}

impl Teller<'_> {
    fn step(&mut self, step: &Step, run: &Run, out: &mut dyn Write) -> Result<(), ExportError> {
        self.notes_before(step.number, out)?;
        let told = tell_within(step, run);
        if told.weight > 0 || self.options.verbose {
            writeln!(out, "{:>7} {}", step.number, StoryLine::of(step, &told, Vec::new()))?;
        }
        Ok(())
    }

    /// What the script says before a step.
    fn notes_before(&mut self, step: StepId, out: &mut dyn Write) -> Result<(), ExportError> {
        while let Some(((after, note), rest)) = self.notes.split_first()
            && *after < step
        {
            self.notes = rest;
            if after + 1 >= self.subject.steps.first {
                writeln!(out, "\n{}", printable(note, 2_000))?;
            }
        }
        Ok(())
    }
}

fn write_head(subject: &Subject, out: &mut dyn Write) -> Result<(), ExportError> {
    for line in [subject.title, subject.intro].into_iter().filter(|line| !line.is_empty()) {
        writeln!(out, "{}", printable(line, 2_000))?;
    }
    let world = subject.run.world();
    if let Some(caveat) = world.beginning().caveat() {
        writeln!(out, "{caveat}.")?;
    }
    // Of a run of ours is known how it began; of another one, whom it tells of.
    let setup: Vec<String> = if world.driver().can_act() {
        spell_setup(world.setup()).iter().map(ToString::to_string).collect()
    } else {
        let named = |server| Some(format!("{server} is {}", name(world, server)?));
        world.roster().iter().filter_map(named).collect()
    };
    writeln!(out, "{}\n", setup.join(" · "))?;
    Ok(())
}

/// What the five properties of Figure 3 say at the end.
fn write_verdict(run: &Run, out: &mut dyn Write) -> Result<(), ExportError> {
    writeln!(out, "\nThe properties of Figure 3, checked after every step up to {}:", run.cursor())?;
    for property in Property::ALL {
        if let Some(lacking) = run.world().driver().unseen(property) {
            writeln!(out, "  {property} cannot be judged: {}", printable(lacking, 300))?;
            continue;
        }
        let broken = run.checker().violations().iter().find(|violation| violation.property == property);
        let verdict = broken.map_or_else(|| format!("{property} holds"), told_violation);
        writeln!(out, "  {verdict}   {}", property.section())?;
    }
    if let Some(blame) = run.world().beginning().blame()
        && !run.checker().violations().is_empty()
    {
        writeln!(out, "{blame}.")?;
    }
    Ok(())
}
