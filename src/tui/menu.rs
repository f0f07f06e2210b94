//! The menu of what can be done with one thing on the screen.

use crate::language::{Act, MessageVerb, Question, Targets};
use crate::raft::Timer;
use crate::sim::{LifeKind, Transit, World};
use crate::tui::keymap::{Context, Keymap};
use crate::tui::order::{Order, Orders};
use crate::tui::{Chosen, Look};
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Widget};
use std::borrow::Cow;
use unicode_width::UnicodeWidthStr;

/// One thing that can be done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Item {
    /// What it is called.
    pub label: Cow<'static, str>,
    /// What does it.
    pub orders: Orders,
    /// The key that does it without the menu.
    pub key: String,
}

/// A menu that is open.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Menu {
    /// What it is about.
    pub title: String,
    items: Vec<Item>,
    chosen: usize,
    /// Its lines are numbered from 1, and this was typed of a number.
    typed: Option<usize>,
    /// The cell that it opens at.
    anchor: (u16, u16),
}

impl Menu {
    /// A list to choose from: what each line is called, and what it does.
    pub fn list(title: String, rows: Vec<(String, Orders)>, chosen: usize, anchor: (u16, u16)) -> Menu {
        let item =
            |(label, orders): (String, Orders)| Item { label: label.into(), orders, key: String::new() };
        Menu { title, items: rows.into_iter().map(item).collect(), chosen, typed: Some(0), anchor }
    }

    /// A digit of the number of a line goes to that line. Says whether no further digit can follow. None if its lines
    /// have no numbers.
    pub fn type_digit(&mut self, digit: usize) -> Option<bool> {
        let count = self.items.len();
        let typed = self.typed.as_mut()?;
        let longer = *typed * 10 + digit;
        *typed = if longer <= count { longer } else { digit };
        let number = *typed;
        if !(1..=count).contains(&number) {
            *typed = 0;
            return Some(false);
        }
        self.chosen = number - 1;
        Some(number * 10 > count)
    }

    /// What can be done with what is chosen, now.
    pub fn of(chosen: Chosen, world: &World, keymap: &Keymap, ascii: bool, anchor: (u16, u16)) -> Menu {
        let (title, rows) = match chosen {
            Chosen::Nothing => ("The cluster".to_string(), of_cluster(world)),
            Chosen::Server(server) | Chosen::Entry(server, _) => {
                (server.to_string(), of_server(world, server))
            }
            Chosen::Message(id) => {
                let flight = world.network().flight(id);
                let title = flight.map(|flight| format!("{id} from {} to {}", flight.from, flight.to));
                let held = flight.is_some_and(|flight| flight.place == Transit::Held);
                (title.unwrap_or_else(|| id.to_string()), of_message(held))
            }
        };
        let items = rows
            .into_iter()
            .filter(|(_, orders)| world.driver().can_act() || !orders.change())
            .map(|(label, orders)| Item { label: label.into(), key: key_of(&orders, keymap, ascii), orders })
            .collect();
        Menu { title, items, chosen: 0, typed: None, anchor }
    }

    /// The menu with questions that make sense of the same thing; the first is the one that a key asks.
    #[must_use]
    pub fn with_questions(mut self, questions: &[Question], keymap: &Keymap, ascii: bool) -> Menu {
        for (place, question) in questions.iter().enumerate() {
            let label = format!("{question}?");
            let key = if place == 0 { key_of(&Order::Ask.into(), keymap, ascii) } else { String::new() };
            let orders = Order::Why(*question).into();
            self.items.push(Item { label: label.into(), orders, key });
        }
        self
    }

    /// What can be done.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// What the chosen line does.
    pub fn orders(&self) -> &Orders {
        &self.items[self.chosen].orders
    }

    /// Goes up or down, and around.
    pub fn go(&mut self, down: bool) {
        let count = self.items.len().max(1);
        self.chosen = (self.chosen + if down { 1 } else { count - 1 }) % count;
    }

    /// Where it stands on a screen of this size: beside its anchor, and never beyond the edge.
    pub fn area(&self, screen: Rect) -> Rect {
        let widest =
            self.items.iter().map(|item| item.label.width() + item.key.width() + 3).max().unwrap_or(0);
        let width = (widest.max(self.title.width()) as u16 + 4).min(screen.width);
        let height = (self.items.len() as u16 + 2).min(screen.height);
        let x = self.anchor.0.min(screen.right().saturating_sub(width));
        let y = self.anchor.1.min(screen.bottom().saturating_sub(height));
        Rect { x, y, width, height }
    }

    /// What the line under the mouse does.
    pub fn hit(&self, screen: Rect, x: u16, y: u16) -> Option<&Orders> {
        let area = self.area(screen);
        let inside = area.contains((x, y).into());
        let line = usize::from(y.checked_sub(area.y + 1)?) + self.first(area);
        self.items.get(line).filter(|_| inside).map(|item| &item.orders)
    }

