//! What crossterm reports, in the words of the application.

use crate::tui::app::input::{Button, Input, Mouse};
use crate::tui::keymap::{Code, Key};
use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

/// An event as an input, if it is one that means something here.
pub(super) fn from(event: Event) -> Option<Input> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => key_of(key).map(Input::Key),
        Event::Mouse(mouse) => mouse_of(mouse).map(Input::Mouse),
        Event::Paste(text) => Some(Input::Paste(text)),
        Event::Resize(width, height) => Some(Input::Resize(width, height)),
        _ => None,
    }
}

fn key_of(key: KeyEvent) -> Option<Key> {
    let mut shift = key.modifiers.contains(KeyModifiers::SHIFT);
    let code = match key.code {
        KeyCode::Char(char) => {
            shift = false;
            Code::Char(char)
        }
        KeyCode::F(number) => Code::F(number),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => {
            shift = true;
            Code::Tab
        }
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        _ => return None,
    };
    let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
    let alt = key.modifiers.contains(KeyModifiers::ALT);
    Some(Key { code, ctrl, alt, shift }.normal())
}

fn mouse_of(mouse: MouseEvent) -> Option<Mouse> {
    let button = match mouse.kind {
        MouseEventKind::Down(MouseButton::Left) => Button::Left,
        MouseEventKind::Down(MouseButton::Right) => Button::Right,
        MouseEventKind::Drag(MouseButton::Left) => Button::Drag,
        MouseEventKind::ScrollUp => Button::WheelUp,
        MouseEventKind::ScrollDown => Button::WheelDown,
        _ => return None,
    };
    Some(Mouse { button, x: mouse.column, y: mouse.row })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_arrive_in_their_one_form() {
        let press = |code, modifiers| from(Event::Key(KeyEvent::new(code, modifiers)));
        assert_eq!(press(KeyCode::Char('X'), KeyModifiers::SHIFT), Some(Input::Key(Key::char('X'))));
        assert_eq!(press(KeyCode::Char('c'), KeyModifiers::CONTROL), Some(Input::Key(Key::ctrl('c'))));
        let back_tab = Key { shift: true, ..Key::plain(Code::Tab) };
        assert_eq!(press(KeyCode::BackTab, KeyModifiers::SHIFT), Some(Input::Key(back_tab)));
        let release = KeyEvent { kind: KeyEventKind::Release, ..KeyEvent::from(KeyCode::Enter) };
        assert_eq!(from(Event::Key(release)), None);
    }
}
