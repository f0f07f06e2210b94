//! Answers as they are typed, and the names of tasks and places in a lesson.

use super::{AskKind, Asking, Given, PointKind, Pointed, Position, TaskId};
use crate::language::{Known, parse_pattern, parse_targets};
use crate::lesson::{Prose, TypedLog};
use crate::paper::Rule;
use crate::raft::{Index, ServerId, Term};
use crate::script::View;
use crate::sim::MessageId;
use std::fmt;
use std::str::FromStr;

/// How one says which points were made.
const OWN: &str = "give the numbers of the points that you made, such as 1, 3, or the word none; in a file of answers, after a |";
/// The most digits of an index or a message's number.
const MOST_DIGITS: usize = 9;

impl Asking {
    /// Reads an answer as it is typed: `2`; `1, 3`; the first words of a choice, of several with `;` between them;
    /// `7`; `S3`; `entry 2 on S3`; `message vote S1 -> S3`, `#12`. Choices are counted from 1. `view` is the cluster on which something is pointed at.
    ///
    /// # Errors
    /// What was expected, in a sentence.
    pub fn read(&self, text: &str, view: Option<View<'_>>) -> Result<Given, String> {
        let text = text.trim();
        match &self.kind {
            AskKind::One(choices) => match choice(text, choices)?.as_slice() {
                [one] => Ok(Given::Choices(vec![*one])),
                _ => Err(format!("the answer is one choice: {}", numbers(choices.len()))),
            },
            AskKind::Several(choices) => Ok(Given::Choices(choice(text, choices)?)),
            AskKind::Order(events) => Ok(Given::Order(choice(text, events)?)),
            AskKind::Logs(servers) => logs(text, servers).map(Given::Logs),
            AskKind::Rule => {
                let unknown = || "the answer is the id of a rule".to_owned();
                Rule::parse(text.strip_prefix("rule ").unwrap_or(text)).map(Given::Rule).ok_or_else(unknown)
            }
            AskKind::Why(_) => match text.rsplit_once('|') {
                Some((said, made)) => self.own_words(said, made),
                None => self.own_words("", text),
            },
            AskKind::Number => {
                text.parse().map(Given::Number).map_err(|_| "the answer is a number".to_owned())
            }
            AskKind::Point(kind) => {
                let view = view.ok_or_else(|| "there is no cluster to point at".to_owned())?;
                point(text, *kind, view).map(Given::Point)
            }
        }
    }

    /// One's own words, and the points that they make: `1, 3`, or `none`.
    ///
    /// # Errors
    /// If these are no points.
    pub fn own_words(&self, said: &str, made: &str) -> Result<Given, String> {
        let AskKind::Why(points) = &self.kind else {
            return Err("this question does not ask for your own words".to_owned());
        };
        let none = made.trim().eq_ignore_ascii_case("none");
        let made = if none { Vec::new() } else { choice(made, points).map_err(|_| OWN.to_owned())? };
        Ok(Given::Why { said: said.trim().to_owned(), made })
    }

    /// How it is answered, in a sentence.
    pub fn how(&self) -> String {
        match &self.kind {
            AskKind::One(choices) => {
                format!("Answer with the number of one choice, {}.", numbers(choices.len()))
            }
            AskKind::Several(_) => {
                "Answer with the numbers of all choices that are right, such as 1, 3.".to_owned()
            }
            AskKind::Number => "Answer with a number.".to_owned(),
            AskKind::Order(_) => {
                "Answer with the numbers of all events, in the order in which they happen.".to_owned()
            }
            AskKind::Logs(servers) => {
                // No log of a lesson looks like this one.
                let form: Vec<String> = servers.iter().map(|server| format!("{server}: 97 98 99")).collect();
                format!("Type the terms of the entries in each log, - if it is empty: {}.", form.join("; "))
            }
            AskKind::Rule => "Answer with the id of a rule: rules lists the rules.".to_owned(),
            AskKind::Why(_) => {
                "Answer in your own words; then you see a good answer, and tick the points that you made."
                    .to_owned()
            }
            AskKind::Point(PointKind::Server) => "Answer with the name of a server.".to_owned(),
            AskKind::Point(PointKind::Entry) => "Answer with an entry: entry INDEX on SERVER.".to_owned(),
            AskKind::Point(PointKind::Message) => {
                "Answer with a message: message vote SENDER -> RECEIVER, for example.".to_owned()
            }
        }
    }
}

