//! The cluster screen: what is drawn for fixed seeds, at every size, in every look; and that what is under
//! the mouse is what was drawn there.

mod truths;

use crate::support::stage::{HINTS, Stage, picture, styles};
use crate::support::{assert_contains, assert_that};
use raftarium::paper::{Bug, BugSet};
use raftarium::raft::{Entry, Index, RoleKind, ServerId, ServerSet, Term};
use raftarium::sim::{Action, Setup, Time};
use raftarium::tui::draw::{draw_on, scroll_limit};
use raftarium::tui::home;
use raftarium::tui::home::view::{HomeScene, HomeTarget, draw_home, hit_home};
use raftarium::tui::layout::Layout;
use raftarium::tui::{Chosen, Depth, Look, Pane, Target, Theme, hit};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};

fn s(number: usize) -> ServerId {
    ServerId::numbered(number).unwrap()
}

/// Two committed entries and a third on its way when the leader crashes; the next candidate has asked.
fn election() -> Stage {
    let mut stage = Stage::with_entries(5, &["x=1", "y=4"]);
    stage.submit("x=7");
    stage.steps(6);
    stage.act(&Action::Crash(stage.leader()));
    stage.until(|run| {
        run.world().nodes().iter().any(|node| node.running().is_some_and(|it| it.candidate().is_some()))
    });
    stage.steps(4);
    stage.half_way()
}

/// Two leaders on two sides of a cut; a client has asked the one that cannot commit.
fn cut() -> Stage {
    let mut stage = Stage::with_entries(5, &["x=1", "y=4"]);
    let leader = stage.leader();
    let other = ServerId::at((leader.position() + 1) % 5);
    stage.act(&Action::Partition(vec![[leader, other].into_iter().collect()]));
    stage.until(|run| run.world().leaders().len() > 1);
    stage.act(&Action::Submit { to: leader, command: "x=5".parse().unwrap() });
    stage.steps(4);
    stage.half_way()
}

/// The logs of Figure 7, after some refusals.
fn figure_7() -> Stage {
    let logs: [&[u32]; 7] = [
        &[1, 1, 1, 4, 4, 5, 5, 6, 6, 6],
        &[1, 1, 1, 4, 4, 5, 5, 6, 6],
        &[1, 1, 1, 4],
        &[1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6],
        &[1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7],
        &[1, 1, 1, 4, 4, 4, 4],
        &[1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3],
    ];
    let mut setup = Setup::of(7, 7);
    for (position, log) in logs.iter().enumerate() {
        let initial = setup.initial_mut(ServerId::at(position));
        let payload = "x=1".parse().unwrap();
        initial.log = log.iter().map(|term| Entry { term: Term(*term), payload }).collect();
        initial.commit = Index(3);
        initial.term = Term(if position == 0 { 8 } else { log[log.len() - 1] });
        if position == 0 {
            initial.role = RoleKind::Leader;
        }
    }
    let mut stage = Stage::new(setup);
    stage.steps(30);
    stage
}

/// Two halves of a cluster that takes half for a majority: two leaders in one term.
fn broken() -> Stage {
    let mut setup = Setup::of(4, 7);
    setup.options.bugs = BugSet::NONE.with(Bug::MajorityHalf);
    let mut stage = Stage::new(setup);
    stage.act(&Action::Partition(vec![[s(1), s(2)].into_iter().collect()]));
    stage.until(|run| !run.checker().violations().is_empty());
    stage
}

fn both(buffer: &Buffer, look: &Look) -> String {
    format!("{}\n{}", picture(buffer), styles(buffer, look))
}

#[test]
fn an_election_at_80_by_24() {
    let stage = election();
    insta::assert_snapshot!(both(&stage.draw(80, 24), &stage.look));
}

#[test]
fn an_election_at_120_by_36() {
    let stage = election();
    insta::assert_snapshot!(both(&stage.draw(120, 36), &stage.look));
}

