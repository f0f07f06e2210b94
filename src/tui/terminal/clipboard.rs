//! The clipboard of whoever sits at the terminal, also far away: the terminal is asked to fill it (OSC 52).

use crate::tui::app::state::App;
use crossterm::clipboard::CopyToClipboard;
use std::io::{self, Write};

/// Asks the terminal to put a text into the clipboard. Nothing tells whether it did.
pub(super) fn copy(text: &str, app: &mut App, terminal: &mut impl Write) -> io::Result<()> {
    crossterm::execute!(terminal, CopyToClipboard::to_clipboard_from(text))?;
    // What is between us and the terminal may keep it to itself.
    if std::env::var_os("TMUX").is_some_and(|it| !it.is_empty()) {
        app.say("Copied, if tmux allows it", "once: `tmux set -s set-clipboard on`");
    } else if std::env::var_os("STY").is_some_and(|it| !it.is_empty()) {
        app.say("Not copied", "GNU screen blocks the clipboard; it works in tmux, and without either");
    }
    Ok(())
}
