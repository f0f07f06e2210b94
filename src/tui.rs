//! The screen. An `App` holds what the user looks at; a [`Scene`] is what one frame shows; panes are pure
//! functions from a scene to cells.

pub mod look;
pub mod scene;

pub use look::Look;
pub use scene::{Chosen, Pane, Scene, Target};