#[test]
fn a_cut_at_120_by_36() {
    let stage = cut();
    insta::assert_snapshot!(both(&stage.draw(120, 36), &stage.look));
}

#[test]
fn a_cut_as_rows() {
    let stage = cut();
    insta::assert_snapshot!(both(&stage.draw(60, 16), &stage.look));
}

#[test]
fn an_election_without_colours_in_ascii() {
    let mut stage = election();
    stage.look = Look::new(Theme::Mono, Depth::True, true);
    insta::assert_snapshot!(both(&stage.draw(80, 24), &stage.look));
}

#[test]
fn the_logs_of_figure_7() {
    let mut stage = figure_7();
    stage.zoom(Pane::Logs);
    insta::assert_snapshot!(both(&stage.draw(120, 36), &stage.look));
}

/// The rows of the logs in a picture: from the title of the pane on.
fn log_rows(buffer: &Buffer) -> Vec<String> {
    let rows: Vec<String> = picture(buffer).lines().map(str::to_owned).collect();
    let top = rows.iter().position(|row| row.contains("Logs ─")).unwrap();
    let left = rows[top].chars().collect::<String>().find("Logs ─").unwrap();
    let left = rows[top][..left].chars().count();
    rows[top..].iter().map(|row| row.chars().skip(left).collect()).collect()
}

#[test]
fn figure_7_is_seen_whole_wherever_the_ring_is() {
    let stage = figure_7();
    for (width, height) in [(80, 24), (100, 30), (120, 36), (160, 45), (200, 60)] {
        let rows = log_rows(&stage.draw(width, height));
        assert!(
            rows[..4].iter().any(|row| row.contains(" 1 ") && row.contains(" 5 ")),
            "{width}×{height}: {rows:#?}"
        );
        for (server, log) in [("● S3", "1 1 1 4"), ("● S5", "1 1 1 4 4 5 5 6 6 6 7 7")] {
            let row = rows.iter().find(|row| row.starts_with(server)).unwrap();
            let row = row.replace(['│', '┃'], " ").split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(row.starts_with(&format!("{server} {log}")), "{width}×{height}: {row}");
        }
    }
}

#[test]
fn a_log_that_is_cut_says_what_lies_outside() {
    let mut setup = Setup::of(3, 7);
    let payload = "x=1".parse().unwrap();
    let log = |length| -> Vec<Entry> { vec![Entry { term: Term(1), payload }; length] };
    setup.initial_mut(s(1)).log = log(60);
    setup.initial_mut(s(2)).log = log(4);
    for server in 1..=3 {
        setup.initial_mut(s(server)).term = Term(1);
    }
    let mut stage = Stage::new(setup);
    for (width, height) in [(80, 24), (120, 36), (160, 45)] {
        stage.scroll = [0; Pane::ALL.len()];
        let rows = log_rows(&stage.draw(width, height));
        let of = |rows: &[String], name: &str| rows.iter().find(|row| row.contains(name)).cloned().unwrap();
        assert!(rows[..2].iter().any(|row| row.contains(" 55 ")), "{width}×{height}");
        assert!(of(&rows, "S1 ").contains(" ‹"), "{width}×{height}");
        assert!(of(&rows, "S2 ").contains("‹ ends at 4"), "{width}×{height}");
        assert!(of(&rows, "S3 ").contains("empty"), "{width}×{height}");
        stage.scroll[Pane::Logs as usize] = u16::MAX;
        let rows = log_rows(&stage.draw(width, height));
        assert!(!of(&rows, "S1 ").contains('‹') && of(&rows, "S1 ").contains('›'), "{width}×{height}");
        assert!(!of(&rows, "S2 ").contains('›'), "{width}×{height}");
    }
}

#[test]
fn messages_in_flight() {
    let mut stage = cut();
    stage.zoom(Pane::Messages);
    insta::assert_snapshot!(both(&stage.draw(90, 20), &stage.look));
}

