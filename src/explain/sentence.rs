//! A sentence of an answer: fixed words, and claims that write their own words.
//!
//! Only fixed words and claims can be part of a sentence, so that everything it says about a state can be tested.

use super::claim::{Claim, Said};
use serde::{Serialize, Serializer};
use std::borrow::Borrow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;

/// A sentence, or a part of one, with what it claims. Two of them are the same if they read the same.
#[derive(Clone, Debug, Default)]
pub struct Sentence {
    text: String,
    said: Vec<Said>,
    /// Whether some of its text was made in another way and cannot be tested.
    prose: bool,
}

/// Makes a sentence of fixed words and claims: `say!["A candidate waits: ", ElectionClaim::HasVotes { .. }]`.
macro_rules! say {
    ($($part:expr),+ $(,)?) => {
        $crate::explain::sentence::Sentence::of([$($crate::explain::sentence::Sentence::from($part)),+])
    };
}
pub(super) use say;

impl Sentence {
    /// One sentence of several parts.
    pub(super) fn of(parts: impl IntoIterator<Item = Sentence>) -> Sentence {
        parts.into_iter().fold(Sentence::default(), |mut all, part| {
            all.text.push_str(&part.text);
            all.said.extend(part.said);
            all.prose |= part.prose;
            all
        })
    }

    /// Several parts, with something between them.
    pub(super) fn joined(parts: impl IntoIterator<Item = Sentence>, between: &'static str) -> Sentence {
        let mut parts = parts.into_iter();
        let first = parts.next().unwrap_or_default();
        Sentence::of(std::iter::once(first).chain(parts.flat_map(|part| [Sentence::from(between), part])))
    }

    /// The words of a claim as a condition: the sentence does not claim it.
    pub(super) fn asked(claim: Claim) -> Sentence {
        Sentence { text: claim.yes().to_string(), ..Sentence::default() }
    }

    /// With a capital letter.
    pub(super) fn capitalized(mut self) -> Sentence {
        self.text = super::words::capitalized(&self.text);
        self
    }

    /// What a claim says, in other words: the words of a step, or only a value.
    pub(super) fn told(words: impl fmt::Display, claim: impl Into<Claim>) -> Sentence {
        Sentence { text: words.to_string(), said: vec![claim.into().yes()], prose: false }
    }

    /// Text that was made from values and can say anything, such as a result from elsewhere: if it is tested, then there.
    /// The audit counts such texts.
    pub(crate) fn untested(text: impl fmt::Display) -> Sentence {
        Sentence { text: text.to_string(), said: Vec::new(), prose: true }
    }

    /// As a sentence on its own: with a capital letter and a full stop.
    pub(super) fn finished(mut self) -> Sentence {
        if !self.text.is_empty() {
            self.text = super::words::capitalized(&self.text);
            if !self.text.ends_with(['.', '!', '?']) {
                self.text.push('.');
            }
        }
        self
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What it claims.
    pub fn said(&self) -> &[Said] {
        &self.said
    }

    /// Whether everything it says about a state is claimed and can be tested.
    pub fn is_tested(&self) -> bool {
        !self.prose
    }
}

impl From<&'static str> for Sentence {
    fn from(words: &'static str) -> Self {
        Sentence { text: words.to_owned(), ..Sentence::default() }
    }
}

impl From<Said> for Sentence {
    fn from(said: Said) -> Self {
        Sentence { text: said.to_string(), said: vec![said], prose: false }
    }
}

impl<T: Into<Claim>> From<T> for Sentence {
    fn from(claim: T) -> Self {
        Sentence::from(claim.into().yes())
    }
}

impl Deref for Sentence {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl Borrow<str> for Sentence {
    fn borrow(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl Serialize for Sentence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl PartialEq for Sentence {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Sentence {}

impl Hash for Sentence {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl PartialEq<str> for Sentence {
    fn eq(&self, other: &str) -> bool {
        self.text == other
    }
}

impl PartialEq<&str> for Sentence {
    fn eq(&self, other: &&str) -> bool {
        self.text == *other
    }
}

impl PartialEq<String> for Sentence {
    fn eq(&self, other: &String) -> bool {
        self.text == *other
    }
}
