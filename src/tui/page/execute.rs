//! What keys do on a page, and how it is drawn.

use super::{Page, text_area};
use crate::tui::app::state::{App, Screen};
use crate::tui::order::Order;
use crate::tui::order::mistake::Mistake;
use ratatui::Frame;
use ratatui::text::{Line, Span};

impl App {
    /// Carries out an order on a page.
    pub(in crate::tui) fn on_page(&mut self, order: &Order) -> Result<(), Mistake> {
        let Screen::Page(mut page) = self.screen.clone() else { return Ok(()) };
        match order {
            Order::Up(lines) => page.scroll = page.scroll.saturating_sub(*lines),
            Order::Down(lines) => {
                let text = text_area(self.area);
                let all = page.lines(&self.preferences.keymap, &self.look, text.width).len() as u16;
                page.scroll = (page.scroll + lines).min(all.saturating_sub(text.height));
            }
            Order::Next => page.turn(true),
            Order::Previous => page.turn(false),
            Order::Start => page.scroll = 0,
            Order::End => {
                let text = text_area(self.area);
                page.scroll = (page.lines(&self.preferences.keymap, &self.look, text.width).len() as u16)
                    .saturating_sub(text.height);
            }
            _ => {
                let message = "This needs a cluster: Esc goes back".to_string();
                return Err(Mistake { column: 0, message });
            }
        }
        self.screen = Screen::Page(page);
        Ok(())
    }

    /// Draws a page: its title, its text, how much more there is.
    pub(in crate::tui) fn draw_page(&self, page: &Page, frame: &mut Frame) {
        let area = frame.area();
        let look = &self.look;
        let buffer = frame.buffer_mut();
        buffer.set_style(area, look.base());
        let text = text_area(area);
        let lines = page.lines(&self.preferences.keymap, &self.look, text.width);
        let last = (lines.len() as u16).saturating_sub(text.height);
        let scroll = page.scroll.min(last);
        if area.height > 2 {
            let title = Line::from(Span::styled(page.title(), look.bold()));
            buffer.set_line(text.x, area.y, &title, text.width);
            let below = last - scroll;
            if below > 0 {
                let arrow = if look.is_ascii() { "more below" } else { "more ↓" };
                let word = format!("{below} {arrow}");
                let width = word.chars().count() as u16;
                if width < text.width {
                    buffer.set_string(text.right() - width, area.y, word, look.dim());
                }
            }
        }
        for (line, y) in lines.iter().skip(scroll as usize).zip(text.y..text.bottom()) {
            buffer.set_line(text.x, y, line, text.width);
        }
    }
}