#[test]
fn a_broken_property() {
    let mut stage = broken();
    stage.focus = Pane::Properties;
    insta::assert_snapshot!(both(&stage.draw(120, 36), &stage.look));
}

#[test]
fn every_size_draws() {
    let mut stages = [
        election(),
        cut(),
        figure_7(),
        broken(),
        Stage::with_entries(1, &["x=1"]),
        Stage::with_entries(25, &[]),
    ];
    for stage in &mut stages {
        for height in 1..=40 {
            for width in 1..=120 {
                stage.draw(width, height);
            }
        }
    }
}

#[test]
fn every_pane_draws_alone_at_every_size() {
    let mut stage = cut();
    stage.draft = Some(vec![[s(1), s(2)].into_iter().collect(), ServerSet::EMPTY]);
    stage.scroll = [u16::MAX; Pane::ALL.len()];
    for pane in Pane::ALL {
        stage.zoom(pane);
        for height in (1..=40).step_by(3) {
            for width in (1..=120).step_by(7) {
                stage.draw(width, height);
            }
        }
        stage.zoom = None;
        for (width, height) in [(44, 9), (80, 24), (120, 36), (160, 45), (200, 60), (300, 90)] {
            let buffer = stage.draw(width, height);
            let focused =
                picture(&buffer).contains(pane.title()) || matches!(pane, Pane::Cluster | Pane::Votes);
            assert!(focused, "{pane:?} has the focus and is not seen at {width}×{height}");
        }
    }
}

#[test]
fn mono_draws_no_colour_and_ascii_nothing_else() {
    for mut stage in [election(), cut(), figure_7(), broken(), Stage::with_entries(25, &["x=1"])] {
        stage.look = Look::new(Theme::Mono, Depth::True, true);
        for (width, height) in [(20, 4), (60, 16), (80, 24), (120, 36), (200, 60)] {
            for cell in stage.draw(width, height).content() {
                assert!(cell.symbol().is_ascii(), "{:?}", cell.symbol());
                assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset));
            }
        }
    }
}

#[test]
fn control_characters_never_reach_the_terminal() {
    let mut stage = cut();
    stage.title = "\u{1b}[2J\u{7}wide 字\u{202e}\r\n".to_owned();
    for (width, height) in [(30, 5), (60, 16), (80, 24), (120, 36)] {
        let buffer = stage.draw(width, height);
        assert_that(&buffer.content(), |it| it.iter().all(|cell| !cell.symbol().contains(char::is_control)));
    }
    assert_contains(&picture(&stage.draw(120, 36)), "[2Jwide");
}

#[test]
fn a_rule_set_aside_is_said_at_every_size_that_has_panes() {
    let mut setup = Setup::of(5, 7);
    setup.options.bugs = BugSet::NONE.with(Bug::CommitByCount);
    let stage = Stage::new(setup);
    for (width, height) in [(40, 8), (60, 16), (79, 23), (80, 24), (110, 30), (120, 36), (200, 60)] {
        let buffer = stage.draw(width, height);
        let status = picture(&buffer).lines().next().unwrap().to_owned();
        assert!(status.contains("rule off: "), "{width}×{height}: {status}");
    }
}

#[test]
fn a_solid_entry_is_a_committed_one() {
    let mut stage = cut();
    stage.zoom(Pane::Logs);
    let buffer = stage.draw(120, 36);
    let world = stage.run.world();
    let mut seen = 0;
    for (x, y) in cells(&buffer) {
        let Some(Target::Entry(server, index)) = stage.hit(&buffer, x, y) else { continue };
        let log = &world.node(server).persistent().log;
        let solid = buffer[(x, y)].bg == stage.look.filled(log.get(index).unwrap().term).bg.unwrap();
        assert_eq!(solid, stage.run.checker().is_committed(log, index), "{server} {index}");
        seen += 1;
    }
    assert_that(&seen, |it| *it > 50);
}

