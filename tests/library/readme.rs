//! What the README says can be checked: its script, its links, its functions, its rules.

use raftarium::explain::answer;
use raftarium::language::{self, Names};
use raftarium::paper::Bug;
use raftarium::script::{self, PlayOptions, View, parse_question};
use std::fs;
use std::path::Path;

const README: &str = include_str!("../../README.md");

/// The parts of a text between two marks.
fn between<'a>(text: &'a str, open: &'a str, close: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(open).skip(1).filter_map(move |rest| rest.split_once(close).map(|(part, _)| part))
}

#[test]
fn its_script_plays_out_as_it_says() {
    let text = between(README, "```text\n# A leader", "```").next().expect("a script");
    let text = format!("# A leader{text}");
    let text = text.as_str();
    let script = language::parse(text).unwrap_or_else(|problems| panic!("{problems}"));
    for seed in 1..=9 {
        let report = script::play(&script, &PlayOptions { seed: Some(seed), ..PlayOptions::default() });
        assert!(report.held() && report.expectations > 1, "{report}");
    }
}

#[test]
fn its_answer_is_what_the_program_says() {
    let call = between(README, "head -", "\"\n").next().expect("a call");
    let (lines, rest) = call.split_once(' ').expect("a number of lines");
    let (file, rest) = rest.split_once(' ').expect("a file");
    let (_, question) = rest.split_once('"').expect("a question");
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).expect("a scenario");
    let text: Vec<&str> = text.lines().take(lines.parse().expect("a number")).collect();
    let script = language::parse(&text.join("\n")).unwrap_or_else(|problems| panic!("{problems}"));
    let run = script::play_through(&script, &PlayOptions::default()).1.expect("a run");
    let view = View { run: &run, names: &Names::default() };
    let question = parse_question(question, view).expect("a question");
    let said = answer(&question, &run).to_string();
    assert!(README.contains(&format!("```text\n{}\n```", said.trim_end())), "{said}");
}

#[test]
fn its_links_lead_somewhere() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let links: Vec<&str> = between(README, "](", ")").filter(|link| !link.starts_with("http")).collect();
    assert!(links.len() > 10, "{links:?}");
    for link in links.into_iter().filter(|link| Path::new(link).extension().is_none_or(|kind| kind != "png"))
    {
        assert!(home.join(link).exists(), "{link}");
    }
}

#[test]
fn the_functions_of_each_section_are_in_the_file_that_it_names() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = 0;
    for row in README.lines().filter(|line| line.starts_with("| ") && line.contains("](src/raft/")) {
        let file = between(row, "](", ")").next().unwrap_or_default();
        let code = fs::read_to_string(home.join(file)).expect("a file");
        for names in between(row, "`Server::", "`") {
            for name in names.trim_matches(['{', '}']).split(", ") {
                assert!(code.contains(&format!("fn {name}(")), "{name} is not in {file}");
                found += 1;
            }
        }
    }
    assert!(found > 15, "{found}");
}

#[test]
fn the_rules_that_it_sets_aside_exist() {
    let ids: Vec<&str> = README
        .split("without ")
        .skip(1)
        .filter_map(|rest| rest.split([' ', '`', ')', ',', '\n']).next())
        .collect();
    let bugs = ids.iter().filter(|id| id.contains('-') && id.starts_with(|first: char| first.is_lowercase()));
    let mut known = 0;
    for id in bugs {
        assert!(Bug::parse(id).is_some(), "there is no {id}");
        known += 1;
    }
    assert!(known >= 5, "{ids:?}");
}
