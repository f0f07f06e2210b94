//! All commands, from the tables of their parts.

use super::act::LISTED;
use super::usage::{MOVEMENT, SETUP, Usage};
use std::sync::LazyLock;

/// All commands, in the order of the page.
pub fn commands() -> &'static [Usage] {
    static COMMANDS: LazyLock<Vec<Usage>> = LazyLock::new(|| {
        let acts = LISTED.into_iter().flatten().map(|act| act.usage);
        SETUP.iter().copied().chain(acts).chain(MOVEMENT.iter().copied()).collect()
    });
    &COMMANDS
}
