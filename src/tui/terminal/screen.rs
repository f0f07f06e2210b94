//! The screen of a terminal, and how a session on it ends.

use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use std::io::{self, BufWriter, Stdout};

/// How a session in the terminal ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ended {
    /// The user has quit.
    Quit,
    /// A signal asked the process to end: its number.
    Signal(u8),
    /// The terminal is gone.
    Gone,
}

pub(super) type Screen = ratatui::Terminal<CrosstermBackend<BufWriter<Stdout>>>;

/// Forgets what the terminal shows. `Terminal::clear` would ask the terminal where its cursor is, and wait for an
/// answer that the stream of keys takes away.
pub(super) fn clear(screen: &mut Screen) -> io::Result<()> {
    let size = screen.size()?;
    screen.resize(Rect::new(0, 0, size.width, size.height))
}
