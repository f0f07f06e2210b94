//! The pane Properties: the five lamps of Figure 3, with the evidence if one is broken.

use crate::explain::grouped;
use crate::paper::Property;
use crate::raft::ServerSet;
use crate::safety::{Checker, Committed, Violation, diagnose};
use crate::tui::canvas::{Canvas, width};
use crate::tui::look::glyph;
use crate::tui::overview::Overview;
use crate::tui::pane::PaneView;
use crate::tui::{Look, Pane, Scene, Target};
use ratatui::layout::Rect;

/// The pane.
pub(super) const PANE: PaneView = PaneView { draw, scroll_limit: PaneView::unscrolled, hit };

/// Draws the pane.
fn draw(scene: &Scene, _: &Overview, area: Rect, canvas: &mut Canvas) {
    canvas.title(area, Pane::Properties.title(), "Figure 3", scene.focus == Pane::Properties);
    let inside = Rect { y: area.y + 1, height: area.height - 1, ..area };
    let lamps: Vec<Lamp> = Property::ALL.into_iter().map(|property| Lamp::of(scene, property)).collect();
    let y = if let Some(meanings) = roomy(&lamps, inside, canvas.look) {
        lamps.iter().fold(inside.y, |y, lamp| lamp.draw(meanings, Rect { y, ..below(inside, y) }, canvas))
    } else {
        short_of_room(&lamps, inside, canvas)
    };
    if y + 1 < area.bottom() {
        stuck(scene, Rect { y: y + 1, height: area.bottom() - y - 1, ..area }, canvas);
    }
}

/// Whether there is room for all lamps, and then whether also for what each of them means.
fn roomy(lamps: &[Lamp], area: Rect, look: &Look) -> Option<bool> {
    let needed: u16 = lamps.iter().map(|lamp| 1 + lamp.lines(area.width, look)).sum();
    let spare = area.height.checked_sub(needed)?;
    Some(spare >= 2 * Property::ALL.len() as u16)
}

/// What is under the mouse.
fn hit(scene: &Scene, _: &Overview, area: Rect, _: u16, y: u16) -> Option<Target> {
    let inside = Rect { y: area.y + 1, height: area.height - 1, ..area };
    let lamps: Vec<Lamp> = Property::ALL.into_iter().map(|property| Lamp::of(scene, property)).collect();
    let meanings = roomy(&lamps, inside, scene.look)?;
    let mut top = inside.y;
    for lamp in lamps {
        let lines = lamp.lines(inside.width, scene.look).max(u16::from(meanings));
        if (top..=top + lines).contains(&y) {
            return Some(Target::Property(lamp.property));
        }
        top += 1 + lines;
    }
    None
}

fn below(area: Rect, y: u16) -> Rect {
    Rect { y, height: area.bottom().saturating_sub(y), ..area }
}

/// First what is broken, with its evidence; then the others as far as there is room, or how many they are.
fn short_of_room(lamps: &[Lamp], area: Rect, canvas: &mut Canvas) -> u16 {
    let (broken, whole): (Vec<&Lamp>, Vec<&Lamp>) = lamps.iter().partition(|lamp| lamp.evidence.is_some());
    let mut y = area.y;
    for lamp in broken {
        y = lamp.draw(false, below(area, y), canvas);
    }
    let room = area.bottom().saturating_sub(y);
    if usize::from(room) >= whole.len() {
        return whole.iter().fold(y, |y, lamp| lamp.draw(false, below(area, y), canvas));
    }
    if room > 0 {
        let seen = whole.iter().filter(|lamp| lamp.lack.is_none()).count();
        let (mark, text) = match (seen, whole.len() - seen) {
            (0, dark) => ('?', format!("{dark} not observable")),
            (seen, 0) if seen == lamps.len() => ('✓', format!("all {seen} hold")),
            (seen, 0) => ('✓', format!("the other {seen} hold")),
            (seen, dark) => ('✓', format!("{seen} hold, {dark} not observable")),
        };
        let x = canvas.put_char(area.x, y, mark, canvas.look.text());
        canvas.put_cut(x + 1, y, &text, area.width.saturating_sub(2), canvas.look.text());
        y += 1;
    }
    y
}

/// One property, and what breaks it.
struct Lamp {
    property: Property,
    evidence: Option<String>,
    /// What a trace would have to tell for it to be judged.
    lack: Option<String>,
}

impl Lamp {
    fn of(scene: &Scene, property: Property) -> Lamp {
        let checker = scene.run.checker();
        let broken = checker.violations().iter().find(|found| found.property == property);
        let driver = scene.run.world().driver();
        let said = |violation: &Violation| {
            let mut found = driver.findings_at(violation.step).iter();
            let found = found.find(|finding| finding.rule == Some(property.rule()))?;
            Some(format!("line {}: {}", found.line, found.says))
        };
        let lack = driver.unseen(property);
        Lamp {
            property,
            evidence: broken.map(|violation| {
                let found = said(violation).unwrap_or_else(|| evidence(violation, checker));
                match scene.run.world().beginning().blame() {
                    None => found,
                    Some(blame) => format!("{found}. {blame}"),
                }
            }),
            lack: lack.map(|lack| format!("not observable: log {lack}")),
        }
    }

