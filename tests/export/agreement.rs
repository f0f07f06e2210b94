//! Our own traces, written and read again, are judged as our own checker judges their runs.

use super::{all, played, scenarios};
use raftarium::export::{Subject, Steps, jsonl};
use raftarium::history::Run;
use raftarium::hunt::{Goal, Hunt};
use raftarium::paper::{Bug, BugSet, Property};
use raftarium::trace::Reader;
use raftarium::trace::check::{Checked, check};
use raftarium::trace::judge::Outcome;

fn checked(trace: &str) -> Checked {
    let checked = check(trace.as_bytes(), |_| {}).unwrap();
    assert_eq!(checked.broken, [], "all that we write can be read");
    checked
}

/// What is illegal, in words.
fn found(checked: &Checked) -> Vec<String> {
    let told = |finding: &raftarium::trace::judge::Finding| {
        let says = finding.says.with(|node| checked.names.get(node));
        format!("line {}: {} {says}", finding.line, finding.law.name())
    };
    checked.judgement.findings().into_iter().map(told).collect()
}

fn broken(run: &Run) -> Vec<Property> {
    let mut broken: Vec<Property> =
        run.checker().violations().iter().map(|violation| violation.property).collect();
    broken.sort();
    broken.dedup();
    broken
}

fn illegal(checked: &Checked) -> Vec<Property> {
    let is_illegal = |property: &Property| {
        checked.judgement.verdict(property.rule()).outcome() == Outcome::Illegal
    };
    Property::ALL.into_iter().filter(is_illegal).collect()
}

#[test]
fn every_scenario_is_legal_if_no_rule_is_set_aside_and_else_as_illegal_as_it_is() {
    let (mut legal, mut not) = (0, 0);
    for (name, text) in scenarios() {
        let (report, run) = played(&text);
        let checked = checked(&all(&run, jsonl::write));
        assert_eq!(illegal(&checked), broken(&run), "{name}: {:#?}", found(&checked));
        if report.without.is_empty() {
            assert!(checked.judgement.is_legal(), "{name}: {:#?}", found(&checked));
            legal += 1;
        } else {
            not += 1;
        }
    }
    assert!(legal >= 30 && not >= 5, "{legal} {not}");
}

/// Everything that a rule set aside can lead to, as short as a hunt can make it.
#[test]
fn what_hunts_find_is_illegal_by_the_property_that_breaks() {
    for bug in Bug::ALL.iter().filter(|bug| bug.breaks().is_some()) {
        let mut hunt = Hunt::new(BugSet::NONE.with(*bug), Goal::Violation, 3).unwrap();
        let found_run = loop {
            if let Some(found) = hunt.advance(10_000) {
                break found.run;
            }
        };
        let mut run = found_run;
        let first = run.branches()[0].branch.id();
        run.switch(first).unwrap();
        run.seek(run.end());
        let checked = checked(&all(&run, jsonl::write));
        assert_eq!(illegal(&checked), [bug.breaks().unwrap()], "{bug}: {:#?}", found(&checked));
        assert_eq!(illegal(&checked), broken(&run), "{bug}");
        // Up to the step before, nothing of Figure 3 is broken.
        let steps = Steps { first: 1, last: run.end() - 1 };
        let subject = Subject { title: "", intro: "", run: &run, notes: &[], steps };
        let mut bytes = Vec::new();
        jsonl::write(&subject, &mut bytes).unwrap();
        let before = super::agreement::checked(std::str::from_utf8(&bytes).unwrap());
        assert_eq!(illegal(&before), [], "{bug}: {:#?}", found(&before));
    }
}

/// Nothing is lost on the way: what is read is what was recorded.
#[test]
fn what_is_written_is_read_as_the_same_events() {
    for (name, text) in scenarios().into_iter().take(12) {
        let (_, run) = played(&text);
        let trace = all(&run, jsonl::write);
        let mut read = Vec::new();
        for piece in Reader::new(trace.as_bytes()) {
            if let raftarium::trace::Piece::Event(event) = piece.unwrap() {
                read.push(event);
            }
        }
        let mut recorded = Vec::new();
        let heard: Result<(), std::convert::Infallible> = raftarium::trace::record(&run, run.end(), |event| {
            recorded.push(event.clone());
            Ok(())
        });
        heard.unwrap();
        assert_eq!(read, recorded, "{name}");
    }
}
