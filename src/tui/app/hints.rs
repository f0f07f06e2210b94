//! The line of keys: those that do something here and now, the most useful first. As many are shown as there is
//! room for.

use crate::raft::{ServerId, Timer};
use crate::sim::{self, LifeKind, MessageId};
use crate::tui::app::state::{App, Place};
use crate::tui::home::Shelf;
use crate::tui::keymap::{Code, Context, Key, SUBMIT};
use crate::tui::stage::Stage;
use crate::tui::stage::may_be_chosen;
use crate::tui::{AnswerTarget, Asked, Chosen, Pane};

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
const MOST: usize = 24;

impl App {
    /// The keys worth knowing here and now.
    pub fn hints(&self) -> Vec<Hint> {
        let mut hints = Vec::new();
        match &self.place {
            Place::Home => self.hints_at_home(&mut hints),
            Place::Page(page) => {
                self.hint(&mut hints, Context::Page, "down", "scroll");
                self.join(&mut hints, Context::Page, "up");
                if page.has_code() {
                    self.hint(&mut hints, Context::Page, "code", "our code");
                }
                self.hint(&mut hints, Context::Page, "next", "next");
                self.hint(&mut hints, Context::Everywhere, "write", "commands");
                self.hint(&mut hints, Context::Everywhere, "escape", "back");
            }
            Place::Cluster => self.hints_on_cluster(&mut hints),
            Place::Branches(_) => self.hints_in_grove(&mut hints),
            Place::Compare => self.hints_in_compare(&mut hints),
            Place::Lab(page) => self.hints_in_lab(page, &mut hints),
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
        if self.home.offers_session() {
            self.hint(hints, Context::Home, "continue", "continue");
        }
        self.hint(hints, Context::Home, "down", "choose");
        self.join(hints, Context::Home, "up");
        self.hint(hints, Context::Home, "write lesson ", "find");
        let other = if self.home.shelf() == Shelf::Lessons { "scenarios" } else { "lessons" };
        self.hint(hints, Context::Home, "scenarios", other);
        self.hint(hints, Context::Home, "sandbox", "sandbox");
        self.hint(hints, Context::Home, "lab", "bug lab");
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
        if let Some(asked) = &stage.asked {
            self.hints_on_answer(asked, stage, hints);
        } else {
            self.hints_on_panel(stage, hints);
        }
        self.hints_in_lesson(stage, hints);
        if stage.lesson_here().is_some_and(|lesson| lesson.presenting.is_some()) {
            // Before a class, nothing else is worth a line.
            return;
        }
        match stage.focus {
            Pane::SpaceTime => self.hints_on_diagram(hints),
            Pane::Events => self.hints_on_events(stage, hints),
            Pane::Rule | Pane::Code => {
                self.hint_play(stage, hints);
                self.hint(hints, Context::Cluster, "code", "our code");
            }
            _ => {}
        }
        match stage.chosen {
            Chosen::Message(id) => self.hints_on_message(stage, id, hints),
            Chosen::Server(server) | Chosen::Entry(server, _) => self.hints_on_server(stage, server, hints),
            Chosen::Nothing => {}
        }
        self.hints_on_time(stage, hints);
        self.hints_on_all(stage, hints);
        if let Some(asked) = &stage.asked {
            // These keys belong to the answer.
            let offers = !asked.answer.remedies.is_empty();
            hints.retain(|hint| hint.command != "menu" && !(offers && hint.command == "choose S1"));
        }
        if stage.lesson_here().is_some() {
            // Some keys belong to the lesson.
            let contexts = self.contexts();
            hints.retain(|hint| {
                let bound =
                    hint.key.parse().ok().and_then(|key| self.preferences.keymap.lookup(key, &contexts));
                bound.is_none_or(|binding| binding.command == hint.command)
            });
        }
        if !stage.run.world().driver().can_act() {
            hints.retain(|hint| !crate::tui::menu::changes(&hint.command));
        }
        once_each(hints);
    }

    fn hints_on_diagram(&self, hints: &mut Vec<Hint>) {
        self.hint(hints, Context::Cluster, "step", "step");
        self.join(hints, Context::Cluster, "back");
        self.hint(hints, Context::Cluster, "ask", "why");
        self.hint(hints, Context::Cluster, "cone", "cone");
        self.hint(hints, Context::Cluster, "cause", "cause");
        self.hint(hints, Context::Cluster, "effect", "effect");
        self.hint(hints, Context::Cluster, "right", "closer");
        self.hint(hints, Context::Cluster, "left", "farther");
    }

    fn hints_on_events(&self, stage: &Stage, hints: &mut Vec<Hint>) {
        self.hints_on_time(stage, hints);
        self.hint(hints, Context::Cluster, "cause", "cause");
        self.hint(hints, Context::Cluster, "effect", "effect");
        self.hint(hints, Context::Cluster, "code", "our code");
    }

    fn hints_on_message(&self, stage: &Stage, id: MessageId, hints: &mut Vec<Hint>) {
        let held =
            stage.run.world().network().flight(id).is_some_and(|flight| flight.place == sim::Transit::Held);
        self.hint_play(stage, hints);
        self.hint(hints, Context::Message, "deliver chosen", "deliver");
        self.hint(hints, Context::Message, "drop chosen", "lose");
        let word = if held { "let go" } else { "hold" };
        self.hint(hints, Context::Message, "hold chosen || release chosen", word);
        self.hint(hints, Context::Cluster, "message", "other");
        self.hint(hints, Context::Cluster, "menu", "more");
        self.hint(hints, Context::Message, "duplicate chosen", "copy");
        self.hint(hints, Context::Message, "delay chosen by 50ms", "delay");
    }

    fn hints_on_server(&self, stage: &Stage, server: ServerId, hints: &mut Vec<Hint>) {
        const CRASH: &str = "crash chosen || restart chosen";
        const FREEZE: &str = "freeze chosen || thaw chosen";
        let node = stage.run.world().node(server);
        self.hint_play(stage, hints);
        match node.kind() {
            LifeKind::Down => self.hint(hints, Context::Cluster, CRASH, &format!("restart {server}")),
            LifeKind::Frozen => {
                self.hint(hints, Context::Cluster, FREEZE, &format!("thaw {server}"));
                self.hint(hints, Context::Cluster, CRASH, "crash");
            }
            LifeKind::Up => {
                self.hint(hints, Context::Cluster, CRASH, "crash");
                self.hint(hints, Context::Cluster, FREEZE, "freeze");
                if node.timer(Timer::Election).is_some() {
                    self.hint(hints, Context::Cluster, "timeout chosen", "timer");
                }
                self.hint(hints, Context::Cluster, SUBMIT, "submit");
            }
        }
        self.hint(hints, Context::Cluster, "menu", "more");
    }

    /// What one does with an answer.
    fn hints_on_answer(&self, asked: &Asked, stage: &Stage, hints: &mut Vec<Hint>) {
        let last = asked.answer.remedies.len().min(9);
        if last > 0 {
            let dash = if self.look.is_ascii() { "-" } else { "–" };
            let key = if last > 1 { format!("1{dash}{last}") } else { "1".to_string() };
            hints.push(Hint { key, word: "do it".into(), command: "remedy 1".into() });
        }
        if !asked.answer.evidence.is_empty() || last > 0 {
            self.hint(hints, Context::Answer, "down", "choose");
            self.join(hints, Context::Answer, "up");
        }
        match asked.chosen {
            Some(AnswerTarget::Evidence(_)) => self.hint(hints, Context::Answer, "open", "go there"),
            Some(AnswerTarget::Remedy(_)) => self.hint(hints, Context::Answer, "open", "do it"),
            None => {}
        }
        if asked.is_here(&stage.run) {
            self.hint(hints, Context::Answer, "escape", "close");
        } else {
            self.hint(hints, Context::Answer, "asked", &format!("to step {}", asked.at.1));
            self.hint(hints, Context::Answer, "escape", "close");
            self.hint(hints, Context::Cluster, "ask", "ask here");
        }
        self.hint(hints, Context::Cluster, "write why ", "ask");
    }

    fn hint_play(&self, stage: &Stage, hints: &mut Vec<Hint>) {
        let word = if stage.playback.playing { "pause" } else { "play" };
        self.hint(hints, Context::Cluster, "pause || play", word);
        self.hint(hints, Context::Cluster, "ask", "why");
    }

    fn hints_on_time(&self, stage: &Stage, hints: &mut Vec<Hint>) {
        self.hint_play(stage, hints);
        if stage.playback.playing {
            self.hint(hints, Context::Cluster, "faster", "faster");
            self.hint(hints, Context::Cluster, "slower", "slower");
        } else {
            self.hint(hints, Context::Cluster, "step", "step");
            self.join(hints, Context::Cluster, "back");
            self.hint(hints, Context::Cluster, "next", "next");
            if stage.run.branches().len() > 1 {
                self.hint(hints, Context::Cluster, "branches", "branches");
                self.hint(hints, Context::Cluster, "compare", "compare");
            }
        }
    }

    /// What can be done to the cluster, the most useful first.
    fn hints_on_all(&self, stage: &Stage, hints: &mut Vec<Hint>) {
        let world = stage.run.world();
        let broken = !stage.run.checker().violations().is_empty();
        if broken {
            self.hint(hints, Context::Cluster, "rule", "rule");
            if stage.focus != Pane::Properties {
                self.hint(hints, Context::Cluster, "view", &self.view_word());
            }
        }
        let leads = world.leader().is_some();
        if leads {
            self.hint(hints, Context::Cluster, SUBMIT, "submit");
        }
        if world.network().has_cuts() {
            self.hint(hints, Context::Cluster, "heal", "heal");
        } else {
            self.hint(hints, Context::Cluster, "groups", "cut");
        }
        if leads {
            self.hint(hints, Context::Cluster, "crash leader", "kill leader");
        } else {
            self.hint(hints, Context::Cluster, "align", "split vote");
        }
        let network = world.network();
        if network.flights().any(may_be_chosen) {
            self.hint(hints, Context::Cluster, "message", "message");
        }
        self.hint(hints, Context::Cluster, "view", &self.view_word());
        let dash = if self.look.is_ascii() { "-" } else { "–" };
        let last = world.size().min(9);
        let key = if last > 1 { format!("1{dash}{last}") } else { "1".to_string() };
        hints.push(Hint { key, word: "choose".into(), command: "choose S1".into() });
        self.hint(hints, Context::Cluster, "rule", "rule");
        self.hint(hints, Context::Cluster, "menu", "menu");
        self.hint(hints, Context::Everywhere, "write", "commands");
        self.hint(hints, Context::Cluster, "pane next", "pane");
        self.hint(hints, Context::Cluster, "zoom", "zoom");
        if leads {
            self.hint(hints, Context::Cluster, "align", "split vote");
        }
        self.hint(hints, Context::Cluster, SUBMIT, "submit");
        self.hint(hints, Context::Everywhere, "theme", "theme");
        self.hint(hints, Context::Everywhere, "escape", "home");
    }

    fn hints_in_grove(&self, hints: &mut Vec<Hint>) {
        self.hint(hints, Context::Branches, "open", "go there");
        self.hint(hints, Context::Branches, "down", "choose");
        self.join(hints, Context::Branches, "up");
        self.hint(hints, Context::Branches, "compare", "compare");
        self.hint(hints, Context::Branches, "rename", "rename");
        self.hint(hints, Context::Branches, "remove", "remove");
        self.hint(hints, Context::Everywhere, "escape", "back");
    }

    fn hints_in_compare(&self, hints: &mut Vec<Hint>) {
        if self.stage.as_ref().is_some_and(|stage| stage.lesson_here().is_some()) {
            self.hint(hints, Context::Compare, "lesson next", "go on");
        }
        if let Some(stage) = self.stage.as_ref().filter(|stage| stage.is_beside()) {
            let word = if stage.playback.playing { "pause" } else { "play both" };
            self.hint(hints, Context::Compare, "pause || play", word);
            if stage.playback.playing {
                self.hint(hints, Context::Compare, "faster", "faster");
                self.hint(hints, Context::Compare, "slower", "slower");
            }
            self.hint(hints, Context::Compare, "step", "step both");
            self.join(hints, Context::Compare, "back");
            self.hint(hints, Context::Compare, "start", "where they part");
        }
        self.hint(hints, Context::Compare, "other", "other side");
        self.hint(hints, Context::Compare, "step", "step both");
        self.join(hints, Context::Compare, "back");
        self.hint(hints, Context::Compare, "next", "next difference");
        self.hint(hints, Context::Compare, "open", "keep this one");
        self.hint(hints, Context::Compare, "start", "parting");
        self.hint(hints, Context::Compare, "branches", "branches");
        self.hint(hints, Context::Everywhere, "escape", "back");
        once_each(hints);
    }

    /// What the key for another view shows.
    fn view_word(&self) -> String {
        match self.next_view() {
            // The rule stands in its figure there; `rule` is what another key opens.
            Pane::Rule => "Figure 2".to_string(),
            view => view.title().to_lowercase(),
        }
    }

    /// Shows the key that does the opposite along with the last one: `←→ step`.
    pub(in crate::tui) fn join(&self, hints: &mut [Hint], context: Context, command: &str) {
        let Some(key) = self.key_of(context, command) else { return };
        if let Some(hint) = hints.last_mut() {
            // Names, unlike arrows, need something between them.
            let between = if key.chars().count() > 1 { "/" } else { "" };
            hint.key = format!("{key}{between}{}", hint.key);
        }
    }

    pub(in crate::tui) fn key_of(&self, context: Context, command: &str) -> Option<String> {
        let binding = self.preferences.keymap.of_command(command, context)?;
        Some(binding.keys[0].shown(self.look.is_ascii()))
    }

    pub(in crate::tui) fn hint(&self, hints: &mut Vec<Hint>, context: Context, command: &str, word: &str) {
        if let Some(key) = self.key_of(context, command) {
            hints.push(Hint { key, word: word.to_string(), command: command.to_string() });
        }
    }
}

/// Neither a command nor a key stands in the line twice: the first is the nearest.
fn once_each(hints: &mut Vec<Hint>) {
    let mut commands: Vec<String> = Vec::new();
    let mut keys: Vec<String> = Vec::new();
    hints.retain(|hint| {
        let parts = parts_of(&hint.key);
        let known = commands.contains(&hint.command) || parts.iter().any(|key| keys.contains(key));
        if !known {
            commands.push(hint.command.clone());
            keys.extend(parts);
        }
        !known
    });
}

/// The keys of a hint: `Space`, `←` and `→` of `←→`; of `1–5` the first, which every such row of digits has.
fn parts_of(key: &str) -> Vec<String> {
    if key.chars().count() == 1 || key.parse::<Key>().is_ok() {
        return vec![key.into()];
    }
    if let Some((first, _)) = key.split_once(['–', '-']).filter(|(first, _)| first.parse::<u8>().is_ok()) {
        return vec![first.into()];
    }
    if key.contains('/') {
        return key.split('/').map(String::from).collect();
    }
    key.chars().map(String::from).collect()
}
