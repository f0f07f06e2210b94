//! The palette: one line in which any command can be typed, with completion, history and mistakes in place.

mod also;
mod complete;
mod taking;
mod view;

use crate::tui::keymap::{Code, Key};
use crate::tui::order::mistake::Mistake;
use crate::untrusted::hidden;
use tui_input::{Input, InputRequest};

/// The longest line, in characters.
const LONGEST: usize = 500;
/// How many lines of history are kept.
const MOST_LINES: usize = 200;

/// A word that could come next.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proposal {
    /// The word.
    pub word: String,
    /// What it is or does.
    pub help: String,
}

/// What was typed before, oldest first.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct History {
    lines: Vec<String>,
}

impl History {
    /// Remembers a line; one that was typed before moves to the end.
    pub fn add(&mut self, line: &str) {
        self.lines.retain(|known| known != line);
        self.lines.push(line.to_string());
        if self.lines.len() > MOST_LINES {
            self.lines.remove(0);
        }
    }
}

/// The line that is being typed.
#[derive(Clone, Debug)]
pub struct Palette {
    input: Input,
    /// Where in the history the line comes from, and what was typed before going there.
    recalled: Option<(usize, String)>,
    proposals: Vec<Proposal>,
    /// Where the word begins that a proposal replaces, in bytes.
    word_start: usize,
    chosen: Option<usize>,
    /// Which proposal Enter takes although nobody went to it: what is typed is not whole yet.
    offered: Option<usize>,
    /// Which characters are selected: the first key that types takes their place.
    selected: Option<(usize, usize)>,
    mistake: Option<Mistake>,
    /// What the program has to say about the line.
    remark: Option<String>,
    /// What the line would cost, said beneath the list before it is carried out.
    warning: Option<&'static str>,
}

/// What a key in the palette leads to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Typed {
    /// The line goes on.
    Going,
    /// The line has changed: proposals must be made again.
    Changed,
    /// The line is to be carried out.
    Enter(String),
    /// The palette is to be closed.
    Close,
}

impl Palette {
    /// A palette that begins with a text. What stands in `<` and `>` is selected: it is an example.
    pub fn new(text: &str) -> Palette {
        let text = clean(text);
        let parts = text.split_once('<').and_then(|(before, rest)| {
            let (example, after) = rest.split_once('>')?;
            Some((before, example, after))
        });
        let (text, selected) = match parts {
            Some((before, example, after)) if !example.is_empty() => {
                let start = before.chars().count();
                (format!("{before}{example}{after}"), Some((start, start + example.chars().count())))
            }
            _ => (text.clone(), None),
        };
        let input = Input::new(text);
        let input = match selected {
            Some((_, end)) => input.with_cursor(end),
            None => input,
        };
        Palette {
            input,
            recalled: None,
            proposals: Vec::new(),
            word_start: 0,
            chosen: None,
            offered: None,
            selected,
            mistake: None,
            remark: None,
            warning: None,
        }
    }

    /// What is typed so far.
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// What is typed before the cursor.
    pub fn before_cursor(&self) -> &str {
        let text = self.input.value();
        let end = text.char_indices().nth(self.input.cursor()).map_or(text.len(), |(byte, _)| byte);
        &text[..end]
    }

    /// The mistake that is shown, if there is one.
    pub fn mistake(&self) -> Option<&Mistake> {
        self.mistake.as_ref()
    }

    /// Whether the cursor follows all that is typed.
    pub fn at_end(&self) -> bool {
        self.before_cursor().len() == self.text().len()
    }

    /// Shows what is wrong with what is typed so far; the cursor stays where it is.
    pub fn object(&mut self, mistake: Option<Mistake>) {
        self.mistake = mistake;
    }

    /// Shows a mistake; the cursor goes there.
    pub fn point_at(&mut self, mistake: Mistake) {
        self.selected = None;
        self.remark = None;
        self.input.handle(InputRequest::SetCursor(mistake.column));
        self.mistake = Some(mistake);
    }

    /// What could come next, in place of the text from this byte to the cursor.
    pub fn propose(&mut self, word_start: usize, proposals: Vec<Proposal>) {
        (self.word_start, self.proposals, self.chosen) = (word_start, proposals, None);
        self.offered = None;
    }

    /// Which proposal Enter takes although nobody went to it.
    pub(in crate::tui) fn offer(&mut self, offered: Option<usize>) {
        self.offered = offered.filter(|place| *place < self.proposals.len());
    }

    /// Writes the proposal into the line that Enter takes. Says whether that changes the line.
    pub(in crate::tui) fn take_offered(&mut self) -> bool {
        let Some(place) = self.offered.take() else { return false };
        let before = self.text().trim_end().to_owned();
        let word = self.proposals[place].word.clone();
        self.replace_word(&word);
        self.text() != before
    }

