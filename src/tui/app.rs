//! The application: what the user looks at, and what every key, click and command does to it.
//!
//! It is synchronous and pure. [`App::update`] takes an input, [`App::advance`] lets the viewer's time pass,
//! [`App::view`] draws. It reads no clock, no file and no terminal: the shell tells it, and does what it asks
//! for by an [`Effect`]. So a test, or a browser, can hold it as well as a terminal.

pub(in crate::tui) mod hints;
mod input;
mod keys;
mod mouse;
pub(in crate::tui) mod obey;
mod preferences;
mod view;

pub use crate::tui::branches::execute::Grove;
pub use crate::tui::capture::{Copied, MOST_COPIED, Shot};
pub use crate::tui::cluster::groups::Groups;
pub use crate::tui::compare::state::Compare;
pub use crate::tui::lab::page::LabPage;
pub use crate::tui::lab::put_back::Beside;
pub use crate::tui::lesson::state::Lesson;
pub use crate::tui::opened_trace::{introduced, who_is_who};
pub use crate::tui::order::{Along, LabOrder, LessonOrder, Mistake, Order, Orders, TreeOrder, WORDS, Word};
pub use crate::tui::page::Page;
pub use crate::tui::stage::Stage;
pub use crate::tui::stage::interesting::Ahead;
pub use crate::tui::story::Story;
pub use input::{Button, Effect, Input, Mouse};
pub use obey::{SEED, SERVERS, title};
pub use preferences::Preferences;

use crate::history::Run;
use crate::hunt::Finding;
use crate::lesson as lessons;
use crate::paper::Bug;
use crate::tui::home::Home;
use crate::tui::home::shipped_lessons;
use crate::tui::keymap::Context;
use crate::tui::menu::Menu;
use crate::tui::palette::{History, Palette};
use crate::tui::{Look, lab, lesson};
use ratatui::layout::Rect;
use std::sync::Arc;
use std::time::Duration;

/// What is on the screen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Place {
    /// Where one begins.
    Home,
    /// A run.
    Cluster,
    /// The branches and bookmarks of the run.
    Branches(Grove),
    /// Two branches side by side.
    Compare,
    /// The rules that can be set aside.
    Lab(LabPage),
    /// Something to read: a rule, help.
    Page(Page),
}

/// The application.
#[derive(Debug)]
pub struct App {
    pub(in crate::tui) place: Place,
    /// Where Esc goes back to, the last one first to be popped.
    pub(in crate::tui) before: Vec<Place>,
    pub(in crate::tui) home: Home,
    /// The lessons, in order.
    pub(in crate::tui) lessons: Vec<Arc<lessons::Lesson>>,
    /// What the learner has done.
    pub(in crate::tui) progress: lessons::progress::Progress,
    /// What day it is.
    pub(in crate::tui) today: String,
    pub(in crate::tui) stage: Option<Stage>,
    pub(in crate::tui) palette: Option<Palette>,
    history: History,
    pub(in crate::tui) menu: Option<Menu>,
    pub(in crate::tui) preferences: Preferences,
    pub(in crate::tui) look: Look,
    /// The screen, as it was last.
    pub(in crate::tui) area: Rect,
    /// Something may look different.
    pub(in crate::tui) dirty: bool,
    pub(in crate::tui) effects: Vec<Effect>,
    /// What the teacher's second terminal was told last.
    pub(in crate::tui) told: Option<lesson::sheet::Moment>,
    /// What the program has to say where there is no subtitle.
    pub(in crate::tui) notice: Option<String>,
    /// Where the mouse was pressed last, to tell a second click.
    clicked: Option<(u16, u16)>,
    /// The mouse was pressed on the scrubber, and not released since.
    scrubbing: bool,
    /// A hunt under way.
    pub(in crate::tui) hunting: Option<lab::hunting::Hunting>,
    /// What hunts have found, by the rule that was off.
    pub(in crate::tui) findings: Vec<(Bug, Finding)>,
}

