//! Answering: what is chosen, typed or pointed at, until one commits to it.

use super::showing::{pointed, wanted};
use super::state::Draft;
use super::state::Lesson;
use crate::lesson::play::{AskKind, Asking, Given, NoAnswer, PointKind, Pointed};
use crate::raft::{Index, ServerId};
use crate::sim::MessageId;
use crate::tui::stage::Stage;
use crate::tui::{Chosen, Page, Pane};
use std::sync::Arc;

/// The most digits of a number that is typed.
const DIGITS: usize = 18;

/// Where the arrows lead to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Toward {
    Up,
    Down,
    Left,
    Right,
}

impl Lesson {
    /// The question that waits for an answer.
    pub(in crate::tui) fn open_question(&self) -> Option<&Arc<Asking>> {
        let open = !self.over && self.trouble.is_none() && !self.is_revealed();
        self.play.question().filter(|asking| open && self.play.verdict(asking.id).is_none())
    }

    fn choices(&self) -> Option<(usize, bool)> {
        match &self.open_question()?.kind {
            AskKind::One(choices) => Some((choices.len(), false)),
            AskKind::Several(choices) => Some((choices.len(), true)),
            AskKind::Number | AskKind::Point(_) => None,
        }
    }

    /// Whether digits answer what is asked.
    pub(super) fn is_answered_by_digits(&self) -> bool {
        self.open_question().is_some_and(|asking| !matches!(asking.kind, AskKind::Point(_)))
    }

    /// Chooses a choice; of several, ticks it, or not. Says whether there is one.
    pub(super) fn choose(&mut self, place: usize) -> bool {
        let Some((count, several)) = self.choices() else { return false };
        if place >= count {
            return false;
        }
        self.draft.chosen = Some(place);
        if several {
            self.tick();
        }
        true
    }

    /// Ticks the choice that the arrows have led to, or takes the tick away. Says whether there was something to tick.
    pub(super) fn tick(&mut self) -> bool {
        let (Some((_, true)), Some(place)) = (self.choices(), self.draft.chosen) else { return false };
        let ticked = &mut self.draft.ticked;
        match ticked.iter().position(|ticked| *ticked == place) {
            Some(known) => {
                ticked.remove(known);
            }
            None => ticked.push(place),
        }
        true
    }

    /// Types a digit of a number. Says whether one is asked for.
    pub(super) fn type_digit(&mut self, digit: usize) -> bool {
        let asked = self.open_question().is_some_and(|asking| asking.kind == AskKind::Number);
        if asked && self.draft.typed.len() < DIGITS && digit < 10 {
            self.draft.typed.push_str(&digit.to_string());
        }
        asked
    }

    /// Takes back the digit that was typed last. Says whether there was one.
    pub(super) fn erase(&mut self) -> bool {
        self.draft.typed.pop().is_some()
    }

    /// What would be answered now.
    fn given(&self, stage_chosen: Option<Pointed>) -> Result<Given, String> {
        let asking = self.open_question().ok_or_else(|| NoAnswer::NotAsked.to_string())?;
        match &asking.kind {
            AskKind::One(choices) => match self.draft.chosen {
                Some(chosen) => Ok(Given::Choices(vec![chosen])),
                None => Err(format!("First choose an answer: 1 to {}, or the arrows", choices.len())),
            },
            AskKind::Several(_) if self.draft.ticked.is_empty() => {
                Err("First tick the right answers: their numbers, or Space".into())
            }
            AskKind::Several(_) => Ok(Given::Choices(self.draft.ticked.clone())),
            AskKind::Number => {
                let number = self.draft.typed.parse().map_err(|_| "First type a number".to_string())?;
                Ok(Given::Number(number))
            }
            AskKind::Point(kind) => {
                let nothing =
                    || format!("{} on the screen first, with the arrows or the mouse", wanted(*kind));
                stage_chosen.map(Given::Point).ok_or_else(nothing)
            }
        }
    }

    /// Whether the arrows or a click have led to this choice.
    pub(super) fn is_chosen(&self, place: usize) -> bool {
        self.draft.chosen == Some(place)
    }

    /// Whether the arrows or a click have led to a choice.
    pub(super) fn has_led_to_choice(&self) -> bool {
        self.draft.chosen.is_some()
    }

    /// Whether anything was chosen, typed or ticked.
    pub(super) fn has_draft(&self) -> bool {
        self.draft.chosen.is_some() || !self.draft.typed.is_empty() || !self.draft.ticked.is_empty()
    }
}

impl Stage {
    /// What a question is about that wants something to be pointed at comes to the front.
    pub(super) fn look_for_answer(&mut self) {
        let Some(lesson) = &self.lesson else { return };
        let Some(asking) = lesson.open_question() else { return };
        match asking.kind {
            AskKind::Point(PointKind::Entry) => self.focus = Pane::Logs,
            AskKind::Point(PointKind::Message) => self.focus = Pane::Messages,
            AskKind::Point(PointKind::Server) => self.focus = Pane::Cluster,
            _ => {}
        }
    }

    /// Commits to an answer: to these words, or to what was chosen.
    pub(super) fn answer(&mut self, words: Option<&str>) -> Result<(), String> {
        let point = pointed(self.chosen, self);
        let Some(lesson) = &mut self.lesson else { return Ok(()) };
        let given = match words {
            Some(words) => {
                let asking = lesson.open_question().ok_or_else(|| NoAnswer::NotAsked.to_string())?;
                read(words, &asking.kind)?
            }
            None => lesson.given(point)?,
        };
        lesson.play.answer(given).map_err(|why| why.to_string())?;
        lesson.draft = Draft::default();
        lesson.insists = false;
        lesson.side.page = Page::Task;
        lesson.side.scroll = 0;
        self.chosen = Chosen::Nothing;
        Ok(())
    }

