//! The page of the bug lab: what its keys and clicks do.

use super::names;
use crate::explain::grouped;
use crate::tui::app::input::{Button, Mouse};
use crate::tui::app::state::App;
use crate::tui::app::state::Screen;
use crate::tui::keymap::Context;
use crate::tui::lab::Item;
use crate::tui::lab::order::LabOrder;
use crate::tui::lab::page_view::{HuntScene, LabScene, LabTarget, draw_lab, hit_lab, scroll_limit};
use crate::tui::order::Order;
use crate::tui::order::Orders;
use crate::tui::order::mistake::Mistake;
use crate::tui::order::mistake::refused;
use crate::tui::page::Page;
use ratatui::Frame;

impl App {
    /// Carries out an order on the page.
    pub(in crate::tui) fn on_lab_page(&mut self, order: &Order) -> Result<(), Mistake> {
        let limit = self.lab_scene(|scene| scroll_limit(scene, self.area)).unwrap_or(0);
        let small = self.is_small();
        let Screen::Lab(page) = &mut self.screen else { return Ok(()) };
        let last = Item::all().len() - 1;
        let detailed = page.detailed && small;
        let here = page.chosen;
        let mut go = |to: usize| {
            page.chosen = to.min(last);
            page.scroll = 0;
        };
        match order {
            Order::Up(lines) if detailed || *lines > 1 && !small => {
                page.scroll = page.scroll.min(limit).saturating_sub(*lines);
            }
            Order::Down(lines) if detailed || *lines > 1 && !small => {
                page.scroll = (page.scroll + lines).min(limit);
            }
            Order::Up(lines) => go(here.saturating_sub(usize::from(*lines))),
            Order::Down(lines) => go(here + usize::from(*lines)),
            Order::Previous => go(here.saturating_sub(1)),
            Order::Next => go(here + 1),
            Order::Start => go(0),
            Order::End => go(last),
            Order::Open if small && !page.detailed => page.detailed = true,
            Order::Open => {
                let item = page.item();
                self.hunt_for(item)?;
            }
            Order::Rule => {
                let page = Page::rules(page.item().rule().id())?;
                self.go(Screen::Page(page));
            }
            _ => return Err(refused(&"This needs a cluster: `lab new` makes one with the rule off")),
        }
        Ok(())
    }

    /// The chosen rule with our lines that carry it out.
    pub(in crate::tui) fn code_of_lab(&mut self) -> Result<(), Mistake> {
        let Screen::Lab(page) = &self.screen else { return Ok(()) };
        let id = page.item().rule().id();
        self.execute(Order::Code(id.to_owned()))
    }

    /// From what there is to say of a line back to the list. Says whether it was on the screen.
    pub(in crate::tui) fn leave_detail(&mut self) -> bool {
        let small = self.is_small();
        match &mut self.screen {
            Screen::Lab(page) => std::mem::take(&mut page.detailed) && small,
            _ => false,
        }
    }

    /// What can be done with the chosen line: the key, in words, and the order.
    fn page_actions(&self) -> Vec<(String, String, Orders)> {
        let Screen::Lab(page) = &self.screen else { return Vec::new() };
        let item = page.item();
        let mut actions = Vec::new();
        let mut offer = |orders: Orders, word: &str| {
            if let Some(key) = self.key_of(Context::Lab, orders.clone()) {
                actions.push((key, word.to_owned(), orders));
            }
        };
        match item.breaks() {
            Some(_) if item.bug().is_some_and(|bug| self.found(bug).is_some()) => {
                offer(Order::Open.into(), "see the shortest run found");
            }
            Some(_) => offer(Order::Open.into(), "search for a run that breaks it"),
            None => offer(Order::Open.into(), "see how the cluster gets stuck"),
        }
        if item.breaks().is_some() {
            offer(LabOrder::Break(None).into(), "break it yourself");
        }
        if let Some(bug) = item.bug() {
            offer(LabOrder::New(None).into(), "a new cluster with the rule off");
            if let Some(stage) = &self.stage {
                let title = stage.title.split(" · ").next().unwrap_or_default();
                let off = stage.run.world().options().has(bug);
                let word = if off {
                    "switch it on again in the current cluster"
                } else {
                    "switch it off in the current cluster"
                };
                offer(LabOrder::Aside(None).into(), &format!("{word}: {title}"));
            }
        }
        offer(Order::Rule.into(), "the rule, with its reasons");
        offer(Order::Code(String::new()).into(), "our source code for it");
        actions
    }

