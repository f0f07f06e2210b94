//! The home screen: what its keys do.

use super::{App, Button, Mistake, Mouse, Order};
use ratatui::Frame;
use ratatui::layout::Rect;

impl App {
    /// Carries out an order on the home screen.
    pub(super) fn at_home(&mut self, order: &Order) -> Result<(), Mistake> {
        match order {
            Order::Left => self.home.across(false),
            Order::Right => self.home.across(true),
            Order::Start => self.home.choose(0),
            Order::End => self.home.choose(usize::MAX),
            Order::Up(lines) => self.home.up(usize::from(*lines)),
            Order::Down(lines) => self.home.down(usize::from(*lines)),
            Order::Open => {
                let command = self.home.entry().command.clone();
                return self.obey(&command);
            }
            _ => {
                let message = "There is no cluster here: Enter opens what is chosen".to_string();
                return Err(Mistake { column: 0, message });
            }
        }
        Ok(())
    }

    /// Draws the home screen.
    pub(super) fn draw_home(&self, frame: &mut Frame) {
        let area = frame.area();
        frame.buffer_mut().set_style(area, self.look.base());
        self.home.draw(&self.look, above_keys(area), frame.buffer_mut());
        self.draw_last_line(frame);
    }

    /// The mouse on the home screen: a click chooses, a click on what is chosen opens it.
    pub(super) fn mouse_at_home(&mut self, mouse: Mouse) {
        match mouse.button {
            Button::WheelUp => self.home.up(1),
            Button::WheelDown => self.home.down(1),
            Button::Left => {
                if let Some(line) = self.home.hit(above_keys(self.area), mouse.x, mouse.y) {
                    let again = line == self.home.chosen();
                    self.home.choose(line);
                    if again {
                        self.obey_or_say("open");
                    }
                }
            }
            _ => {}
        }
    }
}

/// The screen without its line of keys, and an empty one above that.
fn above_keys(area: Rect) -> Rect {
    let keys = match area.height {
        0..3 => 0,
        3..14 => 1,
        _ => 2,
    };
    Rect { height: area.height - keys, ..area }
}
