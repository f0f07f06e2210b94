//! The keys of the bug lab.

use super::page::LabPage;
use crate::tui::app::App;
use crate::tui::app::Stage;
use crate::tui::app::hints::Hint;
use crate::tui::keymap::Context;

/// The commands of the panel that have a key of their own.
const PANEL: [&str; 5] = ["lab beside", "lab wrong", "lab hunt", "lab again", "lab"];

impl App {
    pub(in crate::tui) fn hints_in_lab(&self, page: &LabPage, hints: &mut Vec<Hint>) {
        if self.is_hunting() {
            self.hint(hints, Context::Everywhere, "escape", "stop");
            return;
        }
        let item = page.item();
        if self.is_small() && !page.detailed {
            self.hint(hints, Context::Lab, "open", "more");
        } else {
            let word = if item.breaks().is_some() { "hunt" } else { "show" };
            self.hint(hints, Context::Lab, "open", word);
        }
        self.hint(
            hints,
            Context::Lab,
            "down",
            if page.detailed && self.is_small() { "scroll" } else { "choose" },
        );
        self.join(hints, Context::Lab, "up");
        if item.breaks().is_some() {
            self.hint(hints, Context::Lab, "lab break", "break it yourself");
        }
        if item.bug().is_some() {
            self.hint(hints, Context::Lab, "lab new", "new cluster");
            if self.stage.is_some() {
                self.hint(hints, Context::Lab, "lab aside", "aside");
            }
        }
        self.hint(hints, Context::Lab, "code", "our code");
        self.hint(hints, Context::Lab, "rule", "rule");
        self.hint(hints, Context::Everywhere, "escape", "back");
    }

    /// What one does with a run that has a rule off.
    pub(in crate::tui) fn hints_on_panel(&self, stage: &Stage, hints: &mut Vec<Hint>) {
        let shown = stage.shows_panel();
        // In a lesson, the panel waits until somebody asks for it.
        if stage.lab.off(&stage.run).is_empty() || (!shown && stage.lesson_here().is_some()) {
            return;
        }
        if shown && stage.lab.takes_digits(&stage.run) {
            let last = stage.lab.deeds(&stage.run).len();
            let dash = if self.look.is_ascii() { "-" } else { "–" };
            let key = if last > 1 { format!("1{dash}{last}") } else { "1".to_string() };
            hints.push(Hint { key, word: "do it".into(), command: "lab do 1".into() });
        }
        if stage.lab.disaster.is_some() && shown {
            self.hint(hints, Context::Cluster, "step", "step");
            self.join(hints, Context::Cluster, "back");
            if stage.lab.takes_digits(&stage.run) {
                self.hint(hints, Context::Panel, "lab later", "what mattered");
                self.join(hints, Context::Panel, "lab earlier");
            }
        }
        let word = if shown { "close" } else { "bug lab" };
        self.hint(hints, Context::Cluster, "lab panel || lab", word);
    }

    /// The keys of what the panel offers.
    pub(in crate::tui) fn panel_keys(&self) -> Vec<(&'static str, String)> {
        let key = |command: &&'static str| Some((*command, self.key_of(Context::Cluster, command)?));
        PANEL.iter().filter_map(key).collect()
    }
}
