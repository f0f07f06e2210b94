//! `--plain`: commands from standard input, the story on standard output.

use super::{Exit, print};
use crate::tui::app::App;
use crate::tui::plain::Plain;
use anyhow::{Context, Result};
use std::io::{BufRead, IsTerminal, Read, stdin};

/// The longest line that is read.
const LONGEST: u64 = 1 << 16;

/// Tells the story of an application's run until the input ends. From a pipe, a line that could not be carried
/// out makes the exit code 1; a person has seen it.
pub(super) fn session(app: App) -> Result<Exit> {
    let mut input = stdin().lock();
    let interactive = stdin().is_terminal();
    let mut plain = Plain::new(app);
    let mut exit = Exit::Good;
    print(&text(&plain.greeting()))?;
    loop {
        if interactive {
            print("> ")?;
        }
        let mut line = Vec::new();
        let read = (&mut input).take(LONGEST).read_until(b'\n', &mut line).context("cannot read commands")?;
        if read == 0 {
            return Ok(exit);
        }
        let answer = plain.line(&String::from_utf8_lossy(&line));
        print(&text(&answer.lines))?;
        if answer.refused && !interactive {
            exit = Exit::DoesNotHold;
        }
        if answer.quit {
            return Ok(exit);
        }
    }
}

fn text(lines: &[String]) -> String {
    lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect()
}