/// "1 to 4"
fn numbers(choices: usize) -> String {
    match choices {
        0 | 1 => "1".to_owned(),
        2 => "1 or 2".to_owned(),
        _ => format!("1 to {choices}"),
    }
}

/// Choices as they are typed, counted from 0: by their numbers, or by their first words.
fn choice(text: &str, choices: &[Prose]) -> Result<Vec<usize>, String> {
    if let Some(named) = named(text, choices) {
        return Ok(named);
    }
    let choices = choices.len();
    let words = text.split([',', ' ', '\t']).filter(|word| !word.is_empty() && *word != "and");
    let one = |word: &str| {
        let number = word.trim_end_matches(['.', ')']).parse::<usize>();
        match number {
            Ok(number) if (1..=choices).contains(&number) => Ok(number - 1),
            Ok(number) => Err(format!("there is no choice {number}: {}", numbers(choices))),
            Err(_) => Err(format!("expected the number of a choice: {}", numbers(choices))),
        }
    };
    let chosen: Vec<usize> = words.take(choices + 1).map(one).collect::<Result<_, _>>()?;
    if chosen.is_empty() {
        return Err(format!("expected the number of a choice: {}", numbers(choices)));
    }
    Ok(chosen)
}

/// Logs as they are typed: `S1: 1 1 2; S2: -`; of one server, its terms alone.
fn logs(text: &str, servers: &[ServerId]) -> Result<Vec<TypedLog>, String> {
    let expected = || {
        let first = servers.first().map_or("S1".to_owned(), ToString::to_string);
        format!("expected the terms in each log: {first}: 1 1; and so on, - for an empty log")
    };
    let terms = |text: &str| -> Option<Vec<Term>> {
        let words = text.split([' ', ',']).filter(|word| !matches!(*word, "" | "-" | "empty"));
        words.map(|word| number(word).map(Term)).collect()
    };
    if let ([server], false) = (servers, text.contains(':')) {
        return Ok(vec![TypedLog { server: *server, terms: terms(text).ok_or_else(expected)? }]);
    }
    let mut logs: Vec<TypedLog> = Vec::new();
    for part in text.split(';').filter(|part| !part.trim().is_empty()) {
        let (who, typed) = part.split_once(':').ok_or_else(expected)?;
        let server = servers.iter().find(|server| server.to_string().eq_ignore_ascii_case(who.trim()));
        let server = *server.ok_or_else(expected)?;
        if logs.iter().any(|log| log.server == server) {
            return Err(format!("the log of {server} appears twice"));
        }
        logs.push(TypedLog { server, terms: terms(typed).ok_or_else(expected)? });
    }
    match servers.iter().find(|server| logs.iter().all(|log| log.server != **server)) {
        Some(missing) => Err(format!("the log of {missing} is missing: - if it is empty")),
        None => Ok(logs),
    }
}

/// Choices by their first words, as many as tell them apart.
fn named(text: &str, choices: &[Prose]) -> Option<Vec<usize>> {
    let plain = |text: &str| text.trim().trim_end_matches('.').to_lowercase();
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let words: Vec<String> = choices.iter().map(|choice| plain(&choice.words())).collect();
    let one = |text: &str| {
        let text = plain(text);
        let mut fits = (0..words.len()).filter(|place| words[*place].starts_with(&text));
        let whole = words.iter().position(|words| *words == text);
        let first = fits.next().filter(|_| !text.is_empty() && !is_number(&text))?;
        whole.or(fits.next().is_none().then_some(first))
    };
    text.split(';').map(one).collect()
}