    /// Says something about the line, in place of the list.
    pub(in crate::tui) fn remark(&mut self, remark: Option<String>) {
        if self.remark.is_none() {
            self.remark = remark;
        }
    }

    /// Says what the line would cost, if anything.
    pub fn warn(&mut self, warning: Option<&'static str>) {
        self.warning = warning;
    }

    /// The proposals that are shown.
    pub fn proposals(&self) -> &[Proposal] {
        &self.proposals
    }

    /// Adds pasted text. Only its first line: a palette carries out one command at a time.
    pub fn paste(&mut self, text: &str) -> Typed {
        self.mistake = None;
        self.take_selected();
        let more = text.lines().skip(1).filter(|line| !line.trim().is_empty()).count();
        self.remark = match more {
            0 => None,
            1 => Some("The palette takes one line at a time. 1 more line is left out".into()),
            more => Some(format!("The palette takes one line at a time. {more} more lines are left out")),
        };
        for char in clean(text.lines().next().unwrap_or_default()).chars() {
            self.insert(char);
        }
        Typed::Changed
    }

    fn insert(&mut self, char: char) {
        if self.input.value().chars().count() < LONGEST {
            self.input.handle(InputRequest::InsertChar(char));
        }
    }

    /// Deletes what is selected. Says whether anything was.
    fn take_selected(&mut self) -> bool {
        let Some((start, end)) = self.selected.take() else { return false };
        let text = self.text();
        let kept: String = text.chars().take(start).chain(text.chars().skip(end)).collect();
        self.input = Input::new(kept).with_cursor(start);
        true
    }

    /// Takes a key.
    pub fn key(&mut self, key: Key, history: &History) -> Typed {
        self.remark = None;
        if matches!(key.code, Code::Backspace | Code::Delete) && self.take_selected() {
            self.mistake = None;
            return Typed::Changed;
        }
        let word = key.ctrl || key.alt;
        let request = match key.code {
            Code::Enter => return self.enter(),
            Code::Esc => return Typed::Close,
            Code::Char('c' | 'g') if key.ctrl => return Typed::Close,
            Code::Tab => return self.complete(!key.shift),
            Code::Up if self.proposals.is_empty() => return self.recall(history, true),
            Code::Down if self.proposals.is_empty() => return self.recall(history, false),
            Code::Up => return self.choose(false),
            Code::Down => return self.choose(true),
            Code::Char('p') if key.ctrl => return self.recall(history, true),
            Code::Char('n') if key.ctrl => return self.recall(history, false),
            Code::Backspace if self.text().is_empty() => return Typed::Close,
            Code::Backspace if word => InputRequest::DeletePrevWord,
            Code::Backspace => InputRequest::DeletePrevChar,
            Code::Delete => InputRequest::DeleteNextChar,
            Code::Left if word => InputRequest::GoToPrevWord,
            Code::Right if word => InputRequest::GoToNextWord,
            Code::Left => InputRequest::GoToPrevChar,
            Code::Right => InputRequest::GoToNextChar,
            Code::Home => InputRequest::GoToStart,
            Code::End => InputRequest::GoToEnd,
            Code::Char('a') if key.ctrl => InputRequest::GoToStart,
            Code::Char('e') if key.ctrl => InputRequest::GoToEnd,
            Code::Char('u') if key.ctrl => InputRequest::DeleteLine,
            Code::Char('k') if key.ctrl => InputRequest::DeleteTillEnd,
            Code::Char('w') if key.ctrl => InputRequest::DeletePrevWord,
            _ => match key.typed().filter(|char| !hidden(*char)) {
                Some(char) => {
                    self.mistake = None;
                    self.take_selected();
                    self.insert(char);
                    return Typed::Changed;
                }
                None => return Typed::Going,
            },
        };
        self.mistake = None;
        self.selected = None;
        self.input.handle(request);
        Typed::Changed
    }

    fn enter(&mut self) -> Typed {
        let text = self.text().trim();
        if text.is_empty() { Typed::Close } else { Typed::Enter(self.text().trim_end().to_string()) }
    }

    /// The next proposal; the only one, or what all have in common, at once.
    fn complete(&mut self, forward: bool) -> Typed {
        let count = self.proposals.len();
        if count == 0 {
            return Typed::Going;
        }
        if count == 1 {
            let word = format!("{} ", self.proposals[0].word);
            self.replace_word(&word);
            return Typed::Changed;
        }
        let common = common_start(&self.proposals);
        if self.chosen.is_none() && common.len() > self.before_cursor().len() - self.word_start {
            self.replace_word(&common);
            return Typed::Changed;
        }
        self.choose(forward)
    }