impl App {
    /// The application at its home screen.
    pub fn new(preferences: Preferences, look: Look) -> App {
        let mut app = App {
            place: Place::Home,
            before: Vec::new(),
            home: Home::new(),
            lessons: shipped_lessons(),
            progress: lessons::progress::Progress::default(),
            today: String::new(),
            stage: None,
            palette: None,
            history: History::default(),
            menu: None,
            preferences,
            look,
            area: Rect::new(0, 0, 80, 24),
            dirty: true,
            effects: Vec::new(),
            told: None,
            notice: None,
            clicked: None,
            scrubbing: false,
            hunting: None,
            findings: Vec::new(),
        };
        app.see_home();
        app
    }

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
        self.stage = Some(stage);
        if self.place != Place::Cluster {
            self.go(Place::Cluster);
        }
        self.see_disaster();
        // What was open of another run is closed.
        self.before.retain(|place| !matches!(place, Place::Branches(_) | Place::Compare));
        self.dirty = true;
    }

    /// Home offers to go on with the session that was saved last, which is this.
    pub fn offer_session(&mut self, what: &str) {
        self.home.offer_session(&crate::untrusted::printable(what, 120));
        self.dirty = true;
    }

    /// What the program has to say: shown until the next key.
    pub fn say(&mut self, head: &str, rest: &str) {
        let (head, rest) = (crate::untrusted::printable(head, 300), crate::untrusted::printable(rest, 300));
        self.notice = Some(if rest.is_empty() { head.clone() } else { format!("{head}: {rest}") });
        if let Some(stage) = &mut self.stage {
            stage.say(&head, &rest);
        }
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
        let next = way(Order::Next, "goes on from here");
        let mut ways: Vec<String> = next.into_iter().chain(way(Order::Start, "begins again")).collect();
        ways.push("Esc leads back".to_string());
        self.say("End of the scenario", &ways.join(", "));
    }

    /// What the program had to say since this was asked last.
    pub fn take_notice(&mut self) -> Option<String> {
        self.notice.take()
    }

    /// What the user prefers by now.
    pub fn preferences(&self) -> &Preferences {
        &self.preferences
    }

    /// How everything looks by now.
    pub fn look(&self) -> &Look {
        &self.look
    }

    /// What is on the screen.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// What home lists.
    pub fn home(&self) -> &Home {
        &self.home
    }

    /// The run on the screen, or the one that home would go back to.
    pub fn stage(&self) -> Option<&Stage> {
        self.stage.as_ref()
    }

    /// Whether the mouse is used.
    pub fn wants_mouse(&self) -> bool {
        self.preferences.mouse
    }

    /// Whether time passes: only then does the shell have to call [`App::advance`]. It stands still while
    /// something is typed or chosen, so that what is meant is still there when it is done.
    pub fn is_moving(&self) -> bool {
        self.hunting.is_some() || self.is_run_moving() || self.are_both_moving()
    }

    /// Whether time passes on two branches side by side.
    fn are_both_moving(&self) -> bool {
        self.place == Place::Compare
            && self.palette.is_none()
            && self.stage.as_ref().is_some_and(|stage| stage.compare.is_some() && stage.playback.playing)
    }

    /// Whether time passes in the run on the screen.
    fn is_run_moving(&self) -> bool {
        self.place == Place::Cluster
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

    /// Whether anything may look different since this was asked last.
    pub fn take_dirty(&mut self) -> bool {
        std::mem::take(&mut self.dirty)
    }

    /// What the shell is asked to do.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// Goes somewhere; Esc comes back.
    pub(in crate::tui) fn go(&mut self, place: Place) {
        if self.place == place {
            return;
        }
        let from = std::mem::replace(&mut self.place, place);
        if self.place == Place::Home {
            self.see_home();
        }
        if matches!(from, Place::Lab(_)) {
            self.stop_shown_hunt();
        }
        // Going back to where one came from leaves no trail, or Esc would go round for ever.
        self.before.retain(|before| *before != self.place && *before != from);
        self.before.push(from);
        self.menu = None;
        self.notice = None;
    }

    /// Goes back to where one came from, at last to home.
    fn go_back(&mut self) {
        match self.before.pop() {
            Some(place) if place != self.place => self.place = place,
            _ => self.place = Place::Home,
        }
        if self.place == Place::Home {
            self.see_home();
        }
        self.notice = None;
    }
}