/// What is pointed at with words.
fn point(text: &str, kind: PointKind, view: View<'_>) -> Result<Pointed, String> {
    let known = Known {
        servers: view.run.world().size(),
        names: view.names.iter().map(|(name, _)| name.to_owned()).collect(),
    };
    let server = |text: &str| {
        let targets = parse_targets(text.trim(), &known).map_err(|problem| problem.short())?;
        view.one_server(&targets)
    };
    match kind {
        PointKind::Server => server(text).map(Pointed::Server),
        PointKind::Entry => {
            let expected = || "expected entry INDEX on SERVER".to_owned();
            // `entry 2 on S3`, and `S3 2` for those in a hurry.
            let hurried = || text.split_once(' ').map(|(on, entry)| (entry, on));
            let (entry, on) = text.split_once(" on ").or_else(hurried).ok_or_else(expected)?;
            let entry = entry.trim();
            let index = entry.strip_prefix("entry").or(entry.strip_prefix("index")).unwrap_or(entry).trim();
            let index = Index(number(index).ok_or_else(expected)?);
            let server = server(on)?;
            match view.run.world().node(server).persistent().log.get(index) {
                Some(_) => Ok(Pointed::Entry(server, index)),
                None => Err(format!("{server} has no entry {index}")),
            }
        }
        PointKind::Message => {
            let message = text.strip_prefix("message ").unwrap_or(text).trim();
            let mut flights = view.run.world().network().flights();
            if let Some(id) = message.strip_prefix('#').and_then(number).map(|id| MessageId(id.into())) {
                let found = flights.any(|flight| flight.id == id && flight.doom.is_none());
                return if found {
                    Ok(Pointed::Message(id))
                } else {
                    Err(format!("no message {id} is in flight"))
                };
            }
            let pattern = parse_pattern(message, &known).map_err(|problem| problem.short())?;
            match view.flights(&pattern)?.as_slice() {
                [] => Err(format!("no {pattern} is in flight now")),
                [one] => Ok(Pointed::Message(one.id)),
                several => {
                    Err(format!("{} such messages are in flight: say from whom and to whom", several.len()))
                }
            }
        }
    }
}

fn number(text: &str) -> Option<u32> {
    (text.len() <= MOST_DIGITS).then(|| text.parse().ok()).flatten()
}

/// "2.1": the first question of the second step.
impl fmt::Display for TaskId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.step + 1, self.number + 1)
    }
}

/// "2.1": the first segment of the second step.
impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.step + 1, self.segment + 1)
    }
}

/// Text that is not two numbers with a point between them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("expected two numbers with a point between them: 2.1 is the first question of step 2")]
pub struct NotAPlace;

fn two_numbers(text: &str) -> Result<(usize, usize), NotAPlace> {
    let (step, number) = text.split_once('.').ok_or(NotAPlace)?;
    let from_0 = |text: &str| {
        let number = self::number(text).filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()));
        number.and_then(|number| number.checked_sub(1)).map(|number| number as usize).ok_or(NotAPlace)
    };
    Ok((from_0(step)?, from_0(number)?))
}

impl FromStr for TaskId {
    type Err = NotAPlace;

    fn from_str(text: &str) -> Result<TaskId, NotAPlace> {
        two_numbers(text).map(|(step, number)| TaskId { step, number })
    }
}

impl FromStr for Position {
    type Err = NotAPlace;

    fn from_str(text: &str) -> Result<Position, NotAPlace> {
        two_numbers(text).map(|(step, segment)| Position { step, segment })
    }
}

/// In files both are written as people read them.
macro_rules! as_text {
    ($type:ty) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

as_text!(TaskId);
as_text!(Position);
