//! The screen. An `App` holds what the user looks at; a [`Scene`] is what one frame shows; panes are pure
//! functions from a scene to cells.

pub mod draw;
pub mod layout;
pub mod look;
pub mod panes;
pub mod scene;

pub use draw::{draw, hit};
pub use look::{Depth, Look, Theme};
pub use scene::{Chosen, Pane, Scene, Target};
