//! The page of the bug lab: every rule that can be switched off, and what there is to say of the chosen one. On a small
//! screen they are two pages.
//!
//! ```text
//!   Bug lab ────────────────────────── 12 of 28   ▌
//!   Leader Completeness                           ▌  commit-by-count
//!   ▸ commit-by-count       32 actions            ▌  off  only entries of its own term are counted
//!     ack-before-durable                          ▌
//! ```

use super::Item;
use crate::explain::grouped;
use crate::hunt::Progress;
use crate::paper::{Bug, BugSet};
use crate::tui::canvas::{Canvas, width};
use crate::tui::footer;
use crate::tui::look::glyph;
use crate::tui::sheet::{self, Sheet, SheetRow, plain};
use crate::tui::{Look, Target};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::time::Duration;

/// What one frame of the page shows.
#[derive(Clone, Copy)]
pub struct LabScene<'a> {
    /// What is in the list.
    pub items: &'a [Item],
    /// The chosen line.
    pub chosen: usize,
    /// On a small screen: what there is to say of it, in place of the list.
    pub detailed: bool,
    /// How many rows of that are scrolled away.
    pub scroll: u16,
    /// How many actions the shortest run takes, and how many servers, if it was found.
    pub known: &'a dyn Fn(Item) -> Option<(usize, usize)>,
    /// What is off in the current cluster, if there is one.
    pub off: Option<BugSet>,
    /// What that cluster is called.
    pub at_hand: Option<&'a str>,
    /// A running hunt.
    pub hunt: Option<HuntScene>,
    /// What can be done with the chosen line: the key, and what it does.
    pub actions: &'a [(String, String)],
    /// The keys worth knowing here, most useful first.
    pub hints: &'a [(&'a str, &'a str)],
    /// What the last command had to say, in the place of the keys.
    pub notice: Option<&'a str>,
    /// Colours and glyphs.
    pub look: &'a Look,
}

/// A hunt, as it is shown.
#[derive(Clone, Copy, Debug)]
pub struct HuntScene {
    /// Which rule is off.
    pub bug: Bug,
    /// How far it is.
    pub progress: Progress,
    /// How much of the viewer's time it took.
    pub elapsed: Duration,
}

/// What is under the mouse on the page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LabTarget {
    /// A line of the list.
    Line(usize),
    /// Something to do, by its position.
    Do(usize),
    /// A hint in the line of keys.
    Hint(usize),
}

/// Where everything is.
struct LabLayout {
    head: Rect,
    list: Option<Rect>,
    detail: Option<Rect>,
    keys: Option<Rect>,
}

/// Narrower than this, list and text are two pages.
pub const WIDE: u16 = 100;

impl LabLayout {
    fn of(scene: &LabScene, area: Rect) -> LabLayout {
        let keys = (area.height >= 3).then(|| Rect { y: area.bottom() - 1, height: 1, ..area });
        let margin = if area.width >= 40 { 2 } else { 0 };
        let head = Rect {
            x: area.x + margin,
            width: area.width.saturating_sub(2 * margin),
            height: area.height.min(1),
            ..area
        };
        let gap = u16::from(area.height >= 12);
        let top = (area.y + 1 + gap).min(area.bottom());
        let bottom = keys.map_or(area.bottom(), |keys| keys.y).saturating_sub(gap).max(top);
        let body = Rect { y: top, height: bottom - top, ..head };
        if area.width < WIDE {
            let detailed = scene.detailed;
            // A page from edge to edge, with its bar at the edge.
            let page = Rect { x: area.x, width: area.width, ..body };
            return LabLayout {
                head,
                list: (!detailed).then_some(body),
                detail: detailed.then_some(page),
                keys,
            };
        }
        // With little room, what each is about is said in the text only.
        let wide = if body.width < 150 { 40 } else { (body.width * 9 / 20).min(96) };
        let list = Rect { width: wide, ..body };
        let x = list.right() + 4;
        let detail = Rect { x, width: (body.right() - x).min(84), ..body };
        LabLayout { head, list: Some(list), detail: Some(detail), keys }
    }
}

/// A line of the list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ListRow {
    Blank,
    Heading(&'static str),
    Item(usize),
}

/// The lines of the list: with air before the headings, if there is room for it.
fn lines(items: &[Item], room: usize) -> Vec<ListRow> {
    let mut lines = close_lines(items);
    let airy: Vec<ListRow> = lines
        .iter()
        .flat_map(|line| match line {
            ListRow::Heading(_) => vec![ListRow::Blank, *line],
            _ => vec![*line],
        })
        .collect();
    if airy.len() <= room {
        lines = airy;
    }
    lines
}

