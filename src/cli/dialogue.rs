//! A dialogue line by line: commands from standard input, answers on standard output.

use super::{Exit, print};
use anyhow::{Context, Result};
use std::io::{BufRead, IsTerminal, Read, stdin};

/// The longest line that is read, in bytes.
pub(super) const LONGEST: u64 = 1 << 16;

/// What is said to a line.
#[derive(Debug, Default)]
pub(super) struct Reply {
    /// What to say.
    pub lines: Vec<String>,
    /// Whether the line could not be carried out.
    pub refused: bool,
    /// Whether to end.
    pub quit: bool,
}

/// A line that was typed.
pub(super) enum TypedLine {
    Text(String),
    /// It was longer than [`LONGEST`]; nothing of it was kept.
    TooLong,
}

/// Replies to every line until the input ends. From a pipe, a line that could not be carried out makes the exit code 1; a
/// person has seen it. `reading` says what could not be done if a line cannot be read.
pub(super) fn hold(reading: &'static str, mut reply: impl FnMut(TypedLine) -> Reply) -> Result<Exit> {
    let mut input = stdin().lock();
    let interactive = is_interactive();
    let mut exit = Exit::Good;
    loop {
        if interactive {
            print("> ")?;
        }
        let Some(line) = read_line(&mut input).context(reading)? else { break };
        let Reply { lines, refused, quit } = reply(line);
        say(&lines)?;
        if refused && !interactive {
            exit = Exit::DoesNotHold;
        }
        if quit {
            break;
        }
    }
    Ok(exit)
}

/// Whether a person types the lines.
pub(super) fn is_interactive() -> bool {
    stdin().is_terminal()
}

/// Prints lines.
pub(super) fn say(lines: &[String]) -> Result<()> {
    print(&lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect::<String>())
}

/// Reads a line; none at the end. Of one that is too long nothing is kept: its tail is not a command of its own.
fn read_line(input: &mut impl BufRead) -> std::io::Result<Option<TypedLine>> {
    let mut line = Vec::new();
    if input.take(LONGEST).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.len() as u64 == LONGEST && !line.ends_with(b"\n") {
        input.skip_until(b'\n')?;
        return Ok(Some(TypedLine::TooLong));
    }
    Ok(Some(TypedLine::Text(String::from_utf8_lossy(&line).into_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_line_that_is_too_long_nothing_is_kept() {
        let text = format!("one\n{}\ntwo", "x".repeat(LONGEST as usize));
        let mut input = text.as_bytes();
        let mut read = || match read_line(&mut input).expect("readable") {
            Some(TypedLine::Text(text)) => text,
            Some(TypedLine::TooLong) => "too long".to_owned(),
            None => "the end".to_owned(),
        };
        assert_eq!([read(), read(), read(), read()], ["one\n", "too long", "two", "the end"]);
    }
}
