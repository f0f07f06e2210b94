//! Answering: what is chosen, typed or pointed at, until one commits to it.

use super::state::Draft;
use super::state::Lesson;
use super::words::{pointed, wanted};
use crate::lesson::TypedLog;
use crate::lesson::play::{AskKind, Asking, Given, NoAnswer, PointKind, Pointed};
use crate::raft::{Index, ServerId, Term};
use crate::script::View;
use crate::tui::stage::Stage;
use crate::tui::{Chosen, Page, Pane};
use std::sync::Arc;

/// The most digits of a number that is typed.
const DIGITS: usize = 18;
/// The most entries of a log that is typed.
const LONGEST_LOG: usize = 100;

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
            AskKind::Several(choices) | AskKind::Order(choices) => Some((choices.len(), true)),
            AskKind::Why(points) => self.draft.said.as_ref().map(|_| (points.len(), true)),
            AskKind::Number | AskKind::Point(_) | AskKind::Logs(_) | AskKind::Rule => None,
        }
    }

    /// Whether digits answer what is asked.
    pub(super) fn is_answered_by_digits(&self) -> bool {
        let by_digits = |asking: &Arc<Asking>| !matches!(asking.kind, AskKind::Point(_) | AskKind::Rule);
        self.open_question().is_some_and(by_digits) && !self.is_answered_in_words()
    }

    /// Whether what is asked is answered with words that are still to be typed.
    pub(super) fn is_answered_in_words(&self) -> bool {
        self.open_question().is_some_and(|asking| match asking.kind {
            AskKind::Rule => true,
            AskKind::Why(_) => self.draft.said.is_none(),
            _ => false,
        })
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

    /// Types a digit of a number, or an entry of a log by its term. Says whether one is asked for.
    pub(super) fn type_digit(&mut self, digit: usize) -> bool {
        if let Some(AskKind::Logs(servers)) = self.open_question().map(|asking| &asking.kind) {
            let (servers, row) = (servers.len(), self.draft.chosen.unwrap_or(0));
            self.draft.logs.resize(servers, Vec::new());
            self.draft.chosen = Some(row);
            if let Some(log) = self.draft.logs.get_mut(row).filter(|log| log.len() < LONGEST_LOG) {
                log.push(Term(digit as u32));
            }
            return true;
        }
        let asked = self.open_question().is_some_and(|asking| asking.kind == AskKind::Number);
        if asked && self.draft.typed.len() < DIGITS && digit < 10 {
            self.draft.typed.push_str(&digit.to_string());
        }
        asked
    }

    /// Digits are entries of this log from now on.
    pub(super) fn choose_log(&mut self, place: usize) {
        let open = self.open_question();
        if open.is_some_and(|asking| matches!(&asking.kind, AskKind::Logs(servers) if place < servers.len()))
        {
            self.draft.chosen = Some(place);
        }
    }

    /// Takes back the digit that was typed last. Says whether there was one.
    pub(super) fn erase(&mut self) -> bool {
        if let Some(AskKind::Order(_)) = self.open_question().map(|asking| &asking.kind) {
            return self.draft.ticked.pop().is_some();
        }
        let row = self.draft.chosen.unwrap_or(0);
        let entry = self.draft.logs.get_mut(row).and_then(Vec::pop);
        entry.is_some() || self.draft.typed.pop().is_some()
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
            AskKind::Order(events) if self.draft.ticked.len() < events.len() => {
                Err("First put all events in order: the number of the first event, and so on".into())
            }
            AskKind::Order(_) => Ok(Given::Order(self.draft.ticked.clone())),
            AskKind::Logs(_) if self.draft.logs.is_empty() => {
                Err("First type the terms in each log: a digit is an entry, the arrows go to another log"
                    .into())
            }
            AskKind::Logs(servers) => {
                let typed = servers.iter().zip(&self.draft.logs);
                let log = |(server, terms): (&ServerId, &Vec<Term>)| TypedLog {
                    server: *server,
                    terms: terms.clone(),
                };
                Ok(Given::Logs(typed.map(log).collect()))
            }
            AskKind::Rule => Err("First type the id of a rule".into()),
            AskKind::Why(_) => match &self.draft.said {
                Some(said) => Ok(Given::Why { said: said.clone(), made: self.draft.ticked.clone() }),
                None => Err("First answer in your own words".into()),
            },
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
        self.draft.chosen.is_some()
            || self.draft.said.is_some()
            || !self.draft.typed.is_empty()
            || !self.draft.ticked.is_empty()
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
                match (&asking.kind, lesson.draft.said.clone()) {
                    (AskKind::Why(_), None) => {
                        lesson.draft.said = Some(words.to_owned());
                        (lesson.side.page, lesson.side.scroll) = (Page::Task, 0);
                        return Ok(());
                    }
                    (AskKind::Why(_), Some(said)) => asking.own_words(&said, words)?,
                    _ => asking.read(words, Some(View { run: &self.run, names: &self.player.names }))?,
                }
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
            AskKind::Number | AskKind::Rule => false,
            AskKind::One(_)
            | AskKind::Several(_)
            | AskKind::Order(_)
            | AskKind::Logs(_)
            | AskKind::Why(_)
                if across =>
            {
                false
            }
            AskKind::One(_)
            | AskKind::Several(_)
            | AskKind::Order(_)
            | AskKind::Logs(_)
            | AskKind::Why(_) => {
                let Some(lesson) = &mut self.lesson else { return false };
                let count = match (&asking.kind, lesson.choices()) {
                    (AskKind::Logs(servers), _) => servers.len(),
                    (_, Some((count, _))) => count,
                    (_, None) => return false,
                };
                let next = match (lesson.draft.chosen, forward) {
                    (Some(here), true) => (here + 1).min(count.saturating_sub(1)),
                    (Some(here), false) => here.saturating_sub(1),
                    (None, true) => 0,
                    (None, false) => count.saturating_sub(1),
                };
                lesson.draft.chosen = Some(next);
                true
            }
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
