//! What the replicated state machine can do: a small key-value store (§2 of the paper leaves the state
//! machine open). `x=7` sets, `x+=1` adds, so that applying a command twice is visible.

use serde::{Serialize, Serializer};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::num::NonZeroU64;
use std::str::FromStr;

/// A short name: 1 to 8 of `a–z A–Z 0–9 _ . -`. Copied, never allocated.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Word([u8; 8]);

impl Word {
    /// The most characters a word can have.
    pub const MAX: usize = 8;

    /// The word as text.
    pub fn as_str(&self) -> &str {
        let length = self.0.iter().position(|byte| *byte == 0).unwrap_or(Word::MAX);
        // Only ASCII gets in, so this never falls back.
        std::str::from_utf8(&self.0[..length]).unwrap_or_default()
    }

    /// A word from text, if it is one.
    pub const fn new(text: &str) -> Option<Word> {
        let text = text.as_bytes();
        if text.is_empty() || text.len() > Word::MAX {
            return None;
        }
        let mut bytes = [0; Word::MAX];
        let mut at = 0;
        while at < text.len() {
            if !(text[at].is_ascii_alphanumeric() || matches!(text[at], b'_' | b'.' | b'-')) {
                return None;
            }
            bytes[at] = text[at];
            at += 1;
        }
        Some(Word(bytes))
    }

    /// A word of the program's own: `const X: Word = Word::literal("x");`.
    ///
    /// # Panics
    /// If it is none: as a constant it does not compile then.
    pub const fn literal(text: &str) -> Word {
        Word::new(text).expect("a word is 1 to 8 letters, digits, '_', '.' or '-'")
    }

    fn bits(self) -> u64 {
        u64::from_le_bytes(self.0)
    }
}

impl fmt::Debug for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for Word {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// What a key holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// A whole number, the only thing that can be added to.
    Number(i64),
    /// A short name.
    Text(Word),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Number(number) => write!(f, "{number}"),
            Value::Text(word) => write!(f, "{word}"),
        }
    }
}

/// What a client asks the state machine to do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Command {
    /// Nothing. In the log it is the same as what a new leader may append, see [`Payload::NoOp`](super::Payload).
    NoOp,
    /// `key=value`.
    Set {
        /// The key.
        key: Word,
        /// What it holds from now on.
        value: Value,
    },
    /// `key+=amount`. A key that holds no number counts as 0.
    Add {
        /// The key.
        key: Word,
        /// What is added, wrapping at the ends of 64 bits.
        amount: i64,
    },
    /// A command of another implementation, if it is known which. It means nothing to this state machine.
    Foreign(Option<Foreign>),
}

/// A command of another implementation: what tells it from others, and what stands for it on the screen. Two are the
/// same if their digests are.
#[derive(Clone, Copy)]
pub struct Foreign {
    /// Never 0, so that a command that is not known takes no more room.
    digest: NonZeroU64,
    label: [u8; Foreign::MOST],
}

impl Foreign {
    /// The most characters that stand for a command.
    const MOST: usize = 8;

    /// A command by its digest. Of its text what can be shown in few cells stands for it, or else a few digits of
    /// the digest.
    pub fn new(digest: u64, text: Option<&str>) -> Foreign {
        let clean = |text: &str| -> String {
            let words = text.split(|letter: char| letter.is_whitespace() || letter.is_control());
            let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
            words.join(" ")
        };
        let text = text
            .map(clean)
            .filter(|text| !text.is_empty() && text.bytes().all(|byte| (b' '..=b'~').contains(&byte)));
        let shown = match text {
            Some(text) if text.len() <= Foreign::MOST => text,
            Some(text) => format!("{}~", &text[..Foreign::MOST - 1]),
            None => format!("#{:04x}", digest >> 48),
        };
        let mut label = [0; Foreign::MOST];
        label[..shown.len()].copy_from_slice(shown.as_bytes());
        Foreign { digest: NonZeroU64::new(digest).unwrap_or(NonZeroU64::MIN), label }
    }

    /// What stands for it.
    pub fn label(&self) -> &str {
        let length = self.label.iter().position(|byte| *byte == 0).unwrap_or(Foreign::MOST);
        // Only ASCII gets in, so this never falls back.
        std::str::from_utf8(&self.label[..length]).unwrap_or_default()
    }
}

impl PartialEq for Foreign {
    fn eq(&self, other: &Foreign) -> bool {
        self.digest == other.digest
    }
}

impl Eq for Foreign {}

impl PartialOrd for Foreign {
    fn partial_cmp(&self, other: &Foreign) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Foreign {
    fn cmp(&self, other: &Foreign) -> Ordering {
        self.digest.cmp(&other.digest)
    }
}

impl Hash for Foreign {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.digest.hash(state);
    }
}

impl fmt::Debug for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {:016x}", self.label(), self.digest)
    }
}

impl Command {
    /// `key=value` for a number: the commonest command in lessons and tests.
    pub fn set(key: &str, value: i64) -> Option<Command> {
        Some(Command::Set { key: Word::new(key)?, value: Value::Number(value) })
    }

