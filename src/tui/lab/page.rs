//! The page of the bug lab: where one is on it.

use super::Item;

/// The page of the bug lab: which line is chosen.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LabPage {
    pub(in crate::tui) chosen: usize,
    /// On a small screen: what there is to say of the line, in place of the list.
    pub(super) detailed: bool,
    pub(in crate::tui) scroll: u16,
}

impl LabPage {
    /// The chosen line.
    pub fn item(&self) -> Item {
        let all = Item::all();
        all[self.chosen.min(all.len() - 1)]
    }

    pub(super) fn choose(&mut self, item: Item) {
        self.chosen = Item::all().iter().position(|known| *known == item).unwrap_or(0);
        self.scroll = 0;
    }
}