    fn lab_scene<T>(&self, see: impl FnOnce(&LabScene) -> T) -> Option<T> {
        let Screen::Lab(page) = &self.screen else { return None };
        let hints = self.hints();
        let hints: Vec<(&str, &str)> =
            hints.iter().map(|hint| (hint.key.as_str(), hint.word.as_str())).collect();
        let off = self.stage.as_ref().map(|stage| stage.run.world().options().bugs);
        let title = self.stage.as_ref().map(|stage| stage.title.split(" · ").next().unwrap_or_default());
        let actions: Vec<(String, String)> =
            self.page_actions().into_iter().map(|(key, word, _)| (key, word)).collect();
        Some(see(&LabScene {
            items: &Item::all(),
            chosen: page.chosen,
            detailed: page.detailed,
            scroll: page.scroll,
            known: &|item| {
                let finding = item.bug().and_then(|bug| self.found(bug))?;
                Some((finding.actions, finding.run.world().size()))
            },
            off,
            at_hand: title,
            hunt: self.hunting.as_ref().map(|hunting| HuntScene {
                bug: hunting.bug,
                progress: hunting.progress(),
                elapsed: hunting.elapsed,
            }),
            actions: &actions,
            hints: &hints,
            notice: self.notice.as_deref(),
            look: &self.look,
        }))
    }

    /// Draws the page.
    pub(in crate::tui) fn draw_lab(&self, frame: &mut Frame) {
        let area = frame.area();
        self.lab_scene(|scene| draw_lab(scene, area, frame.buffer_mut()));
    }

    /// The page as text, for those who have it read out.
    pub(crate) fn lab_in_words(&self) -> Vec<String> {
        let Screen::Lab(page) = &self.screen else { return Vec::new() };
        let item = page.item();
        let words = item.words();
        let mut lines = vec!["The bug lab".to_string()];
        let mut heading = "";
        for line in Item::all() {
            if line.heading() != heading {
                heading = line.heading();
                lines.push(heading.to_string());
            }
            let here = if line == item { " (chosen)" } else { "" };
            lines.push(format!("  {}: {}{here}", line.id(), line.title()));
        }
        lines.push(format!("{}: rule off: {} ({})", item.id(), item.rule_off(), item.rule().place().full()));
        lines.extend([words.summary, words.story, words.expect].map(str::to_string));
        if let Some(bugs) = self.stage.as_ref().map(|stage| stage.run.world().options().bugs)
            && !bugs.is_empty()
        {
            lines.push(format!("Off in the current cluster: {}", names(bugs)));
        }
        if let Some(hunting) = &self.hunting {
            let progress = hunting.progress();
            lines.push(format!("Hunting for {}: {} states", hunting.bug, grouped(progress.states)));
        }
        lines
    }

    /// The mouse on the page: a click chooses, a click on what is chosen goes on.
    /// What a click would do on the page of the bug lab.
    pub(in crate::tui) fn hover_in_lab(&self, x: u16, y: u16) -> Option<String> {
        let Screen::Lab(page) = &self.screen else { return None };
        match self.lab_scene(|scene| hit_lab(scene, self.area, x, y)).flatten()? {
            LabTarget::Line(line) if line == page.chosen => Some("open".to_owned()),
            LabTarget::Line(_) => Some("choose this; again: open it".to_owned()),
            LabTarget::Do(place) => self.page_actions().into_iter().nth(place).map(|(_, word, _)| word),
            LabTarget::Hint(place) => self.hints().into_iter().nth(place).map(|hint| hint.word),
        }
    }

    pub(in crate::tui) fn mouse_in_lab(&mut self, mouse: Mouse) {
        match mouse.button {
            Button::WheelUp => self.execute_or_say(Order::Up(1)),
            Button::WheelDown => self.execute_or_say(Order::Down(1)),
            Button::Left => {
                match self.lab_scene(|scene| hit_lab(scene, self.area, mouse.x, mouse.y)).flatten() {
                    Some(LabTarget::Line(line)) => {
                        let Screen::Lab(page) = &mut self.screen else { return };
                        let again = page.chosen == line;
                        (page.chosen, page.scroll) = (line, 0);
                        if again {
                            self.execute_or_say(Order::Open);
                        }
                    }
                    Some(LabTarget::Do(place)) => {
                        if let Some((_, _, orders)) = self.page_actions().into_iter().nth(place) {
                            self.execute_or_say(orders);
                        }
                    }
                    Some(LabTarget::Hint(place)) => self.press_hint(place),
                    None => {}
                }
            }
            _ => {}
        }
    }
}
