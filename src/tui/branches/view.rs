//! The branches of a run as a page: where each left, what was done differently, how it ended; and the bookmarks.
//!
//! ```text
//!   Branches ─────────────────────────────────────────────────────────── 2
//!   ○ 1 as it began                        ★ S4 leads term 1 · 1 committed
//!   │   from the beginning · to step 33, 229 ms
//! ▸ ╰─● 2 without S4 · you are here        ★ S3 leads term 2 · 1 committed
//!         from branch 1 after step 29, 206 ms: crash S4 · to step 47, 401 ms
//! ```

use super::layout::{self, BranchesLayout};
use super::scene::BranchesScene;
use super::timeline;
use crate::explain::grouped;
use crate::history::{Bookmark, Branch, BranchId, Ending, Name, NestedBranch, Run};
use crate::language::Act;
use crate::tui::Target;
use crate::tui::canvas::Canvas;
use crate::tui::footer;
use crate::tui::look::glyph;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

/// Something that can be chosen on the page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum BranchesItem {
    /// A branch.
    Branch(BranchId),
    /// A bookmark.
    Bookmark(Name),
}

/// What is under the mouse on the page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BranchesTarget {
    /// A line that can be chosen.
    Item(usize),
    /// A hint in the line of keys.
    Hint(usize),
}

/// All that can be chosen: the branches, then the bookmarks.
pub fn rows(run: &Run) -> Vec<BranchesItem> {
    let branches = run.branches().into_iter().map(|nested| BranchesItem::Branch(nested.branch.id()));
    let bookmarks = run.bookmarks().iter().map(|bookmark| BranchesItem::Bookmark(bookmark.name.clone()));
    branches.chain(bookmarks).collect()
}

/// What a branch is called: by its name, or by its number.
pub fn called(branch: &Branch) -> String {
    branch.name().map_or_else(|| format!("branch {}", branch.id()), ToString::to_string)
}

/// What stands beside its number: its name, or what makes it different.
pub(in crate::tui) fn name(branch: &Branch) -> String {
    match (branch.name(), branch.fork()) {
        (Some(name), _) => name.to_string(),
        (None, Some(fork)) => Act::from(&fork.first.action).to_string(),
        (None, None) => "as it began".to_string(),
    }
}

/// "after step 66 of branch 1, 165 ms: crash S4"
fn origin(branch: &Branch) -> String {
    let Some(fork) = branch.fork() else { return "from the beginning".to_string() };
    let after = grouped(fork.first.after);
    let what =
        if branch.name().is_some() { format!(": {}", Act::from(&fork.first.action)) } else { String::new() };
    format!("from branch {} after step {after}, {} ms{what}", fork.parent, grouped(fork.first.at.ms()))
}

/// "S4 leads term 1"
fn leading(ending: &Ending) -> String {
    match ending.leader {
        Some(leader) => format!("{leader} leads term {}", ending.term),
        None => format!("term {}, no leader", ending.term),
    }
}

fn end(ending: &Ending) -> String {
    format!("to step {}, {} ms", grouped(ending.step), grouped(ending.at.ms()))
}

fn outcome(ending: &Ending) -> String {
    let broken =
        ending.violation.map(|property| format!(" · {} broken", property.name())).unwrap_or_default();
    format!("{} · {} committed{broken}", leading(ending), ending.commit)
}

fn place_of(bookmark: &Bookmark) -> String {
    format!("step {} of branch {}", grouped(bookmark.step), bookmark.branch)
}

/// The rules that are off where one is: said on every screen.
pub(in crate::tui) fn set_aside(run: &Run) -> String {
    let names: Vec<&str> = run.world().options().bugs.iter().map(crate::paper::Bug::id).collect();
    if names.is_empty() { String::new() } else { format!("without {}", names.join(", ")) }
}

