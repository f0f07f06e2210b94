//! Our own traces, written and read again, are judged as our own checker judges their runs. (Those of hunts: `tests/hunt.rs`.)

use super::{all, played, scenarios};
use raftarium::export::jsonl;
use raftarium::history::Run;
use raftarium::paper::Property;
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
    let is_illegal =
        |property: &Property| checked.judgement.verdict(property.rule()).outcome() == Outcome::Illegal;
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
        let heard: Result<(), std::convert::Infallible> =
            raftarium::trace::record(&run, run.end(), |event| {
                recorded.push(event.clone());
                Ok(())
            });
        heard.unwrap();
        assert_eq!(read, recorded, "{name}");
    }
}
