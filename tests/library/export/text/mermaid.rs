//! The sequence diagram: complete, and no larger than Mermaid draws.

use super::{all, exported, played, scenarios, small};
use crate::support::assert_that;
use raftarium::export::{ExportError, Steps, Subject, mermaid};
use raftarium::sim::{Step, What};
use std::io::Write;

fn verbose(subject: &Subject, out: &mut dyn Write) -> Result<(), ExportError> {
    mermaid::write(subject, mermaid::Options { verbose: true }, out)
}

fn brief(subject: &Subject, out: &mut dyn Write) -> Result<(), ExportError> {
    mermaid::write(subject, mermaid::Options::default(), out)
}

/// From whom an arrow leads to whom, and whether it gets there; of every line that is one.
fn arrows(diagram: &str) -> Vec<(String, String, bool)> {
    let arrow = |line: &str| {
        let (ends, _) = line.trim().split_once(": ")?;
        let (from, to, arrives) = [("-->>", true), ("->>", true), ("--x", false), ("-x", false)]
            .iter()
            .find_map(|(arrow, arrives)| ends.split_once(arrow).map(|(from, to)| (from, to, *arrives)))?;
        (!from.contains(' ')).then(|| (from.to_owned(), to.to_owned(), arrives))
    };
    diagram.lines().filter_map(arrow).collect()
}

#[test]
fn every_message_is_an_arrow_and_nothing_else_is() {
    for text in [super::SMALL, "servers 5\nseed 2\nlink all -> all loss 20% duplicate 20%\nrun 400ms"] {
        let (_, run) = played(text);
        let mut expected = Vec::new();
        let mut note = |step: &Step| {
            if let What::Delivered(flight) | What::Lost(flight, _) = &step.what {
                let arrives = matches!(step.what, What::Delivered(_));
                expected.push((flight.from.to_string(), flight.to.to_string(), arrives));
            }
        };
        let mut replay = run.replay_all().unwrap();
        while let Some((step, _)) = replay.advance() {
            note(step);
        }
        assert_eq!(arrows(&all(&run, verbose)), expected);
        assert!(expected.iter().any(|(.., arrives)| !arrives), "something is lost");
        let few = arrows(&all(&run, brief));
        assert!(!few.is_empty() && few.len() < expected.len(), "what changes nothing is left out");
    }
}

#[test]
fn whoever_leads_has_a_bar_and_every_bar_ends() {
    let (_, run) = small();
    let diagram = all(&run, brief);
    let bars = |word: &str| {
        let lines = diagram.lines().filter_map(|line| line.trim().strip_prefix(word));
        lines.map(|server| server.trim().to_owned()).collect::<Vec<_>>()
    };
    let (mut begun, mut ended) = (bars("activate "), bars("deactivate "));
    assert_eq!(begun.len(), 2, "two leaders: {begun:?}");
    begun.sort();
    ended.sort();
    assert_eq!(begun, ended);
}

#[test]
fn what_mermaid_would_not_draw_is_refused_with_what_it_would() {
    let churn = scenarios().into_iter().find(|(name, _)| name.starts_with("21-")).unwrap().1;
    let (_, run) = played(&churn);
    let refused = exported(&run, Steps::all(&run), verbose).unwrap_err().to_string();
    assert!(refused.contains("50000 characters") && refused.contains("maxTextSize"), "{refused}");
    let last: u64 = refused.rsplit("..").next().unwrap().parse().unwrap();
    assert_that(&refused, |it| it.ends_with(&format!("try --steps 1..{last}")));
    let fits = exported(&run, Steps { first: 1, last }, verbose).unwrap();
    assert_that(&fits.chars().count(), |it| *it <= 50_000);
    assert_that(&fits.chars().count(), |it| *it > 45_000);
    assert!(exported(&run, Steps { first: 1, last: last + 1 }, verbose).is_err(), "the very last that fits");
}
