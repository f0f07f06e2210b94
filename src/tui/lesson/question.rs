//! A question: what is asked, how it can be answered, and once it is, what is said to that.

use super::rows::{LessonTarget, TypingKey, put, put_behind};
use crate::lesson::{Block, Inline, Prose, Style};
use crate::tui::look::glyph;
use crate::tui::sheet::Sheet;

/// A question as it is shown.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct QuestionView {
    /// What is asked.
    pub ask: Prose,
    /// How it is answered.
    pub shape: Shape,
    /// The keys with which a pointer types the answer, if it is typed.
    pub keys: &'static [TypingKey],
    /// The hints that were asked for.
    pub hints: Vec<Prose>,
    /// How many hints there are.
    pub hints_in_all: usize,
    /// Once it is answered: whether that was right.
    pub right: Option<bool>,
    /// Once it is answered: what is said to that, if it is not said to a choice.
    pub reply: Option<Prose>,
    /// Once it is answered, and not rightly: what is said to the right answer, if it is no choice.
    pub reply_to_right: Option<Prose>,
    /// What stands above it: `Predict`, `To ask you again`.
    pub title: String,
    /// Beside the title: a count-down.
    pub note: String,
}

/// How a question is answered.
#[derive(Clone, PartialEq, Debug)]
pub enum Shape {
    /// By one choice, or several.
    Choices {
        /// The choices.
        choices: Vec<ChoiceView>,
        /// The one that the arrows have led to.
        chosen: Option<usize>,
        /// Whether several can be ticked.
        several: bool,
        /// Whether they are put into an order.
        ordered: bool,
    },
    /// By a number, or by words.
    Typed {
        /// What stands there as long as nothing is typed.
        how: &'static str,
        /// What was typed so far.
        typed: String,
        /// Once it is answered: which number is right.
        right: Option<String>,
    },
    /// By typing logs.
    Logs {
        /// The logs.
        rows: Vec<LogView>,
        /// The one to which a digit adds an entry.
        chosen: Option<usize>,
    },
    /// By pointing at something on the screen.
    Point {
        /// What is pointed at: `a server`, `an entry`.
        wanted: String,
        /// What is pointed at now.
        at: Option<String>,
        /// Once it is answered: what is right.
        right: Option<String>,
    },
}

impl Default for Shape {
    fn default() -> Self {
        Shape::Choices { choices: Vec::new(), chosen: None, several: false, ordered: false }
    }
}

/// A log that is typed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LogView {
    /// Whose.
    pub name: String,
    /// The terms that were typed.
    pub typed: String,
    /// Once it is answered: the terms that are right.
    pub right: Option<String>,
}

/// A choice.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ChoiceView {
    /// What it says.
    pub text: Prose,
    /// Whether it is ticked, or was.
    pub ticked: bool,
    /// At which place it was put, counted from 1.
    pub place: Option<usize>,
    /// Once it is answered: whether it is right.
    pub right: Option<bool>,
    /// It is one of several that are right, and was not ticked.
    pub is_missed: bool,
    /// Once it is answered: what is said to it, if anything is.
    pub reply: Option<Prose>,
}

impl QuestionView {
    /// What stands above it.
    pub(super) fn title(&self) -> &str {
        match self.right {
            Some(true) => "Right",
            Some(false) => "Not quite",
            None => &self.title,
        }
    }

    /// What the arrows have led to.
    pub(super) fn chosen(&self) -> Option<LessonTarget> {
        match self.shape {
            Shape::Choices { chosen, .. } if self.right.is_none() => chosen.map(LessonTarget::Choice),
            _ => None,
        }
    }

    /// Sets it into rows, the first of them empty; with air between choices, if there is room.
    pub(super) fn set(&self, airy: bool, sheet: &mut Sheet<LessonTarget>) {
        let look = sheet.look;
        sheet.title(self.title(), &self.note);
        sheet.blank();
        put(sheet, &self.ask, look.bold());
        sheet.blank();
        match &self.shape {
            Shape::Choices { choices, several, ordered, .. } => {
                for (position, choice) in choices.iter().enumerate() {
                    if position > 0 && airy {
                        sheet.blank();
                    }
                    self.choice(position, choice, (*several, *ordered), sheet);
                }
            }
            Shape::Typed { how, typed, .. } if typed.is_empty() => {
                sheet.prose(how, look.dim());
            }
            Shape::Logs { rows, chosen } => logs(rows, *chosen, sheet),
            Shape::Typed { typed, .. } if self.right.is_none() => {
                sheet.push(2, vec![(typed.clone(), look.bold())], None);
            }
            Shape::Point { wanted, at, .. } if self.right.is_none() => {
                let shown = at.clone().unwrap_or_else(|| format!("{wanted} on the screen"));
                let style = if at.is_some() { look.bold() } else { look.dim() };
                sheet.push(0, vec![(format!("{} ", glyph::HERE), look.bold()), (shown, style)], None);
            }
            Shape::Typed { .. } | Shape::Point { .. } => {}
        }
        if !self.keys.is_empty() {
            sheet.blank();
            sheet.keys(self.keys.iter().map(|key| (key.name(), LessonTarget::Key(*key))));
        }
        if self.has_words_of_its_own() {
            sheet.blank();
        }
        self.judged(sheet);
        if self.right.is_none() {
            for (position, hint) in self.hints.iter().enumerate() {
                sheet.title("Hint", &format!("{} of {}", position + 1, self.hints_in_all));
                put(sheet, hint, look.text());
            }
        }
    }

