//! Actions, each read by the form of what follows its word.

use super::{Class, Parsed, Parser, Want};
use crate::language::act::{Form, OFFERED};
use crate::language::{Act, MessageVerb, Target, Targets};
use crate::paper::Bug;
use crate::raft::Timer;

impl Parser<'_> {
    /// An action, if one comes next.
    pub(super) fn act(&mut self) -> Parsed<Option<Act>> {
        for act in OFFERED.into_iter().flatten() {
            if self.eat(act.usage.word) || self.eat_silently(act.also) {
                return self.follow(&act.form).map(Some);
            }
        }
        Ok(None)
    }

    fn follow(&mut self, form: &Form) -> Parsed<Act> {
        Ok(match form {
            Form::Nothing(act) => act.clone(),
            Form::Servers(act) => act(self.targets()?),
            Form::AnyServers(act) => act(self.targets_if_any()?),
            Form::Links(act) => act(self.links()?),
            Form::LinkChange => Act::Link(self.links()?, self.link_change()?),
            Form::LinkOrMessage(link, _) if self.link_is_next() => link(self.links()?),
            Form::LinkOrMessage(_, verb) | Form::Message(verb) => Act::Message(*verb, self.which()?),
            Form::Delay => self.delay()?,
            Form::Timer => self.timer()?,
            Form::Partition => self.partition()?,
            Form::Submit => self.submit()?,
            Form::Bug(act) => act(self.bug()?),
            Form::Beat => self.beat()?,
            Form::Choice => match self.made_choice()? {
                Some(choice) => Act::Set(choice),
                None => return self.unexpected(),
            },
        })
    }

    fn beat(&mut self) -> Parsed<Act> {
        let who = self.targets()?;
        Ok(if self.eat("empty") { Act::BeatEmpty(who) } else { Act::Beat(who) })
    }

    fn timer(&mut self) -> Parsed<Act> {
        let of = self.targets()?;
        let timer = if self.eat("heartbeat") { Timer::Heartbeat } else { Timer::Election };
        Ok(Act::Timer { of, timer, after: self.span()? })
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
                        "a server belongs to one group of a partition",
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

    fn delay(&mut self) -> Parsed<Act> {
        let which = self.which()?;
        self.need("by")?;
        Ok(Act::Message(MessageVerb::Delay(self.span()?), which))
    }

    fn submit(&mut self) -> Parsed<Act> {
        let mut commands = Vec::new();
        while let Some(token) = self.peek().filter(|token| token.word) {
            let command = matches!(self.peek_text(1), "=" | "+=") || token.text == "no-op";
            if !commands.is_empty() && !command {
                break;
            }
            commands.push(self.payload_after(token.text)?);
        }
        if commands.is_empty() {
            self.want(Want::Class(Class::StoreCommand));
            return self.unexpected();
        }
        self.want_only(Want::Class(Class::StoreCommand));
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
