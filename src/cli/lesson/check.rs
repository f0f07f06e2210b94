//! `raftarium lesson check`

use super::super::{complain, file};
use super::{Exit, Format, print};
use crate::lesson::{
    self, CheckOptions, Checked, Coverage, Guessing, LessonId, Luck, MOST_LESSON_BYTES, Spread, Thumb,
};
use anyhow::{Context, Result, anyhow};
use serde_json::json;
use std::path::{Path, PathBuf};

/// Play lessons without a screen, and check whether everything in them is true
///
/// Each lesson is played with its own seed and, unless it pins that seed, with twenty others. The check confirms that
/// every expectation holds, that every question has its right answers and no others, that the goal of a challenge
/// does not hold at its start and its solution reaches it, and that numbers in the prose agree with the run. Exit
/// code 0: everything is true; 1: something is not, and the report names the line and what was expected there; 2: a
/// file cannot be read as a lesson.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  raftarium lesson check
  raftarium lesson check 30-my-lesson.md
  raftarium lesson check lessons --format json
  raftarium lesson check --coverage          which rules occur in which lessons, and how well they can be guessed")]
pub(super) struct Args {
    /// Lessons, or folders of lessons; default: the lessons that ship with the program
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Show which rules occur in which lessons, and how well questions can be guessed; exit code 1 if a rule of §5
    /// occurs in none
    #[arg(long)]
    coverage: bool,
    /// Text for people, or one JSON object per line
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
    let mut all = Vec::new();
    for candidate in candidates {
        let (exit, checked) = one(candidate, &options, args.format)?;
        worst = worst.max(exit);
        all.extend(checked);
    }
    if args.coverage {
        worst = worst.max(coverage(&Coverage::of(&all), &Guessing::of(&all), args.format)?);
    }
    Ok(worst)
}

/// Says which rules fire in which lessons, and how well they can be guessed.
fn coverage(coverage: &Coverage, guessing: &Guessing, format: Format) -> Result<Exit> {
    print(&match format {
        Format::Text => format!("\n{coverage}\n{guessing}"),
        Format::Json => {
            let ids = |lessons: &[LessonId]| lessons.iter().map(|id| id.0.clone()).collect::<Vec<String>>();
            let rules: serde_json::Map<String, serde_json::Value> = coverage
                .rules
                .iter()
                .map(|(rule, lessons)| (rule.id().to_owned(), json!(ids(lessons))))
                .collect();
            let missing: Vec<&str> = coverage.missing.iter().map(|rule| rule.id()).collect();
            format!("{}\n", json!({ "coverage": rules, "missing": missing, "guessing": guessed(guessing) }))
        }
    })?;
    Ok(if coverage.is_complete() { Exit::Good } else { Exit::DoesNotHold })
}

fn guessed(guessing: &Guessing) -> serde_json::Value {
    let spread = |spread: &Spread| {
        let (chi_square, free) = spread.chi_square();
        json!({
            "counted": spread.counted,
            "expected": spread.expected,
            "chi_square": chi_square,
            "free": free,
            "even": spread.is_even(),
        })
    };
    let thumb = |(thumb, luck): &(Thumb, Luck)| {
        json!({
            "always": thumb.to_string(),
            "right": luck.right,
            "of": luck.of,
            "chance": luck.chance,
            "more_than_chance": luck.is_more_than_chance(),
        })
    };
    let thumbs: Vec<_> = guessing.thumbs.iter().map(thumb).collect();
    json!({ "written": spread(&guessing.written), "shown": spread(&guessing.shown), "thumbs": thumbs })
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
        return Err(anyhow!("{shown} contains no lessons: lessons have names like 01-some-words.md"));
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

/// Checks one lesson. A file that cannot be read does not keep the others from being checked.
fn one(candidate: Candidate, options: &CheckOptions, format: Format) -> Result<(Exit, Option<Checked>)> {
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
            return Ok((Exit::Bad, None));
        }
    };
    let checked = lesson::check(&bytes, &name, options);
    let exit = match (&checked.lesson, checked.holds()) {
        (None, _) => Exit::Bad,
        (_, false) => Exit::DoesNotHold,
        _ if !checked.is_fair() => Exit::DoesNotHold,
        _ => Exit::Good,
    };
    print(&match format {
        Format::Text => text(&checked, &shown),
        Format::Json => object(&checked, &shown, exit),
    })?;
    Ok((exit, Some(checked)))
}

fn text(checked: &Checked, shown: &str) -> String {
    if !checked.holds() {
        return format!("{}\n\n", checked.problems.render(shown));
    }
    if !checked.is_fair() {
        let found = checked.give_aways.render(shown);
        return format!(
            "{found}\n\n{shown}: true, but people can answer its questions without knowledge\n\n"
        );
    }
    let seen = checked.seen;
    let counted =
        |number: usize, noun: &str| format!("{number} {noun}{}", if number == 1 { "" } else { "s" });
    let seeds = match seen.seeds {
        0 => "its own seed only".to_owned(),
        seeds => format!("{seeds} other seeds too"),
    };
    format!(
        "{shown}: true. {}, {}, {}, {}, {seeds}\n",
        counted(seen.steps, "step"),
        counted(seen.questions, "question"),
        counted(seen.challenges, "challenge"),
        counted(seen.expectations, "expectation"),
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
        "rules": checked.rules.iter().map(|rule| rule.id()).collect::<Vec<&str>>(),
        "problems": checked.problems.list,
        "more": checked.problems.more,
        "give_aways": checked.give_aways.list,
    });
    format!("{object}\n")
}
