//! Every text that ships is written in the words of `docs/style.md`: none has a phrase of the column "not" of its table.
//!
//! `SAMPLE=7 cargo test --test library style -- --nocapture` prints 200 sentences of these texts, drawn with the seed 7,
//! to be read with an editor's eyes.

mod literals;
mod spoken;
mod texts;

use texts::{Kind, Text, written};

const STYLE: &str = include_str!("../../docs/style.md");

/// A phrase that texts do not contain, and what they say instead.
#[derive(Debug)]
struct Banned {
    phrase: String,
    instead: String,
}

/// The rows of the table. Only the page that lists a phrase may contain it.
fn banned() -> Vec<Banned> {
    let rows =
        STYLE.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |")?.split_once(" | "));
    let rows = rows.filter(|(write, _)| *write != "write");
    rows.flat_map(|(write, not)| {
        not.split(", ").map(move |phrase| Banned { phrase: phrase.to_lowercase(), instead: write.to_owned() })
    })
    .collect()
}

/// Whether a phrase is in a text as whole words.
fn contains(text: &str, phrase: &str) -> Option<usize> {
    let is_word = |char: char| char.is_alphanumeric() || char == '-';
    text.match_indices(phrase)
        .map(|(at, _)| at)
        .find(|at| !text[..*at].ends_with(is_word) && !text[at + phrase.len()..].starts_with(is_word))
}

/// The phrases of the list in a text: where, which, and what to write.
fn found(text: &Text, banned: &[Banned]) -> Vec<String> {
    let lower = text.words.to_lowercase();
    banned
        .iter()
        .filter_map(|Banned { phrase, instead }| {
            let at = contains(&lower, phrase)?;
            Some(format!("{}: “{phrase}” (write: {instead})", text.place(lower[..at].matches(' ').count())))
        })
        .collect()
}

#[test]
fn the_list_is_read_and_phrases_are_found_as_whole_words() {
    let banned = banned();
    assert!(banned.len() > 30, "only {} phrases", banned.len());
    assert!(banned.iter().all(|banned| !banned.phrase.is_empty() && !banned.phrase.contains('|')));
    assert_eq!(contains("s1 stands again: no", "stands again"), Some(3));
    assert_eq!(contains("it withstands again", "stands again"), None);
    let text = Text::new(Kind::Page, "page.md", "One.\nS1 stands\nfor  election.\n");
    let banned = [Banned { phrase: "stands for election".into(), instead: "starts an election".into() }];
    assert_eq!(found(&text, &banned), ["page.md:2: “stands for election” (write: starts an election)"]);
}

#[test]
fn every_text_that_ships_is_written_in_the_words_of_the_field() {
    let banned = banned();
    let texts: Vec<Text> = written().into_iter().chain(spoken::spoken()).collect();
    assert!(texts.len() > 3_000, "only {} texts", texts.len());
    let mut all: Vec<String> = texts.iter().flat_map(|text| found(text, &banned)).collect();
    all.dedup();
    assert!(all.is_empty(), "{} phrases are not plain English:\n{}", all.len(), all.join("\n"));
}

#[test]
fn a_sample_can_be_drawn_from_all_kinds_of_texts() {
    let seed = std::env::var("SAMPLE").ok().and_then(|seed| seed.parse().ok());
    let texts: Vec<Text> = written().into_iter().chain(spoken::spoken()).collect();
    for (place, sentence) in sample(&texts, 200, seed.unwrap_or(1)) {
        if seed.is_some() {
            println!("{place}: {sentence}");
        }
    }
}

/// A sentence without its numbers: sentences that differ in these alone are one.
fn shape(sentence: &str) -> String {
    sentence.chars().filter(|char| !char.is_ascii_digit()).collect()
}

/// So many different sentences, from each kind of text in turn.
fn sample(texts: &[Text], size: usize, seed: u64) -> Vec<(String, String)> {
    let mut random = seed;
    let mut below = |most: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(random >> 33).expect("31 bits") % most
    };
    let mut kinds = Kind::SAMPLED.map(|kind| {
        let mut sentences: Vec<(String, String)> =
            texts.iter().filter(|text| text.kind == kind).flat_map(Text::sentences).collect();
        sentences.sort_by_cached_key(|(_, sentence)| shape(sentence));
        sentences.dedup_by_key(|(_, sentence)| shape(sentence));
        sentences
    });
    assert!(kinds.iter().all(|sentences| sentences.len() >= size / Kind::SAMPLED.len()));
    (0..size)
        .map(|number| {
            let sentences = &mut kinds[number % Kind::SAMPLED.len()];
            sentences.swap_remove(below(sentences.len()))
        })
        .collect()
}