#[test]
fn what_is_under_the_mouse_is_what_was_drawn() {
    for (mut stage, width, height) in [
        (election(), 80, 24),
        (cut(), 80, 24),
        (cut(), 120, 36),
        (election(), 120, 36),
        (cut(), 60, 16),
        (figure_7(), 200, 60),
    ] {
        stage.focus = Pane::Cluster;
        let buffer = stage.draw(width, height);
        let rows: Vec<String> = picture(&buffer).lines().map(str::to_owned).collect();
        let events = Layout::of(buffer.area, stage.focus, None, stage.run.world().size()).pane(Pane::Events);
        let events = events.unwrap_or_default();
        let mut kinds = [0; 4];
        for (x, y) in cells(&buffer) {
            match stage.hit(&buffer, x, y) {
                Some(Target::Server(server)) if buffer[(x, y)].symbol() == "S" => {
                    let name: String = rows[usize::from(y)].chars().skip(usize::from(x)).take(2).collect();
                    // The first S of a card or a row is the server's own name.
                    let before = (x.saturating_sub(2)..x)
                        .map(|x| buffer[(x, y)].symbol().to_owned())
                        .collect::<String>();
                    if "★ ◆ ● ✕ ▣ ✓ ✗ … ".contains(&before) && !before.trim().is_empty() {
                        assert_eq!(name, server.to_string(), "{x},{y}");
                        kinds[0] += 1;
                    }
                }
                Some(Target::Step(step)) if events.contains((x, y).into()) => {
                    assert!(rows[usize::from(y)].contains(&step.to_string()), "{x},{y}");
                    kinds[1] += 1;
                }
                Some(Target::Message(id)) => {
                    assert!(stage.run.world().network().flight(id).is_some());
                    kinds[2] += 1;
                }
                Some(Target::Hint(hint)) => {
                    let (key, _) = HINTS[hint];
                    assert!(rows[usize::from(y)].contains(key), "{x},{y}");
                    kinds[3] += 1;
                }
                _ => {}
            }
        }
        assert!(kinds[0] >= 5 && kinds[3] > 0, "{width}×{height}: {kinds:?}");
        if height >= 36 {
            assert!(kinds[1] > 0, "{width}×{height}: {kinds:?}");
        }
    }
}

#[test]
fn a_glyph_of_a_message_can_be_clicked() {
    let stage = cut();
    let buffer = stage.draw(120, 36);
    let mut found = Vec::new();
    for (x, y) in cells(&buffer).filter(|(x, y)| *x < 74 && *y < 24) {
        if "◇▻►◅◄△▲▽▼".contains(buffer[(x, y)].symbol())
            && let Some(Target::Message(id)) = stage.hit(&buffer, x, y)
        {
            found.push(id);
        }
    }
    // One that gets lost can be seen, but nothing can be done with it any more.
    for flight in stage.run.world().network().flights().filter(|flight| flight.doom.is_none()) {
        assert!(found.contains(&flight.id), "{} to {}", flight.from, flight.to);
    }
    assert_that(&found.len(), |it| *it >= 3);
}

#[test]
fn the_scrubber_goes_from_end_to_end() {
    let stage = cut();
    let buffer = stage.draw(120, 36);
    assert_eq!(stage.hit(&buffer, 2, 31), Some(Target::Scrubber(0)));
    assert_eq!(stage.hit(&buffer, 117, 31), Some(Target::Scrubber(1000)));
    let Some(Target::Scrubber(middle)) = stage.hit(&buffer, 60, 31) else { panic!("the scrubber") };
    assert!((400..600).contains(&middle), "{middle}");
}

