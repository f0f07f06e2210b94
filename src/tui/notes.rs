//! The teacher's notes on a screen of their own: what [`Sheet`] says, set for the width that there is.

use crate::lesson::Sheet;
use crate::tui::Look;
use crate::tui::app::input::{Button, Effect, Input};
use crate::tui::keymap::{Code, Key};
use crate::tui::look::glyph;
use crate::tui::text::{in_look, wrap};
use crate::untrusted::printable;
use ratatui::Frame;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use std::time::Duration;
use unicode_width::UnicodeWidthStr;

/// The widest a text is set.
const WIDEST: usize = 100;

/// What is heard from the presentation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Heard {
    /// How it stands now.
    Sheet(Box<Sheet>),
    /// It has ended, or is gone.
    Lost,
    /// It said something that could not be understood.
    Trouble(String),
}

/// The screen of the notes.
#[derive(Clone, Debug)]
pub struct NotesScreen {
    look: Look,
    /// Where a presentation is waited for.
    place: String,
    sheet: Option<Box<Sheet>>,
    connected: bool,
    trouble: Option<String>,
    /// Since the first sheet of this lesson.
    elapsed: Duration,
    /// What is left of a discussion.
    discussion: Option<Duration>,
    scroll: u16,
    dirty: bool,
}

/// How a line of the sheet is set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Title,
    Section,
    Text,
    Dim,
}

impl NotesScreen {
    /// A screen that waits for a presentation at this place.
    pub fn new(look: Look, place: &str) -> NotesScreen {
        NotesScreen {
            look,
            place: printable(place, 200),
            sheet: None,
            connected: false,
            trouble: None,
            elapsed: Duration::ZERO,
            discussion: None,
            scroll: 0,
            dirty: true,
        }
    }

    /// Takes in what was heard.
    pub fn hear(&mut self, heard: Heard) {
        self.dirty = true;
        self.trouble = None;
        match heard {
            Heard::Sheet(sheet) => {
                let before = self.sheet.as_ref();
                if before.is_none_or(|before| before.lesson != sheet.lesson) {
                    self.elapsed = Duration::ZERO;
                }
                if before.is_none_or(|before| before.step != sheet.step) {
                    self.scroll = 0;
                }
                self.discussion = sheet.discussion_ms.map(Duration::from_millis);
                self.sheet = Some(sheet);
                self.connected = true;
            }
            Heard::Lost => self.connected = false,
            Heard::Trouble(why) => self.trouble = Some(printable(&why, 200)),
        }
    }

    /// A key or the wheel. What the shell has to do, if anything.
    pub fn update(&mut self, input: &Input) -> Option<Effect> {
        self.dirty = true;
        match input {
            Input::Key(key) if [Key::char('q'), Key::ctrl('c'), Key::plain(Code::Esc)].contains(key) => {
                return Some(Effect::Quit);
            }
            Input::Key(key) if *key == Key::ctrl('z') => return Some(Effect::Suspend),
            Input::Key(key) if *key == Key::char('T') => {
                self.look = Look::new(self.look.theme().next(), self.look.depth(), self.look.is_ascii());
            }
            Input::Key(key) if *key == Key::char('G') => {
                self.look = Look::new(self.look.theme(), self.look.depth(), !self.look.is_ascii());
            }
            Input::Key(Key { code: Code::Up, .. }) => self.scroll_by(-1),
            Input::Key(Key { code: Code::Down, .. }) => self.scroll_by(1),
            Input::Key(Key { code: Code::PageUp, .. }) => self.scroll_by(-10),
            Input::Key(Key { code: Code::PageDown | Code::Char(' '), .. }) => self.scroll_by(10),
            Input::Mouse(mouse) if mouse.button == Button::WheelUp => self.scroll_by(-3),
            Input::Mouse(mouse) if mouse.button == Button::WheelDown => self.scroll_by(3),
            _ => {}
        }
        None
    }

    fn scroll_by(&mut self, by: i16) {
        self.scroll = self.scroll.saturating_add_signed(by);
    }

    /// Whether seconds are counted on it.
    pub fn is_ticking(&self) -> bool {
        self.connected
    }

    /// Lets the viewer's time pass.
    pub fn advance(&mut self, elapsed: Duration) {
        if self.connected {
            let before = (self.elapsed.as_secs(), self.discussion.map(|left| left.as_secs()));
            self.elapsed += elapsed;
            self.discussion = self.discussion.map(|left| left.saturating_sub(elapsed));
            self.dirty |= before != (self.elapsed.as_secs(), self.discussion.map(|left| left.as_secs()));
        }
    }

    /// Whether anything may look different since this was asked last.
    pub fn take_dirty(&mut self) -> bool {
        std::mem::take(&mut self.dirty)
    }

