//! The page that plays a run in a browser: one harmless file, and the same run as ours at every step.
//!
//! What a browser makes of it is checked by `.ci/consumers/html`, in a real one.

mod harmless;
mod replay;
mod whole;

use raftarium::export::{Steps, Subject, html};
use raftarium::history::Run;
use raftarium::language;
use raftarium::script::{self, PlayOptions};
use raftarium::sim::StepId;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

fn file(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A scenario, played to its end.
fn scenario(name: &str) -> Run {
    let text = fs::read_to_string(file(&format!("assets/scenarios/{name}.raft"))).expect("a scenario");
    let script = language::parse(&text).unwrap_or_else(|problems| panic!("{problems}"));
    script::play_through(&script, &PlayOptions::default()).1.expect("a run")
}

/// What is exported of a run.
fn subject(run: &Run) -> Subject<'_> {
    Subject { title: "", intro: "", run, notes: &[], steps: Steps::all(run) }
}

fn page(subject: &Subject) -> String {
    page_with(subject, html::Options::default())
}

fn page_with(subject: &Subject, options: html::Options) -> String {
    let mut page = Vec::new();
    html::write(subject, options, &mut page).expect("a page");
    String::from_utf8(page).expect("UTF-8")
}

fn between<'a>(text: &'a str, open: &str, close: &str) -> &'a str {
    let (_, rest) = text.split_once(open).expect(open);
    rest.split_once(close).expect(close).0
}

/// The data of a page, found as a browser finds it: up to the first end tag.
fn data(page: &str) -> Value {
    let json = between(page, "<script id=\"run\" type=\"application/json\">", "</script");
    serde_json::from_str(json).expect("JSON")
}

/// The number of the first step of a page.
fn first(data: &Value) -> StepId {
    data["about"]["first"].as_u64().expect("a step")
}
