//! The space-time diagram: what is drawn for a fixed run, in every look; and that it tells what happened.

use crate::support::assert_that;
use crate::support::stage::{Stage, picture, styles};
use raftarium::history::Cone;
use raftarium::raft::{Fact, ServerId, Timer};
use raftarium::sim::{Action, LinkChange, LinkQuality, Loss, Setup, Step, What};
use raftarium::tui::{Chosen, Depth, Lens, Lit, Look, Pane, Target, Theme};
use ratatui::buffer::Buffer;
use ratatui::style::Color;

fn s(number: usize) -> ServerId {
    ServerId::numbered(number).unwrap()
}

/// S5 is cut off while its leader takes a command and crashes; an election over a network that loses messages, and
/// the leader comes back. The step that is shown is the victory, with some of its future known.
fn eventful() -> Stage {
    let mut stage = Stage::with_entries(5, &["x=1"]);
    let leader = stage.leader();
    let cut_off = if leader == s(5) { s(4) } else { s(5) };
    stage.act(&Action::Partition(vec![[cut_off].into_iter().collect()]));
    stage.steps(20);
    stage.submit("x=7");
    stage.steps(9);
    stage.act(&Action::Crash(leader));
    stage.act(&Action::Heal);
    let all = stage.run.world().roster();
    let loss = LinkChange { loss: Some(200), ..LinkChange::default() };
    stage.act(&Action::Tune { from: all, to: all, change: loss });
    stage.until(|run| run.world().leader().is_some());
    let won = stage.run.cursor();
    stage.steps(12);
    stage.act(&Action::Restart(leader));
    stage.act(&Action::Freeze(cut_off));
    stage.steps(25);
    assert!(stage.run.seek(won));
    stage.zoom(Pane::SpaceTime);
    // A bit farther than by default: the cut and the crash are to be seen along with the victory.
    stage.lens = Lens { closer: -2, lit: Lit::All };
    stage
}

fn both(buffer: &Buffer, look: &Look) -> String {
    format!("{}\n{}", picture(buffer), styles(buffer, look))
}

#[test]
fn the_past_of_a_victory_at_120_by_36() {
    let mut stage = eventful();
    stage.lens.lit = Lit::Past;
    insta::assert_snapshot!(both(&stage.draw(120, 36), &stage.look));
}

#[test]
fn the_past_and_the_future_on_a_light_background_at_200_by_60() {
    let mut stage = eventful();
    stage.look = Look::new(Theme::Light, Depth::True, false);
    stage.lens.lit = Lit::Cone;
    insta::assert_snapshot!(both(&stage.draw(200, 60), &stage.look));
}

#[test]
fn everything_alike_at_80_by_24() {
    let stage = eventful();
    insta::assert_snapshot!(both(&stage.draw(80, 24), &stage.look));
}

#[test]
fn without_colours_in_ascii_at_80_by_24() {
    let mut stage = eventful();
    stage.look = Look::new(Theme::Mono, Depth::True, true);
    stage.lens.lit = Lit::Past;
    let buffer = stage.draw(80, 24);
    for cell in buffer.content() {
        assert_that(&cell.symbol(), |it| it.is_ascii());
        assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset));
    }
    insta::assert_snapshot!(both(&buffer, &stage.look));
}

#[test]
fn two_rows_a_server_on_a_small_screen() {
    let stage = eventful();
    insta::assert_snapshot!(both(&stage.draw(60, 16), &stage.look));
}

#[test]
fn at_200_by_60_it_has_a_place_of_its_own() {
    let mut stage = eventful();
    (stage.zoom, stage.focus) = (None, Pane::Cluster);
    insta::assert_snapshot!(picture(&stage.draw(200, 60)));
}

fn cells(buffer: &Buffer) -> impl Iterator<Item = (u16, u16)> {
    let area = buffer.area;
    (area.top()..area.bottom()).flat_map(move |y| (area.left()..area.right()).map(move |x| (x, y)))
}

fn step(stage: &Stage, number: u64) -> &Step {
    stage.run.at_hand().iter().find(|step| step.number == number).unwrap()
}

/// Where the line of a server is: the row that begins with its name.
fn row_of(rows: &[String], server: ServerId) -> usize {
    rows.iter().position(|row| row.chars().skip(4).take(2).collect::<String>() == server.to_string()).unwrap()
}

