//! Somebody's answers as a text: one per line.

use crate::language::{Problem, Problems, is_hostile, not_text, printable};
use crate::lesson::play::TaskId;
use crate::nearest::nearest;
use std::collections::BTreeMap;

/// The most bytes of answers.
pub const MOST_ANSWERS_BYTES: usize = 1 << 20;
/// The longest line, in bytes.
const LONGEST_LINE: usize = 4_096;
/// The longest name, in characters.
const LONGEST_NAME: usize = 200;
/// The most commands of a challenge.
const MOST_COMMANDS: usize = 1_000;

/// Somebody's answers to a lesson.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Answers {
    /// The lesson, if they say so.
    pub lesson: Option<Text>,
    /// Whose they are, if they say so.
    pub name: String,
    /// The learner who gave them, if they say so: choices are numbered as they were shown to that learner. Otherwise they
    /// are numbered as the lesson is written.
    pub learner: Option<u32>,
    /// The answer to each question.
    pub questions: BTreeMap<TaskId, Text>,
    /// The commands for each challenge.
    pub challenges: BTreeMap<TaskId, Vec<Text>>,
}

/// A text and where it stands.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Text {
    /// What it says.
    pub text: String,
    /// Its line, counted from 1.
    pub line: u32,
    /// The line as a whole.
    source: String,
    /// From which byte of it.
    start: usize,
}

impl Text {
    fn of(line: u32, source: &str, start: usize) -> Text {
        let start = start + source[start..].len() - source[start..].trim_start().len();
        Text { text: source[start..].trim_end().to_owned(), line, source: source.to_owned(), start }
    }

    fn at(&self, start: usize, end: usize, message: String) -> Problem {
        Problem { line: self.line, ..Problem::at(&self.source, start, end, message) }
    }

    pub(super) fn problem(&self, message: String) -> Problem {
        self.at(self.start, self.start + self.text.len(), message)
    }

    /// Of what stands before it: `2.1:`.
    pub(super) fn name_problem(&self, message: String) -> Problem {
        let name = self.source.find(':').unwrap_or(self.source.len());
        self.at(0, name, message)
    }

    /// A mistake that was found in the text alone.
    pub(super) fn place(&self, problem: &Problem) -> Problem {
        let length = self.text.len();
        Problem {
            expected: problem.expected.clone(),
            nearest: problem.nearest.clone(),
            ..self.at(
                self.start + problem.start.min(length),
                self.start + problem.end.min(length),
                problem.message.clone(),
            )
        }
    }
}

impl Answers {
    /// Reads answers that may not even be text.
    ///
    /// # Errors
    /// As [`Answers::parse`], or that it is not UTF-8.
    pub fn parse_bytes(bytes: &[u8]) -> Result<Answers, Problems> {
        match std::str::from_utf8(bytes) {
            Ok(text) => Answers::parse(text),
            Err(error) => Err(not_text(bytes, error, "file of answers")),
        }
    }

    /// Reads answers.
    ///
    /// # Errors
    /// The lines that are none.
    pub fn parse(text: &str) -> Result<Answers, Problems> {
        if text.len() > MOST_ANSWERS_BYTES {
            let problem = Problem::unseen(1, 1, "the answers are longer than 1 MiB");
            return Err(Problems::from(problem));
        }
        let mut reader = Reader::default();
        for (number, line) in (1..).zip(text.strip_prefix('\u{feff}').unwrap_or(text).lines()) {
            if let Err(problem) = reader.line(number, line) {
                reader.problems.push(Problem { line: number, ..problem });
            }
        }
        if reader.problems.list.is_empty() { Ok(reader.answers) } else { Err(reader.problems) }
    }
}

#[derive(Default)]
struct Reader {
    answers: Answers,
    problems: Problems,
    /// The challenge whose commands follow.
    open: Option<TaskId>,
}

impl Reader {
    fn line(&mut self, number: u32, line: &str) -> Result<(), Problem> {
        if line.len() > LONGEST_LINE {
            return Err(Problem::unseen(number, 1, format!("the line is longer than {LONGEST_LINE} bytes")));
        }
        if let Some((at, hostile)) = line.char_indices().find(|(_, character)| is_hostile(*character)) {
            let message = "there is an invisible character here".to_owned();
            return Err(Problem::at(line, at, at + hostile.len_utf8(), message));
        }
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            return Ok(());
        }
        if line.starts_with([' ', '\t']) {
            return self.command(number, line);
        }
        self.open = None;
        let Some(colon) = line.find(':') else {
            let problem = Problem::at(line, 0, line.len(), "expected a name and a colon");
            return Err(problem.expecting("2.1: 3 answers the first question of step 2 with choice 3"));
        };
        let (name, text) = (line[..colon].trim(), Text::of(number, line, colon + 1));
        self.field(name, text, line, colon)
    }

    fn field(&mut self, name: &str, text: Text, line: &str, colon: usize) -> Result<(), Problem> {
        let here = |message: String| Problem::at(line, 0, colon, message);
        let number = text.line;
        match name {
            "lesson" => self.answers.lesson = Some(text),
            "learner" => {
                let number = text.text.parse().map_err(|_| {
                    let problem = text.problem("this is not the number of a learner".to_owned());
                    problem.expecting("the number of `learner` in progress.toml")
                })?;
                self.answers.learner = Some(number);
            }
            "name" => self.answers.name = printable(&text.text, LONGEST_NAME),
            _ if name.starts_with("challenge") => {
                let id = name.trim_start_matches("challenge").trim();
                let id: TaskId = id.parse().map_err(|_| {
                    here("expected the number of the challenge".to_owned())
                        .expecting("challenge 7.1: is the first of step 7")
                })?;
                if self.answers.challenges.contains_key(&id) {
                    return Err(here(format!("challenge {id} was already answered")));
                }
                let first = if text.text.is_empty() { Vec::new() } else { vec![text] };
                self.answers.challenges.insert(id, first);
                self.open = Some(id);
            }
            _ => {
                let id: TaskId = name.parse().map_err(|_| {
                    here(format!("`{}` is not a question", printable(name, 40)))
                        .expecting("lesson, name, learner, a question such as 2.1, or challenge 7.1")
                        .meaning(nearest(name, ["lesson", "name", "learner", "challenge"]))
                })?;
                if text.text.is_empty() {
                    let end = line.len();
                    let problem = Problem::at(line, end, end, "expected an answer");
                    return Err(Problem { line: number, ..problem.expecting("`pass` skips the question") });
                }
                if self.answers.questions.insert(id, text).is_some() {
                    return Err(here(format!(
                        "question {id} was already answered: only the first answer counts"
                    )));
                }
            }
        }
        Ok(())
    }

    fn command(&mut self, number: u32, line: &str) -> Result<(), Problem> {
        let commands = self.open.and_then(|id| self.answers.challenges.get_mut(&id));
        let Some(commands) = commands else {
            let problem = Problem::at(line, 0, line.len(), "this line does not belong to anything above it");
            return Err(
                problem.expecting("indented lines are the commands of a challenge, below `challenge 7.1:`")
            );
        };
        if commands.len() >= MOST_COMMANDS {
            let message = format!("a challenge takes at most {MOST_COMMANDS} commands");
            return Err(Problem::at(line, 0, line.len(), message));
        }
        commands.push(Text::of(number, line, 0));
        Ok(())
    }
}
