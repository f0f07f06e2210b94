//! Carrying out commands: those of the program, and those of the script language.

use super::word::nearest;
use super::{Along, App, Effect, Groups, Mistake, Order, Page, Place, Stage, WORDS};
use crate::history::{Run, cause_of, effects_of};
use crate::sim::{Action, Setup};
use crate::tui::Look;
use crate::tui::look::Theme;
use crate::tui::menu::Menu;
use crate::tui::palette::Palette;
use crate::tui::{Chosen, Pane};

/// How many servers a free cluster starts with.
pub const SERVERS: usize = 5;
/// Where the random numbers of a free cluster begin.
pub const SEED: u64 = 1;

impl App {
    /// Carries out a command that a key or click stands for; what goes wrong is said on the screen.
    pub(super) fn obey_or_say(&mut self, command: &str) {
        if let Err(mistake) = self.obey(command) {
            self.say(&mistake.message, "");
        }
    }

    /// Carries out a command as it is typed. Of `a || b`, the first that can be done.
    ///
    /// # Errors
    /// What is wrong with it, and where; of several, about the first.
    pub fn obey(&mut self, command: &str) -> Result<(), Mistake> {
        self.dirty = true;
        let mut first = None;
        for one in command.split(" || ") {
            match self.obey_one(one) {
                Ok(()) => return Ok(()),
                Err(mistake) => {
                    first.get_or_insert(mistake);
                }
            }
        }
        first.map_or(Ok(()), Err)
    }

    fn obey_one(&mut self, command: &str) -> Result<(), Mistake> {
        let command = self.with_choice(command)?;
        match Order::parse(&command) {
            Some(order) => self.carry_out(order?),
            None => self.run_script(&command),
        }
    }

    /// The command with `chosen` replaced by what is chosen.
    fn with_choice(&self, command: &str) -> Result<String, Mistake> {
        const WORD: &str = "chosen";
        let Some((column, _)) = command
            .split(' ')
            .scan(0, |start, word| {
                let here = *start;
                *start += word.chars().count() + 1;
                Some((here, word))
            })
            .find(|(_, word)| *word == WORD)
        else {
            return Ok(command.to_string());
        };
        let chosen = self.stage.as_ref().map_or(Chosen::Nothing, |stage| stage.chosen);
        let name = match chosen {
            Chosen::Server(server) | Chosen::Entry(server, _) => server.to_string(),
            Chosen::Message(message) => message.to_string(),
            Chosen::Nothing => {
                let message = "Choose a server first: 1, 2, … or the arrows; or a message: m".to_string();
                return Err(Mistake { column, message });
            }
        };
        let words: Vec<&str> =
            command.split(' ').map(|word| if word == WORD { &name } else { word }).collect();
        Ok(words.join(" "))
    }

    /// The order of a key or of the palette.
    fn carry_out(&mut self, order: Order) -> Result<(), Mistake> {
        match order {
            Order::Theme(_) | Order::Ascii(_) | Order::Mouse(_) | Order::Still(_) => self.change_look(&order),
            Order::Help => self.go(Place::Page(Page::help())),
            Order::Rules(id) => self.go(Place::Page(Page::rules(&id)?)),
            Order::Rule => self.show_rule()?,
            Order::Home => self.go(Place::Home),
            Order::Write(text) => {
                self.palette = Some(Palette::new(&text));
                self.propose();
            }
            Order::Escape => self.escape(),
            Order::Sandbox => self.new_cluster(None, None)?,
            Order::New(servers, seed) => self.new_cluster(servers, seed)?,
            Order::Scenario(name) => self.play_scenario(&name)?,
            Order::Last => self.back_to_last()?,
            Order::Keep => self.effects.push(Effect::Keep),
            Order::Redraw => self.effects.push(Effect::Redraw),
            Order::Suspend => self.effects.push(Effect::Suspend),
            Order::Quit => self.effects.push(Effect::Quit),
            order => match &self.place {
                Place::Home => self.at_home(&order)?,
                Place::Page(_) => self.on_page(&order)?,
                Place::Cluster => self.on_cluster(&order)?,
            },
        }
        Ok(())
    }

    fn change_look(&mut self, order: &Order) {
        match *order {
            Order::Theme(theme) => {
                let theme = theme.unwrap_or_else(|| self.look.theme().next());
                self.preferences.theme = Some(theme);
                self.say(&format!("Theme: {}", theme.name()), "");
            }
            Order::Ascii(on) => {
                let on = on.unwrap_or(!self.look.is_ascii());
                self.preferences.ascii = Some(on);
                self.say(if on { "Plain ASCII" } else { "All glyphs" }, "");
            }
            Order::Mouse(on) => {
                let on = on.unwrap_or(!self.preferences.mouse);
                self.preferences.mouse = on;
                self.effects.push(Effect::Mouse(on));
                let off = "The mouse is the terminal's: select text with it";
                self.say(if on { "The mouse is used here" } else { off }, "");
            }
            Order::Still(on) => {
                let on = on.unwrap_or(!self.preferences.still);
                self.preferences.still = on;
                self.say(if on { "Messages jump, nothing moves" } else { "Messages travel" }, "");
            }
            _ => {}
        }
        let theme: Theme = self.preferences.theme.unwrap_or(self.look.theme());
        let ascii = self.preferences.ascii.unwrap_or(self.look.is_ascii());
        self.look = Look::new(theme, self.look.depth(), ascii);
    }

