//! The keys worth knowing on the page of branches.

use crate::tui::app::hints::Hint;
use crate::tui::app::state::App;
use crate::tui::keymap::Context;
use crate::tui::order::{BranchOrder, Order};

impl App {
    pub(in crate::tui) fn hints_on_branches(&self, hints: &mut Vec<Hint>) {
        self.hint(hints, Context::Branches, Order::Open, "go there");
        self.hint(hints, Context::Branches, Order::Down(1), "choose");
        self.join(hints, Context::Branches, Order::Up(1));
        self.hint(hints, Context::Branches, BranchOrder::Compare(None), "compare");
        self.hint(hints, Context::Everywhere, Order::Escape, "back");
        self.hint(hints, Context::Branches, BranchOrder::Rename(String::new()), "rename");
        self.hint(hints, Context::Branches, BranchOrder::Remove(None), "remove");
        self.hint(hints, Context::Everywhere, Order::Write("find ".into()), "find");
    }
}
