//! A lesson: where one is in it, what is to be read, and what is asked or to be done.
//!
//! ```text
//!   18 · Partition                      4 of 9
//!   ━━━━━━━━━━━━━━━━━━━───────────────────────
//!
//!   The network is cut in two. S1, leader of
//!   term 2, can still reach S2.
//!
//!   Predict ──────────────────────────────────
//!
//!   Nothing heals the cut. What does S1 do?
//!
//! ▸ 1  It steps down.
//! ```
//!
//! What is to be read and what is to be done stand together where there is room for both; elsewhere they are two pages.

pub use super::challenge::{ChallengeView, Ending, PartView};
pub use super::question::{ChoiceView, LogView, QuestionView, Shape};
use super::rows::{LessonTarget, put, put_behind};

use crate::lesson::{LogCellKind, LogTable, Prose};
use crate::tui::Look;
use crate::tui::canvas::Canvas;
use crate::tui::look::glyph;
use crate::tui::sheet::{self, Sheet, SheetRow};
use ratatui::layout::Rect;

/// A lesson as it is looked at.
#[derive(Clone, Copy, Debug)]
pub struct LessonScene<'a> {
    /// What is shown.
    pub view: &'a LessonView,
    /// Which page, where there are two.
    pub page: Page,
    /// How many rows of it are scrolled away.
    pub scroll: u16,
    /// The keys that lead on, for the last row.
    pub foot: &'a [(String, String)],
    /// Colours and glyphs.
    pub look: &'a Look,
}

/// What a lesson shows: all values are read.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct LessonView {
    /// `18 · Partition`
    pub name: String,
    /// The number of the step, counted from 1.
    pub step: usize,
    /// How many steps there are.
    pub steps: usize,
    /// How much of the lesson is done, in thousandths.
    pub done: u16,
    /// The title of the step.
    pub heading: String,
    /// What is to be read, from the top.
    pub read: Vec<Passage>,
    /// What is asked, or to be done.
    pub task: Option<Task>,
    /// It is read from afar: the text is as bold as the terminal allows.
    pub lecture: bool,
}

/// Something to be read.
#[derive(Clone, PartialEq, Debug)]
pub enum Passage {
    /// Prose.
    Prose(Prose),
    /// The logs of all servers.
    Logs(LogTable),
    /// What is to be kept of the lesson: a sentence each.
    Card(Vec<Prose>),
    /// A question that was answered before.
    Answered(QuestionView),
    /// Why the lesson cannot be shown: `18-partition.md:12:3: …`, with an excerpt.
    Trouble {
        /// The first line.
        head: String,
        /// What follows.
        rest: Vec<String>,
    },
}

/// What is asked, or to be done.
#[derive(Clone, PartialEq, Debug)]
pub enum Task {
    /// A question.
    Question(QuestionView),
    /// A challenge.
    Challenge(ChallengeView),
}

/// Which of two pages.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Page {
    /// What is to be read.
    #[default]
    Read,
    /// What is asked, or to be done.
    Task,
}

/// From this height on there is a head with a line of progress, and air.
const ROOMY: u16 = 20;

/// The rows above what is asked: an empty one, a title, an empty one.
const ABOVE: usize = 3;

/// Where everything is on the area of a lesson.
struct LessonLayout {
    head: Rect,
    body: Rect,
    foot: Option<Rect>,
    roomy: bool,
}

fn layout(area: Rect, has_foot: bool) -> LessonLayout {
    let roomy = area.height >= ROOMY;
    let side = match area.width {
        _ if !roomy => 0,
        70.. => 4,
        _ => 2,
    };
    let inner = Rect { x: area.x + side.min(area.width), width: area.width.saturating_sub(2 * side), ..area };
    let (top, gap) = if roomy { (1, 1) } else { (0, u16::from(area.height >= 9)) };
    let head = Rect { y: inner.y + top, height: (1 + u16::from(roomy)).min(area.height), ..inner };
    let foot = (roomy && has_foot).then(|| Rect { y: area.bottom() - 2, height: 1, ..inner });
    let from = head.bottom() + gap;
    let end = foot.map_or(area.bottom() - u16::from(roomy), |foot| foot.y - 1);
    // Where there is nothing beside the text, the arrows of scrolling have a column of their own.
    let arrows = if side == 0 { 2 } else { 0 };
    let width = inner.width.saturating_sub(arrows);
    let body = Rect { y: from, height: end.saturating_sub(from), width, ..inner };
    LessonLayout { head, body, foot, roomy }
}

/// The rows of both pages, and whether they stand together.
struct Pages {
    read: Vec<SheetRow<LessonTarget>>,
    task: Vec<SheetRow<LessonTarget>>,
    together: bool,
}