    /// Closes what is open, one thing at a time; at last goes back.
    fn escape(&mut self) {
        if self.place == Place::Cluster
            && let Some(stage) = &mut self.stage
        {
            if stage.groups.take().is_some() || stage.zoom.take().is_some() {
                return;
            }
            if stage.chosen != Chosen::Nothing {
                stage.chosen = Chosen::Nothing;
                return;
            }
            stage.stop();
        }
        if self.place != Place::Home {
            self.go_back();
        }
    }

    fn new_cluster(&mut self, servers: Option<usize>, seed: Option<u64>) -> Result<(), Mistake> {
        let setup = Setup::of(servers.unwrap_or(SERVERS), seed.unwrap_or(SEED));
        let (servers, seed) = (setup.servers, setup.seed);
        let run = Run::new(setup).map_err(|error| refused(&error))?;
        self.show(run, &title("sandbox", servers, seed));
        Ok(())
    }

    fn back_to_last(&mut self) -> Result<(), Mistake> {
        if self.stage.is_none() {
            return Err(Mistake { column: 0, message: "There is no run to go back to yet".into() });
        }
        self.go(Place::Cluster);
        Ok(())
    }

    fn show_rule(&mut self) -> Result<(), Mistake> {
        let rule = self.stage.as_ref().and_then(|stage| stage.run.step()).and_then(|step| step.rules().pop());
        let Some(rule) = rule else {
            return Err(Mistake { column: 0, message: "No rule was at work in this step".into() });
        };
        self.go(Place::Page(Page::rules(rule.id())?));
        Ok(())
    }

    fn on_cluster(&mut self, order: &Order) -> Result<(), Mistake> {
        if matches!(order, Order::Menu) {
            self.open_menu(self.middle());
            return Ok(());
        }
        let Some(stage) = &mut self.stage else { return Ok(()) };
        stage.obey(order)
    }

    fn middle(&self) -> (u16, u16) {
        (self.area.width / 2, self.area.height / 3)
    }

    /// Opens the menu of what is chosen.
    pub(super) fn open_menu(&mut self, anchor: (u16, u16)) {
        if let Some(stage) = &self.stage {
            let world = stage.run.world();
            let keymap = &self.preferences.keymap;
            self.menu = Some(Menu::of(stage.chosen, world, keymap, self.look.is_ascii(), anchor));
        }
    }
}

/// `sandbox · 5 servers · seed 7`
pub fn title(what: &str, servers: usize, seed: u64) -> String {
    let plural = if servers == 1 { "" } else { "s" };
    format!("{what} · {servers} server{plural} · seed {seed}")
}

/// A mistake that is about the command as a whole.
pub(super) fn refused(why: &dyn std::fmt::Display) -> Mistake {
    Mistake { column: 0, message: why.to_string() }
}

/// Which word was meant, if the first word of a command is none.
pub(super) fn meant(word: &str) -> Option<&'static str> {
    nearest(word, WORDS.iter().filter(|word| !word.help.is_empty()).map(|word| word.name))
}

