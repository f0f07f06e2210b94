//! Runs as pictures and recordings: what is drawn is what the program shows, whatever a run is called and says, and
//! other programs can read it.

mod cast;
mod diagram;
mod shot;
mod svg;

use crate::support::assert_that;
use raftarium::export::{Steps, Subject};
use raftarium::history::Run;
use raftarium::language::parse;
use raftarium::script::{PlayOptions, play_through};
use raftarium::sim::StepId;
use raftarium::tui::home::Scenario;

/// A scenario that was played, with what it says.
pub struct Played {
    pub title: String,
    pub intro: String,
    pub run: Run,
    pub notes: Vec<(StepId, String)>,
}

pub fn played(scenario: &Scenario) -> Played {
    let (report, run) = play_through(&parse(scenario.text).unwrap(), &PlayOptions::default());
    Played {
        title: scenario.title.clone(),
        intro: scenario.what.clone(),
        run: run.unwrap(),
        notes: report.notes,
    }
}

pub fn scenario(name: &str) -> Played {
    played(&Scenario::named(name).unwrap())
}

impl Played {
    pub fn subject(&self, first: StepId, last: StepId) -> Subject<'_> {
        Subject {
            title: &self.title,
            intro: &self.intro,
            run: &self.run,
            notes: &self.notes,
            steps: Steps { first, last },
        }
    }

    pub fn whole(&self) -> Subject<'_> {
        self.subject(1, self.run.end())
    }
}

/// What somebody might write to get out of a text.
pub const HOSTILE: &str =
    "</title></text><script>alert(1)</script>\"'&lt;&\u{1b}[2J\u{7}\u{0}\u{202e}]]><!-- é日★\u{ffff}";

/// Whether a picture is well-formed, and only draws: no scripts, no links, nothing from elsewhere.
pub fn harmless(picture: &str) -> roxmltree::Document<'_> {
    let document = roxmltree::Document::parse(picture)
        .unwrap_or_else(|error| panic!("{error}\n{}", &picture[..picture.len().min(2_000)]));
    for element in document.descendants().filter(roxmltree::Node::is_element) {
        let name = element.tag_name().name();
        let known = ["svg", "title", "desc", "rect", "path", "g", "text", "circle"];
        assert!(known.contains(&name), "<{name}>");
        for attribute in element.attributes() {
            let known = [
                "width",
                "height",
                "viewBox",
                "role",
                "font-family",
                "font-size",
                "x",
                "y",
                "rx",
                "fill",
                "d",
                "fill-opacity",
                "stroke",
                "stroke-width",
                "textLength",
                "text-anchor",
                "font-weight",
                "font-style",
                "stroke-dasharray",
                "cx",
                "cy",
                "r",
            ];
            assert!(known.contains(&attribute.name()), "{}=", attribute.name());
        }
    }
    assert_that(&picture, |it| !it.chars().any(|char| char.is_control() && char != '\n'));
    document
}
