//! `raftarium lesson check`

use super::super::{complain, file};
use super::{Exit, Format, print};
use crate::lesson::{self, CheckOptions, Checked, LessonId, MOST_LESSON_BYTES};
use anyhow::{Context, Result, anyhow};
use serde_json::json;
use std::path::{Path, PathBuf};

/// Play lessons with no screen, and tell whether all of them is true
///
/// Exit code 0: everything is; 1: something is not, and the line and what was expected there are said; 2: a file cannot be read as a lesson.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  raftarium lesson check
  raftarium lesson check 30-my-lesson.md
  raftarium lesson check lessons --format json")]
pub(super) struct Args {
    /// Lessons, or folders of them; without any, those that come with the program
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Text for people, or one JSON object a line
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// A lesson to be checked.
struct Candidate {
    /// As it is named in what is said.
    shown: String,
    /// What its file is called, without `.md`.
    name: String,
    bytes: Result<Vec<u8>>,
}

pub(super) fn run(args: &Args) -> Result<Exit> {
    let candidates = candidates(&args.paths)?;
    let options = CheckOptions { lessons: known(&args.paths) };
    let mut worst = Exit::Good;
    for candidate in candidates {
        worst = worst.max(one(candidate, &options, args.format)?);
    }
    Ok(worst)
}

fn candidates(paths: &[PathBuf]) -> Result<Vec<Candidate>> {
    if paths.is_empty() {
        let shipped = lesson::shipped().map(|(name, text)| Candidate {
            shown: name.to_owned(),
            name: name.to_owned(),
            bytes: Ok(text.as_bytes().to_vec()),
        });
        return Ok(shipped.collect());
    }
    let mut candidates = Vec::new();
    for path in paths {
        let files = if path.is_dir() { lessons_in(path)? } else { vec![path.clone()] };
        candidates.extend(files.iter().map(|path| Candidate {
            shown: file::shown(path),
            name: if path == Path::new("-") { String::new() } else { stem(path) },
            bytes: file::read(path, MOST_LESSON_BYTES),
        }));
    }
    Ok(candidates)
}

/// The lessons of a folder: every file that is called as lessons are.
fn lessons_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let shown = file::shown(folder);
    let entries = std::fs::read_dir(folder).with_context(|| format!("cannot read {shown}"))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.with_context(|| format!("cannot read {shown}"))?.path();
        if path.extension().is_some_and(|extension| extension == "md") && lesson::is_id(&stem(&path)) {
            files.push(path);
        }
    }
    if files.is_empty() {
        return Err(anyhow!("{shown} holds no lessons: they are called 01-some-words.md"));
    }
    files.sort();
    Ok(files)
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// The ids of all lessons that one may build on: those that ship, and those beside the ones that are checked.
fn known(paths: &[PathBuf]) -> Vec<LessonId> {
    let mut known: Vec<LessonId> = lesson::shipped().map(|(name, _)| LessonId(name.to_owned())).collect();
    for path in paths {
        let folder = if path.is_dir() { Some(path.as_path()) } else { path.parent() };
        let folder = folder.filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let beside = lessons_in(folder).unwrap_or_default();
        known.extend(beside.iter().map(|path| LessonId(stem(path))));
    }
    known
}

fn one(candidate: Candidate, options: &CheckOptions, format: Format) -> Result<Exit> {
    let Candidate { shown, name, bytes } = candidate;
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) => {
            match format {
                Format::Text => complain(&format!("{error:#}")),
                Format::Json => {
                    let object =
                        json!({ "name": shown, "verdict": "invalid", "error": format!("{error:#}") });
                    print(&format!("{object}\n"))?;
                }
            }
            return Ok(Exit::Bad);
        }
    };
    let checked = lesson::check(&bytes, &name, options);
    let exit = match (&checked.lesson, checked.holds()) {
        (None, _) => Exit::Bad,
        (_, false) => Exit::DoesNotHold,
        _ => Exit::Good,
    };
    print(&match format {
        Format::Text => text(&checked, &shown),
        Format::Json => object(&checked, &shown, exit),
    })?;
    Ok(exit)
}

fn text(checked: &Checked, shown: &str) -> String {
    if !checked.holds() {
        return format!("{}\n\n", checked.problems.render(shown));
    }
    let seen = checked.seen;
    format!(
        "{shown}: true. {} steps, {} questions, {} challenges, {} expectations\n",
        seen.steps, seen.questions, seen.challenges, seen.expectations
    )
}

fn object(checked: &Checked, shown: &str, exit: Exit) -> String {
    let verdict = match exit {
        Exit::Good => "true",
        Exit::DoesNotHold => "false",
        _ => "invalid",
    };
    let object = json!({
        "name": shown,
        "verdict": verdict,
        "id": checked.lesson.as_ref().map(|lesson| &lesson.id.0),
        "seen": checked.seen,
        "problems": checked.problems.list,
        "more": checked.problems.more,
    });
    format!("{object}\n")
}
