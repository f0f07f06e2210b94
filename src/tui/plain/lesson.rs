//! Lessons and scenarios in a session line by line: the lists of them, and a lesson that is told until it is left.

use super::{Answer, Plain};
use crate::lesson::LessonId;
use crate::tui::aloud::Aloud;
use crate::tui::app::input::Effect;
use crate::tui::home::Scenario;
use crate::tui::in_words::WIDTH;
use crate::tui::text::wrap;
use crate::untrusted::printable;

impl Plain {
    /// Carries out a line that is about lessons or scenarios, if it is.
    pub(super) fn lesson_line(&mut self, line: &str) -> Option<Answer> {
        let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
        let rest = rest.trim();
        match (first, rest) {
            ("lessons", "") | ("lesson", "list") => Some(Answer::of(self.lessons())),
            ("scenarios", "") | ("scenario", "" | "list") => Some(Answer::of(scenarios())),
            ("review", "") => Some(self.begin_review()),
            ("lesson", which) => Some(self.begin_lesson(which)),
            _ => None,
        }
    }

    fn begin_lesson(&mut self, which: &str) -> Answer {
        let app = &self.app;
        let lesson = if which.is_empty() {
            app.lesson_to_take_up().ok_or_else(|| "there are no lessons".to_owned())
        } else {
            app.find_lesson(which).map_err(|mistake| mistake.message)
        };
        let begun: Result<Aloud, String> = lesson.and_then(|lesson| {
            Aloud::take_up(&lesson, None, app.progress.clone(), &app.today, |id| self.find(id))
        });
        match begun {
            Ok(aloud) => self.begin(aloud),
            Err(why) => Answer::refused(&format!("{}: lessons lists them.", printable(&why, 300))),
        }
    }

    fn begin_review(&mut self) -> Answer {
        let app = &self.app;
        match Aloud::review(app.progress.clone(), &app.today, |id| self.find(id)) {
            Some(aloud) => self.begin(aloud),
            None => Answer::refused("There are no questions to repeat today."),
        }
    }

    fn find(&self, id: &LessonId) -> Option<std::sync::Arc<crate::lesson::Lesson>> {
        self.app.lessons.iter().find(|lesson| lesson.id == *id).cloned()
    }

    fn begin(&mut self, mut aloud: Aloud) -> Answer {
        let lines = aloud.greeting();
        self.aloud = Some(aloud);
        Answer::of(lines)
    }

    /// Carries out a line in the lesson that is told, if one is.
    pub(super) fn aloud_line(&mut self, line: &str) -> Option<Answer> {
        let aloud = self.aloud.as_mut()?;
        let said = aloud.line(line);
        let mut answer = Answer { lines: said.lines, refused: said.refused, ..Answer::default() };
        if self.app.progress != *aloud.progress() {
            self.app.progress = aloud.progress().clone();
            answer.asks.push(Effect::Progress);
        }
        if said.quit {
            self.aloud = None;
            answer.lines.push(
                "Back to the cluster: status shows it, lesson goes on with the lesson, quit ends.".to_owned(),
            );
        }
        Some(answer)
    }

    fn lessons(&self) -> Vec<String> {
        let mut lines: Vec<String> = self
            .app
            .lessons
            .iter()
            .flat_map(|lesson| {
                let number = lesson.id.0.split('-').next().unwrap_or_default();
                let mut lines = vec![format!("{number}  {}", lesson.title)];
                lines.extend(wrap(&format!("    {}", lesson.asks), WIDTH, "    "));
                lines
            })
            .collect();
        lines.push("lesson 2 plays lesson 2.".to_owned());
        lines
    }
}

fn scenarios() -> Vec<String> {
    let line = |scenario: Scenario| wrap(&format!("{}: {}", scenario.word(), scenario.title), WIDTH, "    ");
    let mut lines: Vec<String> = Scenario::all().flat_map(line).collect();
    lines.push("scenario basic agreement plays one.".to_owned());
    lines
}
