//! Actions: what can be done to the cluster.

use super::{Class, Parsed, Parser, Want};
use crate::language::usage::Place;
use crate::language::{Act, Target, Targets};
use crate::paper::Bug;
use crate::raft::Timer;

impl Parser<'_> {
    /// An action, if one comes next.
    pub(super) fn act(&mut self) -> Parsed<Option<Act>> {
        let act = if self.eat("crash") || self.eat_silently(&["kill"]) {
            Act::Crash(self.targets()?)
        } else if self.eat("restart") {
            Act::Restart(self.targets()?)
        } else if self.eat("freeze") {
            Act::Freeze(self.targets()?)
        } else if self.eat("thaw") {
            Act::Thaw(self.targets()?)
        } else if self.eat("wipe") {
            Act::Wipe(self.targets()?)
        } else if self.eat("timeout") {
            Act::Timeout(self.targets()?)
        } else if self.eat("beat") {
            Act::Beat(self.targets()?)
        } else if self.eat("timer") {
            let of = self.targets()?;
            let heartbeat = self.eat("heartbeat");
            let timer = if heartbeat { Timer::Heartbeat } else { Timer::Election };
            Act::Timer { of, timer, after: self.remaining()? }
        } else if self.eat("align") {
            Act::Align(self.targets_if_any()?)
        } else if self.eat("spread") {
            Act::Spread(self.targets_if_any()?)
        } else if let Some(act) = self.network_act()? {
            act
        } else if let Some(act) = self.message_act()? {
            act
        } else if self.eat("submit") {
            self.submit()?
        } else if self.eat("without") {
            Act::Without(self.bug()?)
        } else if self.eat("obey") {
            Act::Obey(self.bug()?)
        } else {
            self.want_commands(Place::Action);
            return Ok(None);
        };
        Ok(Some(act))
    }

    fn network_act(&mut self) -> Parsed<Option<Act>> {
        let act = if self.eat("partition") {
            self.partition()?
        } else if self.eat("isolate") {
            Act::Isolate(self.targets()?)
        } else if self.eat("heal") {
            Act::Heal
        } else if self.eat("cut") {
            Act::Cut(self.links()?)
        } else if self.eat("mend") {
            Act::Mend(self.links()?)
        } else if self.eat("link") {
            let links = self.links()?;
            Act::Link(links, self.link_change()?)
        } else {
            return Ok(None);
        };
        Ok(Some(act))
    }

    /// `partition S1 S2 | S3 S4 S5`. Naming a server twice is a mistake of the line, not of the moment.
    fn partition(&mut self) -> Parsed<Act> {
        let mut groups: Vec<Targets> = Vec::new();
        let mut seen: Vec<Target> = Vec::new();
        loop {
            let mut group = Vec::new();
            while let Some(target) = self.target_of_group()? {
                if seen.contains(&target) {
                    return self.wrong_before(
                        format!("{target} is named twice"),
                        "a server is in one group of a partition",
                    );
                }
                seen.push(target.clone());
                group.push(target);
            }
            if group.is_empty() {
                return self.unexpected();
            }
            groups.push(Targets(group));
            if !self.eat("|") {
                return Ok(Act::Partition(groups));
            }
        }
    }

    fn target_of_group(&mut self) -> Parsed<Option<Target>> {
        if !self.target_is_next() {
            self.want(Want::Class(Class::Server));
            return Ok(None);
        }
        Ok(self.one_target()?.0.pop())
    }

    fn submit(&mut self) -> Parsed<Act> {
        let mut commands = Vec::new();
        while let Some(token) = self.peek().filter(|token| token.word) {
            let command = matches!(self.peek_text(1), "=" | "+=");
            if !commands.is_empty() && !command {
                break;
            }
            commands.push(self.payload_after(token.text)?);
        }
        if commands.is_empty() {
            self.want(Want::Class(Class::StoreCommand));
            return self.unexpected();
        }
        self.wants.clear();
        self.want(Want::Class(Class::StoreCommand));
        let to = if self.eat("to") { Some(self.one_target()?) } else { None };
        Ok(Act::Submit { commands, to })
    }

    fn bug(&mut self) -> Parsed<Bug> {
        match self.take(Class::Bug, |word| Bug::parse(&word.to_lowercase())) {
            Some(bug) => Ok(bug),
            None => self.unexpected(),
        }
    }
}
