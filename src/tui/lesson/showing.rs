//! What the page of a lesson shows.

use super::asked::{question_view, reveal, rubric, to_be_ticked};
use super::rows::TypingKey;
use super::state::{Lesson, name};
use super::words::{paragraph, pointed, target_name, text};
use crate::explain::Lit;
use crate::lesson::Block;
use crate::lesson::Prose;
use crate::lesson::grade::typed;
use crate::lesson::play::{AskKind, Asking, Lineage, Shown};
use crate::tui::stage::Stage;
use crate::tui::{ChallengeView, Ending, LessonView, PartView, Passage, QuestionView, Shape, Task};

/// What stands on a page whose text tells what is still being watched.
const WATCH: &str = "Watch the cluster. The text follows.";

impl Stage {
    /// Looks again at what the lesson shows: something may have happened.
    pub(in crate::tui) fn see_lesson(&mut self) {
        let Some(mut lesson) = self.lesson.take() else { return };
        if lesson.away.is_none() {
            lesson.judge(self);
            lesson.side.view = lesson.view(self);
            let other = lesson.shows_demo() || lesson.shown.is_some();
            lesson.light(self.is_watching() || other);
            lesson.side.lecture = lesson.presenting.is_some();
        }
        self.lesson = Some(lesson);
    }
}

impl Lesson {
    /// What the segment speaks of, once it was watched.
    fn light(&mut self, watching: bool) {
        self.side.lit = Lit::default();
        self.side.rules.clear();
        if let Some(scene) = self.play.segment().scene.as_ref().filter(|_| !watching && !self.over) {
            let lit = &scene.lit;
            self.side.lit =
                Lit { servers: lit.servers, entries: lit.entries.clone(), messages: lit.messages.clone() };
            self.side.rules.clone_from(&lit.rules);
        }
    }

    fn view(&self, stage: &Stage) -> LessonView {
        let lesson = self.play.lesson();
        let segment = self.play.segment();
        let step = segment.position.step;
        let mut view = LessonView {
            name: name(lesson),
            step: step + 1,
            steps: lesson.steps.len(),
            done: self.done(),
            heading: lesson.steps[step].title.clone(),
            lecture: self.presenting.is_some(),
            ..LessonView::default()
        };
        if let Some(reviewing) = &self.reviewing {
            (view.step, view.steps) = reviewing.count();
            view.heading = format!("From {}", name(lesson));
            view.name = "A question to repeat".into();
            view.done = (view.step * 1_000 / view.steps.max(1)) as u16;
        }
        if let Some(lines) = &self.trouble {
            let head = lines.first().cloned().unwrap_or_default();
            view.read.push(Passage::Trouble { head, rest: lines[1..].to_vec() });
            return view;
        }
        if self.over {
            view.heading = "End of the lesson".into();
            view.read = self.summary();
            return view;
        }
        view.read.extend(self.answered_before());
        let other = self.shows_demo() || self.shown.is_some();
        let watching = stage.is_watching() && !other;
        for shown in &segment.shown {
            match shown {
                Shown::Prose(prose) => view.read.push(Passage::Prose(prose.clone())),
                // What follows a script is about what is not seen yet.
                Shown::Played(_) if watching => {
                    if view.read.is_empty() {
                        view.read.push(Passage::Prose(paragraph(WATCH.into())));
                    }
                    return view;
                }
                Shown::Played(_) => {}
                Shown::Logs(table) => view.read.push(Passage::Logs(table.clone())),
                Shown::Question(_) | Shown::Challenge(..) if watching => return view,
                Shown::Question(asking) => view.task = Some(Task::Question(self.question(asking, stage))),
                Shown::Challenge(id, challenge) => {
                    let best = self.play.score().solved.get(id);
                    let best = best.filter(|best| !best.shown).map(|best| best.actions);
                    let mut shown = self.challenge_view(challenge);
                    shown.best = best;
                    view.task = Some(Task::Challenge(shown));
                }
            }
        }
        if let Some(broken) = &segment.broken {
            view.read.push(Passage::Trouble { head: broken.to_string(), rest: Vec::new() });
        }
        view
    }

    /// Thousandths of the lesson that are behind one.
    fn done(&self) -> u16 {
        if self.over {
            return 1_000;
        }
        let steps = self.play.lesson().steps.len();
        let at = self.play.position();
        let before: usize = (0..at.step).map(|step| self.play.segments_of(step)).sum();
        let all: usize = (0..steps).map(|step| self.play.segments_of(step)).sum();
        ((before + at.segment + 1) * 1_000 / all.max(1)) as u16
    }

    /// The question of the segment before, with what came of it: it is what was just spoken of.
    fn answered_before(&self) -> Option<Passage> {
        let page = self.play.page();
        let before = page.len().checked_sub(2).and_then(|place| page.get(place))?;
        let Some(Shown::Question(asking)) = before.shown.last() else { return None };
        let verdict = self.play.verdict(asking.id)?;
        Some(Passage::Answered(question_view(
            asking,
            Some(verdict),
            self.play.hints_taken(asking.id),
            before.run(),
        )))
    }

