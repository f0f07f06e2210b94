//! Commands about the bug lab.

use super::Item;
use crate::language::{Parsed, Parser};
use crate::nearest::hint;
use crate::tui::order::text::optional;
use std::fmt;

/// What is done in the bug lab. Without an id it is about what is chosen there, or about the rule that is off.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LabOrder {
    /// Show its page, perhaps at a line.
    Page(Option<Item>),
    /// Find the shortest run that breaks it, or show what is prepared for it.
    Hunt(Option<Item>),
    /// Try to break it by hand.
    Break(Option<Item>),
    /// A new cluster with it.
    New(Option<Item>),
    /// Switch it off in the current cluster, or put it back.
    Aside(Option<Item>),
    /// Stop hunting.
    Stop,
    /// Open the panel beside the run, or close it.
    Panel,
    /// Put the rules back: here, or if a property broke, on a branch beside this one.
    Beside,
    /// To where it went wrong.
    Wrong,
    /// Begin again.
    Again,
    /// To the step before that mattered.
    Earlier,
    /// To the next step that mattered.
    Later,
    /// What the panel offers, by its number.
    Do(u64),
}

impl fmt::Display for LabOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = |word: &str, item: Option<Item>, f: &mut fmt::Formatter<'_>| {
            optional(word, item.map(Item::id), f)
        };
        match self {
            LabOrder::Page(item) => of("lab", *item, f),
            LabOrder::Hunt(item) => of("lab hunt", *item, f),
            LabOrder::Break(item) => of("lab break", *item, f),
            LabOrder::New(item) => of("lab new", *item, f),
            LabOrder::Aside(item) => of("lab aside", *item, f),
            LabOrder::Stop => f.write_str("lab stop"),
            LabOrder::Panel => f.write_str("lab panel"),
            LabOrder::Beside => f.write_str("lab beside"),
            LabOrder::Wrong => f.write_str("lab wrong"),
            LabOrder::Again => f.write_str("lab again"),
            LabOrder::Earlier => f.write_str("lab earlier"),
            LabOrder::Later => f.write_str("lab later"),
            LabOrder::Do(place) => write!(f, "lab do {place}"),
        }
    }
}

/// The words that may follow `lab`, with what each does.
pub(in crate::tui) const VERBS: [(&str, &str); 11] = [
    ("hunt", "search for a short run that breaks a property"),
    ("break", "break it yourself: a cluster with the rule off, and a par"),
    ("new", "a new cluster with the rule off"),
    ("aside", "switch the rule off in the current cluster, or on again"),
    ("stop", "stop the hunt"),
    ("panel", "open or close the panel next to the run"),
    ("beside", "put the rule back; if a property broke, play the same run next to this one"),
    ("wrong", "to the step where it went wrong"),
    ("again", "start again"),
    ("earlier", "to the previous step that mattered"),
    ("later", "to the next step that mattered"),
];

/// Reads what follows `lab`.
pub(in crate::tui) fn parse(parser: &mut Parser<'_>) -> Parsed<LabOrder> {
    let of: fn(Option<Item>) -> LabOrder = match parser.next_piece() {
        None => return Ok(LabOrder::Page(None)),
        Some("hunt") => LabOrder::Hunt,
        Some("break") => LabOrder::Break,
        Some("new") => LabOrder::New,
        Some("aside") => LabOrder::Aside,
        Some("stop") => return Ok(parser.then(LabOrder::Stop)),
        Some("panel") => return Ok(parser.then(LabOrder::Panel)),
        Some("beside") => return Ok(parser.then(LabOrder::Beside)),
        Some("wrong") => return Ok(parser.then(LabOrder::Wrong)),
        Some("again") => return Ok(parser.then(LabOrder::Again)),
        Some("earlier") => return Ok(parser.then(LabOrder::Earlier)),
        Some("later") => return Ok(parser.then(LabOrder::Later)),
        Some("do") => {
            parser.take_piece();
            return Ok(LabOrder::Do(parser.wanted_number("a number")?));
        }
        Some(_) => return Ok(LabOrder::Page(item(parser)?)),
    };
    parser.take_piece();
    Ok(of(item(parser)?))
}

/// A line of the lab, if anything follows.
fn item(parser: &mut Parser<'_>) -> Parsed<Option<Item>> {
    let Some(id) = parser.next_piece() else { return Ok(None) };
    if let Some(item) = Item::parse(id) {
        return Ok(Some(parser.then(item)));
    }
    let known = Item::all();
    let words = known.iter().map(|item| item.id()).chain(VERBS.iter().map(|(verb, _)| *verb));
    let hint = hint(id, words);
    let id = crate::untrusted::printable(id, 40);
    parser.wrong(format!("the bug lab has no '{id}': `lab` lists its rules{hint}"), "")
}
