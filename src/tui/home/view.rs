//! The home screen: what leads where.
//!
//! ```text
//!    Raftarium  watch, steer, question and break a Raft cluster       ● ★ ●
//!
//! ▌  Sandbox                                                    open Enter
//! ▌  a free cluster
//!
//!    Scenarios ───────────────────── 3 of 24 ↓   Or ──────────────────────
//!    Figures 6 to 8                               s Sandbox  a free cluster
//!    ▸ Figure 8                          §5.4.2   r Rules    Figures 2 and 3
//! ```

use super::{Entry, Mark};
use crate::raft::Term;
use crate::tui::canvas::{Canvas, width};
use crate::tui::footer;
use crate::tui::{Look, Target};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

/// What one frame of the home screen shows.
#[derive(Clone, Copy)]
pub struct HomeScene<'a> {
    /// What can be opened beside the scenarios.
    pub ways: &'a [Entry],
    /// What is listed: lessons or scenarios.
    pub scenarios: &'a [Entry],
    /// What the list is called.
    pub list: &'a str,
    /// What is to be asked again, and the key for it.
    pub again: Option<(&'a str, &'a str)>,
    /// What is chosen: scenarios first, then ways, as [`Home::chosen`](super::Home::chosen) counts.
    pub chosen: usize,
    /// The scenario that was chosen last: the list stays there while something beside it is chosen.
    pub scenario: usize,
    /// The keys worth knowing here, most useful first.
    pub hints: &'a [(&'a str, &'a str)],
    /// What the last command had to say, in the place of the keys.
    pub notice: Option<&'a str>,
    /// Colours and glyphs.
    pub look: &'a Look,
}

/// What is under the mouse on the home screen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HomeTarget {
    /// An entry by its position: scenarios first, then ways, as [`HomeScene::chosen`] counts.
    Entry(usize),
    /// A hint in the line of keys.
    Hint(usize),
}

/// Where everything is.
struct HomeLayout {
    head: Rect,
    band: Option<Rect>,
    scenarios: Rect,
    again: Option<Rect>,
    ways: Rect,
    keys: Option<Rect>,
    /// Whether what a way leads to has a line of its own.
    roomy: bool,
}

fn layout(scene: &HomeScene, area: Rect) -> HomeLayout {
    let margin = if area.width >= 100 { 4 } else { u16::from(area.width >= 40) * 3 };
    let keys = (area.height >= 3).then(|| Rect { y: area.bottom() - 1, height: 1, ..area });
    let mut y = area.y;
    let inner = Rect { x: area.x + margin, width: area.width.saturating_sub(2 * margin), ..area };
    let tall = area.height >= 30;
    let head_height = match area.height {
        30.. => 5,
        18.. => 3,
        6.. => 2,
        _ => 1,
    };
    let head = Rect { y, height: head_height.min(area.height), ..inner };
    y += head.height + u16::from(area.height >= 20);
    let band = (area.height >= 16 && area.width >= 40).then(|| {
        let height = if tall { 5 } else { 4 };
        let band = Rect { y, height, ..area };
        y += height + if tall { 2 } else { 1 };
        band
    });
    let bottom = keys.map_or(area.bottom(), |keys| keys.y).saturating_sub(u16::from(area.height >= 12));
    let rest = Rect { y, height: bottom.saturating_sub(y), ..inner };
    let ways = scene.ways.len() as u16;
    if area.width >= 76 && !scene.scenarios.is_empty() {
        let column = (rest.width / 3).clamp(25, 34);
        let right = Rect { x: rest.right() - column, width: column, ..rest };
        let left = Rect { width: rest.width - column - if area.width >= 100 { 8 } else { 5 }, ..rest };
        let roomy = rest.height >= 3 * ways + 4;
        let (left, again) = parted(scene, left);
        return HomeLayout { head, band, scenarios: left, again, ways: right, keys, roomy };
    }
    let lower = (ways + 1).min(rest.height);
    let gap = u16::from(rest.height > lower + 3);
    let upper = if scene.scenarios.is_empty() { 0 } else { rest.height.saturating_sub(lower + gap) };
    let below = if upper > 0 { upper + gap } else { 0 };
    HomeLayout {
        head,
        band,
        scenarios: Rect { height: upper, ..rest },
        again: None,
        ways: Rect { y: rest.y + below, height: lower, ..rest },
        keys,
        roomy: false,
    }
}

