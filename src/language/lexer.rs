//! A line in pieces: words and signs, each with its place.

/// A word or a sign of a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Token<'a> {
    /// What it says.
    pub text: &'a str,
    /// Its first byte in the line.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
    /// Whether it is a word rather than a sign.
    pub word: bool,
}

/// The signs, longer ones first.
const SIGNS: [&str; 15] = ["<->", "->", "<=", ">=", "!=", "==", "+=", "≤", "≥", "≠", "<", ">", "=", "|", "("];

fn sign(rest: &str) -> Option<&'static str> {
    SIGNS.iter().chain(&[")"]).copied().find(|sign| rest.starts_with(sign))
}

fn is_space(character: char) -> bool {
    character.is_whitespace() || character == ','
}

/// Whether a comment begins here: `#`, unless it is the number of a message such as `#12`.
fn begins_comment(rest: &str, first: bool) -> bool {
    rest.strip_prefix('#')
        .is_some_and(|after| first || !after.starts_with(|next: char| next.is_ascii_digit()))
}

/// Cuts a line into words and signs, up to its comment. Commas count as spaces.
pub(super) fn tokens(line: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut at = 0;
    while let Some(character) = line[at..].chars().next() {
        let rest = &line[at..];
        if is_space(character) {
            at += character.len_utf8();
        } else if begins_comment(rest, tokens.is_empty()) {
            break;
        } else if let Some(sign) = sign(rest) {
            let end = at + sign.len();
            tokens.push(Token { text: &line[at..end], start: at, end, word: false });
            at = end;
        } else {
            let end = at + word_length(rest);
            tokens.push(Token { text: &line[at..end], start: at, end, word: true });
            at = end;
        }
    }
    tokens
}

/// A word goes on until a space or a sign; it has at least one character.
fn word_length(rest: &str) -> usize {
    rest.char_indices()
        .skip(1)
        .find(|(at, character)| is_space(*character) || sign(&rest[*at..]).is_some())
        .map_or(rest.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(line: &str) -> Vec<&str> {
        tokens(line).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn words_and_signs_need_no_spaces_between_them() {
        assert_eq!(texts("cut S1->S2"), ["cut", "S1", "->", "S2"]);
        assert_eq!(texts("S1<->S2|S3"), ["S1", "<->", "S2", "|", "S3"]);
        assert_eq!(texts("submit x=-1 x+=-2"), ["submit", "x", "=", "-1", "x", "+=", "-2"]);
        assert_eq!(texts("log S1 1:x=3"), ["log", "S1", "1:x", "=", "3"]);
        assert_eq!(texts("crash S1, S2"), ["crash", "S1", "S2"]);
        assert_eq!(texts("latency 5..15ms loss 10%"), ["latency", "5..15ms", "loss", "10%"]);
    }

    #[test]
    fn a_comment_ends_the_line_and_a_message_number_does_not() {
        assert_eq!(texts("deliver #12 # the twelfth"), ["deliver", "#12"]);
        assert_eq!(texts("#12 is a comment here"), [""; 0]);
        assert_eq!(texts("heal # all"), ["heal"]);
    }
}
