//! The names of a trace's nodes, and other text of a trace: bounded, and with nothing in it that a terminal would obey.

use super::{Name, Node};
use crate::untrusted::hidden;
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;
use std::borrow::Cow;

/// How many nodes a trace may have.
pub const MOST_NODES: usize = 1_000;

/// How many characters a name may have.
pub const MOST_NAME: usize = 64;

/// The names of a trace's nodes. A [`Node`] is a position in this table.
#[derive(Clone, Debug, Default)]
pub struct Names {
    shown: Vec<Name>,
    /// By the name as the file has it, which may hold what is never shown.
    nodes: HashMap<Box<str>, Node, FxBuildHasher>,
}

impl Names {
    /// A table without names.
    pub fn new() -> Names {
        Names::default()
    }

    /// A node's name as it can be shown; `?` for a node that is not in the table.
    pub fn get(&self, node: Node) -> &str {
        self.shown.get(node.position()).map_or("?", |name| name)
    }

    /// The node of this name.
    pub fn find(&self, name: &str) -> Option<Node> {
        self.nodes.get(name).copied()
    }

    /// The node of this name, which is added if it is new.
    ///
    /// # Errors
    /// What is wrong with the name: it is empty or too long, or there are too many already.
    pub fn add(&mut self, name: &str) -> Result<Node, String> {
        if let Some(node) = self.find(name) {
            return Ok(node);
        }
        if name.is_empty() {
            return Err("the name of a node is empty".into());
        }
        if name.chars().nth(MOST_NAME).is_some() {
            return Err(format!("the name of a node has at most {MOST_NAME} characters"));
        }
        if self.shown.len() == MOST_NODES {
            return Err(format!("this would be node {}: a trace has at most {MOST_NODES}", MOST_NODES + 1));
        }
        let node = Node(self.shown.len() as u16);
        let shown = visible(name).into_owned().into_boxed_str();
        if *shown != *name {
            // Who was given the name as it is shown finds the node too.
            self.nodes.entry(shown.clone()).or_insert(node);
        }
        self.nodes.insert(name.into(), node);
        self.shown.push(shown);
        Ok(node)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.shown.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    /// All nodes with their names, in the order in which they first occurred.
    pub fn iter(&self) -> impl Iterator<Item = (Node, &str)> {
        self.shown.iter().enumerate().map(|(position, name)| (Node(position as u16), &**name))
    }
}

/// Names that are fit to be names: what is not is left out.
impl<N: AsRef<str>> FromIterator<N> for Names {
    fn from_iter<I: IntoIterator<Item = N>>(all: I) -> Names {
        let mut names = Names::new();
        for name in all {
            let _ = names.add(name.as_ref());
        }
        names
    }
}

/// A name with its hidden characters written out, so that two different names stay different.
fn visible(name: &str) -> Cow<'_, str> {
    if !name.chars().any(hidden) {
        return Cow::Borrowed(name);
    }
    let mut shown = String::new();
    for char in name.chars() {
        if hidden(char) {
            shown.extend(char.escape_unicode());
        } else {
            shown.push(char);
        }
    }
    Cow::Owned(shown)
}

/// A text without its hidden characters, and no longer than so many characters: what is cut off leaves `…`.
pub(super) fn clean(text: &str, most: usize) -> Box<str> {
    if text.len() <= most && text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.into();
    }
    let spaced = text.chars().map(|char| if matches!(char, '\n' | '\t') { ' ' } else { char });
    let mut chars = spaced.filter(|char| !hidden(*char));
    let mut kept: String = chars.by_ref().take(most).collect();
    if chars.next().is_some() {
        kept.pop();
        kept.push('…');
    }
    kept.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_screen_hides_is_never_in_a_name() {
        let mut names = Names::new();
        let (plain, odd) = (names.add("a"), names.add("a\u{1b}"));
        assert_ne!(plain, odd);
        assert_eq!(names.get(odd.unwrap()), "a\\u{1b}");
        assert_eq!(names.find("a\\u{1b}"), names.find("a\u{1b}"));
    }

    #[test]
    fn names_and_their_number_are_bounded() {
        let mut names = Names::new();
        assert!(names.add("").is_err());
        assert_eq!(names.add(&"é".repeat(64)), Ok(Node(0)));
        let refused = names.add(&"é".repeat(65)).unwrap_err();
        assert!(refused.contains("at most 64"), "{refused}");
        for number in 1..MOST_NODES {
            assert_eq!(names.add(&number.to_string()), Ok(Node(number as u16)));
        }
        let refused = names.add("one more").unwrap_err();
        assert!(refused.contains("1000"), "{refused}");
        assert_eq!(names.add("7"), Ok(Node(7)));
        assert_eq!((names.len(), names.get(Node(7)), names.get(Node(5_000))), (1_000, "7", "?"));
    }

    #[test]
    fn texts_are_cut_with_a_mark() {
        assert_eq!(&*clean("short", 5), "short");
        assert_eq!(&*clean("longer", 5), "long…");
        assert_eq!(&*clean("a\u{1b}[31m\u{202e}b", 20), "a[31mb");
    }
}
