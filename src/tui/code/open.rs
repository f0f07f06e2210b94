//! Our own code: from a rule, a fact or the step that is shown.

use crate::tui::Pane;
use crate::tui::app::state::{App, Screen};
use crate::tui::order::Order;
use crate::tui::order::mistake::Mistake;
use crate::tui::order::mistake::refused;
use crate::tui::page::Page;

impl App {
    /// Our own lines of a rule; without one, of the rule that is read, or of the step that is shown.
    pub(in crate::tui) fn show_code(&mut self, id: &str) -> Result<(), Mistake> {
        if !id.is_empty() {
            let page = Page::rules(id).map_err(|mistake| Mistake { column: "code ".len(), ..mistake })?;
            self.go(Screen::Page(page));
        }
        match self.screen.clone() {
            Screen::Page(mut page) => {
                page.go_to_code(&self.preferences.keymap, &self.look, self.area);
                self.screen = Screen::Page(page);
                Ok(())
            }
            Screen::Home => self.at_home(&Order::Zoom(Some(Pane::Code))),
            Screen::Lab(_) => self.code_of_lab(),
            Screen::Branches(_) | Screen::Compare => {
                Err(refused(&"Our code is shown next to one cluster: Esc goes back to it"))
            }
            Screen::Cluster => {
                self.stage.as_mut().map_or(Ok(()), |stage| stage.obey(&Order::Zoom(Some(Pane::Code))))
            }
        }
    }
}
