//! Something to read: help, the rules, one rule.

mod execute;
pub mod help;

use crate::nearest::hint;
use crate::paper::{Rule, catalogue};
use crate::tui::Look;
use crate::tui::code::lines as code_lines;
use crate::tui::keymap::Keymap;
use crate::tui::order::mistake::Mistake;
use crate::tui::text::{in_look, wrap};
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

/// The widest a text is set: longer lines are hard to read.
const WIDEST: u16 = 84;

/// Over the lines of ours that carry out a rule.
const OUR_LINES: &str = "Our source code";

/// A page, and how far it is scrolled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page {
    about: About,
    /// Rules that were at work beside the one that it is about.
    also: Vec<Rule>,
    scroll: u16,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum About {
    /// The keys of the screen that one comes from.
    Keys(Vec<KeyLine>),
    /// Keys and commands.
    Help,
    /// All rules.
    Contents,
    /// One rule.
    Rule(Rule),
}

/// A key of a screen: what it is, what it does there, and what it does in general.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::tui) struct KeyLine {
    pub key: String,
    pub word: String,
    pub help: String,
}

impl Page {
    /// The keys of a screen, the most useful first.
    pub(in crate::tui) fn keys(lines: Vec<KeyLine>) -> Page {
        Page::about(About::Keys(lines))
    }

    /// Whether it shows the keys of one screen.
    pub(in crate::tui) fn is_keys(&self) -> bool {
        matches!(self.about, About::Keys(_))
    }

    /// Whether it is the list of rules.
    pub(in crate::tui) fn is_contents(&self) -> bool {
        matches!(self.about, About::Contents)
    }

    /// Whether it can be turned to another rule.
    pub(in crate::tui) fn can_turn(&self) -> bool {
        !matches!(self.about, About::Keys(_) | About::Help)
    }

    /// How many lines are scrolled away.
    pub(in crate::tui) fn scrolled(&self) -> usize {
        self.scroll.into()
    }

    /// All that can be searched here: behind the keys of a screen are all keys.
    pub(in crate::tui) fn all_lines(&self, keymap: &Keymap, look: &Look, screen: Rect) -> Vec<String> {
        let width = text_area(screen).width;
        let lines =
            if self.is_keys() { help::lines(keymap, look, width) } else { self.lines(keymap, look, width) };
        lines.iter().map(ToString::to_string).collect()
    }

    /// Scrolls until a line of [`Page::all_lines`] is the first.
    pub(in crate::tui) fn scroll_to(&mut self, line: usize, keymap: &Keymap, look: &Look, screen: Rect) {
        if self.is_keys() {
            *self = Page::help();
        }
        let text = text_area(screen);
        let last = self.lines(keymap, look, text.width).len().saturating_sub(text.height.into());
        self.scroll = line.min(last) as u16;
    }

    /// Keys and commands.
    pub fn help() -> Page {
        Page::about(About::Help)
    }

    /// A rule by its id, or all of them.
    ///
    /// # Errors
    /// If no rule has that id.
    pub fn rules(id: &str) -> Result<Page, Mistake> {
        if id.is_empty() {
            return Ok(Page::about(About::Contents));
        }
        let found = Rule::ALL.iter().find(|rule| rule.id().eq_ignore_ascii_case(id));
        let Some(rule) = found else {
            let hint = hint(id, Rule::ALL.iter().map(|rule| rule.id()));
            return Err(Mistake {
                column: 6,
                message: format!("There is no rule '{id}': `rules` lists them{hint}"),
            });
        };
        Ok(Page::about(About::Rule(*rule)))
    }

    /// The rule that a step carried out before all others, and those that were at work beside it.
    pub fn rule(rule: Rule, also: Vec<Rule>) -> Page {
        Page { also, ..Page::about(About::Rule(rule)) }
    }

    fn about(about: About) -> Page {
        Page { about, also: Vec::new(), scroll: 0 }
    }

    fn title(&self) -> String {
        match &self.about {
            About::Keys(_) => "Keys of this screen".into(),
            About::Help => "Keys and commands".into(),
            About::Contents => "The rules of the paper".into(),
            About::Rule(rule) => format!("Rule {}", rule.id()),
        }
    }

