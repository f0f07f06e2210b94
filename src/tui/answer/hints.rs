//! The keys worth knowing while an answer is on the screen.

use super::short::in_short;
use crate::tui::app::hints::Hint;
use crate::tui::app::state::App;
use crate::tui::keymap::Context;
use crate::tui::order::Order;
use crate::tui::stage::Stage;
use crate::tui::{AnswerTarget, OpenAnswer};

impl App {
    /// What one does with an answer.
    pub(in crate::tui) fn hints_on_answer(
        &self,
        open_answer: &OpenAnswer,
        stage: &Stage,
        hints: &mut Vec<Hint>,
    ) {
        let here = open_answer.is_here(&stage.run);
        let last = (1..=9).take_while(|number| here && self.sees_remedy(*number)).last();
        if let Some(last) = last {
            let dash = if self.look.is_ascii() { "-" } else { "–" };
            let key = if last > 1 { format!("1{dash}{last}") } else { "1".to_string() };
            let word = if last > 1 { "do one of these" } else { "do this" };
            hints.push(Hint::new(key, word, Order::Remedy(1)));
        }
        if !here {
            self.hint(hints, Context::Answer, Order::Again, &format!("to step {}", open_answer.at.1));
        }
        self.hint(hints, Context::Answer, Order::Escape, "close");
        if !open_answer.answer.evidence.is_empty() || last.is_some() {
            self.hint(hints, Context::Answer, Order::Down(1), "choose");
            self.join(hints, Context::Answer, Order::Up(1));
        }
        match open_answer.chosen {
            Some(AnswerTarget::Evidence(_)) => self.hint(hints, Context::Answer, Order::Open, "go there"),
            Some(AnswerTarget::Remedy(_)) if here => self.hint(hints, Context::Answer, Order::Open, "do it"),
            _ => {}
        }
        if !here {
            self.hint(hints, Context::Cluster, Order::Ask, &in_short(&stage.pointed_now()));
        }
        self.hint(hints, Context::Cluster, Order::Write("ask ".into()), "other questions");
    }
}
