//! The file that a lesson is read from while it is written.

use crate::lesson::{self, parse};
use crate::untrusted::printable;
use std::path::Path;

/// The file that a lesson is read from.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// The file, as it was named.
    pub path: String,
    /// What it held.
    pub text: String,
}

/// The most lines of a mistake that are shown.
const MOST_LINES: usize = 40;

impl Source {
    /// What the file is called, without `.md`.
    fn name(&self) -> String {
        Path::new(&self.path).file_stem().map_or(String::new(), |stem| stem.to_string_lossy().into_owned())
    }

    pub(super) fn parse(&self) -> Result<lesson::Lesson, Vec<String>> {
        let shown = printable(&self.path, 200);
        parse(&self.text, &self.name()).map_err(|problems| lines_of(&problems.render(&shown)))
    }
}

fn lines_of(text: &str) -> Vec<String> {
    text.lines().take(MOST_LINES).map(|line| printable(line, 200)).collect()
}
