//! What is pointed at, and lines of a lesson's page, in words.

use crate::explain::flight_in_words;
use crate::history::Run;
use crate::lesson::play::{PointKind, Pointed};
use crate::lesson::{Block, Inline, Prose, Style};
use crate::tui::Chosen;
use crate::tui::stage::Stage;

pub(super) fn text(text: String) -> Inline {
    Inline::Text(text, Style::Plain)
}

pub(super) fn paragraph(line: String) -> Prose {
    Prose { blocks: vec![Block::Paragraph(vec![text(line)])] }
}

/// What a learner is to point at.
pub(super) const fn wanted(kind: PointKind) -> &'static str {
    match kind {
        PointKind::Server => "Choose a server",
        PointKind::Entry => "Choose an entry",
        PointKind::Message => "Choose a message",
    }
}

/// What is chosen on the screen, as something that is pointed at.
pub(super) fn pointed(chosen: Chosen, stage: &Stage) -> Option<Pointed> {
    match chosen {
        Chosen::Nothing => None,
        Chosen::Server(server) => Some(Pointed::Server(server)),
        Chosen::Entry(server, index) => {
            stage.has_entry(server, index).then_some(Pointed::Entry(server, index))
        }
        Chosen::Message(id) => Some(Pointed::Message(id)),
    }
}

/// As one speaks of it: `S1's vote request to S3` rather than the number of a message.
pub(in crate::tui) fn target_name(point: &Pointed, run: Option<&Run>) -> String {
    match point {
        Pointed::Server(server) => server.to_string(),
        Pointed::Entry(server, index) => format!("entry {index} on {server}"),
        Pointed::Message(id) => {
            let flight = run.and_then(|run| run.world().network().flight(*id));
            flight.map_or_else(|| format!("message {id}"), flight_in_words)
        }
    }
}
