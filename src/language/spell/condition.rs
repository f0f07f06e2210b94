//! Conditions printed.

use super::{Entries, Rest};
use crate::language::condition::cause_word;
use crate::language::{
    Amount, Condition, Count, DetailValue, FactDetail, Kind, Leaders, Op, Pick, Quantity, RequestIs, Target,
    Targets, WhichRequest,
};
use crate::raft::{Index, Term};
use crate::sim::LifeKind;
use std::fmt::{Display, Formatter, Result};

/// How strongly an operator binds: a part that binds less than its whole stands in parentheses.
fn strength(condition: &Condition) -> u8 {
    match condition {
        Condition::Or(_) => 0,
        Condition::And(_) => 1,
        _ => 2,
    }
}

fn part(condition: &Condition, at_least: u8, f: &mut Formatter<'_>) -> Result {
    if strength(condition) < at_least { write!(f, "({condition})") } else { condition.fmt(f) }
}

fn joined(parts: &[Condition], word: &str, at_least: u8, f: &mut Formatter<'_>) -> Result {
    for (position, condition) in parts.iter().enumerate() {
        if position > 0 {
            write!(f, " {word} ")?;
        }
        part(condition, at_least, f)?;
    }
    Ok(())
}

impl Display for Condition {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Condition::And(parts) => joined(parts, "and", 2, f),
            Condition::Or(parts) => joined(parts, "or", 1, f),
            Condition::Not(inner) => {
                f.write_str("not ")?;
                part(inner, 2, f)
            }
            Condition::Role { who, role, term } => {
                let plural = if who.are_many() { "s" } else { "" };
                write!(f, "{who} {} {}{plural}", who.is_or_are(), role.name())?;
                term.map_or(Ok(()), |term| write!(f, " in term {term}"))
            }
            Condition::Life { who, life } => {
                write!(f, "{who} {} {}", who.is_or_are(), life_word(*life))
            }
            Condition::Same { who, server } => write!(f, "{who} {} {server}", who.is_or_are()),
            Condition::Leaders(leaders) => leaders.fmt(f),
            Condition::CandidateExists => f.write_str("candidate exists"),
            Condition::Voted { who, vote: None } => write!(f, "{who} voted for nobody"),
            Condition::Voted { who, vote: Some(vote) } => write!(f, "{who} voted for {vote}"),
            Condition::Committed { index, term } => write!(f, "{} is committed", At(*index, *term)),
            Condition::CommittedOn { index, term, who } => {
                write!(f, "{} is committed on {who}", At(*index, *term))
            }
            Condition::AppliedOn { index, term, who } => {
                write!(f, "{} is applied on {who}", At(*index, *term))
            }
            Condition::On { index, term, who: None } => {
                write!(f, "{} is on a majority", At(*index, *term))
            }
            Condition::On { index, term, who: Some(who) } => write!(f, "{} is on {who}", At(*index, *term)),
            Condition::Compare { quantity, op, with } => write!(f, "{quantity} {} {with}", op.sign()),
            Condition::Time { op, span } => write!(f, "time {} {span}", op.sign()),
            Condition::InFlight { pattern, count } => {
                let plural = if pattern.kind == Kind::Message { "s" } else { "" };
                write!(f, "{}{plural}{} in flight", pattern.kind, Rest(pattern))?;
                count.map_or(Ok(()), |(op, number)| write!(f, " {} {number}", op.sign()))
            }
            Condition::LogIs { who, entries } => write!(f, "log of {who} = {}", Entries(entries)),
            Condition::LogsEqual(who) => alike("logs", who.as_ref(), f),
            Condition::StoresEqual(who) => alike("stores", who.as_ref(), f),
            Condition::Stored { key, not, value, who } => {
                if crate::language::parser::is_reserved(key.as_str()) {
                    f.write_str("key ")?;
                }
                match value {
                    None => write!(f, "{key} is missing on {who}"),
                    Some(value) => {
                        let op = if *not { Op::IsNot } else { Op::Is };
                        write!(f, "{key} {} {value} on {who}", op.sign())
                    }
                }
            }
            Condition::Happened { fact, details, count, who } => {
                f.write_str(fact)?;
                details.iter().try_for_each(|detail| write!(f, " {detail}"))?;
                write!(f, " {count}")?;
                who.as_ref().map_or(Ok(()), |who| write!(f, " on {who}"))
            }
            Condition::Led { who, term } => {
                match who {
                    None => f.write_str("nobody led")?,
                    Some(who) => write!(f, "{who} led")?,
                }
                term.map_or(Ok(()), |term| write!(f, " term {term}"))
            }
            Condition::Violated(property) => write!(f, "{property} violated"),
            Condition::Holds(None) => f.write_str("all properties hold"),
            Condition::Holds(Some(property)) => write!(f, "{property} holds"),
            Condition::Request { which, is } => request(*which, *is, f),
            Condition::LinkIs { links, held } => {
                write!(f, "link {links} is {}", if *held { "held" } else { "cut" })
            }
            Condition::Stuck(None) => f.write_str("stuck"),
            Condition::Stuck(Some(cause)) => write!(f, "stuck because {}", cause_word(*cause)),
            Condition::Digest(digest) => write!(f, "digest = {digest:016x}"),
        }
    }
}

