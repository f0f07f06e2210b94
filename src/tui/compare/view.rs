//! Two branches side by side: where they part, what each did there, and of each server what differs now, marked ≠.
//!
//! ```text
//! ▸ 1 as it began           step 90   ★ S4 leads term 1 · 2 committed
//!   2 without the leader    step 84   ★ S2 leads term 2 · 2 committed
//!
//! They part ─────────────────────────────────── after step 66, 165 ms
//! 1 S4's heartbeat reaches S2
//! 2 S4 crashes: its term, vote and log are on disk
//! ```

use super::layout::{CompareLayout, Half};
use super::scene::CompareScene;
use super::table;
use crate::explain::Narration;
use crate::explain::grouped;
use crate::history::Run;
use crate::tui::canvas::Canvas;
use crate::tui::layout::Layout;
use crate::tui::look::glyph;
use crate::tui::overview::Overview;
use crate::tui::{Pane, Target};
use crate::tui::{footer, subtitle};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

/// What is under the mouse on the page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CompareTarget {
    /// A side.
    Side {
        /// Whether it is the left or upper one.
        left: bool,
    },
    /// A hint in the line of keys.
    Hint(usize),
}

/// Its name or what makes it different, and the rules that are off there.
fn name(run: &Run) -> String {
    let (name, off) =
        (crate::tui::branches::view::name(run.current()), crate::tui::branches::view::set_aside(run));
    if off.is_empty() { name } else { format!("{name} · {off}") }
}

fn leading(run: &Run) -> String {
    let world = run.world();
    let term = world.nodes().iter().map(|node| node.persistent().current_term).max().unwrap_or_default();
    match world.leader() {
        Some(leader) => format!("{leader} leads term {}", world.node(leader).persistent().current_term),
        None => format!("term {term}, no leader"),
    }
}

/// "Leader Completeness broken", "all five hold"
fn came_to(run: &Run) -> String {
    let mut broken: Vec<&str> =
        run.checker().violations().iter().map(|violation| violation.property.name()).collect();
    broken.dedup();
    match broken.as_slice() {
        [] => "all five hold".into(),
        broken => format!("{} broken", broken.join(", ")),
    }
}

/// "1: Leader Completeness broken · 2: all five hold"
fn verdict(scene: &CompareScene) -> String {
    let of = |run: &Run| format!("{}: {}", run.current().id(), came_to(run));
    format!("{} · {}", of(scene.runs.a), of(scene.runs.b))
}

fn moments(scene: &CompareScene) -> String {
    let [a, b] = [true, false].map(|left| scene.run(left).world().now());
    if a == b {
        format!("both at {} ms", grouped(a.ms()))
    } else {
        format!("{} and {} ms", grouped(a.ms()), grouped(b.ms()))
    }
}

/// The page as text, for those who have it read out.
pub fn lines(scene: &CompareScene) -> Vec<String> {
    let parting = scene.parting;
    let ids = [true, false].map(|left| scene.run(left).current().id());
    let mut lines = vec![
        format!("Branches {} and {}, {}", ids[0], ids[1], moments(scene)),
        format!("They diverge after step {}, at {} ms.", parting.after, parting.at.ms()),
    ];
    for (left, id) in [true, false].into_iter().zip(ids) {
        let Narration { head, rest, .. } = scene.told(left);
        let told = if rest.is_empty() { head.clone() } else { format!("{head}: {rest}") };
        let run = scene.run(left);
        let committed = run.checker().committed_index();
        lines.push(format!("{id} {}, where they diverge: {told}", name(run)));
        lines.push(format!("{id} now: step {}, {}, {committed} committed", run.cursor(), leading(run)));
        lines.push(format!("{id}: {}", came_to(run)));
    }
    for difference in scene.differences() {
        lines.push(table::line(scene, &difference));
    }
    lines
}

