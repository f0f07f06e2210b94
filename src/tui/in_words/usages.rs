//! How commands are written.

use super::WIDTH;
use crate::language::{Place, Usage, commands};
use crate::tui::text::wrap;

/// How commands are written, those that act on a cluster and those that let time pass: of the former, those that may be
/// used.
pub(in crate::tui) fn usages(may: impl Fn(&str) -> bool) -> Vec<String> {
    let is_shown = |usage: &&Usage| {
        usage.place == Place::Action && may(usage.word) || matches!(usage.word, "run" | "step")
    };
    let said = |usage: &str, help: &str| wrap(&format!("{usage}: {help}"), WIDTH, "    ");
    let shown = commands().iter().filter(is_shown);
    let mut lines: Vec<String> = shown.flat_map(|usage| said(usage.usage, usage.help)).collect();
    // The word is also one of those that describe a cluster, and its usage there is another.
    if may("duplicate") {
        lines.extend(said("duplicate MESSAGE", "Send a copy of a message."));
    }
    lines.extend(said("SERVERS", "S1 S2, leader, followers, crashed, all."));
    lines.extend(said("MESSAGE", "#12, vote S1 -> S3, all append S1 -> S2, last entries."));
    lines.extend(said("TIME", "100ms, 2s."));
    lines
}
