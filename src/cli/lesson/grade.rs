//! `raftarium lesson run`: grade somebody's answers with no screen.

use super::super::{atomic_write, complain, file};
use super::find::find;
use super::{Exit, Format, print};
use crate::lesson::Lesson;
use crate::lesson::grade::{Answers, Grade, MOST_ANSWERS_BYTES, grade};
use crate::untrusted::printable;
use anyhow::{Context, Result, bail};
use serde_json::json;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Grade somebody's answers to a lesson, without a screen: one file of answers, or those of a whole class
///
/// Each file gets a report of its own; several also get a table. A file that cannot be read is reported with the line
/// that is wrong, and the others are still graded. Choices are numbered as in the lesson file; with a line `learner: N`,
/// as that learner saw them. `raftarium lesson format` describes the file of answers, under Grading.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  raftarium lesson run 18-partition --answers ada.txt
  raftarium lesson run 18 --answers ada.txt --report ada.json
  raftarium lesson run 18 --answers class/*.txt --report reports/
  raftarium lesson run 18 --answers - --format json < ada.txt

Exit codes:
  0  all answers are right and all challenges are solved
  1  not all
  2  a file cannot be read or is no file of answers; the others are graded in any case")]
pub(super) struct Args {
    /// The id or number of a lesson, or a file
    #[arg(value_name = "LESSON")]
    lesson: String,
    /// The answers, one file for each learner; - is standard input
    #[arg(long, short, value_name = "FILE", required = true, num_args = 1..)]
    answers: Vec<PathBuf>,
    /// Write the report to this file, as JSON; of several files of answers, the reports to this directory. Existing files
    /// are replaced
    #[arg(long, short, value_name = "PATH")]
    report: Option<PathBuf>,
    /// Text for people, or one JSON object per file
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// What came of a file of answers: its grade, or what is wrong with it.
type Graded = Result<Grade, Ungraded>;

/// Why a file of answers was not graded.
struct Ungraded {
    /// In a few words, for a table.
    short: String,
    /// With the lines that are wrong.
    full: String,
}

pub(super) fn run(args: &Args) -> Result<Exit> {
    let lesson = find(&args.lesson)?;
    let class = Class::of(args)?;
    let mut exit = Exit::Good;
    let mut rows = Vec::new();
    for path in &args.answers {
        let shown = file::shown(path);
        let graded = of_file(path, &shown, &lesson);
        exit = exit.max(match &graded {
            Ok(grade) if grade.is_full() => Exit::Good,
            Ok(_) => Exit::DoesNotHold,
            Err(_) => Exit::Bad,
        });
        class.report(path, &shown, &graded, args.format)?;
        rows.push((shown, graded));
    }
    if rows.len() > 1 && args.format == Format::Text {
        print(&table(&rows))?;
    }
    Ok(exit)
}

/// Where the reports go.
enum Class<'a> {
    /// There is one file of answers, and its report goes here, if anywhere.
    One(Option<&'a Path>),
    /// There are several, and their reports go into this directory, if anywhere.
    Several(Option<&'a Path>),
}

impl Class<'_> {
    fn of(args: &Args) -> Result<Class<'_>> {
        let report = args.report.as_deref();
        let is_folder = report.is_some_and(|path| path.is_dir() || path.to_string_lossy().ends_with('/'));
        if args.answers.len() == 1 && !is_folder {
            return Ok(Class::One(report));
        }
        if let Some(path) = report.filter(|path| path.is_file()) {
            bail!("{} is a file: the reports of several files go into a directory", file::shown(path));
        }
        let mut names: Vec<_> = args.answers.iter().map(|path| report_name(path)).collect();
        names.sort();
        if report.is_some()
            && let Some(pair) = names.windows(2).find(|pair| pair[0] == pair[1])
        {
            bail!("two files of answers would have the report {}: give them different names", pair[0]);
        }
        Ok(Class::Several(report))
    }

    fn report(&self, answers: &Path, shown: &str, graded: &Graded, format: Format) -> Result<()> {
        let target = match self {
            Class::One(report) => report.map(Path::to_path_buf),
            Class::Several(folder) => folder.map(|folder| folder.join(report_name(answers))),
        };
        if let (Some(path), Ok(grade)) = (&target, graded) {
            let text = format!("{}\n", serde_json::to_string_pretty(grade)?);
            atomic_write::write(path, text.as_bytes())
                .with_context(|| format!("cannot write {}", file::shown(path)))?;
        }
        match (format, graded) {
            (Format::Text, Ok(grade)) => print(&format!("{shown}\n{}\n", text(grade))),
            (Format::Text, Err(why)) => {
                complain(&why.full);
                Ok(())
            }
            (Format::Json, Ok(grade)) => {
                let mut object = serde_json::to_value(grade)?;
                object["file"] = shown.into();
                print(&format!("{object}\n"))
            }
            (Format::Json, Err(why)) => print(&format!("{}\n", json!({"file": shown, "error": why.full}))),
        }
    }
}

/// `ada.json` for `ada.txt`.
fn report_name(answers: &Path) -> String {
    let stem = answers.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    format!("{}.json", stem.filter(|stem| stem != "-").unwrap_or_else(|| "answers".to_owned()))
}

fn of_file(path: &Path, shown: &str, lesson: &Arc<Lesson>) -> Graded {
    let bytes = file::read(path, MOST_ANSWERS_BYTES).map_err(|error| {
        let short = error.root_cause().to_string();
        Ungraded { short, full: format!("{error:#}") }
    })?;
    let graded = Answers::parse_bytes(&bytes).and_then(|answers| grade(lesson, &answers));
    graded.map_err(|problems| {
        let first = problems.list.first();
        let short = first.map_or_else(String::new, |first| format!("line {}: {}", first.line, first.message));
        Ungraded { short, full: problems.render(shown).trim_end().to_owned() }
    })
}

fn text(graded: &Grade) -> String {
    let mut text = format!("  {}\n", graded.summary());
    // Writing into a string never fails.
    for question in &graded.questions {
        let (id, expected) = (question.question, &question.expected);
        let _ = match &question.given {
            Some(_) if question.right => writeln!(text, "  {id}  right"),
            Some(given) => writeln!(text, "  {id}  wrong: {given}, expected {expected}"),
            None => writeln!(text, "  {id}  not answered: expected {expected}"),
        };
        for believed in &question.misconceptions {
            let _ = writeln!(text, "       believes: {believed}");
        }
    }
    for challenge in &graded.challenges {
        let (id, actions, par) = (challenge.challenge, challenge.actions, challenge.par);
        let _ = match &challenge.why {
            _ if challenge.solved => writeln!(text, "  challenge {id}  solved in {actions}, par {par}"),
            Some(why) => writeln!(text, "  challenge {id}  not solved: {why}"),
            None => writeln!(text, "  challenge {id}  not tried"),
        };
    }
    if graded.order_matters {
        text.push_str(
            "  Choices are numbered as in the lesson file. A learner saw them in an order of their own: if these are the\n  \
             numbers of a screen, add the line `learner: N`, with `learner` from that learner's progress.toml.\n",
        );
    }
    text
}

/// One row per file: how everybody did, to be seen at a glance.
fn table(rows: &[(String, Graded)]) -> String {
    let files = rows.iter().map(|(file, _)| file.chars().count()).max().unwrap_or(0).max("file".len());
    let named = |row: &(String, Graded)| row.1.as_ref().map_or(0, |grade| grade.name.chars().count());
    let names = rows.iter().map(named).max().unwrap_or(0).max("name".len());
    let mut text = format!("{:files$}  {:names$}  score  questions  challenges\n", "file", "name");
    for (file, graded) in rows {
        let _ = match graded {
            Ok(grade) => {
                let (right, solved) = (grade.right(), grade.solved());
                let questions = format!("{right} of {}", grade.questions.len());
                let challenges = format!("{solved} of {}", grade.challenges.len());
                let (name, score) = (&grade.name, grade.score);
                writeln!(text, "{file:files$}  {name:names$}  {score:>5}  {questions:>9}  {challenges:>10}")
            }
            Err(why) => {
                writeln!(text, "{file:files$}  {:names$}  not graded: {}", "", printable(&why.short, 60))
            }
        };
    }
    text
}
