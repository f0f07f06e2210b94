//! A link to what is on the screen.

use crate::link::{Link, LinkPlace};
use crate::script::session;
use crate::tui::app::input::Effect;
use crate::tui::app::state::{App, Screen};
use crate::tui::order::mistake::{Mistake, refused};
use crate::tui::stage::Stage;
use crate::tui::story::Story;

impl App {
    /// A link to what is on the screen: the step of a lesson, or a run with the question that is answered there.
    fn link(&self) -> Result<Link, Mistake> {
        let stage = self.stage.as_ref().filter(|_| self.screen != Screen::Home);
        let stage = stage.ok_or_else(|| refused(&"Open a lesson or a run first: a link leads to one"))?;
        let question = stage.open_answer.as_ref().map(|open| open.answer.question.to_string());
        if let Some(lesson) = stage.lesson_here() {
            if self.follows().is_some() {
                return Err(refused(&"This lesson is a file: send the file"));
            }
            let step = u16::try_from(lesson.play().position().step + 1).ok();
            let place = LinkPlace::Lesson { lesson: lesson.id().0.clone(), step };
            return Ok(Link { place: Some(place), question: None });
        }
        if !stage.run.world().driver().can_act() {
            return Err(refused(&"A trace does not fit in a link: send the trace file instead"));
        }
        // What was done in a demo is a branch of its own, and that is a run.
        let demo = stage.demo.as_ref().filter(|demo| demo.is_on(&stage.run)).and_then(|demo| demo.word);
        let place = demo.map_or_else(|| run_of(stage), |word| LinkPlace::Demo(word.to_owned()));
        Ok(Link { place: Some(place), question })
    }

    /// Asks the shell to give the clipboard a link to what is on the screen.
    pub(super) fn copy_link(&mut self) -> Result<(), Mistake> {
        let link = self.link()?;
        let fragment = link.fragment().map_err(|long| {
            refused(&format!(
                "{}: `save FILE` writes a file that opens in the same way",
                upper(&long.to_string())
            ))
        })?;
        let what = match &link.place {
            Some(LinkPlace::Lesson { lesson, step }) => {
                format!("lesson {lesson}, step {}", step.unwrap_or(1))
            }
            Some(LinkPlace::Demo(name)) => format!("demo {name}, from its beginning"),
            _ => format!("this run, {} characters", fragment.len()),
        };
        if let Some(address) = self.preferences.address.clone() {
            self.effects.push(Effect::Copy(format!("{address}{fragment}")));
            self.say("Copied a link", &what);
        } else {
            self.effects.push(Effect::Copy(fragment));
            let rest = format!("{what}; `open` takes it, and `address` in the settings completes it");
            self.say("Copied the end of a link", &rest);
        }
        Ok(())
    }

    /// The address of the browser edition is this: what links begin with.
    pub fn live_at(&mut self, address: &str) {
        self.preferences.address = Some(address.to_owned());
    }
}

/// The run: as the script that tells it, while nothing else was done; otherwise as a session.
fn run_of(stage: &Stage) -> LinkPlace {
    match stage.story.as_ref().and_then(Story::script) {
        Some(script) => LinkPlace::Run { text: script.to_owned(), step: Some(stage.run.cursor()) },
        None => LinkPlace::Run { text: session::write(&stage.run), step: None },
    }
}

fn upper(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
