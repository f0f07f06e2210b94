//! The scenarios that ship with the program: each plays out as it says, with its own seed and with others.

use raftarium::script::{self, Command, PlayOptions, Script};
use std::fs;
use std::path::{Path, PathBuf};

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/scenarios");
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
    script::parse_bytes(&bytes).unwrap_or_else(|problems| panic!("{}", problems.render(&name(path))))
}

fn must_hold(path: &Path, script: &Script, seed: Option<u64>) {
    let report = script::play(script, &PlayOptions { name: name(path), seed, ..PlayOptions::default() });
    assert!(report.held(), "{report}");
    assert_eq!(report.exit_code(), 0);
    assert_eq!(report.left_out, 0, "{} is too long to be told", name(path));
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
fn every_scenario_tells_what_it_shows_and_expects_something() {
    for path in files() {
        let text = fs::read_to_string(&path).expect("text");
        let first = text.lines().next().unwrap_or_default();
        let (title, place) = first.rsplit_once(" (").unwrap_or_default();
        assert!(
            title.starts_with("# ") && title.chars().count() < 60,
            "{}: begins with its title",
            name(&path)
        );
        assert!(place.contains('§') && place.ends_with(")."), "{}: and its place in the paper", name(&path));
        let second = text.lines().nth(1).unwrap_or_default();
        assert!(second.starts_with("# ") && second.ends_with('.'), "{}: then what it shows", name(&path));
        let script = load(&path);
        let count =
            |wanted: fn(&Command) -> bool| script.lines.iter().filter(|line| wanted(&line.command)).count();
        assert!(count(|command| matches!(command, Command::Note(_))) >= 2, "{}: tells a story", name(&path));
        assert!(
            count(|command| matches!(command, Command::Expect(_))) >= 5,
            "{}: expects things",
            name(&path)
        );
        assert!(
            text.contains("violated") || text.contains("all properties hold"),
            "{}: ends with the properties",
            name(&path)
        );
    }
}

#[test]
fn a_scenario_printed_is_the_same_scenario() {
    for path in files() {
        let script = load(&path);
        let printed = script.to_string();
        let again = script::parse(&printed).unwrap_or_else(|problems| panic!("{problems}"));
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
        assert!(one.digest.len() == 16 && one.digest != "0000000000000000");
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
        let script = script::parse(&intact).unwrap_or_else(|problems| panic!("{problems}"));
        let report = script::play(&script, &PlayOptions { name: name(path), ..PlayOptions::default() });
        assert_eq!(report.exit_code(), 1, "{}: with the rule back it cannot happen\n{report}", name(path));
        assert!(report.violations.is_empty(), "{report}");
        seen += 1;
    }
    assert!(seen >= 4);
}
