//! `--plain`: commands from standard input, the story on standard output.

use super::Exit;
use super::dialogue::{self, LONGEST, Reply, TypedLine};
use super::session_file::SessionFile;
use crate::tui::app::App;
use crate::tui::keeper::{Keeper, SAVING, keep};
use crate::tui::plain::Plain;
use anyhow::Result;
use std::time::Instant;

/// Tells the story of an application's run until the input ends.
///
/// What goes on by itself is saved as it goes only if `saved_as_it_goes`.
pub(super) fn session(mut app: App, saves: &mut SessionFile, saved_as_it_goes: bool) -> Result<Exit> {
    // What the screen would say at first: settings that are wrong, a session that is another one now.
    let notice: Vec<String> = app.take_notice().into_iter().collect();
    let mut plain = Plain::new(app);
    dialogue::say(&plain.greeting())?;
    dialogue::say(&notice)?;
    let interactive = dialogue::is_interactive();
    let mut saved = Instant::now();
    let exit = dialogue::hold("cannot read commands", |line| {
        let TypedLine::Text(line) = line else {
            let why = format!("Not done: the line is longer than {} KiB", LONGEST / 1024);
            return Reply { lines: vec![why], refused: true, quit: false };
        };
        let answer = plain.line(&line);
        let mut lines = answer.lines;
        for asked in &answer.asks {
            keep(asked, plain.app(), saves);
            lines.extend(plain.after(asked));
        }
        if saved_as_it_goes && (interactive || saved.elapsed() >= SAVING) {
            saves.save(plain.app());
            saved = Instant::now();
        }
        Reply { lines, refused: answer.refused, quit: answer.quit }
    })?;
    if saved_as_it_goes {
        saves.save(plain.app());
    }
    Ok(exit)
}
