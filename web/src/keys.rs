//! What a browser calls its keys, in the words of the application. What is the browser's own is left to it.

use raftarium::tui::keymap::{Code, Key};

/// What was held along with a key.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each of these keys is held or not, whatever the others are"
)]
pub struct Held {
    /// Ctrl.
    pub ctrl: bool,
    /// Alt, or Option.
    pub alt: bool,
    /// Shift.
    pub shift: bool,
    /// Command, or the key with a window on it.
    pub meta: bool,
}

/// A key that was pressed, by what `KeyboardEvent.key` says; none if it is the browser's, or nothing by itself.
///
/// Everything with Ctrl or Command is the browser's, and so are the function keys with which it finds, reloads, leaves
/// the page and opens its tools. `AltGraph` holds Ctrl and Alt along with the character that it types.
pub fn key(name: &str, held: Held) -> Option<Key> {
    let mut chars = name.chars();
    if let (Some(char), None) = (chars.next(), chars.next()) {
        let typed = !held.meta && held.ctrl == held.alt;
        return typed.then(|| Key::char(char));
    }
    if held.ctrl || held.meta || held.alt {
        return None;
    }
    let code = match name {
        "Enter" => Code::Enter,
        "Escape" => Code::Esc,
        "Tab" => Code::Tab,
        "Backspace" => Code::Backspace,
        "Delete" => Code::Delete,
        "ArrowUp" => Code::Up,
        "ArrowDown" => Code::Down,
        "ArrowLeft" => Code::Left,
        "ArrowRight" => Code::Right,
        "Home" => Code::Home,
        "End" => Code::End,
        "PageUp" => Code::PageUp,
        "PageDown" => Code::PageDown,
        "F1" => Code::F(1),
        "F2" => Code::F(2),
        "F4" => Code::F(4),
        "F8" => Code::F(8),
        "F9" => Code::F(9),
        _ => return None,
    };
    Some(Key { code, ctrl: false, alt: false, shift: held.shift }.normal())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_mean_what_they_mean_in_a_terminal() {
        let shift = Held { shift: true, ..Held::default() };
        assert_eq!(key("x", Held::default()), Some(Key::char('x')));
        assert_eq!(key("X", shift), Some(Key::char('X')));
        assert_eq!(key(" ", Held::default()), Some(Key::char(' ')));
        assert_eq!(key("Tab", shift), Some(Key { shift: true, ..Key::plain(Code::Tab) }));
        assert_eq!(key("ArrowRight", shift), Some(Key { shift: true, ..Key::plain(Code::Right) }));
        let altgr = Held { ctrl: true, alt: true, ..Held::default() };
        assert_eq!(key("|", altgr), Some(Key::char('|')));
    }

    #[test]
    fn what_belongs_to_the_browser_is_left_to_it() {
        let ctrl = Held { ctrl: true, ..Held::default() };
        let meta = Held { meta: true, ..Held::default() };
        let alt = Held { alt: true, ..Held::default() };
        for (name, held) in [
            ("t", ctrl),
            ("f", ctrl),
            ("r", meta),
            ("ArrowLeft", alt),
            ("F3", Held::default()),
            ("F5", Held::default()),
            ("F6", Held::default()),
            ("F11", Held::default()),
            ("F12", Held::default()),
            ("Shift", Held::default()),
            ("Dead", Held::default()),
            ("Unidentified", Held::default()),
        ] {
            assert_eq!(key(name, held), None, "{name} {held:?}");
        }
    }
}