    fn question(&self, asking: &Asking, stage: &Stage) -> QuestionView {
        let verdict = self.play.verdict(asking.id);
        let run = self.play.segment().run();
        let mut view = question_view(asking, verdict, self.play.hints_taken(asking.id), run);
        if verdict.is_some() {
            return view;
        }
        if let Some(presenting) = &self.presenting {
            view.note = presenting.time_left();
            if presenting.revealed {
                reveal(asking, &mut view, run);
                return view;
            }
        }
        view.keys = match asking.kind {
            // A class says its answer.
            _ if self.presenting.is_some() => &[],
            AskKind::Number | AskKind::Logs(_) => &TypingKey::DIGITS,
            _ if self.is_answered_in_words() => &TypingKey::WORDS,
            _ => &[],
        };
        if let (AskKind::Why(points), Some(said)) = (&asking.kind, &self.draft.said) {
            view.ask = to_be_ticked(&asking.ask, said);
            view.shape = rubric(points, &[], false);
        }
        match &mut view.shape {
            Shape::Choices { choices, chosen, ordered, .. } => {
                *chosen = self.draft.chosen;
                for (place, choice) in choices.iter_mut().enumerate() {
                    let picked = self.draft.ticked.iter().position(|ticked| *ticked == place);
                    choice.ticked = picked.is_some();
                    choice.place = picked.map(|picked| picked + 1).filter(|_| *ordered);
                }
            }
            Shape::Typed { typed, .. } => typed.clone_from(&self.draft.typed),
            Shape::Logs { rows, chosen } => {
                *chosen = Some(self.draft.chosen.unwrap_or(0));
                for (row, log) in rows.iter_mut().zip(&self.draft.logs) {
                    row.typed = if log.is_empty() { String::new() } else { typed(log) };
                }
            }
            Shape::Point { at, .. } => {
                *at = pointed(stage.chosen, stage).map(|point| target_name(&point, Some(&stage.run)));
            }
        }
        view
    }

    fn challenge_view(&self, challenge: &crate::lesson::Challenge) -> ChallengeView {
        let standing = self.standing.as_ref();
        let taken = self.trial.as_ref().map_or(0, crate::lesson::play::Trial::hints_taken);
        let parts = standing.map(|standing| {
            let part = |part: &crate::lesson::play::GoalPart| PartView {
                text: part.text.clone(),
                holds: part.met,
                live: part.missing.join("; "),
            };
            standing.parts.iter().map(part).collect()
        });
        let broken = standing.and_then(|standing| standing.never.as_ref());
        let never = challenge.never.iter().map(|never| {
            let text = never.to_string();
            let holds = broken.is_some_and(|(_, broken)| *broken == text);
            PartView { text, holds, live: String::new() }
        });
        let met = standing.and_then(|standing| standing.met);
        let ending = match (&self.shown, broken, met) {
            (Some(lines), ..) => Ending::Shown(lines.clone(), challenge.solved.clone()),
            (None, Some(_), None) => Ending::Broken,
            (None, _, Some(_)) => Ending::Solved(challenge.solved.clone()),
            (None, None, None) => Ending::Going,
        };
        ChallengeView {
            name: challenge.title.clone(),
            ask: challenge.ask.clone(),
            parts: parts.unwrap_or_default(),
            never: never.collect(),
            only: challenge.only.clone(),
            actions: met.map_or(standing.map_or(0, |standing| standing.actions), |met| met.actions),
            par: challenge.par,
            best: None,
            elsewhere: standing.is_some_and(|standing| standing.lineage != Lineage::Within),
            hints: challenge.hints.iter().take(taken).cloned().collect(),
            hints_in_all: challenge.hints.len(),
            ending,
        }
    }

    /// How it went.
    fn summary(&self) -> Vec<Passage> {
        let score = self.play.score();
        let mut passages = Vec::new();
        let questions = score.questions().len();
        let mut lines = Vec::new();
        if questions > 0 && self.presenting.is_none() {
            lines.push(format!("{} of {questions} questions right at the first answer.", score.right()));
        }
        for solved in score.solved.values() {
            lines.push(match solved {
                solved if solved.shown => {
                    "You looked at the solution of the challenge; you can try it again.".into()
                }
                solved => {
                    let plural = if solved.actions == 1 { "" } else { "s" };
                    format!(
                        "You solved the challenge in {} action{plural}; par is {}.",
                        solved.actions, solved.par
                    )
                }
            });
        }
        let unsolved = score.challenges().iter().filter(|id| !score.solved.contains_key(id)).count();
        if unsolved > 0 && self.presenting.is_none() {
            lines.push("You have not solved the challenge yet: it waits where you left it.".into());
        }
        passages.extend(lines.into_iter().map(|line| Passage::Prose(paragraph(line))));
        let believes: Vec<&String> = score.answers.values().flat_map(|first| &first.believes).collect();
        if !believes.is_empty() && self.presenting.is_none() {
            let heading = Block::Heading(vec![text("Questions to repeat".into())]);
            let items = believes
                .into_iter()
                .map(|idea| crate::lesson::Item(paragraph(idea.clone()).blocks))
                .collect();
            passages.push(Passage::Prose(Prose { blocks: vec![heading, Block::List { from: None, items }] }));
        }
        passages.extend(self.play.lesson().card().map(|card| Passage::Card(card.sentences.clone())));
        passages
    }
}
