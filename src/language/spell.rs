//! Commands printed: the canonical text, which parses to the same data again.

mod condition;

pub(super) use condition::life_word;

use super::pieces::{Chosen, Share, separated};
use super::target::CHOSEN;
use super::{
    Command, EntryAt, EntrySpec, Group, Kind, Line, Links, Pattern, Pick, Says, Script, SetupCommand, Target,
    Targets, Which, Whom,
};
use serde::{Serialize, Serializer};
use std::fmt::{Display, Formatter, Result};

impl Display for Script {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        self.head.iter().try_for_each(|line| writeln!(f, "# {line}"))?;
        if !self.head.is_empty() {
            writeln!(f)?;
        }
        self.lines.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

impl Display for Line {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        self.command.fmt(f)
    }
}

impl Display for Command {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Command::Note(text) => write!(f, "note {text}"),
            Command::Pause(text) if text.is_empty() => f.write_str("pause"),
            Command::Pause(text) => write!(f, "pause {text}"),
            Command::Set(setup) => setup.fmt(f),
            Command::Act(act) => act.fmt(f),
            Command::At { step, time: None, act } => write!(f, "at step {step} {act}"),
            Command::At { step, time: Some(time), act } => write!(f, "at step {step} {time} {act}"),
            Command::Call { target, name } => write!(f, "call {target} {name}"),
            Command::Run(span) => write!(f, "run {span}"),
            Command::Step(steps) => write!(f, "step {steps}"),
            Command::RunUntil { condition, within: None } => write!(f, "run until {condition}"),
            Command::RunUntil { condition, within: Some(span) } => {
                write!(f, "run until {condition} within {span}")
            }
            Command::Expect(condition) => write!(f, "expect {condition}"),
        }
    }
}

impl Serialize for Command {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Display for SetupCommand {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            SetupCommand::Servers(servers) => write!(f, "servers {servers}"),
            SetupCommand::Seed(seed) => write!(f, "seed {seed}"),
            SetupCommand::ElectionTimeout(range) => write!(f, "election-timeout {range}"),
            SetupCommand::Heartbeat(span) => write!(f, "heartbeat {span}"),
            SetupCommand::Latency(range) => write!(f, "latency {range}"),
            SetupCommand::Loss(share) => write!(f, "loss {}", Share(*share)),
            SetupCommand::Duplicate(share) => write!(f, "duplicate {}", Share(*share)),
            SetupCommand::Choice(choice) => Chosen(*choice).fmt(f),
            SetupCommand::Assume => f.write_str("assume"),
            SetupCommand::Log { of, entries } => write!(f, "log {of} {}", Entries(entries)),
            SetupCommand::Term { of, term } => write!(f, "term {of} {term}"),
            SetupCommand::Vote { of, to } => write!(f, "vote {of} for {to}"),
            SetupCommand::Role { of, role } => write!(f, "role {of} {}", role.word()),
            SetupCommand::Commit { of, index } => write!(f, "commit {of} {index}"),
        }
    }
}

/// The entries of a log, or that there are none.
struct Entries<'a>(&'a [EntrySpec]);

impl Display for Entries<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        if self.0.is_empty() {
            return f.write_str("empty");
        }
        separated(f, self.0, " ")
    }
}

impl Display for EntrySpec {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self.payload {
            None => write!(f, "{}", self.term),
            Some(payload) => write!(f, "{}:{payload}", self.term),
        }
    }
}

impl Display for Whom {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Whom::All => f.write_str("all"),
            Whom::Only(servers) => servers.fmt(f),
        }
    }
}

impl Display for Targets {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        separated(f, &self.0, " ")
    }
}

impl Display for Target {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Target::Server(server) => server.fmt(f),
            Target::Of(group, pick) => spell_group(*group, *pick, f),
            Target::Named(name) => f.write_str(name),
            Target::Others => f.write_str("others"),
            Target::Chosen => f.write_str(CHOSEN),
        }
    }
}

fn spell_group(group: Group, pick: Pick, f: &mut Formatter<'_>) -> Result {
    let (one, each) = group.words();
    match pick {
        // Some words, such as `crashed`, mean each of the group: the first needs its number.
        Pick::First if one == each => write!(f, "{one}:1"),
        Pick::First => f.write_str(one),
        Pick::Nth(nth) => write!(f, "{one}:{nth}"),
        Pick::Each => f.write_str(each),
    }
}

impl Display for Links {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "{} {} {}", self.from, if self.both { "<->" } else { "->" }, self.to)
    }
}

impl Display for Which {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Which::Number(id) => id.fmt(f),
            Which::Next => f.write_str("next"),
            Which::Chosen => f.write_str(CHOSEN),
            Which::First(pattern) => pattern.fmt(f),
            Which::Last(pattern) => write!(f, "last {pattern}"),
            Which::All(pattern) => write!(f, "all {pattern}"),
        }
    }
}

impl Display for Pattern {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "{}{}", self.kind, Rest(self))
    }
}

/// From whom and to whom and what it says, with a space before.
struct Rest<'a>(&'a Pattern);

impl Display for Rest<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        Ends(self.0).fmt(f)?;
        let Says { term, prev, with, commit, last, answer, agrees } = self.0.says;
        // Its own term comes first: behind `prev 2` a term would be that of the entry.
        term.map_or(Ok(()), |term| write!(f, " of term {term}"))?;
        prev.map_or(Ok(()), |place| write!(f, " prev {place}"))?;
        with.map_or(Ok(()), |place| write!(f, " with index {place}"))?;
        commit.map_or(Ok(()), |index| write!(f, " commit {index}"))?;
        last.map_or(Ok(()), |place| write!(f, " last {place}"))?;
        match answer {
            None => {}
            Some(true) => write!(f, " {}", self.0.kind.word_for_yes())?,
            Some(false) => f.write_str(" refused")?,
        }
        agrees.map_or(Ok(()), |index| write!(f, " match {index}"))
    }
}

impl Display for EntryAt {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "{}", self.index)?;
        self.term.map_or(Ok(()), |term| write!(f, " of term {term}"))
    }
}

/// From whom and to whom, with a space before.
struct Ends<'a>(&'a Pattern);

impl Display for Ends<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match (&self.0.from, &self.0.to) {
            (None, None) => Ok(()),
            (Some(from), None) => write!(f, " from {from}"),
            (None, Some(to)) => write!(f, " to {to}"),
            (Some(from), Some(to)) => write!(f, " {from} -> {to}"),
        }
    }
}

impl Display for Kind {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.pad(self.word())
    }
}
