//! A line of Rust in pieces: what to set bold and what may stay in the background. Colour means term in this program, so there
//! is none.

/// What a piece of a line is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Piece {
    /// Names, numbers, signs.
    Plain,
    /// A word of the language.
    Keyword,
    /// A text.
    Text,
    /// A comment, to the end of the line.
    Comment,
}

const KEYWORDS: [&str; 28] = [
    "as", "async", "await", "break", "const", "continue", "dyn", "else", "enum", "false", "fn", "for", "if",
    "impl", "in", "let", "loop", "match", "mut", "pub", "ref", "return", "self", "static", "struct", "true",
    "use", "while",
];

/// The pieces of a line, which make up all of it.
pub(super) fn pieces(line: &str) -> Vec<(Piece, &str)> {
    let mut pieces = Vec::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let (piece, length) = match first {
            _ if rest.starts_with("//") => (Piece::Comment, rest.len()),
            '"' => (Piece::Text, end_of_text(rest)),
            _ if is_word(first) => {
                let length = rest.find(|char| !is_word(char)).unwrap_or(rest.len());
                let is_keyword = KEYWORDS.contains(&&rest[..length]);
                (if is_keyword { Piece::Keyword } else { Piece::Plain }, length)
            }
            _ => {
                let next =
                    |(at, char): (usize, char)| is_word(char) || char == '"' || rest[at..].starts_with("//");
                let length = rest.char_indices().find(|found| next(*found)).map_or(rest.len(), |(at, _)| at);
                (Piece::Plain, length)
            }
        };
        pieces.push((piece, &rest[..length]));
        rest = &rest[length..];
    }
    pieces
}

fn is_word(char: char) -> bool {
    char.is_alphanumeric() || char == '_'
}

/// The length of the text that a line begins with, its quotes included.
fn end_of_text(line: &str) -> usize {
    let mut escaped = false;
    for (at, char) in line.char_indices().skip(1) {
        match char {
            '\\' if !escaped => escaped = true,
            '"' if !escaped => return at + 1,
            _ => escaped = false,
        }
    }
    line.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::source::FILES;

    #[test]
    fn words_texts_and_comments_are_told_apart() {
        let line = r#"    let a_1 = say("if \" // fn") + 2; // for all"#;
        let found: Vec<_> = pieces(line).into_iter().filter(|(piece, _)| *piece != Piece::Plain).collect();
        let text = r#""if \" // fn""#;
        assert_eq!(found, [(Piece::Keyword, "let"), (Piece::Text, text), (Piece::Comment, "// for all")]);
        assert_eq!(pieces("\"open"), [(Piece::Text, "\"open")]);
    }

    #[test]
    fn the_pieces_make_up_the_line() {
        for line in FILES.iter().flat_map(|(_, text)| text.lines()) {
            let whole: String = pieces(line).into_iter().map(|(_, piece)| piece).collect();
            assert_eq!(whole, line);
        }
    }
}
