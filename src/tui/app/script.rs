//! Commands of the script language, carried out on the run that is shown.

use super::{App, Mistake, Order};
use crate::tui::palette::Proposal;

impl App {
    /// Carries out a command of the script language.
    pub(super) fn run_script(&mut self, command: &str) -> Result<(), Mistake> {
        let word = command.split_whitespace().next().unwrap_or_default();
        Err(Mistake { column: 0, message: format!("no command {word} {:?}", super::obey::meant(word)) })
    }

    pub(super) fn play_scenario(&mut self, name: &str) -> Result<(), Mistake> {
        Err(Mistake { column: 9, message: format!("There is no scenario {name}") })
    }

    pub(super) fn with_script(&self, _before: &str, start: usize, proposals: Vec<Proposal>) -> (usize, Vec<Proposal>) {
        (start, proposals)
    }
}

/// Whether a command can be understood, wherever it is carried out.
///
/// # Errors
/// What is wrong with it.
pub fn check(command: &str) -> Result<(), String> {
    for one in command.split(" || ") {
        if let Some(order) = Order::parse(one) {
            order.map_err(|mistake| mistake.message)?;
        }
    }
    Ok(())
}