    /// How many lines its evidence takes.
    fn lines(&self, room: u16, look: &Look) -> u16 {
        let Some(evidence) = &self.evidence else { return 0 };
        let room = usize::from(room.saturating_sub(2).max(1));
        let (mut lines, mut used) = (1, 0);
        for word in evidence.split_whitespace() {
            let wide = usize::from(width(look, word));
            if used > 0 && used + 1 + wide > room {
                (lines, used) = (lines + 1, wide);
            } else {
                used += wide + usize::from(used > 0);
            }
        }
        lines
    }

    /// Draws it from the top of an area, and says where the next one goes.
    fn draw(&self, meaning: bool, area: Rect, canvas: &mut Canvas) -> u16 {
        if area.height == 0 {
            return area.y;
        }
        let look = canvas.look;
        let (glyph, glyph_style, style) = match self.evidence {
            None if self.lack.is_some() => ('?', look.dim(), look.dim()),
            None => (glyph::YES, look.text(), look.text()),
            Some(_) => (glyph::NO, look.alarm(), look.bold()),
        };
        let x = canvas.put_char(area.x, area.y, glyph, glyph_style);
        let room = area.right().saturating_sub(x + 1);
        let end = canvas.put_cut(x + 1, area.y, self.property.name(), room, style);
        let section = self.property.section();
        if end + 2 + canvas.width(section) <= area.right() {
            canvas.put_right(area.right(), area.y, section, look.dim());
        }
        let text = Rect { x: area.x + 2, width: area.width.saturating_sub(2), ..below(area, area.y + 1) };
        match &self.evidence {
            Some(evidence) => text.y + canvas.wrap(text, evidence, look.strong()),
            None if meaning => {
                let words = self.lack.as_deref().unwrap_or(means(self.property));
                text.y + canvas.wrap(Rect { height: 1, ..text }, words, look.dim())
            }
            None => text.y,
        }
    }
}

/// What a property means, in a line.
const fn means(property: Property) -> &'static str {
    match property {
        Property::ElectionSafety => "no term has two leaders",
        Property::LeaderAppendOnly => "a leader only appends to its log",
        Property::LogMatching => "a shared entry means equal logs up to it",
        Property::LeaderCompleteness => "later leaders have all committed entries",
        Property::StateMachineSafety => "all servers apply the same entries in order",
    }
}

/// If the cluster is safe and makes no progress: why. Says how many rows that took.
pub(super) fn stuck(scene: &Scene, area: Rect, canvas: &mut Canvas) -> u16 {
    if !scene.run.checker().violations().is_empty() {
        return 0;
    }
    let Some(diagnosis) = diagnose(scene.run.world(), scene.run.checker()) else { return 0 };
    let look = canvas.look;
    let text = format!("Safe, but stuck: {}", diagnosis.headline());
    canvas.put_right(area.right(), area.y, diagnosis.rule.place().section, look.dim());
    let room = canvas.width(diagnosis.rule.place().section) + 2;
    canvas.wrap(Rect { width: area.width.saturating_sub(room), ..area }, &text, look.strong())
}

/// Who, what and when, in a sentence.
fn evidence(violation: &Violation, checker: &Checker) -> String {
    let Violation { property, servers, term, index, .. } = violation;
    let steps: Vec<String> = violation.evidence.iter().map(|step| grouped(*step)).collect();
    let steps = match &steps[..] {
        [] => format!("step {}", grouped(violation.step)),
        [one] => format!("step {one}"),
        [most @ .., last] => format!("steps {} and {last}", most.join(", ")),
    };
    let entry = index.map_or_else(|| "an entry".to_owned(), |index| format!("entry {index}"));
    let who = both(*servers);
    match property {
        Property::ElectionSafety => format!("{who} were both elected in term {term} ({steps})"),
        Property::LeaderAppendOnly => {
            format!("{who} leads term {term} and has changed {entry} of its own log ({steps})")
        }
        Property::LogMatching => {
            format!("{who} have {entry} of term {term} in common, but not all preceding entries ({steps})")
        }
        Property::LeaderCompleteness => {
            let first = index.and_then(|index| checker.committed_at(index));
            let Some(first) = first else {
                return format!("{who} differ at {entry} ({steps})");
            };
            let leader = servers.minus(ServerSet::only(first.by)).first().unwrap_or(first.by);
            let Committed { entry: it, by, in_term, .. } = first;
            format!(
                "{by} committed {} ({entry}) in term {in_term} at step {}, and {leader} leads term {term} \
                 without it at step {}",
                it.payload,
                grouped(first.step),
                grouped(violation.step)
            )
        }
        Property::StateMachineSafety => format!("{who} have applied different commands as {entry} ({steps})"),
    }
}

/// `S1 and S5`
fn both(servers: ServerSet) -> String {
    let names: Vec<String> = servers.iter().map(|server| server.to_string()).collect();
    match &names[..] {
        [most @ .., last] if !most.is_empty() => format!("{} and {last}", most.join(", ")),
        _ => names.concat(),
    }
}
