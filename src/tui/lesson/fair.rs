//! While a question waits, nothing but the learner answers it: the cluster does not go past the moment of the question,
//! answers to other questions wait, and the subtitle speaks of what has happened, not of what is to come.

use super::state::Lesson;
use crate::explain::{Narration, tell};
use crate::language::Command;
use crate::lesson::play::AskKind;
use crate::sim::{Action, Step, StepId, Time, What};
use crate::tui::order::{Order, Orders};
use crate::tui::stage::Stage;

/// Why something is not shown yet.
const WAITS: &str = "Answer the question first: this would show what happens. You may try it in a sandbox";

impl Stage {
    /// The moment of the question that waits for an answer, if the learner is not before a class: who teaches decides
    /// what a class sees.
    fn question_asked_at(&self) -> Option<(StepId, Time)> {
        let lesson = self.lesson_here().filter(|lesson| lesson.presenting.is_none())?;
        lesson.open_question().filter(|_| !self.watches_segment())?;
        let run = lesson.play.segment().run()?;
        Some((run.cursor(), run.world().now()))
    }

    /// Whether an order would show what happens after a question that waits.
    fn would_answer(&self, order: &Order) -> bool {
        let Some((asked, at)) = self.question_asked_at() else { return false };
        let cursor = self.run.cursor();
        match order {
            Order::Step(steps) => cursor.saturating_add(*steps) > asked,
            Order::Next | Order::Play => cursor >= asked,
            // The key that stops time lets it pass where it stands still: there is one answer to it.
            Order::Pause => cursor >= asked && !self.playback.playing,
            Order::End => self.run.end() > asked,
            Order::Seek(step) => *step > asked,
            Order::SeekMoment(moment) => *moment > at,
            Order::Command(command) => {
                matches!(
                    command,
                    Command::Act(_)
                        | Command::At { .. }
                        | Command::Run(_)
                        | Command::RunUntil { .. }
                        | Command::Step(_)
                )
            }
            Order::Ask | Order::Question(_) | Order::Why(_) | Order::Effect => true,
            _ => false,
        }
    }

    /// Whether a key is of no use while a question waits.
    pub(in crate::tui) fn waits_for_answer(&self, orders: &Orders) -> bool {
        self.question_asked_at().is_some()
            && (orders.change() || orders.iter().all(|order| self.would_answer(order)))
    }

    /// Refuses what would answer a question that waits. Playing goes on to the moment of the question.
    ///
    /// # Errors
    /// Why not.
    pub(in crate::tui) fn keep_fair(&mut self, order: &Order) -> Result<(), String> {
        if self.would_answer(order) {
            return Err(WAITS.to_owned());
        }
        if let (Order::Next | Order::Play, Some(asked)) = (order, self.question_asked_at()) {
            self.until = Some(asked);
        }
        Ok(())
    }

    /// What the subtitle says of a step while a question waits.
    pub(in crate::tui) fn told_fairly(&self, step: &Step, told: Narration) -> Narration {
        let Some(asking) = self.lesson_here().and_then(Lesson::open_question) else { return told };
        let foretells = matches!(
            step.what,
            What::Booted(_) | What::Acted(Action::Align(_) | Action::Spread(_) | Action::SetTimer { .. })
        );
        let told = if foretells { tell(step, self.run.world().configuration()) } else { told };
        // The place in the paper is that of the rule.
        if asking.kind == AskKind::Rule {
            return Narration { place: String::new(), short_place: String::new(), rule: None, ..told };
        }
        told
    }
}
