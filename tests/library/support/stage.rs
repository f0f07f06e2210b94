//! A run and everything else that a scene needs, for tests of the screen.

use raftarium::explain::tell;
use raftarium::history::Run;
use raftarium::raft::{ServerId, ServerSet};
use raftarium::sim::{Action, Setup, Time};
use raftarium::tui::draw::draw_on;
use raftarium::tui::{Chosen, Lens, LessonSide, Look, Pane, Scene, Side, Target, hit};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

pub use super::grid::{picture, styles};

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
    pub lesson: Option<LessonSide>,
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
            lesson: None,
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
        let subtitle = tell(self.run.step().unwrap(), self.run.world().configuration());
        see(&Scene {
            run: &self.run,
            clock: self.clock.unwrap_or(self.run.world().now()),
            title: &self.title,
            subtitle: &subtitle,
            past: None,
            playing: false,
            speed: "100× slower",
            chosen: self.chosen,
            focus: self.focus,
            zoom: self.zoom,
            scroll: &self.scroll,
            draft: self.draft.as_deref(),
            hints: HINTS,
            lens: self.lens,
            side: self.lesson.as_ref().map(Side::Lesson),
            disaster: None,
            lab_keys: &[],
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
