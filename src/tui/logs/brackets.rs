//! Under the logs: how far the cluster has committed, and what a majority has without its being committed.
//!
//! ```text
//! ╰─ committed ─╯╰╌╌╌╌╌╌╯ on 3 of 5, of term 2: not committed
//! ```

use super::Grid;
use crate::raft::{Index, ServerSet};
use crate::sim::Node;
use crate::tui::Scene;
use crate::tui::canvas::Canvas;
use crate::tui::overview::{Overview, log_of, term_of};
use ratatui::layout::Rect;

/// Under all logs, once: how far the cluster has committed, and what a majority has without its being so.
pub(super) fn draw(scene: &Scene, overview: &Overview, grid: &Grid, area: Rect, y: u16, canvas: &mut Canvas) {
    let look = canvas.look;
    let committed = scene.run.checker().committed_index();
    let uncommitted = on_majority(scene, committed);
    let mut after = area.x;
    if committed >= grid.first {
        let first = grid.x(grid.first).unwrap_or(area.x);
        let end = grid.end(committed.min(grid.last)).unwrap_or(first);
        // Beside the bracket the word would push away what matters more.
        let inside = end - first >= canvas.width("committed") + 6;
        let word = if uncommitted.is_none() || inside { "committed" } else { "" };
        after = bracket(first, end, y, word, look.text(), '─', canvas) + 1;
    }
    let Some((from, to, on)) = uncommitted else { return };
    let (Some(start), Some(end)) = (grid.x(from.max(grid.first)), grid.end(to.min(grid.last))) else {
        return;
    };
    let said = words(scene, overview, to, on);
    let (style, line) = if said.alarm { (look.alarm(), '╌') } else { (look.text(), '─') };
    let start = if after > start { after.min(end) } else { start };
    let done = bracket(start, end, y, "", style, line, canvas);
    let fits = |text: &&String, room: u16| canvas.width(text) <= room;
    let beside = area.right().saturating_sub(done + 1);
    let below = if y < area.bottom() { area.width } else { 0 };
    if let Some(text) = said.words.first().filter(|text| fits(text, beside)) {
        canvas.put(done + 1, y, text, style);
    } else if let Some(text) = said.words.iter().find(|text| fits(text, below)) {
        canvas.put(start.min(area.right() - canvas.width(text)), y + 1, text, style);
    } else if let Some(text) = said.words.iter().find(|text| fits(text, beside)).or(said.words.last()) {
        canvas.put_cut(done + 1, y, text, beside, style);
    }
}

/// What is said of entries on a majority that are not committed.
struct Said {
    /// The leader knows that a majority has them and may not commit them, or it lacks them.
    alarm: bool,
    /// The same in ever fewer words.
    words: [String; 3],
}

/// The last of the entries is on so many servers: what that is to the leader. That it is on a majority is
/// what we see; the leader knows of those who have told it.
fn words(scene: &Scene, overview: &Overview, entry: Index, on: usize) -> Said {
    let world = scene.run.world();
    let spread = format!("on {on} of {}", world.configuration().voters().len());
    let node = overview.leader.map(|leader| world.node(leader));
    let leads =
        node.and_then(|node| Some((node, node.running().filter(|server| server.leader().is_some())?)));
    let Some((node, server)) = leads else {
        return Said { alarm: false, words: [format!("{spread}, not committed"), spread.clone(), spread] };
    };
    let leader = node.id;
    let Some(term) = log_of(node).term_at(entry).filter(|_| copies_of(scene, node, entry) == on) else {
        let words = [format!("{spread}, but {leader} lacks it"), format!("{leader} lacks it"), spread];
        return Said { alarm: true, words };
    };
    let holders = server.holders(entry).or(ServerSet::only(leader));
    let known = holders.len();
    let told = format!("{spread}, {leader} knows of {known}");
    if server.quorums().is_quorum(holders) && term < term_of(node) {
        let older = format!("of term {term}: not committed");
        let all = if known == on { format!("{spread}, {older}") } else { format!("{told}, {older}") };
        return Said { alarm: true, words: [all, format!("{spread}, {older}"), older] };
    }
    Said { alarm: false, words: [format!("{told}: not committed yet"), told, spread] }
}

/// How many servers have the same entry as this one, and all the same before it.
fn copies_of(scene: &Scene, node: &Node, entry: Index) -> usize {
    let digest = log_of(node).digest_at(entry);
    let nodes = scene.run.world().nodes();
    nodes.iter().filter(|other| digest.is_some() && log_of(other).digest_at(entry) == digest).count()
}

/// `╰── committed ──╯`, the word behind it if it is too long. Says where it ends.
fn bracket(
    start: u16,
    end: u16,
    y: u16,
    word: &str,
    style: ratatui::style::Style,
    line: char,
    canvas: &mut Canvas,
) -> u16 {
    let last = end.saturating_sub(1).max(start);
    canvas.run(start, last, y, line, style);
    canvas.put_char(start, y, '╰', style);
    canvas.put_char(last, y, '╯', style);
    if word.is_empty() {
        return end;
    }
    let width = canvas.width(word) + 2;
    if end - start >= width + 4 {
        let x = start + (end - start - width) / 2;
        canvas.put(x, y, &format!(" {word} "), style);
        end
    } else {
        canvas.put(end + 1, y, word, style)
    }
}

/// The entries after the committed ones that a majority of all servers has: the first, the last, and on how
/// many servers the last is.
fn on_majority(scene: &Scene, committed: Index) -> Option<(Index, Index, usize)> {
    let nodes = scene.run.world().nodes();
    let configuration = scene.run.world().configuration();
    let longest = nodes.iter().map(|node| log_of(node).last_index()).max()?;
    let copies = |index: Index| {
        let has = |digest: u64| {
            let same = nodes.iter().filter(|other| log_of(other).digest_at(index) == Some(digest));
            same.map(|other| other.id).collect::<ServerSet>()
        };
        let digests = nodes.iter().filter_map(|node| log_of(node).digest_at(index));
        digests.map(has).max_by_key(|servers| servers.len()).unwrap_or_default()
    };
    let mut found = None;
    for index in committed.next().through(longest) {
        let on = copies(index);
        if !configuration.is_quorum(on) {
            break;
        }
        found = Some((committed.next(), index, on.len()));
    }
    found
}