fn close_lines(items: &[Item]) -> Vec<ListRow> {
    let mut lines = Vec::new();
    let mut heading = "";
    for (position, item) in items.iter().enumerate() {
        if item.heading() != heading {
            heading = item.heading();
            lines.push(ListRow::Heading(heading));
        }
        lines.push(ListRow::Item(position));
    }
    lines
}

/// The lines that are shown, each with its row, and how many are not.
fn listed(scene: &LabScene, area: Rect) -> (Vec<(ListRow, Rect)>, usize) {
    let room = usize::from(area.height.saturating_sub(1));
    let lines = lines(scene.items, room);
    let chosen = lines.iter().position(|line| *line == ListRow::Item(scene.chosen)).unwrap_or(0);
    // What is chosen stands in the middle, as far as there are lines before and behind it.
    let first = chosen.saturating_sub(room / 2).min(lines.len().saturating_sub(room));
    let rows = lines[first..].iter().zip(area.y + 1..area.bottom());
    let rows: Vec<(ListRow, Rect)> = rows.map(|(line, y)| (*line, Rect { y, height: 1, ..area })).collect();
    let hidden = lines.len() - rows.len();
    (rows, hidden)
}

/// Draws the page.
pub fn draw_lab(scene: &LabScene, area: Rect, buffer: &mut Buffer) {
    let Some(canvas) = &mut Canvas::page(buffer, scene.look, area) else { return };
    let (area, look) = (canvas.area(), canvas.look);
    let layout = LabLayout::of(scene, area);
    head(scene, layout.head, canvas);
    if let Some(area) = layout.list {
        list(scene, area, canvas);
    }
    if let Some(area) = layout.detail {
        let bar = if scene.hunt.is_some() { look.strong() } else { look.dim() };
        sheet::ground(area, bar, canvas);
        if let Some(rows) = rows(scene, area) {
            sheet::draw(&rows, None, scene.scroll, area, canvas);
        }
    }
    if let Some(area) = layout.keys {
        footer::draw_with_notice(scene.notice, 1, scene.hints, area, canvas);
    }
}

/// What it is, and what is off in the current cluster: said here as on every screen.
fn head(scene: &LabScene, area: Rect, canvas: &mut Canvas) {
    let look = canvas.look;
    let x = canvas.put_cut(area.x, area.y, "Raftarium", area.width, look.bold()) + 2;
    let x = canvas.put_cut(x, area.y, "bug lab", area.right().saturating_sub(x), look.dim());
    let (Some(off), Some(name)) = (scene.off.filter(|off| !off.is_empty()), scene.at_hand) else { return };
    let names: Vec<&str> = off.iter().map(Bug::id).collect();
    let text = format!("off in {name}: {}", names.join(", "));
    let short = if names.len() == 1 { "rule off".to_owned() } else { format!("{} rules off", names.len()) };
    let room = area.right().saturating_sub(x + 3);
    let text = if canvas.width(&text) <= room { text } else { short };
    if canvas.width(&text) <= room {
        canvas.put_right(area.right(), area.y, &text, look.alarm());
    }
}

fn list(scene: &LabScene, area: Rect, canvas: &mut Canvas) {
    if area.height == 0 {
        return;
    }
    let (rows, hidden) = listed(scene, area);
    let place = format!("{} of {}", scene.chosen + 1, scene.items.len());
    let more = if hidden > 0 { format!("{place} · {hidden} more") } else { place };
    canvas.title(Rect { height: 1, ..area }, "Switch off a rule, find a run", &more, false);
    let look = canvas.look;
    for (line, cells) in rows {
        match line {
            ListRow::Heading(heading) => {
                canvas.put_cut(cells.x, cells.y, heading, cells.width, look.dim());
            }
            ListRow::Item(position) => item(scene, position, cells, canvas),
            ListRow::Blank => {}
        }
    }
}

/// `▸ entries of older terms are committed by counting   commit-by-count     off`
fn item(scene: &LabScene, position: usize, cells: Rect, canvas: &mut Canvas) {
    let look = canvas.look;
    let item = scene.items[position];
    let chosen = position == scene.chosen;
    if chosen {
        canvas.put_char(cells.x, cells.y, glyph::HERE, look.bold());
    }
    let style = if chosen { look.bold() } else { look.text() };
    let x = cells.x + 2;
    let mut end = cells.right();
    let is_off = item.bug().is_some_and(|bug| scene.off.is_some_and(|off| off.has(bug)));
    let hunted = scene.hunt.filter(|hunt| Some(hunt.bug) == item.bug());
    let note = if hunted.is_some() {
        Some(("hunting".to_owned(), look.bold()))
    } else if is_off {
        Some(("off".to_owned(), look.alarm()))
    } else {
        (scene.known)(item).map(|(actions, _)| (format!("{actions} actions"), look.dim()))
    };
    let fits = |note: &str, end: u16| x + 26 + 2 + canvas.width(note) <= end;
    if let Some((note, style)) = note.filter(|(note, _)| fits(note, end)) {
        end = canvas.put_right(end, cells.y, &note, style).saturating_sub(2);
    }
    // The title says what it is; the id, which one types, has its place at the right where there is room for it.
    let x = canvas.put_cut(x, cells.y, item.title(), end.saturating_sub(x), style);
    if x + 2 + canvas.width(item.id()) <= end {
        canvas.put_right(end, cells.y, item.id(), look.dim());
    }
}

