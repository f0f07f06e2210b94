//! `raftarium lesson list`

use super::{Exit, Format, print};
use crate::lesson::{Lesson, LessonPart, shipped_lessons};
use anyhow::Result;
use serde_json::json;
use std::fmt::Write as _;

/// List the lessons that ship with the program
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// Text for people, or one JSON object per line
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &Args) -> Result<Exit> {
    let mut text = String::new();
    let longest = shipped_lessons().iter().map(|lesson| lesson.id.0.len()).max().unwrap_or(0);
    for lesson in shipped_lessons() {
        match args.format {
            Format::Text => row(lesson, longest, &mut text),
            Format::Json => text.push_str(&object(lesson)),
        }
    }
    print(&text)?;
    Ok(Exit::Good)
}

/// "18-partition       Partition               10 min  §5.2, §5.3"
fn row(lesson: &Lesson, longest: usize, text: &mut String) {
    let Lesson { id, title, minutes, asks, .. } = lesson;
    // Writing into a string never fails.
    let places = lesson.places.join(", ");
    let _ = writeln!(text, "{id:<longest$}  {title:<32}{minutes:>3} min  {places}");
    let _ = writeln!(text, "{:<longest$}  {asks}", "");
}

fn object(lesson: &Lesson) -> String {
    let after: Vec<&str> = lesson.after.iter().map(|id| id.0.as_str()).collect();
    let steps: Vec<&str> = lesson.steps.iter().map(|step| step.title.as_str()).collect();
    let object = json!({
        "id": lesson.id.0,
        "title": lesson.title,
        "places": lesson.places,
        "minutes": lesson.minutes,
        "part": lesson.part.map(LessonPart::word),
        "after": after,
        "asks": lesson.asks,
        "steps": steps,
    });
    format!("{object}\n")
}
