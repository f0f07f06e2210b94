//! Names that people give to branches and bookmarks.

use serde::Serialize;
use std::fmt;
use std::str::FromStr;

/// A name: a few words that are safe to show anywhere and fit on one line.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(transparent)]
pub struct Name(String);

/// Why some text cannot be a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NameError {
    /// Nothing is there.
    #[error("a name has at least one character")]
    Empty,
    /// There is too much.
    #[error("a name has at most {} characters", Name::LONGEST)]
    TooLong,
    /// Something may not be part of it.
    #[error("a name has letters, digits, spaces and punctuation")]
    Character,
}

impl Name {
    /// The most characters of a name.
    pub const LONGEST: usize = 60;

    /// A name, its words with one space between them.
    ///
    /// # Errors
    /// If the text is empty, too long, or has characters that do not belong into a name.
    pub fn new(text: &str) -> Result<Name, NameError> {
        let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
        let name = words.join(" ");
        if name.is_empty() {
            return Err(NameError::Empty);
        }
        if name.chars().nth(Name::LONGEST).is_some() {
            return Err(NameError::TooLong);
        }
        // What is allowed is listed, not what is dangerous: nobody knows all of that.
        let good = |character: char| {
            character == ' '
                || character.is_ascii_graphic()
                || character.is_alphanumeric()
                || "–—…’‘“”«»→←↔≠≤≥×·§°".contains(character)
        };
        if name.chars().all(good) { Ok(Name(name)) } else { Err(NameError::Character) }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for Name {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Name, NameError> {
        Name::new(text)
    }
}
