//! Text to commands: recursive descent over the pieces of one line.
//!
//! Wherever the parser looks for a word it notes that it would take it. When no word fits, these notes say
//! what was expected and which right word is nearest; at the end of an unfinished line they are its completions.

mod act;
mod condition;
mod message;
mod number;
mod question;
mod session;
mod setup;
mod state;
mod target;
mod text;
mod want;

pub(super) use condition::is_reserved;
pub use question::{Resolve, check_question, read_question};
pub(crate) use session::{SessionLine, parse_session_line};
use text::check_line;
pub use text::{MOST_BYTES, parse, parse_bytes};
pub(crate) use text::{not_text, parse_part};
pub(super) use want::{Class, Want};

use super::lexer::{Token, tokens};
use super::problem::printable;
use super::{Command, Condition, Pattern, Problem, Quantity, Targets};
use crate::raft::MAX_SERVERS;

/// The most steps that one `step` can take.
const MOST_STEPS: u64 = 1_000_000;

/// What is known where a line stands.
#[derive(Clone, Debug)]
pub struct Known {
    /// How many servers the cluster has.
    pub servers: usize,
    /// Names that were given to servers.
    pub names: Vec<String>,
}

impl Default for Known {
    fn default() -> Self {
        Known { servers: crate::sim::Setup::default().servers, names: Vec::new() }
    }
}

/// Parses one command, as the palette does. None if there is nothing but a comment.
///
/// # Errors
/// If the line is not a command; the problem says where and what was expected.
pub fn parse_command(line: &str, known: &Known) -> Result<Option<Command>, Box<Problem>> {
    text::check_line(line, 1)?;
    let mut parser = Parser::new(line, known);
    if parser.tokens.is_empty() {
        return Ok(None);
    }
    let command = parser.command()?;
    parser.end()?;
    Ok(Some(command))
}

/// Parses one command as a key carries it out: in it `chosen` means what is chosen on the screen, and the cluster
/// may be of any size. None if there is nothing but a comment.
///
/// # Errors
/// As [`parse_command`].
pub fn parse_key_command(line: &str) -> Result<Option<Command>, Box<Problem>> {
    check_line(line, 1)?;
    let known = Known { servers: MAX_SERVERS, names: Vec::new() };
    let mut parser = Parser { choice: true, ..Parser::new(line, &known) };
    if parser.at_end() {
        return Ok(None);
    }
    let command = parser.command()?;
    parser.end()?;
    Ok(Some(command))
}

/// Parses one condition, as goals are written.
///
/// # Errors
/// If the text is not a condition.
pub fn parse_condition(line: &str, known: &Known) -> Result<Condition, Box<Problem>> {
    whole(line, known, Parser::condition)
}

/// Parses servers, as commands name them.
///
/// # Errors
/// If the text does not name servers.
pub fn parse_targets(text: &str, known: &Known) -> Result<Targets, Box<Problem>> {
    whole(text, known, Parser::targets)
}

/// Parses a number of a server, as conditions name it: `term of S3`.
///
/// # Errors
/// If the text does not name a number.
pub fn parse_quantity(text: &str, known: &Known) -> Result<Quantity, Box<Problem>> {
    whole(text, known, |parser| match parser.quantity()? {
        Some(quantity) => Ok(quantity),
        None => parser.unexpected(),
    })
}

/// Parses what a message is like, as commands say it: `vote S1 -> S3`.
///
/// # Errors
/// If the text does not describe messages.
pub fn parse_pattern(text: &str, known: &Known) -> Result<Pattern, Box<Problem>> {
    whole(text, known, Parser::pattern)
}

/// Reads a whole text as one thing.
fn whole<'a, T>(
    text: &'a str,
    known: &'a Known,
    read: impl FnOnce(&mut Parser<'a>) -> Parsed<T>,
) -> Result<T, Box<Problem>> {
    text::check_line(text, 1)?;
    let mut parser = Parser::new(text, known);
    let found = read(&mut parser)?;
    parser.end()?;
    Ok(found)
}

/// What a part of the grammar yields.
pub(crate) type Parsed<T> = Result<T, Box<Problem>>;

/// A line, how far it is read, and what would have been taken here.
pub(crate) struct Parser<'a> {
    line: &'a str,
    tokens: Vec<Token<'a>>,
    at: usize,
    known: &'a Known,
    wants: Vec<Want>,
    depth: usize,
    /// Whether `chosen` means what is chosen on the screen.
    choice: bool,
    /// Of whom a condition has just said something, so that it may go on: `S1 is up and voted for S2`.
    subject: Option<Targets>,
}

