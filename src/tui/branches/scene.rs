//! What one frame of the page of branches shows.

use crate::history::Run;
use crate::tui::Look;

/// What one frame of the page shows.
#[derive(Clone, Copy)]
pub struct BranchesScene<'a> {
    /// The run.
    pub run: &'a Run,
    /// What the cluster is.
    pub title: &'a str,
    /// The chosen line, as [`rows`] counts them.
    pub chosen: usize,
    /// The keys worth knowing here.
    pub hints: &'a [(&'a str, &'a str)],
    /// What the last command had to say, in the place of the keys.
    pub notice: Option<&'a str>,
    /// Colours and glyphs.
    pub look: &'a Look,
}