    /// Everything that tells this command from another one, as numbers to mix into a hash.
    pub(super) fn bits(self) -> [u64; 2] {
        match self {
            Command::NoOp => [0, 1],
            Command::Set { key, value: Value::Number(number) } => {
                [key.bits(), (number as u64).rotate_left(2) ^ 2]
            }
            Command::Set { key, value: Value::Text(word) } => [key.bits(), word.bits().rotate_left(2) ^ 3],
            Command::Add { key, amount } => [!key.bits(), (amount as u64).rotate_left(2)],
            Command::Foreign(Some(Foreign { digest, .. })) => [digest.get(), 5],
            Command::Foreign(None) => [0, 7],
        }
    }
}

/// A digest of the world stands in every saved session, and a command goes into it by these numbers: a kind keeps
/// its own, on every platform.
impl Hash for Command {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Command::NoOp => 0isize.hash(state),
            Command::Set { key, value } => (1isize, key, value).hash(state),
            Command::Add { key, amount } => (2isize, key, amount).hash(state),
            Command::Foreign(Some(foreign)) => (3isize, foreign).hash(state),
            Command::Foreign(None) => 4isize.hash(state),
        }
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Command::NoOp => f.pad("no-op"),
            Command::Set { key, value } => f.pad(&format!("{key}={value}")),
            Command::Add { key, amount } => f.pad(&format!("{key}+={amount}")),
            Command::Foreign(Some(foreign)) => f.pad(foreign.label()),
            Command::Foreign(None) => f.pad("?"),
        }
    }
}

impl Serialize for Command {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Why a text is not a command.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CommandError {
    /// There is no `=` in it.
    #[error("a command is key=value or key+=number, such as x=7 or x+=1")]
    Shape,
    /// The key is empty, too long, or has other characters.
    #[error("a key is 1 to 8 letters, digits, '_', '.' or '-'")]
    Key,
    /// The value is empty, too long, or has other characters.
    #[error("a value is a whole number, or 1 to 8 letters, digits, '_', '.' or '-'")]
    Value,
    /// What is added is not a whole number of 64 bits.
    #[error("only a whole number can be added, as in x+=1")]
    Amount,
}

impl FromStr for Command {
    type Err = CommandError;

    fn from_str(text: &str) -> Result<Command, CommandError> {
        if text == "no-op" {
            return Ok(Command::NoOp);
        }
        let (left, right) = text.split_once('=').ok_or(CommandError::Shape)?;
        if let Some(key) = left.strip_suffix('+') {
            let key = Word::new(key.trim()).ok_or(CommandError::Key)?;
            let amount = right.trim().parse().map_err(|_| CommandError::Amount)?;
            return Ok(Command::Add { key, amount });
        }
        let key = Word::new(left.trim()).ok_or(CommandError::Key)?;
        let value = match right.trim().parse() {
            Ok(number) => Value::Number(number),
            Err(_) => Value::Text(Word::new(right.trim()).ok_or(CommandError::Value)?),
        };
        Ok(Command::Set { key, value })
    }
}

/// The state machine: what the applied commands have made. Ordered by key.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Store {
    // Few keys: a sorted vector is smaller and faster than a tree.
    pairs: Vec<(Word, Value)>,
}

impl Store {
    /// Applies one command.
    pub fn apply(&mut self, command: Command) {
        match command {
            // What another state machine would do with it is not known here.
            Command::NoOp | Command::Foreign(_) => {}
            Command::Set { key, value } => *self.slot(key) = value,
            Command::Add { key, amount } => {
                let slot = self.slot(key);
                let before = if let Value::Number(number) = *slot { number } else { 0 };
                *slot = Value::Number(before.wrapping_add(amount));
            }
        }
    }

    fn slot(&mut self, key: Word) -> &mut Value {
        let position = match self.pairs.binary_search_by_key(&key, |pair| pair.0) {
            Ok(position) => position,
            Err(position) => {
                self.pairs.insert(position, (key, Value::Number(0)));
                position
            }
        };
        &mut self.pairs[position].1
    }

    /// What a key holds.
    pub fn get(&self, key: Word) -> Option<Value> {
        let position = self.pairs.binary_search_by_key(&key, |pair| pair.0).ok()?;
        Some(self.pairs[position].1)
    }

    /// All keys with their values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Word, Value)> {
        self.pairs.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_becomes_a_command_and_comes_back_the_same() {
        for text in ["x=7", "x=-7", "x+=1", "name=alice", "no-op"] {
            assert_eq!(text.parse::<Command>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_mistake_is_named() {
        assert_eq!("x".parse::<Command>(), Err(CommandError::Shape));
        assert_eq!("=1".parse::<Command>(), Err(CommandError::Key));
        assert_eq!("\u{1b}[2J=1".parse::<Command>(), Err(CommandError::Key));
        assert_eq!("x=\u{7}".parse::<Command>(), Err(CommandError::Value));
        assert_eq!("x+=a".parse::<Command>(), Err(CommandError::Amount));
        assert_eq!("x=ninechars".parse::<Command>(), Err(CommandError::Value));
    }

    #[test]
    fn applying_twice_is_visible() {
        let mut store = Store::default();
        let add = "x+=2".parse().unwrap();
        store.apply("x=1".parse().unwrap());
        store.apply(add);
        store.apply(add);
        assert_eq!(store.get(Word::new("x").unwrap()), Some(Value::Number(5)));
    }
}
