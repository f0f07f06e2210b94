//! The branches and bookmarks of a run: their orders, what those do, and how the tree is drawn.

pub(super) mod execute;
pub(super) mod order;
mod plan;
mod timeline;
pub mod view;