    /// The next line of the list, or the one before; around.
    fn choose(&mut self, forward: bool) -> Typed {
        let count = self.proposals.len();
        let next = match self.chosen {
            None if forward => 0,
            None => count - 1,
            Some(chosen) if forward => (chosen + 1) % count,
            Some(chosen) => (chosen + count - 1) % count,
        };
        self.chosen = Some(next);
        let word = self.proposals[next].word.clone();
        self.replace_word(&word);
        Typed::Going
    }

    fn replace_word(&mut self, word: &str) {
        self.mistake = None;
        self.selected = None;
        let after = self.text()[self.before_cursor().len()..].to_string();
        let before = format!("{}{word}", &self.text()[..self.word_start]);
        let cursor = before.chars().count();
        self.input = Input::new(format!("{before}{}", after.trim_start())).with_cursor(cursor);
    }

    fn recall(&mut self, history: &History, back: bool) -> Typed {
        let here = self.recalled.as_ref().map_or(history.lines.len(), |(place, _)| *place);
        let typed = self.recalled.take().map_or_else(|| self.text().to_string(), |(_, typed)| typed);
        let place = if back { here.saturating_sub(1) } else { here + 1 };
        self.mistake = None;
        self.selected = None;
        if place >= history.lines.len() {
            self.input = Input::new(typed);
        } else {
            self.input = Input::new(history.lines[place].clone());
            self.recalled = Some((place, typed));
        }
        Typed::Changed
    }
}

fn clean(text: &str) -> String {
    text.chars().filter(|char| !hidden(*char)).take(LONGEST).collect()
}

fn common_start(proposals: &[Proposal]) -> String {
    let Some(first) = proposals.first() else { return String::new() };
    let mut length = first.word.len();
    for proposal in proposals {
        let same =
            first.word.bytes().zip(proposal.word.bytes()).take_while(|(one, other)| one == other).count();
        length = length.min(same);
    }
    while !first.word.is_char_boundary(length) {
        length -= 1;
    }
    first.word[..length].to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proposals(words: &[&str]) -> Vec<Proposal> {
        words.iter().map(|word| Proposal { word: (*word).into(), help: String::new() }).collect()
    }

    fn press(palette: &mut Palette, code: Code) -> Typed {
        palette.key(Key::plain(code), &History::default())
    }

    #[test]
    fn tab_completes_what_is_common_and_then_goes_through_the_rest() {
        let mut palette = Palette::new("re");
        palette.propose(0, proposals(&["restart", "restore"]));
        assert_eq!(press(&mut palette, Code::Tab), Typed::Changed);
        assert_eq!(palette.text(), "rest");
        palette.propose(0, proposals(&["restart", "restore"]));
        press(&mut palette, Code::Tab);
        assert_eq!(palette.text(), "restart");
        press(&mut palette, Code::Tab);
        assert_eq!(palette.text(), "restore");
        palette.propose(0, proposals(&["restore"]));
        press(&mut palette, Code::Tab);
        assert_eq!(palette.text(), "restore ");
    }

    #[test]
    fn the_history_goes_back_and_returns_to_what_was_typed() {
        let mut history = History::default();
        for line in ["crash S1", "heal", "crash S1"] {
            history.add(line);
        }
        let mut palette = Palette::new("sub");
        let up = Key::plain(Code::Up);
        let down = Key::plain(Code::Down);
        palette.key(up, &history);
        assert_eq!(palette.text(), "crash S1");
        palette.key(up, &history);
        palette.key(up, &history);
        assert_eq!(palette.text(), "heal");
        palette.key(down, &history);
        palette.key(down, &history);
        assert_eq!(palette.text(), "sub");
    }

    #[test]
    fn what_is_pasted_is_one_clean_line() {
        let mut palette = Palette::new("");
        palette.paste("submit\u{1b}[2J x=1\nquit");
        assert_eq!(palette.text(), "submit[2J x=1");
        palette.paste(&"y".repeat(10_000));
        assert_eq!(palette.text().chars().count(), LONGEST);
    }

    #[test]
    fn a_mistake_moves_the_cursor_to_its_place_and_goes_with_the_next_key() {
        let mut palette = Palette::new("crash S9");
        palette.point_at(Mistake { column: 6, message: "S9 is not in this cluster".into() });
        assert_eq!(palette.before_cursor(), "crash ");
        press(&mut palette, Code::Delete);
        assert_eq!((palette.text(), palette.mistake()), ("crash 9", None));
    }
}
