//! The space-time diagram as a vector drawing: one line a server, time to the right, messages as arrows. For slides and
//! for paper.
//!
//! Colour means term, and nothing else but alarm. A filled bar leads, an outlined one starts an election; requests
//! are solid, answers dashed, and what is lost ends in a cross. Stretches in which nothing happens are shortened, and
//! say how long they are.

mod arrows;
mod labels;
mod lanes;
mod legend;
mod markers;
mod page;
mod scale;
mod space;
mod timeline;

use super::{ExportError, Subject};
use crate::explain::grouped;
use crate::raft::{RoleKind, ServerId};
use crate::sim::{LifeKind, Time};
use crate::tui::Look;
use crate::untrusted::printable;
use page::{Anchor, Page, Stroke, TextStyle};
use scale::Scale;
use space::{Area, FreeSpace};
use timeline::Timeline;

/// The most steps that are drawn: more cannot be told apart.
pub const MOST_STEPS: u64 = 2_000;
/// The smallest and the largest page, in pixels.
pub const LIMITS: [(u16, u16); 2] = [(320, 180), (7_680, 4_320)];

/// Draws the steps of a subject on a page of so many pixels.
///
/// # Errors
/// If there are no such steps, or too many of them.
pub fn svg(subject: &Subject, (width, height): (u16, u16), look: &Look) -> Result<String, ExportError> {
    let steps = subject.steps;
    let first = steps.first.max(subject.run.start());
    let count = (steps.last + 1).saturating_sub(first);
    if count > MOST_STEPS {
        return Err(ExportError::TooLong { steps: count, most: MOST_STEPS });
    }
    let timeline = Timeline::of(subject).filter(|timeline| !timeline.times.is_empty());
    let timeline = timeline.ok_or(ExportError::NothingToDraw(subject.run.start()))?;
    let [least, most] = LIMITS;
    let size = (width.clamp(least.0, most.0), height.clamp(least.1, most.1));
    let title = subject.marked_title();
    let title = printable(if title.is_empty() { "Raftarium" } else { &title }, 120);
    let (from, to) = (grouped(timeline.from.ms()), grouped(timeline.to.ms()));
    let told = format!(
        "Space-time diagram of {} servers: steps {} to {}, {from} to {to} ms. {}",
        timeline.size, first, steps.last, subject.intro
    );
    let mut page = Page::new(size, look, &title, &printable(&told, 600));
    let sheet = Sheet::of(size, page.unit, &timeline);
    let caption = format!("steps {} to {} · {from} to {to} ms", grouped(first), grouped(steps.last));
    heading(&mut page, &sheet, &title, &printable(subject.intro, 300), &caption);
    sheet.shortened(&mut page);
    sheet.axis(&mut page);
    let mut space = FreeSpace::new(sheet.lanes);
    lanes::cuts(&timeline, &sheet, &mut page);
    arrows::draw(&timeline, &sheet, &mut page, &mut space);
    lanes::cut_words(&timeline, &sheet, &mut page, &mut space);
    markers::take(&timeline, &sheet, &mut space);
    lanes::draw(&timeline, &sheet, &mut page, &mut space);
    markers::draw(&timeline, &sheet, &mut page, &mut space);
    labels::draw(&timeline, &sheet, &mut page, &mut space);
    legend::draw(&timeline, &sheet, &mut page);
    Ok(page.finish())
}

/// Where everything is on the page.
#[derive(Debug)]
struct Sheet {
    unit: f64,
    /// Where the lanes are, with the words between them.
    lanes: Area,
    width: f64,
    height: f64,
    servers: usize,
    scale: Scale,
    to: Time,
}

impl Sheet {
    fn of((width, height): (u16, u16), unit: f64, timeline: &Timeline) -> Sheet {
        let (width, height) = (f64::from(width), f64::from(height));
        let lanes = Area {
            left: 92.0 * unit,
            top: 100.0 * unit,
            right: width - 36.0 * unit,
            bottom: height - 104.0 * unit,
        };
        let ends = (lanes.left + 10.0 * unit, lanes.right - 24.0 * unit);
        let scale = Scale::of(&timeline.times, (timeline.from, timeline.to), ends, timeline.usual_way());
        Sheet { unit, lanes, width, height, servers: timeline.size, scale, to: timeline.to }
    }

    /// From one lane to the next.
    fn pitch(&self) -> f64 {
        (self.lanes.bottom - self.lanes.top) / self.servers as f64
    }

    fn y(&self, server: ServerId) -> f64 {
        self.lanes.top + (server.position() as f64 + 0.5) * self.pitch()
    }

    fn x(&self, at: Time) -> f64 {
        self.scale.x(at)
    }

    /// Half the height of a bar.
    fn bar(&self) -> f64 {
        (13.0 * self.unit).min(self.pitch() * 0.3)
    }

    /// The size of the words in the drawing.
    fn words(&self) -> f64 {
        (15.5 * self.unit).min(self.pitch() * 0.42)
    }

