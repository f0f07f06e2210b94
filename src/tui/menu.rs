//! The menu of what can be done with one thing on the screen.

use crate::language::Question;
use crate::raft::Timer;
use crate::sim::{LifeKind, Transit, World};
use crate::tui::keymap::{Context, Keymap, SUBMIT};
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
    /// The command that does it.
    pub command: Cow<'static, str>,
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
    /// The cell that it opens at.
    anchor: (u16, u16),
}

impl Menu {
    /// A list to choose from: what each line is called, and the command that it carries out.
    pub fn list(title: String, rows: Vec<(String, String)>, chosen: usize, anchor: (u16, u16)) -> Menu {
        let item = |(label, command): (String, String)| Item {
            label: label.into(),
            command: command.into(),
            key: String::new(),
        };
        Menu { title, items: rows.into_iter().map(item).collect(), chosen, anchor }
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
            .filter(|(_, command)| world.driver().can_act() || !changes(command))
            .map(|(label, command)| Item {
                label: label.into(),
                command: command.into(),
                key: key_of(command, keymap, ascii),
            })
            .collect();
        Menu { title, items, chosen: 0, anchor }
    }

    /// The menu with questions that make sense of the same thing; the first is the one that a key asks.
    #[must_use]
    pub fn with_questions(mut self, questions: &[Question], keymap: &Keymap, ascii: bool) -> Menu {
        for (place, question) in questions.iter().enumerate() {
            let command = question.to_string();
            let label = format!("{command}?");
            let key = if place == 0 { key_of("ask", keymap, ascii) } else { String::new() };
            self.items.push(Item { label: label.into(), command: command.into(), key });
        }
        self
    }

    /// What can be done.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The chosen line's command.
    pub fn command(&self) -> &str {
        &self.items[self.chosen].command
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

    /// The command of the line under the mouse.
    pub fn hit(&self, screen: Rect, x: u16, y: u16) -> Option<&str> {
        let area = self.area(screen);
        let inside = area.contains((x, y).into());
        let line = usize::from(y.checked_sub(area.y + 1)?) + self.first(area);
        self.items.get(line).filter(|_| inside).map(|item| &*item.command)
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
            let mark = if !here {
                "  "
            } else if look.is_ascii() {
                "> "
            } else {
                "▸ "
            };
            let y = area.y + 1 + (place - first) as u16;
            let style = if here { look.bold() } else { look.text() };
            let line =
                Line::from(vec![Span::styled(mark, look.bold()), Span::styled(item.label.as_ref(), style)]);
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

type Rows = Vec<(&'static str, &'static str)>;

fn of_cluster(world: &World) -> Rows {
    let mut rows = vec![("submit a command", "write submit <x=1>")];
    if world.leader().is_some() {
        rows.push(("kill the leader", "crash leader"));
    }
    rows.push(("cut in groups", "groups"));
    if world.network().has_cuts() {
        rows.push(("mend all links", "heal"));
    }
    rows.extend([
        ("split the next vote", "align"),
        ("let timers run out one by one", "spread"),
        ("a new cluster", "write new 5 servers seed 2"),
    ]);
    rows
}

fn of_server(world: &World, server: crate::raft::ServerId) -> Rows {
    let node = world.node(server);
    let mut rows = match node.kind() {
        LifeKind::Down => {
            vec![("restart", "crash chosen || restart chosen"), ("erase its disk", "wipe chosen")]
        }
        LifeKind::Frozen => vec![
            ("let it go on", "freeze chosen || thaw chosen"),
            ("crash", "crash chosen || restart chosen"),
        ],
        LifeKind::Up => {
            let mut rows = vec![("submit a command", SUBMIT)];
            if node.timer(Timer::Election).is_some() {
                rows.push(("let its timer run out", "timeout chosen"));
            } else {
                rows.push(("let it beat now", "beat chosen"));
            }
            rows.push(("crash", "crash chosen || restart chosen"));
            rows.push(("freeze", "freeze chosen || thaw chosen"));
            rows
        }
    };
    rows.push(("cut it off from all others", "isolate chosen"));
    rows.push(("cut in groups", "groups"));
    rows.push(("cut one direction", "write cut chosen -> || write cut S1 -> S2"));
    if world.network().has_cuts() {
        rows.push(("mend all links", "heal"));
    }
    rows
}

fn of_message(held: bool) -> Rows {
    vec![
        ("deliver now", "deliver chosen"),
        ("lose it", "drop chosen"),
        ("send a copy along", "duplicate chosen"),
        ("50 ms later", "delay chosen by 50ms"),
        (if held { "let it go on" } else { "hold it back" }, "hold chosen || release chosen"),
    ]
}

/// Whether a command does something to the cluster, rather than looking at it.
pub(super) fn changes(command: &str) -> bool {
    const DEEDS: [&str; 20] = [
        "submit",
        "crash",
        "restart",
        "freeze",
        "thaw",
        "wipe",
        "timeout",
        "beat",
        "isolate",
        "groups",
        "cut",
        "heal",
        "align",
        "spread",
        "deliver",
        "drop",
        "duplicate",
        "delay",
        "hold",
        "release",
    ];
    let command = command.strip_prefix("write ").unwrap_or(command);
    command.split_whitespace().next().is_some_and(|word| DEEDS.contains(&word))
}

fn key_of(command: &str, keymap: &Keymap, ascii: bool) -> String {
    [Context::Message, Context::Cluster]
        .into_iter()
        .find_map(|context| keymap.of_command(command, context))
        .map(|binding| binding.keys[0].shown(ascii))
        .unwrap_or_default()
}