/// The list, and under it what is to be asked again.
fn parted(scene: &HomeScene, area: Rect) -> (Rect, Option<Rect>) {
    const ROWS: u16 = 2;
    if scene.again.is_none() || area.height < 8 + ROWS {
        return (area, None);
    }
    let split = area.bottom() - ROWS;
    let list = Rect { height: area.height - ROWS - 1, ..area };
    (list, Some(Rect { y: split, height: ROWS, ..area }))
}

/// A line of the list of scenarios.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ListRow {
    Heading(&'static str),
    Scenario(usize),
}

/// The scenarios with their headings.
fn lines(scenarios: &[Entry]) -> Vec<ListRow> {
    let mut lines = Vec::new();
    let mut group = "";
    for (position, entry) in scenarios.iter().enumerate() {
        if entry.group != group {
            group = entry.group;
            if !group.is_empty() {
                lines.push(ListRow::Heading(group));
            }
        }
        lines.push(ListRow::Scenario(position));
    }
    lines
}

/// The part of the list that is shown.
struct Shown {
    rows: Vec<(ListRow, Rect)>,
    /// Whether there is more before and behind it.
    more: (bool, bool),
}

/// The rows of the scenarios, below their title.
fn listed(scene: &HomeScene, area: Rect) -> Shown {
    let lines = lines(scene.scenarios);
    let room = area.height.saturating_sub(1);
    let columns = if lines.len() > usize::from(room) { columns(scene, area) } else { 1 };
    let capacity = usize::from(room * columns);
    if capacity == 0 {
        return Shown { rows: Vec::new(), more: (false, false) };
    }
    let chosen = if scene.chosen < scene.scenarios.len() { scene.chosen } else { scene.scenario };
    let chosen = lines.iter().position(|line| *line == ListRow::Scenario(chosen)).unwrap_or(0);
    // The list turns over by whole pages, so that what is chosen moves and not the list. The last is full too.
    let first = (chosen / capacity * capacity).min(lines.len().saturating_sub(capacity));
    let last = (first + capacity).min(lines.len());
    let width = (area.width + 3) / columns;
    let place = |place: usize| {
        let (column, row) = (place as u16 / room, place as u16 % room);
        Rect::new(area.x + column * width, area.y + 1 + row, width - 3, 1)
    };
    let rows = lines[first..last].iter().enumerate().map(|(at, line)| (*line, place(at))).collect();
    Shown { rows, more: (first > 0, last < lines.len()) }
}

/// The rows of what can be opened beside the scenarios, below the title.
fn beside(count: usize, area: Rect, roomy: bool) -> impl Iterator<Item = (usize, Rect)> {
    let (skip, step) = if roomy { (2, 3) } else { (1, 1) };
    (0..count)
        .map(move |position| {
            (position, Rect { y: area.y + skip + position as u16 * step, height: 1, ..area })
        })
        .filter(move |(_, cells)| cells.y < area.bottom())
}

/// How many columns the scenarios take: two, if no title is cut for it.
fn columns(scene: &HomeScene, area: Rect) -> u16 {
    let widest = scene.scenarios.iter().map(|entry| width(scene.look, &entry.title)).max().unwrap_or(0);
    if area.width + 3 >= 2 * (widest + 5) { 2 } else { 1 }
}

/// Draws the home screen.
pub fn draw_home(scene: &HomeScene, area: Rect, buffer: &mut Buffer) {
    let Some(canvas) = &mut Canvas::page(buffer, scene.look, area) else { return };
    let (area, look) = (canvas.area(), canvas.look);
    let layout = layout(scene, area);
    head(layout.head, canvas);
    if let Some(area) = layout.band
        && let Some(entry) = scene.scenarios.iter().chain(scene.ways).nth(scene.chosen)
    {
        band(entry, area, canvas);
    }
    if !scene.scenarios.is_empty() && layout.scenarios.height >= 2 {
        scenarios(scene, layout.scenarios, canvas);
    }
    if let (Some(area), Some((text, key))) = (layout.again, scene.again) {
        canvas.title(area, "Questions to repeat", "", false);
        let end = canvas.put_right(area.right(), area.y + 1, key, look.bold());
        canvas.put_cut(area.x, area.y + 1, text, end.saturating_sub(area.x + 2), look.text());
    }
    if layout.ways.height >= 2 {
        canvas.title(layout.ways, if scene.scenarios.is_empty() { "Begin" } else { "Or" }, "", false);
        let chosen = scene.chosen.checked_sub(scene.scenarios.len());
        for (position, cells) in beside(scene.ways.len(), layout.ways, layout.roomy) {
            way(&scene.ways[position], chosen == Some(position), layout.roomy, cells, canvas);
        }
    }
    if let Some(area) = layout.keys {
        footer::draw_with_notice(scene.notice, 1, scene.hints, area, canvas);
    }
}

