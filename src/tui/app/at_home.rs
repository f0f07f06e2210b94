//! The home screen: what its keys do.

use super::{App, Mistake, Order};
use ratatui::Frame;

impl App {
    /// Carries out an order on the home screen.
    pub(super) fn at_home(&mut self, order: &Order) -> Result<(), Mistake> {
        match order {
            Order::Up(lines) => self.home.go(-i32::from(*lines)),
            Order::Down(lines) => self.home.go(i32::from(*lines)),
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
        self.draw_last_line(frame);
    }
}