impl LessonScene<'_> {
    fn pages(&self, body: Rect, roomy: bool) -> Pages {
        let mut read = Sheet::new(body.width, self.look);
        let headed = roomy && body.height >= 18 && !self.view.heading.is_empty();
        if headed {
            read.push(0, vec![(self.view.heading.clone(), self.look.bold())], None);
            read.blank();
        }
        // A question that was answered has just been read with its verdict: it is repeated only where there is room.
        let read_again = |passage: &&Passage| roomy || !matches!(passage, Passage::Answered(_));
        for (position, passage) in self.view.read.iter().filter(read_again).enumerate() {
            if position > 0 {
                read.blank();
            }
            passage.set(self.view.lecture, &mut read);
        }
        let read = read.rows;
        let height = usize::from(body.height);
        let mut task = self.task(body.width, true);
        // Every task begins with an empty row, which parts it from what is above it.
        let mut together = task.is_empty() || read.len() + task.len() <= height;
        let above = if roomy { 1 } else { ABOVE };
        if !together && task.len() > height + above {
            task = self.task(body.width, false);
            together = read.len() + task.len() <= height;
        }
        let alone = !together || self.view.read.is_empty();
        if alone && !task.is_empty() {
            // On a page of its own its title stands in the head, if there is no other.
            task.drain(..above.min(task.len()));
        }
        Pages { read, task, together: together || self.view.read.is_empty() }
    }

    fn task(&self, width: u16, airy: bool) -> Vec<SheetRow<LessonTarget>> {
        let mut task = Sheet::new(width, self.look);
        match &self.view.task {
            Some(Task::Question(question)) => question.set(airy, &mut task),
            Some(Task::Challenge(challenge)) => challenge.set(&mut task),
            None => {}
        }
        task.rows
    }

    /// The rows that are seen.
    fn rows(&self, layout: &LessonLayout) -> Vec<SheetRow<LessonTarget>> {
        let Pages { mut read, task, together } = self.pages(layout.body, layout.roomy);
        match self.page {
            _ if together => {
                read.extend(task);
                read
            }
            Page::Read => read,
            Page::Task => task,
        }
    }

    fn chosen(&self) -> Option<LessonTarget> {
        match &self.view.task {
            Some(Task::Question(question)) => question.chosen(),
            _ => None,
        }
    }
}

impl Passage {
    fn set(&self, lecture: bool, sheet: &mut Sheet<LessonTarget>) {
        let look = sheet.look;
        match self {
            Passage::Prose(prose) => put(sheet, prose, if lecture { look.bold() } else { look.text() }),
            Passage::Logs(table) => set_logs(table, sheet),
            Passage::Card(sentences) => set_card(sentences, sheet),
            Passage::Answered(question) => question.set_briefly(sheet),
            Passage::Trouble { head, rest } => {
                sheet.prose(&format!("{} {head}", glyph::NO), look.alarm());
                sheet.blank();
                for line in rest {
                    sheet.push(0, vec![(line.clone(), look.text())], None);
                }
            }
        }
    }
}

/// The logs, each entry in the colour of its term.
fn set_logs(table: &LogTable, sheet: &mut Sheet<LessonTarget>) {
    let look = sheet.look;
    if let Some(caption) = &table.caption {
        put(sheet, caption, look.dim());
    }
    for line in table.lines(usize::from(sheet.width)) {
        let style = |kind: LogCellKind| match kind {
            LogCellKind::Name | LogCellKind::Nothing => look.dim(),
            LogCellKind::Down => look.faint(),
            LogCellKind::Entry(term) => look.term(term),
        };
        sheet.push(0, line.into_iter().map(|cell| (cell.text, style(cell.kind))).collect(), None);
    }
}

fn set_card(sentences: &[Prose], sheet: &mut Sheet<LessonTarget>) {
    let look = sheet.look;
    let title = sheet::Shape::Title { title: "To keep".into(), note: String::new() };
    sheet.rows.push(SheetRow { indent: 0, shape: title, target: None, first: false });
    sheet.blank();
    for sentence in sentences {
        put_behind(sheet, &vec![(format!("{} ", glyph::KEY), look.bold())], sentence, look.strong(), None);
    }
}

/// Draws a lesson on an area of a canvas.
pub(in crate::tui) fn draw_lesson(scene: &LessonScene, area: Rect, canvas: &mut Canvas) {
    let canvas = &mut canvas.within(area);
    let area = canvas.area();
    let look = scene.look;
    let layout = layout(area, !scene.foot.is_empty());
    if layout.roomy {
        canvas.clear(area, look.raised());
        if !look.has_raised() {
            for y in area.top()..area.bottom() {
                canvas.put_char(area.x, y, '│', look.line());
            }
        }
    }
    if layout.body.width < 8 || layout.head.height == 0 {
        return;
    }
    head(scene, &layout, canvas);
    let rows = scene.rows(&layout);
    let limit = rows.len().saturating_sub(usize::from(layout.body.height));
    let from = usize::from(scene.scroll).min(limit);
    for (row, y) in rows[from..].iter().zip(layout.body.top()..layout.body.bottom()) {
        sheet::draw_row(row, false, layout.body, y, canvas);
    }
    let edge = (layout.body.right() + 2).min(area.right());
    if from < limit {
        canvas.put_right(edge, layout.body.bottom() - 1, "↓", look.bold());
    }
    if from > 0 {
        canvas.put_right(edge, layout.body.top(), "↑", look.bold());
    }
    if let Some(foot) = layout.foot {
        let mut x = foot.x;
        for (key, does) in scene.foot {
            if x + canvas.width(key) + 1 + canvas.width(does) > foot.right() {
                break;
            }
            x = canvas.put(x, foot.y, key, look.bold());
            x = canvas.put(x + 1, foot.y, does, look.dim()) + 3;
        }
    }
}

