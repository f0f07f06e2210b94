//! Our own code: from a rule, a fact or the step that is shown.

use crate::tui::Pane;
use crate::tui::app::state::{App, Place};
use crate::tui::order::Order;
use crate::tui::order::mistake::Mistake;
use crate::tui::order::mistake::refused;
use crate::tui::page::Page;

impl App {
    /// Our own lines of a rule; without one, of the rule that is read, or of the step that is shown.
    pub(in crate::tui) fn show_code(&mut self, id: &str) -> Result<(), Mistake> {
        if !id.is_empty() {
            let page = Page::rules(id).map_err(|mistake| Mistake { column: "code ".len(), ..mistake })?;
            self.go(Place::Page(page));
        }
        match self.place.clone() {
            Place::Page(mut page) => {
                page.go_to_code(&self.preferences.keymap, &self.look, self.area);
                self.place = Place::Page(page);
                Ok(())
            }
            Place::Home => self.at_home(&Order::Zoom(Some(Pane::Code))),
            Place::Lab(_) => self.code_of_lab(),
            Place::Branches(_) | Place::Compare => {
                Err(refused(&"Our code stands beside one cluster: Esc leads back to it"))
            }
            Place::Cluster => {
                self.stage.as_mut().map_or(Ok(()), |stage| stage.obey(&Order::Zoom(Some(Pane::Code))))
            }
        }
    }
}
