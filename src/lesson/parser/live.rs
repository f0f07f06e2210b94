//! Live values: what stands between braces.

use super::Reader;
use super::row::Row;
use crate::language::{self, Problem, Quantity, Target, Targets};
use crate::lesson::{Live, LiveValue};
use crate::nearest::nearest;
use crate::raft::{Fact, Word};

/// What can be said of a server, besides the keys of its state machine.
const OF_A_SERVER: [&str; 11] =
    ["term", "commit", "applied", "length", "last-term", "votes", "next", "match", "role", "vote", "log"];

/// Reads what stands between two braces.
pub(super) fn read(row: Row<'_>, reader: &mut Reader) -> Option<Live> {
    let trimmed = row.trim();
    if !reader.now.begun {
        let problem = row.problem("there is no cluster to read this from yet");
        reader.say(problem.expecting("a block ```raft before this"));
        return None;
    }
    let value = match value(trimmed, reader) {
        Ok(value) => value,
        Err(problem) => {
            reader.say(*problem);
            return None;
        }
    };
    let text = trimmed.text().to_owned();
    Some(Live { value, text, line: row.number, column: trimmed.column(0) })
}

type Read<T> = Result<T, Box<Problem>>;

fn value(row: Row<'_>, reader: &Reader) -> Read<LiveValue> {
    let text = row.text();
    match text {
        "time" => return Ok(LiveValue::Time),
        "committed" => return Ok(LiveValue::Committed),
        "" => {
            let problem = row.problem_at(0, 0, "there is nothing between the braces");
            return Err(Box::new(problem.expecting("a live value such as {S3.term}; {{ is a brace")));
        }
        _ => {}
    }
    if text.split_whitespace().next() == Some("count") {
        return count(row.after("count".len()).trim(), reader);
    }
    let Some(dot) = text.find('.') else {
        return servers(row, reader).map(LiveValue::Who).map_err(|problem| {
            Box::new(problem.expecting("expected a live value such as S3.term, leader, time or committed"))
        });
    };
    let who = row.part(0, dot).trim();
    let what = row.after(dot + 1).trim();
    let targets = servers(who, reader)?;
    let [target] = targets.0.as_slice() else {
        return Err(Box::new(who.problem("this needs one server").expecting("for example {S3.term}")));
    };
    let target: Target = target.clone();
    let (word, of) = match what.text().split_once(char::is_whitespace) {
        None => (what, None),
        Some((word, _)) => (what.part(0, word.len()), Some(what.after(word.len()).trim())),
    };
    let on = of.map(|of| leader(of, word, reader)).transpose()?;
    let quantity = |quantity: fn(Targets) -> Quantity| LiveValue::Number(quantity(targets.clone()));
    Ok(match word.text() {
        "term" => quantity(Quantity::Term),
        "commit" => quantity(Quantity::Commit),
        "applied" => quantity(Quantity::Applied),
        "length" => quantity(Quantity::Length),
        "last-term" => quantity(Quantity::LastTerm),
        "votes" => quantity(Quantity::Votes),
        "next" => LiveValue::Number(Quantity::Next { of: targets, on }),
        "match" => LiveValue::Number(Quantity::Match { of: targets, on }),
        "role" => LiveValue::Role(target),
        "vote" => LiveValue::Vote(target),
        "log" => LiveValue::Log(target),
        key => {
            // A longer word is rather a mistake than a key.
            let Some(key) = Word::new(key).filter(|_| near(key).is_none()) else {
                let found = language::printable(key, 40);
                let problem = word.problem(format!("a server has no `{found}`"));
                let expected = "expected term, commit, applied, length, last-term, votes, role, vote, log, next, \
                                match, or a key of its state machine";
                return Err(Box::new(problem.expecting(expected).meaning(near(key))));
            };
            LiveValue::Stored(target, key)
        }
    })
}

/// A word that was probably meant. Short words are keys.
fn near(word: &str) -> Option<&'static str> {
    if word.len() > 2 { nearest(word, OF_A_SERVER) } else { None }
}

fn servers(row: Row<'_>, reader: &Reader) -> Read<Targets> {
    language::parse_targets(row.text(), &reader.now.known).map_err(|problem| Box::new(row.place(&problem)))
}

/// `of S1`, after `next` or `match`.
fn leader(row: Row<'_>, word: Row<'_>, reader: &Reader) -> Read<Targets> {
    let of = row.text().strip_prefix("of").filter(|rest| rest.starts_with(char::is_whitespace));
    let viewed = matches!(word.text(), "next" | "match");
    let Some(rest) = of.filter(|_| viewed) else {
        let expected = if viewed { "for example {S3.next of S1}" } else { "the closing brace" };
        return Err(Box::new(row.problem("this does not fit here").expecting(expected)));
    };
    servers(row.after(row.text().len() - rest.len()).trim(), reader)
}

/// `RejectedMismatch on S2`, after `count`.
fn count(row: Row<'_>, reader: &Reader) -> Read<LiveValue> {
    let text = row.text();
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let (word, rest) = (row.part(0, end), row.after(end).trim());
    let Some(fact) = Fact::NAMES.iter().copied().find(|name| name.eq_ignore_ascii_case(word.text())) else {
        let problem = word.problem(format!("`{}` is not a fact", language::printable(word.text(), 40)));
        let problem = problem.expecting("expected a fact such as RejectedMismatch");
        return Err(Box::new(problem.meaning(nearest(word.text(), Fact::NAMES.iter().copied()))));
    };
    if rest.text().is_empty() {
        return Ok(LiveValue::Count { fact, who: None });
    }
    let on = rest.text().strip_prefix("on").filter(|rest| rest.starts_with(char::is_whitespace));
    let Some(on) = on else {
        let problem =
            rest.problem("this does not fit here").expecting("for example {count VoteGranted on S2}");
        return Err(Box::new(problem));
    };
    let who = servers(rest.after(rest.text().len() - on.len()).trim(), reader)?;
    Ok(LiveValue::Count { fact, who: Some(who) })
}
