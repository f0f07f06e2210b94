//! `raftarium cards` from outside.

use crate::support::{code, err, folder, out, program};
use std::path::Path;
use std::process::Output;

const LESSON: &str = include_str!("../library/lesson/cards.md");

fn raftarium(home: &Path, arguments: &[&str]) -> Output {
    program(home).arg("cards").args(arguments).current_dir(home).output().expect("it runs")
}

#[test]
fn cards_are_printed_as_text_and_as_a_page() {
    let home = folder("cards");
    std::fs::write(
        home.join("96-plain.md"),
        LESSON.replace("96-logs", "96-plain").replace("row of", "row & of"),
    )
    .unwrap();
    let text = raftarium(&home, &["96-plain.md"]);
    assert_eq!(
        out(&text),
        "96 · Logs  (§5.3)\n- A log is a row & of entries.\n- Each entry has a term.\n\
         - A log only grows at its end, as long as its server leads.\n"
    );
    let page = raftarium(&home, &["96-plain.md", "--html", "--out", "cards.html"]);
    assert_eq!(code(&page), 0, "{page:?}");
    let written = std::fs::read_to_string(home.join("cards.html")).unwrap();
    for part in [
        "<!doctype html>",
        "default-src 'none'",
        "<h3>96 · Logs <span>§5.3</span></h3>",
        "<li>Each entry has a term.</li>",
        "@page",
        "a row &amp; of",
    ] {
        assert!(written.contains(part), "{part}: {written}");
    }
    let again = raftarium(&home, &["96-plain.md", "--html", "--out", "cards.html"]);
    assert!(code(&again) == 2 && err(&again).contains("--force"), "{again:?}");
    assert_eq!(code(&raftarium(&home, &["96-plain.md", "--out", "cards.html", "--force"])), 0);
}

#[test]
fn lessons_without_cards_are_told() {
    let home = folder("no-cards");
    let text = LESSON.split("```card").next().unwrap();
    std::fs::write(home.join("96-logs.md"), text).unwrap();
    let none = raftarium(&home, &["96-logs.md"]);
    assert!(code(&none) == 2 && err(&none).contains("none of these lessons has a card"), "{none:?}");
}
