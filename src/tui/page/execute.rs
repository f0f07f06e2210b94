//! What keys do on a page, and how it is drawn.

use super::{KeyLine, Page, text_area};
use crate::tui::app::hints::Hint;
use crate::tui::app::state::{App, Screen};
use crate::tui::keymap::Context;
use crate::tui::order::Order;
use crate::tui::order::mistake::Mistake;
use ratatui::Frame;
use ratatui::text::{Line, Span};

impl App {
    /// Carries out an order on a page.
    pub(in crate::tui) fn on_page(&mut self, order: &Order) -> Result<(), Mistake> {
        let Screen::Page(mut page) = self.screen.clone() else { return Ok(()) };
        // Ten lines are a page, as long as that is here.
        let page_of = |lines: u16| {
            if lines < 10 { lines } else { text_area(self.area).height.saturating_sub(1).max(1) }
        };
        match order {
            Order::Up(lines) => page.scroll = page.scroll.saturating_sub(page_of(*lines)),
            Order::Down(lines) => {
                let text = text_area(self.area);
                let lines = page_of(*lines);
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

    /// The keys of this screen; from there, all keys and commands.
    pub(in crate::tui) fn show_help(&mut self) {
        if let Screen::Page(page) = &self.screen
            && page.is_keys()
        {
            self.screen = Screen::Page(Page::help());
            return;
        }
        self.go(Screen::Page(Page::keys(self.keys_of_this_screen())));
    }

    /// What the line of keys would show if it were long enough, and the keys that are good everywhere.
    fn keys_of_this_screen(&self) -> Vec<KeyLine> {
        let keymap = &self.preferences.keymap;
        let line = |hint: &Hint| {
            // The same orders are other things elsewhere: what counts is what they do on this screen.
            let here = self.contexts();
            let here = here.iter().find_map(|context| keymap.binding_of(&hint.orders, *context));
            let known = here.or_else(|| keymap.bindings().iter().find(|it| it.orders == hint.orders));
            let help = known.map(|binding| binding.help.clone()).unwrap_or_default();
            KeyLine { key: hint.key.clone(), word: hint.word.clone(), help }
        };
        let hints = self.hints();
        let mut everywhere = Vec::new();
        for (order, word) in [
            (Order::Write("find ".into()), "find"),
            (Order::Write(String::new()), "commands"),
            (Order::Theme(None), "theme"),
            (Order::Picture, "picture"),
            (Order::Quit, "quit"),
        ] {
            self.hint(&mut everywhere, Context::Everywhere, order, word);
        }
        everywhere.retain(|hint| !hints.iter().any(|other| other.orders == hint.orders));
        let room = usize::from(text_area(self.area).height).saturating_sub(3 + everywhere.len());
        let here = hints.iter().filter(|hint| hint.orders != Order::Help).take(room);
        here.chain(&everywhere).map(line).collect()
    }

    /// The keys of a page.
    pub(in crate::tui) fn hints_on_page(&self, page: &Page, hints: &mut Vec<Hint>) {
        if page.is_keys() {
            self.hint(hints, Context::Everywhere, Order::Help, "all keys");
        } else {
            self.hint(hints, Context::Page, Order::Down(10), "page");
            self.hint(hints, Context::Page, Order::Down(1), "scroll");
            self.join(hints, Context::Page, Order::Up(1));
        }
        if page.has_code() {
            self.hint(hints, Context::Page, Order::Code(String::new()), "our code");
        }
        if page.can_turn() {
            self.hint(hints, Context::Page, Order::Next, "next rule");
        }
        self.hint(hints, Context::Everywhere, Order::Write("find ".into()), "find");
        self.hint(hints, Context::Everywhere, Order::Write(String::new()), "commands");
        self.hint(hints, Context::Everywhere, Order::Escape, "back");
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