fn scenarios(scene: &HomeScene, area: Rect, canvas: &mut Canvas) {
    let count = scene.scenarios.len();
    let shown = listed(scene, area);
    let place =
        if scene.chosen < count { format!("{} of {count}", scene.chosen + 1) } else { count.to_string() };
    let more = match shown.more {
        (false, false) => "",
        (true, false) => " ↑",
        (false, true) => " ↓",
        (true, true) => " ↑↓",
    };
    canvas.title(area, scene.list, &format!("{place}{more}"), false);
    for (line, cells) in shown.rows {
        match line {
            ListRow::Heading(heading) => {
                canvas.put_cut(cells.x, cells.y, heading, cells.width, canvas.look.dim());
            }
            ListRow::Scenario(position) => {
                row(&scene.scenarios[position], scene.chosen == position, cells, canvas);
            }
        }
    }
}

fn head(area: Rect, canvas: &mut Canvas) {
    let look = canvas.look;
    let words = "watch, control, question and break a Raft cluster";
    let y = area.y + area.height.saturating_sub(1) / 2;
    let x = canvas.put(area.x, y, "Raftarium", look.bold());
    let ring = area.height >= 3 && area.width >= 64;
    let end = area.right().saturating_sub(if ring { 12 } else { 0 });
    if area.height >= 5 {
        canvas.put_cut(area.x, y + 1, words, end.saturating_sub(area.x), look.dim());
    } else {
        canvas.put_cut(x + 2, y, words, end.saturating_sub(x + 2), look.dim());
    }
    if ring {
        let (x, y) = (area.right() - 9, y - 1);
        let (leader, follower) = (look.term(Term(2)), look.term(Term(1)));
        canvas.put(x + 2, y, "· ", look.line());
        canvas.put(x + 4, y, "★", leader);
        canvas.put(x + 6, y, "·", look.line());
        canvas.put(x, y + 1, "●", follower);
        canvas.put(x + 8, y + 1, "●", follower);
        canvas.put(x + 2, y + 2, "●", follower);
        canvas.put(x + 4, y + 2, "·", look.line());
        canvas.put(x + 6, y + 2, "●", follower);
    }
}

/// What is chosen, in a raised band.
fn band(entry: &Entry, area: Rect, canvas: &mut Canvas) {
    let look = canvas.look;
    canvas.clear(area, look.raised());
    for y in area.top()..area.bottom() {
        canvas.put_char(area.x, y, '▌', look.strong());
    }
    if !look.has_raised() {
        canvas.run(area.x, area.right(), area.y, '─', look.line());
    }
    let inset = if area.width >= 100 { 4 } else { 3 };
    let (x, end) = (area.x + inset, area.right() - inset);
    let first = end.saturating_sub(14);
    let mut after = canvas.put_cut(x, area.y + 1, &entry.title, first.saturating_sub(x + 2), look.bold());
    if entry.mark == Mark::Done && after + 4 < first {
        // In the list, the mark of the chosen line stands where this one would.
        canvas.put_char(after + 1, area.y + 1, '✓', look.text());
        after += 2;
    }
    let note = match (entry.stand.is_empty(), entry.builds_on.is_empty()) {
        (false, _) => entry.stand.clone(),
        (true, true) => entry.place.clone(),
        (true, false) => format!("{} · {}", entry.place, entry.builds_on),
    };
    canvas.put_cut(after + 3, area.y + 1, &note, first.saturating_sub(after + 5), look.dim());
    let key = canvas.put_right(end, area.y + 1, "Enter", look.bold());
    let opens = if entry.mark == Mark::Begun { "continue" } else { "open" };
    canvas.put_right(key.saturating_sub(1), area.y + 1, opens, look.dim());
    let end = if entry.length.is_empty() {
        end
    } else {
        canvas.put_right(end, area.y + 2, &entry.length, look.dim()).saturating_sub(2)
    };
    if entry.mark == Mark::Begun && area.height >= 4 {
        let (y, right) = (area.y + 3, area.right() - inset);
        let done = x + (u32::from(right - x) * u32::from(entry.done.min(1_000)) / 1_000) as u16;
        canvas.run(x, done, y, '━', look.strong());
        canvas.run(done, right, y, '─', look.line());
        canvas.put_cut(x, area.y + 2, &entry.what, end.saturating_sub(x), look.text());
        return;
    }
    canvas.wrap(
        Rect::new(x, area.y + 2, end.saturating_sub(x), area.height.saturating_sub(2).max(1)),
        &entry.what,
        look.text(),
    );
}