    /// The arrows, while a question is open: along the choices, or along what can be pointed at.
    pub(super) fn toward(&mut self, toward: Toward) -> bool {
        let Some(asking) = self.lesson.as_ref().and_then(|lesson| lesson.open_question()).cloned() else {
            return false;
        };
        let forward = matches!(toward, Toward::Down | Toward::Right);
        let across = matches!(toward, Toward::Left | Toward::Right);
        match asking.kind {
            AskKind::One(_) | AskKind::Several(_) if across => false,
            AskKind::One(ref choices) | AskKind::Several(ref choices) => {
                let Some(lesson) = &mut self.lesson else { return false };
                let count = choices.len();
                let next = match (lesson.draft.chosen, forward) {
                    (Some(here), true) => (here + 1).min(count.saturating_sub(1)),
                    (Some(here), false) => here.saturating_sub(1),
                    (None, true) => 0,
                    (None, false) => count.saturating_sub(1),
                };
                lesson.draft.chosen = Some(next);
                true
            }
            AskKind::Number => false,
            AskKind::Point(PointKind::Server) => {
                self.choose_along(if forward { 1 } else { -1 });
                true
            }
            AskKind::Point(PointKind::Message) => self.choose_message(forward),
            AskKind::Point(PointKind::Entry) => self.choose_entry(toward),
        }
    }

    /// Up and down: the same index in another log; left and right: along a log. Says whether there is an entry.
    fn choose_entry(&mut self, toward: Toward) -> bool {
        let world = self.run.world();
        let log = |server: usize| &world.node(ServerId::at(server)).persistent().log;
        let any = |server: &usize| !log(*server).is_empty();
        let size = world.size();
        let (server, index) = match self.chosen {
            Chosen::Entry(server, index) => (server.position(), index),
            Chosen::Server(server) => (server.position(), Index::ZERO),
            _ => (0, Index::ZERO),
        };
        let next = match toward {
            _ if index == Index::ZERO => (0..size).map(|step| (server + step) % size).find(any),
            Toward::Down => (1..=size).map(|step| (server + step) % size).find(any),
            Toward::Up => (1..=size).map(|step| (server + size - step) % size).find(any),
            Toward::Left | Toward::Right => Some(server),
        };
        let Some(next) = next else { return false };
        let index = match toward {
            Toward::Left => index.previous(),
            Toward::Right => index.next(),
            Toward::Up | Toward::Down => index,
        };
        let (first, last) = (log(next).first_index(), log(next).last_index());
        self.chosen = Chosen::Entry(ServerId::at(next), index.min(last).max(first));
        true
    }
}

/// An answer in words: `2`, `1 3`, `7`, `S3`, `S3 2`, `#12`.
fn read(words: &str, kind: &AskKind) -> Result<Given, String> {
    let numbers = || -> Option<Vec<usize>> {
        let words = words.split([' ', ',']).filter(|word| !word.is_empty());
        words.map(|word| word.parse().ok()).collect()
    };
    let server = |word: &str| {
        let number = word.strip_prefix(['S', 's']).and_then(|number| number.parse().ok());
        number.and_then(ServerId::numbered)
    };
    let mut parts = words.split_whitespace();
    let (first, second) = (parts.next().unwrap_or_default(), parts.next());
    match kind {
        AskKind::One(choices) | AskKind::Several(choices) => {
            let wrong = || format!("expected the number of a choice, 1 to {}", choices.len());
            let numbers = numbers().filter(|numbers| !numbers.is_empty()).ok_or_else(wrong)?;
            let places: Option<Vec<usize>> = numbers.iter().map(|number| number.checked_sub(1)).collect();
            Ok(Given::Choices(places.ok_or_else(wrong)?))
        }
        AskKind::Number => first.parse().map(Given::Number).map_err(|_| "expected a number".to_string()),
        AskKind::Point(_) => {
            let wrong = || {
                "expected a server such as S3, an entry such as S3 2, or a message such as #12".to_string()
            };
            if let Some(id) = first.strip_prefix('#') {
                let id = id.parse().map(MessageId).map_err(|_| wrong())?;
                return Ok(Given::Point(Pointed::Message(id)));
            }
            let server = server(first).ok_or_else(wrong)?;
            Ok(Given::Point(match second {
                Some(index) => Pointed::Entry(server, Index(index.parse().map_err(|_| wrong())?)),
                None => Pointed::Server(server),
            }))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::Prose;

    #[test]
    fn an_answer_in_words_is_read() {
        let choices = AskKind::Several(vec![Prose::default(); 3]);
        assert_eq!(read("1, 3", &choices), Ok(Given::Choices(vec![0, 2])));
        for wrong in ["0", "x", ""] {
            assert!(read(wrong, &choices).is_err(), "{wrong}");
        }
        assert_eq!(read("7", &AskKind::Number), Ok(Given::Number(7)));
        let point = AskKind::Point(PointKind::Entry);
        let entry = Pointed::Entry(ServerId::at(2), Index(2));
        assert_eq!(read("s3 2", &point), Ok(Given::Point(entry)));
        assert_eq!(read("#12", &point), Ok(Given::Point(Pointed::Message(MessageId(12)))));
        assert!(read("S99", &point).is_err());
    }
}
