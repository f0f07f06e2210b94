//! The rules put back, and the same run played beside the one that broke a property, until the two part.

use super::names;
use crate::explain::tell;
use crate::history::{BranchId, Name, Parting, Run, Sides};
use crate::raft::Fact;
use crate::sim::{Action, Step, StepId};
use crate::tui::app::state::App;
use crate::tui::app::state::Screen;
use crate::tui::compare::state::Beside;
use crate::tui::order::mistake::Mistake;
use crate::tui::order::mistake::refused;

/// What the branch is called on which every rule is obeyed.
const OBEYED: &str = "every rule on";

/// A branch on which the rules were put back, and where it begins to differ.
struct Obeyed {
    branch: BranchId,
    parting: Parting,
}

impl App {
    /// Puts the rules back that are off: if a property broke, on a branch of its own beside this one; otherwise here.
    pub(super) fn put_back(&mut self) -> Result<(), Mistake> {
        let stage = self.stage_here()?;
        if stage.lab.disaster.is_some() {
            return self.put_back_beside();
        }
        let off = stage.run.world().options().bugs;
        if off.is_empty() {
            return Err(refused(&"No rule is off here: X shows the rules that can be switched off"));
        }
        for bug in off.iter() {
            stage.act(&Action::PutBack(bug))?;
        }
        self.say("The rule is on again", &format!("{}: from here on it is obeyed", names(off)));
        Ok(())
    }

    /// Lays the same run with every rule obeyed beside the one that is looked at, both at the beginning, and lets time
    /// pass on both.
    fn put_back_beside(&mut self) -> Result<(), Mistake> {
        let stage = self.stage_with_disaster()?;
        let Some(disaster) = &stage.lab.disaster else { return Ok(()) };
        let last = disaster.violation.step;
        let own = stage.run.current().id();
        let cursor = stage.run.cursor();
        let obeyed = obeyed(&mut stage.run, last);
        stage.run.switch(own).map_err(|why| refused(&why))?;
        let Some(Obeyed { branch, parting }) = obeyed else {
            stage.run.seek(cursor);
            return Err(refused(&"With the rules on, this run is the same"));
        };
        let began = stage.run.branch(branch).map_or(0, crate::history::Branch::after);
        stage.run.seek(began);
        let start = stage.run.world().now();
        self.compare(Some(branch))?;
        let Some(stage) = &mut self.stage else { return Ok(()) };
        if let Some(compare) = &mut stage.compare {
            let configuration = stage.run.world().configuration();
            let told =
                Sides { a: tell(&parting.next.a, configuration), b: tell(&parting.next.b, configuration) };
            let said = format!("With the rule on, {}", told.b.sentence());
            compare.beside = Some(Beside { said, is_said: false });
            (compare.parting, compare.told) = (parting, told);
        }
        stage.go_both(start);
        stage.play_both();
        self.screen = Screen::Compare;
        Ok(())
    }
}

/// The branch that leaves the one that is looked at by putting all rules back; made if there is none yet.
fn obeyed(run: &mut Run, last: StepId) -> Option<Obeyed> {
    let own = run.current().id();
    let known: Vec<BranchId> = run
        .branches()
        .iter()
        .map(|nested| nested.branch)
        .filter(|branch| {
            branch.fork().is_some_and(|fork| {
                fork.parent == run.owner(fork.first.after).id()
                    && matches!(fork.first.action, Action::PutBack(_))
                    && fork.first.after < last
            })
        })
        .map(crate::history::Branch::id)
        .collect();
    for branch in known {
        if let Some(parting) = parts(run, own, branch, last) {
            return Some(Obeyed { branch, parting });
        }
    }
    let branch = play_obeyed(run, own, last)?;
    let parting = parts(run, own, branch, last)?;
    Some(Obeyed { branch, parting })
}

/// Where a branch on which all rules were put back first differs from the other one: not in its number of steps, but in
/// what happens.
fn parts(run: &Run, own: BranchId, obeyed: BranchId, last: StepId) -> Option<Parting> {
    let began = run.branch(obeyed)?.after();
    let put_back =
        run.branch(obeyed)?.actions().take_while(|it| matches!(it.action, Action::PutBack(_))).count()
            as StepId;
    if !run.state_on(obeyed, began + put_back)?.world.options().bugs.is_empty() {
        return None;
    }
    let (mut theirs, mut ours) = (run.clone(), run.clone());
    theirs.switch(own).ok()?;
    ours.switch(obeyed).ok()?;
    theirs.seek(began);
    ours.seek(began + put_back);
    while theirs.cursor() < last {
        let (after, at) = (theirs.cursor(), theirs.world().now());
        let theirs = theirs.forward()?.clone();
        let ours = if ours.in_past() { ours.forward()?.clone() } else { return None };
        if !is_same(&theirs, &ours) {
            return Some(Parting { after, at: theirs.at.max(at), next: Sides { a: theirs, b: ours } });
        }
    }
    None
}

/// Plays the same with all rules put back, until something else happens.
fn play_obeyed(run: &mut Run, own: BranchId, last: StepId) -> Option<BranchId> {
    run.seek(last);
    let bugs = run.world().options().bugs;
    // From the beginning, or from where they were off.
    let aside =
        run.actions().iter().filter(|placed| matches!(placed.action, Action::SetAside(bug) if bugs.has(bug)));
    let from = aside.map(|placed| placed.after + 1).filter(|step| *step < last).max();
    let from = from.unwrap_or(run.start()).max(run.start());
    run.seek(from);
    let mut path: Vec<(Step, Option<Action>)> = Vec::new();
    while run.cursor() < last {
        let step = run.forward()?.clone();
        let by_hand = run.actions().iter().find(|placed| placed.after + 1 == step.number);
        path.push((step, by_hand.map(|placed| placed.action.clone())));
    }
    run.seek(from);
    for bug in run.world().options().bugs.iter() {
        run.act(&Action::PutBack(bug)).ok()?;
    }
    let branch = run.current().id();
    if branch == own {
        return None;
    }
    let _ = Name::new(OBEYED).map(|name| run.rename(branch, Some(name)));
    for (theirs, by_hand) in path {
        run.pass(theirs.at);
        let ours = match by_hand {
            // Nothing is off here.
            Some(Action::SetAside(_) | Action::PutBack(_)) => continue,
            Some(action) => run.act(&action).ok().cloned(),
            None => run.forward().cloned(),
        };
        if ours.is_none_or(|ours| !is_same(&theirs, &ours)) {
            break;
        }
    }
    Some(branch)
}

/// Whether two steps are the same but for their numbers, and for what the checker adds.
fn is_same(a: &Step, b: &Step) -> bool {
    let facts = |step: &Step| -> Vec<Fact> {
        let own = |fact: &&Fact| !matches!(fact, Fact::PropertyViolated { .. } | Fact::QuorumWitness { .. });
        step.facts.iter().filter(own).copied().collect()
    };
    a.server() == b.server() && facts(a) == facts(b)
}