/// The page as text, for those who have it read out.
pub fn lines(run: &Run) -> Vec<String> {
    let off = set_aside(run);
    let mut lines = vec![if off.is_empty() { "Branches".to_string() } else { format!("Branches, {off}") }];
    let here = run.current().id();
    for NestedBranch { branch, depth } in run.branches() {
        let indent = "  ".repeat(depth.min(12));
        let mark = if branch.id() == here { " (you are here)" } else { "" };
        lines.push(format!("{indent}{} {}{mark}: {}", branch.id(), name(branch), outcome(branch.ending())));
        lines.push(format!("{indent}  {}, {}", origin(branch), end(branch.ending())));
    }
    if !run.bookmarks().is_empty() {
        lines.push("Bookmarks".to_string());
        lines.extend(
            run.bookmarks().iter().map(|bookmark| format!("{}: {}", bookmark.name, place_of(bookmark))),
        );
    }
    lines
}

/// Draws the page on an area of a buffer.
pub fn draw_branches(scene: &BranchesScene, area: Rect, buffer: &mut Buffer) {
    let Some(mut canvas) = Canvas::page(buffer, scene.look, area) else { return };
    let area = canvas.area();
    let branches = scene.run.branches();
    let layout = BranchesLayout::of(scene, &branches, area);
    head(scene, &layout, &branches, &mut canvas);
    for line in &layout.lines {
        match line.what {
            layout::What::Branch(at) => branch(scene, &layout, &branches, at, line.y, &mut canvas),
            layout::What::Heading => {
                let area = Rect { y: line.y, height: 1, ..layout.list };
                canvas.title(area, "Bookmarks", "", false);
            }
            layout::What::Bookmark(at) => bookmark(scene, &layout, branches.len(), at, line.y, &mut canvas),
        }
    }
    if let Some(times) = layout.times {
        timeline::draw(scene, &layout, &branches, times, &mut canvas);
    }
    last_line(scene, &layout, &mut canvas);
}

fn head(scene: &BranchesScene, layout: &BranchesLayout, branches: &[NestedBranch], canvas: &mut Canvas) {
    let look = canvas.look;
    let area = layout.head;
    let off = set_aside(scene.run);
    let mut end = area.right();
    if !off.is_empty() && canvas.width(&off) + 24 <= area.width {
        end = canvas.put_right(end, area.y, &off, look.alarm()).saturating_sub(3);
    } else if !off.is_empty() {
        end = canvas.put_right(end, area.y, "rule off", look.alarm()).saturating_sub(3);
    }
    let x = canvas.put_cut(area.x, area.y, "Raftarium", end.saturating_sub(area.x), look.bold()) + 2;
    canvas.put_cut(x, area.y, scene.title, end.saturating_sub(x), look.dim());
    let Some(y) = layout.title else { return };
    let count = branches.len();
    let mut note = if count == 1 {
        "one so far: go back and do something else to begin another".to_string()
    } else {
        count.to_string()
    };
    if layout.hidden > 0 {
        note = format!("{} more", layout.hidden);
    }
    canvas.title(Rect { y, height: 1, ..area }, "Branches", &note, false);
}

fn branch(
    scene: &BranchesScene,
    layout: &BranchesLayout,
    branches: &[NestedBranch],
    at: usize,
    y: u16,
    canvas: &mut Canvas,
) {
    let look = canvas.look;
    let NestedBranch { branch, depth } = branches[at];
    let chosen = at == scene.chosen;
    let here = branch.id() == scene.run.current().id();
    let mut x = layout.list.x;
    let shown = depth.min(layout::DEEPEST);
    for level in 1..=shown {
        let last = !layout::goes_on(branches, at, level);
        let glyph = match (level == shown, last) {
            (true, true) => '╰',
            (true, false) => '├',
            (false, true) => ' ',
            (false, false) => '│',
        };
        canvas.put_char(x, y, glyph, look.line());
        if layout.tall && !last {
            canvas.put_char(x, y + 1, '│', look.line());
        }
        if level == shown {
            canvas.put_char(x + 1, y, '─', look.line());
        }
        x += 2;
    }
    // Those that left from it hang below its own mark.
    if layout.tall && branches.get(at + 1).is_some_and(|next| next.depth > depth) && depth < layout::DEEPEST {
        canvas.put_char(x, y + 1, '│', look.line());
    }
    if chosen && let Some(margin) = layout.list.x.checked_sub(2) {
        canvas.put_char(margin, y, glyph::HERE, look.strong());
    }
    let style = if chosen {
        look.strong()
    } else if here {
        look.bold()
    } else {
        look.text()
    };
    let face = if here { '●' } else { '○' };
    let faced = look.term(branch.ending().term);
    x = canvas.put_char(x, y, face, faced.add_modifier(Modifier::BOLD)) + 1;
    x = canvas.put(x, y, &branch.id().to_string(), style) + 1;
    let end = layout.list.right();
    let result = result(branch.ending(), canvas, end.saturating_sub(x));
    let wide: u16 = result.iter().map(|(text, _)| canvas.width(text)).sum();
    let mut right = end.saturating_sub(wide);
    let room = right.saturating_sub(x + 2);
    let told = format!("{} · you are here", name(branch));
    let text = if here && canvas.width(&told) <= room { told } else { name(branch) };
    canvas.put_cut(x, y, &text, room, style);
    for (text, style) in result {
        right = canvas.put(right, y, &text, style);
    }
    if layout.tall {
        let text = format!("{} · {}", origin(branch), self::end(branch.ending()));
        canvas.put_cut(x, y + 1, &text, end.saturating_sub(x), look.dim());
    }
}

