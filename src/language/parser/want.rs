//! What the parser would have taken: the source of "expected …", of "did you mean …?" and of completion.

use super::Known;
use crate::language::Group;
use crate::language::condition::CAUSES;
use crate::paper::{Bug, Property};
use crate::raft::Fact;

/// Something that would have fitted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::language) enum Want {
    /// Exactly this word or sign.
    Word(&'static str),
    /// One of many.
    Class(Class),
}

/// Kinds of words too many to list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::language) enum Class {
    /// `S3`, `leader`
    Server,
    /// `150ms`
    Span,
    /// `150..300ms`
    Range,
    /// `10%`
    Share,
    /// A whole number.
    Number,
    /// `x=1`
    StoreCommand,
    /// `no-log-check`
    Bug,
    /// `RejectedMismatch`
    Fact,
    /// `Election Safety`
    Property,
    /// `x`
    Key,
    /// `#12`
    MessageNumber,
    /// `1` or `1:x=3`
    Entry,
    /// `leader-deaf`
    Cause,
    /// A name that is not taken.
    NewName,
    /// `=`, `>=`
    Op,
    /// Nothing more.
    End,
}

impl Class {
    const fn words(self) -> &'static str {
        match self {
            Class::Server => "a server such as S1 or leader",
            Class::Span => "a time such as 150ms or 2s",
            Class::Range => "a range such as 150..300ms",
            Class::Share => "a percentage such as 10%",
            Class::Number => "a whole number",
            Class::StoreCommand => "a command such as x=1 or x+=1",
            Class::Bug => "a rule of the bug lab such as no-log-check",
            Class::Fact => "a fact such as RejectedMismatch",
            Class::Property => "a property such as Election Safety",
            Class::Key => "a key such as x",
            Class::MessageNumber => "a message such as #12",
            Class::Entry => "an entry such as 1 or 1:x=3",
            Class::Cause => "a cause such as no-majority-up",
            Class::NewName => "a new name",
            Class::Op => "a comparison such as = or >=",
            Class::End => "the end of the line",
        }
    }

    /// The words of the class, as far as they can be listed.
    pub(in crate::language) fn candidates(self, known: &Known) -> Vec<String> {
        match self {
            Class::Server => (1..=known.servers)
                .map(|number| format!("S{number}"))
                .chain(known.names.iter().cloned())
                .chain(Group::WORDS.iter().flat_map(|words| [words.1.to_owned(), words.2.to_owned()]))
                .chain(["others".to_owned()])
                .collect(),
            Class::Bug => Bug::ALL.iter().map(|bug| bug.id().to_owned()).collect(),
            Class::Fact => Fact::NAMES.iter().map(|name| (*name).to_owned()).collect(),
            Class::Property => Property::ALL.iter().map(|property| property.name().to_owned()).collect(),
            Class::Cause => CAUSES.iter().map(|cause| cause.1.to_owned()).collect(),
            _ => Vec::new(),
        }
    }
}

/// The most alternatives that are listed.
const MOST_LISTED: usize = 6;

/// "expected a, b or c"
pub(super) fn expected(wants: &[Want]) -> String {
    let mut all: Vec<String> = Vec::new();
    for want in wants {
        let text = match want {
            Want::Word(word) => format!("`{word}`"),
            Want::Class(class) => class.words().to_owned(),
        };
        if !all.contains(&text) {
            all.push(text);
        }
    }
    // What is said in words tells more than single words do.
    all.sort_by_key(|text| text.starts_with('`'));
    let more = all.len() > MOST_LISTED;
    all.truncate(MOST_LISTED);
    match all.split_last() {
        None => String::new(),
        Some((only, [])) => format!("expected {only}"),
        Some((last, before)) if more => format!("expected {}, {last}, …", before.join(", ")),
        Some((last, before)) => format!("expected {} or {last}", before.join(", ")),
    }
}

/// The word that was probably meant, if one is near.
pub(super) fn nearest(found: &str, wants: &[Want], known: &Known) -> Option<String> {
    let mut words: Vec<String> = Vec::new();
    for want in wants {
        match want {
            Want::Word(word) => words.push((*word).to_owned()),
            Want::Class(class) => words.extend(class.candidates(known)),
        }
    }
    // Of a name of several words the first one counts: it is what stands where the mistake is.
    let first = |word: &'_ String| word.split(' ').next().unwrap_or_default().to_lowercase();
    let firsts: Vec<String> = words.iter().map(first).collect();
    if firsts.contains(&found.to_lowercase()) {
        return None;
    }
    let near = crate::nearest::nearest(found, firsts.iter().map(String::as_str))?;
    let word = &words[firsts.iter().position(|first| first == near)?];
    // A server's number may not be guessed.
    let guess = word.starts_with('S') && word[1..].bytes().all(|byte| byte.is_ascii_digit());
    (!guess).then(|| word.clone())
}
