//! A key as people name it: `x`, `Ctrl-N`, `Shift-Tab`, `PageUp`. Independent of any terminal library.

use crate::nearest::hint;
use std::fmt;
use std::str::FromStr;

/// A key, with the keys held along with it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// Whether Ctrl is held.
    pub ctrl: bool,
    /// Whether Alt is held.
    pub alt: bool,
    /// Whether Shift is held. Never set for characters: `X` says it already.
    pub shift: bool,
}

/// A key without what is held along with it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Code {
    /// A character.
    Char(char),
    /// A function key: F1 …
    F(u8),
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow to the left.
    Left,
    /// Arrow to the right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
}

/// The keys that have names, and how they are shown.
const NAMES: [(Code, &str, &str); 14] = [
    (Code::Char(' '), "Space", "Space"),
    (Code::Enter, "Enter", "Enter"),
    (Code::Esc, "Esc", "Esc"),
    (Code::Tab, "Tab", "Tab"),
    (Code::Backspace, "Backspace", "Backspace"),
    (Code::Delete, "Delete", "Delete"),
    (Code::Up, "Up", "↑"),
    (Code::Down, "Down", "↓"),
    (Code::Left, "Left", "←"),
    (Code::Right, "Right", "→"),
    (Code::Home, "Home", "Home"),
    (Code::End, "End", "End"),
    (Code::PageUp, "PageUp", "PageUp"),
    (Code::PageDown, "PageDown", "PageDown"),
];

impl Key {
    /// A key with nothing held.
    pub const fn plain(code: Code) -> Key {
        Key { code, ctrl: false, alt: false, shift: false }
    }

    /// A character.
    pub const fn char(char: char) -> Key {
        Key::plain(Code::Char(char))
    }

    /// A character with Ctrl held.
    pub const fn ctrl(char: char) -> Key {
        Key { ctrl: true, ..Key::char(char) }
    }

    /// The character that it types, if it types one.
    pub fn typed(self) -> Option<char> {
        match self.code {
            Code::Char(char) if !self.ctrl && !self.alt => Some(char),
            _ => None,
        }
    }

    /// The digit that it types, if it types one.
    pub fn digit(self) -> Option<usize> {
        self.typed()?.to_digit(10).map(|digit| digit as usize)
    }

    /// How it is shown, with arrows as arrows unless only ASCII is wanted.
    pub fn shown(self, ascii: bool) -> String {
        let mut text = String::new();
        for (held, name) in [(self.ctrl, "Ctrl-"), (self.alt, "Alt-"), (self.shift, "Shift-")] {
            if held {
                text.push_str(name);
            }
        }
        match self.code {
            Code::F(number) => {
                text.push('F');
                text.push_str(&number.to_string());
            }
            code => match NAMES.iter().find(|(named, ..)| *named == code) {
                Some((_, name, arrow)) => text.push_str(if ascii { name } else { arrow }),
                None => {
                    if let Code::Char(char) = code {
                        // Beside Ctrl- a small letter is easily overlooked.
                        text.push(if self.ctrl { char.to_ascii_uppercase() } else { char });
                    }
                }
            },
        }
        text
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.shown(true))
    }
}

/// Why a text is not the name of a key.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error(
    "there is no key '{text}': keys are written x, X, F1, Space, Enter, Left, PageUp, Ctrl-N, Shift-Tab{nearest}"
)]
pub struct KeyError {
    text: String,
    nearest: String,
}

impl FromStr for Key {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Key, KeyError> {
        let (mut ctrl, mut alt, mut shift) = (false, false, false);
        let mut rest = text;
        // A lone '-' is a key itself, and so is the last one of "Ctrl--".
        while let Some((held, after)) = rest.split_once('-').filter(|(_, after)| !after.is_empty()) {
            match held.to_ascii_lowercase().as_str() {
                "ctrl" | "control" | "c" => ctrl = true,
                "alt" | "a" => alt = true,
                "shift" | "s" => shift = true,
                _ => break,
            }
            rest = after;
        }
        let code = code_of(rest).ok_or_else(|| KeyError {
            text: crate::untrusted::printable(text, 20),
            nearest: hint(rest, NAMES.iter().map(|(_, known, _)| *known)),
        })?;
        let key = Key { code, ctrl, alt, shift };
        Ok(key.normal())
    }
}

impl Key {
    /// The one way to write it: Shift with a letter is the capital letter, Ctrl with a capital is the small one.
    #[must_use]
    pub fn normal(mut self) -> Key {
        if let Code::Char(char) = self.code {
            if self.ctrl {
                self.code = Code::Char(char.to_ascii_lowercase());
            } else if self.shift {
                self.code = Code::Char(char.to_ascii_uppercase());
            }
            self.shift = false;
        }
        self
    }
}

fn code_of(name: &str) -> Option<Code> {
    // As keyboards have it, and lines with little room.
    match name {
        "PgDn" => return Some(Code::PageDown),
        "PgUp" => return Some(Code::PageUp),
        _ => {}
    }
    let named = NAMES.iter().find(|(_, known, arrow)| known.eq_ignore_ascii_case(name) || *arrow == name);
    if let Some((code, ..)) = named {
        return Some(*code);
    }
    let mut chars = name.chars();
    if let (Some(char), None) = (chars.next(), chars.next()) {
        return (!char.is_control()).then_some(Code::Char(char));
    }
    let number = name.strip_prefix(['F', 'f'])?.parse().ok()?;
    (1..=24).contains(&number).then_some(Code::F(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_written_and_read_the_same() {
        for text in ["x", "X", "-", "Space", "Ctrl-N", "Shift-Tab", "F1", "PageUp", "Alt-x", "Ctrl--", "é"] {
            assert_eq!(text.parse::<Key>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn one_key_has_one_form() {
        assert_eq!("Shift-x".parse::<Key>().unwrap(), Key::char('X'));
        assert_eq!("ctrl-C".parse::<Key>().unwrap(), Key::ctrl('c'));
        assert_eq!("←".parse::<Key>().unwrap(), Key::plain(Code::Left));
    }

    #[test]
    fn a_wrong_name_is_answered_with_the_nearest() {
        let mistake = "Spcae".parse::<Key>().unwrap_err().to_string();
        assert!(mistake.contains("did you mean Space?"), "{mistake}");
        assert!("\u{1b}".parse::<Key>().is_err());
        assert!("F99".parse::<Key>().is_err());
    }
}
