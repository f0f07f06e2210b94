//! How the palette is drawn.

use super::Palette;
use crate::tui::Look;
use crate::tui::order::mistake::Mistake;
use crate::tui::text::wrap;
use crate::untrusted::printable;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Widget};
use unicode_width::UnicodeWidthStr;

/// How many proposals are shown at once.
const MOST_SHOWN: usize = 8;

impl Palette {
    /// Draws the palette over the bottom of the screen, the list above what is to be kept in sight. The cursor of
    /// the terminal stands where one types.
    pub fn draw(&self, look: &Look, keep: Option<Rect>, frame: &mut Frame) {
        let whole = frame.area();
        if whole.height == 0 || whole.width == 0 {
            return;
        }
        let mut lines = self.proposal_lines(look, whole.width);
        match (&self.mistake, &self.remark) {
            (Some(mistake), _) => lines = explained(mistake, whole.width, look),
            (None, Some(remark)) => {
                let text = wrap(remark, usize::from(whole.width).saturating_sub(4).max(10), "");
                lines = text
                    .into_iter()
                    .map(|line| Line::from(Span::styled(format!("  {line}"), look.text())))
                    .collect();
            }
            (None, None) => {}
        }
        if let Some(warning) = self.warning {
            let text = wrap(warning, usize::from(whole.width).saturating_sub(4).max(10), "");
            let line = |line: String| Line::from(Span::styled(format!("  {line}"), look.bold()));
            lines.extend(text.into_iter().map(line));
        }
        let prompt = Rect { y: whole.bottom() - 1, height: 1, ..whole };
        // On a small screen, what can be typed matters more than what is kept.
        let bottom = keep.filter(|keep| keep.y > lines.len() as u16 + 3).map_or(prompt.y, |keep| keep.y);
        let rule = u16::from(!look.has_raised() && !lines.is_empty());
        let height = (lines.len() as u16 + rule).min(bottom - whole.y);
        let list = Rect { y: bottom - height, height, ..whole };
        for area in [list, prompt] {
            Clear.render(area, frame.buffer_mut());
            frame.buffer_mut().set_style(area, look.raised());
        }
        let mut row = list.y;
        if rule == 1 && height > 1 {
            let dash = if look.is_ascii() { "-" } else { "─" };
            frame.buffer_mut().set_string(list.x, row, dash.repeat(list.width as usize), look.line());
            row += 1;
        }
        for line in lines.iter().take(usize::from(list.bottom().saturating_sub(row))) {
            frame.buffer_mut().set_line(list.x, row, line, list.width);
            row += 1;
        }
        self.draw_line(prompt, look, frame);
    }

    fn draw_line(&self, area: Rect, look: &Look, frame: &mut Frame) {
        let room = area.width.saturating_sub(PROMPT.len() as u16 + 1);
        let scroll = self.input.visual_scroll(room as usize);
        let skipped = chars_in(self.text(), scroll);
        let mut spans = vec![Span::styled(PROMPT, look.bold())];
        for (place, char) in self.text().chars().enumerate().skip(skipped) {
            let selected = self.selected.is_some_and(|(start, end)| (start..end).contains(&place));
            let style = if selected { look.strong().reversed() } else { look.strong() };
            spans.push(Span::styled(char.to_string(), style));
        }
        let line = Line::from(spans);
        let typed = line.width() as u16;
        frame.buffer_mut().set_line(area.x, area.y, &line, area.width);
        let arrows = if look.is_ascii() { "Up Down" } else { "↑↓" };
        let hint = format!("Enter does it  {arrows} list  Ctrl-P earlier  Esc cancels");
        let start = area.right().saturating_sub(hint.width() as u16 + 2);
        if start > area.x + typed + 3 {
            frame.buffer_mut().set_string(start, area.y, hint, look.dim());
        }
        let cursor = PROMPT.len() + self.input.visual_cursor().saturating_sub(scroll);
        let x = area.x + (cursor as u16).min(area.width - 1);
        // The terminal's own cursor may be hidden, or hard to see from the back of a room.
        let cell = &mut frame.buffer_mut()[(x, area.y)];
        cell.modifier |= Modifier::UNDERLINED;
        frame.set_cursor_position(Position { x, y: area.y });
    }

    fn proposal_lines(&self, look: &Look, width: u16) -> Vec<Line<'_>> {
        let first = self.chosen.map_or(0, |chosen| (chosen + 1).saturating_sub(MOST_SHOWN));
        let shown = self.proposals.iter().enumerate().skip(first).take(MOST_SHOWN);
        let wide = shown.clone().map(|(_, proposal)| proposal.word.width()).max().unwrap_or(0).min(40);
        let room = usize::from(width).saturating_sub(wide + 6);
        let mut lines: Vec<Line> = shown
            .map(|(place, proposal)| {
                let here = self.chosen.or(self.offered) == Some(place);
                let style = if here { look.bold() } else { look.text() };
                Line::from(vec![
                    Span::styled(look.list_mark(here), look.bold()),
                    Span::styled(format!("{:wide$}  ", proposal.word), style),
                    Span::styled(printable(&proposal.help, room), look.dim()),
                ])
            })
            .collect();
        let below = self.proposals.len().saturating_sub(first + MOST_SHOWN);
        if below > 0
            && let Some(last) = lines.last_mut()
        {
            more(last, below, width, look);
        }
        lines
    }
}

/// Says at the right of the last line how many more there are.
fn more(line: &mut Line, below: usize, width: u16, look: &Look) {
    let word = if look.is_ascii() { format!("{below} more") } else { format!("{below} more ↓") };
    let start = usize::from(width).saturating_sub(word.width() + 2);
    let text: usize = line.width();
    if text + 2 > start {
        // The help gives way.
        let Some(help) = line.spans.last_mut() else { return };
        let room = start.saturating_sub(text - help.width() + 3);
        let cut: String = help.content.chars().take(room).collect();
        *help = Span::styled(format!("{}…", cut.trim_end()), help.style);
    }
    let gap = start.saturating_sub(line.width());
    line.spans.push(Span::raw(" ".repeat(gap)));
    line.spans.push(Span::styled(word, look.bold()));
}

const PROMPT: &str = ": ";

/// How many characters of a text lie before a column.
fn chars_in(text: &str, columns: usize) -> usize {
    let mut seen = 0;
    text.chars()
        .take_while(|char| {
            seen += unicode_width::UnicodeWidthChar::width(*char).unwrap_or(0);
            seen <= columns
        })
        .count()
}

/// What is wrong, in as many lines as it takes; the cursor of the terminal stands where it is.
fn explained(mistake: &Mistake, width: u16, look: &Look) -> Vec<Line<'static>> {
    let sign = if look.is_ascii() { "x " } else { "✗ " };
    let mut lines = wrap(&mistake.message, usize::from(width).saturating_sub(4).max(10), "").into_iter();
    let first = Span::styled(lines.next().unwrap_or_default(), look.text());
    std::iter::once(Line::from(vec![Span::styled(sign, look.alarm()), first]))
        .chain(lines.map(|line| Line::from(Span::styled(format!("  {line}"), look.text()))))
        .collect()
}
