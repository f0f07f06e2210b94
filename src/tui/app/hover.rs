//! What a click would do where the mouse is.

use crate::tui::app::state::{App, Screen};
use crate::tui::draw::hit;
use crate::tui::{PanelTarget, SideTarget, Target};

impl App {
    /// What a click would do in this cell, in a few words; none if nothing.
    pub fn hover(&self, x: u16, y: u16) -> Option<String> {
        if self.palette.is_some() {
            return Some("close".to_owned());
        }
        if let Some(menu) = &self.menu {
            return Some(menu.hit(self.area, x, y).map_or_else(|| "close".to_owned(), ToString::to_string));
        }
        if self.screen != Screen::Cluster {
            return None;
        }
        let target = self.scene(|scene| hit(scene, self.area, x, y)).flatten()?;
        let stage = self.stage.as_ref()?;
        let again = |what: &str| format!("choose {what}; again: what can be done with it");
        Some(match target {
            Target::Hint(place) => self.hints().get(place)?.word.clone(),
            Target::Server(server) if stage.groups.is_some() => format!("move {server} to the next group"),
            Target::Server(server) => again(&server.to_string()),
            Target::Message(_) => again("this message"),
            Target::Entry(server, index) => again(&format!("entry {index} of {server}")),
            Target::Step(step) => format!("go to step {step}"),
            Target::Scrubber(_) => "go to this moment".to_owned(),
            Target::Property(property) => format!("is {} still held?", property.name()),
            Target::Fact(rule) => format!("the source code of rule {rule}"),
            Target::Side(SideTarget::Lab(PanelTarget::Step(step))) => format!("go to step {step}"),
            Target::Side(SideTarget::Lab(PanelTarget::Do(_))) => "do this".to_owned(),
            Target::Side(SideTarget::Answer(_)) => "follow this".to_owned(),
            Target::Side(SideTarget::Lesson(_)) => "choose this".to_owned(),
            Target::Pane(_) | Target::Side(SideTarget::Nothing) => return None,
        })
    }
}
