//! A challenge: what is to be reached, what of it holds and what is missing, and how many actions that took.

use super::rows::{LessonTarget, put};
use crate::lesson::Prose;
use crate::tui::look::glyph;
use crate::tui::sheet::{Sheet, plain, words};

/// A challenge as it is shown.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ChallengeView {
    /// What it is called, if it has a name of its own.
    pub name: Option<String>,
    /// The task in words.
    pub ask: Prose,
    /// What is to hold, part by part.
    pub parts: Vec<PartView>,
    /// What must not come to hold.
    pub never: Vec<PartView>,
    /// The commands that may be used; all, if none is said.
    pub only: Vec<String>,
    /// How many actions were taken.
    pub actions: u32,
    /// How many a good solution takes.
    pub par: u32,
    /// The best so far.
    pub best: Option<u32>,
    /// The run is none that grew from the beginning of the challenge.
    pub elsewhere: bool,
    /// The hints that were asked for.
    pub hints: Vec<Prose>,
    /// How many hints there are.
    pub hints_in_all: usize,
    /// How it has ended, if it has.
    pub ending: Ending,
}

/// How a challenge has ended.
#[derive(Clone, PartialEq, Debug, Default)]
pub enum Ending {
    /// It goes on.
    #[default]
    Going,
    /// What must not come to hold holds: one steps back.
    Broken,
    /// The goal is reached: what it shows.
    Solved(Prose),
    /// The solution was asked for: its lines, and what it shows.
    Shown(Vec<String>, Prose),
}

/// A condition, and whether it holds.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct PartView {
    /// What it asks for.
    pub text: String,
    /// Whether it holds.
    pub holds: bool,
    /// The value that makes it so, if that says more.
    pub live: String,
}

impl ChallengeView {
    /// What stands above it.
    pub(super) fn title(&self) -> &str {
        match self.ending {
            Ending::Going => self.name.as_deref().unwrap_or("Your turn"),
            Ending::Broken => "One step back",
            Ending::Solved(_) => "Solved",
            Ending::Shown(..) => "The solution",
        }
    }

    /// `2 actions, par 5`
    pub(super) fn note(&self) -> String {
        let plural = if self.actions == 1 { "" } else { "s" };
        let best = self.best.map(|best| format!(", best {best}")).unwrap_or_default();
        format!("{} action{plural}, par {}{best}", self.actions, self.par)
    }

    /// Sets it into rows, the first of them empty.
    pub(super) fn set(&self, sheet: &mut Sheet<LessonTarget>) {
        let look = sheet.look;
        sheet.title(self.title(), &self.note());
        sheet.blank();
        match &self.ending {
            Ending::Solved(solved) => {
                put(sheet, solved, look.text());
                sheet.blank();
                self.goal(sheet);
                return;
            }
            Ending::Shown(lines, solved) => {
                for line in lines {
                    sheet.push(2, vec![(line.clone(), look.strong())], None);
                }
                sheet.blank();
                put(sheet, solved, look.text());
                return;
            }
            Ending::Going | Ending::Broken => put(sheet, &self.ask, look.bold()),
        }
        if self.elsewhere {
            sheet.blank();
            let text = "This is not the challenge's cluster, or a step before the challenge begins: start the \
                 challenge again.";
            sheet.prose(text, look.alarm());
        }
        sheet.blank();
        self.goal(sheet);
        for (position, hint) in self.hints.iter().enumerate() {
            sheet.title("Hint", &format!("{} of {}", position + 1, self.hints_in_all));
            put(sheet, hint, look.text());
        }
    }

    fn goal(&self, sheet: &mut Sheet<LessonTarget>) {
        let look = sheet.look;
        for part in &self.parts {
            let (mark, style) =
                if part.holds { (glyph::YES, look.text()) } else { (glyph::NO, look.alarm()) };
            let text = words(&part.text, if part.holds { look.text() } else { look.bold() }, look);
            sheet.item((format!("{mark} "), style), &text, None, None);
            if !part.live.is_empty() {
                let live = words(&part.live, look.dim(), look);
                sheet.item(("  ".into(), look.text()), &live, None, None);
            }
        }
        for never in &self.never {
            let style = if never.holds { look.alarm() } else { look.dim() };
            let mark = if never.holds { glyph::NO } else { '–' };
            let text = plain(&format!("never: {}", never.text), style);
            sheet.item((format!("{mark} "), style), &text, None, None);
        }
        if !self.only.is_empty() {
            let text = plain(&format!("only: {}", self.only.join(", ")), look.dim());
            sheet.item(("– ".into(), look.dim()), &text, None, None);
        }
    }
}
