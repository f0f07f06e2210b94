//! A run and everything else that a scene needs, for tests of the screen.

use raftarium::explain::tell;
use raftarium::history::Run;
use raftarium::raft::{ServerId, ServerSet};
use raftarium::sim::{Action, Setup, Time};
use raftarium::tui::{Chosen, Lens, Look, Pane, Scene, Target, draw::draw_on, hit};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

/// What is on the screen.
pub struct Stage {
    pub run: Run,
    pub look: Look,
    pub title: String,
    pub chosen: Chosen,
    pub focus: Pane,
    pub zoom: Option<Pane>,
    pub draft: Option<Vec<ServerSet>>,
    pub scroll: [u16; Pane::ALL.len()],
    pub lens: Lens,
    pub clock: Option<Time>,
}

/// The line of keys.
pub const HINTS: &[(&str, &str)] = &[
    ("Space", "play"),
    ("←→", "step"),
    ("Tab", "pane"),
    ("c", "command S1…"),
    ("x", "crash"),
    (":", "all commands"),
    ("F1", "help"),
];

impl Stage {
    pub fn new(setup: Setup) -> Stage {
        Stage {
            title: format!("sandbox · {} servers · seed {}", setup.servers, setup.seed),
            run: Run::new(setup).unwrap(),
            look: Look::default(),
            chosen: Chosen::Nothing,
            focus: Pane::Cluster,
            zoom: None,
            draft: None,
            scroll: [0; Pane::ALL.len()],
            lens: Lens::default(),
            clock: None,
        }
    }

    /// A cluster that has a leader and has committed these commands.
    pub fn with_entries(servers: usize, commands: &[&str]) -> Stage {
        let mut stage = Stage::new(Setup::of(servers, 7));
        stage.until(|run| run.world().leader().is_some());
        for command in commands {
            stage.submit(command);
            stage.steps(30);
        }
        stage
    }

    pub fn leader(&self) -> ServerId {
        self.run.world().leader().unwrap()
    }

    pub fn submit(&mut self, command: &str) {
        self.act(&Action::Submit { to: self.leader(), command: command.parse().unwrap() });
    }

    pub fn act(&mut self, action: &Action) {
        self.run.act(action).unwrap();
    }

    pub fn steps(&mut self, count: usize) {
        for _ in 0..count {
            self.run.forward();
        }
    }

    pub fn until(&mut self, found: impl Fn(&Run) -> bool) {
        for _ in 0..50_000 {
            if found(&self.run) {
                return;
            }
            self.run.forward();
        }
        panic!("it never comes to this");
    }

    /// At a moment between the last step and the next.
    pub fn half_way(mut self) -> Stage {
        let now = self.run.world().now();
        let next = self.run.next_at().unwrap();
        self.run.pass(Time(now.0 + next.since(now).0 / 2));
        self
    }

    pub fn zoom(&mut self, pane: Pane) {
        self.focus = pane;
        self.zoom = Some(pane);
    }

    pub fn scene<T>(&self, see: impl FnOnce(&Scene) -> T) -> T {
        let subtitle = tell(self.run.step().unwrap(), self.run.world().size());
        see(&Scene {
            run: &self.run,
            clock: self.clock.unwrap_or(self.run.world().now()),
            title: &self.title,
            subtitle: &subtitle,
            playing: false,
            speed: "1/100",
            chosen: self.chosen,
            focus: self.focus,
            zoom: self.zoom,
            scroll: &self.scroll,
            draft: self.draft.as_deref(),
            hints: HINTS,
            lens: self.lens,
            pins: &[],
            look: &self.look,
            still: false,
        })
    }

    pub fn draw(&self, width: u16, height: u16) -> Buffer {
        let area = Rect::new(0, 0, width, height);
        let mut buffer = Buffer::empty(area);
        self.scene(|scene| draw_on(scene, area, &mut buffer));
        buffer
    }

    pub fn hit(&self, buffer: &Buffer, x: u16, y: u16) -> Option<Target> {
        self.scene(|scene| hit(scene, buffer.area, x, y))
    }
}

/// The text of a screen.
pub fn picture(buffer: &Buffer) -> String {
    grid(buffer, |cell| cell.symbol().to_owned())
}

/// The styles of a screen: `t` text, `s` strong, `d` dim, `l` line, `f` faint, `a` alarm, `u` to `z` the terms 1 to
/// 6, in capitals where bold; `1` to `6` filled in a term, `!` filled in alarm, `r` reversed; `_` blank and raised.
pub fn styles(buffer: &Buffer, look: &Look) -> String {
    grid(buffer, |cell| letter(cell, look).to_string())
}

fn grid(buffer: &Buffer, of: impl Fn(&Cell) -> String) -> String {
    let row = |y: u16| {
        let row: String = (0..buffer.area.width).map(|x| of(&buffer[(x, y)])).collect();
        row.trim_end().to_owned()
    };
    (0..buffer.area.height).map(row).collect::<Vec<_>>().join("\n")
}

fn letter(cell: &Cell, look: &Look) -> char {
    let terms = (1..=6).map(raftarium::raft::Term);
    let ground = |style: Style| style.bg.is_some_and(|bg| bg == cell.bg);
    if cell.modifier.contains(Modifier::REVERSED) {
        return 'r';
    }
    for (term, digit) in terms.clone().zip('1'..) {
        if ground(look.filled(term)) {
            return digit;
        }
    }
    if ground(look.alarm_filled()) {
        return '!';
    }
    if cell.symbol() == " " {
        return if look.has_raised() && ground(look.raised()) { '_' } else { ' ' };
    }
    let named = [
        (look.strong(), 's'),
        (look.text(), 't'),
        (look.dim(), 'd'),
        (look.line(), 'l'),
        (look.faint(), 'f'),
        (look.alarm(), 'a'),
    ];
    let colours = named.into_iter().chain(terms.map(|term| look.term(term)).zip('u'..='z'));
    let same = |style: Style| {
        style.fg.unwrap_or(cell.fg) == cell.fg && style.add_modifier.difference(cell.modifier).is_empty()
    };
    let letter = colours.into_iter().find(|(style, _)| same(*style)).map_or('?', |(_, letter)| letter);
    if cell.modifier.contains(Modifier::BOLD) { letter.to_ascii_uppercase() } else { letter }
}
