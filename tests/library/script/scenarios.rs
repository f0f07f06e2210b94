//! The scenarios and demos that ship with the program: each plays out as it says, with its own seed and with others.

use crate::support::assert_that;
use raftarium::language::{self, Command, Script};
use raftarium::script::{self, PlayOptions};
use std::fs;
use std::path::{Path, PathBuf};

fn files() -> Vec<PathBuf> {
    files_of("assets/scenarios")
}

fn files_of(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the scenarios are there")
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "raft"))
        .collect();
    files.sort();
    files
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn load(path: &Path) -> Script {
    let bytes = fs::read(path).expect("readable");
    language::parse_bytes(&bytes).unwrap_or_else(|problems| panic!("{}", problems.render(&name(path))))
}

fn must_hold(path: &Path, script: &Script, seed: Option<u64>) {
    let report = script::play(script, &PlayOptions { name: name(path), seed, ..PlayOptions::default() });
    assert!(report.held(), "{report}");
    assert_eq!(report.exit_code(), 0);
    assert_eq!(report.left_out, 0, "{} is too long to be told", name(path));
}

/// A demo is shown with its own seed only.
#[test]
fn every_demo_plays_out_as_it_says() {
    let files = files_of("assets/demos");
    assert!(files.len() >= 12, "{} demos", files.len());
    for path in &files {
        let script = load(path);
        must_hold(path, &script, None);
        let report = script::play(&script, &PlayOptions::default());
        assert!(report.expectations >= 2, "{}: what it says is checked", name(path));
        assert!(report.pauses.len() >= 2, "{}: {:?}", name(path), report.pauses);
        assert_that(&report.pauses, |pauses| pauses.is_sorted_by(|one, other| one < other));
        // Its last words are said where it ends.
        let end = report.pauses.last().map(|pause| (pause.step, pause.at.0));
        assert_eq!(end, Some((report.steps, report.time_us)), "{}", name(path));
    }
}

#[test]
fn every_scenario_plays_out_as_it_says() {
    let files = files();
    assert!(files.len() >= 20, "{} scenarios", files.len());
    for path in &files {
        must_hold(path, &load(path), None);
    }
}

#[test]
fn scenarios_that_do_not_pin_a_seed_hold_with_others() {
    for path in files() {
        let script = load(&path);
        if script.pins_seed() {
            continue;
        }
        for seed in 2..=9 {
            must_hold(&path, &script, Some(seed));
        }
    }
}

#[test]
fn every_scenario_has_a_title_a_place_two_sentences_and_expectations() {
    for path in files() {
        let name = name(&path);
        let script = load(&path);
        let (title, place) = script.title().rsplit_once(" (").unwrap_or_default();
        assert!(!title.is_empty() && title.chars().count() < 60, "{name}: begins with its title");
        assert!(place.contains('§') && place.ends_with(')'), "{name}: and its place in the paper");
        let intro = script.intro();
        let sentences = intro.split_inclusive(['.', '?', '!']).filter(|part| part.trim().len() > 1).count();
        assert!(sentences >= 2 && intro.ends_with('.'), "{name}: two sentences say what it shows: {intro}");
        let expects = script.lines.iter().filter(|line| matches!(line.command, Command::Expect(_))).count();
        assert!(expects >= 5, "{name}: expects things");
        let text = script.to_string();
        let judged = text.contains("violated") || text.contains("all properties hold");
        assert!(judged, "{name}: speaks of the properties");
    }
}

#[test]
fn every_scenario_tells_a_story_in_notes_that_stand_apart_and_ends_with_the_moral() {
    for path in files() {
        let name = name(&path);
        let (report, run) = script::play_through(&load(&path), &PlayOptions::default());
        let run = run.expect("runs");
        let notes = &report.notes;
        assert!(notes.len() >= 3, "{name}: tells a story");
        assert!(notes[0].0 <= run.start() + 1, "{name}: begins with a note");
        for pair in notes.windows(2) {
            assert!(pair[0].0 < pair[1].0, "{name}: two notes at step {}: {}", pair[0].0, pair[1].1);
        }
        for (_, note) in notes {
            assert!(note.chars().count() <= 140, "{name}: two lines at 80 columns: {note}");
        }
        let (step, last) = notes.last().expect("a note");
        assert!(last.starts_with("The moral: "), "{name}: {last}");
        assert_eq!(*step, run.end(), "{name}: the moral comes last");
    }
}

#[test]
fn a_scenario_printed_is_the_same_scenario() {
    for path in files() {
        let script = load(&path);
        let printed = script.to_string();
        let again = language::parse(&printed).unwrap_or_else(|problems| panic!("{problems}"));
        let commands = |script: &Script| -> Vec<Command> {
            script.lines.iter().map(|line| line.command.clone()).collect()
        };
        assert_eq!(commands(&again), commands(&script), "{}", name(&path));
    }
}

#[test]
fn the_same_scenario_and_seed_end_in_the_same_state() {
    for path in files().iter().take(4) {
        let script = load(path);
        let play = || script::play(&script, &PlayOptions { seed: Some(11), ..PlayOptions::default() });
        let (one, two) = (play(), play());
        assert_eq!(one, two);
        assert_eq!(one.digest.len(), 16);
        assert!(one.digest != "0000000000000000");
    }
}

#[test]
fn the_bug_scenarios_are_harmless_or_impossible_with_the_rule_back() {
    let mut seen = 0;
    for path in files().iter().filter(|path| name(path).contains("-bug-")) {
        let text = fs::read_to_string(path).expect("text");
        let kept: Vec<&str> = text.lines().filter(|line| !line.starts_with("without ")).collect();
        let intact = kept.join("\n") + "\n";
        assert_ne!(intact, text, "{} sets a rule aside", name(path));
        let script = language::parse(&intact).unwrap_or_else(|problems| panic!("{problems}"));
        let report = script::play(&script, &PlayOptions { name: name(path), ..PlayOptions::default() });
        assert_eq!(report.exit_code(), 1, "{}: with the rule back it cannot happen\n{report}", name(path));
        assert!(report.violations.is_empty(), "{report}");
        seen += 1;
    }
    assert_that(&seen, |it| *it >= 4);
}
