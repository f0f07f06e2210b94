//! Conditions of servers, entries and messages.

use super::{Parsed, Parser};
use crate::language::{Amount, Condition, EntryAt, Op, Quantity, Targets};
use crate::raft::{RoleKind, Term};
use crate::sim::LifeKind;

impl Parser<'_> {
    /// What begins with a number's name: `term of S1 >= 3`, `time >= 2s`, `index 3 is committed`.
    pub(in crate::language) fn about_numbers(&mut self) -> Parsed<Option<Condition>> {
        if let Some(quantity) = self.quantity()? {
            return self.compare(quantity).map(Some);
        }
        if self.eat("time") {
            let op = self.op()?;
            return Ok(Some(Condition::Time { op, span: self.span()? }));
        }
        if self.is(1, "of") && self.eat("log") {
            let who = self.of_servers()?;
            if self.op()? != Op::Is {
                return self.wrong_before("a log is = to another", "expected =");
            }
            return Ok(Some(Condition::LogIs { who, entries: self.entries()? }));
        }
        self.want(super::Want::Word("log"));
        // But `vote of term 3` is a message.
        if self.is(1, "of") && !self.is(2, "term") && self.eat("vote") {
            let who = self.of_servers()?;
            if self.op()? != Op::Is {
                return self.wrong_before("a vote is = to a server", "expected =");
            }
            let vote = if self.eat("nobody") { None } else { Some(self.one_target()?) };
            return Ok(Some(Condition::Voted { who, vote }));
        }
        if self.eat("index") {
            return self.about_an_entry().map(Some);
        }
        if self.kind_comes(0) {
            return self.in_flight().map(Some);
        }
        self.want(super::Want::Word("messages"));
        Ok(None)
    }

    /// A number of a server, or of the run.
    pub(in crate::language) fn quantity(&mut self) -> Parsed<Option<Quantity>> {
        type Make = fn(Targets) -> Quantity;
        const SIMPLE: [(&str, Make); 6] = [
            ("term", Quantity::Term),
            ("commit", Quantity::Commit),
            ("applied", Quantity::Applied),
            ("length", Quantity::Length),
            ("last-term", Quantity::LastTerm),
            ("votes", Quantity::Votes),
        ];
        for (word, make) in SIMPLE {
            // `votes` can also be messages, and any of them a key of the state machine.
            if self.is(1, "of") && !self.is(2, "term") && self.eat(word) {
                return Ok(Some(make(self.of_servers()?)));
            }
            self.want(super::Want::Word(word));
        }
        if self.is(1, "of") && self.eat("next") {
            let (of, on) = self.followers_view()?;
            return Ok(Some(Quantity::Next { of, on }));
        }
        if self.is(1, "of") && self.eat("match") {
            let (of, on) = self.followers_view()?;
            return Ok(Some(Quantity::Match { of, on }));
        }
        self.want(super::Want::Word("next"));
        self.want(super::Want::Word("match"));
        Ok(if self.eat("step") { Some(Quantity::Step) } else { None })
    }

    /// `>= 3`, `> term of S2`
    fn compare(&mut self, quantity: Quantity) -> Parsed<Condition> {
        let op = self.op()?;
        if !self.number_is_next()
            && let Some(other) = self.quantity()?
        {
            return Ok(Condition::Compare { quantity, op, with: Amount::Of(other) });
        }
        let number = self.number("a number", 0, u64::from(u32::MAX))?;
        Ok(Condition::Compare { quantity, op, with: Amount::Number(number) })
    }

    fn in_flight(&mut self) -> Parsed<Condition> {
        let pattern = self.pattern()?;
        self.need("in")?;
        self.need("flight")?;
        let compares = !self.at_end()
            && matches!(
                self.peek_text(0),
                "=" | "==" | "!=" | "≠" | "<" | "<=" | "≤" | ">" | ">=" | "≥" | "at"
            );
        let count = if compares {
            let op = self.op()?;
            Some((op, self.number("a number of messages", 0, u64::from(u32::MAX))?))
        } else {
            self.want(super::Want::Class(super::Class::Op));
            None
        };
        Ok(Condition::InFlight { pattern, count })
    }

    /// `index 3 of term 2 is committed on S1`
    fn about_an_entry(&mut self) -> Parsed<Condition> {
        let EntryAt { index, term } = self.place()?;
        self.need("is")?;
        if self.eat("committed") {
            return Ok(if self.eat("on") {
                Condition::CommittedOn { index, term, who: self.targets()? }
            } else {
                Condition::Committed { index, term }
            });
        }
        if self.eat("applied") {
            self.need("on")?;
            return Ok(Condition::AppliedOn { index, term, who: self.targets()? });
        }
        self.need("on")?;
        let who = if self.eat("a") {
            self.need("majority")?;
            None
        } else {
            Some(self.targets()?)
        };
        Ok(Condition::On { index, term, who })
    }

    /// What is said of servers: `is leader in term 4`, `voted for S2`, `led term 4`.
    pub(in crate::language) fn about_servers(&mut self, who: Targets) -> Parsed<Condition> {
        let condition = self.said_of(who.clone())?;
        self.subject = Some(who);
        Ok(condition)
    }

    fn said_of(&mut self, who: Targets) -> Parsed<Condition> {
        if self.eat("voted") {
            self.need("for")?;
            let vote = if self.eat("nobody") { None } else { Some(self.one_target()?) };
            return Ok(Condition::Voted { who, vote });
        }
        if self.eat("led") {
            return Ok(Condition::Led { who: Some(who), term: self.led_term()? });
        }
        if !self.eat_silently(&["are"]) {
            self.need("is")?;
        }
        // `S1 is not leader` is how people say it.
        if self.eat("not") {
            return Ok(Condition::Not(Box::new(self.being(who)?)));
        }
        self.being(who)
    }

    fn being(&mut self, who: Targets) -> Parsed<Condition> {
        const ROLES: [(RoleKind, &str); 3] = [
            (RoleKind::Leader, "leaders"),
            (RoleKind::Follower, "followers"),
            (RoleKind::Candidate, "candidates"),
        ];
        for (role, plural) in ROLES {
            if self.eat(role.name()) || self.eat_silently(&[plural]) {
                let term: Option<Term> = if self.eat("in") {
                    self.need("term")?;
                    Some(self.term()?)
                } else {
                    None
                };
                return Ok(Condition::Role { who, role, term });
            }
        }
        for (life, also) in
            [(LifeKind::Up, "running"), (LifeKind::Down, "crashed"), (LifeKind::Frozen, "paused")]
        {
            if self.eat(crate::language::spell::life_word(life)) || self.eat_silently(&[also]) {
                return Ok(Condition::Life { who, life });
            }
        }
        Ok(Condition::Same { who, server: self.server()? })
    }
}
