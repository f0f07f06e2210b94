//! What can be read of a page without any script: the steps that matter, one line each.

use super::escape::{escape, readable};
use crate::sim::StepId;
use std::io::{self, Write};

/// How many lines are kept; of more, only how many.
const MOST_LINES: usize = 400;
/// The longest line.
const LONGEST: usize = 400;

/// The steps that matter.
#[derive(Clone, Debug, Default)]
pub(super) struct Story {
    lines: Vec<(StepId, String, String)>,
    left_out: usize,
}

impl Story {
    pub(super) fn add(&mut self, step: StepId, sentence: &str, place: &str) {
        if self.lines.len() < MOST_LINES {
            self.lines.push((step, readable(sentence, LONGEST), readable(place, LONGEST)));
        } else {
            self.left_out += 1;
        }
    }

    /// Writes it as a list.
    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"<ol class=\"told\">\n")?;
        for (step, sentence, place) in &self.lines {
            write!(out, "<li value=\"{step}\">")?;
            escape(sentence, out)?;
            if !place.is_empty() {
                out.write_all(b" <small>")?;
                escape(place, out)?;
                out.write_all(b"</small>")?;
            }
            out.write_all(b"</li>\n")?;
        }
        out.write_all(b"</ol>\n")?;
        if self.left_out > 0 {
            writeln!(out, "<p>… and {} more.</p>", self.left_out)?;
        }
        Ok(())
    }
}
