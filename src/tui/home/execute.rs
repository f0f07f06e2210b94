//! The home screen: what its keys do.

use super::view::{HomeScene, HomeTarget, draw_home, hit_home};
use crate::tui::app::input::{Button, Mouse};
use crate::tui::app::state::App;
use crate::tui::order::Order;
use crate::tui::order::mistake::Mistake;
use ratatui::Frame;

impl App {
    /// Carries out an order on the home screen.
    pub(in crate::tui) fn at_home(&mut self, order: &Order) -> Result<(), Mistake> {
        match order {
            Order::Left => self.home.across(false),
            Order::Right => self.home.across(true),
            Order::Start => self.home.choose(0),
            Order::End => self.home.choose(usize::MAX),
            Order::Up(lines) => self.home.up(usize::from(*lines)),
            Order::Down(lines) => self.home.down(usize::from(*lines)),
            Order::Open => {
                let order = self.home.entry().order.clone();
                return self.execute(order);
            }
            _ => {
                let message = "There is no cluster here: Enter opens the chosen line".to_string();
                return Err(Mistake { column: 0, message });
            }
        }
        Ok(())
    }

    /// Draws the home screen.
    pub(in crate::tui) fn draw_home(&self, frame: &mut Frame) {
        let area = frame.area();
        self.home_scene(|scene| draw_home(scene, area, frame.buffer_mut()));
    }

    fn home_scene<T>(&self, see: impl FnOnce(&HomeScene) -> T) -> T {
        let hints = self.hints();
        let hints: Vec<(&str, &str)> =
            hints.iter().map(|hint| (hint.key.as_str(), hint.word.as_str())).collect();
        see(&HomeScene {
            ways: self.home.ways(),
            scenarios: self.home.listed(),
            list: self.home.shelf().title(),
            again: Some((self.home.again(), "a")).filter(|(again, _)| !again.is_empty()),
            chosen: self.home.chosen(),
            scenario: self.home.scenario(),
            hints: &hints,
            notice: self.notice.as_deref(),
            look: &self.look,
        })
    }

    /// The mouse on the home screen: a click chooses, a click on what is chosen opens it.
    /// What a click would do at home.
    pub(in crate::tui) fn hover_at_home(&self, x: u16, y: u16) -> Option<String> {
        match self.home_scene(|scene| hit_home(scene, self.area, x, y))? {
            HomeTarget::Entry(line) if line == self.home.chosen() => Some("open".to_owned()),
            HomeTarget::Entry(_) => Some("choose this; again: open it".to_owned()),
            HomeTarget::Hint(place) => self.hints().into_iter().nth(place).map(|hint| hint.word),
        }
    }

    pub(in crate::tui) fn mouse_at_home(&mut self, mouse: Mouse) {
        match mouse.button {
            Button::WheelUp => self.home.up(1),
            Button::WheelDown => self.home.down(1),
            Button::Left => match self.home_scene(|scene| hit_home(scene, self.area, mouse.x, mouse.y)) {
                Some(HomeTarget::Entry(line)) => {
                    let again = line == self.home.chosen();
                    self.home.choose(line);
                    if again {
                        self.execute_or_say(Order::Open);
                    }
                }
                Some(HomeTarget::Hint(place)) => self.press_hint(place),
                None => {}
            },
            _ => {}
        }
    }
}
