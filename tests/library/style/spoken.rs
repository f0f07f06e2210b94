//! What the program says: the story of every scenario that ships, and answers at its end.

use super::texts::{Kind, Text};
use raftarium::explain::answer;
use raftarium::language::{self, Names};
use raftarium::script::{self, PlayOptions, View, parse_question};
use std::fs;
use std::path::Path;

/// Questions that can be asked of any cluster.
const QUESTIONS: [&str; 20] = [
    "why",
    "why exists no leader",
    "why is S1 leader",
    "why is S2 not leader",
    "can S1 win",
    "can S2 win",
    "can S3 win",
    "why did S2 vote for S1",
    "why did S3 not vote for S2",
    "why is index 1 committed",
    "why is index 2 not committed",
    "why is index 2 not applied on S2",
    "can index 2 be lost",
    "what is safe",
    "where is index 2",
    "why did the term of S1 change",
    "why does nothing move",
    "who elected the leader",
    "what if S1 crashes",
    "why Leader Completeness",
];

/// Of every scenario and demo one text: its story, then the answers.
pub fn spoken() -> Vec<Text> {
    let folders =
        ["assets/scenarios", "assets/demos"].map(|name| Path::new(env!("CARGO_MANIFEST_DIR")).join(name));
    let read = |folder| fs::read_dir(folder).expect("the scenarios are there");
    let mut files: Vec<_> =
        folders.into_iter().flat_map(read).map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    files.iter().map(|path| said(path)).collect()
}

fn said(path: &Path) -> Text {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let script = language::parse(&fs::read_to_string(path).expect("a scenario")).expect("a script");
    let options = PlayOptions { verbose: true, ..PlayOptions::default() };
    let (report, run) = script::play_through(&script, &options);
    let run = run.expect("a run");
    let view = View { run: &run, names: &Names::default() };
    let mut text = report.to_string();
    for question in QUESTIONS.iter().filter_map(|question| parse_question(question, view).ok()) {
        text.push_str(&answer(&question, &run).to_string());
    }
    Text::new(Kind::Spoken, &format!("what {name} says"), &text)
}