/// A scenario: its title, and its place in the paper.
fn row(entry: &Entry, chosen: bool, cells: Rect, canvas: &mut Canvas) {
    let look = canvas.look;
    if chosen {
        canvas.put_char(cells.x, cells.y, '▸', look.bold());
    } else if entry.mark == Mark::Done {
        canvas.put_char(cells.x, cells.y, '✓', look.text());
    }
    let x = cells.x + 2;
    let mut end = cells.right();
    let place = entry.place.split([',', ';']).next().unwrap_or_default();
    let note = canvas.width(place);
    // A long title is cut, its place is not.
    if note > 0 && x + 12 + note <= end {
        end = canvas.put_right(end, cells.y, place, look.dim()) - 2;
    }
    let style = match entry.mark {
        _ if chosen => look.bold(),
        Mark::Done => look.dim(),
        _ => look.text(),
    };
    // Under its heading it need not be called a bug again.
    let title = entry.title.strip_prefix("Bug: ").unwrap_or(&entry.title);
    canvas.put_cut(x, cells.y, title, end.saturating_sub(x), style);
}

/// Something to open beside the scenarios: its key, its name, what it is.
fn way(entry: &Entry, chosen: bool, roomy: bool, cells: Rect, canvas: &mut Canvas) {
    let look = canvas.look;
    if chosen {
        canvas.put_char(cells.x.saturating_sub(2), cells.y, '▸', look.bold());
    }
    let style = if chosen { look.bold() } else { look.text() };
    canvas.put(cells.x, cells.y, &entry.key, look.bold().add_modifier(Modifier::BOLD));
    let x = canvas.put_cut(cells.x + 2, cells.y, &entry.title, cells.width.saturating_sub(2), style);
    let x = if roomy { cells.x + 2 } else { x.max(cells.x + 10) + 1 };
    let room = cells.right().saturating_sub(x);
    // What it is in a word, if there is no room for more.
    let what = [entry.what.as_str(), entry.what.split(':').next().unwrap_or_default()];
    let what = what.into_iter().find(|what| canvas.width(what) <= room).unwrap_or(what[1]);
    canvas.put_cut(x, cells.y + u16::from(roomy), what, room, look.dim());
}

/// What is under the mouse.
pub fn hit_home(scene: &HomeScene, area: Rect, x: u16, y: u16) -> Option<HomeTarget> {
    if area.is_empty() {
        return None;
    }
    let layout = layout(scene, area);
    let here = |cells: &Rect| cells.contains((x, y).into());
    if let Some(keys) = layout.keys.filter(here) {
        return match footer::under(scene.hints, scene.look, keys, x) {
            Some(Target::Hint(position)) => Some(HomeTarget::Hint(position)),
            _ => None,
        };
    }
    if layout.band.as_ref().is_some_and(here) {
        return Some(HomeTarget::Entry(scene.chosen));
    }
    let count = scene.scenarios.len();
    let scenarios = listed(scene, layout.scenarios).rows.into_iter().filter_map(|(line, cells)| match line {
        ListRow::Scenario(position) => Some((position, cells)),
        ListRow::Heading(_) => None,
    });
    let ways = beside(scene.ways.len(), layout.ways, layout.roomy);
    ways.map(|(position, cells)| (count + position, cells))
        .chain(scenarios)
        .find(|(_, cells)| here(&Rect { x: cells.x.saturating_sub(2), width: cells.width + 2, ..*cells }))
        .map(|(position, _)| HomeTarget::Entry(position))
}
