//! A run for other tools: what each format says, that nothing is missing, that text of others stays text, and that our own
//! traces are judged as our own checker judges their runs.

mod agreement;
mod formats;
mod hostile;
mod mermaid;
mod shiviz;

use raftarium::export::{ExportError, Steps, Subject};
use raftarium::history::Run;
use raftarium::language;
use raftarium::script::{self, PlayOptions, Report};
use std::io::Write;

/// A cluster of three with all that a diagram can show: an election, agreement, a loss, a crash, a return, a second leader.
const SMALL: &str = include_str!("text/small.raft");

fn played(text: &str) -> (Report, Run) {
    let script = language::parse(text).unwrap_or_else(|problems| panic!("{}", problems.render("script")));
    let (report, run) = script::play_through(&script, &PlayOptions::default());
    let run = run.unwrap_or_else(|| panic!("{report}"));
    (report, run)
}

fn small() -> (Report, Run) {
    let (report, run) = played(SMALL);
    assert!(report.held(), "{report}");
    (report, run)
}

/// What a format says of a run.
fn exported(
    run: &Run,
    steps: Steps,
    write: impl Fn(&Subject, &mut dyn Write) -> Result<(), ExportError>,
) -> Result<String, ExportError> {
    let subject = Subject { title: "A test", intro: "", run, notes: &[], steps };
    let mut bytes = Vec::new();
    write(&subject, &mut bytes)?;
    Ok(String::from_utf8(bytes).unwrap())
}

fn all(run: &Run, write: impl Fn(&Subject, &mut dyn Write) -> Result<(), ExportError>) -> String {
    exported(run, Steps::all(run), write).unwrap()
}

/// The scenarios that ship, by their names.
fn scenarios() -> Vec<(String, String)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/scenarios");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let read = |path: std::path::PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, std::fs::read_to_string(path).unwrap())
    };
    files.into_iter().map(read).collect()
}
