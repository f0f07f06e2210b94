//! The keys worth knowing while two branches are side by side.

use crate::tui::app::hints::{Hint, once_each};
use crate::tui::app::state::App;
use crate::tui::keymap::Context;
use crate::tui::order::{BranchOrder, LessonOrder, Order, Orders};

impl App {
    pub(in crate::tui) fn hints_in_compare(&self, hints: &mut Vec<Hint>) {
        let Some(stage) = &self.stage else { return };
        let lesson = stage.lesson_here().is_some();
        if lesson {
            self.hint(hints, Context::Compare, LessonOrder::Next, "go on");
        } else {
            let word = if stage.playback.playing { "pause" } else { "play" };
            let play = Orders::from(LessonOrder::Next).or(Orders::pause_or_play());
            self.hint(hints, Context::Compare, play, word);
        }
        if stage.playback.playing {
            self.hint(hints, Context::Compare, Order::Slower, "speed");
            self.join(hints, Context::Compare, Order::Faster);
        }
        self.hint(hints, Context::Compare, Order::Step(1), "step");
        self.join(hints, Context::Compare, Order::Back(1));
        if stage.is_beside() {
            self.hint(hints, Context::Compare, Order::Start, "where they diverge");
        }
        self.hint(hints, Context::Compare, Order::Next, "next difference");
        self.hint(hints, Context::Everywhere, Order::Escape, "back");
        self.hint(hints, Context::Compare, BranchOrder::Other, "other side");
        self.hint(hints, Context::Compare, Order::Open, "keep this one");
        self.hint(hints, Context::Compare, Order::Start, "where they diverge");
        self.hint(hints, Context::Compare, BranchOrder::Branches, "branches");
        once_each(hints);
    }
}