    /// Draws it.
    pub fn view(&mut self, frame: &mut Frame) {
        let area = frame.area();
        let look = self.look.clone();
        let buffer = frame.buffer_mut();
        buffer.set_style(area, look.base());
        let margin = if area.width > 40 { 2 } else { 0 };
        let width = usize::from(area.width.saturating_sub(2 * margin)).min(WIDEST);
        let mut put = |y: u16, text: &str, style: Style| {
            if y < area.bottom() {
                let line = Line::from(Span::styled(in_look(text, &look).into_owned(), style));
                buffer.set_line(area.x + margin, y, &line, width as u16);
            }
        };
        let lines = self.set(width);
        let room = area.height.saturating_sub(2);
        self.scroll = self.scroll.min((lines.len() as u16).saturating_sub(room));
        put(area.y, &self.head(width), look.bold());
        for ((kind, text), row) in lines.iter().skip(self.scroll.into()).zip(0..room) {
            let style = match kind {
                Kind::Title => look.strong(),
                Kind::Section => look.bold(),
                Kind::Text => look.text(),
                Kind::Dim => look.dim(),
            };
            put(area.y + 1 + row, text, style);
        }
        if area.height > 2 {
            let below = lines.len().saturating_sub(usize::from(self.scroll + room));
            let more = if below > 0 { format!("   {below} more below") } else { String::new() };
            put(area.bottom() - 1, &format!("↑↓ scroll   T theme   q quit{more}"), look.dim());
        }
    }

    /// The lesson, where it is, how long it has taken.
    fn head(&self, width: usize) -> String {
        let Some(sheet) = &self.sheet else { return "Notes".into() };
        let clock = |time: Duration| format!("{}:{:02}", time.as_secs() / 60, time.as_secs() % 60);
        let discussion =
            self.discussion.map(|left| format!("{} to discuss   ", clock(left))).unwrap_or_default();
        let black = if sheet.black { "the screen is black   " } else { "" };
        let left = format!("{}   step {} of {}", sheet.lesson, sheet.step, sheet.steps);
        let right = format!("{black}{discussion}{}", clock(self.elapsed));
        let gap = width.saturating_sub(left.width() + right.width()).max(2);
        format!("{left}{}{right}", " ".repeat(gap))
    }

    fn set(&self, width: usize) -> Vec<(Kind, String)> {
        let mut lines = vec![(Kind::Text, String::new())];
        if let Some(why) = &self.trouble {
            lines.extend(wrap(why, width, "").into_iter().map(|line| (Kind::Section, line)));
        }
        if !self.connected {
            let waiting = match &self.sheet {
                None => format!(
                    "Waiting for a presentation. Start one in the terminal that the class sees: raftarium \
                     lesson ID --present. This program looks for it at {}.",
                    self.place
                ),
                Some(_) => {
                    "The presentation has ended. Waiting for it to come back; these are the notes of its \
                     last step."
                        .to_string()
                }
            };
            lines.extend(wrap(&waiting, width, "").into_iter().map(|line| (Kind::Section, line)));
            lines.push((Kind::Text, String::new()));
        }
        let Some(sheet) = &self.sheet else { return lines };
        for NotesRow { kind, mark, text } in sheet_rows(sheet) {
            let indent = mark.width();
            for (number, line) in wrap(&text, width.saturating_sub(indent), "").into_iter().enumerate() {
                let before = if number == 0 { mark.clone() } else { " ".repeat(indent) };
                lines.push((kind, before + &line));
            }
        }
        lines
    }
}

impl Sheet {
    /// As lines of text.
    pub fn lines(&self) -> Vec<String> {
        let head = format!("{}, step {} of {}", self.lesson, self.step, self.steps);
        let rows = sheet_rows(self).into_iter().map(|row| row.mark + &row.text);
        std::iter::once(head).chain(rows).collect()
    }
}

/// A paragraph of the sheet: what stands before its first line, and its text.
struct NotesRow {
    kind: Kind,
    mark: String,
    text: String,
}

fn sheet_rows(sheet: &Sheet) -> Vec<NotesRow> {
    let row = |kind, mark: &str, text: &str| NotesRow { kind, mark: mark.into(), text: text.into() };
    let blank = || row(Kind::Text, "", "");
    let mut rows = vec![row(Kind::Title, "", &sheet.title)];
    for note in &sheet.notes {
        rows.extend([blank(), row(Kind::Text, "", note)]);
    }
    if let Some(question) = &sheet.question {
        let state = if question.revealed { "answered" } else { "the class has not seen the answer" };
        rows.extend([blank(), row(Kind::Section, "Asked: ", &question.ask), row(Kind::Dim, "", state)]);
        for answer in &question.answers {
            let (kind, mark) =
                if answer.right { (Kind::Section, glyph::YES) } else { (Kind::Text, glyph::NO) };
            rows.push(row(kind, &format!("   {mark} "), &answer.text));
            if let Some(believes) = &answer.believes {
                rows.push(row(Kind::Dim, "     ", &format!("“{believes}”")));
            }
        }
    }
    if let Some(challenge) = &sheet.challenge {
        let head = format!("Challenge, par {}: ", challenge.par);
        rows.extend([blank(), row(Kind::Section, &head, &challenge.ask), row(Kind::Dim, "", "a solution")]);
        rows.extend(challenge.solution.iter().map(|command| row(Kind::Text, "     ", command)));
    }
    if !sheet.demos.is_empty() {
        rows.extend([blank(), row(Kind::Section, "", "Prepared")]);
        rows.extend(sheet.demos.iter().map(|(key, title)| row(Kind::Text, &format!("   {key}  "), title)));
    }
    let next = sheet.next.as_ref().map_or("This is the last step.".into(), |next| format!("Next: {next}"));
    rows.extend([blank(), row(Kind::Dim, "", &next)]);
    rows
}