impl Stage {
    /// Carries out an order that is about the run or how it is looked at.
    fn obey(&mut self, order: &Order) -> Result<(), Mistake> {
        let done = |done: bool, otherwise: &str| if done { Ok(()) } else { Err(refused(&otherwise)) };
        match order {
            Order::Play if self.playback.playing => return Err(refused(&"Time is passing already")),
            Order::Play => self.play(),
            Order::Pause if !self.playback.playing => return Err(refused(&"Time stands still already")),
            Order::Pause => self.stop(),
            Order::Step(steps) => {
                done(
                    self.forward(*steps),
                    "Nothing will happen any more: every server is down, nothing is on its way",
                )?;
            }
            Order::Back(steps) => done(self.back(*steps), "This is the beginning of the run")?,
            Order::Next => done(
                self.next_interesting(),
                "Nothing of interest comes by itself: a leader beats, and all is quiet",
            )?,
            Order::Previous => done(self.previous_interesting(), "This is the beginning of the run")?,
            Order::Start => {
                self.seek(self.run.start());
            }
            Order::End => {
                self.seek(self.run.end());
            }
            Order::Seek(step) => {
                let (first, last) = (self.run.start(), self.run.end());
                done(self.seek(*step), &format!("This run has the steps {first} to {last} so far"))?;
            }
            Order::Speed(speed) => self.set_speed(*speed),
            Order::Faster => self.set_speed(self.playback.speed.faster()),
            Order::Slower => self.set_speed(self.playback.speed.slower()),
            Order::Pane(along) => self.focus = pane_along(self.focus, *along),
            Order::Zoom(pane) => self.toggle_zoom(*pane),
            Order::View => self.next_view(),
            Order::Choose(chosen) => self.choose(*chosen)?,
            Order::Message => done(self.choose_message(true), "No message is on its way")?,
            Order::Up(lines) => self.go_along(-i32::from(*lines)),
            Order::Down(lines) => self.go_along(i32::from(*lines)),
            Order::Left if self.focus == Pane::SpaceTime => self.lens = self.lens.moved(-1),
            Order::Right if self.focus == Pane::SpaceTime => self.lens = self.lens.moved(1),
            Order::Left => self.scroll(Pane::Logs, -1),
            Order::Right => self.scroll(Pane::Logs, 1),
            Order::Cone(lit) => self.lens.lit = lit.unwrap_or(self.lens.lit.next()),
            Order::Cause => {
                let cause = cause_of(self.run.at_hand(), self.run.cursor());
                done(
                    cause.is_some_and(|cause| self.seek(cause)),
                    "Nothing in this run caused this step: it came from outside",
                )?;
            }
            Order::Effect => {
                let effects = effects_of(self.run.at_hand(), self.run.cursor());
                done(
                    effects.first().is_some_and(|effect| self.seek(*effect)),
                    "Nothing that is known yet came of this step",
                )?;
            }
            Order::Groups => {
                self.groups = Some(Groups::around(self.run.world().all(), self.chosen_server()));
                if self.chosen_server().is_none() {
                    self.choose_along(1);
                }
                self.say(
                    "Choose who is on which side",
                    "a number, or an arrow and Space, moves a server; Enter cuts",
                );
            }
            Order::Mark => {
                if let (Some(server), Some(groups)) = (self.chosen_server(), &mut self.groups) {
                    groups.move_on(server);
                }
            }
            Order::CutGroups => {
                if let Some(groups) = &self.groups {
                    let action = Action::Partition(groups.filled());
                    self.act(&action)?;
                    self.groups = None;
                }
            }
            _ => return Err(refused(&"There is nothing here to do that with")),
        }
        Ok(())
    }

    /// Does something to the cluster.
    fn act(&mut self, action: &Action) -> Result<(), Mistake> {
        self.run.act(action).map_err(|why| refused(&why))?;
        self.show_step();
        Ok(())
    }

    fn set_speed(&mut self, speed: crate::tui::clock::Speed) {
        self.playback.speed = speed;
        if !self.playback.playing {
            self.say(&format!("Speed: {speed}"), "");
        }
    }

    fn toggle_zoom(&mut self, pane: Option<Pane>) {
        let pane = pane.unwrap_or(self.focus);
        self.focus = pane;
        self.zoom = if self.zoom == Some(pane) { None } else { Some(pane) };
    }

    /// The panes that have no place of their own on a small screen, one after the other.
    fn next_view(&mut self) {
        const VIEWS: [Pane; 6] =
            [Pane::Cluster, Pane::SpaceTime, Pane::Events, Pane::Rule, Pane::Messages, Pane::Properties];
        let here = VIEWS.iter().position(|view| *view == self.focus);
        self.focus = VIEWS[here.map_or(0, |here| (here + 1) % VIEWS.len())];
        self.zoom = self.zoom.map(|_| self.focus);
    }

    fn choose(&mut self, chosen: Chosen) -> Result<(), Mistake> {
        let world = self.run.world();
        let there = match chosen {
            Chosen::Nothing => true,
            Chosen::Server(server) => server.position() < world.size(),
            Chosen::Message(id) => world.network().flight(id).is_some(),
            Chosen::Entry(server, index) => self.has_entry(server, index),
        };
        if !there {
            let message = match chosen {
                Chosen::Message(id) => format!("message {id} is not in flight"),
                Chosen::Entry(server, index) => format!("{server} has no entry {index}"),
                _ => format!("this cluster has S1 to S{}", world.size()),
            };
            return Err(Mistake { column: 7, message });
        }
        self.chosen = chosen;
        Ok(())
    }

    /// Up or down in the pane that keys go to.
    fn go_along(&mut self, by: i32) {
        match self.focus {
            Pane::Cluster | Pane::Logs | Pane::Votes => self.choose_along(by),
            Pane::Messages if by.abs() == 1 => {
                self.choose_message(by > 0);
            }
            pane => self.scroll(pane, by),
        }
    }
}

fn pane_along(focus: Pane, along: Along<Pane>) -> Pane {
    let count = Pane::ALL.len();
    match along {
        Along::Next => Pane::ALL[(focus as usize + 1) % count],
        Along::Previous => Pane::ALL[(focus as usize + count - 1) % count],
        Along::At(pane) => pane,
    }
}