impl Display for FactDetail {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let FactDetail { field, value } = self;
        match value {
            DetailValue::Number(number) => write!(f, "{field} {number}"),
            DetailValue::Servers(servers) => write!(f, "{field} {servers}"),
            DetailValue::Word(word) => write!(f, "{field} {word}"),
            DetailValue::Payload(payload) => write!(f, "{field} {payload}"),
        }
    }
}

fn request(which: WhichRequest, is: RequestIs, f: &mut Formatter<'_>) -> Result {
    match which {
        WhichRequest::Number(number) => write!(f, "request {number} is {}", is.word()),
        WhichRequest::Last => write!(f, "last request is {}", is.word()),
        WhichRequest::All => write!(f, "all requests are {}", is.word()),
    }
}

fn alike(what: &str, who: Option<&Targets>, f: &mut Formatter<'_>) -> Result {
    match who {
        None => write!(f, "{what} equal"),
        Some(who) => write!(f, "{what} of {who} equal"),
    }
}

impl Targets {
    fn are_many(&self) -> bool {
        self.0.len() > 1 || matches!(self.0[..], [Target::Of(_, Pick::Each) | Target::Others])
    }

    fn is_or_are(&self) -> &'static str {
        if self.are_many() { "are" } else { "is" }
    }
}

/// The words of the language for whether a server runs.
pub(in crate::language) const fn life_word(life: LifeKind) -> &'static str {
    match life {
        LifeKind::Up => "up",
        LifeKind::Frozen => "frozen",
        LifeKind::Down => "down",
    }
}

/// `index 3 of term 2`
struct At(Index, Option<Term>);

impl Display for At {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "index {}", self.0)?;
        self.1.map_or(Ok(()), |term| write!(f, " of term {term}"))
    }
}

impl Display for Leaders {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let Leaders::Exactly(number) = *self else { return f.write_str("leader exists") };
        match Leaders::NUMBERS.get(usize::from(number)) {
            Some(word) => f.write_str(word)?,
            None => number.fmt(f)?,
        }
        f.write_str(if number < 2 { " leader" } else { " leaders" })
    }
}

impl Display for Amount {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Amount::Number(number) => number.fmt(f),
            Amount::Of(quantity) => quantity.fmt(f),
        }
    }
}

impl Display for Quantity {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Quantity::Term(of) => write!(f, "term of {of}"),
            Quantity::Commit(of) => write!(f, "commit of {of}"),
            Quantity::Applied(of) => write!(f, "applied of {of}"),
            Quantity::Length(of) => write!(f, "length of {of}"),
            Quantity::LastTerm(of) => write!(f, "last-term of {of}"),
            Quantity::Votes(of) => write!(f, "votes of {of}"),
            Quantity::Next { of, on } => of_on("next", of, on.as_ref(), f),
            Quantity::Match { of, on } => of_on("match", of, on.as_ref(), f),
            Quantity::Step => f.write_str("step"),
        }
    }
}

fn of_on(word: &str, of: &Targets, on: Option<&Targets>, f: &mut Formatter<'_>) -> Result {
    write!(f, "{word} of {of}")?;
    on.map_or(Ok(()), |on| write!(f, " on {on}"))
}

impl Display for Count {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Count::Ever => f.write_str("happened"),
            Count::Never => f.write_str("never happened"),
            Count::Times(1) => f.write_str("happened once"),
            Count::Times(2) => f.write_str("happened twice"),
            Count::Times(times) => write!(f, "happened {times} times"),
            Count::AtLeast(times) => write!(f, "happened at least {times} times"),
            Count::AtMost(times) => write!(f, "happened at most {times} times"),
        }
    }
}
