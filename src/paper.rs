//! The paper: its rules, their places, and the ways in which a server can be made to break them.
//!
//! Nothing here acts. [`Rule`] names every rule that a fact can carry, [`Bug`] every way in which one
//! of them can be set aside, [`Property`] the five guarantees of Figure 3. The [`catalogue`] says of each rule
//! where it stands, why it exists and what breaks without it, [`figure`] holds Figures 2 and 3 line by line, and
//! [`lab`] tells the stories of the bugs.

mod bug;
pub mod catalogue;
pub mod figure;
pub mod lab;
mod place;
mod property;
mod prose;
mod rule;
pub mod source;

pub use bug::{Bug, BugSet};
pub use place::{PLACES, Place, is_place};
pub use property::Property;
pub use rule::Rule;
