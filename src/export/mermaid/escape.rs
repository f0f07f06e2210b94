//! Any text as one that Mermaid shows as it is.

use crate::untrusted::printable;
use std::fmt::Write as _;

/// The most characters of one label.
const LONGEST: usize = 300;

/// A text for a label or a note. All that Mermaid does not take for plain text anywhere is written as the number of
/// its character; what is allowed is listed, not what is dangerous.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in printable(text, LONGEST).chars() {
        let plain = character.is_alphanumeric()
            || " .,()[]+*/'!?=-_@·§→←✕…–—“”’×≠≤≥".contains(character)
            || character == ':' && !is_order(&safe);
        if plain {
            safe.push(character);
        } else {
            let _ = write!(safe, "#{};", u32::from(character));
        }
    }
    safe
}

/// Whether a label that begins so tells Mermaid how to break its lines.
fn is_order(begin: &str) -> bool {
    let begin = begin.trim_start();
    begin.eq_ignore_ascii_case("wrap") || begin.eq_ignore_ascii_case("nowrap") || begin.is_empty()
}

/// A text for the head of the diagram, which is YAML: in quotes. What JSON makes of a text, YAML takes for the same. Mermaid
/// would take out what looks like an element of HTML, and the text with it.
pub(super) fn quoted(text: &str) -> String {
    let text = printable(text, LONGEST).replace('<', "‹").replace('>', "›");
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_to_mermaid_becomes_a_number() {
        assert_eq!(escaped("x=7, term 3: §5.2 · Figure 2"), "x=7, term 3: §5.2 · Figure 2");
        assert_eq!(escaped("a;b#c"), "a#59;b#35;c");
        assert_eq!(escaped("<br/><script>"), "#60;br/#62;#60;script#62;");
        assert_eq!(escaped("%%{init: {}}%%"), "#37;#37;#123;init: #123;#125;#125;#37;#37;");
        assert_eq!(escaped("a\nS1->>S2: forged"), "aS1-#62;#62;S2: forged");
        assert_eq!(escaped("wrap:x"), "wrap#58;x");
        assert_eq!(escaped("$$x$$ \\n `y`"), "#36;#36;x#36;#36; #92;n #96;y#96;");
        assert_eq!(escaped("\u{1b}[2J\u{202e}"), "[2J");
    }

    #[test]
    fn a_title_cannot_leave_its_quotes() {
        assert_eq!(quoted("a\" : b\n---\nsequenceDiagram"), r#""a\" : b---sequenceDiagram""#);
        assert_eq!(quoted("<b>"), r#""‹b›""#);
    }
}