#[test]
fn messages_travel_and_timers_drain() {
    let mut stage = Stage::with_entries(5, &[]);
    stage.until(|run| {
        run.world().network().in_flight() > 0 && run.next_at().is_some_and(|next| next > run.world().now())
    });
    let start = stage.run.world().now();
    let flight = stage.run.world().network().flights().next().unwrap().clone();
    let end = stage.run.next_at().unwrap();
    // The milliseconds that are left on all cards.
    let left = |shown: &str| {
        let words: Vec<&str> = shown.split_whitespace().collect();
        let number = |pair: &[&str]| pair[0].parse::<u64>().ok().filter(|_| pair[1] == "ms");
        words.windows(2).filter_map(number).sum::<u64>()
    };
    let place = |stage: &Stage| {
        let buffer = stage.draw(120, 36);
        let mut found = cells(&buffer).filter(|(x, y)| {
            "◇▻►◅◄△▲▽▼".contains(buffer[(*x, *y)].symbol())
                && stage.hit(&buffer, *x, *y) == Some(Target::Message(flight.id))
        });
        (found.next(), left(&picture(&buffer)))
    };
    stage.clock = Some(start);
    let (before, full) = place(&stage);
    stage.clock = Some(Time(end.0 - 1));
    let (after, less) = place(&stage);
    assert!(before.is_some() && after.is_some() && before != after, "{before:?} {after:?}");
    assert!(less < full, "{less} of {full}");
}

#[test]
fn what_is_chosen_is_marked() {
    let mut stage = cut();
    let plain = stage.draw(120, 36);
    stage.chosen = Chosen::Server(s(4));
    let marked = stage.draw(120, 36);
    assert_that(&picture(&plain), |it| !it.contains('◂'));
    assert_that(&picture(&marked), |it| it.contains('◂'));
    let message = stage.run.world().network().flights().next().unwrap().id;
    stage.chosen = Chosen::Message(message);
    let marked = picture(&stage.draw(120, 36));
    assert!(
        ["▸◇", "▸▻", "▸►", "▸←◇", "▸◅", "▸◄", "▸▽", "▸▼"].iter().any(|sign| marked.contains(sign)),
        "{marked}"
    );
}

#[test]
fn the_leader_is_filled_and_the_candidate_is_not() {
    for (stage, word, reversed) in [(cut(), "leader", true), (election(), "candidate", false)] {
        let mut stage = stage;
        stage.look = Look::new(Theme::Mono, Depth::True, false);
        let buffer = stage.draw(120, 36);
        let (x, y) = cells(&buffer)
            .find(|(x, y)| {
                (*x < 74 && *y > 1)
                    && word.chars().enumerate().all(|(offset, letter)| {
                        let at = (x + offset as u16, *y);
                        at.0 < 120 && buffer[at].symbol() == letter.to_string()
                    })
            })
            .unwrap();
        assert_eq!(buffer[(x, y)].modifier.contains(Modifier::REVERSED), reversed);
        assert_that(&buffer[(x, y)].modifier, |it| it.contains(Modifier::BOLD));
    }
}

#[test]
fn scrolling_ends_where_all_has_been_seen() {
    let commands: Vec<String> = (1..=30).map(|number| format!("x={number}")).collect();
    let commands: Vec<&str> = commands.iter().map(String::as_str).collect();
    let mut stage = Stage::with_entries(5, &commands);
    for pane in [Pane::Logs, Pane::Events, Pane::Rule, Pane::Messages] {
        stage.zoom(pane);
        stage.scroll = [0; Pane::ALL.len()];
        let area = Rect::new(0, 0, 48, 12);
        let limit = stage.scene(|scene| scroll_limit(scene, area, pane));
        let seen_at = |stage: &mut Stage, scroll: u16| {
            stage.scroll[pane as usize] = scroll;
            picture(&stage.draw(48, 12))
        };
        let end = seen_at(&mut stage, limit);
        assert_eq!(end, seen_at(&mut stage, limit.saturating_add(40)), "{pane:?} goes beyond its end");
        if limit > 0 {
            assert_ne!(end, seen_at(&mut stage, limit - 1), "{pane:?} has not reached its end");
        }
        assert!(limit > 0 || pane == Pane::Messages, "{pane:?}");
    }
}

