//! The terminal is left as it was found: on quitting, on an error, in a panic, when stopped or ended by a signal.

use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::{Print, ResetColor};
use crossterm::terminal::{
    EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{execute, queue};
use std::io::{self, Write, stdout};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

/// Clicks, the wheel and dragging, in coordinates of any size. Not every movement: a mouse that is only
/// moved wakes nobody up.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1002h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1002l\x1b[?1000l";

/// Whether the terminal is ours now. A panic may ask from any thread.
static TAKEN: AtomicBool = AtomicBool::new(false);
static HOOK: Once = Once::new();

/// Gives the terminal back when it is dropped.
pub(super) struct Guard(());

impl Guard {
    /// Takes the terminal: raw keys, a screen of our own, pasted text as one piece, and the mouse if wanted.
    pub fn enter(mouse: bool) -> io::Result<Guard> {
        HOOK.call_once(|| {
            let before = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |panic| {
                restore();
                tracing::error!("{panic}");
                before(panic);
            }));
        });
        let mut guard = Guard(());
        guard.enter_again(mouse)?;
        Ok(guard)
    }

    /// Takes the terminal again after it was given back.
    pub fn enter_again(&mut self, mouse: bool) -> io::Result<()> {
        TAKEN.store(true, Ordering::SeqCst);
        enable_raw_mode()?;
        execute!(stdout(), EnterAlternateScreen, Hide, EnableBracketedPaste)?;
        self.mouse(mouse)
    }

    /// Takes the mouse, or leaves it to the terminal.
    #[expect(clippy::unused_self, reason = "only the owner of the terminal may take the mouse")]
    pub fn mouse(&mut self, on: bool) -> io::Result<()> {
        execute!(stdout(), Print(if on { MOUSE_ON } else { MOUSE_OFF }))
    }

    /// Gives the terminal back.
    #[expect(clippy::unused_self, reason = "only the owner of the terminal may give it back")]
    pub fn leave(&mut self) {
        restore();
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        restore();
    }
}

/// Undoes everything, in the order opposite to taking it. What fails is passed over: the rest must still be undone.
fn restore() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = stdout();
    let _ = queue!(
        out,
        EndSynchronizedUpdate,
        Print(MOUSE_OFF),
        DisableBracketedPaste,
        ResetColor,
        Show,
        LeaveAlternateScreen
    );
    let _ = out.flush();
    let _ = disable_raw_mode();
}
