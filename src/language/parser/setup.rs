//! Setup commands: how the cluster begins.

use super::{Class, Parsed, Parser, Want};
use crate::language::{EntrySpec, InitialRole, SetupCommand, Whom, digits};
use crate::raft::{BackUp, Choice, CommandError, Index, ServerSet, Term};
use crate::sim::HIGHEST_TERM;
use std::str::FromStr;

/// The highest term and index that a script can write.
pub(super) const HIGHEST: u64 = HIGHEST_TERM.0 as u64;

impl Parser<'_> {
    /// A setup command, if one comes next. `duplicate` and `vote` are also words of messages in flight.
    pub(in crate::language) fn setup(&mut self) -> Parsed<Option<SetupCommand>> {
        if self.is(0, "duplicate") && !self.peek_text(1).ends_with('%') {
            return Ok(None);
        }
        let setup = if self.eat("servers") {
            SetupCommand::Servers(self.servers()?)
        } else if self.eat("seed") {
            SetupCommand::Seed(self.number("a seed", 0, u64::MAX)?)
        } else if self.eat("election-timeout") {
            SetupCommand::ElectionTimeout(self.range()?)
        } else if self.eat("heartbeat") {
            SetupCommand::Heartbeat(self.span()?)
        } else if self.eat("latency") {
            SetupCommand::Latency(self.range()?)
        } else if self.eat("loss") {
            SetupCommand::Loss(self.share()?)
        } else if self.eat("duplicate") {
            SetupCommand::Duplicate(self.share()?)
        } else if let Some(choice) = self.made_choice()? {
            SetupCommand::Choice(choice)
        } else if self.eat("assume") {
            SetupCommand::Assume
        } else if self.eat("log") {
            let of = self.whom()?;
            SetupCommand::Log { of, entries: self.entries()? }
        } else if self.eat("term") {
            SetupCommand::Term { of: self.whom()?, term: self.term()? }
        } else if self.eat("vote") {
            self.vote()?
        } else if self.eat("role") {
            SetupCommand::Role { of: self.whom()?, role: self.initial_role()? }
        } else if self.eat("commit") {
            SetupCommand::Commit { of: self.whom()?, index: self.index()? }
        } else {
            return Ok(None);
        };
        Ok(Some(setup))
    }

    /// `max-entries 1`, `no-op on`
    pub(in crate::language) fn made_choice(&mut self) -> Parsed<Option<Choice>> {
        Ok(Some(if self.eat("no-op") {
            Choice::NoOp(self.on_or_off()?)
        } else if self.eat("probe-empty") {
            Choice::ProbeEmpty(self.on_or_off()?)
        } else if self.eat("back-up") {
            let one_by_one = self.eat("one-by-one");
            if !one_by_one {
                self.need("by-term")?;
            }
            Choice::BackUp(if one_by_one { BackUp::OneByOne } else { BackUp::ByTerm })
        } else if self.eat("max-entries") {
            Choice::MaxEntries(self.number("the most entries", 1, HIGHEST)? as u32)
        } else {
            return Ok(None);
        }))
    }

    fn on_or_off(&mut self) -> Parsed<bool> {
        let on = self.eat("on");
        if !on {
            self.need("off")?;
        }
        Ok(on)
    }

    pub(in crate::language) fn term(&mut self) -> Parsed<Term> {
        Ok(Term(self.number("a term", 0, HIGHEST)? as u32))
    }

    pub(in crate::language) fn index(&mut self) -> Parsed<Index> {
        Ok(Index(self.number("an index", 0, HIGHEST)? as u32))
    }

    /// `vote S1 S2 for S3`, or `vote S1 S3`
    fn vote(&mut self) -> Parsed<SetupCommand> {
        let of = self.whom()?;
        if self.eat("for") {
            return Ok(SetupCommand::Vote { of, to: self.server()? });
        }
        let named = match of {
            Whom::Only(servers) if servers.len() == 2 => servers,
            _ => return self.unexpected(),
        };
        // A set has no order: the last word says who got the vote.
        self.at -= 1;
        let to = self.server()?;
        Ok(SetupCommand::Vote { of: Whom::Only(named.minus(ServerSet::only(to))), to })
    }

    fn initial_role(&mut self) -> Parsed<InitialRole> {
        for role in InitialRole::ALL {
            if self.eat(role.word()) {
                return Ok(role);
            }
        }
        self.unexpected()
    }

    /// The entries of a log: `1 1 4`, `1:x=3 2`, `empty`.
    pub(in crate::language) fn entries(&mut self) -> Parsed<Vec<EntrySpec>> {
        if self.eat("empty") {
            return Ok(Vec::new());
        }
        let mut entries = Vec::new();
        while let Some(entry) = self.entry()? {
            entries.push(entry);
        }
        if entries.is_empty() { self.unexpected() } else { Ok(entries) }
    }

    fn entry(&mut self) -> Parsed<Option<EntrySpec>> {
        let text = self.peek().filter(|token| token.word).map_or("", |token| token.text);
        if digits::is_number(text) {
            let term = Term(self.number("the term of an entry", 1, HIGHEST)? as u32);
            return Ok(Some(EntrySpec { term, payload: None }));
        }
        let Some((number, rest)) = text.split_once(':').filter(|pair| digits::is_number(pair.0)) else {
            self.want(Want::Class(Class::Entry));
            return Ok(None);
        };
        let term = number.parse().ok().filter(|term| (1..=HIGHEST).contains(term));
        let Some(term) = term else {
            return self.wrong("the term is out of range", format!("a term is 1 to {HIGHEST}"));
        };
        let payload = self.payload_after(rest)?;
        Ok(Some(EntrySpec { term: Term(term as u32), payload: Some(payload) }))
    }

    /// `x=1`, `x+=1`, `no-op`: up to three pieces, of which the first is given (it may follow a `1:`).
    pub(in crate::language) fn payload_after<P: FromStr<Err = CommandError>>(
        &mut self,
        first: &str,
    ) -> Parsed<P> {
        let mut text = first.to_owned();
        let pieces = if matches!(self.peek_text(1), "=" | "+=") { 2 } else { 0 };
        for ahead in 1..=pieces {
            text.push_str(self.peek_text(ahead));
        }
        match text.parse() {
            Ok(payload) => {
                for _ in 0..=pieces {
                    self.advance();
                }
                Ok(payload)
            }
            Err(error) => {
                let start = self.peek().map_or(0, |token| token.start);
                let last = self.tokens.get(self.at + pieces).or(self.tokens.last());
                let end = last.map_or(start, |token| token.end);
                let text = super::printable(&text, 40);
                let message = format!("`{text}` is not a command for the state machine");
                let problem = super::Problem::at(self.line, start, end, message).expecting(error.to_string());
                Err(Box::new(problem))
            }
        }
    }
}
