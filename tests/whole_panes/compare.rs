//! Two branches side by side: where they part, and what is different.

use super::stage::{Stage, picture, styles};
use raftarium::explain::tell;
use raftarium::history::{BranchId, Name, Sides};
use raftarium::sim::Action;
use raftarium::tui::compare::{Pair, PairTarget, Side, draw_pair, hit_pair};
use raftarium::tui::{Depth, Look, Target, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Two branches of one run: on one a leader commits an entry, on the other it crashed before it could send it.
struct Futures {
    left: Stage,
    right: Stage,
    look: Look,
}

fn futures() -> Futures {
    let mut left = Stage::with_entries(5, &["x=1"]);
    let leader = left.leader();
    left.submit("x=2");
    let fork = left.run.cursor();
    left.steps(60);
    let mut right = left;
    assert!(right.run.seek(fork));
    right.act(&Action::Crash(leader));
    right.until(|run| run.world().leader().is_some_and(|other| other != leader));
    right.submit("y=9");
    right.steps(30);
    let crashed = right.run.current().id();
    right.run.rename(BranchId::TRUNK, Some(Name::new("goes-on").unwrap())).unwrap();
    right.run.rename(crashed, Some(Name::new("crash").unwrap())).unwrap();
    let mut left =
        Stage { run: right.run.clone(), title: right.title.clone(), ..Stage::with_entries(5, &[]) };
    left.run.switch(BranchId::TRUNK).unwrap();
    assert!(left.run.seek(left.run.end()));
    Futures { left, right, look: Look::default() }
}

impl Futures {
    fn pair<T>(&self, see: impl FnOnce(&Pair) -> T) -> T {
        let places = [&self.left, &self.right].map(|stage| (stage.run.current().id(), stage.run.cursor()));
        let comparison = self.left.run.compare(places[0], places[1]).unwrap();
        let told = [&self.left, &self.right].map(|stage| tell(stage.run.step().unwrap(), 5));
        self.left.scene(|left| {
            self.right.scene(|right| {
                let left = raftarium::tui::Scene { look: &self.look, subtitle: &told[0], ..*left };
                let right = raftarium::tui::Scene { look: &self.look, subtitle: &told[1], ..*right };
                let sides = Sides {
                    a: Side { scene: left, name: "goes-on" },
                    b: Side { scene: right, name: "crash" },
                };
                see(&Pair { sides, comparison: &comparison, right: true })
            })
        })
    }

    fn draw(&self, width: u16, height: u16) -> Buffer {
        let area = Rect::new(0, 0, width, height);
        let mut buffer = Buffer::empty(area);
        self.pair(|pair| draw_pair(pair, area, &mut buffer));
        buffer
    }

    fn both(&self, width: u16, height: u16) -> String {
        let buffer = self.draw(width, height);
        format!("{}\n{}", picture(&buffer), styles(&buffer, &self.look))
    }
}

#[test]
fn two_futures_at_160_by_45() {
    insta::assert_snapshot!(futures().both(160, 45));
}

#[test]
fn two_futures_at_120_by_36() {
    insta::assert_snapshot!(futures().both(120, 36));
}

#[test]
fn two_futures_on_a_light_background_at_80_by_24() {
    let mut futures = futures();
    futures.look = Look::new(Theme::Light, Depth::True, false);
    insta::assert_snapshot!(futures.both(80, 24));
}

#[test]
fn two_futures_without_colours_in_ascii() {
    let mut futures = futures();
    futures.look = Look::new(Theme::Mono, Depth::True, true);
    let buffer = futures.draw(120, 36);
    assert!(buffer.content().iter().all(|cell| cell.symbol().is_ascii()));
    insta::assert_snapshot!(futures.both(120, 36));
}

/// Every server is marked exactly if the comparison finds it different.
#[test]
fn what_differs_is_marked_and_nothing_else() {
    let futures = futures();
    let text = picture(&futures.draw(160, 45));
    let (_, table) = text.split_once("What differs").unwrap();
    futures.pair(|pair| {
        let mut marked = 0;
        for server in &pair.comparison.servers {
            let name = format!("  {} ", server.server);
            let row = table.lines().find(|line| line.starts_with(&name)).unwrap();
            assert_eq!(row.contains('≠'), server.any(), "{row}");
            marked += usize::from(server.any());
        }
        assert!(marked >= 4, "{marked}");
        let row = |label: &str| table.lines().find(|line| line.trim_start().starts_with(label)).unwrap();
        assert_eq!(row("committed").contains('≠'), pair.comparison.commit.differ());
        assert!(row("leader").contains('≠'));
        assert!(!row("properties").contains('≠'), "all hold on both");
    });
}

#[test]
fn a_branch_compared_with_itself_shows_no_difference() {
    let mut futures = futures();
    futures.right = Stage { run: futures.left.run.clone(), ..Stage::with_entries(5, &[]) };
    let text = picture(&futures.draw(160, 45));
    assert!(!text.contains('≠'), "{text}");
    assert!(text.contains("two moments of one branch") && text.contains("no server"), "{text}");
}

#[test]
fn every_size_draws_and_can_be_clicked() {
    let futures = futures();
    for height in 1..=48 {
        for width in (1..=170).step_by(3) {
            let area = Rect::new(0, 0, width, height);
            futures.draw(width, height);
            for (x, y) in [(0, 0), (width / 4, height / 2), (width - 1, height - 1)] {
                futures.pair(|pair| hit_pair(pair, area, x, y));
            }
        }
    }
}

#[test]
fn a_click_finds_the_side_and_the_server() {
    let futures = futures();
    let area = Rect::new(0, 0, 160, 45);
    let buffer = futures.draw(160, 45);
    let rows: Vec<String> = picture(&buffer).lines().map(str::to_owned).collect();
    let mut seen = [0; 3];
    for (y, row) in rows.iter().enumerate() {
        for x in 0..160 {
            let target = futures.pair(|pair| hit_pair(pair, area, x, y as u16));
            let char = row.chars().nth(usize::from(x)).unwrap_or(' ');
            match target {
                Some(PairTarget::Left(Target::Server(_))) => {
                    assert!(x < 80, "{x},{y}");
                    seen[0] += usize::from(char == 'S');
                }
                Some(PairTarget::Right(Target::Server(_))) => {
                    assert!(x >= 79, "{x},{y}");
                    seen[1] += usize::from(char == 'S');
                }
                Some(PairTarget::Hint(_)) => seen[2] += 1,
                _ => {}
            }
        }
    }
    assert!(seen[0] >= 15 && seen[1] >= 10 && seen[2] > 20, "{seen:?}");
}
