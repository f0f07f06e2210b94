//! What was missed, asked again line by line: before a lesson, or alone.

use super::tell::{self, blank};
use super::{Aloud, Said, text};
use crate::lesson::play::AskKind;
use crate::lesson::progress::Progress;
use crate::lesson::review::Review;
use crate::tui::in_words::standing_now;

impl Aloud {
    /// Tells a review alone. None if it asks nothing. `when` is the date.
    pub fn reviewing(review: Review, progress: Progress, when: &str) -> Option<Aloud> {
        let play = review.play()?.clone();
        Some(Aloud { only_review: true, ..Aloud::new(play, Some(review), progress, when) })
    }

    pub(super) fn review_line(&mut self, word: &str, line: &str) -> Said {
        let Some(review) = &mut self.review else { return Said::default() };
        let answered = review
            .play()
            .zip(review.question())
            .is_some_and(|(play, asking)| play.verdict(asking.id).is_some());
        let mut said = Said::default();
        match word {
            "" | "next" | "n" if answered => {}
            "pass" | "skip" => {
                if let Some(asking) = review.question().filter(|_| !answered) {
                    let run = review.play().and_then(|play| play.segment().run());
                    tell::passed(asking, run, &mut said.lines);
                }
            }
            "hint" | "h" => {
                let hint = review.question().and_then(|asking| asking.hints.first().map(text::lines));
                return Said::of(hint.unwrap_or_else(|| vec!["There is no hint.".to_owned()]));
            }
            "repeat" => {
                self.tell_review(&mut said.lines);
                return said;
            }
            _ if answered => return Said::refused("You have answered this. Press Enter to go on."),
            _ => {
                let Some((play, asking)) = review.play().zip(review.question().cloned()) else {
                    return Said::default();
                };
                let is_why = matches!(asking.kind, AskKind::Why(_));
                let own = self.said.as_ref().filter(|(id, _)| is_why && *id == asking.id);
                let own = own.map(|(_, said)| said.clone());
                if is_why && own.is_none() {
                    self.said = Some((asking.id, line.to_owned()));
                    return Self::rubric(&asking);
                }
                let given = match Self::given(play, &asking, line, own) {
                    Ok(given) => given,
                    Err(refused) => return refused,
                };
                self.said = None;
                let segment = play.segment().clone();
                match review.answer(given, &mut self.progress) {
                    Ok(verdict) => tell::verdict(&asking, &verdict, segment.run(), &mut said.lines),
                    Err(none) => return Said::refused(&none.to_string()),
                }
                said.lines.push("Press Enter to go on.".to_owned());
                return said;
            }
        }
        if review.advance() {
            self.tell_review(&mut said.lines);
        } else {
            self.review = None;
            if self.only_review {
                said.lines.push("That is all for today.".to_owned());
                return Said { quit: true, ..said };
            }
            said.lines.push("Now the lesson.".to_owned());
            self.arrive(&mut said.lines);
        }
        said
    }

    pub(super) fn tell_review(&self, said: &mut Vec<String>) {
        let Some((review, play)) = self.review.as_ref().and_then(|review| Some((review, review.play()?)))
        else {
            return;
        };
        let Some(asking) = review.question() else { return };
        let (number, all) = review.count();
        blank(said);
        said.push(format!("Review {number} of {all}, from {}.", play.lesson().title));
        if let Some(scene) = &play.segment().scene {
            said.extend(standing_now(&scene.run));
        }
        tell::question(asking, false, said);
    }
}