    /// Sets what was asked, what was answered and what is said to that.
    pub(super) fn set_briefly(&self, sheet: &mut Sheet<LessonTarget>) {
        let look = sheet.look;
        put(sheet, &self.ask, look.dim());
        match &self.shape {
            Shape::Choices { choices, .. } => {
                let told = choices.iter().filter(|choice| choice.ticked || choice.right == Some(true));
                for choice in told {
                    let (mark, style) = verdict(choice.right.unwrap_or(true), sheet);
                    put_behind(sheet, &vec![(format!("{mark} "), style)], &choice.text, look.strong(), None);
                    choice.put_reply("  ", sheet);
                }
            }
            Shape::Logs { rows, .. } => logs(rows, None, sheet),
            Shape::Typed { .. } | Shape::Point { .. } => {}
        }
        self.judged(sheet);
    }

    /// Whether something stands between the question and what is said to the answer.
    fn has_words_of_its_own(&self) -> bool {
        let shown = matches!(self.shape, Shape::Choices { .. } | Shape::Logs { .. });
        self.right.is_some() && self.reply.is_some() && shown
    }

    /// The answer, if it is no choice, with its reason under it; if it is not right, the right one with its own.
    fn judged(&self, sheet: &mut Sheet<LessonTarget>) {
        let look = sheet.look;
        let Some(is_right) = self.right else { return };
        let (given, right) = match &self.shape {
            Shape::Typed { typed, right, .. } => (Some(typed.as_str()), right.as_deref()),
            Shape::Point { at, right, .. } => (at.as_deref(), right.as_deref()),
            Shape::Choices { .. } | Shape::Logs { .. } => (None, None),
        };
        let right = right.filter(|right| Some(*right) != given);
        let lines = [(is_right, given, &self.reply), (true, right, &self.reply_to_right)];
        for (is_right, answer, reply) in lines {
            let (mark, style) = verdict(is_right, sheet);
            let front = if answer.is_some() { "  ".to_owned() } else { format!("{mark} ") };
            if let Some(answer) = answer {
                sheet.push(0, vec![(format!("{mark} {answer}"), style)], None);
            }
            if let Some(reply) = reply {
                put_behind(sheet, &vec![(front, style)], reply, look.text(), None);
            }
        }
    }

    fn choice(
        &self,
        position: usize,
        choice: &ChoiceView,
        (several, ordered): (bool, bool),
        sheet: &mut Sheet<LessonTarget>,
    ) {
        let look = sheet.look;
        let tick = match (several, choice.ticked, choice.place) {
            (_, _, Some(place)) => format!("[{place}] "),
            (true, true, None) if !ordered => "[x] ".to_owned(),
            (true, ..) => "[ ] ".to_owned(),
            (false, ..) => String::new(),
        };
        let number = format!("{}  {tick}", position + 1);
        // Once it is answered, what was chosen and what is right is bright; the rest steps back.
        let chosen = self.chosen() == Some(LessonTarget::Choice(position));
        let (style, mark) = match choice.right {
            None if chosen => (look.bold(), (glyph::HERE, look.bold())),
            None => (look.text(), (' ', look.text())),
            Some(right) if right || choice.ticked => (look.strong(), verdict(right, sheet)),
            Some(_) => (look.dim(), (' ', look.dim())),
        };
        let number_style = if choice.right.is_none() { look.bold() } else { style };
        let front = vec![(format!("{} ", mark.0), mark.1), (number, number_style)];
        put_behind(sheet, &front, &choice.text, style, Some(LessonTarget::Choice(position)));
        choice.put_reply("     ", sheet);
    }
}

impl ChoiceView {
    /// What is said to it; that it was missed is said first.
    fn put_reply(&self, indent: &str, sheet: &mut Sheet<LessonTarget>) {
        let look = sheet.look;
        let Some(reply) = &self.reply else { return };
        let mut reply = reply.clone();
        if self.is_missed
            && let Some(Block::Paragraph(line)) = reply.blocks.first_mut()
        {
            line.insert(0, Inline::Text("Missed. ".to_owned(), Style::Strong));
        }
        put_behind(sheet, &vec![(indent.to_owned(), look.text())], &reply, look.text(), None);
    }
}

/// Logs, a row each; once they are judged, what is right beside those that are not.
fn logs(rows: &[LogView], chosen: Option<usize>, sheet: &mut Sheet<LessonTarget>) {
    let look = sheet.look;
    for (place, LogView { name, typed, right }) in rows.iter().enumerate() {
        let (mark, style) = match right {
            Some(right) => verdict(right == typed, sheet),
            None if chosen == Some(place) => (glyph::HERE, look.bold()),
            None => (' ', look.text()),
        };
        let shown = if typed.is_empty() { "…" } else { typed };
        sheet.push(0, vec![(format!("{mark} {name:<4}"), style), (shown.to_owned(), look.bold())], None);
        if let Some(row) = sheet.rows.last_mut().filter(|_| right.is_none()) {
            row.target = Some(LessonTarget::Log(place));
        }
        if let Some(right) = right.as_ref().filter(|right| *right != typed) {
            sheet.push(0, vec![(format!("{} {:<4}{right}", glyph::YES, ""), look.bold())], None);
        }
    }
}

fn verdict(right: bool, sheet: &Sheet<LessonTarget>) -> (char, ratatui::style::Style) {
    if right { (glyph::YES, sheet.look.bold()) } else { (glyph::NO, sheet.look.alarm()) }
}
