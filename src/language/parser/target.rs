//! Who is meant: servers, groups, links.

use super::{Class, Parsed, Parser, Want};
use crate::language::CHOSEN;
use crate::language::{Group, Links, Pick, Target, Targets, Whom, digits};
use crate::raft::{MAX_SERVERS, ServerId, ServerSet};

/// A word that has the shape of a server's name, `S3`.
fn server_number(word: &str) -> Option<&str> {
    word.strip_prefix(['S', 's']).filter(|number| digits::is_number(number))
}

impl Parser<'_> {
    /// Servers, at least one.
    pub(in crate::language) fn targets(&mut self) -> Parsed<Targets> {
        let mut targets = Vec::new();
        while let Some(target) = self.target()? {
            targets.push(target);
        }
        if targets.is_empty() { self.unexpected() } else { Ok(Targets(targets)) }
    }

    /// Servers, if any come next.
    pub(in crate::language) fn targets_if_any(&mut self) -> Parsed<Option<Targets>> {
        if self.target_is_next() {
            return self.targets().map(Some);
        }
        self.want(Want::Class(Class::Server));
        Ok(None)
    }

    /// One server.
    pub(in crate::language) fn one_target(&mut self) -> Parsed<Targets> {
        match self.target()? {
            Some(target) => Ok(Targets(vec![target])),
            None => self.unexpected(),
        }
    }

    /// Whether the next word means servers.
    pub(in crate::language) fn target_is_next(&self) -> bool {
        self.peek().is_some_and(|token| token.word && self.reads_as_target(token.text))
    }

    /// Whether a word means servers.
    pub(in crate::language) fn reads_as_target(&self, word: &str) -> bool {
        Self::means_servers(word) || self.is_name(word) || self.is_choice(word)
    }

    /// Whether a word means what is chosen.
    pub(in crate::language) fn is_choice(&self, word: &str) -> bool {
        self.choice && word == CHOSEN
    }

    /// Whether a word means servers by itself, and so cannot be made a name.
    pub(in crate::language) fn means_servers(word: &str) -> bool {
        server_number(word).is_some() || Self::group(word).is_some()
    }

    fn is_name(&self, word: &str) -> bool {
        self.known.names.iter().any(|name| name == word)
    }

    fn group(word: &str) -> Option<Target> {
        if word.eq_ignore_ascii_case("others") {
            return Some(Target::Others);
        }
        let (name, nth) = match word.split_once(':') {
            None => (word, None),
            Some((name, nth)) => (name, Some(nth.parse::<u8>().ok().filter(|nth| *nth > 0)?)),
        };
        for (group, one, each) in Group::WORDS {
            let pick = match nth {
                Some(nth) if name.eq_ignore_ascii_case(one) => Pick::Nth(nth),
                None if name.eq_ignore_ascii_case(each) => Pick::Each,
                None if name.eq_ignore_ascii_case(one) => Pick::First,
                _ => continue,
            };
            return Some(Target::Of(group, pick));
        }
        None
    }

    fn target(&mut self) -> Parsed<Option<Target>> {
        let Some(token) = self.peek().filter(|token| token.word) else {
            self.want(Want::Class(Class::Server));
            return Ok(None);
        };
        if server_number(token.text).is_some() {
            return self.server().map(|server| Some(Target::Server(server)));
        }
        let target = Self::group(token.text)
            .or_else(|| self.is_choice(token.text).then_some(Target::Chosen))
            .or_else(|| self.is_name(token.text).then(|| Target::Named(token.text.to_owned())));
        match target {
            Some(_) => self.advance(),
            None => self.want(Want::Class(Class::Server)),
        }
        Ok(target)
    }

    /// A server by its number, which must be in the cluster.
    pub(in crate::language) fn server(&mut self) -> Parsed<ServerId> {
        let number = self.peek().filter(|token| token.word).and_then(|token| server_number(token.text));
        let Some(number) = number else {
            self.want(Want::Class(Class::Server));
            return self.unexpected();
        };
        let size = self.known.servers;
        let found = number.parse().ok().and_then(ServerId::numbered).filter(|id| id.position() < size);
        if let Some(server) = found {
            self.advance();
            return Ok(server);
        }
        let last = size.min(MAX_SERVERS);
        let cluster = if last == 1 { "S1 only".to_owned() } else { format!("S1 to S{last}") };
        let name: String = number.chars().take(12).collect();
        self.wrong(format!("S{name} is not in this cluster"), format!("the cluster has {cluster}"))
    }

    /// Servers before there is a cluster: by number, or all.
    pub(in crate::language) fn whom(&mut self) -> Parsed<Whom> {
        if self.eat("all") {
            return Ok(Whom::All);
        }
        let mut servers = ServerSet::EMPTY;
        while self.peek().is_some_and(|token| server_number(token.text).is_some()) {
            servers.insert(self.server()?);
        }
        if servers.is_empty() {
            self.want(Want::Class(Class::Server));
            return self.unexpected();
        }
        Ok(Whom::Only(servers))
    }

    /// `S1 -> S2`
    pub(in crate::language) fn links(&mut self) -> Parsed<Links> {
        let from = self.targets()?;
        let both = if self.eat("->") {
            false
        } else {
            self.need("<->")?;
            true
        };
        Ok(Links { from, to: self.targets()?, both })
    }
}
