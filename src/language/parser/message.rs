//! Messages in flight: which ones, and what is done to them.

use super::{Class, Parsed, Parser, Want};
use crate::language::{EntryAt, Kind, Links, Pattern, Says, Which, digits};
use crate::sim::MessageId;

impl Parser<'_> {
    /// Whether servers come next: but `all` can also begin `all append`.
    pub(in crate::language) fn link_is_next(&mut self) -> bool {
        let all = self.is(0, "all") && self.kind_comes(1);
        // Of what is chosen, only a link's end is a server.
        let message = self.is_choice(self.peek_text(0)) && !matches!(self.peek_text(1), "->" | "<->");
        let link = !all && !message && self.target_is_next();
        if !link {
            self.want(Want::Class(Class::Server));
        }
        link
    }

    pub(in crate::language) fn which(&mut self) -> Parsed<Which> {
        if let Some(id) = self.take(Class::MessageNumber, message_number) {
            return Ok(Which::Number(id));
        }
        if self.eat("next") {
            return Ok(Which::Next);
        }
        if self.is_choice(self.peek_text(0)) {
            self.advance();
            return Ok(Which::Chosen);
        }
        let all = self.eat("all");
        let last = !all && (self.eat("last") || self.eat_silently(&["latest", "newest"]));
        let (pattern, several) = if self.target_is_next() {
            (self.between()?, false)
        } else {
            let (kind, several) = self.kind()?;
            if last && several {
                let message = format!(
                    "`last` means one message, and {} means several",
                    kind.plural().unwrap_or_default()
                );
                return self.wrong_before(message, format!("expected `{kind}`"));
            }
            (self.pattern_of(kind)?, several)
        };
        Ok(match (all || several, last) {
            (true, _) => Which::All(pattern),
            (_, true) => Which::Last(pattern),
            _ => Which::First(pattern),
        })
    }

    /// `S1 -> S3`: any message there.
    fn between(&mut self) -> Parsed<Pattern> {
        let Links { from, to, both } = self.links()?;
        if both {
            return self.wrong_before("messages have one direction", "expected S1 -> S2");
        }
        let says = self.says(Kind::Message)?;
        Ok(Pattern { kind: Kind::Message, from: Some(from), to: Some(to), says })
    }

    /// Whether a kind of message comes so far ahead.
    pub(in crate::language) fn kind_comes(&self, ahead: usize) -> bool {
        let text = self.peek_text(ahead);
        Kind::ALL.iter().any(|kind| {
            let mut words = kind.also().iter().copied().chain(kind.plural()).chain([kind.word()]);
            words.any(|word| word.eq_ignore_ascii_case(text))
        })
    }

    /// A kind, and whether the word means several.
    fn kind(&mut self) -> Parsed<(Kind, bool)> {
        for kind in Kind::ALL {
            if self.eat(kind.word()) || self.eat_silently(kind.also()) {
                return Ok((kind, false));
            }
            if kind.plural().is_some_and(|plural| self.eat_silently(&[plural])) {
                return Ok((kind, true));
            }
        }
        self.unexpected()
    }

    /// `append S1 -> S3`, `vote from S1 of term 2`, `heartbeat`
    pub(in crate::language) fn pattern(&mut self) -> Parsed<Pattern> {
        let (kind, _) = self.kind()?;
        self.pattern_of(kind)
    }

    fn pattern_of(&mut self, kind: Kind) -> Parsed<Pattern> {
        let (mut from, mut to) = (None, None);
        if self.eat("from") {
            from = Some(self.targets()?);
            if self.eat_silently(&["->", "to"]) {
                to = Some(self.targets()?);
            }
        } else if self.eat("to") {
            to = Some(self.targets()?);
        } else if let Some(sender) = self.targets_if_any()? {
            self.need("->")?;
            from = Some(sender);
            to = Some(self.targets()?);
        }
        Ok(Pattern { kind, from, to, says: self.says(kind)? })
    }

    /// `of term 2 prev 3 with index 4`: what messages of this kind can say, each once.
    fn says(&mut self, kind: Kind) -> Parsed<Says> {
        let may_be = |other: Kind| kind.can_be(other);
        let mut said = Says::default();
        loop {
            if said.term.is_none() && self.eat("of") {
                self.need("term")?;
                said.term = Some(self.term()?);
            } else if may_be(Kind::Append) && said.prev.is_none() && self.eat("prev") {
                said.prev = Some(self.place()?);
            } else if may_be(Kind::Entries) && said.with.is_none() && self.eat("with") {
                self.need("index")?;
                said.with = Some(self.place()?);
            } else if may_be(Kind::Append) && said.commit.is_none() && self.eat("commit") {
                said.commit = Some(self.index()?);
            } else if may_be(Kind::Vote) && said.last.is_none() && self.eat("last") {
                said.last = Some(self.place()?);
            } else if let Some(answer) = self.answer(kind, said.answer) {
                said.answer = Some(answer);
            } else if may_be(Kind::AppendReply) && said.agrees.is_none() && self.eat("match") {
                said.agrees = Some(self.index()?);
            } else {
                return Ok(said);
            }
        }
    }

    fn answer(&mut self, kind: Kind, said: Option<bool>) -> Option<bool> {
        let reply = kind.can_be(Kind::VoteReply) || kind.can_be(Kind::AppendReply);
        if !reply || said.is_some() {
            return None;
        }
        if self.eat(kind.word_for_yes()) || self.eat_silently(&["granted", "success"]) {
            return Some(true);
        }
        (self.eat("refused") || self.eat_silently(&["denied"])).then_some(false)
    }

    /// `3`, `3 of term 2`
    pub(in crate::language) fn place(&mut self) -> Parsed<EntryAt> {
        let index = self.index()?;
        let term = if self.eat("of") {
            self.need("term")?;
            Some(self.term()?)
        } else {
            None
        };
        Ok(EntryAt { index, term })
    }

    /// A share of a link's messages and how long they travel.
    pub(in crate::language) fn link_change(&mut self) -> Parsed<crate::sim::LinkChange> {
        let mut change = crate::sim::LinkChange::default();
        loop {
            if change.latency.is_none() && self.eat("latency") {
                change.latency = Some(self.range()?);
            } else if change.loss.is_none() && self.eat("loss") {
                change.loss = Some(self.share()?);
            } else if change.duplicate.is_none() && self.eat("duplicate") {
                change.duplicate = Some(self.share()?);
            } else if change == crate::sim::LinkChange::default() {
                return self.unexpected();
            } else {
                return Ok(change);
            }
        }
    }
}

fn message_number(text: &str) -> Option<MessageId> {
    let number = text.strip_prefix('#').filter(|number| digits::is_number(number))?;
    number.parse().ok().map(MessageId)
}
