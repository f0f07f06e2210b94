//! The cards of lessons, to be kept beside the keyboard: as a text, or as a page to be printed.

use super::html::escape::escape;
use crate::lesson::{Card, Lesson};
use crate::tui::text::wrap;
use crate::untrusted::printable;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use std::io::{self, Write};

const STYLE: &str = include_str!("../../assets/cards/cards.css");
/// How wide the text is.
const WIDTH: usize = 78;
/// The longest title, and the longest sentence, in characters.
const LONGEST: usize = 1_000;

/// The lessons that have a card, with their cards.
fn with_cards<'l>(
    lessons: impl IntoIterator<Item = &'l Lesson>,
) -> impl Iterator<Item = (&'l Lesson, &'l Card)> {
    lessons.into_iter().filter_map(|lesson| Some((lesson, lesson.card()?)))
}

/// `18 · Partition`, and where in the paper.
fn head(lesson: &Lesson) -> (String, String) {
    let number = lesson.id.0.split('-').next().unwrap_or_default();
    (
        printable(&format!("{number} · {}", lesson.title), LONGEST),
        printable(&lesson.places.join(", "), LONGEST),
    )
}

/// The cards as a text. Empty, if no lesson has one.
pub fn text<'l>(lessons: impl IntoIterator<Item = &'l Lesson>) -> String {
    let mut cards = Vec::new();
    for (lesson, card) in with_cards(lessons) {
        let (title, place) = head(lesson);
        let mut lines = vec![format!("{title}  ({place})")];
        for sentence in &card.sentences {
            lines.extend(wrap(&format!("- {}", printable(&sentence.words(), LONGEST)), WIDTH, "  "));
        }
        cards.push(format!("{}\n", lines.join("\n")));
    }
    cards.join("\n")
}

/// The cards as one page that prints well and needs nothing else.
///
/// # Errors
/// If it cannot be written.
pub fn html<'l>(lessons: impl IntoIterator<Item = &'l Lesson>, out: &mut dyn Write) -> io::Result<()> {
    let hash = BASE64.encode(hmac_sha256::Hash::hash(STYLE.as_bytes()));
    write!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{hash}'; \
         base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>Raft, in cards</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>Raft, in cards</h1>\n<main>\n"
    )?;
    for (lesson, card) in with_cards(lessons) {
        let (title, place) = head(lesson);
        out.write_all(b"<article>\n<h3>")?;
        escape(&title, out)?;
        out.write_all(b" <span>")?;
        escape(&place, out)?;
        out.write_all(b"</span></h3>\n<ul>\n")?;
        for sentence in &card.sentences {
            out.write_all(b"<li>")?;
            escape(&printable(&sentence.words(), LONGEST), out)?;
            out.write_all(b"</li>\n")?;
        }
        out.write_all(b"</ul>\n</article>\n")?;
    }
    out.write_all(b"</main>\n</body>\n</html>\n")
}
