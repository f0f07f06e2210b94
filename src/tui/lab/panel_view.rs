//! The panel of the bug lab, beside a run with a rule off: the rule, the five properties, the steps that mattered,
//! and what can be done now.

use super::Lab;
use super::PanelTarget;
use super::panel::PanelAction;
use crate::explain::{Disaster, KeyStep, grouped};
use crate::paper::{Bug, Property};
use crate::raft::ServerSet;
use crate::safety::{Violation, diagnose};
use crate::tui::Scene;
use crate::tui::canvas::{Canvas, width};
use crate::tui::look::glyph;
use crate::tui::sheet::{self, Shape, Sheet, SheetRow, plain, words};
use ratatui::layout::Rect;
use ratatui::style::Style;
use std::cmp::Ordering;

/// The fewest steps that are told, however little room there is: the panel is scrolled then.
const FEWEST: usize = 4;
/// How wide a lamp is where two stand beside each other.
const COLUMN: u16 = 24;

/// Draws the panel.
pub(in crate::tui) fn draw(scene: &Scene, lab: &Lab, area: Rect, canvas: &mut Canvas) {
    let canvas = &mut canvas.within(area);
    let area = canvas.area();
    let look = scene.look;
    let broken = !scene.run.checker().violations().is_empty();
    let bar = if broken || lab.disaster.is_some() { look.alarm() } else { look.dim() };
    sheet::ground(area, bar, canvas);
    if let Some(rows) = rows(scene, lab, area) {
        let here = PanelTarget::Step(scene.run.cursor());
        sheet::draw(&rows, Some(&here), lab.scroll, area, canvas);
    }
}

/// What is under the mouse.
pub(in crate::tui) fn hit(scene: &Scene, lab: &Lab, area: Rect, x: u16, y: u16) -> Option<PanelTarget> {
    sheet::hit(&rows(scene, lab, area)?, lab.scroll, area, (x, y), scene.look)
}

/// The furthest that it can be scrolled.
pub(in crate::tui) fn scroll_limit(scene: &Scene, lab: &Lab, area: Rect) -> u16 {
    let count = rows(scene, lab, area).map_or(0, |rows| rows.len());
    sheet::limit(count, sheet::text_area(area).height) as u16
}

/// The panel as text.
pub(in crate::tui) fn in_words(scene: &Scene, lab: &Lab) -> Vec<String> {
    let text = |row: &SheetRow<PanelTarget>| match &row.shape {
        Shape::Title { title, note } if note.is_empty() => format!("{title}:"),
        Shape::Title { title, note } => format!("{title} ({note}):"),
        Shape::Keys(keys) => keys.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(" "),
        Shape::Text { spans, right } => {
            let words: String = spans.iter().map(|(text, _)| text.as_str()).collect();
            let right = right.as_ref().map_or(String::new(), |(text, _)| format!("  [{text}]"));
            format!("{}{}{right}", " ".repeat(row.indent.into()), words.trim_end())
        }
    };
    let rows = set(scene, lab, Rect::new(0, 0, 120, 200), true).unwrap_or_default();
    let lines = rows.iter().filter(|row| !is_blank(row)).map(text);
    lines.chain(["Each of these by its number: `lab do 1`".to_owned()]).collect()
}

fn rows(scene: &Scene, lab: &Lab, area: Rect) -> Option<Vec<SheetRow<PanelTarget>>> {
    set(scene, lab, area, lab.takes_digits(scene.run))
}