impl<'a> Parser<'a> {
    pub(crate) fn new(line: &'a str, known: &'a Known) -> Parser<'a> {
        Parser {
            line,
            tokens: tokens(line),
            at: 0,
            known,
            wants: Vec::new(),
            depth: 0,
            choice: false,
            subject: None,
        }
    }

    /// What would have been taken where the parser stopped.
    pub(super) fn wants(&self) -> &[Want] {
        &self.wants
    }

    /// Whether everything is read.
    pub(crate) fn at_end(&self) -> bool {
        self.at >= self.tokens.len()
    }

    pub(super) fn peek(&self) -> Option<Token<'a>> {
        self.tokens.get(self.at).copied()
    }

    /// The next piece, if there is one.
    pub(crate) fn next_piece(&self) -> Option<&'a str> {
        self.peek().map(|token| token.text)
    }

    /// Takes the next piece, whatever it is.
    pub(crate) fn take_piece(&mut self) -> Option<&'a str> {
        let piece = self.next_piece()?;
        self.advance();
        Some(piece)
    }

    /// The line ends where something more was expected: behind a space.
    pub(crate) fn missing<T>(&self, what: &str) -> Parsed<T> {
        let end = self.line.trim_end().len() + 1;
        Err(Box::new(Problem::at(self.line, end, end, format!("expected {what}"))))
    }

    pub(super) fn peek_text(&self, ahead: usize) -> &'a str {
        self.tokens.get(self.at + ahead).map_or("", |token| token.text)
    }

    /// Whether the piece so far ahead is this word. Leaves no note.
    pub(super) fn is(&self, ahead: usize, word: &str) -> bool {
        self.peek_text(ahead).eq_ignore_ascii_case(word)
    }

    pub(super) fn advance(&mut self) {
        self.at += 1;
        self.wants.clear();
    }

    pub(super) fn want(&mut self, want: Want) {
        if !self.wants.contains(&want) {
            self.wants.push(want);
        }
    }

    /// From here on nothing would be taken but this.
    pub(super) fn want_only(&mut self, want: Want) {
        self.wants = vec![want];
    }

    /// Takes this word if it comes next.
    pub(super) fn eat(&mut self, word: &'static str) -> bool {
        if self.is(0, word) {
            self.advance();
            return true;
        }
        self.want(Want::Word(word));
        false
    }

    /// Takes one of these words, without a note: other ways to say what is noted elsewhere.
    pub(super) fn eat_silently(&mut self, words: &[&str]) -> bool {
        let found = words.iter().any(|word| self.is(0, word));
        if found {
            self.advance();
        }
        found
    }

    pub(super) fn need(&mut self, word: &'static str) -> Parsed<()> {
        if self.eat(word) { Ok(()) } else { self.unexpected() }
    }

    /// Takes the next piece if it is a word and `read` makes something of it.
    pub(super) fn take<T>(&mut self, class: Class, read: impl FnOnce(&'a str) -> Option<T>) -> Option<T> {
        let read = self.peek().filter(|token| token.word).and_then(|token| read(token.text));
        match read {
            Some(_) => self.advance(),
            None => self.want(Want::Class(class)),
        }
        read
    }

    /// What comes next does not fit.
    pub(super) fn unexpected<T>(&self) -> Parsed<T> {
        let (message, start, end) = match self.peek() {
            None => ("the line ends too early".to_owned(), self.line_end(), self.line_end()),
            Some(token) => {
                (format!("`{}` does not fit here", printable(token.text, 40)), token.start, token.end)
            }
        };
        let nearest = self.peek().and_then(|token| want::nearest(token.text, &self.wants, self.known));
        let problem = Problem::at(self.line, start, end, message);
        Err(Box::new(problem.expecting(want::expected(&self.wants)).meaning(nearest)))
    }

    /// The next piece is of the right kind and still wrong.
    pub(crate) fn wrong<T>(&self, message: impl Into<String>, expected: impl Into<String>) -> Parsed<T> {
        let (start, end) =
            self.peek().map_or((self.line_end(), self.line_end()), |token| (token.start, token.end));
        Err(Box::new(Problem::at(self.line, start, end, message).expecting(expected)))
    }

    /// The piece before is wrong, now that one knows what follows.
    pub(crate) fn wrong_before<T>(
        &self,
        message: impl Into<String>,
        expected: impl Into<String>,
    ) -> Parsed<T> {
        let token = self.at.checked_sub(1).and_then(|before| self.tokens.get(before));
        let (start, end) = token.map_or((0, 0), |token| (token.start, token.end));
        Err(Box::new(Problem::at(self.line, start, end, message).expecting(expected)))
    }

    /// Where the last piece ends.
    fn line_end(&self) -> usize {
        self.tokens.last().map_or(0, |token| token.end)
    }

    /// All of it, read to its end.
    pub(crate) fn whole_line(&mut self) -> &'a str {
        self.at = self.tokens.len();
        self.line.trim()
    }

    /// All that is left behind the last piece, to the last space.
    pub(crate) fn rest_untouched(&self) -> &'a str {
        let start = self.at.checked_sub(1).map_or(0, |before| self.tokens[before].end);
        &self.line[start..]
    }

    /// The rest of the line as it stands, without a comment being looked for.
    pub(crate) fn rest_of_line(&mut self) -> &'a str {
        let start = self.at.checked_sub(1).map_or(0, |before| self.tokens[before].end);
        self.at = self.tokens.len();
        self.wants.clear();
        self.line[start..].trim()
    }

    pub(super) fn end(&mut self) -> Parsed<()> {
        if self.at_end() {
            return Ok(());
        }
        self.want(Want::Class(Class::End));
        self.unexpected()
    }

    pub(super) fn command(&mut self) -> Parsed<Command> {
        if let Some(setup) = self.setup()? {
            return Ok(Command::Set(setup));
        }
        if let Some(command) = self.movement()? {
            return Ok(command);
        }
        if let Some(act) = self.act()? {
            return Ok(Command::Act(act));
        }
        let Some(token) = self.peek() else { return self.unexpected() };
        let message = format!("`{}` is not a command", printable(token.text, 40));
        let nearest = want::nearest(token.text, &self.wants, self.known);
        let problem = Problem::at(self.line, token.start, token.end, message)
            .expecting("expected a command, such as crash, submit, run or expect")
            .meaning(nearest);
        Err(Box::new(problem))
    }

    /// Notes, time and expectations.
    fn movement(&mut self) -> Parsed<Option<Command>> {
        let command = if self.eat("note") {
            let text = self.rest_of_line();
            if text.is_empty() {
                return self.wrong("a note needs text", "expected some text");
            }
            Command::Note(text.to_owned())
        } else if self.eat("pause") {
            Command::Pause(self.rest_of_line().to_owned())
        } else if self.eat("run") {
            return self.run().map(Some);
        } else if self.eat("step") {
            let given = !self.at_end();
            Command::Step(if given { self.number("a number of steps", 1, MOST_STEPS)? as u32 } else { 1 })
        } else if self.eat("expect") {
            Command::Expect(self.condition()?)
        } else if self.eat("call") {
            self.call()?
        } else if self.eat("at") {
            self.need("step")?;
            let step = self.number("the number of a step", 0, u64::from(u32::MAX))?;
            let time = self.moment_if_any()?;
            let Some(act) = self.act()? else {
                let nearest =
                    self.peek().and_then(|token| want::nearest(token.text, &self.wants, self.known));
                let expected = "expected an action on the cluster, such as crash S1";
                let wrong = self.wrong("an action belongs here", expected);
                return wrong.map_err(|problem| Box::new(problem.meaning(nearest)));
            };
            Command::At { step, time, act }
        } else {
            return Ok(None);
        };
        Ok(Some(command))
    }

    fn run(&mut self) -> Parsed<Command> {
        if !self.eat("until") {
            return Ok(Command::Run(self.span()?));
        }
        let condition = self.condition()?;
        let within = if self.eat("within") { Some(self.span()?) } else { None };
        Ok(Command::RunUntil { condition, within })
    }

    fn call(&mut self) -> Parsed<Command> {
        let target = self.one_target()?;
        self.eat_silently(&["as"]);
        let Some(token) = self.peek().filter(|token| token.word) else {
            self.want(Want::Class(Class::NewName));
            return self.unexpected();
        };
        let name = token.text;
        let shape = name.len() <= 16
            && name.starts_with(|first: char| first.is_ascii_alphabetic())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        if !shape {
            return self.wrong(
                format!("`{}` cannot be a name", printable(name, 40)),
                "a name is up to 16 letters, digits, - or _, a letter first",
            );
        }
        if is_reserved(name) || Self::means_servers(name) {
            return self.wrong(format!("`{name}` already has a meaning"), "expected a new name");
        }
        self.advance();
        Ok(Command::Call { target, name: name.to_owned() })
    }

    /// A number of servers, checked where a cluster is described.
    fn servers(&mut self) -> Parsed<u8> {
        Ok(self.number("a number of servers", 1, MAX_SERVERS as u64)? as u8)
    }
}