    /// The first line that is shown, if there is no room for all.
    fn first(&self, area: Rect) -> usize {
        let rows = usize::from(area.height.saturating_sub(2)).max(1);
        (self.chosen + 1).saturating_sub(rows)
    }

    /// Draws it.
    pub fn draw(&self, look: &Look, frame: &mut Frame) {
        let area = self.area(frame.area());
        let buffer = frame.buffer_mut();
        Clear.render(area, buffer);
        buffer.set_style(area, look.raised());
        if area.width < 4 || area.height < 3 {
            return;
        }
        outline(area, look, buffer);
        let title = Line::from(Span::styled(format!(" {} ", self.title), look.bold()));
        buffer.set_line(area.x + 1, area.y, &title, area.width - 2);
        let first = self.first(area);
        for (place, item) in self.items.iter().enumerate().skip(first).take(area.height as usize - 2) {
            let here = place == self.chosen;
            let y = area.y + 1 + (place - first) as u16;
            let style = if here { look.bold() } else { look.text() };
            let line = Line::from(vec![
                Span::styled(look.list_mark(here), look.bold()),
                Span::styled(item.label.as_ref(), style),
            ]);
            buffer.set_line(area.x + 1, y, &line, area.width - 2);
            let key = item.key.width() as u16;
            if key + 2 < area.width {
                buffer.set_string(area.right() - 2 - key, y, &item.key, look.dim());
            }
        }
    }
}

/// A thin outline, in the glyphs of the look.
fn outline(area: Rect, look: &Look, buffer: &mut Buffer) {
    let [corner_nw, corner_ne, corner_sw, corner_se, across, down] = if look.is_ascii() {
        [".", ".", "'", "'", "-", "|"]
    } else {
        ["╭", "╮", "╰", "╯", "─", "│"]
    };
    let middle = across.repeat(area.width as usize - 2);
    buffer.set_string(area.x, area.y, format!("{corner_nw}{middle}{corner_ne}"), look.line());
    buffer.set_string(area.x, area.bottom() - 1, format!("{corner_sw}{middle}{corner_se}"), look.line());
    for y in area.y + 1..area.bottom() - 1 {
        buffer.set_string(area.x, y, down, look.line());
        buffer.set_string(area.right() - 1, y, down, look.line());
    }
}

type Rows = Vec<(&'static str, Orders)>;

fn of_cluster(world: &World) -> Rows {
    let mut rows = vec![("submit a command", Order::Write("submit <x=1>".into()).into())];
    if world.leader().is_some() {
        rows.push(("kill the leader", Orders::crash_leader()));
    }
    rows.push(("partition", Order::Groups.into()));
    if world.network().has_cuts() {
        rows.push(("heal the network", Order::act(Act::Heal).into()));
    }
    rows.extend([
        ("split the next vote", Order::act(Act::Align(None)).into()),
        ("let timers expire one after another", Order::act(Act::Spread(None)).into()),
        ("a new cluster", Order::Write("new 5 servers seed 2".into()).into()),
    ]);
    rows
}

fn of_server(world: &World, server: crate::raft::ServerId) -> Rows {
    let node = world.node(server);
    let mut rows = match node.kind() {
        LifeKind::Down => {
            vec![
                ("restart", Orders::crash_or_restart()),
                ("erase its disk", Order::act(Act::Wipe(Targets::chosen())).into()),
            ]
        }
        LifeKind::Frozen => {
            vec![("let it continue", Orders::freeze_or_thaw()), ("crash", Orders::crash_or_restart())]
        }
        LifeKind::Up => {
            let mut rows = vec![("submit a command to it", Orders::submit_to_chosen())];
            if node.timer(Timer::Election).is_some() {
                rows.push(("let its timer expire", Order::act(Act::Timeout(Targets::chosen())).into()));
            } else {
                rows.push(("let it send heartbeats now", Order::act(Act::Beat(Targets::chosen())).into()));
            }
            rows.push(("crash", Orders::crash_or_restart()));
            rows.push(("freeze", Orders::freeze_or_thaw()));
            rows
        }
    };
    rows.push(("cut it off from all others", Order::act(Act::Isolate(Targets::chosen())).into()));
    rows.push(("partition", Order::Groups.into()));
    rows.push(("cut one direction", Orders::cut_link()));
    if world.network().has_cuts() {
        rows.push(("heal the network", Order::act(Act::Heal).into()));
    }
    rows
}

fn of_message(held: bool) -> Rows {
    vec![
        ("deliver now", Order::of_message(MessageVerb::Deliver).into()),
        ("lose it", Order::of_message(MessageVerb::Drop).into()),
        ("send a copy", Order::of_message(MessageVerb::Duplicate).into()),
        ("50 ms later", Order::delay().into()),
        (if held { "let it continue" } else { "hold it back" }, Orders::hold_or_release()),
    ]
}

fn key_of(orders: &Orders, keymap: &Keymap, ascii: bool) -> String {
    [Context::Message, Context::Cluster]
        .into_iter()
        .find_map(|context| keymap.binding_of(orders, context))
        .map(|binding| binding.keys[0].shown(ascii))
        .unwrap_or_default()
}
