//! Words set into lines of a width, each piece with its style.

use crate::raft::Term;
use crate::tui::Look;
use crate::tui::canvas::width;
use ratatui::style::{Modifier, Style};

/// Pieces of text, each with its style.
pub(crate) type StyledLine = Vec<(String, Style)>;

/// A word: what of it has a style of its own, and the punctuation around that.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    pub pieces: StyledLine,
}

impl Word {
    pub fn text(&self) -> String {
        self.pieces.iter().map(|(text, _)| text.as_str()).collect()
    }

    /// Gives the letters and digits a style, and leaves the punctuation around them as it is.
    pub fn colour(&mut self, colour: Style) {
        let text = self.text();
        let Some(style) = self.pieces.first().map(|(_, style)| *style) else { return };
        let inner = text.trim_matches(|character: char| !character.is_alphanumeric());
        let start = text.find(inner).unwrap_or(0);
        let pieces = [(&text[..start], style), (inner, colour), (&text[start + inner.len()..], style)];
        self.pieces = pieces
            .into_iter()
            .filter(|piece| !piece.0.is_empty())
            .map(|(text, style)| (text.to_owned(), style))
            .collect();
    }

    /// The word in parts that are no wider than this.
    fn parts(&self, most: u16, look: &Look) -> Vec<Word> {
        let mut parts = vec![Word { pieces: StyledLine::new() }];
        let mut used = 0;
        for (text, style) in &self.pieces {
            for character in text.chars() {
                let mut bytes = [0; 4];
                let text: &str = character.encode_utf8(&mut bytes);
                let wide = width(look, text);
                if used > 0 && used + wide > most {
                    parts.push(Word { pieces: StyledLine::new() });
                    used = 0;
                }
                used += wide;
                let Some(part) = parts.last_mut() else { continue };
                match part.pieces.last_mut() {
                    Some((before, last)) if last == style => before.push(character),
                    _ => part.pieces.push((character.to_string(), *style)),
                }
            }
        }
        parts
    }
}

/// The words of a text, all alike.
pub(crate) fn plain(text: &str, style: Style) -> Vec<Word> {
    text.split_whitespace().map(|word| Word { pieces: vec![(word.to_owned(), style)] }).collect()
}

/// Words in which `term 4` has the term's colour.
pub(crate) fn words(text: &str, style: Style, look: &Look) -> Vec<Word> {
    let mut words = plain(text, style);
    colour_terms(&mut words, look);
    words
}

/// Gives `term 4` the term's colour.
pub(crate) fn colour_terms(words: &mut [Word], look: &Look) {
    for position in 1..words.len() {
        let (name, number) = (words[position - 1].text(), words[position].text());
        let number = number.trim_matches(|character: char| !character.is_ascii_digit());
        if name.trim_start_matches('(') == "term"
            && let Ok(number) = number.parse()
        {
            let colour = look.term(Term(number)).add_modifier(Modifier::BOLD);
            words[position - 1].colour(colour);
            words[position].colour(colour);
        }
    }
}

/// How many cells a line takes in a look.
pub(crate) fn line_width(line: &StyledLine, look: &Look) -> u16 {
    line.iter().map(|(text, _)| width(look, text)).fold(0, u16::saturating_add)
}

/// Words set into lines; pieces of the same style stand together. A word that is wider than a line is broken.
pub(crate) fn wrap(words: &[Word], most: u16, look: &Look) -> Vec<StyledLine> {
    let mut lines: Vec<StyledLine> = Vec::new();
    let mut line: StyledLine = Vec::new();
    let mut used = 0;
    let most = most.max(1);
    for word in words {
        let length = line_width(&word.pieces, look);
        if length > most {
            for part in word.parts(most, look) {
                set(&part, &mut lines, &mut line, &mut used, most, look);
            }
        } else {
            set(word, &mut lines, &mut line, &mut used, most, look);
        }
    }
    lines.push(line);
    lines
}

fn set(
    word: &Word,
    lines: &mut Vec<StyledLine>,
    line: &mut StyledLine,
    used: &mut u16,
    most: u16,
    look: &Look,
) {
    let length = line_width(&word.pieces, look);
    if *used > 0 && *used + 1 + length > most {
        lines.push(std::mem::take(line));
        *used = 0;
    }
    let mut space = if *used > 0 { " " } else { "" };
    *used += length + u16::from(*used > 0);
    for (piece, style) in &word.pieces {
        match line.last_mut() {
            Some((text, last)) if last == style => {
                text.push_str(space);
                text.push_str(piece);
            }
            // The space before a piece of another style has no colour to show.
            _ => line.push((format!("{space}{piece}"), *style)),
        }
        space = "";
    }
}
