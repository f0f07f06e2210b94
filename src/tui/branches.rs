//! The branches and bookmarks of a run: their orders, what those do, and how the tree is drawn.

pub(super) mod execute;
pub(super) mod order;
mod plan;
pub mod scene;
pub(in crate::tui) mod state;
mod timeline;
pub mod view;
