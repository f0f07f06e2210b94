//! Something to read: help, the rules, one rule.

use super::{App, Mistake, Order, Place};
use crate::paper::{Rule, catalogue};
use crate::tui::app::word::nearest;
use crate::tui::{Look, help};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthChar;

/// The widest a text is set: longer lines are hard to read.
const WIDEST: u16 = 84;

/// A page, and how far it is scrolled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page {
    about: About,
    scroll: u16,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum About {
    /// Keys and commands.
    Help,
    /// All rules.
    Contents,
    /// One rule.
    Rule(Rule),
}

impl Page {
    /// Keys and commands.
    pub fn help() -> Page {
        Page { about: About::Help, scroll: 0 }
    }

    /// A rule by its id, or all of them.
    ///
    /// # Errors
    /// If no rule has that id.
    pub fn rules(id: &str) -> Result<Page, Mistake> {
        if id.is_empty() {
            return Ok(Page { about: About::Contents, scroll: 0 });
        }
        let found = Rule::ALL.iter().find(|rule| rule.id().eq_ignore_ascii_case(id));
        let Some(rule) = found else {
            let near = nearest(id, Rule::ALL.iter().map(|rule| rule.id()));
            let hint = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
            return Err(Mistake {
                column: 6,
                message: format!("There is no rule '{id}': `rules` lists them{hint}"),
            });
        };
        Ok(Page { about: About::Rule(*rule), scroll: 0 })
    }

    fn title(&self) -> String {
        match self.about {
            About::Help => "Keys and commands".into(),
            About::Contents => "The rules of the paper".into(),
            About::Rule(rule) => format!("Rule {}", rule.id()),
        }
    }

    fn lines(&self, app: &App, width: u16) -> Vec<Line<'static>> {
        let look = &app.look;
        match self.about {
            About::Help => help::lines(&app.preferences.keymap, look),
            About::Contents => wrapped(&catalogue::contents(), width, look),
            About::Rule(rule) => wrapped(&catalogue::page(rule), width, look),
        }
    }

    /// The whole page as text.
    pub fn text(&self, app: &App) -> Vec<String> {
        let lines = self.lines(app, WIDEST);
        std::iter::once(self.title())
            .chain(lines.iter().map(|line| line.to_string().trim_end().to_string()))
            .collect()
    }

    /// To the next rule or the one before, and around.
    fn turn(&mut self, forward: bool) {
        let count = Rule::ALL.len();
        let rule = match self.about {
            About::Help => return,
            About::Contents if forward => 0,
            About::Contents => count - 1,
            About::Rule(rule) if forward => (rule as usize + 1) % count,
            About::Rule(rule) => (rule as usize + count - 1) % count,
        };
        *self = Page { about: About::Rule(Rule::ALL[rule]), scroll: 0 };
    }
}

impl App {
    /// Carries out an order on a page.
    pub(super) fn on_page(&mut self, order: &Order) -> Result<(), Mistake> {
        let Place::Page(mut page) = self.place.clone() else { return Ok(()) };
        match order {
            Order::Up(lines) => page.scroll = page.scroll.saturating_sub(*lines),
            Order::Down(lines) => {
                let text = text_area(self.area);
                let all = page.lines(self, text.width).len() as u16;
                page.scroll = (page.scroll + lines).min(all.saturating_sub(text.height));
            }
            Order::Next => page.turn(true),
            Order::Previous => page.turn(false),
            Order::Start => page.scroll = 0,
            Order::End => {
                let text = text_area(self.area);
                page.scroll = (page.lines(self, text.width).len() as u16).saturating_sub(text.height);
            }
            _ => {
                let message = "This is done to a cluster: Esc goes back".to_string();
                return Err(Mistake { column: 0, message });
            }
        }
        self.place = Place::Page(page);
        Ok(())
    }

    /// Draws a page: its title, its text, how much more there is.
    pub(super) fn draw_page(&self, page: &Page, frame: &mut Frame) {
        let area = frame.area();
        let look = &self.look;
        let buffer = frame.buffer_mut();
        buffer.set_style(area, look.base());
        let text = text_area(area);
        let lines = page.lines(self, text.width);
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

/// Where the text of a page stands: under its title, above the keys, and not too wide.
fn text_area(area: Rect) -> Rect {
    let margin = if area.width > 20 { 2 } else { 0 };
    let width = area.width.saturating_sub(2 * margin).min(WIDEST.max(area.width / 2));
    let (top, bottom) = if area.height > 6 { (2, 2) } else { (0, 0) };
    Rect { x: area.x + margin, y: area.y + top, width, height: area.height.saturating_sub(top + bottom) }
}

/// A text set into lines; words are kept whole, and continued lines are indented as their first one.
fn wrapped(text: &str, width: u16, look: &Look) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    for line in text.lines() {
        let indent: String = line.chars().take_while(|char| *char == ' ').collect();
        // What stands at the edge is a heading; what is indented is its text.
        let style = if indent.is_empty() && line.ends_with(':') { look.bold() } else { look.text() };
        for part in broken(line, usize::from(width.max(8)), &indent) {
            lines.push(Line::from(Span::styled(part, style)));
        }
    }
    lines
}

fn broken(line: &str, width: usize, indent: &str) -> Vec<String> {
    let columns = |text: &str| text.chars().filter_map(UnicodeWidthChar::width).sum::<usize>();
    let mut parts = vec![String::new()];
    let mut used = 0;
    for word in line.split_inclusive(' ') {
        let wide = columns(word.trim_end());
        if used + wide > width && used > indent.len() {
            parts.push(indent.to_string());
            used = indent.len();
        }
        if let Some(part) = parts.last_mut() {
            part.push_str(word);
        }
        used += columns(word);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_kept_whole_and_lines_keep_their_indent() {
        assert_eq!(broken("  a leader commits", 12, "  "), ["  a leader ", "  commits"]);
        assert_eq!(broken("", 10, ""), [""]);
        assert_eq!(broken("unbreakablyLongWord x", 8, ""), ["unbreakablyLongWord ", "x"]);
    }

    #[test]
    fn an_unknown_rule_is_answered_with_the_nearest() {
        assert_eq!(Page::rules("v2").unwrap().title(), "Rule V2");
        assert!(Page::rules("V22").unwrap_err().message.contains("did you mean V2?"));
    }
}
