//! The keys worth knowing while a cluster is on the screen.

use super::{Hint, once_each};
use crate::language::{Act, MessageVerb, Targets};
use crate::raft::{ServerId, Timer};
use crate::sim::{self, LifeKind, MessageId};
use crate::tui::answer::short::in_short;
use crate::tui::app::state::App;
use crate::tui::keymap::Context;
use crate::tui::order::{Along, BranchOrder, Order, Orders};
use crate::tui::stage::{Stage, may_be_chosen};
use crate::tui::{Chosen, Pane};

impl App {
    pub(super) fn hints_on_cluster(&self, hints: &mut Vec<Hint>) {
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
        self.hint_why(stage, hints);
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
        if self.area.width < 80 {
            // There is room for little more.
            self.hint_why(stage, hints);
        }
        match node.kind() {
            LifeKind::Down => self.hint(hints, Context::Cluster, crash(), &format!("restart {server}")),
            LifeKind::Frozen => {
                self.hint(hints, Context::Cluster, freeze(), &format!("thaw {server}"));
                self.hint(hints, Context::Cluster, crash(), &format!("crash {server}"));
            }
            LifeKind::Up => {
                self.hint(hints, Context::Cluster, crash(), &format!("crash {server}"));
                self.hint(hints, Context::Cluster, freeze(), "freeze");
                if node.timer(Timer::Election).is_some() {
                    self.hint(
                        hints,
                        Context::Cluster,
                        Order::act(Act::Timeout(Targets::chosen())),
                        "time out",
                    );
                } else {
                    self.hint(hints, Context::Cluster, Orders::submit(), "submit");
                }
            }
        }
        self.hint_why(stage, hints);
        self.hint(hints, Context::Cluster, Order::Menu, "more");
        self.hint_play(stage, hints);
    }

    /// What the key for questions asks now. While time passes that changes all the time, and it only says that it asks.
    pub(in crate::tui) fn hint_why(&self, stage: &Stage, hints: &mut Vec<Hint>) {
        let short = stage.playback.playing || self.area.width < 80;
        let word = if short { "why".to_string() } else { in_short(&stage.pointed_now()) };
        self.hint(hints, Context::Cluster, Order::Ask, &word);
    }

    fn hint_play(&self, stage: &Stage, hints: &mut Vec<Hint>) {
        let word = if stage.playback.playing { "pause" } else { "play" };
        self.hint(hints, Context::Cluster, Orders::pause_or_play(), word);
    }

    fn hints_on_time(&self, stage: &Stage, hints: &mut Vec<Hint>) {
        self.hint_play(stage, hints);
        if stage.playback.playing {
            self.hint(hints, Context::Cluster, Order::Slower, "speed");
            self.join(hints, Context::Cluster, Order::Faster);
        } else {
            self.hint(hints, Context::Cluster, Order::Step(1), "step");
            self.join(hints, Context::Cluster, Order::Back(1));
            self.hint(hints, Context::Cluster, Order::Next, "next");
            self.join(hints, Context::Cluster, Order::Previous);
            if stage.run.branches().len() > 1 {
                self.hint(hints, Context::Cluster, BranchOrder::Compare(None), "compare");
            }
        }
        self.hint_why(stage, hints);
    }

    /// What can be done to the cluster, the most useful first.
    fn hints_on_all(&self, stage: &Stage, hints: &mut Vec<Hint>) {
        let world = stage.run.world();
        let (leader, playing) = (world.leader(), stage.playback.playing);
        let broken = !stage.run.checker().violations().is_empty();
        let branched = stage.run.branches().len() > 1 && !playing;
        if broken {
            self.hint(hints, Context::Cluster, Order::Rule, "rule");
            if stage.focus != Pane::Properties {
                self.hint(hints, Context::Cluster, Order::View, &self.view_word());
            }
        }
        let flies = world.network().flights().any(may_be_chosen);
        if world.network().has_cuts() {
            self.hint(hints, Context::Cluster, Order::act(Act::Heal), "heal");
        }
        match leader {
            Some(leader) => {
                let word = format!("kill leader {leader}");
                self.hint(hints, Context::Cluster, Orders::crash_leader(), &word);
            }
            None if playing => self.hint(hints, Context::Cluster, Order::act(Act::Align(None)), "split vote"),
            None => {
                if flies {
                    self.hint(hints, Context::Cluster, Order::Message, "message");
                } else {
                    self.hint_digits(hints, world.size(), first_server(), "choose");
                }
                self.hint(hints, Context::Everywhere, Order::Write(String::new()), "all");
            }
        }
        if branched {
            self.hint(hints, Context::Cluster, BranchOrder::Branches, "branches");
        }
        if leader.is_some() {
            self.hint(hints, Context::Cluster, Orders::submit(), "submit");
        }
        if !world.network().has_cuts() {
            self.hint(hints, Context::Cluster, Order::Groups, "cut");
        }
        if leader.is_none() && flies {
            self.hint(hints, Context::Cluster, Order::Message, "message");
        }
        self.hint_digits(hints, world.size(), first_server(), "choose");
        if flies {
            self.hint(hints, Context::Cluster, Order::Message, "message");
        }
        self.hint(hints, Context::Everywhere, Order::Write(String::new()), "all");
        self.hint(hints, Context::Cluster, Order::View, &self.view_word());
        self.hint(hints, Context::Cluster, Order::act(Act::Align(None)), "split vote");
        self.hint(hints, Context::Cluster, Order::Rule, "rule");
        self.hint(hints, Context::Cluster, Order::Menu, "menu");
        self.hint(hints, Context::Everywhere, Order::Theme(None), "theme");
        self.hint(hints, Context::Cluster, Order::Pane(Along::Next), "pane");
        self.hint(hints, Context::Cluster, Order::Zoom(None), "zoom");
        self.hint(hints, Context::Everywhere, Order::Write("find ".into()), "find");
        self.hint(hints, Context::Cluster, Orders::submit(), "submit");
        self.hint(hints, Context::Everywhere, Order::Home, "home");
    }

    /// What the key for another view shows.
    fn view_word(&self) -> String {
        match self.next_view() {
            // The rule stands in its figure there; `rule` is what another key opens.
            Pane::Rule => "Figure 2".to_string(),
            view => view.title().to_lowercase(),
        }
    }
}

/// What the first of the digits does.
fn first_server() -> Order {
    Order::Choose(Chosen::Server(ServerId::at(0)))
}