/// What there is to say of the chosen line.
fn rows(scene: &LabScene, area: Rect) -> Option<Vec<SheetRow<LabTarget>>> {
    let text = sheet::text_area(area);
    if !sheet::is_readable(text) {
        return None;
    }
    let look = scene.look;
    let item = scene.items[scene.chosen.min(scene.items.len() - 1)];
    let mut sheet = Sheet::new(text.width, look);
    let known = (scene.known)(item);
    let found = known.map(|(actions, servers)| (format!("{actions} actions, {servers} servers"), look.dim()));
    sheet.item((String::new(), look.bold()), &plain(item.id(), look.bold()), found, None);
    let place = (item.rule().place().narrow(), look.dim());
    sheet.item(("off  ".into(), look.alarm()), &plain(item.rule_off(), look.text()), Some(place), None);
    let hunt = scene.hunt.filter(|hunt| Some(hunt.bug) == item.bug());
    if let Some(hunt) = hunt {
        hunting(&hunt, &mut sheet);
    }
    let words = item.words();
    sheet.title("What servers do", "");
    sheet.prose(words.summary, look.text());
    sheet.title("Where the mistake comes from", "");
    sheet.prose(words.story, look.text());
    sheet.title("What a run shows", "");
    sheet.prose(words.expect, look.text());
    let (what, section) = match item.breaks() {
        Some(property) => (property.name(), property.section()),
        None => ("no property of Figure 3: the cluster gets stuck, and the diagnosis says why", ""),
    };
    sheet.title("What breaks", section);
    sheet.prose(what, look.text());
    sheet.title("Now", "");
    let indent = scene.actions.iter().map(|(key, _)| width(look, key)).max().unwrap_or(0);
    for (position, (key, does)) in scene.actions.iter().enumerate() {
        let pad = " ".repeat(usize::from(indent - width(look, key)) + 1);
        let key = format!("{key}{pad}");
        sheet.item((key, look.bold()), &plain(does, look.text()), None, Some(LabTarget::Do(position)));
    }
    Some(sheet.rows)
}

/// How far a hunt is.
fn hunting(hunt: &HuntScene, sheet: &mut Sheet<'_, LabTarget>) {
    let look = sheet.look;
    let Progress { states, situations, depth, found, .. } = hunt.progress;
    let millis = (hunt.elapsed.as_millis() as u64).max(1);
    let rate = states.saturating_mul(1_000) / millis;
    sheet.title("Hunting", "Esc stops it");
    let mut row = |number: String, what: &str| {
        let number = format!("{number:>11} ");
        sheet.item((number, look.bold()), &plain(what, look.text()), None, None);
    };
    row(grouped(states), "states of clusters");
    row(grouped(rate), "a second");
    row(grouped(situations as u64), "kinds of situations");
    row(grouped(depth as u64), "actions deep");
    row(
        grouped(found as u64),
        if found == 1 { "run found, being shortened" } else { "runs found, being shortened" },
    );
}

/// The furthest that the text can be scrolled.
pub fn scroll_limit(scene: &LabScene, area: Rect) -> u16 {
    let Some(area) = LabLayout::of(scene, area).detail else { return 0 };
    let count = rows(scene, area).map_or(0, |rows| rows.len());
    sheet::limit(count, sheet::text_area(area).height) as u16
}

/// What is under the mouse.
pub fn hit_lab(scene: &LabScene, area: Rect, x: u16, y: u16) -> Option<LabTarget> {
    let layout = LabLayout::of(scene, area);
    let here = |cells: &Rect| cells.contains((x, y).into());
    if let Some(keys) = layout.keys.filter(here) {
        return match footer::under(scene.hints, scene.look, keys, x)? {
            Target::Hint(position) => Some(LabTarget::Hint(position)),
            _ => None,
        };
    }
    if let Some(area) = layout.list.filter(here) {
        let (rows, _) = listed(scene, area);
        let (line, _) = rows.into_iter().find(|(_, cells)| here(cells))?;
        return match line {
            ListRow::Item(position) => Some(LabTarget::Line(position)),
            ListRow::Heading(_) | ListRow::Blank => None,
        };
    }
    let area = layout.detail.filter(here)?;
    sheet::hit(&rows(scene, area)?, scene.scroll, area, (x, y), scene.look)
}