fn set(scene: &Scene, lab: &Lab, area: Rect, numbered: bool) -> Option<Vec<SheetRow<PanelTarget>>> {
    let text = sheet::text_area(area);
    if !sheet::is_readable(text) {
        return None;
    }
    let panel = || Panel { numbered, sheet: Sheet::new(text.width, scene.look), scene, lab };
    let height = usize::from(text.height);
    let arranged = |close: bool| {
        let mut upper = panel();
        upper.headline();
        upper.goal();
        upper.rules();
        upper.properties(close);
        upper.stuck();
        let mut lower = panel();
        lower.panel_actions();
        if let Some(disaster) = &lab.disaster {
            let used = lines(&upper.sheet.rows) + lines(&lower.sheet.rows);
            upper.steps(disaster, height.saturating_sub(used), close);
        } else {
            upper.expect();
        }
        let mut rows = upper.sheet.rows;
        rows.extend(lower.sheet.rows);
        rows
    };
    let mut rows = arranged(false);
    let told = |rows: &[SheetRow<PanelTarget>]| {
        rows.iter().filter(|row| row.first && matches!(row.target, Some(PanelTarget::Step(_)))).count()
    };
    let wanted = lab.disaster.as_ref().map_or(0, |disaster| disaster.steps.len());
    if rows.len() > height || told(&rows) < wanted {
        rows = arranged(true);
    }
    // Where there is no room for all, air goes first: under the headline, then from the end.
    let mut first = rows.iter().position(is_blank);
    while rows.len() > height
        && let Some(blank) = first.take().or_else(|| rows.iter().rposition(is_blank))
    {
        rows.remove(blank);
    }
    Some(rows)
}

fn is_blank(row: &SheetRow<PanelTarget>) -> bool {
    matches!(&row.shape, Shape::Text { spans, right: None } if spans.is_empty())
}

/// How many rows say something.
fn lines(rows: &[SheetRow<PanelTarget>]) -> usize {
    rows.iter().filter(|row| !is_blank(row)).count()
}

struct Panel<'a> {
    /// Whether what can be done is numbered, or has its keys.
    numbered: bool,
    sheet: Sheet<'a, PanelTarget>,
    scene: &'a Scene<'a>,
    lab: &'a Lab,
}

