//! What a message shows of itself: signs, and a word beside them.

use super::flights::step_numbered;
use crate::explain::{known, ms};
use crate::raft::{AppendOutcome, Rpc, SeenEntry, SeenMessage, Term};
use crate::sim::{Contents, Flight, Transit};
use crate::tui::Scene;
use crate::tui::canvas::Canvas;
use crate::tui::look::glyph::{self, Heading};
use crate::tui::messages::what;
use ratatui::style::Style;

/// The most terms of entries that a message shows.
const TERMS: usize = 3;

/// A piece of what a message shows, and its colour.
pub(super) type Signs = Vec<(String, Sign)>;

/// The colour of a piece of a message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sign {
    Term(Term),
    Alarm,
}

impl Sign {
    /// The style of a piece.
    pub fn style(self, canvas: &Canvas) -> Style {
        match self {
            Sign::Term(term) => canvas.look.term(term),
            Sign::Alarm => canvas.look.alarm(),
        }
    }
}

/// What a message shows of itself, piece by piece: noun, then verdict or terms.
pub(super) fn signs(message: &Contents, heading: Heading) -> Signs {
    let term = || Sign::Term(message.term().unwrap_or_default());
    let noun = glyph::of_message(message, heading);
    match message.answer() {
        Some(true) => return vec![(format!("{noun}{}", glyph::YES), term())],
        Some(false) => return vec![(noun.to_string(), term()), (glyph::NO.to_string(), Sign::Alarm)],
        None => {}
    }
    let mut signs = vec![(noun.to_string(), term())];
    for (position, entry) in message.seen().entries().iter().take(TERMS).enumerate() {
        let gap = if position > 0 { " " } else { "" };
        signs.push((format!("{gap}{}", known(entry.term)), Sign::Term(entry.term.unwrap_or_default())));
    }
    if message.entry_count() > TERMS {
        signs.push(("…".to_owned(), term()));
    }
    signs
}

/// The same on the ring, where every message points where it goes: `◇→`, `←◇✓`, `◄2 4`.
pub(super) fn pointing_signs(message: &Contents, heading: Heading) -> Signs {
    let mut signs = signs(message, heading);
    if message.kind().rpc() == Rpc::RequestVote {
        let arrow = (heading.arrow().to_string(), Sign::Term(message.term().unwrap_or_default()));
        let place = if heading == Heading::Left { 0 } else { signs.len() };
        signs.insert(place, arrow);
    }
    signs
}

/// How many cells signs take.
pub(super) fn width_of(signs: &Signs) -> u16 {
    signs.iter().map(|(text, _)| text.chars().count() as u16).sum()
}

/// What is said beside the message that is chosen, in ever fewer words: `entry 1 to S2, in 13 ms`.
pub(super) fn chosen_labels(scene: &Scene, flight: &Flight) -> [String; 2] {
    let to = format!("{} to {}", what(&flight.message), flight.to);
    let when = match flight.place {
        Transit::Held => "held".to_owned(),
        Transit::Waiting => format!("waits: {} is frozen", flight.to),
        Transit::Travelling => format!("in {}", ms(flight.due.since(scene.clock))),
    };
    [format!("{to}, {when}"), to]
}

/// One word beside a message, where there is room.
pub(super) fn label(scene: &Scene, flight: &Flight) -> (String, bool) {
    let parked = || {
        let same = |other: &&Flight| {
            other.place == flight.place && other.from == flight.from && other.to == flight.to
        };
        scene.run.world().network().flights().filter(same).count()
    };
    let text = match (flight.place, if flight.place == Transit::Travelling { 0 } else { parked() }) {
        (Transit::Travelling, _) => None,
        (Transit::Held, 1) => Some("held".to_owned()),
        (Transit::Held, several) => Some(format!("{several} held")),
        (Transit::Waiting, 1) => Some("waits".to_owned()),
        (Transit::Waiting, several) => Some(format!("{several} wait")),
    };
    if let Some(text) = text {
        return (text, false);
    }
    let (word, alarm) = match &*flight.message.seen() {
        SeenMessage::RequestVote(_) => ("vote?", false),
        SeenMessage::RequestVoteReply(reply) if reply.vote_granted => ("yes", false),
        SeenMessage::RequestVoteReply(_) => ("no", true),
        SeenMessage::AppendEntries(append) => match &append.entries[..] {
            [] => ("beat", false),
            [SeenEntry { payload, .. }] => return (known(*payload), false),
            _ => ("", false),
        },
        SeenMessage::AppendEntriesReply(reply) => match reply.outcome {
            AppendOutcome::Success { .. } if stored(scene, flight) => ("stored", false),
            AppendOutcome::Success { .. } => ("ok", false),
            AppendOutcome::Mismatch { .. } => ("no", true),
            AppendOutcome::StaleTerm => ("old term", true),
        },
    };
    (word.to_owned(), alarm)
}

/// Whether the step that sent a reply had stored entries.
fn stored(scene: &Scene, flight: &Flight) -> bool {
    step_numbered(scene.run.recent(), flight.cause)
        .is_some_and(|step| step.seen().any(|fact| matches!(fact, crate::raft::Fact::Appended { .. })))
}
