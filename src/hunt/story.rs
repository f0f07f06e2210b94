//! A finding in words, each step with its place in the paper; and as JSON.

use super::{Finding, Intact};
use crate::explain::{Narration, tell, tell_within};
use crate::sim::{Step, StepId};
use serde_json::{Value, json};
use std::fmt;

/// Everything that a person wants to know of a finding.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for bug in self.bugs.iter() {
            writeln!(
                f,
                "Rule off: {} ({}, {}, bug {bug})",
                bug.rule_off(),
                bug.rule(),
                bug.rule().place().full()
            )?;
        }
        if let Some(violation) = &self.violation {
            let property = violation.property;
            writeln!(f, "{property} breaks ({}).", property.section())?;
        }
        let (actions, servers) = (self.actions, self.run.world().size());
        let s = if actions == 1 { "" } else { "s" };
        writeln!(f, "{actions} action{s} in a cluster of {servers}: none of them can be left out.\n")?;
        for step in self.steps() {
            row(f, &step, &self.told(&step))?;
        }
        match &self.intact {
            Some(intact) => self.compare(f, intact),
            None => Ok(()),
        }
    }
}

impl Finding {
    fn told(&self, step: &Step) -> Narration {
        let mut run = self.run.clone();
        if run.seek(step.number) { tell_within(step, &run) } else { tell(step, run.world().configuration()) }
    }

    fn compare(&self, f: &mut fmt::Formatter<'_>, intact: &Intact) -> fmt::Result {
        let rules = if self.bugs.iter().count() == 1 { "the rule" } else { "the rules" };
        let verdict = if intact.is_harmless() { "harmless" } else { "not harmless either" };
        writeln!(f, "\nWith {rules} back the same schedule is {verdict}.")?;
        let Some((here, there)) = intact.parts_at else { return Ok(()) };
        writeln!(f, "It diverges from the run above at step {here}, where this happens instead:\n")?;
        if let Some(step) = there.and_then(|step| self.run.step_on(intact.branch, step)) {
            row(f, &step, &tell(&step, self.run.world().configuration()))?;
        }
        if intact.impossible > 0 {
            let actions = if intact.impossible == 1 { "action" } else { "actions" };
            writeln!(
                f,
                "\nAfter that, {} {actions} of the schedule are no longer possible.",
                intact.impossible
            )?;
        }
        Ok(())
    }

    /// The finding for programs.
    pub fn to_json(&self) -> Value {
        let tell_step = |step: &Step| {
            let told = self.told(step);
            json!({
                "step": step.number, "time_us": step.at.0, "server": step.server(), "cause": step.cause,
                "what": step.what, "told": told.sentence(), "place": told.place, "rules": step.rules(),
                "facts": step.facts,
            })
        };
        let instead = |branch, step: Option<StepId>| {
            let step = step.and_then(|step| self.run.step_on(branch, step))?;
            Some(
                json!({"step": step.number, "told": tell(&step, self.run.world().configuration()).sentence(), "rules": step.rules()}),
            )
        };
        json!({
            "without": self.bugs,
            "servers": self.run.world().size(),
            "actions": self.actions,
            "violation": self.violation,
            "steps": self.steps().map(|step| tell_step(&step)).collect::<Vec<_>>(),
            "schedule": self.schedule(),
            "intact": self.intact.as_ref().map(|intact| json!({
                "harmless": intact.is_harmless(),
                "violated": intact.violated,
                "parts_at": intact.parts_at.map(|(step, _)| step),
                "instead": intact.parts_at.and_then(|(_, step)| instead(intact.branch, step)),
                "impossible_actions": intact.impossible,
            })),
        })
    }

    /// The schedule as commands of the language, each at its step.
    fn schedule(&self) -> Vec<String> {
        let recorded = self.run.actions();
        recorded.iter().map(|recorded| crate::language::spell_placed(recorded).to_string()).collect()
    }
}

fn row(f: &mut fmt::Formatter<'_>, step: &Step, told: &Narration) -> fmt::Result {
    writeln!(f, "{:>5}  {}  [{}]", step.number, told.sentence(), told.short_place)
}
