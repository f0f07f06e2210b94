//! The logs and the messages in flight.

use super::WIDTH;
use crate::explain::{capitalized, flight_in_words};
use crate::lesson::{LogCell, LogTable};
use crate::sim::{Flight, Transit, World};

/// How many messages in flight are listed.
const MOST_MESSAGES: usize = 20;

/// The messages in flight, and when they arrive.
pub(in crate::tui) fn messages(world: &World) -> Vec<String> {
    let mut flights: Vec<&Flight> =
        world.network().flights().filter(|flight| flight.doom.is_none()).collect();
    flights.sort_by_key(|flight| (flight.due, flight.id));
    if flights.is_empty() {
        return vec!["No message is in flight.".to_owned()];
    }
    let more = flights.len().saturating_sub(MOST_MESSAGES);
    let line = |flight: &&Flight| {
        let what = capitalized(&flight_in_words(flight));
        let arrives = match flight.place {
            Transit::Travelling => {
                format!("arrives in {}", crate::explain::ms(flight.due.since(world.now())))
            }
            Transit::Held => "held back".to_owned(),
            Transit::Waiting => format!("waits, because {} is frozen", flight.to),
        };
        format!("In flight: {what}, {arrives} (message {})", flight.id)
    };
    let mut lines: Vec<String> = flights.iter().take(MOST_MESSAGES).map(line).collect();
    if more > 0 {
        lines.push(format!("and {more} more"));
    }
    lines
}

/// The logs of all servers as they are.
pub(in crate::tui) fn logs(world: &World) -> Vec<String> {
    rows(&LogTable::of(world, None))
}

/// A table of logs, without its caption.
pub(in crate::tui) fn rows(table: &LogTable) -> Vec<String> {
    let row = |line: Vec<LogCell>| {
        let line: String = line.iter().map(|cell| cell.text.as_str()).collect();
        line.trim_end().to_owned()
    };
    table.lines(WIDTH).into_iter().map(row).collect()
}
