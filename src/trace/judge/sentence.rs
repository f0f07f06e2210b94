//! Sentences in which nodes stand without their names: a judge knows them by number, a reader by name.

use crate::trace::Node;
use std::fmt;

/// What stands before the number of a node. Text from a trace has no control characters.
const OPEN: char = '\u{1}';
/// What stands after it.
const CLOSE: char = '\u{2}';

/// A sentence about nodes. Whoever shows it puts in their names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sentence(String);

/// A node in a sentence that is being written.
#[derive(Clone, Copy, Debug)]
pub struct Named(pub Node);

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{OPEN}{}{CLOSE}", self.0.0)
    }
}

impl From<String> for Sentence {
    fn from(text: String) -> Sentence {
        Sentence(text)
    }
}

impl Sentence {
    /// The sentence with names in it.
    pub fn with<'a>(&self, name: impl Fn(Node) -> &'a str) -> String {
        let mut parts = self.0.split(OPEN);
        let mut text = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (number, rest) = part.split_once(CLOSE).unwrap_or(("", part));
            if let Ok(number) = number.parse() {
                text.extend(name(Node(number)).chars().filter(|letter| !letter.is_control()));
            }
            text.push_str(rest);
        }
        text
    }
}
