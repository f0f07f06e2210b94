//! The branches and bookmarks of a run: their orders, what those do, and how the tree is drawn.

pub(super) mod execute;
mod hints;
mod layout;
pub(super) mod order;
pub mod scene;
pub(in crate::tui) mod state;
mod timeline;
pub mod view;
