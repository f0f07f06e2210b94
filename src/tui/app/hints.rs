//! The line of keys: those that do something here and now, the most useful first. As many are shown as there is
//! room for.

use crate::language::{Act, MessageVerb, Targets};
use crate::raft::{ServerId, Timer};
use crate::sim::{self, LifeKind, MessageId};
use crate::tui::app::state::{App, Screen};
use crate::tui::home::Shelf;
use crate::tui::keymap::{Code, Context, Key};
use crate::tui::order::{Along, BranchOrder, LabOrder, LessonOrder, Order, Orders};
use crate::tui::stage::Stage;
use crate::tui::stage::may_be_chosen;
use crate::tui::{AnswerTarget, Chosen, OpenAnswer, Pane};

/// A key worth knowing now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hint {
    /// The key, as it is shown.
    pub key: String,
    /// What it does.
    pub word: String,
    /// What it carries out.
    pub orders: Orders,
}

/// The most that are ever shown.
const MOST: usize = 24;

impl App {
    /// The keys worth knowing here and now.
    pub fn hints(&self) -> Vec<Hint> {
        let mut hints = Vec::new();
        match &self.screen {
            Screen::Home => self.hints_at_home(&mut hints),
            Screen::Page(page) => {
                self.hint(&mut hints, Context::Page, Order::Down(1), "scroll");
                self.join(&mut hints, Context::Page, Order::Up(1));
                if page.has_code() {
                    self.hint(&mut hints, Context::Page, Order::Code(String::new()), "our code");
                }
                self.hint(&mut hints, Context::Page, Order::Next, "next");
                self.hint(&mut hints, Context::Everywhere, Order::Write(String::new()), "commands");
                self.hint(&mut hints, Context::Everywhere, Order::Escape, "back");
            }
            Screen::Cluster => self.hints_on_cluster(&mut hints),
            Screen::Branches(_) => self.hints_on_branches(&mut hints),
            Screen::Compare => self.hints_in_compare(&mut hints),
            Screen::Lab(page) => self.hints_in_lab(page, &mut hints),
        }
        hints.truncate(MOST - 1);
        // Where help is, is never dropped: it stands at the right.
        let f1 = self.preferences.keymap.lookup(Key::plain(Code::F(1)), &[Context::Everywhere]);
        if let Some(binding) = f1.filter(|binding| binding.orders == Order::Help) {
            hints.push(Hint { key: "F1".into(), word: "help".into(), orders: binding.orders.clone() });
        }
        hints
    }

    fn hints_at_home(&self, hints: &mut Vec<Hint>) {
        self.hint(hints, Context::Home, Order::Open, "open");
        if self.home.offers_session() {
            self.hint(hints, Context::Home, Order::Load(None), "continue");
        }
        self.hint(hints, Context::Home, Order::Down(1), "choose");
        self.join(hints, Context::Home, Order::Up(1));
        self.hint(hints, Context::Home, Order::Write("lesson ".into()), "find");
        for shelf in [Shelf::Scenarios, Shelf::Demos] {
            let leads = if self.home.shelf() == shelf { Shelf::Lessons } else { shelf };
            self.hint(hints, Context::Home, Order::Shelf(shelf), &leads.title().to_lowercase());
        }
        self.hint(hints, Context::Home, Order::Sandbox, "sandbox");
        self.hint(hints, Context::Home, LabOrder::Page(None), "bug lab");
        self.hint(hints, Context::Home, Order::Rules(String::new()), "rules");
        if self.stage.is_some() {
            self.hint(hints, Context::Home, Order::Last, "last run");
        }
        self.hint(hints, Context::Everywhere, Order::Write(String::new()), "commands");
        self.hint(hints, Context::Home, Order::Theme(None), "theme");
        self.hint(hints, Context::Everywhere, Order::Quit, "quit");
    }

