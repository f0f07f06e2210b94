//! The words of a command.

use super::{Mistake, Order, Word, at};
use crate::language::parse_moment;
use crate::nearest::hint;
use crate::raft::ServerId;
use crate::sim::MessageId;
use crate::tui::{Chosen, Pane};

/// The words of a command, one after another.
pub(in crate::tui) struct Words<'a> {
    text: &'a str,
    rest: &'a str,
}

impl<'a> Words<'a> {
    pub fn of(text: &'a str) -> Words<'a> {
        Words { text, rest: text }
    }

    /// All that is left behind one space.
    pub fn after(&self) -> &'a str {
        self.rest.strip_prefix(' ').unwrap_or("")
    }

    pub fn peek(&self) -> Option<&'a str> {
        self.rest.split_whitespace().next()
    }

    pub fn next(&mut self) -> Option<&'a str> {
        let word = self.peek()?;
        let start = self.rest.find(word).unwrap_or(0);
        self.rest = &self.rest[start + word.len()..];
        Some(word)
    }

    pub fn then<T>(&mut self, value: T) -> T {
        self.next();
        value
    }

    /// How many characters come before what is left.
    pub fn column(&self) -> usize {
        let left = self.rest.trim_start();
        self.text[..self.text.len() - left.len()].chars().count()
    }

    pub fn missing(&self, what: &str) -> Mistake {
        at(self.text.trim_end().chars().count() + 1, &format!("expected {what}"))
    }

    pub fn want(&mut self, what: &str) -> Result<(usize, &'a str), Mistake> {
        let column = self.column();
        self.next().map(|word| (column, word)).ok_or_else(|| self.missing(what))
    }

    pub fn number(&mut self) -> Result<Option<u64>, Mistake> {
        let column = self.column();
        let Some(word) = self.next() else { return Ok(None) };
        match word.parse() {
            Ok(number) => Ok(Some(number)),
            Err(_) => Err(at(column, "expected a whole number")),
        }
    }

    pub fn seek(&mut self) -> Result<Order, Mistake> {
        let (column, word) = self.want("the number of a step, or a time such as 1.5s")?;
        if let Some(moment) = parse_moment(word) {
            return Ok(Order::SeekMoment(moment));
        }
        match word.parse() {
            Ok(step) => Ok(Order::Seek(step)),
            Err(_) => Err(at(column, "expected the number of a step, or a time such as 1.5s")),
        }
    }

    /// All that is left, as it stands there.
    pub fn text(&mut self) -> Option<String> {
        let text = std::mem::take(&mut self.rest).trim();
        (!text.is_empty()).then(|| text.to_string())
    }

    pub fn wanted(&mut self, what: &str) -> Result<String, Mistake> {
        self.text().ok_or_else(|| self.missing(what))
    }

    pub fn lines(&mut self) -> Result<u16, Mistake> {
        Ok(self.number()?.unwrap_or(1).min(1_000) as u16)
    }

    pub fn one_of<T: Copy>(&mut self, what: &str, known: &[(&str, T)]) -> Result<Option<T>, Mistake> {
        let column = self.column();
        let Some(word) = self.next() else { return Ok(None) };
        if let Some((_, value)) = known.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)) {
            return Ok(Some(*value));
        }
        let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
        let hint = hint(word, names.iter().copied());
        Err(at(column, &format!("expected a {what}: {}{hint}", names.join(", "))))
    }

    pub fn switch(&mut self) -> Result<Option<bool>, Mistake> {
        self.one_of("switch", &[("on", true), ("off", false)])
    }

    pub fn pane(&mut self) -> Result<Option<Pane>, Mistake> {
        let known = Pane::ALL.map(|pane| (pane.title(), pane));
        self.one_of("pane", &known)
    }

    pub fn choice(&mut self) -> Result<Order, Mistake> {
        let (column, word) = self.want("a server such as S1, or a message such as #12")?;
        let wrong = || at(column, "expected a server such as S1, or a message such as #12");
        if let Some(number) = word.strip_prefix('#') {
            let id = number.parse().map(MessageId).map_err(|_| wrong())?;
            return Ok(Order::Choose(Chosen::Message(id)));
        }
        let number = word.strip_prefix(['S', 's']).and_then(|number| number.parse().ok());
        let server = number.and_then(ServerId::numbered).ok_or_else(wrong)?;
        Ok(Order::Choose(match self.number()? {
            Some(index) => Chosen::Entry(server, crate::raft::Index(index as u32)),
            None => Chosen::Server(server),
        }))
    }

    pub fn new_cluster(&mut self) -> Result<Order, Mistake> {
        let (mut servers, mut seed) = (None, None);
        while let Some(word) = self.peek() {
            let column = self.column();
            match word {
                "servers" | "server" => {
                    self.next();
                    // Both `5 servers` and `servers 5` are understood.
                    if servers.is_none() {
                        servers = self.number()?;
                    }
                }
                "seed" => {
                    self.next();
                    seed = Some(self.number()?.ok_or_else(|| self.missing("a whole number"))?);
                }
                _ => match word.parse::<u64>() {
                    Ok(number) => {
                        self.next();
                        servers = Some(number);
                    }
                    Err(_) => return Err(at(column, "expected `5 servers` or `seed 2`")),
                },
            }
        }
        Ok(Order::New(servers.map(|servers| usize::try_from(servers).unwrap_or(usize::MAX)), seed))
    }

    pub fn end(&mut self, known: &Word) -> Result<(), Mistake> {
        let column = self.column();
        match (self.next(), known.follows) {
            (None, _) => Ok(()),
            (Some(_), "") => Err(at(column, &format!("nothing follows {}", known.name))),
            (Some(_), follows) => Err(at(column, &format!("only {follows} follows {}", known.name))),
        }
    }
}
