//! What is between quotes in a source file, and in the comments of which the command line makes its help.

/// A text in a source file.
pub struct Literal {
    /// The line in which it begins.
    pub line: usize,
    /// A comment keeps its marks.
    pub text: String,
    pub is_comment: bool,
}

/// Each text; of Rust, and well enough of JavaScript.
pub fn literals(code: &str) -> impl Iterator<Item = Literal> + '_ {
    let mut rest = Scanner { code, at: 0, line: 1 };
    std::iter::from_fn(move || rest.next_literal())
}

struct Scanner<'a> {
    code: &'a str,
    at: usize,
    line: usize,
}

impl Scanner<'_> {
    fn left(&self) -> &str {
        &self.code[self.at..]
    }

    fn skip(&mut self, bytes: usize) {
        self.line += self.left()[..bytes].matches('\n').count();
        self.at += bytes;
    }

    fn next_literal(&mut self) -> Option<Literal> {
        loop {
            let left = self.left();
            let begin = left.find(['"', '/', '\'', '`'])?;
            self.skip(begin);
            let (left, line) = (self.left(), self.line);
            let comment = left.starts_with("//");
            if comment {
                let end = left.find('\n').unwrap_or(left.len());
                let text = left[..end].trim().to_owned();
                self.skip(end);
                return Some(Literal { line, text, is_comment: true });
            }
            if left.starts_with('/') {
                self.skip(1);
            } else if let Some(inside) = left.strip_prefix('\'') {
                // A character; a lifetime has no second quote.
                let quoted = inside.char_indices().nth(if inside.starts_with('\\') { 2 } else { 1 });
                let end = quoted.filter(|(_, char)| *char == '\'').map_or(1, |(at, _)| at + 2);
                self.skip(end);
            } else {
                let quote = &left[..1];
                let raw = self.code[..self.at].ends_with("r#");
                let end = if raw { left[1..].find("\"#")? } else { end_of(&left[1..], quote) };
                let text = joined(&left[1..=end]);
                self.skip(end + 2);
                return Some(Literal { line, text, is_comment: false });
            }
        }
    }
}

/// Where a text ends that quotes begin: quotes after a backslash are its own.
fn end_of(text: &str, quote: &str) -> usize {
    let mut escaped = false;
    for (at, char) in text.char_indices() {
        if !escaped && quote.starts_with(char) {
            return at;
        }
        escaped = char == '\\' && !escaped;
    }
    text.len().saturating_sub(1)
}

/// A text without the breaks that only its source has.
fn joined(text: &str) -> String {
    text.replace("\\\n", "\n").replace("\\n", "\n").replace("\\\"", "\"")
}

#[test]
fn texts_are_found_with_their_lines() {
    let code = "let a = 'x'; // said\nlet b: &'a str = \"one \\\"two\\\" \\\n    three\";\nr#\"four\"#; '\\''; \"five\"";
    let found: Vec<(usize, String)> = literals(code).map(|literal| (literal.line, literal.text)).collect();
    let texts = [(1, "// said"), (2, "one \"two\" \n    three"), (4, "four"), (4, "five")];
    assert_eq!(found, texts.map(|(line, text)| (line, text.to_owned())));
}
