//! What a hunt has found: a run of the ordinary world, and beside it the same schedule with every rule obeyed.

use super::action::Path;
use super::replay::Player;
use super::search::Found;
use super::shrink::without_copy;
use super::target::Target;
use crate::history::{BranchId, Name, Run};
use crate::paper::{BugSet, Property};
use crate::safety::Violation;
use crate::sim::{Action, Step, StepId};

/// A run that does what was asked for, as short as the hunt could make it.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The run at its beginning, as it was played in the ordinary world, under the ordinary checker. If rules were set
    /// aside it has a branch in which they are put back first.
    pub run: Run,
    /// What is violated in its last step, if a violation was hunted.
    pub violation: Option<Violation>,
    /// The rules that were off.
    pub bugs: BugSet,
    /// How many actions it takes.
    pub actions: usize,
    /// What comes of the same schedule with the rules back, if any were off.
    pub intact: Option<Intact>,
}

/// The schedule of a finding with every rule obeyed.
#[derive(Clone, Debug)]
pub struct Intact {
    /// Where it is.
    pub branch: BranchId,
    /// The first step that is not as in the finding, and what happens instead: the rule speaks up here. The second is
    /// missing if the schedule is over by then.
    pub parts_at: Option<(StepId, Option<StepId>)>,
    /// How many actions of the schedule could no longer be done: their message was never sent, nobody led.
    pub impossible: usize,
    /// What is violated all the same.
    pub violated: Vec<Property>,
}

impl Finding {
    /// Plays what the search found in the ordinary world. None if its checker does not see it so.
    pub(super) fn confirm(found: &Found, target: &Target) -> Option<Finding> {
        let found = &nothing_to_leave_out(found, target);
        let mut player = Player::new(found.size, found.options)?;
        if player.play(&found.path) > 0 {
            return None;
        }
        let mut run = player.run;
        let last = run.cursor();
        let violation = match target {
            Target::Broken(wanted) => {
                let broken = run.checker().violations().iter();
                let mut wanted = broken.filter(|violation| wanted.has(violation.property));
                Some(wanted.find(|violation| violation.step == last)?.clone())
            }
            Target::Condition(_) => {
                target.played_to(found.size, found.options, &found.path)?;
                None
            }
        };
        let bugs = found.options.bugs;
        let intact = if bugs.is_empty() {
            None
        } else {
            let (with, intact) = put_back(run, bugs, &found.path)?;
            run = with;
            Some(intact)
        };
        run.seek(run.start());
        Some(Finding { run, violation, bugs, actions: found.path.len(), intact })
    }

    /// The steps of the run, from the first action on.
    pub fn steps(&self) -> impl Iterator<Item = Step> + '_ {
        let trunk = self.run.branches()[0].branch.id();
        let last = self.run.branch(trunk).map_or(0, |branch| branch.ending().step);
        (self.run.start() + 1..=last).filter_map(move |number| self.run.step_on(trunk, number))
    }
}

impl Intact {
    /// Whether every property of Figure 3 held.
    pub fn is_harmless(&self) -> bool {
        self.violated.is_empty()
    }
}

/// The run once nothing can be left out of it in the ordinary world: no action, and no second copy of a message.
fn nothing_to_leave_out(found: &Found, target: &Target) -> Found {
    let mut found = found.clone();
    while let Some(path) = (0..found.path.len()).find_map(|at| {
        let kept = (0..).zip(&found.path).filter(|(position, _)| *position != at);
        let without: Path = kept.map(|(_, action)| *action).collect();
        let candidates = [Some(without), without_copy(&found.path, at)];
        candidates.into_iter().flatten().find_map(|path| target.played_to(found.size, found.options, &path))
    }) {
        found.path = path;
    }
    found
}

/// Goes back to the beginning, puts the rules back, and plays the schedule again, on a branch of its own.
fn put_back(mut run: Run, bugs: BugSet, path: &Path) -> Option<(Run, Intact)> {
    let trunk = run.current().id();
    let (start, end) = (run.start(), run.end());
    run.seek(start);
    let begun = run.world().now();
    for bug in bugs.iter() {
        run.act(&Action::PutBack(bug)).ok()?;
    }
    let branch = run.current().id();
    run.rename(branch, Name::new("every rule on").ok()).ok()?;
    let mut player = Player::on(run);
    debug_assert_eq!(begun, player.run.world().now(), "rules are put back before time passes");
    let impossible = player.play(path);
    let mut run = player.run;
    let later = bugs.iter().count() as StepId;
    let parts_at = (start + 1..=end).find_map(|number| {
        let (theirs, ours) = (run.step_on(trunk, number), run.step_on(branch, number + later));
        let same = matches!((&theirs, &ours), (Some(theirs), Some(ours)) if is_same(theirs, ours));
        (!same).then(|| (number, ours.map(|step| step.number)))
    });
    let violated = run.checker().violations().iter().map(|violation| violation.property).collect();
    run.switch(trunk).ok()?;
    Some((run, Intact { branch, parts_at, impossible, violated }))
}

/// Whether two steps are the same but for their numbers.
fn is_same(a: &Step, b: &Step) -> bool {
    a.at == b.at && a.server() == b.server() && a.facts == b.facts
}
