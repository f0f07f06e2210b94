//! A whole script: lines, bounds, several mistakes at once.

use super::{Known, Parsed, parse_command};
use crate::language::lexer::tokens;
use crate::language::problem::is_hostile;
use crate::language::usage::SETUP;
use crate::language::{Act, Command, Line, Problem, Problems, Script, SetupCommand, check_setup};

/// The longest script, in bytes.
pub const MOST_BYTES: usize = 1 << 20;
/// The longest line, in bytes.
const LONGEST_LINE: usize = 1 << 16;
/// How many names a script gives.
const MOST_NAMES: usize = 1000;

/// Parses a script.
///
/// # Errors
/// The mistakes, at most one per line and at most twenty.
pub fn parse(text: &str) -> Result<Script, Problems> {
    if text.len() > MOST_BYTES {
        let message = format!("the script is longer than {MOST_BYTES} bytes");
        return Err(Problems::from(Problem::unseen(1, 1, message).expecting("a script has at most 1 MiB")));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let script = Script { head: head(text), lines: Vec::new() };
    let mut reader = Reader { known: known_servers(text.lines()), begun: None, script };
    let mut problems = Problems { list: Vec::new(), more: 0 };
    for (number, line) in (1..).zip(text.lines()) {
        if let Err(problem) = reader.line(number, line) {
            problems.push(Problem { line: number, ..*problem });
        }
    }
    if problems.list.is_empty() {
        let line = |number: u32| text.lines().nth(number as usize - 1).unwrap_or_default();
        problems.list.extend(unrunnable(&reader.script, line));
    }
    if problems.list.is_empty() { Ok(reader.script) } else { Err(problems) }
}

/// Parses some lines of a longer text as a script of its own, each with its number there: lessons are made of
/// such parts. One that describes a cluster begins it, and forgets what was known; any other goes on from what is
/// known. Afterwards `known` tells what holds for what follows.
pub(crate) fn parse_part(lines: &[(u32, &str)], known: &mut Known) -> (Script, Problems) {
    let begins = lines.iter().any(|(_, line)| begins_cluster(line));
    if begins {
        *known = known_servers(lines.iter().map(|line| line.1));
    }
    let first = lines.first().map_or(1, |line| line.0);
    let begun = (!begins).then_some(first);
    let mut reader = Reader { known: known.clone(), begun, script: Script::default() };
    let mut problems = Problems { list: Vec::new(), more: 0 };
    for (number, line) in lines {
        if let Err(problem) = reader.line(*number, line) {
            problems.push(Problem { line: *number, ..*problem });
        }
    }
    if begins && problems.list.is_empty() {
        let text = |number| lines.iter().find(|line| line.0 == number).map_or("", |line| line.1);
        problems.list.extend(unrunnable(&reader.script, text));
    }
    *known = reader.known;
    (reader.script, problems)
}

/// Whether a line can only stand where a cluster begins.
fn begins_cluster(line: &str) -> bool {
    let known = Known { servers: crate::raft::MAX_SERVERS, names: Vec::new() };
    let tokens = tokens(line);
    let word = tokens.first().map_or("", |token| token.text).to_ascii_lowercase();
    let setup = SETUP.iter().any(|usage| usage.word == word);
    // Some of these words can also be said later: `duplicate next`.
    setup && (word != "duplicate" || matches!(parse_command(line, &known), Ok(Some(Command::Set(_)))))
}

/// What spoils the cluster that a script describes, in the line to blame.
fn unrunnable<'a>(script: &Script, text: impl Fn(u32) -> &'a str) -> Option<Problem> {
    let (number, message) = check_setup(script).err()?;
    let line = text(number);
    let end = tokens(line).last().map_or(line.len(), |token| token.end);
    let start = line.len() - line.trim_start().len();
    Some(Problem { line: number, ..Problem::at(line, start, end, message) })
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
        Err(error) => Err(not_text(most, error, "script")),
    }
}

/// Says where a text is none.
pub(crate) fn not_text(bytes: &[u8], error: std::str::Utf8Error, what: &str) -> Problems {
    let good = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
    let line = good.matches('\n').count() + 1;
    let column = good.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let message = format!("the {what} is not text: here is a byte that is not UTF-8");
    Problems::from(Problem::unseen(line as u32, column as u32, message))
}

/// The comment that a script begins with.
fn head(text: &str) -> Vec<String> {
    let lines = text.lines().map_while(|line| line.trim_start().strip_prefix('#'));
    lines.map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// How many servers the script speaks of: what its `servers` line says, wherever that stands.
fn known_servers<'a>(lines: impl Iterator<Item = &'a str>) -> Known {
    let mut known = Known::default();
    for line in lines.filter(|line| line.len() <= LONGEST_LINE && line.contains("servers")) {
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
            Command::Note(_) | Command::Pause(_) => {}
            Command::Set(setup) => {
                if let Some(begun) = self.begun {
                    let token = tokens(line)[0];
                    let problem = Problem::at(
                        line,
                        token.start,
                        token.end,
                        format!("`{}` describes how the cluster begins", token.text.to_lowercase()),
                    );
                    let before = format!("move it before line {begun}, where the cluster starts");
                    let expected = match setup {
                        SetupCommand::Choice(_) => format!("{before}; `set {setup}` changes it from here on"),
                        _ => before,
                    };
                    return Err(Box::new(problem.expecting(expected)));
                }
            }
            Command::Act(Act::Without(_) | Act::Obey(_)) if self.begun.is_none() => {}
            Command::Call { name, .. } => {
                if !self.known.names.contains(name) {
                    self.known.names.push(name.clone());
                }
                if self.known.names.len() > MOST_NAMES {
                    self.known.names.pop();
                    let problem = Problem::at(line, 0, line.len(), "too many names are given to servers");
                    return Err(Box::new(problem.expecting(format!("a script gives at most {MOST_NAMES}"))));
                }
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
pub(super) fn check_line(line: &str, number: u32) -> Parsed<()> {
    if line.len() > LONGEST_LINE {
        let problem = Problem::unseen(number, 1, format!("the line is longer than {LONGEST_LINE} bytes"));
        return Err(Box::new(problem.expecting("one command per line")));
    }
    let Some((at, character)) = line.char_indices().find(|(_, character)| is_hostile(*character)) else {
        return Ok(());
    };
    let code = u32::from(character);
    let message = format!("a control character (U+{code:04X}) is not allowed in a script");
    Err(Box::new(
        Problem::at(line, at, at + character.len_utf8(), message).expecting("remove the invisible character"),
    ))
}
