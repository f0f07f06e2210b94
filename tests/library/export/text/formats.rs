//! What each format says of a small run, whole; ranges of steps; branches are the run's own.

use super::{all, exported, small};
use crate::support::{assert_contains, assert_that};
use raftarium::export::{ExportError, Steps, Subject, jsonl, mermaid, shiviz, text};
use raftarium::sim::StepId;
use std::io::Write;

fn story(subject: &Subject, out: &mut dyn Write) -> Result<(), ExportError> {
    text::write(subject, text::Options::default(), out)
}

fn everything(subject: &Subject, out: &mut dyn Write) -> Result<(), ExportError> {
    text::write(subject, text::Options { verbose: true }, out)
}

#[test]
fn as_a_story() {
    let (report, run) = small();
    let steps = Steps::all(&run);
    let subject =
        Subject { title: &report.title, intro: &report.intro, run: &run, notes: &report.notes, steps };
    let mut bytes = Vec::new();
    story(&subject, &mut bytes).unwrap();
    insta::assert_snapshot!(String::from_utf8(bytes).unwrap());
}

#[test]
fn as_a_sequence_diagram() {
    let (_, run) = small();
    insta::assert_snapshot!(all(&run, |subject, out| mermaid::write(
        subject,
        mermaid::Options::default(),
        out
    )));
}

#[test]
fn as_a_log_with_vector_clocks() {
    let (_, run) = small();
    insta::assert_snapshot!(all(&run, shiviz::write));
}

#[test]
fn as_a_trace() {
    let (_, run) = small();
    insta::assert_snapshot!(all(&run, jsonl::write));
}

#[test]
fn a_story_has_every_step_once_and_in_order() {
    let (_, run) = small();
    let numbers = |text: &str| -> Vec<StepId> {
        let steps = text.lines().filter(|line| line.contains(" ms  "));
        steps.map(|line| line.split_whitespace().next().unwrap().parse().unwrap()).collect()
    };
    let told = numbers(&all(&run, everything));
    assert_eq!(told, (1..=run.end()).collect::<Vec<_>>());
    let some = numbers(&all(&run, story));
    assert_that(&(some.len(), told.len()), |(a, b)| a < b);
    assert_that(&some, |it| it.iter().all(|step| told.contains(step)));
    // A range, and where the cursor is does not matter.
    let mut run = run;
    let steps = Steps::between(&run, Some(9), Some(20)).unwrap();
    let here = exported(&run, steps, everything).unwrap();
    assert_eq!(numbers(&here), (9..=20).collect::<Vec<_>>());
    run.seek(run.start());
    assert_eq!(exported(&run, steps, everything).unwrap(), here);
    let first = Steps::between(&run, None, Some(2)).unwrap();
    assert_eq!(numbers(&exported(&run, first, everything).unwrap()), [1, 2]);
}

#[test]
fn notes_stand_before_the_step_that_they_speak_of() {
    let (report, run) = small();
    let within = |steps| {
        let subject = Subject { title: "", intro: "", run: &run, notes: &report.notes, steps };
        let mut bytes = Vec::new();
        story(&subject, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    };
    let whole = within(Steps::all(&run));
    let cut = report.notes.iter().find(|(_, note)| note.contains("cut off")).unwrap().0;
    assert_eq!(whole.matches("It is cut off").count(), 1);
    let before = within(Steps { first: 1, last: cut });
    assert!(!before.contains("It is cut off"), "it speaks of what comes then");
    let after = within(Steps { first: cut + 1, last: run.end() });
    assert!(after.contains("It is cut off") && !after.contains("A leader is elected"), "{after}");
}

#[test]
fn steps_that_there_are_not_are_refused_with_those_that_there_are() {
    let (_, run) = small();
    let end = run.end();
    let refused = Steps::between(&run, Some(end + 1), None).unwrap_err().to_string();
    assert_eq!(refused, format!("there is no step {}: this run has steps 1 to {end}", end + 1));
    assert_contains(&Steps::between(&run, None, Some(0)).unwrap_err().to_string(), "no step 0");
    let clipped = Steps::between(&run, Some(0), Some(end + 5)).unwrap();
    assert_eq!(clipped, Steps::all(&run));
}

#[test]
fn a_trace_begins_with_its_run_and_may_end_before_it() {
    let (_, run) = small();
    let late = exported(&run, Steps { first: 5, last: 9 }, jsonl::write).unwrap_err();
    assert!(late.to_string().contains("a trace begins with the run"), "{late}");
    let part = exported(&run, Steps { first: 1, last: 12 }, jsonl::write).unwrap();
    let whole = all(&run, jsonl::write);
    assert_that(&whole, |it| it.starts_with(&part));
    assert_that(&(part.len(), whole.len()), |(a, b)| a < b);
}

#[test]
fn a_broken_property_is_told_with_its_place() {
    let text = std::fs::read_to_string("assets/scenarios/19-bug-commit-by-count.raft").unwrap();
    let (_, run) = super::played(&text);
    let told = all(&run, story);
    assert!(told.contains("Leader Completeness is violated in step"), "{told}");
    assert_contains(&told, "Election Safety holds   §5.2");
}

/// What cannot be written ends the export with the reason; nobody writes on.
#[test]
fn a_writer_that_fails_is_heard() {
    struct Full(usize);
    impl Write for Full {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 += 1;
            if self.0 > 1 { Err(std::io::ErrorKind::StorageFull.into()) } else { Ok(bytes.len()) }
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let (_, run) = small();
    let subject = Subject { title: "", intro: "", run: &run, notes: &[], steps: Steps::all(&run) };
    let mut full = Full(0);
    let failed = story(&subject, &mut full).unwrap_err();
    assert_that(&failed, |it| matches!(it, ExportError::Write(_)));
    assert_eq!(full.0, 2);
}
