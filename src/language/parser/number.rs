//! Numbers, times, ranges, shares.

use super::{Class, Parsed, Parser, Want};
use crate::language::Op;
use crate::language::digits::{self, Wrong};
use crate::language::problem::printable;
use crate::sim::{Span, SpanRange};

impl Parser<'_> {
    /// A whole number within bounds.
    pub(in crate::language) fn number(&mut self, what: &str, least: u64, most: u64) -> Parsed<u64> {
        let text = match self.peek() {
            Some(token) if token.word && digits::is_number(token.text) => token.text,
            _ => {
                self.want(Want::Class(Class::Number));
                return self.unexpected();
            }
        };
        match text.parse::<u64>() {
            Ok(number) if (least..=most).contains(&number) => {
                self.advance();
                Ok(number)
            }
            _ => self.wrong(
                format!("{} is out of range", printable(text, 30)),
                format!("{what} is {least} to {most}"),
            ),
        }
    }

    /// Whether a whole number comes next.
    pub(in crate::language) fn number_is_next(&self) -> bool {
        self.peek().is_some_and(|token| token.word && digits::is_number(token.text))
    }

    /// A length of time.
    pub(in crate::language) fn span(&mut self) -> Parsed<Span> {
        match self.span_if_any()? {
            Some(span) => Ok(span),
            None => self.unexpected(),
        }
    }

    /// A length of time, if one comes next.
    pub(in crate::language) fn span_if_any(&mut self) -> Parsed<Option<Span>> {
        self.time_if_any(digits::span)
    }

    /// A moment counted from the beginning, if one comes next: it may be later than any span is long.
    pub(in crate::language) fn moment_if_any(&mut self) -> Parsed<Option<Span>> {
        self.time_if_any(digits::moment)
    }

    fn time_if_any(&mut self, read: impl Fn(&str) -> Result<Span, Wrong>) -> Parsed<Option<Span>> {
        let text = self.peek().filter(|token| token.word).map_or("", |token| token.text);
        if !text.starts_with(|first: char| first.is_ascii_digit()) {
            self.want(Want::Class(Class::Span));
            return Ok(None);
        }
        match read(text) {
            Ok(span) => {
                self.advance();
                Ok(Some(span))
            }
            Err(wrong) => self.wrong_span(text, wrong),
        }
    }

    /// A range of time: `150..300ms`, or one time for both ends.
    pub(in crate::language) fn range(&mut self) -> Parsed<SpanRange> {
        let text = self.peek().filter(|token| token.word).map_or("", |token| token.text);
        if !text.starts_with(|first: char| first.is_ascii_digit()) {
            self.want(Want::Class(Class::Range));
            return self.unexpected();
        }
        match digits::range(text) {
            Ok(range) if range.min <= range.max => {
                self.advance();
                Ok(range)
            }
            Ok(_) => self.wrong(
                "the range is reversed",
                "the second time must not be shorter than the \
                                                             first",
            ),
            Err(wrong) => self.wrong_span(text, wrong),
        }
    }

    fn wrong_span<T>(&self, text: &str, wrong: Wrong) -> Parsed<T> {
        let text = printable(text, 30);
        match wrong {
            Wrong::NoUnit => {
                self.wrong(format!("`{text}` has no unit"), format!("write {text}ms or {text}s"))
            }
            Wrong::TooLong => self.wrong(format!("`{text}` is too long"), "at most an hour, 3600s"),
            Wrong::TooFine => {
                self.wrong(format!("`{text}` is too precise"), "the smallest unit is a microsecond, 1us")
            }
            Wrong::Shape => self.wrong(
                format!("`{text}` is not a time"),
                "expected a time such as 150ms, 1.5s or 200us, or a range such as 150..300ms",
            ),
        }
    }

    /// A share of messages, in thousandths.
    pub(in crate::language) fn share(&mut self) -> Parsed<u16> {
        let text = self.peek().filter(|token| token.word).map_or("", |token| token.text);
        match digits::share(text) {
            Some(share) if share <= 1000 => {
                self.advance();
                Ok(share)
            }
            Some(_) => self.wrong("more than 100%", "a share is 0% to 100%"),
            None => {
                self.want(Want::Class(Class::Share));
                self.unexpected()
            }
        }
    }

    /// How two numbers compare.
    pub(in crate::language) fn op(&mut self) -> Parsed<Op> {
        let op = match self.peek_text(0) {
            "=" | "==" => Op::Is,
            "!=" | "≠" => Op::IsNot,
            "<" => Op::Below,
            "<=" | "≤" => Op::AtMost,
            ">" => Op::Above,
            ">=" | "≥" => Op::AtLeast,
            "is" | "are" => {
                self.advance();
                return Ok(self.at_least_or_most().unwrap_or(Op::Is));
            }
            _ => {
                if let Some(op) = self.at_least_or_most() {
                    return Ok(op);
                }
                self.want(Want::Class(Class::Op));
                return self.unexpected();
            }
        };
        self.advance();
        Ok(op)
    }

    /// `at least`, `at most`
    fn at_least_or_most(&mut self) -> Option<Op> {
        let op = match (self.is(0, "at"), self.is(1, "least"), self.is(1, "most")) {
            (true, true, _) => Op::AtLeast,
            (true, _, true) => Op::AtMost,
            _ => return None,
        };
        self.advance();
        self.advance();
        Some(op)
    }
}
