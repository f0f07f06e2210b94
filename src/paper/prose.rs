//! Prose set for a terminal.

/// Lines of at most 78 columns, indented by two.
pub(super) fn wrapped(prose: &str) -> String {
    let mut text = String::new();
    let mut width = 0;
    for word in prose.split_whitespace() {
        let length = word.chars().count();
        if width == 0 {
            text.push_str("  ");
            width = 2;
        } else if width + 1 + length > 78 {
            text.push_str("\n  ");
            width = 2;
        } else {
            text.push(' ');
            width += 1;
        }
        text.push_str(word);
        width += length;
    }
    text.push('\n');
    text
}

/// Paragraphs under headings, a blank line before each.
pub(super) fn sections<'a>(parts: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    parts.into_iter().fold(String::new(), |text, (title, prose)| text + "\n" + title + "\n" + &wrapped(prose))
}
