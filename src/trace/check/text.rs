//! What was read, for people. What was found is told by the judge.

use super::Checked;
use crate::explain::grouped;
use std::fmt::Write;

/// How many names of nodes are listed.
const MOST_NAMES: usize = 9;

impl Checked {
    /// What was read: the format, how much there is of it, and what could not be read.
    pub fn head(&self, name: &str) -> String {
        let tally = &self.tally;
        let mut text = name.to_owned();
        if let Some(title) = self.title.as_deref().filter(|title| !title.is_empty()) {
            let _ = write!(text, ": {title}");
        }
        let format = self.format.map_or("no known format", super::Format::name);
        let nodes = match self.names.len() {
            1 => "1 node".into(),
            count => format!("{} nodes", grouped(count as u64)),
        };
        let _ =
            writeln!(text, "\n  {format}, {} at {nodes}{}", counted(tally.events, "event"), self.listed());
        if tally.passed_over > 0 {
            let _ = writeln!(text, "  {} about other things ignored", counted(tally.passed_over, "line"));
        }
        if let Some(line) = tally.breaks_off {
            let _ = writeln!(
                text,
                "  it is incomplete in line {}, as after a crash: that is no mistake",
                grouped(line)
            );
        }
        for stranger in &tally.strangers {
            let _ = writeln!(text, "  {stranger}");
        }
        if tally.broken > 0 {
            let _ = writeln!(text, "  {} could not be read:", counted(tally.broken, "line"));
            for broken in &self.broken {
                let _ = writeln!(text, "    {broken}\n      | {}", broken.quoted);
            }
            let more = tally.broken - self.broken.len() as u64;
            if more > 0 {
                let _ = writeln!(text, "    and {} more", grouped(more));
            }
        }
        text
    }

    fn listed(&self) -> String {
        let names: Vec<&str> = self.names.iter().map(|(_, name)| name).take(MOST_NAMES).collect();
        if names.is_empty() {
            return String::new();
        }
        let more = if self.names.len() > names.len() { ", …" } else { "" };
        format!(" ({}{more})", names.join(", "))
    }
}

/// `1 line`, `2 lines`.
fn counted(count: u64, what: &str) -> String {
    format!("{} {what}{}", grouped(count), if count == 1 { "" } else { "s" })
}
