//! Questions: `why is index 3 not committed on S1`, `can S2 win`, `who elected S1`.
//!
//! Small words that English asks for may be left out or put in ([`plain`]); the words that tell questions apart may
//! not. A question is a mood and a statement: `why`, or whether, something is so, was so, can be so.
//!
//! | file | what it reads |
//! |-|-|
//! | `plain` | the words without those that make no difference |
//! | `statement` | of what something is said: of servers, entries, requests, leaders |
//! | `of_server`, `of_entry` | what is said of a server, of an entry or a request |
//! | `who_and_what` | `who …`, `what …`, `which …`, `how many …` |
//! | `near` | the question that a text is nearest to |

mod near;
mod of_entry;
mod of_server;
mod plain;
mod statement;
mod who_and_what;

use super::{Class, Known, Parsed, Parser, Problem, Want, check_line};
use crate::language::Question;
use crate::language::Targets;
use crate::raft::ServerId;

/// The highest index, term or step of a question.
const HIGHEST: u64 = u32::MAX as u64;

/// Whom a word means; the text says why it means nobody.
pub type Resolve<'r> = &'r dyn Fn(&Targets) -> Result<ServerId, String>;

/// Reads a question, in which words such as `leader` mean whom `who` says.
///
/// # Errors
/// If it is no question; the problem says where and what was expected, and which question is nearest.
pub fn read_question(line: &str, known: &Known, who: Resolve<'_>) -> Result<Question, Box<Problem>> {
    check_line(line, 1)?;
    read(line, known, who).map_err(|problem| {
        let near = problem.nearest.clone().or_else(|| near::question(line, known));
        Box::new(problem.meaning(near))
    })
}

fn read(line: &str, known: &Known, who: Resolve<'_>) -> Parsed<Question> {
    let asked = line.trim_end().trim_end_matches(['?', '.', '!', ' ']);
    let mut parser = Parser::of_question(asked, known);
    let question = parser.question(who)?;
    parser.end()?;
    Ok(question)
}

/// Reads a question before there is a run, to see whether it is one. Words such as `leader` mean nobody yet.
///
/// # Errors
/// As [`read_question`].
pub fn check_question(line: &str, known: &Known) -> Result<(), Box<Problem>> {
    read_question(line, known, &|_| Ok(ServerId::at(0))).map(|_| ())
}

/// How something is said of which is asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Mood {
    /// Whether it is asked why, rather than whether.
    why: bool,
    /// The verb before or behind of whom it is said.
    verb: Verb,
    /// Whether it is said not to be so.
    not: bool,
}

/// The verb that helps another one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Verb {
    /// None was said.
    None,
    /// `is`
    Is,
    /// `was`, `did`, `has`
    Did,
    /// `does`
    Does,
    /// `can`, `could`
    Can,
    /// `will`, `would`
    Will,
}

impl Verb {
    /// Whether it speaks of what may come.
    const fn may(self) -> bool {
        matches!(self, Verb::Can | Verb::Will)
    }
}

/// Verbs with their words. The first one of each is proposed.
const VERBS: [(Verb, &[&str]); 5] = [
    (Verb::Is, &["is", "are"]),
    (Verb::Did, &["did", "was", "were", "has", "have", "had"]),
    (Verb::Does, &["does", "do"]),
    (Verb::Can, &["can", "could", "may", "might"]),
    (Verb::Will, &["would", "will"]),
];

impl<'a> Parser<'a> {
    /// A parser of a question: of its plain words.
    pub(in crate::language) fn of_question(line: &'a str, known: &'a Known) -> Parser<'a> {
        let mut parser = Parser::new(line, known);
        parser.tokens = plain::plain(&parser.tokens, known);
        parser
    }
}

impl Parser<'_> {
    /// A whole question.
    pub(in crate::language) fn question(&mut self, who: Resolve<'_>) -> Parsed<Question> {
        if self.eat("why") {
            return self.why(who);
        }
        for word in ["can", "is", "who", "what", "where", "how", "which", "would", "did", "does"] {
            self.want(Want::Word(word));
        }
        if let Some(verb) = self.verb() {
            let not = self.eat_silently(&["not"]);
            return self.statement(Mood { why: false, verb, not }, who);
        }
        if self.eat("where") {
            return self.where_entry();
        }
        if self.eat("who") {
            return self.who(who);
        }
        if self.eat("what") {
            return self.what(who);
        }
        if self.eat("which") {
            return self.which_is(who);
        }
        if self.eat("how") {
            if self.eat("many") {
                if self.eat("attempts") || self.eat_silently(&["attempt", "tries", "rejections"]) {
                    return self.attempts(who);
                }
                return self.leaders_at_once();
            }
            let come = self.eat_silently(&["come"]);
            return if self.at_end() && !come { self.unexpected() } else { self.why(who) };
        }
        self.unexpected().map_err(|problem| {
            let expected = "expected a question, such as why is S1 leader, can S2 win or where is index 3";
            Box::new(problem.expecting(expected))
        })
    }

    /// What follows `why`.
    fn why(&mut self, who: Resolve<'_>) -> Parsed<Question> {
        if self.peek().is_none() {
            for word in ["is", "did", "does", "no", "nothing", "step", "message", "index"] {
                self.want(Want::Word(word));
            }
            self.want(Want::Class(Class::Property));
            return Ok(Question::Best);
        }
        if self.eat("step") {
            return Ok(Question::Step(self.number("the number of a step", 1, HIGHEST)?));
        }
        for word in ["is", "did", "does"] {
            self.want(Want::Word(word));
        }
        let verb = self.verb().unwrap_or(Verb::None);
        let not = self.eat_silently(&["not"]);
        self.statement(Mood { why: true, verb, not }, who)
    }

    /// `can`, if a verb that helps another one comes next.
    fn verb(&mut self) -> Option<Verb> {
        VERBS.iter().find_map(|(verb, words)| self.eat_silently(words).then_some(*verb))
    }

    /// Any number of these words, which make no difference here.
    fn pass(&mut self, words: &[&str]) {
        while self.eat_silently(words) {}
    }
}
