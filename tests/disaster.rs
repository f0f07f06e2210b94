//! How a run came to break a property: the steps that mattered, and what the rule would have done.

use raftarium::explain::{Disaster, Role};
use raftarium::hunt::{Finding, Goal, Hunt};
use raftarium::paper::{Bug, BugSet};

fn find(bug: Bug) -> Finding {
    let mut hunt = Hunt::new(BugSet::NONE.with(bug), Goal::Violation, 1).unwrap();
    (0..4_000).find_map(|_| hunt.advance(500)).unwrap_or_else(|| panic!("{bug}: nothing was found"))
}

#[test]
fn of_every_run_that_a_hunt_finds_one_can_say_at_which_step_the_rule_would_have_stopped_it() {
    for bug in Bug::ALL.iter().copied().filter(|bug| bug.breaks().is_some()) {
        let finding = find(bug);
        let disaster = Disaster::of(&finding.run).unwrap_or_else(|| panic!("{bug}"));
        println!("\n{bug}: {} steps; {}", disaster.length, disaster.meaning);
        for key in &disaster.steps {
            println!(
                "{:>4} {:8} {} | {}",
                key.step,
                key.role.word(),
                key.told.head,
                key.objection
                    .as_ref()
                    .map(|no| format!("NO {}: {} [{}]", no.head, no.rest, no.place))
                    .unwrap_or_default()
            );
        }
        println!("     parts_at {:?}", finding.intact.as_ref().unwrap().parts_at);
        assert_eq!(Some(&disaster.violation), finding.violation.as_ref(), "{bug}");
        assert_eq!(disaster.steps.last().map(|key| key.role), Some(Role::Broke), "{bug}");
        let wrong = disaster.went_wrong().unwrap_or_else(|| panic!("{bug}: the rule has nothing to say"));
        let (parts, _) = finding.intact.unwrap().parts_at.unwrap();
        assert!(wrong.step <= parts, "{bug}: {} {parts}", wrong.step);
    }
}
