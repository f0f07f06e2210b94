//! `raftarium lesson [ID or FILE]`: play one, or present it.

use crate::cli::{Exit, file, screen};
use crate::lesson::MOST_LESSON_BYTES;
use crate::tui::app::{App, LessonOrder, Mistake};
use anyhow::{Result, anyhow};
use std::path::Path;

/// What is played, and how.
#[derive(clap::Args, Debug)]
pub(super) struct Wanted {
    /// The number or name of a lesson, or a file; default: the next lesson for you
    #[arg(value_name = "ID or FILE")]
    lesson: Option<String>,
    /// For a class: large and simple, answers hidden until you show them, keys of a presentation remote
    #[arg(long)]
    present: bool,
    /// Begin at this step
    #[arg(long, value_name = "N")]
    step: Option<u16>,
}

pub(super) fn run(args: &Wanted, options: &screen::Options) -> Result<Exit> {
    if options.is_plain() {
        return super::aloud::run(args.lesson.as_deref(), args.step);
    }
    // A lesson of the program is found by the application, which knows them all.
    let file = args.lesson.as_deref().filter(|name| is_file(name));
    let opened = file.map(|name| file::read_text(Path::new(name), MOST_LESSON_BYTES)).transpose()?;
    screen::session(options, |app| {
        if let (Some(path), Some(text)) = (file, &opened) {
            app.open_lesson(path, text).map_err(|why| anyhow!("{why}"))?;
            if args.present {
                execute(app, LessonOrder::Present(None))?;
            }
        } else {
            let which = args.lesson.as_deref().unwrap_or_default();
            let how = if args.present { "lesson present" } else { "lesson" };
            app.obey(format!("{how} {which}").trim()).map_err(|mistake| refused(&mistake, which))?;
        }
        if let Some(step) = args.step {
            execute(app, LessonOrder::Step(usize::from(step)))?;
        }
        Ok(())
    })
}

fn execute(app: &mut App, order: LessonOrder) -> Result<()> {
    app.execute(order).map_err(|mistake| refused(&mistake, ""))
}

fn refused(mistake: &Mistake, which: &str) -> anyhow::Error {
    let meant = match which {
        "grade" | "mark" | "score" | "answers" => {
            "`raftarium lesson run LESSON --answers FILE` grades answers"
        }
        "create" | "write" | "start" => "`raftarium lesson new FILE` starts one",
        "show" | "all" | "ls" => "`raftarium lesson list` lists them",
        _ => return anyhow!("{}; `raftarium lesson list` lists them", mistake.message),
    };
    anyhow!("{}; {meant}", mistake.message)
}

/// Whether a file is meant, and not a lesson of the program.
fn is_file(name: &str) -> bool {
    let path = Path::new(name);
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md"))
        || name.contains(std::path::MAIN_SEPARATOR)
        || path.is_file()
}
