//! `raftarium lesson ID --plain`: a lesson line by line, from standard input to standard output.

use super::super::dialogue::{self, Reply, TypedLine};
use super::super::{Exit, complain, progress as kept};
use super::find::find;
use crate::lesson::{shipped_lesson, shipped_lessons};
use crate::storage::KeptProgress;
use crate::tui::aloud::Aloud;
use crate::tui::keeper::SAVING;
use anyhow::{Context, Result, anyhow};
use std::time::Instant;

/// Tells a lesson; without a name, the one to take up next.
pub(super) fn run(name: Option<&str>, step: Option<u16>) -> Result<Exit> {
    let (mut file, progress, notice) = kept::open();
    let lesson = if let Some(name) = name {
        find(name)?
    } else {
        let all = shipped_lessons();
        all.get(progress.next_of(all).unwrap_or(0)).cloned().context("there are no lessons")?
    };
    let step = step.map(usize::from);
    let mut aloud = Aloud::take_up(&lesson, step, progress, &kept::today(), |id| shipped_lesson(&id.0))
        .map_err(|why| anyhow!("{why}"))?;
    let exit = session(&mut aloud, &mut file, notice.as_slice())?;
    if let Err(why) = file.save(aloud.progress()) {
        complain(&format!("your progress is not saved: {why}"));
    }
    Ok(exit)
}

/// Repeats what is due today.
pub(super) fn review() -> Result<Exit> {
    let (mut file, progress, notice) = kept::open();
    let Some(mut aloud) = Aloud::review(progress, &kept::today(), |id| shipped_lesson(&id.0)) else {
        dialogue::say(&["There are no questions to repeat: the lessons have changed since.".to_owned()])?;
        return Ok(Exit::Good);
    };
    let exit = session(&mut aloud, &mut file, notice.as_slice())?;
    if let Err(why) = file.save(aloud.progress()) {
        complain(&format!("your progress is not saved: {why}"));
    }
    Ok(exit)
}

fn session(aloud: &mut Aloud, file: &mut KeptProgress, notice: &[String]) -> Result<Exit> {
    let interactive = dialogue::is_interactive();
    let mut saved = Instant::now();
    dialogue::say(notice)?;
    dialogue::say(&aloud.greeting())?;
    dialogue::hold("cannot read the input", |line| {
        let line = match line {
            TypedLine::Text(text) => text,
            // No answer at all is so long.
            TypedLine::TooLong => "\u{fffd}".to_owned(),
        };
        let said = aloud.line(&line);
        // A failure is said at the end; the next time it may work.
        if (interactive || saved.elapsed() >= SAVING) && file.save(aloud.progress()).is_ok() {
            saved = Instant::now();
        }
        Reply { lines: said.lines, refused: said.refused, quit: said.quit }
    })
}
