//! What a click would do where the mouse is.

use crate::tui::app::state::{App, Screen};
use crate::tui::draw::hit;
use crate::tui::{LessonTarget, PanelTarget, SideTarget, Target, TypingKey};

impl App {
    /// What a click would do in this cell, in a few words; none if nothing.
    pub fn hover(&self, x: u16, y: u16) -> Option<String> {
        if self.palette.is_some() {
            return Some("close".to_owned());
        }
        if let Some(menu) = &self.menu {
            return Some(menu.hit(self.area, x, y).map_or_else(|| "close".to_owned(), ToString::to_string));
        }
        match &self.screen {
            Screen::Cluster => self.hover_on_cluster(x, y),
            Screen::Home => self.hover_at_home(x, y),
            Screen::Lab(_) => self.hover_in_lab(x, y),
            Screen::Branches(_) => self.hover_on_branches(x, y),
            Screen::Compare => self.hover_in_compare(x, y),
            Screen::Page(_) => None,
        }
    }

    fn hover_on_cluster(&self, x: u16, y: u16) -> Option<String> {
        let target = self.scene(|scene| hit(scene, self.area, x, y)).flatten()?;
        let stage = self.stage.as_ref()?;
        let again = |what: &str| format!("choose {what}; again: what can be done with it");
        Some(match target {
            Target::Hint(place) => self.hints().get(place)?.word.clone(),
            Target::Server(server) if stage.groups.is_some() => {
                format!("move {server} to the next group, or drag it onto a server of another group")
            }
            Target::Server(server) => again(&server.to_string()),
            Target::Message(_) => again("this message"),
            Target::Entry(server, index) => again(&format!("entry {index} of {server}")),
            Target::Step(step) | Target::Side(SideTarget::Lab(PanelTarget::Step(step))) => {
                format!("go to step {step}")
            }
            Target::Scrubber(_) => "go to this moment".to_owned(),
            Target::Property(property) => format!("is {} still held?", property.name()),
            Target::Fact(rule) => format!("the source code of rule {rule}"),
            Target::Side(SideTarget::Lab(PanelTarget::Do(_))) => "do this".to_owned(),
            Target::Side(SideTarget::Answer(_)) => "follow this".to_owned(),
            Target::Side(SideTarget::Lesson(target)) => match target {
                LessonTarget::Choice(_) => "choose this".to_owned(),
                LessonTarget::Log(_) => "type into this log".to_owned(),
                LessonTarget::Key(TypingKey::Digit(digit)) => format!("type {digit}"),
                LessonTarget::Key(TypingKey::Delete) => "delete the last digit".to_owned(),
                LessonTarget::Key(TypingKey::Words) => "type an answer".to_owned(),
                LessonTarget::Key(TypingKey::Answer) => "answer".to_owned(),
                LessonTarget::Foot(place) => self.lesson_foot().into_iter().nth(place)?.1,
            },
            Target::Pane(_) | Target::Side(SideTarget::Nothing) => return None,
        })
    }
}
