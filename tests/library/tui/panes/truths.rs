//! What the panes say is true, and says the same as its neighbours.

use crate::support::assert_contains;
use crate::support::stage::{Stage, picture};
use raftarium::raft::{Entry, Fact, ServerId, ServerSet, Term};
use raftarium::sim::{Action, Setup};
use raftarium::tui::Chosen;
use ratatui::style::Modifier;

/// A leader that is heard by all and hears nobody.
fn deaf() -> (Stage, ServerId) {
    let mut stage = Stage::with_entries(5, &["x=1"]);
    let leader = stage.leader();
    for server in (0..5).map(ServerId::at).filter(|server| *server != leader) {
        stage.act(&Action::Cut { from: ServerSet::only(server), to: ServerSet::only(leader) });
    }
    (stage, leader)
}

#[test]
fn a_leader_that_is_heard_and_does_not_hear_has_both_numbers() {
    let (stage, leader) = deaf();
    for (width, height) in [(80, 24), (120, 36), (200, 60)] {
        let shown = picture(&stage.draw(width, height));
        assert!(shown.contains("heard by 5, hears 1"), "{width}×{height}: {shown}");
        assert!(!shown.contains("reaches") && !shown.contains("is deaf to"), "{width}×{height}: {shown}");
    }
    assert_contains(&picture(&stage.draw(70, 20)), &format!("{leader} hears nobody"));
}

#[test]
fn a_copy_is_no_alarm_before_the_leader_has_counted_it() {
    let mut setup = Setup::of(3, 7);
    for server in (0..3).map(ServerId::at) {
        let initial = setup.initial_mut(server);
        initial.log = vec![Entry { term: Term(1), payload: "x=1".parse().unwrap() }];
        initial.term = Term(1);
    }
    let mut stage = Stage::new(setup);
    let alarmed = |stage: &Stage| {
        let buffer = stage.draw(120, 36);
        let alarm = stage.look.alarm().fg.unwrap();
        let marked = |cell: &ratatui::buffer::Cell| cell.symbol() == "╌" && cell.fg == alarm;
        (picture(&buffer), buffer.content().iter().any(marked))
    };
    let (shown, alarm) = alarmed(&stage);
    assert!(shown.contains("on 3 of 3, not committed") && !alarm, "{shown}");
    stage.until(|run| run.world().leader().is_some());
    let (shown, alarm) = alarmed(&stage);
    let leader = stage.leader();
    assert!(shown.contains(&format!("on 3 of 3, {leader} knows of 1")) && !alarm, "{shown}");
    stage.until(|run| {
        run.step().is_some_and(|step| step.facts.iter().any(|it| matches!(it, Fact::CommitWithheld { .. })))
    });
    let (shown, alarm) = alarmed(&stage);
    assert!(shown.contains("of term 1: not committed") && alarm, "{shown}");
}

#[test]
fn a_split_vote_is_a_table_and_few_messages_have_words() {
    let mut stage = Stage::new(Setup::of(5, 7));
    stage.act(&Action::Align(ServerSet::up_to(5)));
    stage.until(|run| {
        run.world().which(|node| node.running().is_some_and(|it| it.candidate().is_some())).len() == 5
    });
    for (width, height) in [(80, 24), (120, 36)] {
        let shown = picture(&stage.draw(width, height));
        assert!(shown.contains("Votes in term 1") && shown.contains("3 needed"), "{shown}");
        assert_eq!(shown.matches("itself").count(), 5, "{shown}");
        let worded = shown.matches("vote?").count();
        assert!((1..=6).contains(&worded), "{shown}");
    }
    assert_contains(&picture(&stage.draw(120, 36)), "nobody can win");
}

#[test]
fn the_speed_is_shown_wherever_there_are_panes() {
    let (stage, _) = deaf();
    for (width, height) in [(40, 8), (60, 16), (79, 23), (80, 24), (100, 30), (120, 36), (200, 60)] {
        let shown = picture(&stage.draw(width, height));
        assert!(shown.lines().next().unwrap().contains("100× slower"), "{width}×{height}: {shown}");
    }
}

#[test]
fn who_acted_is_underlined_and_only_what_is_chosen_has_the_mark() {
    let (mut stage, leader) = deaf();
    stage.until(|run| run.step().and_then(raftarium::sim::Step::server).is_some());
    let acted = stage.run.step().unwrap().server().unwrap();
    let names = |stage: &Stage| {
        let buffer = stage.draw(80, 24);
        let area = buffer.area;
        let mut names = Vec::new();
        for (y, x) in (2..13).flat_map(|y| (0..area.width - 1).map(move |x| (y, x))) {
            if buffer[(x, y)].symbol() == "S" && buffer[(x, y)].modifier.contains(Modifier::UNDERLINED) {
                names.push(format!("S{}", buffer[(x + 1, y)].symbol()));
            }
        }
        (names, picture(&buffer).lines().take(13).collect::<String>().contains('▸'))
    };
    assert_eq!(names(&stage), (vec![acted.to_string()], false));
    stage.chosen = Chosen::Server(leader);
    assert_eq!(names(&stage), (vec![acted.to_string()], true));
}

#[test]
fn a_broken_property_is_told_in_a_sentence() {
    let mut stage = super::broken();
    for (width, height) in [(80, 24), (120, 36), (200, 60)] {
        stage.focus = raftarium::tui::Pane::Properties;
        let shown = picture(&stage.draw(width, height));
        let words: Vec<&str> = shown.split_whitespace().collect();
        let words = words.join(" ");
        assert!(words.contains("were both elected in term 1"), "{width}×{height}: {shown}");
    }
}
