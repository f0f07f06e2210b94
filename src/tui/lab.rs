//! The bug lab on the screen: what its page lists, and what the panel beside a run with a rule off knows.

mod execute;
mod hints;
mod item;
pub(super) mod order;
pub(super) mod page;
pub mod page_view;
mod panel;
pub mod panel_view;
pub(super) mod running_hunt;

pub use item::Item;
pub use panel::{Kind, Lab, PanelAction, PanelTarget};
pub use running_hunt::hunt_for;