impl Panel<'_> {
    fn is_broken(&self) -> bool {
        !self.scene.run.checker().violations().is_empty()
    }

    fn headline(&mut self) {
        let run = self.scene.run;
        let count = self.lab.off(run).iter().count();
        let (rules, are, were) = if count > 1 { ("Rules", "are", "were") } else { ("One rule", "is", "was") };
        let head = match (&self.lab.disaster, self.lab.goal()) {
            (Some(disaster), Some(_)) if self.is_broken() => {
                format!("You have broken {}", disaster.violation.property)
            }
            (None, Some(bug)) => format!("Break {} yourself", bug.breaks().map_or("it", Property::name)),
            _ if self.is_broken() => format!("{rules} {were} off, and Raft is no longer safe"),
            (Some(_), _) => format!("{rules} {are} off: watch what happens"),
            _ if count == 0 => "Every rule is on".to_owned(),
            _ => format!("{rules} {are} off"),
        };
        self.sheet.prose(&head, self.scene.look.bold());
    }

    /// How many actions it took by hand, and par.
    fn goal(&mut self) {
        if self.lab.goal().is_none() {
            return;
        }
        let look = self.scene.look;
        let own = Lab::actions(self.scene.run);
        let s = if own == 1 { "" } else { "s" };
        let par = match (self.lab.par, self.lab.hunted) {
            (Some(par), _) => format!("par {par}"),
            (None, Some(progress)) => format!("hunting for par, {} states", grouped(progress.states)),
            (None, None) => "par is not known".to_owned(),
        };
        self.sheet.push(
            0,
            vec![
                (own.to_string(), look.bold()),
                (format!(" action{s}{}", if self.is_broken() { "" } else { " so far" }), look.text()),
            ],
            Some((par, look.text())),
        );
    }

    /// `off  a leader counts copies only of entries of its own term        §5.4.2 · Leaders 4`
    fn rules(&mut self) {
        let look = self.scene.look;
        let bugs: Vec<Bug> = self.lab.off(self.scene.run).iter().collect();
        if bugs.is_empty() {
            return;
        }
        self.sheet.blank();
        for bug in bugs {
            let text = plain(bug.rule_off(), look.text());
            // What does not fit beside the rule in full is said in short.
            let place = bug.rule().place();
            let room = self.sheet.width.saturating_sub(5 + width(look, bug.rule_off()) + 2);
            let narrow = place.narrow();
            let fits = width(look, &narrow) <= room || width(look, place.section) > room;
            let place = (if fits { narrow } else { place.section.to_owned() }, look.dim());
            self.sheet.item(("off  ".into(), look.alarm()), &text, Some(place), None);
        }
    }

    fn properties(&mut self, close: bool) {
        let look = self.scene.look;
        self.sheet.title("Properties", "Figure 3");
        if close && self.sheet.width >= 2 * COLUMN {
            self.lamps();
            return;
        }
        for property in Property::ALL {
            let broken = self.scene.run.checker().violations();
            let broken = broken.iter().find(|violation| violation.property == property);
            let later =
                self.lab.disaster.as_ref().map(|it| &it.violation).filter(|it| it.property == property);
            match (broken, later) {
                (Some(violation), _) => {
                    let right = evidence(violation);
                    let room = self.sheet.width.saturating_sub(2 + width(look, property.name()) + 2);
                    let beside = width(look, &right) <= room;
                    let name = plain(property.name(), look.bold());
                    let right = Some((right, look.strong())).filter(|_| beside);
                    self.sheet.item((format!("{} ", glyph::NO), look.alarm()), &name, right, None);
                    let meaning = self.lab.disaster.as_ref().filter(|it| it.violation == *violation);
                    if let Some(disaster) = meaning {
                        let text = words(&disaster.meaning, look.text(), look);
                        self.sheet.item(("  ".into(), look.text()), &text, None, None);
                    }
                }
                (None, later) => {
                    let right = later.map(|it| (format!("broken at step {}", it.step), look.dim()));
                    let name = plain(property.name(), look.text());
                    self.sheet.item((format!("{} ", glyph::YES), look.text()), &name, right, None);
                }
            }
        }
    }

    /// The lamps in two columns, and what broke below them.
    fn lamps(&mut self) {
        let look = self.scene.look;
        let violations = self.scene.run.checker().violations();
        let lamp = |property: Property| {
            let broken = violations.iter().any(|violation| violation.property == property);
            let (glyph, mark, style) = if broken {
                (glyph::NO, look.alarm(), look.bold())
            } else {
                (glyph::YES, look.text(), look.text())
            };
            let pad = usize::from(COLUMN).saturating_sub(2 + property.name().len());
            [(format!("{glyph} "), mark), (property.name().to_owned(), style), (" ".repeat(pad), look.text())]
        };
        let later = self.lab.disaster.as_ref().filter(|_| violations.is_empty());
        for pair in Property::ALL.chunks(2) {
            let spans = pair.iter().flat_map(|property| lamp(*property)).collect();
            self.sheet.push(0, spans, None);
        }
        // It is named: beside the last lamp it would seem to be said of that one.
        if let Some(disaster) = later {
            let Violation { property, step, .. } = &disaster.violation;
            let text = format!("{property} is broken at step {}", grouped(*step));
            self.sheet.item(("→ ".into(), look.dim()), &plain(&text, look.text()), None, None);
        }
        let told = self.lab.disaster.as_ref().filter(|it| violations.contains(&it.violation));
        if let Some(disaster) = told {
            let text = words(&disaster.meaning, look.text(), look);
            self.sheet.item(("  ".into(), look.text()), &text, None, None);
        }
    }

    fn stuck(&mut self) {
        if self.is_broken() {
            return;
        }
        let run = self.scene.run;
        if let Some(diagnosis) = diagnose(run.world(), run.checker()) {
            self.sheet.title("Safe, but stuck", &diagnosis.rule.place().narrow());
            let headline = crate::explain::capitalized(diagnosis.headline());
            self.sheet.prose(&format!("{headline}."), self.scene.look.strong());
        }
    }

    /// What is to be seen, as long as nothing has broken.
    fn expect(&mut self) {
        for bug in self.lab.off(self.scene.run).iter().take(2) {
            self.sheet.title("What to expect", "");
            self.sheet.prose(bug.article().expect, self.scene.look.text());
        }
    }

    /// The steps that mattered, as many as there is room for.
    fn steps(&mut self, disaster: &Disaster, room: usize, close: bool) {
        // The title takes two rows, and what the rule says as many as it needs.
        let objection = disaster.went_wrong().map(|key| self.objection(key).len()).unwrap_or_default();
        let title = if close { 1 } else { 2 };
        let most = room.saturating_sub(title + objection).max(FEWEST);
        let shown = disaster.most_telling(most);
        let title = if self.lab.is_shortest() {
            "The shortest run found"
        } else if self.lab.goal().is_some() {
            "How you did it"
        } else {
            "How this happened"
        };
        let note = format!("{} steps, {} shown", grouped(disaster.length), shown.len());
        self.sheet.title(title, &note);
        let wrong = disaster.went_wrong().map(|key| key.step);
        for key in shown {
            self.step(key);
            if wrong == Some(key.step) {
                let lines = self.objection(key);
                self.sheet.rows.extend(lines);
            }
        }
    }

    /// ` 30 S1 commits entry 2, on 3 of 5   the rule says no`
    fn step(&mut self, key: &KeyStep) {
        let look = self.scene.look;
        let cursor = self.scene.run.cursor();
        let style = match key.step.cmp(&cursor) {
            Ordering::Equal => look.bold(),
            Ordering::Less => look.text(),
            Ordering::Greater => look.dim(),
        };
        let number = format!("{:>4} ", grouped(key.step));
        let says_no = key.objection.as_ref().map(|_| ("the rule says no".to_owned(), look.alarm()));
        let room = self.sheet.width.saturating_sub(width(look, &number));
        let beside = says_no.as_ref().map_or(0, |(text, _)| width(look, text) + 2);
        let whole = key.told.sentence();
        let text = if width(look, &whole) + beside <= room { whole } else { key.told.head.clone() };
        let target = Some(PanelTarget::Step(key.step));
        self.sheet.item((number, look.dim()), &words(&text, style, look), says_no, target);
    }

    /// `      with it: S2 denies S3 its vote: it voted S1`
    fn objection(&self, key: &KeyStep) -> Vec<SheetRow<PanelTarget>> {
        let look = self.scene.look;
        let Some(objection) = &key.objection else { return Vec::new() };
        let mut text = plain("with the rule:", look.dim());
        let sentence = if objection.rest.is_empty() {
            objection.head.clone()
        } else {
            format!("{}: {}", objection.head, objection.rest)
        };
        text.extend(words(&sentence, look.text(), look));
        let mut sheet = Sheet::new(self.sheet.width, look);
        sheet.item(("     ".into(), look.dim()), &text, None, None);
        sheet.rows
    }

    fn panel_actions(&mut self) {
        let look = self.scene.look;
        let actions = self.lab.panel_actions(self.scene.run);
        self.sheet.title("Now", "");
        for (position, action) in actions.iter().enumerate() {
            let key = if self.numbered { format!("{} ", position + 1) } else { String::new() };
            let key = if key.is_empty() { self.key_of(*action) } else { key };
            let target = Some(PanelTarget::Do(position));
            self.sheet.item((key, look.bold()), &plain(&action.text(), look.text()), None, target);
        }
    }

    /// The key of what can be done, if the line of keys knows one.
    fn key_of(&self, action: PanelAction) -> String {
        let keyed = action.keyed();
        let keys = self.scene.lab_keys.iter().find(|(known, _)| Some(*known) == keyed);
        keys.map_or_else(|| "  ".to_owned(), |(_, key)| format!("{key} "))
    }
}

/// Who and what, in a few words.
fn evidence(violation: &Violation) -> String {
    let Violation { property, servers, term, index, .. } = violation;
    let index = index.unwrap_or_default();
    let who = together(*servers);
    match property {
        Property::ElectionSafety => format!("{who} both lead T{term}"),
        Property::LeaderAppendOnly => format!("{who} changed entry {index}"),
        Property::LogMatching => format!("{who} differ before {index}"),
        Property::LeaderCompleteness => format!("entry {index} is missing in T{term}"),
        Property::StateMachineSafety => format!("{who} applied different {index}s"),
    }
}

/// `S1, S5`
fn together(servers: ServerSet) -> String {
    let names: Vec<String> = servers.iter().map(|server| server.to_string()).collect();
    names.join(", ")
}

/// The style in which a step that mattered stands out in a list.
pub(in crate::tui) fn mark(key: &KeyStep, scene: &Scene) -> (char, Style) {
    let look = scene.look;
    match (&key.objection, key.role) {
        (_, crate::explain::Role::Broke) => (glyph::NO, look.alarm()),
        (Some(_), _) => (glyph::DIFFERS, look.alarm()),
        (None, _) => (glyph::KEY, look.strong()),
    }
}