/// A screen of home with so many scenarios and two ways, the chosen one counted as they stand there.
fn at_home<T>(scenarios: usize, chosen: usize, look: &Look, see: impl FnOnce(&HomeScene) -> T) -> T {
    let entry = |key: &str, title: String, group| home::Entry {
        key: key.to_owned(),
        title,
        place: "§5.2".to_owned(),
        group,
        what: "What it shows, in a sentence that is long enough to be wrapped in a narrow band".to_owned(),
        ..home::Entry::of(raftarium::tui::app::Order::Open)
    };
    let ways = [entry("s", "Sandbox".to_owned(), ""), entry("r", "Rules".to_owned(), "")];
    let group = |number: usize| if number < 8 { "Elections" } else { "Replication" };
    let scenarios: Vec<home::Entry> = (1..=scenarios)
        .map(|number| {
            let more = if number == 9 { " has a title that is longer than its line" } else { "" };
            entry("", format!("Scenario {number:02}{more}"), group(number))
        })
        .collect();
    let hints = &[("Enter", "open"), ("F1", "help")];
    see(&HomeScene {
        ways: &ways,
        scenarios: &scenarios,
        list: "Scenarios",
        again: None,
        chosen,
        scenario: 0,
        hints,
        notice: None,
        look,
    })
}

#[test]
fn home_draws_at_every_size_and_its_lines_can_be_clicked() {
    let look = Look::default();
    for (scenarios, chosen) in [(0, 0), (30, 1), (30, 31)] {
        at_home(scenarios, chosen, &look, |scene| {
            for height in 1..=40 {
                for width in (1..=130).step_by(3) {
                    let area = Rect::new(0, 0, width, height);
                    draw_home(scene, area, &mut Buffer::empty(area));
                }
            }
            let area = Rect::new(0, 0, 120, 50);
            let mut buffer = Buffer::empty(area);
            draw_home(scene, area, &mut buffer);
            let rows: Vec<String> = picture(&buffer).lines().map(str::to_owned).collect();
            let titles: Vec<&str> = scene
                .scenarios
                .iter()
                .chain(scene.ways)
                .map(|it| it.title.get(..11).unwrap_or(&it.title))
                .collect();
            let mut clicked = vec![false; titles.len()];
            for (x, y) in cells(&buffer) {
                if let Some(HomeTarget::Entry(entry)) = hit_home(scene, area, x, y)
                    && y > 11
                {
                    assert!(rows[usize::from(y)].contains(titles[entry]), "{x},{y}");
                    clicked[entry] = true;
                }
            }
            assert!(clicked.iter().all(|clicked| *clicked), "{clicked:?}");
        });
    }
}

#[test]
fn home_at_80_by_24() {
    let look = Look::default();
    let buffer = at_home(30, 16, &look, |scene| {
        let area = Rect::new(0, 0, 80, 24);
        let mut buffer = Buffer::empty(area);
        draw_home(scene, area, &mut buffer);
        buffer
    });
    insta::assert_snapshot!(both(&buffer, &look));
}

fn cells(buffer: &Buffer) -> impl Iterator<Item = (u16, u16)> {
    let area = buffer.area;
    (area.top()..area.bottom()).flat_map(move |y| (area.left()..area.right()).map(move |x| (x, y)))
}

#[test]
fn drawing_twice_draws_the_same() {
    let stage = cut();
    let area = Rect::new(0, 0, 120, 36);
    let mut buffer = stage.draw(120, 36);
    let first = buffer.clone();
    stage.scene(|scene| draw_on(scene, area, &mut buffer));
    assert_eq!(first, buffer);
    stage.scene(|scene| assert_eq!(hit(scene, area, 500, 500), None));
}
