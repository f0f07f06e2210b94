//! The lines that only saved sessions have.

use super::{Known, Parsed, Parser, Problem, text};
use crate::history::Name;
use crate::language::Command;
use crate::language::problem::printable;
use crate::sim::StepId;

/// One line of a session.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum SessionLine {
    /// `session 1`
    Session,
    /// `branch 2 from 1`
    Branch { number: u32, from: Option<u32> },
    /// `name TEXT`
    Name(Name),
    /// `bookmark 80 TEXT`
    Bookmark(StepId, Name),
    /// `digest 64 0123456789abcdef`
    Digest(StepId, u64),
    /// `end 300 0123456789abcdef`
    End(StepId, Option<u64>),
    /// `cursor 2 100`
    Cursor { branch: u32, step: StepId },
    /// Any command of the language.
    Command(Command),
}

/// The version of the format.
const VERSION: u64 = 1;

/// Parses a line of a session. None if there is nothing but a comment.
pub(crate) fn parse_session_line(line: &str, known: &Known) -> Parsed<Option<SessionLine>> {
    text::check_line(line, 1)?;
    let mut parser = Parser::new(line, known);
    if parser.at_end() {
        return Ok(None);
    }
    let found = parser.session_line()?;
    parser.end()?;
    Ok(Some(found))
}

impl Parser<'_> {
    fn session_line(&mut self) -> Parsed<SessionLine> {
        if self.eat("session") {
            return match self.number("the version of a session", 1, VERSION) {
                Ok(_) => Ok(SessionLine::Session),
                Err(problem) => {
                    Err(Box::new(problem.expecting(
                        "this program reads sessions of version 1; a newer one may have written it",
                    )))
                }
            };
        }
        if self.eat("branch") {
            let number = self.branch_number()?;
            let from = if self.eat("from") { Some(self.branch_number()?) } else { None };
            return Ok(SessionLine::Branch { number, from });
        }
        if self.eat("name") {
            return Ok(SessionLine::Name(self.name()?));
        }
        if self.eat("bookmark") {
            let step = self.step_number()?;
            return Ok(SessionLine::Bookmark(step, self.name()?));
        }
        if self.eat("digest") {
            let step = self.step_number()?;
            return Ok(SessionLine::Digest(step, self.digest_of_state()?));
        }
        if self.eat("end") {
            let step = self.step_number()?;
            let digest = if self.at_end() { None } else { Some(self.digest_of_state()?) };
            return Ok(SessionLine::End(step, digest));
        }
        if self.eat("cursor") {
            return Ok(SessionLine::Cursor { branch: self.branch_number()?, step: self.step_number()? });
        }
        Ok(SessionLine::Command(self.command()?))
    }

    fn branch_number(&mut self) -> Parsed<u32> {
        Ok(self.number("the number of a branch", 1, u64::from(u32::MAX))? as u32)
    }

    fn step_number(&mut self) -> Parsed<StepId> {
        self.number("the number of a step", 0, u64::from(u32::MAX))
    }

    /// The rest of the line.
    fn name(&mut self) -> Parsed<Name> {
        let text = self.rest_of_line();
        Name::new(text).map_err(|error| {
            let end = self.line.trim_end().len();
            let start = end - text.len().min(end);
            let message = format!("`{}` cannot be a name", printable(text, 40));
            Box::new(Problem::at(self.line, start, end, message).expecting(error.to_string()))
        })
    }

    /// 64 bits as sixteen digits.
    pub(in crate::language) fn digest_of_state(&mut self) -> Parsed<u64> {
        let text = self.peek_text(0);
        let digits = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        match u64::from_str_radix(text, 16) {
            Ok(digest) if digits => {
                self.advance();
                Ok(digest)
            }
            _ => self.wrong("this is not a digest", "expected 16 hexadecimal digits"),
        }
    }
}
