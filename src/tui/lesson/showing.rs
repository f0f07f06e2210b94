//! What the page of a lesson shows.

use super::state::{Lesson, name};
use crate::explain::{Lit, flight_in_words};
use crate::history::Run;
use crate::lesson::Prose;
use crate::lesson::play::{AskKind, Asking, Given, Lineage, PointKind, Pointed, Right, Shown, Verdict};
use crate::lesson::{Block, Inline, Style};
use crate::tui::stage::Stage;
use crate::tui::{
    ChallengeView, ChoiceView, Chosen, Ending, LessonView, PartView, Passage, QuestionView, Shape, Task,
};

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
        // What follows a script is about what is not seen yet; but nobody looks at an empty page meanwhile.
        let waits = !view.read.is_empty() || matches!(segment.shown.first(), Some(Shown::Prose(_)));
        let other = self.shows_demo() || self.shown.is_some();
        let watching = stage.is_watching() && !other;
        for shown in &segment.shown {
            match shown {
                Shown::Prose(prose) => view.read.push(Passage::Prose(prose.clone())),
                Shown::Played(_) if watching && waits => return view,
                Shown::Played(_) => {}
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
        match &mut view.shape {
            Shape::Choices { choices, chosen, .. } => {
                *chosen = self.draft.chosen;
                for (place, choice) in choices.iter_mut().enumerate() {
                    choice.ticked = self.draft.ticked.contains(&place);
                }
            }
            Shape::Number { typed, .. } => typed.clone_from(&self.draft.typed),
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
                live: part.missing.join(", "),
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
        passages
    }
}

fn text(text: String) -> Inline {
    Inline::Text(text, Style::Plain)
}

fn paragraph(line: String) -> Prose {
    Prose { blocks: vec![Block::Paragraph(vec![text(line)])] }
}

/// A question, and what came of the answer.
fn question_view(
    asking: &Asking,
    verdict: Option<&Verdict>,
    hints: usize,
    run: Option<&Run>,
) -> QuestionView {
    let right = asking.right().ok();
    let given = verdict.map(|verdict| &verdict.given);
    let shape = match &asking.kind {
        AskKind::One(texts) | AskKind::Several(texts) => {
            let is_right = |place: usize| match right {
                Some(Right::Choices(right)) => right.get(place).copied(),
                _ => None,
            };
            let chosen = match given {
                Some(Given::Choices(chosen)) => chosen.clone(),
                _ => Vec::new(),
            };
            let choice = |(place, text): (usize, &Prose)| ChoiceView {
                text: text.clone(),
                ticked: chosen.contains(&place),
                right: verdict.and_then(|_| is_right(place)),
                reply: verdict.and_then(|verdict| {
                    let reply = verdict.replies.iter().find(|reply| reply.choice == Some(place))?;
                    Some(reply.text.clone())
                }),
            };
            Shape::Choices {
                choices: texts.iter().enumerate().map(choice).collect(),
                chosen: None,
                several: matches!(asking.kind, AskKind::Several(_)),
            }
        }
        AskKind::Number => Shape::Number {
            typed: match given {
                Some(Given::Number(number)) => number.to_string(),
                _ => String::new(),
            },
            right: verdict.and(right).and_then(|right| match right {
                Right::Number(number) => Some(number.to_string()),
                _ => None,
            }),
        },
        AskKind::Point(kind) => Shape::Point {
            wanted: wanted(*kind).to_owned(),
            at: match given {
                Some(Given::Point(point)) => Some(target_name(point, run)),
                _ => None,
            },
            right: verdict
                .filter(|verdict| !verdict.right)
                .and(right)
                .and_then(|right| spots_named(right, run)),
        },
    };
    let reply = verdict.and_then(|verdict| {
        verdict.replies.iter().find(|reply| reply.choice.is_none()).map(|reply| reply.text.clone())
    });
    QuestionView {
        ask: asking.ask.clone(),
        shape,
        hints: asking.hints.iter().take(hints).cloned().collect(),
        hints_in_all: asking.hints.len(),
        right: verdict.map(|verdict| verdict.right),
        reply,
        title: "Predict".into(),
        note: String::new(),
    }
}

/// What is right, shown to a class that has committed to nothing.
fn reveal(asking: &Asking, view: &mut QuestionView, run: Option<&Run>) {
    let given = match asking.right() {
        Ok(Right::Choices(right)) => {
            let right = right.iter().enumerate().filter(|(_, right)| **right).map(|(place, _)| place);
            match asking.kind {
                AskKind::One(_) => Given::Choices(right.take(1).collect()),
                _ => Given::Choices(right.collect()),
            }
        }
        Ok(Right::Number(number)) => Given::Number(*number),
        Ok(Right::Points(points)) => match points.first() {
            Some(point) => Given::Point(*point),
            None => return,
        },
        Err(_) => return,
    };
    if let Ok(verdict) = asking.judge(given) {
        let note = std::mem::take(&mut view.note);
        *view = question_view(asking, Some(&verdict), 0, run);
        view.note = note;
    }
}

/// What a learner is to point at.
pub(super) const fn wanted(kind: PointKind) -> &'static str {
    match kind {
        PointKind::Server => "Choose a server",
        PointKind::Entry => "Choose an entry",
        PointKind::Message => "Choose a message",
    }
}

/// What is chosen on the screen, as something that is pointed at.
pub(super) fn pointed(chosen: Chosen, stage: &Stage) -> Option<Pointed> {
    match chosen {
        Chosen::Nothing => None,
        Chosen::Server(server) => Some(Pointed::Server(server)),
        Chosen::Entry(server, index) => {
            stage.has_entry(server, index).then_some(Pointed::Entry(server, index))
        }
        Chosen::Message(id) => Some(Pointed::Message(id)),
    }
}

/// As one speaks of it: `S1's vote request to S3` rather than the number of a message.
pub(super) fn target_name(point: &Pointed, run: Option<&Run>) -> String {
    match point {
        Pointed::Server(server) => server.to_string(),
        Pointed::Entry(server, index) => format!("entry {index} on {server}"),
        Pointed::Message(id) => {
            let flight = run.and_then(|run| run.world().network().flight(*id));
            flight.map_or_else(|| format!("message {id}"), flight_in_words)
        }
    }
}

fn spots_named(right: &Right, run: Option<&Run>) -> Option<String> {
    let Right::Points(points) = right else { return None };
    let names: Vec<String> = points.iter().take(4).map(|point| target_name(point, run)).collect();
    (!names.is_empty()).then(|| names.join(" or "))
}
