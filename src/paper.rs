//! The paper: its rules, their places, and the ways in which a server can be made to break them.
//!
//! Nothing here acts. [`Rule`] is the table of the rules that a fact can carry, [`Bug`] the table of the ways in which one
//! of them can be switched off: an entry says all that there is to say about one of them. [`Property`] names the five
//! guarantees of Figure 3, [`figure`] holds Figures 2 and 3 line by line, [`source`] finds our own lines that carry out a
//! rule. [`catalogue`] and [`lab`] set rules and bugs as pages of text.

mod bug;
pub mod catalogue;
mod citation;
pub mod figure;
pub mod lab;
mod property;
mod prose;
mod rule;
pub mod source;

pub use bug::{Bug, BugArticle, BugSet};
pub use citation::{Citation, PLACES, is_place};
pub use property::Property;
pub use rule::{Article, Rule};