/// How a branch ended, in as many words as there is room for.
fn result(ending: &Ending, canvas: &Canvas, room: u16) -> Vec<(String, ratatui::style::Style)> {
    let look = canvas.look;
    let term = look.term(ending.term).add_modifier(Modifier::BOLD);
    let mut pieces = Vec::new();
    if let Some(property) = ending.violation {
        pieces.push((format!("{} {}", glyph::NO, property.name()), look.alarm()));
        pieces.push(("   ".into(), look.text()));
    }
    let face = if ending.leader.is_some() { glyph::LEADER } else { glyph::FOLLOWER };
    pieces.push((format!("{face} "), term));
    pieces.push((leading(ending), look.text()));
    let committed = format!(" · {} committed", ending.commit);
    let wide: u16 = pieces.iter().map(|(text, _)| canvas.width(text)).sum();
    if wide + canvas.width(&committed) + 24 <= room {
        pieces.push((committed, look.dim()));
    }
    pieces
}

fn bookmark(
    scene: &BranchesScene,
    layout: &BranchesLayout,
    branches: usize,
    at: usize,
    y: u16,
    canvas: &mut Canvas,
) {
    let look = canvas.look;
    let Some(bookmark) = scene.run.bookmarks().get(at) else { return };
    let chosen = branches + at == scene.chosen;
    if chosen && let Some(margin) = layout.list.x.checked_sub(2) {
        canvas.put_char(margin, y, glyph::HERE, look.strong());
    }
    let style = if chosen { look.strong() } else { look.text() };
    canvas.put_char(layout.list.x, y, '▾', look.bold());
    let place = place_of(bookmark);
    let right = layout.list.right().saturating_sub(canvas.width(&place));
    canvas.put_cut(
        layout.list.x + 2,
        y,
        bookmark.name.as_str(),
        right.saturating_sub(layout.list.x + 4),
        style,
    );
    canvas.put(right, y, &place, look.dim());
}

fn last_line(scene: &BranchesScene, layout: &BranchesLayout, canvas: &mut Canvas) {
    let Some(area) = layout.keys else { return };
    footer::draw_with_notice(scene.notice, 2, scene.hints, area, canvas);
}

/// What is under the mouse on a page that was drawn on this area.
pub fn hit_branches(scene: &BranchesScene, area: Rect, x: u16, y: u16) -> Option<BranchesTarget> {
    let branches = scene.run.branches();
    let layout = BranchesLayout::of(scene, &branches, area);
    if let Some(row) = layout.keys.filter(|row| row.y == y) {
        return match footer::under(scene.hints, scene.look, row, x)? {
            Target::Hint(place) => Some(BranchesTarget::Hint(place)),
            _ => None,
        };
    }
    let line = layout.lines.iter().find(|line| (line.y..line.y + line.height).contains(&y))?;
    match line.what {
        layout::What::Branch(at) => Some(BranchesTarget::Item(at)),
        layout::What::Bookmark(at) => Some(BranchesTarget::Item(branches.len() + at)),
        layout::What::Heading => None,
    }
}
