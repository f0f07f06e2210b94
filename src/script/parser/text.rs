//! A whole script: lines, bounds, several mistakes at once.

use super::{Known, Parsed, parse_command};
use crate::script::lexer::tokens;
use crate::script::problem::is_hostile;
use crate::script::{Act, Command, Line, Problem, Problems, Script, begin};

/// The longest script, in bytes.
pub const MOST_BYTES: usize = 1 << 20;
/// The longest line, in bytes.
const LONGEST_LINE: usize = 1 << 16;
/// How many mistakes are listed.
pub(in crate::script) const MOST_PROBLEMS: usize = 20;

/// Parses a script.
///
/// # Errors
/// The mistakes, at most one a line and at most twenty.
pub fn parse(text: &str) -> Result<Script, Problems> {
    if text.len() > MOST_BYTES {
        let message = format!("the script is longer than {MOST_BYTES} bytes");
        return Err(one(Problem::unseen(1, 1, message).expecting("a script has at most 1 MiB")));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let script = Script { head: head(text), lines: Vec::new() };
    let mut reader = Reader { known: known_servers(text), begun: None, script };
    let mut problems = Problems { list: Vec::new(), more: 0 };
    for (number, line) in (1..).zip(text.lines()) {
        if let Err(problem) = reader.line(number, line) {
            if problems.list.len() < MOST_PROBLEMS {
                problems.list.push(Problem { line: number, ..*problem });
            } else {
                problems.more += 1;
            }
        }
    }
    if problems.list.is_empty()
        && let Err((number, message)) = begin::check(&reader.script)
    {
        let line = text.lines().nth(number as usize - 1).unwrap_or_default();
        let end = tokens(line).last().map_or(line.len(), super::Token::end);
        let start = line.len() - line.trim_start().len();
        problems.list.push(Problem { line: number, ..Problem::at(line, start, end, message) });
    }
    if problems.list.is_empty() { Ok(reader.script) } else { Err(problems) }
}

/// Parses a script that may not even be text.
///
/// # Errors
/// As [`parse`], or that it is not UTF-8.
pub fn parse_bytes(bytes: &[u8]) -> Result<Script, Problems> {
    // The length first: what is too long is not looked at.
    let most = &bytes[..bytes.len().min(MOST_BYTES + 4)];
    match std::str::from_utf8(most) {
        Ok(text) => parse(text),
        Err(_) if bytes.len() > MOST_BYTES => parse(&" ".repeat(MOST_BYTES + 1)),
        Err(error) => Err(not_text(most, error)),
    }
}

/// Says where a text is none.
pub(in crate::script) fn not_text(bytes: &[u8], error: std::str::Utf8Error) -> Problems {
    let good = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
    let line = good.matches('\n').count() + 1;
    let column = good.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let message = "the script is not text: here is a byte that is not UTF-8";
    one(Problem::unseen(line as u32, column as u32, message))
}

/// The comment that a script begins with.
fn head(text: &str) -> Vec<String> {
    let lines = text.lines().map_while(|line| line.trim_start().strip_prefix('#'));
    lines.map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn one(problem: Problem) -> Problems {
    Problems { list: vec![problem], more: 0 }
}

/// How many servers the script speaks of: what its `servers` line says, wherever that stands.
fn known_servers(text: &str) -> Known {
    let mut known = Known::default();
    for line in text.lines().filter(|line| line.len() <= LONGEST_LINE && line.contains("servers")) {
        let tokens = tokens(line);
        if let [word, number, ..] = tokens[..]
            && word.text.eq_ignore_ascii_case("servers")
            && let Ok(number) = number.text.parse()
            && (1..=crate::raft::MAX_SERVERS).contains(&number)
        {
            known.servers = number;
        }
    }
    known
}

struct Reader {
    known: Known,
    /// The line of the first command that needs a running cluster.
    begun: Option<u32>,
    script: Script,
}

impl Reader {
    fn line(&mut self, number: u32, line: &str) -> Parsed<()> {
        let Some(command) = parse_command(line, &self.known)? else { return Ok(()) };
        match &command {
            Command::Note(_) => {}
            Command::Set(_) => {
                if let Some(begun) = self.begun {
                    let token = tokens(line)[0];
                    let problem = Problem::at(
                        line,
                        token.start,
                        token.end(),
                        format!("`{}` describes how the cluster begins", token.text.to_lowercase()),
                    );
                    return Err(Box::new(
                        problem.expecting(format!("move it before line {begun}, where the cluster starts")),
                    ));
                }
            }
            Command::Act(Act::Without(_) | Act::Obey(_)) if self.begun.is_none() => {}
            Command::Call { name, .. } => {
                self.known.names.push(name.clone());
                self.begun.get_or_insert(number);
            }
            _ => {
                self.begun.get_or_insert(number);
            }
        }
        self.script.lines.push(Line { number, command });
        Ok(())
    }
}

/// Refuses what no line may have.
pub(in crate::script) fn check_line(line: &str, number: u32) -> Parsed<()> {
    if line.len() > LONGEST_LINE {
        let problem = Problem::unseen(number, 1, format!("the line is longer than {LONGEST_LINE} bytes"));
        return Err(Box::new(problem.expecting("one command a line")));
    }
    let Some((at, character)) = line.char_indices().find(|(_, character)| is_hostile(*character)) else {
        return Ok(());
    };
    let code = u32::from(character);
    let message = format!("a control character (U+{code:04X}) cannot stand in a script");
    Err(Box::new(
        Problem::at(line, at, at + character.len_utf8(), message).expecting("remove what cannot be seen"),
    ))
}