    /// Half the thickness of a server's line at a moment.
    fn half(&self, timeline: &Timeline, server: ServerId, at: Time) -> f64 {
        let life = &timeline.lines.servers[server.position()];
        let standing = life.iter().rev().find(|stretch| stretch.from <= at).map(|stretch| stretch.what);
        match standing {
            Some(now) if now.life == LifeKind::Up && now.role != RoleKind::Follower => self.bar(),
            _ => 3.0 * self.unit,
        }
    }

    /// Whether a message is left out: routine in a stretch that is shortened.
    fn hides(&self, arrow: &timeline::Arrow) -> bool {
        arrow.routine && [arrow.sent, arrow.end].iter().any(|at| self.scale.is_shortened(*at))
    }

    /// Bands where time is shortened.
    fn shortened(&self, page: &mut Page) {
        let colour = page.ground.text.mixed(page.ground.back, 95);
        for gap in self.scale.gaps() {
            let (left, right) = (self.x(gap.from) + 3.0 * self.unit, self.x(gap.to) - 3.0 * self.unit);
            let (top, bottom) = (self.lanes.top, self.height - 80.0 * self.unit);
            if right > left {
                page.polygon(&[(left, top), (right, top), (right, bottom), (left, bottom)], colour);
            }
        }
    }

    /// The times below.
    fn axis(&self, page: &mut Page) {
        let unit = self.unit;
        let y = self.height - 80.0 * unit;
        let stroke = Stroke { colour: page.line(), width: 1.5 * unit, dashes: None };
        let (left, right) = (self.lanes.left, self.lanes.right);
        page.line_between((left, y), (right, y), stroke);
        let style = self.small(page.dim(), Anchor::Middle);
        let mut taken: Vec<(f64, f64)> = Vec::new();
        for gap in self.scale.gaps() {
            // The line is torn where time is.
            let middle = f64::midpoint(self.x(gap.from), self.x(gap.to));
            let back = Stroke { colour: page.ground.back, width: 6.0 * unit, dashes: None };
            page.line_between((middle - 5.0 * unit, y), (middle + 5.0 * unit, y), back);
            for side in [-5.0, 5.0] {
                let x = middle + side * unit;
                let reach = 6.0 * unit;
                page.line_between((x - reach / 2.0, y + reach), (x + reach / 2.0, y - reach), stroke);
            }
            let text = format!("{} ms", grouped(gap.to.since(gap.from).ms()));
            let half = space::width(&text, style.size) / 2.0 + 4.0 * unit;
            let span = (middle - half, middle + half);
            if !taken.iter().any(|(from, to)| span.0 < *to && *from < span.1) {
                page.words(&text, (middle, y + 18.0 * unit), TextStyle { bold: true, ..style });
                taken.push(span);
            }
        }
        let unit_word = TextStyle { anchor: Anchor::End, ..style };
        page.words("ms", (right, y + 18.0 * unit), unit_word);
        for tick in self.scale.ticks(self.to, 80.0 * unit) {
            let x = self.x(tick);
            let text = grouped(tick.ms());
            let half = space::width(&text, style.size) / 2.0 + 4.0 * unit;
            let span = (x - half, x + half);
            page.line_between((x, y), (x, y + 5.0 * unit), stroke);
            if span.1 < right - 32.0 * unit && !taken.iter().any(|(from, to)| span.0 < *to && *from < span.1)
            {
                page.words(&text, (x, y + 18.0 * unit), style);
                taken.push(span);
            }
        }
    }

    /// Words that need not be read first.
    fn small(&self, colour: super::svg::Rgb, anchor: Anchor) -> TextStyle {
        TextStyle { colour, size: 14.0 * self.unit, bold: false, anchor, clear: false }
    }
}

fn heading(page: &mut Page, sheet: &Sheet, title: &str, intro: &str, caption: &str) {
    let unit = sheet.unit;
    let (left, right) = (28.0 * unit, sheet.width - 36.0 * unit);
    let mut style = sheet.small(page.dim(), Anchor::End);
    style.size = 16.0 * unit;
    page.words(caption, (right, 40.0 * unit), style);
    let free = right - space::width(caption, style.size) - 20.0 * unit - left;
    let strong =
        TextStyle { colour: page.strong(), size: 27.0 * unit, bold: true, anchor: Anchor::Start, ..style };
    page.words(&cut(title, strong.size * 1.06, free), (left, 40.0 * unit), strong);
    let style = TextStyle { anchor: Anchor::Start, size: 17.0 * unit, ..style };
    page.words(&cut(intro, style.size, right - left), (left, 74.0 * unit), style);
}

/// As much of a text as there is room for.
fn cut(text: &str, size: f64, free: f64) -> String {
    if space::width(text, size) <= free {
        return text.to_string();
    }
    let mut short = String::new();
    for word in text.split_inclusive(' ') {
        if space::width(&short, size) + space::width(word, size) + size > free {
            break;
        }
        short.push_str(word);
    }
    format!("{} …", short.trim_end())
}
