//! The question that a text is nearest to.

use super::plain::{is_server, plain};
use super::read;
use crate::language::lexer::tokens;
use crate::language::parser::Known;
use crate::language::{digits, questions};
use crate::nearest::nearest;
use crate::raft::ServerId;

/// The question whose words a text has most of, with the servers and numbers of the text. None if it has too few.
pub(super) fn question(line: &str, known: &Known) -> Option<String> {
    let asked = words(line, known);
    let (score, example) = questions()
        .iter()
        .map(|usage| (alike(&asked, &words(usage.example, known)), usage.example))
        .rev()
        .max_by_key(|(score, _)| *score)?;
    if score < LEAST {
        return None;
    }
    let meant = filled(example, &asked);
    [meant, example.to_owned()].into_iter().find(|it| read(it, known, &|_| Ok(ServerId::at(0))).is_ok())
}

/// How much of two questions has to be the same, in hundredths.
const LEAST: usize = 40;

/// Words that most questions have: they tell little.
const COMMON: [&str; 24] = [
    "is", "are", "was", "did", "does", "do", "has", "have", "can", "could", "will", "would", "to", "in",
    "get", "got", "there", "index", "entry", "not", "of", "be", "why", "what",
];

fn words(line: &str, known: &Known) -> Vec<String> {
    let cut = line.trim_end().trim_end_matches(['?', '.', '!', ' ']);
    plain(&tokens(cut), known).iter().take(40).map(|token| token.text.to_lowercase()).collect()
}

/// The share of words that are in both, in hundredths; a word that tells little counts for less.
fn alike(asked: &[String], example: &[String]) -> usize {
    let weight = |word: &String| {
        let shape = is_server(word) || digits::is_number(word) || word.starts_with('#');
        if shape || COMMON.contains(&word.as_str()) { 1 } else { 3 }
    };
    // How well a word is found among others, of 3.
    let found = |word: &String, all: &[String]| match () {
        () if is_server(word) => 3 * usize::from(all.iter().any(|other| is_server(other))),
        () if digits::is_number(word) => 3 * usize::from(all.iter().any(|other| digits::is_number(other))),
        () if all.contains(word) => 3,
        () => 2 * usize::from(nearest(word, all.iter().map(String::as_str)).is_some()),
    };
    let share = |of: &[String], all: &[String]| -> usize {
        of.iter().map(|word| weight(word) * found(word, all)).sum()
    };
    let total: usize = asked.iter().chain(example).map(|word| 3 * weight(word)).sum();
    (share(asked, example) + share(example, asked)) * 100 / total.max(1)
}

/// An example with the servers and numbers that were named, in their order.
fn filled(example: &str, asked: &[String]) -> String {
    let mut servers = asked.iter().filter(|word| is_server(word));
    let mut numbers = asked.iter().filter(|word| digits::is_number(word));
    let words = example.split(' ').map(|word| {
        let named = if is_server(word) {
            servers.next().map(|server| server.to_uppercase())
        } else if digits::is_number(word) {
            numbers.next().cloned()
        } else {
            None
        };
        named.unwrap_or_else(|| word.to_owned())
    });
    words.collect::<Vec<_>>().join(" ")
}