#[test]
fn what_is_picked_is_what_was_drawn() {
    let stage = eventful();
    let buffer = stage.draw(200, 60);
    let rows: Vec<String> = picture(&buffer).lines().map(str::to_owned).collect();
    let servers: Vec<ServerId> = stage.run.world().roster().iter().collect();
    let lines: Vec<usize> = servers.iter().map(|server| row_of(&rows, *server)).collect();
    let mut seen = [0; 6];
    for (x, y) in cells(&buffer).filter(|(x, _)| (9..198).contains(x)) {
        let symbol = buffer[(x, y)].symbol();
        let target = stage.hit(&buffer, x, y);
        let line = lines.iter().position(|line| *line == usize::from(y));
        let picked = match target {
            Some(Target::Step(number)) => Some(step(&stage, number)),
            _ => None,
        };
        let has = |found: fn(&Fact) -> bool| picked.is_some_and(|step| step.facts.iter().any(found));
        match (symbol, line) {
            ("★", Some(line)) => {
                assert!(has(|fact| matches!(fact, Fact::BecameLeader { .. })), "{x},{y}");
                assert_eq!(picked.unwrap().server(), Some(servers[line]));
                seen[0] += 1;
            }
            ("◆", Some(_)) => {
                assert!(has(|fact| matches!(fact, Fact::ElectionStarted { .. })), "{x},{y}");
                seen[1] += 1;
            }
            ("✕", Some(_)) => {
                assert!(has(|fact| matches!(fact, Fact::Crashed { .. })), "{x},{y}");
                seen[2] += 1;
            }
            ("✕", None) if y > 4 && usize::from(y) < lines[4] => {
                assert!(matches!(picked.unwrap().what, What::Lost(..)), "{x},{y}: {target:?}");
                seen[3] += 1;
            }
            // A tip stands right above or below the server that the message reaches.
            ("▾" | "▴", None) if usize::from(y) > lines[0] => {
                let reached = if symbol == "▾" { y + 1 } else { y - 1 };
                let server = servers[lines.iter().position(|line| *line == usize::from(reached)).unwrap()];
                let step = picked.unwrap_or_else(|| panic!("{x},{y}: {target:?}"));
                assert!(matches!(&step.what, What::Delivered(flight) if flight.to == server), "{x},{y}");
                seen[4] += 1;
            }
            (_, Some(line)) if picked.is_none() => {
                assert_eq!(target, Some(Target::Server(servers[line])), "{x},{y}");
                seen[5] += 1;
            }
            _ => {}
        }
    }
    assert!(seen[0] == 1 && seen[1] >= 1 && seen[2] == 1 && seen[3] >= 3, "{seen:?}");
    assert!(seen[4] >= 20 && seen[5] >= 100, "{seen:?}");
}

#[test]
fn only_the_cone_is_lit() {
    let mut stage = eventful();
    stage.lens.lit = Lit::Past;
    let won = stage.run.cursor();
    let buffer = stage.draw(120, 36);
    let cone = Cone::of(stage.run.at_hand(), won).unwrap();
    let terms: Vec<Color> =
        (1..=6).filter_map(|term| stage.look.term(raftarium::raft::Term(term)).fg).collect();
    let (mut lit, mut dim) = (0, 0);
    for (x, y) in cells(&buffer) {
        if !matches!(buffer[(x, y)].symbol(), "▾" | "▴") || y < 5 {
            continue;
        }
        let Some(Target::Step(number)) = stage.hit(&buffer, x, y) else { continue };
        let is_lit = terms.contains(&buffer[(x, y)].fg);
        assert_eq!(is_lit, cone.in_past(number), "{x},{y}: step {number}");
        if is_lit { lit += 1 } else { dim += 1 }
    }
    assert!(lit >= 4 && dim >= 10, "{lit} lit, {dim} dim");
    stage.lens.lit = Lit::Future;
    let later = stage.draw(120, 36);
    assert_ne!(buffer, later);
}

#[test]
fn a_line_is_heavy_while_leading_gone_while_down_and_hatched_while_frozen() {
    let stage = eventful();
    let buffer = stage.draw(200, 60);
    let rows: Vec<String> = picture(&buffer).lines().map(str::to_owned).collect();
    let crashed = stage.run.world().nodes().iter().find(|node| node.is_down()).unwrap().id;
    // Behind its name: a heavy line while it led, a cross, nothing but what passes by, an arrow, a light line.
    let row: String = rows[row_of(&rows, crashed)].chars().skip(8).collect();
    let (before, rest) = row.split_once('✕').unwrap();
    let (gap, after) = rest.split_once('↻').unwrap();
    assert!(before.contains("━━") && after.contains("──"), "{row}");
    assert!(gap.contains("down") && !gap.contains(['─', '━', '●']), "{row}");
    assert!(rows.iter().any(|row| row.contains("╱╱╱╱")), "the frozen server");
    assert_that(&rows, |it| {
        it.iter().any(|row| row.contains(" B ──")) && it.iter().any(|row| row.contains('┆'))
    });
}

