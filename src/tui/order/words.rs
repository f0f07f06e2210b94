//! What follows the words of the program, read by the parser of the language.

use super::Order;
use crate::language::{Parsed, Parser, parse_moment};
use crate::nearest::hint;
use crate::raft::{Index, ServerId};
use crate::sim::MessageId;
use crate::tui::{Chosen, Pane};

impl<'a> Parser<'a> {
    /// Takes the next piece, and what it is taken for.
    pub(in crate::tui) fn then<T>(&mut self, value: T) -> T {
        self.take_piece();
        value
    }

    /// Takes the next piece as `read` understands it.
    fn wanted<T>(&mut self, what: &str, read: impl FnOnce(&'a str) -> Result<T, String>) -> Parsed<T> {
        let Some(piece) = self.next_piece() else { return self.missing(what) };
        match read(piece) {
            Ok(value) => Ok(self.then(value)),
            Err(message) => self.wrong(message, ""),
        }
    }

    /// A value that must be there, and says itself why it is none.
    pub(in crate::tui) fn wanted_value<T: std::str::FromStr>(&mut self, what: &str) -> Parsed<T>
    where
        T::Err: ToString,
    {
        self.wanted(what, |word| word.parse().map_err(|error: T::Err| error.to_string()))
    }

    /// A whole number, if anything follows.
    pub(in crate::tui) fn whole_number(&mut self) -> Parsed<Option<u64>> {
        if self.next_piece().is_none() {
            return Ok(None);
        }
        let read = |word: &str| word.parse().map_err(|_| "expected a whole number".to_owned());
        self.wanted("a whole number", read).map(Some)
    }

    /// A whole number that must be there.
    pub(in crate::tui) fn wanted_number(&mut self, what: &str) -> Parsed<u64> {
        match self.whole_number()? {
            Some(number) => Ok(number),
            None => self.missing(what),
        }
    }

    /// All that is left, as it stands there.
    pub(in crate::tui) fn text(&mut self) -> Option<String> {
        let text = self.rest_of_line();
        (!text.is_empty()).then(|| text.to_string())
    }

    /// All that is left, of which there must be something.
    pub(in crate::tui) fn wanted_text(&mut self, what: &str) -> Parsed<String> {
        match self.text() {
            Some(text) => Ok(text),
            None => self.missing(what),
        }
    }

    /// How many lines; one, if nothing follows.
    pub(super) fn lines(&mut self) -> Parsed<u16> {
        Ok(self.whole_number()?.unwrap_or(1).min(1_000) as u16)
    }

    /// One of these words, if anything follows.
    pub(super) fn one_of<T: Copy>(&mut self, what: &str, known: &[(&str, T)]) -> Parsed<Option<T>> {
        if self.next_piece().is_none() {
            return Ok(None);
        }
        let read = |word: &str| {
            let found = known.iter().find(|(name, _)| name.eq_ignore_ascii_case(word));
            found.map(|(_, value)| *value).ok_or_else(|| {
                let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
                let hint = hint(word, names.iter().copied());
                format!("expected a {what}: {}{hint}", names.join(", "))
            })
        };
        self.wanted(what, read).map(Some)
    }

    /// `on` or `off`, if anything follows.
    pub(super) fn switch(&mut self) -> Parsed<Option<bool>> {
        self.one_of("switch", &[("on", true), ("off", false)])
    }

    /// A pane, if anything follows.
    pub(super) fn pane(&mut self) -> Parsed<Option<Pane>> {
        self.one_of("pane", &Pane::ALL.map(|pane| (pane.title(), pane)))
    }

    /// Nothing more than what may follow a word.
    pub(super) fn end_of(&self, word: &str, follows: &str) -> Parsed<()> {
        match (self.next_piece(), follows) {
            (None, _) => Ok(()),
            (Some(_), "") => self.wrong(format!("nothing follows {word}"), ""),
            (Some(_), follows) => self.wrong(format!("only {follows} follows {word}"), ""),
        }
    }
}

/// A step or a moment.
pub(super) fn seek(parser: &mut Parser<'_>) -> Parsed<Order> {
    const WHAT: &str = "the number of a step, or a time such as 1.5s";
    parser.wanted(WHAT, |word| match parse_moment(word) {
        Some(moment) => Ok(Order::SeekMoment(moment)),
        None => word.parse().map(Order::Seek).map_err(|_| format!("expected {WHAT}")),
    })
}

/// What is to be chosen.
pub(super) fn choice(parser: &mut Parser<'_>) -> Parsed<Order> {
    const WHAT: &str = "a server such as S1, or a message such as #12";
    let chosen = parser.wanted(WHAT, |word| {
        let message = word.strip_prefix('#').and_then(|number| number.parse().ok());
        let server = word.strip_prefix(['S', 's']).and_then(|number| number.parse().ok());
        let server = server.and_then(ServerId::numbered);
        let chosen = message.map(|id| Chosen::Message(MessageId(id))).or(server.map(Chosen::Server));
        chosen.ok_or_else(|| format!("expected {WHAT}"))
    })?;
    if let Chosen::Server(server) = chosen
        && let Some(index) = parser.whole_number()?
    {
        return Ok(Order::Choose(Chosen::Entry(server, Index(index as u32))));
    }
    Ok(Order::Choose(chosen))
}

/// How many servers, and the seed: in any order.
pub(super) fn new_cluster(parser: &mut Parser<'_>) -> Parsed<Order> {
    let (mut servers, mut seed) = (None, None);
    while let Some(word) = parser.next_piece() {
        match word {
            "servers" | "server" => {
                parser.take_piece();
                // Both `5 servers` and `servers 5` are understood.
                if servers.is_none() {
                    servers = parser.whole_number()?;
                }
            }
            "seed" => {
                parser.take_piece();
                seed = Some(parser.wanted_number("a whole number")?);
            }
            _ => match word.parse::<u64>() {
                Ok(number) => servers = Some(parser.then(number)),
                Err(_) => return parser.wrong("expected `5 servers` or `seed 2`", ""),
            },
        }
    }
    Ok(Order::New(servers.map(|servers| usize::try_from(servers).unwrap_or(usize::MAX)), seed))
}
