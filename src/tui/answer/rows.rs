//! An answer set into rows of a width.

use super::target::AnswerTarget;
use crate::explain::{Answer, Clause, Evidence, Held, Remedy};
use crate::raft::Term;
use crate::sim::StepId;
use crate::tui::Look;
use crate::tui::canvas::width;
use crate::tui::look::glyph;
use crate::tui::sheet::{Shape, Sheet, SheetRow, line_width, plain, words, wrap};

/// The rows of an answer.
pub(super) fn rows(
    answer: &Answer,
    left: Option<StepId>,
    width: u16,
    look: &Look,
) -> Vec<SheetRow<AnswerTarget>> {
    let mut rows = Sheet::new(width, look);
    if let Some(step) = left {
        let was = format!("This was so then. You are at step {step} now: y asks here.");
        rows.prose(&was, look.strong());
        rows.blank();
    }
    let text = if left.is_some() { look.dim() } else { look.text() };
    let question = answer.question.to_string();
    let question = format!("{}?", crate::explain::capitalized(&question));
    rows.prose(&question, if left.is_some() { look.dim() } else { look.bold() });
    rows.blank();
    rows.prose(&answer.headline.join(" "), text);
    if !answer.change.is_empty() || !answer.remedies.is_empty() {
        rows.title(answer.offer(), "");
        if !answer.change.is_empty() {
            rows.prose(&answer.change, text);
        }
        if !answer.change.is_empty() && !answer.remedies.is_empty() {
            rows.blank();
        }
        for (position, remedy) in answer.remedies.iter().enumerate() {
            // What was offered at another step has no number: it cannot be done here.
            rows.remedy(left.is_none().then_some(position), remedy);
        }
    }
    for (position, clause) in answer.rules.iter().enumerate() {
        rows.clause(clause, position == 0);
    }
    if !answer.evidence.is_empty() {
        rows.title("How this happened", "");
        for (position, evidence) in answer.evidence.iter().enumerate() {
            rows.evidence(position, evidence);
        }
    }
    if !answer.notes.is_empty() {
        rows.title("Besides", "");
        for note in &answer.notes {
            rows.prose(note, look.text());
        }
    }
    if !answer.reason.is_empty() {
        rows.title("Why the rule exists", "");
        rows.prose(&answer.reason, look.text());
    }
    rows.rows
}

/// The first term that a text speaks of.
pub(super) fn term(text: &str) -> Option<Term> {
    let mut words =
        text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    while let Some(word) = words.next() {
        if word == "term"
            && let Some(number) = words.clone().next().and_then(|number| number.parse().ok())
        {
            return Some(Term(number));
        }
    }
    None
}

impl Sheet<'_, AnswerTarget> {
    /// A rule: where it stands, and its conditions.
    fn clause(&mut self, clause: &Clause, first: bool) {
        let title = if first { "The rule requires" } else { "And" };
        // What does not fit beside the title in full is said in short.
        let room = self.width.saturating_sub(width(self.look, title) + 4);
        let short = clause.rule.place().narrow();
        let place = if width(self.look, &clause.place) <= room { &clause.place } else { &short };
        self.title(title, place);
        for held in &clause.conditions {
            self.held(held);
        }
    }

    /// `✓ on a majority, by match index        S1 S2 S3`
    fn held(&mut self, held: &Held) {
        let look = self.look;
        let (mark, mark_style) =
            if held.holds { (glyph::YES, look.text()) } else { (glyph::NO, look.alarm()) };
        let style = if held.holds { look.text() } else { look.bold() };
        let inner = self.width.saturating_sub(2);
        let lines = wrap(&plain(&held.text, style), inner, look);
        let live = width(look, &held.live);
        let last = lines.last().map_or(0, |line| line_width(line, look));
        let beside = live == 0 || last + 2 + live <= inner;
        let count = lines.len();
        for (position, mut line) in lines.into_iter().enumerate() {
            let indent = if position == 0 { 0 } else { 2 };
            if position == 0 {
                line.insert(0, (format!("{mark} "), mark_style));
            }
            let right = (beside && position + 1 == count && live > 0).then(|| (held.live.to_string(), style));
            self.push(indent, line, right);
        }
        if !beside {
            // On a line of its own it stands at the left, under what it is about.
            for line in wrap(&plain(&held.live, if held.holds { look.dim() } else { style }), inner, look) {
                self.push(2, line, None);
            }
        }
    }

    /// `42  S1 hears that S3 has stored entry 2`
    fn evidence(&mut self, position: usize, evidence: &Evidence) {
        let look = self.look;
        let number = format!("{:<4}", evidence.step);
        let indent = width(look, &number).max(4);
        let mut text = words(&evidence.text, look.text(), look);
        // Who acts comes first.
        if let Some(word) = text.first_mut()
            && is_server(&word.text())
        {
            word.colour(look.bold());
        }
        let lines = wrap(&text, self.width.saturating_sub(indent), look);
        let target = Some(AnswerTarget::Evidence(position));
        for (row, mut line) in lines.into_iter().enumerate() {
            if row == 0 {
                line.insert(0, (number.clone(), look.dim()));
            }
            let shape = Shape::Text { spans: line, right: None };
            let indent = if row == 0 { 0 } else { indent };
            self.rows.push(SheetRow { indent, shape, target, first: row == 0 });
        }
    }

    /// `1 submit another command to S1     index 2 is committed`
    fn remedy(&mut self, position: Option<usize>, remedy: &Remedy) {
        let look = self.look;
        let number = position.map_or_else(|| "· ".to_string(), |position| format!("{} ", position + 1));
        let indent = width(look, &number);
        let inner = self.width.saturating_sub(indent);
        let lines = wrap(&plain(&remedy.text, look.text()), inner, look);
        let leads = width(look, &remedy.leads_to);
        let beside = lines.len() == 1 && line_width(&lines[0], look) + 3 + leads <= inner;
        let target = position.map(AnswerTarget::Remedy);
        for (row, mut line) in lines.into_iter().enumerate() {
            if row == 0 {
                line.insert(0, (number.clone(), look.bold()));
            }
            let right = beside.then(|| (remedy.leads_to.to_string(), look.dim()));
            let indent = if row == 0 { 0 } else { indent };
            let shape = Shape::Text { spans: line, right };
            self.rows.push(SheetRow { indent, shape, target, first: row == 0 });
        }
        if !beside {
            for line in wrap(&plain(&remedy.leads_to, look.dim()), inner, look) {
                let shape = Shape::Text { spans: line, right: None };
                self.rows.push(SheetRow { indent, shape, target, first: false });
            }
        }
    }
}

fn is_server(word: &str) -> bool {
    word.strip_prefix('S').is_some_and(|number| {
        !number.is_empty() && number.chars().all(|character| character.is_ascii_digit())
    })
}
