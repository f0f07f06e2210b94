//! Two branches side by side: where both stand, how time passes on both, and how they are drawn.

mod execute;
mod hints;
mod layout;
mod playing;
pub mod scene;
pub(super) mod state;
mod table;
pub mod view;
