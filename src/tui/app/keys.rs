//! Keys: what they mean depends on what is open.

use crate::raft::ServerId;
use crate::tui::Chosen;
use crate::tui::app::input::Input;
use crate::tui::app::state::{App, Screen};
use crate::tui::keymap::{Code, Context, Key};
use crate::tui::order::{LabOrder, Order};
use crate::tui::palette::Typed;
use ratatui::layout::Rect;

impl App {
    /// Takes an input.
    pub fn update(&mut self, input: Input) {
        self.dirty = true;
        match input {
            Input::Key(key) => self.key(key),
            Input::Mouse(mouse) => self.mouse(mouse),
            Input::Hint(place) => self.press_hint(place),
            Input::Paste(text) => {
                if let Some(palette) = &mut self.palette {
                    palette.paste(&text);
                    self.propose();
                }
            }
            Input::Resize(width, height) => {
                self.area = Rect::new(0, 0, width, height);
                self.keep_panel_if_it_fits();
            }
        }
        self.see_lesson();
        self.note_progress();
        self.tell_teacher();
        self.keep_scrolls_within();
        if let Some(stage) = &mut self.stage {
            stage.see_pins();
        }
    }

    fn key(&mut self, key: Key) {
        self.pointer.clicked = None;
        if self.palette.is_some() {
            self.key_in_palette(key);
            return;
        }
        self.dismiss();
        if key.code != Code::Esc {
            self.leaving = false;
        }
        if self.menu.is_some() {
            self.key_in_menu(key);
            return;
        }
        if let Some(server) =
            key.digit().and_then(|digit| ServerId::numbered(if digit == 0 { 10 } else { digit }))
        {
            self.digit(server);
            return;
        }
        let orders = self.preferences.keymap.lookup(key, &self.contexts()).map(|it| it.orders.clone());
        match orders {
            Some(orders) => self.execute_or_say(orders),
            None => self.say_idle(key),
        }
    }

    /// A key without a meaning is answered too: silence would look like a program that hangs.
    fn say_idle(&mut self, key: Key) {
        let Some(help) = self.key_of(Context::Everywhere, Order::Help) else { return };
        let key = key.shown(self.look.is_ascii());
        self.say(&format!("{key} does nothing here"), &format!("{help} lists the keys"));
    }

    /// Where keys mean something now, the nearest first.
    pub(in crate::tui) fn contexts(&self) -> Vec<Context> {
        let mut contexts = Vec::new();
        match &self.screen {
            Screen::Home => contexts.push(Context::Home),
            Screen::Page(_) => contexts.push(Context::Page),
            Screen::Branches(_) => contexts.push(Context::Branches),
            Screen::Compare => contexts.push(Context::Compare),
            Screen::Lab(_) => contexts.push(Context::Lab),
            Screen::Cluster => {
                if let Some(stage) = &self.stage {
                    if stage.groups.is_some() {
                        return vec![Context::Groups, Context::Everywhere];
                    }
                    if stage.open_answer.is_some() {
                        contexts.push(Context::Answer);
                    } else if stage.shows_panel() && stage.lab.takes_digits(&stage.run) {
                        contexts.push(Context::Panel);
                    }
                    self.contexts_of_lesson(stage, &mut contexts);
                    if stage.demo.is_some() {
                        contexts.push(Context::Demo);
                    }
                    if matches!(stage.chosen, Chosen::Message(_)) {
                        contexts.push(Context::Message);
                    }
                }
                contexts.push(Context::Cluster);
            }
        }
        contexts.push(Context::Everywhere);
        contexts
    }

    pub(in crate::tui) fn dismiss(&mut self) {
        self.notice = None;
        if let Some(stage) = &mut self.stage {
            stage.captions.dismiss();
        }
    }

    fn digit(&mut self, server: ServerId) {
        if self.screen != Screen::Cluster {
            return;
        }
        let Some(stage) = &mut self.stage else { return };
        let beside = stage.open_answer.is_some() || stage.groups.is_some() || stage.shows_panel();
        if !beside && self.digit_in_lesson(server.position()) {
            return;
        }
        let Some(stage) = &mut self.stage else { return };
        let offers =
            stage.open_answer.as_ref().is_some_and(|open_answer| !open_answer.answer.remedies.is_empty());
        if offers && stage.groups.is_none() {
            if let Err(mistake) = self.do_seen_remedy(server.position() as u64 + 1) {
                self.say(&mistake.message, "");
            }
            return;
        }
        if stage.open_answer.is_none()
            && stage.groups.is_none()
            && stage.shows_panel()
            && stage.lab.takes_digits(&stage.run)
        {
            return self.execute_or_say(LabOrder::Do(server.position() as u64 + 1));
        }
        if !stage.run.world().roster().contains(server) {
            let size = stage.run.world().size();
            self.say(&format!("There is no {server}"), &format!("this cluster has {size} servers"));
            return;
        }
        stage.chosen = Chosen::Server(server);
        if let Some(groups) = &mut stage.groups {
            groups.move_on(server);
        }
    }

    fn key_in_palette(&mut self, key: Key) {
        let Some(palette) = &mut self.palette else { return };
        match palette.key(key, &self.history) {
            Typed::Going => {}
            Typed::Changed => self.propose(),
            Typed::Close => self.palette = None,
            Typed::Enter(line) => self.enter(&line),
        }
    }

    fn key_in_menu(&mut self, key: Key) {
        let Some(menu) = &mut self.menu else { return };
        // A line can be typed by its number; where no longer number begins like it, that is enough.
        if let Some(is_all) = key.digit().and_then(|digit| menu.type_digit(digit)) {
            if is_all {
                self.key_in_menu(Key::plain(Code::Enter));
            }
            return;
        }
        match key.code {
            Code::Up => menu.go(false),
            Code::Down | Code::Tab => menu.go(true),
            Code::Enter | Code::Char(' ') => {
                let orders = menu.orders().clone();
                self.menu = None;
                self.execute_or_say(orders);
            }
            _ => {
                // Another key closes the menu; the keys that it shows do what it says beside them.
                self.menu = None;
                if key.code != Code::Esc {
                    self.key(key);
                }
            }
        }
    }
}
