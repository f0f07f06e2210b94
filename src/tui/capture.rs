//! What leaves the program: pictures of the screen, and what goes to the clipboard.

mod execute;
mod link;

use crate::tui::Look;
use ratatui::buffer::Buffer;

/// The most that goes to the clipboard, in bytes: terminals take no more.
pub const MOST_COPIED: usize = 74_000;

/// The screen as it is, to be kept as a picture.
#[derive(Clone, PartialEq, Debug)]
pub struct Shot {
    /// What a file of it may be called, without its ending: small letters, digits and dashes.
    pub name: String,
    /// What it shows.
    pub title: String,
    /// What happens there, in a sentence with its place in the paper.
    pub description: String,
    /// The cells.
    pub cells: Buffer,
    /// In which look they were drawn.
    pub look: Look,
}

/// The story of some steps, to be kept as a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    /// What a file of it may be called, without its ending: small letters, digits and dashes.
    pub name: String,
    /// The story, line by line.
    pub text: String,
}

// Colours are compared as they are: no number among them is a float.
impl Eq for Shot {}

/// What can be copied.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Copied {
    /// What the step at the cursor is, with its place in the paper.
    Citation,
    /// The state of all servers.
    State,
    /// A link to what is on the screen.
    Link,
}
