//! `raftarium lesson ID --plain`: a lesson line by line, from standard input to standard output.

use super::super::plain::{Line, read_line};
use super::super::{Exit, complain, print, progress as kept};
use super::find::{find, shipped};
use crate::lesson::LessonId;
use crate::lesson::play::Play;
use crate::lesson::progress::Progress;
use crate::lesson::review::Review;
use crate::storage::KeptProgress;
use crate::tui::aloud::Aloud;
use crate::tui::keeper::SAVING;
use anyhow::{Context, Result, anyhow};
use std::io::{IsTerminal, stdin};
use std::time::Instant;

/// Tells a lesson; without a name, the one to take up next.
pub(super) fn run(name: Option<&str>, step: Option<u16>) -> Result<Exit> {
    let (mut file, mut progress, notice) = kept::open();
    let lesson = match name {
        Some(name) => find(name)?,
        None => find(&next(&progress).0)?,
    };
    let mut play = Play::new(lesson.clone()).context("the lesson has no steps")?;
    progress.take_up(&mut play);
    if play.is_over() {
        play = Play::new(lesson.clone()).context("the lesson has no steps")?;
        progress.begin(&lesson.id);
    }
    let at_start = play.position() == crate::lesson::play::Position::default();
    if let Some(step) = step {
        let steps = lesson.steps.len();
        play.go(usize::from(step).wrapping_sub(1))
            .map_err(|_| anyhow!("the lesson has steps 1 to {steps}"))?;
    }
    let review = if at_start && step.is_none() {
        Review::before(&lesson.id, &mut progress, |id| shipped(&id.0).ok().flatten())
    } else {
        None
    };
    let mut aloud = Aloud::new(play, review, progress, &kept::today());
    let exit = session(&mut aloud, &mut file, notice)?;
    if let Err(why) = file.save(aloud.progress()) {
        complain(&format!("your progress is not kept: {why}"));
    }
    Ok(exit)
}

/// What to take up next: what was begun last, or else the first that is not finished.
fn next(progress: &Progress) -> LessonId {
    let finished = |id: &LessonId| progress.lessons.get(id).is_some_and(|kept| kept.finished);
    let ships = |id: &LessonId| crate::lesson::shipped().any(|(name, _)| name == id.0);
    let all = || crate::lesson::shipped().map(|(name, _)| LessonId(name.to_owned()));
    let begun = progress.unfinished().filter(|id| ships(id)).cloned();
    begun.or_else(|| all().find(|id| !finished(id))).or_else(|| all().next()).unwrap_or_default()
}

fn session(aloud: &mut Aloud, file: &mut KeptProgress, notice: Option<String>) -> Result<Exit> {
    let mut input = stdin().lock();
    let interactive = stdin().is_terminal();
    let mut exit = Exit::Good;
    let mut saved = Instant::now();
    if let Some(notice) = notice {
        print(&format!("{notice}\n"))?;
    }
    print(&text(&aloud.greeting()))?;
    loop {
        if interactive {
            print("> ")?;
        }
        let line = match read_line(&mut input).context("cannot read what is typed")? {
            Line::End => break,
            Line::TooLong => "\u{fffd}".to_owned(),
            Line::Text(text) => text,
        };
        let said = aloud.line(&line);
        print(&text(&said.lines))?;
        if said.refused && !interactive {
            exit = Exit::DoesNotHold;
        }
        if said.quit {
            break;
        }
        // A failure is said at the end; the next time it may work.
        if (interactive || saved.elapsed() >= SAVING) && file.save(aloud.progress()).is_ok() {
            saved = Instant::now();
        }
    }
    Ok(exit)
}

fn text(lines: &[String]) -> String {
    lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect()
}
