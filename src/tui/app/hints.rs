//! The line of keys: at most eight, those that do something here and now, the most useful first.

use super::{App, Place};
use crate::tui::Chosen;
use crate::tui::keymap::{Code, Context, Key, SUBMIT};

/// A key worth knowing now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hint {
    /// The key, as it is shown.
    pub key: String,
    /// What it does.
    pub word: String,
    /// The command that it carries out.
    pub command: String,
}

/// The most that are ever shown.
const MOST: usize = 8;

impl App {
    /// The keys worth knowing here and now.
    pub fn hints(&self) -> Vec<Hint> {
        let mut hints = Vec::new();
        match &self.place {
            Place::Home => self.hints_at_home(&mut hints),
            Place::Page(_) => {
                self.hint(&mut hints, Context::Page, "down", "scroll");
                self.join(&mut hints, Context::Page, "up");
                self.hint(&mut hints, Context::Page, "next", "next");
                self.hint(&mut hints, Context::Everywhere, "write", "commands");
                self.hint(&mut hints, Context::Everywhere, "escape", "back");
            }
            Place::Cluster => self.hints_on_cluster(&mut hints),
        }
        hints.truncate(MOST - 1);
        // Where help is, is never dropped: it stands at the right.
        let f1 = self.preferences.keymap.lookup(Key::plain(Code::F(1)), &[Context::Everywhere]);
        if let Some(binding) = f1.filter(|binding| binding.command == "help") {
            hints.push(Hint { key: "F1".into(), word: "help".into(), command: binding.command.clone() });
        }
        hints
    }

    fn hints_at_home(&self, hints: &mut Vec<Hint>) {
        self.hint(hints, Context::Home, "open", "open");
        self.hint(hints, Context::Home, "down", "choose");
        self.join(hints, Context::Home, "up");
        self.hint(hints, Context::Home, "sandbox", "sandbox");
        self.hint(hints, Context::Home, "rules", "rules");
        if self.stage.is_some() {
            self.hint(hints, Context::Home, "last", "last run");
        }
        self.hint(hints, Context::Everywhere, "write", "commands");
        self.hint(hints, Context::Home, "theme", "theme");
        self.hint(hints, Context::Everywhere, "quit", "quit");
    }

    fn hints_on_cluster(&self, hints: &mut Vec<Hint>) {
        let Some(stage) = &self.stage else { return };
        if stage.groups.is_some() {
            for (command, word) in
                [("cut-groups", "cut"), ("mark", "move"), ("down", "choose"), ("escape", "cancel")]
            {
                self.hint(hints, Context::Groups, command, word);
                if command == "down" {
                    self.join(hints, Context::Groups, "up");
                }
            }
            return;
        }
        let playing = stage.playback.playing;
        self.hint(hints, Context::Cluster, "pause || play", if playing { "pause" } else { "play" });
        if playing {
            self.hint(hints, Context::Cluster, "faster", "faster");
            self.hint(hints, Context::Cluster, "slower", "slower");
        } else {
            self.hint(hints, Context::Cluster, "step", "step");
            self.join(hints, Context::Cluster, "back");
        }
        let world = stage.run.world();
        match stage.chosen {
            Chosen::Message(_) => {
                self.hint(hints, Context::Message, "deliver chosen", "deliver");
                self.hint(hints, Context::Message, "drop chosen", "lose");
                self.hint(hints, Context::Message, "hold chosen || release chosen", "hold");
            }
            Chosen::Server(server) | Chosen::Entry(server, _) => {
                let word = if world.node(server).is_down() { "restart" } else { "crash" };
                self.hint(
                    hints,
                    Context::Cluster,
                    "crash chosen || restart chosen",
                    &format!("{word} {server}"),
                );
                self.hint(hints, Context::Cluster, "timeout chosen", "timeout");
            }
            Chosen::Nothing => {
                self.hint(hints, Context::Cluster, "next", "next");
                self.hint(hints, Context::Cluster, "pane next", "pane");
                if world.leader().is_some() {
                    self.hint(hints, Context::Cluster, "crash leader", "kill leader");
                }
            }
        }
        self.hint(hints, Context::Cluster, SUBMIT, "submit");
        if world.network().has_cuts() {
            self.hint(hints, Context::Cluster, "heal", "heal");
        } else {
            self.hint(hints, Context::Cluster, "groups", "cut");
        }
        self.hint(hints, Context::Everywhere, "write", "commands");
        self.hint(hints, Context::Cluster, "view", "view");
    }

    /// Shows the key that does the opposite along with the last one: `←→ step`.
    fn join(&self, hints: &mut [Hint], context: Context, command: &str) {
        let Some(key) = self.key_of(context, command) else { return };
        if let Some(hint) = hints.last_mut() {
            // Names, unlike arrows, need something between them.
            let between = if key.chars().count() > 1 { "/" } else { "" };
            hint.key = format!("{key}{between}{}", hint.key);
        }
    }

    fn key_of(&self, context: Context, command: &str) -> Option<String> {
        let binding = self.preferences.keymap.of_command(command, context)?;
        Some(binding.keys[0].shown(self.look.is_ascii()))
    }

    fn hint(&self, hints: &mut Vec<Hint>, context: Context, command: &str, word: &str) {
        if let Some(key) = self.key_of(context, command) {
            hints.push(Hint { key, word: word.to_string(), command: command.to_string() });
        }
    }
}
