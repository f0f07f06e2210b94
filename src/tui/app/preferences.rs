//! What the user prefers.

use crate::tui::clock::Speed;
use crate::tui::keymap::Keymap;
use crate::tui::look::Theme;

/// What the user prefers: from the settings, then from the command line, then changed while running.
#[derive(Clone, PartialEq, Debug)]
pub struct Preferences {
    /// The theme; what the terminal suggests, if not said.
    pub theme: Option<Theme>,
    /// Plain ASCII instead of glyphs; what the terminal suggests, if not said.
    pub ascii: Option<bool>,
    /// How fast a run is played at first.
    pub speed: Speed,
    /// Whether the mouse is used. Otherwise it is the terminal's, for selecting text.
    pub mouse: bool,
    /// Messages jump from sender to receiver, and nothing moves.
    pub still: bool,
    /// Time passes faster while nothing happens.
    pub glide: bool,
    /// Where the browser edition is: what links begin with.
    pub address: Option<String>,
    /// Which key does what.
    pub keymap: Keymap,
}

impl Default for Preferences {
    fn default() -> Self {
        Preferences {
            theme: None,
            ascii: None,
            speed: Speed::default(),
            mouse: true,
            still: false,
            glide: true,
            address: None,
            keymap: Keymap::default(),
        }
    }
}
