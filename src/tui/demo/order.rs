//! Commands about demos.

use crate::language::Parser;
use crate::tui::order::text::optional;
use std::fmt;

/// What is done in a demo, or with one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DemoOrder {
    /// Show this one: its name or number. None: the list of them.
    Show(Option<String>),
    /// Play to the next pause; while it plays, be there at once.
    Next,
    /// Back to the pause before.
    Back,
    /// Back to the beginning.
    Start,
    /// A black screen, or back.
    Black,
}

/// The words that may follow `demo`, and what each does.
pub(in crate::tui) const DEMO_WORDS: [(&str, &str, DemoOrder); 4] = [
    ("next", "play to the next pause; while it plays, go there at once", DemoOrder::Next),
    ("back", "back to the pause before", DemoOrder::Back),
    ("start", "back to the beginning of the demo", DemoOrder::Start),
    ("black", "a black screen, or back", DemoOrder::Black),
];

/// The order of `demo` with what follows it.
pub(in crate::tui) fn parse(parser: &mut Parser<'_>) -> DemoOrder {
    let Some(first) = parser.next_piece() else { return DemoOrder::Show(None) };
    match DEMO_WORDS.into_iter().find(|(word, ..)| *word == first) {
        Some((_, _, order)) => parser.then(order),
        None => DemoOrder::Show(parser.text()),
    }
}

impl fmt::Display for DemoOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DemoOrder::Show(name) => optional("demo", name.as_ref(), f),
            order => {
                let known = DEMO_WORDS.into_iter().find(|(_, _, known)| known == order);
                write!(f, "demo {}", known.map_or("", |(word, ..)| word))
            }
        }
    }
}