    fn lines(&self, keymap: &Keymap, look: &Look, width: u16) -> Vec<Line<'static>> {
        match &self.about {
            About::Keys(keys) => help::screen(keys, look, width),
            About::Help => help::lines(keymap, look, width),
            About::Contents => table(&in_look(&catalogue::contents(), look), width, look),
            About::Rule(rule) => {
                let mut lines = article(&in_look(&catalogue::page(*rule), look), width, look);
                if !self.also.is_empty() {
                    let names: Vec<&str> = self.also.iter().map(|rule| rule.id()).collect();
                    let also = format!("Also behind this step: {}", names.join(", "));
                    lines.insert(2.min(lines.len()), Line::from(Span::styled(also, look.dim())));
                }
                lines.push(Line::default());
                lines.push(Line::from(Span::styled(OUR_LINES, look.bold())));
                lines.extend(code_lines(*rule, width, look));
                lines
            }
        }
    }

    /// Whether it has lines of ours.
    pub(in crate::tui) fn has_code(&self) -> bool {
        matches!(self.about, About::Rule(_))
    }

    /// Scrolls to the lines of ours, if it has any; and back, if it is there.
    pub(in crate::tui) fn go_to_code(&mut self, keymap: &Keymap, look: &Look, screen: Rect) {
        let text = text_area(screen);
        let lines = self.lines(keymap, look, text.width);
        let last = (lines.len() as u16).saturating_sub(text.height);
        if let Some(place) = lines.iter().position(|line| line.to_string() == OUR_LINES) {
            let place = (place as u16).min(last);
            self.scroll = if self.scroll == place { 0 } else { place };
        }
    }

    /// The whole page as text.
    pub fn text(&self, keymap: &Keymap, look: &Look) -> Vec<String> {
        // Whoever has it read out has it all.
        let whole = if self.is_keys() { Page::help() } else { self.clone() };
        let lines = whole.lines(keymap, look, WIDEST);
        std::iter::once(whole.title())
            .chain(lines.iter().map(|line| line.to_string().trim_end().to_string()))
            .collect()
    }

    /// To the next rule or the one before, and around.
    fn turn(&mut self, forward: bool) {
        let count = Rule::ALL.len();
        let rule = match self.about {
            About::Keys(_) | About::Help => return,
            About::Contents if forward => 0,
            About::Contents => count - 1,
            About::Rule(rule) if forward => (rule as usize + 1) % count,
            About::Rule(rule) => (rule as usize + count - 1) % count,
        };
        *self = Page::about(About::Rule(Rule::ALL[rule]));
    }
}

/// Where the text of a page stands: under its title, above the keys, and not too wide.
fn text_area(area: Rect) -> Rect {
    let margin = if area.width > 20 { 2 } else { 0 };
    let width = area.width.saturating_sub(2 * margin).min(WIDEST.max(area.width / 2));
    let (top, bottom) = if area.height > 6 { (2, 2) } else { (0, 0) };
    Rect { x: area.x + margin, y: area.y + top, width, height: area.height.saturating_sub(top + bottom) }
}

/// Tables keep their lines as they are, as far as they fit.
fn table(text: &str, width: u16, look: &Look) -> Vec<Line<'static>> {
    let lines = text.lines().flat_map(|line| {
        if line.width() <= usize::from(width) {
            vec![line.to_string()]
        } else {
            wrap(line, width.into(), "     ")
        }
    });
    lines.map(|line| Line::from(Span::styled(line, look.text()))).collect()
}

/// An article: what stands at the edge is a heading, what is indented its text, which is set again for the width.
fn article(text: &str, width: u16, look: &Look) -> Vec<Line<'static>> {
    const INDENT: &str = "  ";
    let mut lines = Vec::new();
    let mut paragraph = String::new();
    for line in text.lines().chain([""]) {
        if line.starts_with(INDENT) {
            paragraph.push_str(INDENT);
            paragraph.push_str(line.trim());
            continue;
        }
        if !paragraph.is_empty() {
            let set = wrap(&paragraph, usize::from(width), INDENT);
            lines.extend(set.into_iter().map(|part| Line::from(Span::styled(part, look.text()))));
            paragraph.clear();
        }
        lines.push(Line::from(Span::styled(line.to_string(), look.bold())));
    }
    lines.pop();
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_is_set_anew_for_its_width() {
        let text = "V2 · Up to date\n\nWhy\n  No vote for a log\n  that is behind.\n";
        let look = Look::default();
        let set: Vec<String> = article(text, 80, &look).iter().map(ToString::to_string).collect();
        assert_eq!(set, ["V2 · Up to date", "", "Why", "  No vote for a log that is behind."]);
        for line in article(text, 10, &look) {
            assert!(line.width() <= 18, "{line}");
        }
    }

    #[test]
    fn an_unknown_rule_is_answered_with_the_nearest() {
        assert_eq!(Page::rules("v2").unwrap().title(), "Rule V2");
        let refused = Page::rules("V22").unwrap_err().message;
        assert!(refused.contains("did you mean V2?"), "{refused}");
    }
}
