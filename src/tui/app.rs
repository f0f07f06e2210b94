//! The application: what the user looks at, and what every key, click and command does to it.
//!
//! It is synchronous and pure. [`App::update`] takes an input, [`App::advance`] lets the viewer's time pass,
//! [`App::view`] draws. It reads no clock, no file and no terminal: the shell tells it, and does what it asks
//! for by an [`Effect`]. So a test, or a browser, can hold it as well as a terminal.

pub(in crate::tui) mod hints;
mod hover;
pub(in crate::tui) mod input;
mod keys;
mod mouse;
pub(in crate::tui) mod obey;
pub(in crate::tui) mod preferences;
pub(in crate::tui) mod state;
mod view;

pub use crate::tui::branches::state::BranchesPage;
pub use crate::tui::capture::{Copied, MOST_COPIED, Shot, Told};
pub use crate::tui::cluster::groups::Groups;
pub use crate::tui::compare::state::Beside;
pub use crate::tui::compare::state::Compare;
pub use crate::tui::demo::Demo;
pub use crate::tui::home::sandbox::{SEED, SERVERS, title};
pub use crate::tui::lab::page::LabPage;
pub use crate::tui::lesson::state::Lesson;
pub use crate::tui::opened_trace::{introduced, who_is_who};
pub use crate::tui::order::{
    Along, BranchOrder, DemoOrder, LabOrder, LessonOrder, Mistake, Order, Orders, WORDS, Word,
};
pub use crate::tui::page::Page;
pub use crate::tui::stage::Stage;
pub use crate::tui::stage::interesting::NextInteresting;
pub use crate::tui::story::Story;
pub use hints::Hint;
pub use input::{Button, Effect, Input, Mouse};
pub use preferences::Preferences;
pub use state::{App, Screen};

use crate::history::Run;
use crate::tui::keymap::Context;
use std::time::Duration;

impl App {
    /// Shows a run.
    pub fn show(&mut self, run: Run, title: &str) {
        let mut stage = Stage::new(run, crate::untrusted::printable(title, 80), self.preferences.speed);
        stage.glides = self.preferences.glide;
        if let Some(before) = &self.stage {
            stage.playback.speed = before.playback.speed;
        }
        // What a hunt was for is no longer on the screen.
        self.hunting = None;
        self.home.offer_last_run(&stage.title);
        let replaced = self.stage.replace(stage);
        if let Some(replaced) = replaced.filter(Stage::was_played) {
            self.replaced = Some(Box::new(replaced));
        }
        if self.screen != Screen::Cluster {
            self.go(Screen::Cluster);
        }
        self.see_disaster();
        // What was open of another run is closed.
        self.before.retain(|place| !matches!(place, Screen::Branches(_) | Screen::Compare));
        self.dirty = true;
    }

    /// What the script says at this step was heard.
    pub fn read_note(&mut self) {
        if let Some(stage) = &mut self.stage {
            stage.show_note();
        }
    }

    /// A script is over: what can be done from here.
    fn say_end(&mut self) {
        let way =
            |order: Order, what: &str| Some(format!("{} {what}", self.key_of(Context::Cluster, order)?));
        let next = way(Order::Next, "continues from here");
        let mut ways: Vec<String> = next.into_iter().chain(way(Order::Start, "starts again")).collect();
        ways.push("Esc goes back".to_string());
        self.say("End of the scenario", &ways.join(", "));
    }

    /// Whether time passes: only then does the shell have to call [`App::advance`]. It stands still while
    /// something is typed or chosen, so that what is meant is still there when it is done.
    pub fn is_moving(&self) -> bool {
        self.hunting.is_some() || self.is_run_moving() || self.are_both_moving()
    }

    /// Whether time passes on two branches side by side.
    fn are_both_moving(&self) -> bool {
        self.screen == Screen::Compare
            && self.palette.is_none()
            && self.stage.as_ref().is_some_and(|stage| stage.compare.is_some() && stage.playback.playing)
    }

    /// Whether time passes in the run on the screen.
    fn is_run_moving(&self) -> bool {
        self.screen == Screen::Cluster
            && self.palette.is_none()
            && self.menu.is_none()
            && self.stage.as_ref().is_some_and(|stage| {
                let counts_down = stage.lesson_here().is_some_and(Lesson::counts_down);
                counts_down || (stage.playback.playing && stage.groups.is_none())
            })
    }

    /// Lets the viewer's time pass.
    pub fn advance(&mut self, elapsed: Duration) {
        self.go_on_hunting(elapsed);
        if self.are_both_moving() {
            self.advance_both(elapsed);
        }
        if self.is_run_moving()
            && let Some(stage) = &mut self.stage
        {
            self.dirty |= stage.advance(elapsed);
            self.dirty |= stage.lesson.as_mut().is_some_and(|lesson| lesson.pass_time(elapsed));
            let over = !stage.playback.playing;
            if over && stage.story.as_mut().is_some_and(|story| story.ends(&stage.run)) {
                self.say_end();
            }
            self.see_lesson();
            self.tell_teacher();
            self.see_disaster();
        }
    }
}
