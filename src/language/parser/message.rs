//! Messages in flight: which ones, and what is done to them.

use super::{Class, Parsed, Parser, Want};
use crate::language::{Kind, Links, Pattern, Which, digits};
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
        if self.eat("all") {
            return Ok(Which::All(self.pattern()?));
        }
        if self.target_is_next() {
            let Links { from, to, both } = self.links()?;
            if both {
                return self.wrong_before("messages go one way", "expected S1 -> S2");
            }
            return Ok(Which::First(Pattern { kind: Kind::Message, from: Some(from), to: Some(to) }));
        }
        Ok(Which::First(self.pattern()?))
    }

    /// Whether a kind of message comes so far ahead.
    pub(in crate::language) fn kind_comes(&self, ahead: usize) -> bool {
        let text = self.peek_text(ahead);
        Kind::ALL.iter().any(|kind| {
            kind.word().eq_ignore_ascii_case(text)
                || kind.also().iter().any(|word| word.eq_ignore_ascii_case(text))
        })
    }

    fn kind(&mut self) -> Parsed<Kind> {
        for kind in Kind::ALL {
            if self.eat(kind.word()) || self.eat_silently(kind.also()) {
                return Ok(kind);
            }
        }
        self.unexpected()
    }

    /// `append S1 -> S3`, `vote from S1`, `heartbeat`
    pub(in crate::language) fn pattern(&mut self) -> Parsed<Pattern> {
        let kind = self.kind()?;
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
        Ok(Pattern { kind, from, to })
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
