//! `raftarium review`: what is due today.

use super::{Exit, lesson, print, progress, screen};
use crate::tui::app::LessonOrder;
use anyhow::{Result, anyhow};

/// Repeat the questions of lessons that are due today
///
/// A question that you got wrong comes back on the next day, then after 3, 7, 14 and 30 days, as long as you answer
/// it correctly. After a wrong answer it starts again.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  raftarium review
  raftarium review --plain      line by line, for screen readers and pipes")]
pub(super) struct Args;

pub(super) fn run(_: &Args, options: &screen::Options) -> Result<Exit> {
    let (_, learner, notice) = progress::open();
    if learner.due(&progress::today()).next().is_none() {
        let when = match learner.next_due() {
            Some(day) => format!("Nothing is due before {day}.\n"),
            None => "There are no questions to repeat.\n".to_owned(),
        };
        print(&notice.map_or(when.clone(), |notice| format!("{notice}\n{when}")))?;
        return Ok(Exit::Good);
    }
    if options.is_plain() {
        return lesson::review();
    }
    screen::session(options, |app| {
        app.execute(LessonOrder::Review).map_err(|mistake| anyhow!("{}", mistake.message))
    })
}
