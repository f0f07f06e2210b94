//! Which rules of the catalogue fire in which lessons.

use super::report::Checked;
use crate::history::Run;
use crate::lesson::LessonId;
use crate::paper::{Bug, Property, Rule};
use crate::sim::StepId;
use std::collections::BTreeSet;
use std::fmt::{self, Display, Formatter};

/// The lessons of §5 together fire every rule of these kinds.
const KINDS: [char; 8] = ['P', 'T', 'A', 'E', 'V', 'L', 'R', 'C'];

/// Which rules fire in which lessons.
#[derive(Clone, PartialEq, Debug)]
pub struct Coverage {
    /// Every rule that fires or has to, with the lessons in which it does.
    pub rules: Vec<(Rule, Vec<LessonId>)>,
    /// Those that have to fire in some lesson and do in none.
    pub missing: Vec<Rule>,
}

/// Rules that fired, and properties that were to break because a rule was off.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Fired {
    pub rules: BTreeSet<Rule>,
    pub breaks: BTreeSet<Property>,
}

impl Fired {
    /// Takes in the steps of a run up to its cursor: those after a step, or all of them if the cluster began there.
    pub fn take(&mut self, run: &Run, after: StepId, fresh: bool) {
        let after = if fresh { 0 } else { after };
        self.breaks.extend(run.world().setup().options.bugs.iter().filter_map(Bug::breaks));
        self.breaks.extend(run.world().options().bugs.iter().filter_map(Bug::breaks));
        let kept = run.at_hand().first().is_some_and(|first| first.number <= after + 1);
        if kept {
            let steps = run.recent().iter().filter(|step| step.number > after);
            self.rules.extend(steps.flat_map(crate::sim::Step::rules));
            return;
        }
        // A run that is too long to be kept in full is gone through again.
        let mut copy = run.clone();
        copy.seek(after.max(copy.start()));
        self.rules.extend(
            copy.recent().iter().filter(|step| step.number > after).flat_map(crate::sim::Step::rules),
        );
        while copy.cursor() < run.cursor() {
            let Some(step) = copy.forward() else { return };
            self.rules.extend(step.rules());
        }
    }
}

impl Coverage {
    /// What some lessons cover together.
    pub fn of(lessons: &[Checked]) -> Coverage {
        let breaks: BTreeSet<Property> =
            lessons.iter().flat_map(|checked| &checked.breaks).copied().collect();
        let has_to = |rule: Rule| {
            KINDS.iter().any(|kind| rule.id().starts_with(*kind))
                || breaks.iter().any(|property| property.rule() == rule)
        };
        let mut rules = Vec::new();
        for rule in Rule::ALL.iter().copied() {
            let fires = lessons.iter().filter(|checked| checked.rules.contains(&rule));
            let ids = fires.filter_map(|checked| checked.lesson.as_ref()).map(|lesson| lesson.id.clone());
            let ids: Vec<LessonId> = ids.collect();
            if has_to(rule) || !ids.is_empty() {
                rules.push((rule, ids));
            }
        }
        let missing = rules.iter().filter(|(rule, ids)| ids.is_empty() && has_to(*rule));
        let missing = missing.map(|(rule, _)| *rule).collect();
        Coverage { rules, missing }
    }

    /// Whether every rule that has to fire does.
    pub fn is_complete(&self) -> bool {
        self.missing.is_empty()
    }
}

/// A rule a line: how many lessons, which, and what it says.
impl Display for Coverage {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (rule, lessons) in &self.rules {
            // The number is enough to tell lessons apart.
            let numbers: Vec<&str> = lessons.iter().map(|id| id.0.get(..2).unwrap_or(&id.0)).collect();
            let numbers = if numbers.is_empty() { "in no lesson".to_owned() } else { numbers.join(" ") };
            writeln!(f, "{:<4} {:<44} {numbers}", rule.id(), rule.article().name)?;
        }
        if self.is_complete() {
            return writeln!(f, "Every rule of §5 occurs in some lesson.");
        }
        let ids: Vec<&str> = self.missing.iter().map(|rule| rule.id()).collect();
        writeln!(f, "In no lesson: {}", ids.join(", "))
    }
}
