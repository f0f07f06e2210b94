//! What a hunt has found: a run of the ordinary world, and the same schedule with every rule obeyed.

use super::replay::Player;
use super::search::Found;
use super::target::Target;
use crate::history::Run;
use crate::paper::{BugSet, Property};
use crate::sim::StepId;

/// A run that does what was asked for, as short as the hunt could make it.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The run, its cursor at its end. It was played in the ordinary world, under the ordinary checker.
    pub run: Run,
    /// The property that is violated in its last step, if a violation was hunted.
    pub property: Option<Property>,
    /// How many actions it takes.
    pub actions: usize,
    /// The same schedule with the rules back, if any were set aside.
    pub intact: Option<Intact>,
}

/// The schedule of a finding with every rule obeyed.
#[derive(Clone, Debug)]
pub struct Intact {
    /// What comes of it, its cursor at its end.
    pub run: Run,
    /// The first step that is not as in the finding: the rule speaks up here.
    pub parts_at: Option<StepId>,
    /// How many actions of the schedule could no longer be done: their message was never sent, nobody led.
    pub impossible: usize,
}

impl Finding {
    /// Plays what the search found in the ordinary world. None if its checker does not see it so.
    pub(super) fn confirm(found: &Found, target: &Target) -> Option<Finding> {
        let (run, _) = play(found, found.options.bugs)?;
        let property = match target {
            Target::Broken(wanted) => {
                let last = run.cursor();
                let broken = run.checker().violations().iter().find(|violation| {
                    violation.step == last && wanted.has(violation.property)
                });
                Some(broken?.property)
            }
            Target::Condition(_) => {
                target.played_to(found.size, found.options, &found.path)?;
                None
            }
        };
        let intact = if found.options.bugs.is_empty() { None } else { Some(Intact::of(found, &run)?) };
        Some(Finding { run, property, actions: found.path.len(), intact })
    }

    /// The rules that are set aside.
    pub fn bugs(&self) -> BugSet {
        self.run.world().options().bugs
    }
}

impl Intact {
    fn of(found: &Found, broken: &Run) -> Option<Intact> {
        let (run, impossible) = play(found, BugSet::NONE)?;
        let parts_at = (run.start() + 1..=broken.end()).find(|number| {
            let ours = run.step_at(*number);
            ours.is_none() || ours != broken.step_at(*number)
        });
        Some(Intact { run, parts_at, impossible })
    }

    /// Whether every property of Figure 3 held.
    pub fn is_harmless(&self) -> bool {
        self.run.checker().violations().is_empty()
    }
}

/// Plays a schedule in a cluster with these rules set aside. Says how many of its actions could not be done.
fn play(found: &Found, bugs: BugSet) -> Option<(Run, usize)> {
    let options = crate::raft::Options { bugs, ..found.options };
    let mut player = Player::new(found.size, options)?;
    let impossible = found.path.iter().filter(|deed| !player.perform(**deed)).count();
    Some((player.run, impossible))
}
