//! What an entry of the log carries.

use super::{Command, CommandError};
use serde::{Serialize, Serializer};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

/// What an entry carries: for the state machine, or for Raft itself.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Payload {
    /// Nothing: a new leader's first entry, where that option is on (§8), or a client's [`Command::NoOp`].
    NoOp,
    /// What a client asked of the state machine.
    Command(Command),
}

impl Payload {
    /// The command, if it is one.
    #[inline]
    pub const fn command(self) -> Option<Command> {
        match self {
            Payload::NoOp => None,
            Payload::Command(command) => Some(command),
        }
    }

    /// Everything that tells this payload from another one, as numbers to mix into a hash.
    #[inline]
    pub(super) fn bits(self) -> [u64; 2] {
        match self {
            Payload::NoOp => Command::NoOp.bits(),
            Payload::Command(command) => command.bits(),
        }
    }
}

impl From<Command> for Payload {
    fn from(command: Command) -> Payload {
        match command {
            Command::NoOp => Payload::NoOp,
            command => Payload::Command(command),
        }
    }
}

/// Stable, as that of a [`Command`] is: a kind has a number of its own, which no other command has.
impl Hash for Payload {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Payload::NoOp => Command::NoOp.hash(state),
            Payload::Command(command) => command.hash(state),
        }
    }
}

impl fmt::Display for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Payload::NoOp => Command::NoOp.fmt(f),
            Payload::Command(command) => command.fmt(f),
        }
    }
}

impl Serialize for Payload {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl FromStr for Payload {
    type Err = CommandError;

    fn from_str(text: &str) -> Result<Payload, CommandError> {
        text.parse::<Command>().map(Payload::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_becomes_a_payload_and_comes_back_the_same() {
        for text in ["no-op", "x=7", "x+=1"] {
            assert_eq!(text.parse::<Payload>().unwrap().to_string(), text);
        }
        assert_eq!("nop".parse::<Payload>(), Err(CommandError::Shape));
    }

    #[test]
    fn a_payload_is_no_larger_than_a_command() {
        assert_eq!(size_of::<Payload>(), size_of::<Command>());
    }
}
