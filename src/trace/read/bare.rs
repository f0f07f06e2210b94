//! Bare lines: `time term node role`.

use super::fields::RoleName;
use super::ours::micros;
use super::problem::Problem;
use crate::raft::Term;
use crate::trace::names::Names;
use crate::trace::{Event, Kind, State};

/// Reads a line.
pub(super) fn read(text: &[u8], number: u64, names: &mut Names) -> Result<Event, Problem> {
    let text = std::str::from_utf8(text).map_err(|error| Problem {
        at: Some(error.valid_up_to()),
        says: "this is not text in UTF-8".into(),
        cut_off: error.error_len().is_none(),
    })?;
    let mut words = text.split([' ', '\t', ',', ';']).filter(|word| !word.is_empty());
    let found = [words.next(), words.next(), words.next(), words.next()];
    let at = |word: &str| Some(word.as_ptr() as usize - text.as_ptr() as usize);
    let [Some(time), Some(term), Some(node), Some(role)] = found else {
        let count = found.iter().flatten().count();
        let says = format!("expected four words, `time term node role`, and there are only {count}");
        return Err(Problem { at: Some(text.len()), says, cut_off: true });
    };
    if let Some(fifth) = words.next() {
        let says = "expected four words, `time term node role`, and this is a fifth".into();
        return Err(Problem { at: at(fifth), says, cut_off: false });
    }
    let wrong = |word: &str, says: String| Problem { at: at(word), says, cut_off: false };
    let term = term.parse().map(Term).map_err(|_| {
        wrong(term, format!("`{term}` is not a term: expected a whole number from 0 to {}", u32::MAX))
    })?;
    let node_of = names.add(node).map_err(|says| wrong(node, says));
    let role = RoleName::parse(role).map_err(|says| Problem { cut_off: true, ..wrong(role, says) })?;
    let at = time.parse().ok().and_then(micros);
    let state = State { term: Some(term), role: Some(role), ..State::default() };
    Ok(Event { state, ..Event::new(number, at, node_of?, Kind::Change) })
}
