//! Text from anywhere made harmless in a page: as JSON inside a script element, and as text between tags.
//!
//! A page shows names, commands and notes that come from files of strangers. They reach it in two ways only: as
//! strings of JSON, in which nothing is left that HTML could take for markup, and as text with its markup escaped.
//! Characters that change how others are read are left out of both.

use crate::untrusted::printable;
use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use std::io::{self, Write};

/// A text without controls and marks of direction, and no longer than `most` characters.
pub(super) fn readable(text: &str, most: usize) -> String {
    // A note may have several lines: they become one.
    printable(&text.replace(['\n', '\t'], " "), most)
}

/// Text between tags, or in an attribute with quotes around it.
pub(in crate::export) fn escape(text: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut rest = text;
    while let Some(at) = rest.find(['<', '>', '&', '"', '\'']) {
        out.write_all(&rest.as_bytes()[..at])?;
        out.write_all(match rest.as_bytes()[at] {
            b'<' => b"&lt;",
            b'>' => b"&gt;",
            b'&' => b"&amp;",
            b'"' => b"&quot;",
            _ => b"&#39;",
        })?;
        rest = &rest[at + 1..];
    }
    out.write_all(rest.as_bytes())
}

/// A value as JSON that cannot end the script element it stands in.
pub(super) fn json(value: &(impl Serialize + ?Sized), out: &mut dyn Write) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(out, Harmless)).map_err(io::Error::from)
}

/// JSON in which `<`, `>` and `&` occur only as escapes, and so do the two line ends that JavaScript knows and JSON
/// does not.
struct Harmless;

impl Formatter for Harmless {
    fn write_string_fragment<W: Write + ?Sized>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(['<', '>', '&', '\u{2028}', '\u{2029}']) {
            writer.write_all(&rest.as_bytes()[..at])?;
            let mut chars = rest[at..].chars();
            let char = chars.next().unwrap_or_default();
            write!(writer, "\\u{:04x}", u32::from(char))?;
            rest = chars.as_str();
        }
        writer.write_all(rest.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl Fn(&mut Vec<u8>) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        write(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn json_has_no_markup_and_means_the_same() {
        for text in
            ["</script><script>x()</script>", "<!--", "a & b", "\u{2028}\u{2029}", "\"\\\n\u{0}", "é 日"]
        {
            let json = written(|out| json(&text, out));
            assert!(!json.contains(['<', '>', '&', '\u{2028}', '\u{2029}']), "{json}");
            assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
    }

    #[test]
    fn text_between_tags_has_no_markup() {
        let text = written(|out| escape("<b a=\"1\" c='2'>&amp;", out));
        assert_eq!(text, "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;");
    }

    #[test]
    fn what_changes_how_others_are_read_is_left_out() {
        assert_eq!(readable("a\u{202e}b\u{7}c\u{200f}d\u{61c}\u{1b}[2Je\nf", 99), "abcd[2Je f");
        assert_eq!(readable("abcdef", 3), "abc…");
    }
}