#[test]
fn scrolling_goes_back_in_time_and_no_further_than_what_is_at_hand() {
    let mut stage = eventful();
    let first = |stage: &Stage| {
        let text = picture(&stage.draw(120, 36));
        let row = text.lines().nth(3).unwrap().to_owned();
        row.split("  ").find_map(|word| word.trim().replace(' ', "").parse::<u64>().ok()).unwrap()
    };
    let here = first(&stage);
    stage.scroll[Pane::SpaceTime as usize] = 10;
    let back = first(&stage);
    assert!(back < here, "{back} {here}");
    stage.scroll[Pane::SpaceTime as usize] = u16::MAX;
    assert_that(&(first(&stage), back), |(a, b)| a <= b);
    let limit = stage.scene(|scene| {
        raftarium::tui::draw::scroll_limit(scene, ratatui::layout::Rect::new(0, 0, 120, 36), Pane::SpaceTime)
    });
    stage.scroll[Pane::SpaceTime as usize] = limit;
    let at_limit = stage.draw(120, 36);
    stage.scroll[Pane::SpaceTime as usize] = limit + 1;
    assert_eq!(stage.draw(120, 36), at_limit);
}

#[test]
fn a_closer_lens_shows_less_time() {
    let mut stage = eventful();
    let note = |stage: &Stage| {
        let text = picture(&stage.draw(120, 36));
        let title = text.lines().nth(2).unwrap().to_owned();
        let (_, column) = title.split_once("a column is ").unwrap();
        let (number, unit) = column.split_once(' ').unwrap();
        number.parse::<f64>().unwrap() * if unit == "ms" { 1_000.0 } else { 1.0 }
    };
    let mut before = f64::MAX;
    for closer in -6..=6 {
        stage.lens.closer = closer;
        let column = note(&stage);
        assert!(column < before, "{closer}: {column} after {before}");
        before = column;
    }
    assert_eq!(stage.lens.moved(100).closer, 6);
    assert_eq!(stage.lens.moved(-100).closer, -6);
}

/// A message on its way ends open at the cursor, can be picked, and is lit when it is chosen.
#[test]
fn a_message_in_flight_ends_at_the_cursor() {
    let mut stage = Stage::with_entries(5, &[]);
    stage.act(&Action::Fire { server: stage.leader(), timer: Timer::Heartbeat });
    stage = stage.half_way();
    stage.zoom(Pane::SpaceTime);
    let buffer = stage.draw(120, 36);
    let picked: Vec<_> = cells(&buffer)
        .filter_map(|(x, y)| match stage.hit(&buffer, x, y) {
            Some(Target::Message(id)) => Some(id),
            _ => None,
        })
        .collect();
    let flight = stage.run.world().network().flights().next().unwrap().id;
    assert!(picked.contains(&flight), "{picked:?}");
    stage.chosen = Chosen::Message(flight);
    assert_ne!(stage.draw(120, 36), buffer, "the chosen one is lit");
}

/// A message to a server that is down ends at it, one on a bad link half way.
#[test]
fn lost_messages_end_where_they_were_lost() {
    for (loss, setup) in [
        (
            Loss::Network,
            Setup { link: LinkQuality { loss: 500, ..LinkQuality::default() }, ..Setup::of(2, 3) },
        ),
        (Loss::ServerDown, Setup::of(2, 3)),
    ] {
        let mut stage = Stage::new(setup);
        if loss == Loss::ServerDown {
            stage.act(&Action::Crash(s(2)));
        }
        let lost = |step: &Step| matches!(&step.what, What::Lost(flight, why) if flight.from == s(1) && *why == loss);
        stage.until(|run| run.step().is_some_and(lost));
        stage.zoom(Pane::SpaceTime);
        let buffer = stage.draw(120, 36);
        let rows: Vec<String> = picture(&buffer).lines().map(str::to_owned).collect();
        let (one, two) = (row_of(&rows, s(1)), row_of(&rows, s(2)));
        let number = stage.run.cursor();
        let (_, y) = cells(&buffer)
            .filter(|(x, y)| {
                buffer[(*x, *y)].symbol() == "✕" && *x > 8 && (one..two).contains(&usize::from(*y))
            })
            .find(|(x, y)| stage.hit(&buffer, *x, *y) == Some(Target::Step(number)))
            .unwrap_or_else(|| panic!("{loss:?}: {}", picture(&buffer)));
        let expected = if loss == Loss::ServerDown { two - 1 } else { usize::midpoint(one, two) };
        // A message that the network lost may end a row beside the middle.
        let most = usize::from(loss == Loss::Network);
        assert!(usize::from(y).abs_diff(expected) <= most, "{loss:?}: row {y}, not {expected}");
    }
}

#[test]
fn every_size_and_every_number_of_servers_draws() {
    for servers in [1, 2, 9, 25] {
        let mut stage = Stage::with_entries(servers, &["x=1"]);
        stage.zoom(Pane::SpaceTime);
        stage.lens.lit = Lit::Cone;
        for (width, height) in [(1, 1), (20, 5), (40, 8), (44, 9), (60, 16), (80, 24), (120, 36), (200, 60)] {
            for closer in [-6, 0, 6] {
                stage.lens.closer = closer;
                let buffer = stage.draw(width, height);
                for (x, y) in cells(&buffer).step_by(7) {
                    stage.hit(&buffer, x, y);
                }
            }
        }
    }
}
