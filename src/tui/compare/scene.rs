//! What one frame of two branches side by side shows.

use crate::explain::Narration;
use crate::history::{Parting, Run, ServerDifference, Sides, compare_states};
use crate::lesson::Pane;
use crate::tui::Look;
use crate::tui::chosen::Chosen;
use crate::tui::lens::Lens;
use crate::tui::scene::Scene;

/// What one frame of the page shows: `a` is the left or upper side.
#[derive(Clone, Copy)]
pub struct CompareScene<'a> {
    /// The two branches, each with its cursor where it is shown.
    pub runs: Sides<&'a Run>,
    /// Whether the left side is the chosen one.
    pub left: bool,
    /// Where they part.
    pub parting: &'a Parting,
    /// What happened next on each.
    pub told: &'a Sides<Narration>,
    /// What happened last on each.
    pub subtitles: &'a Sides<Narration>,
    /// What the cluster is.
    pub title: &'a str,
    /// How many rows of the table are scrolled away.
    pub scroll: u16,
    /// The keys worth knowing here.
    pub hints: &'a [(&'a str, &'a str)],
    /// What the last command had to say, in the place of the keys.
    pub notice: Option<&'a str>,
    /// Colours and glyphs.
    pub look: &'a Look,
}

impl<'a> CompareScene<'a> {
    pub(super) fn run(&self, left: bool) -> &'a Run {
        if left { self.runs.a } else { self.runs.b }
    }

    pub(super) fn told(&self, left: bool) -> &'a Narration {
        if left { &self.told.a } else { &self.told.b }
    }

    pub(super) fn subtitle(&self, left: bool) -> &'a Narration {
        if left { &self.subtitles.a } else { &self.subtitles.b }
    }

    pub(super) fn differences(&self) -> Vec<ServerDifference> {
        compare_states(self.runs.a.present(), self.runs.b.present())
    }

    /// A side as the panes of a cluster see it.
    pub(super) fn scene(&self, left: bool) -> Scene<'a> {
        let run = self.run(left);
        Scene {
            run,
            clock: run.world().now(),
            title: "",
            subtitle: self.subtitle(left),
            past: None,
            playing: false,
            speed: "",
            chosen: Chosen::Nothing,
            focus: Pane::Events,
            zoom: None,
            scroll: &[0; Pane::ALL.len()],
            draft: None,
            hints: &[],
            lens: Lens::default(),
            pins: &[],
            side: None,
            disaster: None,
            lab_keys: &[],
            look: self.look,
            still: false,
        }
    }
}