/// Draws the page on an area of a buffer.
pub fn draw_compare(scene: &CompareScene, area: Rect, buffer: &mut Buffer) {
    let Some(mut canvas) = Canvas::page(buffer, scene.look, area) else { return };
    let area = canvas.area();
    let differences = scene.differences();
    let layout = CompareLayout::of(scene, &differences, area);
    status(scene, layout.head, &mut canvas);
    parting(scene, &layout, &mut canvas);
    if let Some(halves) = &layout.halves {
        let middle = halves[1].title.x - 2;
        for y in halves[0].title.y..layout.table.bottom() {
            canvas.put_char(middle, y, '│', canvas.look.faint());
        }
        for half in halves {
            side(scene, half, &mut canvas);
        }
    } else if let Some(band) = layout.band {
        let screen = layout_of(band, Vec::new(), true);
        subtitle::draw(&scene.scene(scene.left), &screen, &mut canvas);
    }
    table::draw(scene, &layout, &differences, &mut canvas);
    if let Some(area) = layout.keys {
        footer::draw_with_notice(scene.notice, 2, scene.hints, area, &mut canvas);
    }
}

fn layout_of(band: Rect, panes: Vec<(Pane, Rect)>, rows: bool) -> Layout {
    let empty = Rect::default();
    Layout {
        status: empty,
        panes,
        scrubber: None,
        subtitle: band,
        side: None,
        rule: None,
        keys: None,
        rows,
        tiny: false,
    }
}

/// What it is, and which moment is shown.
fn status(scene: &CompareScene, area: Rect, canvas: &mut Canvas) {
    if area.height == 0 {
        return;
    }
    let look = canvas.look;
    let time = moments(scene);
    let mut end = canvas.put_right(area.right(), area.y, &time, look.dim()).saturating_sub(3);
    let off = [true, false].iter().any(|left| !scene.run(*left).world().options().bugs.is_empty());
    // Said at any size; which rule it is stands beside the name, where there is room for that.
    if off && area.width < 106 {
        end = canvas.put_right(end, area.y, "rule off", look.alarm()).saturating_sub(3);
    }
    let middle = format!("two futures of step {}", grouped(scene.parting.after));
    let wide = canvas.width(&middle);
    let centre = area.x + (area.width / 2).saturating_sub(wide / 2);
    if area.width < 106 || centre + wide > end {
        canvas.put_cut(area.x, area.y, &middle, end.saturating_sub(area.x), look.bold());
        return;
    }
    let x = canvas.put(area.x, area.y, "Raftarium", look.bold()) + 2;
    canvas.put_cut(x, area.y, scene.title, centre.saturating_sub(x + 3), look.dim());
    canvas.put(centre, area.y, &middle, look.bold());
}

/// The two branches, where they part, and what happened next on each.
fn parting(scene: &CompareScene, layout: &CompareLayout, canvas: &mut Canvas) {
    let look = canvas.look;
    for (left, row) in [true, false].into_iter().zip(layout.names) {
        if let Some(row) = row {
            named(scene, left, row, canvas);
        }
    }
    if let Some(row) = layout.verdict {
        let broken = [true, false].iter().any(|left| !scene.run(*left).checker().violations().is_empty());
        let style = if broken { look.alarm() } else { look.text() };
        canvas.put_cut(row.x, row.y, &verdict(scene), row.width, style);
    }
    if let Some(title) = layout.parting {
        let at =
            format!("after step {}, {} ms", grouped(scene.parting.after), grouped(scene.parting.at.ms()));
        canvas.title(title, "They diverge", &at, false);
    }
    for (left, row) in [true, false].into_iter().zip(layout.told) {
        let Some(row) = row else { continue };
        let run = scene.run(left);
        let Narration { head, rest, .. } = scene.told(left);
        let style = if scene.left == left { look.bold() } else { look.text() };
        let mut x = canvas.put(row.x, row.y, &run.current().id().to_string(), style) + 1;
        x = canvas.put_cut(x, row.y, head, row.right().saturating_sub(x), look.bold());
        if !rest.is_empty() {
            let rest = format!(": {rest}");
            canvas.put_cut(x, row.y, &rest, row.right().saturating_sub(x), look.text());
        }
    }
}

