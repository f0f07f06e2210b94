//! A lesson on the screen: what it shows, which page of it, how far it is scrolled, and what it lights up.

use super::view::{LessonScene, LessonView, Page};
use crate::explain::Lit;
use crate::paper::Rule;
use crate::tui::Look;

/// A lesson on the screen.
#[derive(Clone, Debug, Default)]
pub struct LessonSide {
    /// What it shows.
    pub view: LessonView,
    /// Which page, where what is to be read and what is to be done are two.
    pub page: Page,
    /// How many rows are scrolled away.
    pub scroll: u16,
    /// The keys that lead on.
    pub foot: Vec<(String, String)>,
    /// The servers, entries and messages that it speaks of.
    pub lit: Lit,
    /// The rules that it speaks of.
    pub rules: Vec<Rule>,
    /// Before a class: few things, and room.
    pub lecture: bool,
}

impl LessonSide {
    /// As it is drawn.
    pub fn scene<'a>(&'a self, look: &'a Look) -> LessonScene<'a> {
        LessonScene { view: &self.view, page: self.page, scroll: self.scroll, foot: &self.foot, look }
    }
}
