//! Text of strangers: names, commands, titles and notes from files. Nothing of it that a terminal obeys, or that
//! changes how the text around it is read, is ever shown.

/// Characters that move the cursor, or change how others are read: controls, marks of direction, what has no width.
pub fn hidden(char: char) -> bool {
    char.is_control()
        || matches!(char,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// A text without its hidden characters, and no longer than `most` characters: `…` stands for the rest.
pub fn printable(text: &str, most: usize) -> String {
    let mut shown: String = text.chars().filter(|char| !hidden(*char)).take(most + 1).collect();
    if shown.chars().count() > most {
        shown.pop();
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_obeys_is_not_shown() {
        assert_eq!(printable("a\u{1b}[2Jb\u{202e}c\n", 20), "a[2Jbc");
        assert_eq!(printable("a\u{ad}b\u{e0041}c\u{61c}d", 20), "abcd");
    }

    #[test]
    fn a_long_text_is_cut_with_a_mark() {
        assert_eq!(printable("abcdef", 3), "abc…");
        assert_eq!(printable("abc", 3), "abc");
    }
}
