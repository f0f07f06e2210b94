//! `--plain`: commands from standard input, the story on standard output.

use super::session_file::SessionFile;
use super::{Exit, print};
use crate::tui::app::App;
use crate::tui::keeper::{Keeper, SAVING, keep};
use crate::tui::plain::Plain;
use anyhow::{Context, Result};
use std::io::{BufRead, IsTerminal, Read, stdin};
use std::time::Instant;

/// The longest line that is read.
const LONGEST: u64 = 1 << 16;

/// Tells the story of an application's run until the input ends. From a pipe, a line that could not be carried
/// out makes the exit code 1; a person has seen it.
///
/// What goes on by itself is saved as it goes only if `saved_as_it_goes`.
pub(super) fn session(mut app: App, saves: &mut SessionFile, saved_as_it_goes: bool) -> Result<Exit> {
    let mut input = stdin().lock();
    let interactive = stdin().is_terminal();
    // What the screen would say at first: settings that are wrong, a session that is another one now.
    let notice: Vec<String> = app.take_notice().into_iter().collect();
    let mut plain = Plain::new(app);
    let mut saved = Instant::now();
    let mut exit = Exit::Good;
    print(&text(&plain.greeting()))?;
    print(&text(&notice))?;
    loop {
        if interactive {
            print("> ")?;
        }
        let answer = match read_line(&mut input).context("cannot read commands")? {
            Line::End => break,
            Line::TooLong => {
                print(&format!("Not done: the line is longer than {} KiB\n", LONGEST / 1024))?;
                if !interactive {
                    exit = Exit::DoesNotHold;
                }
                continue;
            }
            Line::Text(text) => plain.line(&text),
        };
        print(&text(&answer.lines))?;
        for asked in &answer.asks {
            keep(asked, plain.app(), saves);
            print(&text(&plain.after(asked)))?;
        }
        if answer.refused && !interactive {
            exit = Exit::DoesNotHold;
        }
        if answer.quit {
            break;
        }
        if saved_as_it_goes && (interactive || saved.elapsed() >= SAVING) {
            saves.save(plain.app());
            saved = Instant::now();
        }
    }
    if saved_as_it_goes {
        saves.save(plain.app());
    }
    Ok(exit)
}

pub(super) enum Line {
    Text(String),
    TooLong,
    End,
}

/// Reads a line. Of one that is too long nothing is kept: its tail is not a command of its own.
pub(super) fn read_line(input: &mut impl BufRead) -> std::io::Result<Line> {
    let mut line = Vec::new();
    if input.take(LONGEST).read_until(b'\n', &mut line)? == 0 {
        return Ok(Line::End);
    }
    if line.len() as u64 == LONGEST && !line.ends_with(b"\n") {
        input.skip_until(b'\n')?;
        return Ok(Line::TooLong);
    }
    Ok(Line::Text(String::from_utf8_lossy(&line).into_owned()))
}

fn text(lines: &[String]) -> String {
    lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect()
}
