//! The pane Events: what happened, step by step, the step that is shown last.
//!
//! ```text
//!      96  1 275  S4  counts the vote of S5: 2 of the 3 it needs            §5.2 · Candidates 2
//!   ▸  97  1 284  S2  denies S4 its vote: its own log is newer        §5.4.1 · RequestVote 2
//! ```

use crate::explain::grouped;
use crate::explain::{Narration, fact_line, tell, tell_within};
use crate::sim::Step;
use crate::tui::canvas::Canvas;
use crate::tui::look::glyph;
use crate::tui::overview::Overview;
use crate::tui::pane::PaneView;
use crate::tui::{Pane, Scene, Target};
use ratatui::layout::Rect;
use ratatui::style::Modifier;

/// The pane.
pub(super) const PANE: PaneView = PaneView { draw, scroll_limit, hit };

/// Which steps are shown in which rows, and how many facts of the last of them below it.
struct EventsLayout<'a> {
    rows: &'a [Step],
    top: u16,
    facts: usize,
    /// How many steps come after the last row.
    back: usize,
}

impl<'a> EventsLayout<'a> {
    fn of(scene: &Scene<'a>, area: Rect) -> EventsLayout<'a> {
        let steps = scene.run.recent();
        let room = usize::from(area.height.saturating_sub(1));
        let back = usize::from(scene.scroll[Pane::Events as usize]).min(steps.len().saturating_sub(room));
        let end = steps.len() - back;
        let facts = match steps.last() {
            Some(step) if back == 0 && area.height >= 9 => step.seen().count().min(room / 2),
            _ => 0,
        };
        let start = end.saturating_sub(room - facts.min(room));
        EventsLayout { rows: &steps[start..end], top: area.y + 1, facts, back }
    }
}

/// Draws the pane.
fn draw(scene: &Scene, _: &Overview, area: Rect, canvas: &mut Canvas) {
    let layout = EventsLayout::of(scene, area);
    let note =
        if layout.back > 0 { format!("{} later ↓", grouped(layout.back as u64)) } else { String::new() };
    canvas.title(area, Pane::Events.title(), &note, scene.focus == Pane::Events);
    let columns = Columns::of(scene, area);
    let configuration = scene.run.world().configuration();
    let mut y = layout.top;
    for step in layout.rows {
        let key = scene.disaster.and_then(|disaster| disaster.at(step.number));
        let mut told = tell(step, configuration);
        if scene.run.world().driver().has_remarks() {
            told = tell_within(step, scene.run);
            told.short_place = match (step.line(), &*told.short_place) {
                (Some(line), "") => format!("line {line}"),
                (Some(line), place) => format!("{place} · line {line}"),
                (None, place) => place.to_owned(),
            };
        }
        if let Some(key) = key {
            let (mark, style) = crate::tui::lab::panel_view::mark(key, scene);
            canvas.put_char(columns.left + 1, y, mark, style);
            let word = if key.objection.is_some() { "the rule says no" } else { key.role.word() };
            told.short_place = format!("{word} · {}", told.short_place);
        } else if scene.disaster.is_some_and(|disaster| step.number <= disaster.violation.step) {
            // What did not matter steps back.
            told.weight = 0;
        }
        columns.draw(step, &told, step.number == scene.run.cursor(), y, canvas);
        y += 1;
    }
    if let Some(step) = layout.rows.last() {
        for fact in step.seen().take(layout.facts) {
            columns.fact(&fact_line(fact), fact.rule().id(), y, canvas);
            y += 1;
        }
    }
}

/// Where the columns are.
struct Columns {
    left: u16,
    right: u16,
    /// Where the number ends.
    number: u16,
    /// Where the time ends, if it is shown.
    time: Option<u16>,
    server: u16,
    text: u16,
    places: bool,
}

impl Columns {
    fn of(scene: &Scene, area: Rect) -> Columns {
        let digits = |number: u64| grouped(number).len() as u16;
        let number = area.x + 2 + digits(scene.run.end()).max(3);
        let time = (area.width >= 56).then(|| number + 2 + digits(scene.run.end_at().ms()).max(5));
        let server = time.unwrap_or(number) + 2;
        let wide = if scene.run.world().size() > 9 { 5 } else { 4 };
        let text = server + wide;
        Columns { left: area.x, right: area.right(), number, time, server, text, places: area.width >= 72 }
    }

    fn draw(&self, step: &Step, told: &Narration, here: bool, y: u16, canvas: &mut Canvas) {
        let look = canvas.look;
        let (mut text, mut name) = match (here, told.weight) {
            (true, _) => (look.strong(), look.bold()),
            (false, 0) => (look.dim(), look.dim()),
            (false, _) => (look.text(), look.text()),
        };
        if told.alarm {
            (text, name) = (look.alarm(), look.alarm().add_modifier(Modifier::BOLD));
        }
        if here {
            canvas.put_char(self.left, y, glyph::HERE, look.bold());
        }
        canvas.put_right(self.number, y, &grouped(step.number), look.dim());
        if let Some(end) = self.time {
            canvas.put_right(end, y, &grouped(step.at.ms()), look.dim());
        }
        let server = told.server.map(|server| server.to_string()).unwrap_or_default();
        canvas.put(self.server, y, &server, name);
        // The server has its own column: the sentence need not begin with it again.
        let head =
            told.head.strip_prefix(&server).filter(|_| !server.is_empty()).unwrap_or(&told.head).trim_start();
        let mut end = self.right;
        let sentence = canvas.width(head) + 2 + canvas.width(&told.rest);
        let place = canvas.width(&told.short_place);
        if self.places && place > 0 && (self.text + sentence.min(34) + 2 + place) <= self.right {
            end = canvas.put_right(self.right, y, &told.short_place, look.dim()) - 2;
        }
        let room = end.saturating_sub(self.text);
        if told.rest.is_empty() {
            canvas.put_cut(self.text, y, head, room, text);
        } else {
            canvas.put_cut(self.text, y, &format!("{head}: {}", told.rest), room, text);
        }
    }

    fn fact(&self, text: &str, rule: &str, y: u16, canvas: &mut Canvas) {
        let dim = canvas.look.dim();
        canvas.put(self.server, y, rule, dim);
        canvas.put_cut(self.text, y, text, self.right.saturating_sub(self.text), dim);
    }
}

/// The furthest back that the list can be scrolled.
fn scroll_limit(scene: &Scene, _: &Overview, area: Rect) -> u16 {
    let room = usize::from(area.height.saturating_sub(1));
    scene.run.recent().len().saturating_sub(room).min(usize::from(u16::MAX)) as u16
}

/// What is under the mouse.
fn hit(scene: &Scene, _: &Overview, area: Rect, _: u16, y: u16) -> Option<Target> {
    let layout = EventsLayout::of(scene, area);
    let row = usize::from(y.checked_sub(layout.top)?);
    if let Some(step) = layout.rows.get(row) {
        return Some(Target::Step(step.number));
    }
    let fact = row - layout.rows.len();
    let mut facts = layout.rows.last()?.seen().take(layout.facts);
    facts.nth(fact).map(|fact| Target::Fact(fact.rule()))
}