/// Where one is: in two rows, or in one whose rule is the line of progress.
fn head(scene: &LessonScene, layout: &LessonLayout, canvas: &mut Canvas) {
    let look = canvas.look;
    let view = scene.view;
    let (area, y) = (layout.head, layout.head.y);
    let note = match &view.task {
        Some(Task::Challenge(challenge)) if !layout.roomy && scene.page == Page::Task => {
            format!("{} · ", challenge.note())
        }
        Some(Task::Question(question)) if !layout.roomy && !question.note.is_empty() => {
            format!("{} · ", question.note)
        }
        _ => String::new(),
    };
    let place = format!("{note}{} of {}", view.step, view.steps);
    let end = canvas.put_right(area.right(), y, &place, look.dim()).saturating_sub(1);
    let (from, y) = if layout.roomy {
        canvas.put_cut(area.x, y, &view.name, end.saturating_sub(area.x + 1), look.bold());
        (area.x, y + 1)
    } else {
        let asks = scene.page == Page::Task || view.read.is_empty();
        let title = match &view.task {
            Some(task) if asks => task.title(),
            _ => &view.heading,
        };
        (canvas.put_cut(area.x, y, title, end.saturating_sub(area.x + 1), look.bold()) + 1, y)
    };
    let end = if layout.roomy { area.right() } else { end };
    let width = u32::from(end.saturating_sub(from));
    let done = from + (width * u32::from(view.done.min(1_000)) / 1_000) as u16;
    canvas.run(from, done, y, '━', look.strong());
    canvas.run(done, end, y, '─', look.faint());
}

impl Task {
    /// What stands above it.
    fn title(&self) -> &str {
        match self {
            Task::Question(question) => question.title(),
            Task::Challenge(challenge) => challenge.title(),
        }
    }
}

/// Whether what is to be read and what is to be done are two pages on this area.
pub fn lesson_has_pages(scene: &LessonScene, area: Rect) -> bool {
    let layout = layout(area, !scene.foot.is_empty());
    !scene.pages(layout.body, layout.roomy).together
}

/// The furthest that a lesson can be scrolled on this area.
pub fn lesson_scroll_limit(scene: &LessonScene, area: Rect) -> u16 {
    let layout = layout(area, !scene.foot.is_empty());
    if layout.body.width < 8 {
        return 0;
    }
    scene.rows(&layout).len().saturating_sub(layout.body.height.into()) as u16
}

/// How far to scroll so that what is chosen is seen on this area, as little as that takes.
pub fn lesson_scroll_to(scene: &LessonScene, area: Rect) -> u16 {
    let layout = layout(area, !scene.foot.is_empty());
    let rows = scene.rows(&layout);
    let chosen = scene.chosen();
    let is = |row: &SheetRow<LessonTarget>| row.target.is_some() && row.target == chosen;
    let (Some(first), Some(last)) = (rows.iter().position(is), rows.iter().rposition(is)) else {
        return scene.scroll;
    };
    let height = usize::from(layout.body.height);
    let from = usize::from(scene.scroll).max((last + 1).saturating_sub(height)).min(first);
    from.min(rows.len().saturating_sub(height)) as u16
}

/// What is under the mouse on a lesson that was drawn on this area.
pub fn hit_lesson(scene: &LessonScene, area: Rect, x: u16, y: u16) -> Option<LessonTarget> {
    let layout = layout(area, !scene.foot.is_empty());
    if let Some(foot) = layout.foot.filter(|foot| foot.contains((x, y).into())) {
        let mut start = foot.x;
        for (place, (key, does)) in scene.foot.iter().enumerate() {
            let wide =
                crate::tui::canvas::width(scene.look, key) + 1 + crate::tui::canvas::width(scene.look, does);
            if (start..start + wide).contains(&x) {
                return Some(LessonTarget::Foot(place));
            }
            start += wide + 3;
        }
        return None;
    }
    if !(layout.body.top()..layout.body.bottom()).contains(&y) {
        return None;
    }
    let rows = scene.rows(&layout);
    let from = usize::from(scene.scroll).min(rows.len().saturating_sub(layout.body.height.into()));
    let row = rows.get(from + usize::from(y - layout.body.y))?;
    row.target_at(x.saturating_sub(layout.body.x), scene.look)
}
