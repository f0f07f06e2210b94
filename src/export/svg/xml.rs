//! Text and numbers as XML has them.

use crate::untrusted::hidden;
use std::fmt;
use unicode_width::UnicodeWidthStr;

/// A number of tenths, as short as it can be written: `4.5`, `-12`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Tenths(pub i32);

impl fmt::Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        match self.0.unsigned_abs() {
            whole if whole.is_multiple_of(10) => write!(f, "{sign}{}", whole / 10),
            part => write!(f, "{sign}{}.{}", part / 10, part % 10),
        }
    }
}

/// A text between tags or quotes: markup is escaped, and what XML cannot hold or nobody could see is left out.
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => {}
            char if hidden(char) => {}
            char => safe.push(char),
        }
    }
    safe
}

/// How many cells a symbol takes.
pub fn width(symbol: &str) -> usize {
    symbol.width()
}

/// The symbol, if it is a single character.
pub fn only_char(symbol: &str) -> Option<char> {
    let mut chars = symbol.chars();
    chars.next().filter(|_| chars.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        let written: Vec<String> =
            [0, 5, 10, 45, -5, -120, 123].map(|number| Tenths(number).to_string()).into();
        assert_eq!(written, ["0", "0.5", "1", "4.5", "-0.5", "-12", "12.3"]);
    }

    #[test]
    fn markup_and_controls_do_not_get_through() {
        let hostile = "<script>&\"'\u{1b}[2J\u{0}\u{202e}\u{ffff}é日</script>";
        assert_eq!(escaped(hostile), "&lt;script&gt;&amp;&quot;&#39;[2Jé日&lt;/script&gt;");
    }
}
