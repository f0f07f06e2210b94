//! The keys of the bug lab.

use super::page::LabPage;
use crate::tui::app::hints::Hint;
use crate::tui::app::state::App;
use crate::tui::keymap::Context;
use crate::tui::order::{LabOrder, Order, Orders};
use crate::tui::stage::Stage;

/// The orders of the panel that have a key of their own.
const PANEL: [LabOrder; 5] =
    [LabOrder::Beside, LabOrder::Wrong, LabOrder::Hunt(None), LabOrder::Again, LabOrder::Page(None)];

impl App {
    pub(in crate::tui) fn hints_in_lab(&self, page: &LabPage, hints: &mut Vec<Hint>) {
        if self.is_hunting() {
            self.hint(hints, Context::Everywhere, Order::Escape, "stop");
            return;
        }
        let item = page.item();
        if self.is_small() && !page.detailed {
            self.hint(hints, Context::Lab, Order::Open, "more");
        } else {
            let word = if item.breaks().is_some() { "hunt" } else { "show" };
            self.hint(hints, Context::Lab, Order::Open, word);
        }
        self.hint(
            hints,
            Context::Lab,
            Order::Down(1),
            if page.detailed && self.is_small() { "scroll" } else { "choose" },
        );
        self.join(hints, Context::Lab, Order::Up(1));
        if item.breaks().is_some() {
            self.hint(hints, Context::Lab, LabOrder::Break(None), "break it yourself");
        }
        if item.bug().is_some() {
            self.hint(hints, Context::Lab, LabOrder::New(None), "new cluster");
            if self.stage.is_some() {
                self.hint(hints, Context::Lab, LabOrder::Aside(None), "aside");
            }
        }
        self.hint(hints, Context::Lab, Order::Code(String::new()), "our code");
        self.hint(hints, Context::Lab, Order::Rule, "rule");
        self.hint(hints, Context::Everywhere, Order::Escape, "back");
    }

    /// What one does with a run that has a rule off.
    pub(in crate::tui) fn hints_on_panel(&self, stage: &Stage, hints: &mut Vec<Hint>) {
        let shown = stage.shows_panel();
        // In a lesson, the panel waits until somebody asks for it.
        if stage.lab.off(&stage.run).is_empty() || (!shown && stage.lesson_here().is_some()) {
            return;
        }
        if shown && stage.lab.takes_digits(&stage.run) {
            let last = stage.lab.panel_actions(&stage.run).len();
            let dash = if self.look.is_ascii() { "-" } else { "–" };
            let key = if last > 1 { format!("1{dash}{last}") } else { "1".to_string() };
            hints.push(Hint::new(key, "do it", LabOrder::Do(1)));
        }
        if stage.lab.disaster.is_some() && shown {
            self.hint(hints, Context::Cluster, Order::Step(1), "step");
            self.join(hints, Context::Cluster, Order::Back(1));
            if stage.lab.takes_digits(&stage.run) {
                self.hint(hints, Context::Panel, LabOrder::Later, "what mattered");
                self.join(hints, Context::Panel, LabOrder::Earlier);
            }
        }
        let word = if shown { "close" } else { "bug lab" };
        self.hint(hints, Context::Cluster, Orders::lab_panel(), word);
    }

    /// The keys of what the panel offers.
    pub(in crate::tui) fn panel_keys(&self) -> Vec<(LabOrder, String)> {
        // In a lesson some of them do something else, and are not named.
        let contexts = self.contexts();
        let does = |key: &String, order: LabOrder| {
            let bound = key.parse().ok().and_then(|key| self.preferences.keymap.lookup(key, &contexts));
            bound.is_none_or(|binding| binding.orders.iter().any(|it| *it == Order::Lab(order)))
        };
        let key = |order: LabOrder| Some((order, self.key_of(Context::Cluster, order)?));
        PANEL.into_iter().filter_map(key).filter(|(order, key)| does(key, *order)).collect()
    }
}
