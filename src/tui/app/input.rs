//! What the shell tells the application, and what the application asks of the shell.

use crate::lesson::Sheet;
use crate::tui::capture::{Shot, Told};
use crate::tui::keymap::Key;

/// Something that comes from outside.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Input {
    /// A key was pressed.
    Key(Key),
    /// The mouse did something.
    Mouse(Mouse),
    /// What the line of keys offers was pressed, by its place in [`App::hints`](super::App::hints).
    Hint(usize),
    /// Text was pasted.
    Paste(String),
    /// The screen has so many columns and rows.
    Resize(u16, u16),
}

/// Something that the mouse did, in a cell counted from 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mouse {
    /// Which button or wheel, and what was done with it.
    pub button: Button,
    /// The column.
    pub x: u16,
    /// The row.
    pub y: u16,
}

/// What the mouse can do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Button {
    /// The left button was pressed.
    Left,
    /// The right button was pressed.
    Right,
    /// The mouse was moved with the left button held.
    Drag,
    /// The wheel was turned up.
    WheelUp,
    /// The wheel was turned down.
    WheelDown,
}

/// Something that only the shell can do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Effect {
    /// End.
    Quit,
    /// Stop the process, as Ctrl-Z does.
    Suspend,
    /// Take the mouse, or leave it to the terminal.
    Mouse(bool),
    /// Draw every cell again.
    Redraw,
    /// Write the preferences into the settings.
    Keep,
    /// Keep what the learner has done.
    Progress,
    /// Save the session to this file, now and from now on.
    Save(String),
    /// Show the session or script of this file; none: the session that was saved last.
    Open(Option<String>),
    /// Show the script of this file as a demo.
    Demo(String),
    /// Keep the screen as a picture and as a text.
    Picture(Box<Shot>),
    /// Keep this story as a text.
    Story(Box<Told>),
    /// Give this to the clipboard.
    Copy(String),
    /// Show this to the teacher, whose second terminal follows.
    Sheet(Box<Sheet>),
}