/// One side in a row: which branch, which step, who leads.
fn named(scene: &CompareScene, left: bool, row: Rect, canvas: &mut Canvas) {
    let look = canvas.look;
    let run = scene.run(left);
    let chosen = scene.left == left;
    if chosen && let Some(margin) = row.x.checked_sub(2) {
        canvas.put_char(margin, row.y, glyph::HERE, look.strong());
    }
    let style = if chosen { look.strong() } else { look.text() };
    let mut x = canvas.put(row.x, row.y, &run.current().id().to_string(), style) + 1;
    let ended = if run.in_past() { "" } else { " · its end" };
    let committed = run.checker().committed_index();
    let step = format!("step {}{ended}   ", grouped(run.cursor()));
    let who = format!("{} · {committed} committed", leading(run));
    let wide = canvas.width(&step) + canvas.width(&who) + 2;
    let start = row.right().saturating_sub(wide);
    x = canvas.put_cut(x, row.y, &name(run), start.saturating_sub(x + 2), style);
    if start <= x {
        return;
    }
    x = canvas.put(start, row.y, &step, look.dim());
    x = leader_mark(run, x, row.y, canvas);
    canvas.put(x, row.y, &who, look.text());
}

/// ★ in the colour of the term.
fn leader_mark(run: &Run, x: u16, y: u16, canvas: &mut Canvas) -> u16 {
    let world = run.world();
    let term = world.nodes().iter().map(|node| node.persistent().current_term).max().unwrap_or_default();
    let face = if world.leader().is_some() { glyph::LEADER } else { glyph::FOLLOWER };
    let style = canvas.look.term(term).add_modifier(Modifier::BOLD);
    canvas.put_char(x, y, face, style) + 1
}

/// One side with its cluster, its logs and its subtitle.
fn side(scene: &CompareScene, half: &Half, canvas: &mut Canvas) {
    let look = canvas.look;
    let run = scene.run(half.left);
    let view = scene.scene(half.left);
    let panes = vec![(Pane::Cluster, half.cluster), (Pane::Logs, half.logs)];
    let rows = !crate::tui::cluster::ring::ring_fits(half.cluster, run.world().size());
    let screen = layout_of(half.band, panes.clone(), rows);
    let overview = Overview::of(&view, &screen);
    for (pane, area) in panes {
        crate::tui::panes::draw_pane(&view, &overview, pane, area, canvas);
    }
    // The side's own title stands in the place of the pane's.
    let title = half.title;
    canvas.clear(title, look.base());
    let chosen = scene.left == half.left;
    let ended = if run.in_past() { "" } else { ", its end" };
    let note = format!("step {}{ended}", grouped(run.cursor()));
    let words = format!("{} {} · {}", run.current().id(), name(run), leading(run));
    canvas.title(title, &words, &note, chosen);
    subtitle::draw(&view, &screen, canvas);
}

/// The furthest that the table can be scrolled.
pub fn scroll_limit(scene: &CompareScene, area: Rect) -> u16 {
    let differences = scene.differences();
    let layout = CompareLayout::of(scene, &differences, area);
    table::rows(&layout, &differences).saturating_sub(table::room(&layout))
}

/// What is under the mouse on a page that was drawn on this area.
pub fn hit_compare(scene: &CompareScene, area: Rect, x: u16, y: u16) -> Option<CompareTarget> {
    let differences = scene.differences();
    let layout = CompareLayout::of(scene, &differences, area);
    if let Some(row) = layout.keys.filter(|row| row.y == y) {
        return match footer::under(scene.hints, scene.look, row, x)? {
            Target::Hint(place) => Some(CompareTarget::Hint(place)),
            _ => None,
        };
    }
    let at = |row: &Option<Rect>| row.is_some_and(|row| row.y == y);
    if let Some(place) = layout.names.iter().position(at).or_else(|| layout.told.iter().position(at)) {
        return Some(CompareTarget::Side { left: place == 0 });
    }
    let halves = layout.halves.as_ref()?;
    let left = x < halves[1].title.x;
    (y >= halves[0].title.y).then_some(CompareTarget::Side { left })
}