    fn hints_on_cluster(&self, hints: &mut Vec<Hint>) {
        let Some(stage) = &self.stage else { return };
        if stage.groups.is_some() {
            self.hint(hints, Context::Groups, Order::CutGroups, "cut");
            self.hint(hints, Context::Groups, Order::Mark, "move");
            self.hint(hints, Context::Groups, Order::Down(1), "choose");
            self.join(hints, Context::Groups, Order::Up(1));
            self.hint(hints, Context::Groups, Order::Escape, "cancel");
            return;
        }
        if let Some(open_answer) = &stage.open_answer {
            self.hints_on_answer(open_answer, stage, hints);
        } else {
            self.hints_on_panel(stage, hints);
        }
        self.hints_in_lesson(stage, hints);
        self.hints_in_demo(stage, hints);
        if stage.lesson_here().is_some_and(|lesson| lesson.presenting.is_some()) {
            // Before a class, nothing else is worth a line.
            return;
        }
        match stage.focus {
            Pane::SpaceTime => self.hints_on_diagram(hints),
            Pane::Events => self.hints_on_events(stage, hints),
            Pane::Rule | Pane::Code => {
                self.hint_play(stage, hints);
                self.hint(hints, Context::Cluster, Order::Code(String::new()), "our code");
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
        if let Some(open_answer) = &stage.open_answer {
            // These keys belong to the answer.
            let offers = !open_answer.answer.remedies.is_empty();
            hints.retain(|hint| hint.orders != Order::Menu && !(offers && hint.orders == first_server()));
        }
        if stage.lesson_here().is_some() {
            // Some keys belong to the lesson, and some would answer its question.
            hints.retain(|hint| !stage.waits_for_answer(&hint.orders));
            let contexts = self.contexts();
            hints.retain(|hint| {
                let bound =
                    hint.key.parse().ok().and_then(|key| self.preferences.keymap.lookup(key, &contexts));
                bound.is_none_or(|binding| binding.orders == hint.orders)
            });
        }
        if !stage.run.world().driver().can_act() {
            hints.retain(|hint| !hint.orders.change());
        }
        once_each(hints);
    }

    fn hints_on_diagram(&self, hints: &mut Vec<Hint>) {
        self.hint(hints, Context::Cluster, Order::Step(1), "step");
        self.join(hints, Context::Cluster, Order::Back(1));
        self.hint(hints, Context::Cluster, Order::Ask, "why");
        self.hint(hints, Context::Cluster, Order::Cone(None), "cone");
        self.hint(hints, Context::Cluster, Order::Cause, "cause");
        self.hint(hints, Context::Cluster, Order::Effect, "effect");
        self.hint(hints, Context::Cluster, Order::Right, "closer");
        self.hint(hints, Context::Cluster, Order::Left, "farther");
    }

    fn hints_on_events(&self, stage: &Stage, hints: &mut Vec<Hint>) {
        self.hints_on_time(stage, hints);
        self.hint(hints, Context::Cluster, Order::Cause, "cause");
        self.hint(hints, Context::Cluster, Order::Effect, "effect");
        self.hint(hints, Context::Cluster, Order::Code(String::new()), "our code");
    }

    fn hints_on_message(&self, stage: &Stage, id: MessageId, hints: &mut Vec<Hint>) {
        let held =
            stage.run.world().network().flight(id).is_some_and(|flight| flight.place == sim::Transit::Held);
        self.hint_play(stage, hints);
        self.hint(hints, Context::Message, Order::of_message(MessageVerb::Deliver), "deliver");
        self.hint(hints, Context::Message, Order::of_message(MessageVerb::Drop), "lose");
        let word = if held { "release" } else { "hold" };
        self.hint(hints, Context::Message, Orders::hold_or_release(), word);
        self.hint(hints, Context::Cluster, Order::Message, "other");
        self.hint(hints, Context::Cluster, Order::Menu, "more");
        self.hint(hints, Context::Message, Order::of_message(MessageVerb::Duplicate), "copy");
        self.hint(hints, Context::Message, Order::delay(), "delay");
    }

    fn hints_on_server(&self, stage: &Stage, server: ServerId, hints: &mut Vec<Hint>) {
        let (crash, freeze) = (Orders::crash_or_restart, Orders::freeze_or_thaw);
        let node = stage.run.world().node(server);
        self.hint_play(stage, hints);
        match node.kind() {
            LifeKind::Down => self.hint(hints, Context::Cluster, crash(), &format!("restart {server}")),
            LifeKind::Frozen => {
                self.hint(hints, Context::Cluster, freeze(), &format!("thaw {server}"));
                self.hint(hints, Context::Cluster, crash(), "crash");
            }
            LifeKind::Up => {
                self.hint(hints, Context::Cluster, crash(), "crash");
                self.hint(hints, Context::Cluster, freeze(), "freeze");
                if node.timer(Timer::Election).is_some() {
                    self.hint(hints, Context::Cluster, Order::act(Act::Timeout(Targets::chosen())), "timer");
                }
                self.hint(hints, Context::Cluster, Orders::submit(), "submit");
            }
        }
        self.hint(hints, Context::Cluster, Order::Menu, "more");
    }

    /// What one does with an answer.
    fn hints_on_answer(&self, open_answer: &OpenAnswer, stage: &Stage, hints: &mut Vec<Hint>) {
        let last = open_answer.answer.remedies.len().min(9);
        if last > 0 {
            let dash = if self.look.is_ascii() { "-" } else { "–" };
            let key = if last > 1 { format!("1{dash}{last}") } else { "1".to_string() };
            hints.push(Hint { key, word: "do it".into(), orders: Order::Remedy(1).into() });
        }
        if !open_answer.answer.evidence.is_empty() || last > 0 {
            self.hint(hints, Context::Answer, Order::Down(1), "choose");
            self.join(hints, Context::Answer, Order::Up(1));
        }
        match open_answer.chosen {
            Some(AnswerTarget::Evidence(_)) => self.hint(hints, Context::Answer, Order::Open, "go there"),
            Some(AnswerTarget::Remedy(_)) => self.hint(hints, Context::Answer, Order::Open, "do it"),
            None => {}
        }
        if open_answer.is_here(&stage.run) {
            self.hint(hints, Context::Answer, Order::Escape, "close");
        } else {
            self.hint(hints, Context::Answer, Order::Again, &format!("to step {}", open_answer.at.1));
            self.hint(hints, Context::Answer, Order::Escape, "close");
            self.hint(hints, Context::Cluster, Order::Ask, "ask here");
        }
        self.hint(hints, Context::Cluster, Order::Write("why ".into()), "ask");
    }

    fn hint_play(&self, stage: &Stage, hints: &mut Vec<Hint>) {
        let word = if stage.playback.playing { "pause" } else { "play" };
        self.hint(hints, Context::Cluster, Orders::pause_or_play(), word);
        self.hint(hints, Context::Cluster, Order::Ask, "why");
    }

    fn hints_on_time(&self, stage: &Stage, hints: &mut Vec<Hint>) {
        self.hint_play(stage, hints);
        if stage.playback.playing {
            self.hint(hints, Context::Cluster, Order::Faster, "faster");
            self.hint(hints, Context::Cluster, Order::Slower, "slower");
        } else {
            self.hint(hints, Context::Cluster, Order::Step(1), "step");
            self.join(hints, Context::Cluster, Order::Back(1));
            self.hint(hints, Context::Cluster, Order::Next, "next");
            if stage.run.branches().len() > 1 {
                self.hint(hints, Context::Cluster, BranchOrder::Branches, "branches");
                self.hint(hints, Context::Cluster, BranchOrder::Compare(None), "compare");
            }
        }
    }

    /// What can be done to the cluster, the most useful first.
    fn hints_on_all(&self, stage: &Stage, hints: &mut Vec<Hint>) {
        let world = stage.run.world();
        let broken = !stage.run.checker().violations().is_empty();
        if broken {
            self.hint(hints, Context::Cluster, Order::Rule, "rule");
            if stage.focus != Pane::Properties {
                self.hint(hints, Context::Cluster, Order::View, &self.view_word());
            }
        }
        let leads = world.leader().is_some();
        if leads {
            self.hint(hints, Context::Cluster, Orders::submit(), "submit");
        }
        if world.network().has_cuts() {
            self.hint(hints, Context::Cluster, Order::act(Act::Heal), "heal");
        } else {
            self.hint(hints, Context::Cluster, Order::Groups, "cut");
        }
        if leads {
            self.hint(hints, Context::Cluster, Orders::crash_leader(), "kill leader");
        } else {
            self.hint(hints, Context::Cluster, Order::act(Act::Align(None)), "split vote");
        }
        let network = world.network();
        if network.flights().any(may_be_chosen) {
            self.hint(hints, Context::Cluster, Order::Message, "message");
        }
        self.hint(hints, Context::Cluster, Order::View, &self.view_word());
        self.hint_digits(hints, world.size(), first_server(), "choose");
        self.hint(hints, Context::Cluster, Order::Rule, "rule");
        self.hint(hints, Context::Cluster, Order::Menu, "menu");
        self.hint(hints, Context::Everywhere, Order::Write(String::new()), "commands");
        self.hint(hints, Context::Cluster, Order::Pane(Along::Next), "pane");
        self.hint(hints, Context::Cluster, Order::Zoom(None), "zoom");
        if leads {
            self.hint(hints, Context::Cluster, Order::act(Act::Align(None)), "split vote");
        }
        self.hint(hints, Context::Cluster, Orders::submit(), "submit");
        self.hint(hints, Context::Everywhere, Order::Theme(None), "theme");
        self.hint(hints, Context::Everywhere, Order::Escape, "home");
    }

    fn hints_on_branches(&self, hints: &mut Vec<Hint>) {
        self.hint(hints, Context::Branches, Order::Open, "go there");
        self.hint(hints, Context::Branches, Order::Down(1), "choose");
        self.join(hints, Context::Branches, Order::Up(1));
        self.hint(hints, Context::Branches, BranchOrder::Compare(None), "compare");
        self.hint(hints, Context::Branches, BranchOrder::Rename(String::new()), "rename");
        self.hint(hints, Context::Branches, BranchOrder::Remove(None), "remove");
        self.hint(hints, Context::Everywhere, Order::Escape, "back");
    }

    fn hints_in_compare(&self, hints: &mut Vec<Hint>) {
        if self.stage.as_ref().is_some_and(|stage| stage.lesson_here().is_some()) {
            self.hint(hints, Context::Compare, LessonOrder::Next, "go on");
        }
        if let Some(stage) = self.stage.as_ref().filter(|stage| stage.is_beside()) {
            let word = if stage.playback.playing { "pause" } else { "play both" };
            self.hint(hints, Context::Compare, Orders::pause_or_play(), word);
            if stage.playback.playing {
                self.hint(hints, Context::Compare, Order::Faster, "faster");
                self.hint(hints, Context::Compare, Order::Slower, "slower");
            }
            self.hint(hints, Context::Compare, Order::Step(1), "step both");
            self.join(hints, Context::Compare, Order::Back(1));
            self.hint(hints, Context::Compare, Order::Start, "where they diverge");
        }
        self.hint(hints, Context::Compare, BranchOrder::Other, "other side");
        self.hint(hints, Context::Compare, Order::Step(1), "step both");
        self.join(hints, Context::Compare, Order::Back(1));
        self.hint(hints, Context::Compare, Order::Next, "next difference");
        self.hint(hints, Context::Compare, Order::Open, "keep this one");
        self.hint(hints, Context::Compare, Order::Start, "parting");
        self.hint(hints, Context::Compare, BranchOrder::Branches, "branches");
        self.hint(hints, Context::Everywhere, Order::Escape, "back");
        once_each(hints);
    }

    /// The digits, of which each chooses one of so many things: `1–5 choose`.
    pub(in crate::tui) fn hint_digits(
        &self,
        hints: &mut Vec<Hint>,
        count: usize,
        orders: impl Into<Orders>,
        word: &str,
    ) {
        let dash = if self.look.is_ascii() { "-" } else { "–" };
        let key = if count > 1 { format!("1{dash}{}", count.min(9)) } else { "1".to_string() };
        hints.push(Hint { key, word: word.into(), orders: orders.into() });
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
    pub(in crate::tui) fn join(&self, hints: &mut [Hint], context: Context, orders: impl Into<Orders>) {
        let Some(key) = self.key_of(context, orders) else { return };
        if let Some(hint) = hints.last_mut() {
            // Names, unlike arrows, need something between them.
            let between = if key.chars().count() > 1 { "/" } else { "" };
            hint.key = format!("{key}{between}{}", hint.key);
        }
    }

    pub(in crate::tui) fn key_of(&self, context: Context, orders: impl Into<Orders>) -> Option<String> {
        self.key_for(context, &orders.into())
    }

    fn key_for(&self, context: Context, orders: &Orders) -> Option<String> {
        let binding = self.preferences.keymap.binding_of(orders, context)?;
        Some(binding.keys[0].shown(self.look.is_ascii()))
    }

    pub(in crate::tui) fn hint(
        &self,
        hints: &mut Vec<Hint>,
        context: Context,
        orders: impl Into<Orders>,
        word: &str,
    ) {
        let orders = orders.into();
        if let Some(key) = self.key_for(context, &orders) {
            hints.push(Hint { key, word: word.to_string(), orders });
        }
    }
}

/// What the first of the digits does.
fn first_server() -> Order {
    Order::Choose(Chosen::Server(ServerId::at(0)))
}

/// Neither orders nor a key stands in the line twice: the first is the nearest.
fn once_each(hints: &mut Vec<Hint>) {
    let mut orders: Vec<Orders> = Vec::new();
    let mut keys: Vec<String> = Vec::new();
    hints.retain(|hint| {
        let parts = parts_of(&hint.key);
        let known = orders.contains(&hint.orders) || parts.iter().any(|key| keys.contains(key));
        if !known {
            orders.push(hint.orders.clone());
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
