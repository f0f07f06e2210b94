//! What the application knows: what is on the screen, and what every feature keeps of its own.

use super::input::Effect;
use super::preferences::Preferences;
use crate::hunt::Finding;
use crate::lesson as lessons;
use crate::paper::Bug;
use crate::raft::ServerId;
use crate::tui::branches::state::BranchesPage;
use crate::tui::home::Home;
use crate::tui::lab::page::LabPage;
use crate::tui::menu::Menu;
use crate::tui::page::Page;
use crate::tui::palette::{History, Palette};
use crate::tui::stage::Stage;
use crate::tui::{Look, lab, lesson};
use ratatui::layout::Rect;
use std::sync::Arc;

/// What is on the screen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Screen {
    /// Where one begins.
    Home,
    /// A run.
    Cluster,
    /// The branches and bookmarks of the run.
    Branches(BranchesPage),
    /// Two branches side by side.
    Compare,
    /// The rules that can be switched off.
    Lab(LabPage),
    /// Something to read: a rule, help.
    Page(Page),
}

/// The line of keys at the bottom.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::tui) enum KeyLine {
    /// As always.
    Shown,
    /// While a picture is taken.
    LeftOut,
}

/// What the mouse did last.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pointer {
    /// Where it was pressed last, to tell a second click.
    pub(super) clicked: Option<(u16, u16)>,
    /// What it took hold of when it was pressed, and has not let go since.
    pub(super) holds: Option<Held>,
}

/// What the mouse can take hold of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Held {
    /// The line of time.
    Scrubber,
    /// A server, while the groups of a partition are chosen.
    Server(ServerId),
}

/// The application.
#[derive(Debug)]
pub struct App {
    pub(in crate::tui) screen: Screen,
    /// Where Esc goes back to, the last one first to be popped.
    pub(in crate::tui) before: Vec<Screen>,
    pub(in crate::tui) home: Home,
    /// The lessons, in order.
    pub(in crate::tui) lessons: Vec<Arc<lessons::Lesson>>,
    /// What the learner has done.
    pub(in crate::tui) progress: lessons::progress::Progress,
    /// What day it is.
    pub(in crate::tui) today: String,
    pub(in crate::tui) stage: Option<Stage>,
    pub(in crate::tui) palette: Option<Palette>,
    pub(in crate::tui) history: History,
    pub(in crate::tui) menu: Option<Menu>,
    pub(in crate::tui) preferences: Preferences,
    pub(in crate::tui) look: Look,
    /// The screen, as it was last.
    pub(in crate::tui) area: Rect,
    /// Something may look different.
    pub(in crate::tui) dirty: bool,
    pub(in crate::tui) effects: Vec<Effect>,
    /// What the teacher's second terminal was told last.
    pub(in crate::tui) told: Option<lesson::state::Moment>,
    /// What the program has to say where there is no subtitle.
    pub(in crate::tui) notice: Option<String>,
    pub(in crate::tui) key_line: KeyLine,
    /// Esc was pressed where nothing is open: again, and one leaves.
    pub(super) leaving: bool,
    /// The run that another one has taken the place of.
    pub(in crate::tui) replaced: Option<Box<Stage>>,
    pub(super) pointer: Pointer,
    /// A running hunt.
    pub(in crate::tui) hunting: Option<lab::running_hunt::RunningHunt>,
    /// The shell does the work of hunts.
    pub(in crate::tui) hunts_elsewhere: bool,
    /// What hunts have found, by the rule that was off.
    pub(in crate::tui) findings: Vec<(Bug, Finding)>,
}

impl App {
    /// The application at its home screen.
    pub fn new(preferences: Preferences, look: Look) -> App {
        let mut app = App {
            screen: Screen::Home,
            before: Vec::new(),
            home: Home::new(),
            lessons: lessons::shipped_lessons().to_vec(),
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
            key_line: KeyLine::Shown,
            leaving: false,
            replaced: None,
            pointer: Pointer::default(),
            hunting: None,
            hunts_elsewhere: false,
            findings: Vec::new(),
        };
        app.see_home();
        app
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

    /// What the program has to say, as long as it is shown.
    pub fn notice(&self) -> Option<&str> {
        self.notice.as_deref()
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
    pub fn screen(&self) -> &Screen {
        &self.screen
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

    /// Whether something is being typed: a shell without a keyboard shows one.
    pub fn is_typing(&self) -> bool {
        self.palette.is_some()
    }

    /// What is shown looks like this from now on: the shell's surroundings have changed.
    pub fn look_like(&mut self, look: Look) {
        self.look = look;
        self.dirty = true;
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
    pub(in crate::tui) fn go(&mut self, screen: Screen) {
        if self.screen == screen {
            return;
        }
        let from = std::mem::replace(&mut self.screen, screen);
        if self.screen == Screen::Home {
            self.see_home();
        }
        if matches!(from, Screen::Lab(_)) {
            self.stop_shown_hunt();
        }
        // Going back to where one came from leaves no trail, or Esc would go round forever.
        self.before.retain(|before| *before != self.screen && *before != from);
        self.before.push(from);
        self.menu = None;
        self.notice = None;
    }

    /// Goes back to where one came from, at last to home.
    pub(in crate::tui) fn go_back(&mut self) {
        match self.before.pop() {
            Some(screen) if screen != self.screen => self.screen = screen,
            _ => self.screen = Screen::Home,
        }
        if self.screen == Screen::Home {
            self.see_home();
        }
        self.notice = None;
    }
}
