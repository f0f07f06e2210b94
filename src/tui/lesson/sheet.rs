//! What the teacher's second terminal shows of a presentation.

use super::state::Moment;
use super::state::{Lesson, name};
use crate::lesson::play::{AskKind, Asking, Right};
use crate::lesson::{Prose, Sheet, SheetAnswer, SheetChallenge, SheetQuestion, resolve};
use crate::script::View;
use crate::tui::app::input::Effect;
use crate::tui::app::state::App;
use crate::tui::prose::flat;
use crate::tui::stage::Stage;

impl App {
    /// Tells the teacher's second terminal what has changed.
    pub(in crate::tui) fn tell_teacher(&mut self) {
        let lesson = self.stage.as_ref().and_then(Stage::lesson_here);
        let moment = lesson.and_then(Lesson::moment);
        if moment == self.told {
            return;
        }
        self.told = moment;
        if let Some(sheet) = self.sheet() {
            self.effects.push(Effect::Sheet(Box::new(sheet)));
        }
    }

    /// What the teacher sees, while a lesson is presented.
    pub fn sheet(&self) -> Option<Sheet> {
        let stage = self.stage.as_ref()?;
        let lesson = stage.lesson_here()?;
        lesson.sheet(View { run: &stage.run, names: &stage.player.names })
    }
}

impl Lesson {
    fn moment(&self) -> Option<Moment> {
        let presenting = self.presenting.as_ref()?;
        Some(Moment {
            at: self.play.position(),
            black: presenting.black,
            revealed: presenting.revealed || self.open_question().is_none(),
            over: self.over,
            seconds: presenting.seconds_left(),
        })
    }

    fn sheet(&self, view: View<'_>) -> Option<Sheet> {
        let presenting = self.presenting.as_ref()?;
        let lesson = self.play.lesson();
        let at = self.play.position().step;
        let step = &lesson.steps[at];
        let paragraphs = |prose: &Prose| -> Vec<String> {
            let said = resolve(prose, Some(view)).0;
            said.blocks.into_iter().map(|block| words(&Prose { blocks: vec![block] })).collect()
        };
        let question = self.play.question().map(|asking| SheetQuestion {
            ask: words(&asking.ask),
            answers: self.answers(asking),
            revealed: presenting.revealed || self.play.verdict(asking.id).is_some(),
        });
        let challenge = self.play.challenge().map(|(_, challenge)| SheetChallenge {
            ask: words(&challenge.ask),
            par: challenge.par,
            solution: challenge.solution.lines.iter().map(|line| line.command.to_string()).collect(),
        });
        let keys = ('1'..='9').zip(&step.demos);
        Some(Sheet {
            lesson: name(lesson),
            step: at as u32 + 1,
            steps: lesson.steps.len() as u32,
            title: step.title.clone(),
            next: lesson.steps.get(at + 1).map(|step| step.title.clone()),
            notes: step.notes.iter().flat_map(paragraphs).collect(),
            question,
            challenge,
            demos: keys.map(|(key, demo)| (key, demo.title.clone())).collect(),
            black: presenting.black,
            discussion_ms: presenting.seconds_left().map(|seconds| seconds * 1_000),
            ..Sheet::default()
        })
    }

    /// What can be answered, with what is right and what the others believe.
    fn answers(&self, asking: &Asking) -> Vec<SheetAnswer> {
        let believes = asking.believes();
        let right = asking.right().ok();
        match (&asking.kind, right) {
            (AskKind::One(texts) | AskKind::Several(texts), Some(Right::Choices(right))) => texts
                .iter()
                .enumerate()
                .map(|(place, text)| SheetAnswer {
                    text: words(text),
                    right: right.get(place).copied().unwrap_or(false),
                    believes: believes.get(place).cloned().flatten(),
                })
                .collect(),
            (_, Some(Right::Number(number))) => {
                vec![SheetAnswer { text: number.to_string(), right: true, believes: None }]
            }
            (_, Some(Right::Points(points))) => points
                .iter()
                .map(|point| SheetAnswer {
                    text: super::words::target_name(point, self.play.segment().run()),
                    right: true,
                    believes: None,
                })
                .collect(),
            (AskKind::Order(events), Some(Right::Order(order))) => order
                .iter()
                .filter_map(|event| events.get(*event))
                .map(|event| right_one(words(event)))
                .collect(),
            (AskKind::Why(points), _) => points.iter().map(|point| right_one(words(point))).collect(),
            (_, Some(right @ (Right::Logs(_) | Right::Rules(_)))) => vec![right_one(right.to_string())],
            _ => Vec::new(),
        }
    }
}

fn right_one(text: String) -> SheetAnswer {
    SheetAnswer { text, right: true, believes: None }
}

fn words(prose: &Prose) -> String {
    flat(prose, &|live| format!("{{{}}}", live.text))
}
