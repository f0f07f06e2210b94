//! Enter: what is typed is carried out; what is not whole yet takes the suggestion that is marked.

use crate::nearest::hint;
use crate::tui::app::state::App;
use crate::tui::keymap::Context;
use crate::tui::order::mistake::Mistake;
use crate::tui::order::{DemoOrder, LessonOrder, Order};
use crate::untrusted::printable;

/// Among what one looks for a word.
pub(super) enum Among {
    /// Everything that a line can begin with.
    Commands,
    /// What may follow the first word.
    Listed(Vec<String>),
    /// What is on the screen.
    Screen,
    /// Questions.
    Questions,
    /// What the language says itself.
    Language,
}

impl App {
    /// Carries out a line of the palette. If it has a mistake and a suggestion is marked, that one is carried out in its
    /// place; otherwise the line stays open, the cursor at the mistake.
    pub(in crate::tui) fn enter(&mut self, line: &str) {
        self.dismiss();
        let typed = self.palette.take();
        let Err(mistake) = self.obey(line) else {
            self.history.add(line.trim());
            return;
        };
        // The command may have opened another palette; a mistake belongs to the one that was typed into.
        self.palette = typed;
        if let Some(palette) = &mut self.palette
            && palette.take_offered()
        {
            let line = palette.text().to_owned();
            self.propose();
            // What would take the place of the run is said before, and done by the next Enter.
            if self.palette.as_ref().is_some_and(|palette| palette.warning.is_none()) {
                self.enter(&line);
            }
            return;
        }
        self.history.add(line.trim());
        self.show_mistake(line, mistake);
    }

    fn show_mistake(&mut self, line: &str, mut mistake: Mistake) {
        let parsed = Order::parse(line);
        if let Some(Ok(Order::Question(question))) = &parsed {
            // The question says where in it the mistake is.
            mistake.column += line.find(question.as_str()).map_or(0, |byte| line[..byte].chars().count());
            let asks = self.key_of(Context::Cluster, Order::Write("ask ".into()));
            if let Some(key) = asks.filter(|_| self.mistake_in_question(question).is_some()) {
                mistake.message = format!("{}; {key} lists whole questions", mistake.message);
            }
        }
        // What is well said and cannot be done has no place: one goes on typing where one is.
        let whole = mistake.column == 0 && (matches!(parsed, Some(Ok(_))) || self.read_script(line).is_ok());
        if let Some(palette) = &mut self.palette {
            palette.propose(0, Vec::new());
            if whole {
                palette.object(Some(mistake));
            } else {
                palette.point_at(mistake);
            }
        }
    }

    /// Which proposal Enter takes although nobody went to it: the only one; of whole questions, the first. What is typed
    /// and can be carried out as it stands needs none.
    pub(super) fn offered(&self, whole_questions: bool) -> Option<usize> {
        let palette = self.palette.as_ref().filter(|palette| palette.at_end())?;
        let typed = palette.text().trim();
        let one = whole_questions || palette.proposals().len() == 1;
        (one && !typed.is_empty() && !self.can_be_carried_out(typed)).then_some(0)
    }

    /// Whether a line is a command as it stands, whatever then becomes of it. What is named only in part is none.
    fn can_be_carried_out(&self, line: &str) -> bool {
        match Order::parse(line) {
            Some(Ok(Order::Question(question))) => self.mistake_in_question(&question).is_none(),
            Some(Ok(
                Order::Lesson(LessonOrder::Play(Some(_)) | LessonOrder::Present(Some(_)))
                | Order::Scenario(_)
                | Order::Demo(DemoOrder::Show(_)),
            )) => false,
            Some(order) => order.is_ok(),
            None => self.read_script(line).is_ok(),
        }
    }

    /// What is said where nothing can be proposed: silence would look like a program that does not listen.
    pub(super) fn nothing_to_propose(&self, among: Among) -> Option<String> {
        let palette = self.palette.as_ref().filter(|palette| palette.at_end())?;
        let text = palette.text();
        let typed = match &among {
            Among::Screen => text.strip_prefix("find ")?.trim(),
            _ => text.rsplit(' ').next().unwrap_or_default(),
        };
        if typed.is_empty() || !matches!(among, Among::Screen) && self.can_be_carried_out(text.trim()) {
            return None;
        }
        let word = printable(typed, 40);
        let near = |known: &[String]| hint(typed, known.iter().map(String::as_str));
        match among {
            Among::Commands => {
                let known = self.first_words_here();
                Some(format!("Nothing has '{word}' in its name or description{}", near(&known)))
            }
            Among::Listed(known) => {
                Some(format!("None of these has '{word}' in its name or title{}", near(&known)))
            }
            Among::Screen => Some(format!("Nothing on this screen has '{word}'")),
            Among::Questions => {
                Some(self.mistake_in_question(text.strip_prefix("ask ").unwrap_or(text))?.message)
            }
            Among::Language => None,
        }
    }
}
