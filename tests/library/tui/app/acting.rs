//! Doing things to the cluster: by keys, by the mouse, on what is chosen.

use super::runner::Runner;
use crate::support::assert_that;
use raftarium::raft::{RoleKind, ServerId};
use raftarium::sim::{Action, LifeKind};
use raftarium::tui::Chosen;
use raftarium::tui::app::Button;

fn server(number: usize) -> ServerId {
    ServerId::numbered(number).unwrap()
}

fn leading() -> Runner {
    Runner::sandbox(5, 1).keys("n n").shows("wins the election for term 1")
}

#[test]
fn x_crashes_the_chosen_server_and_restarts_it() {
    let runner = Runner::sandbox(5, 1).keys("2 x");
    assert_eq!(runner.run().world().node(server(2)).kind(), LifeKind::Down);
    let runner = runner.shows("S2 crashes").keys("x");
    assert_eq!(runner.run().world().node(server(2)).kind(), LifeKind::Up);
}

#[test]
fn with_nothing_chosen_a_key_says_what_it_needs() {
    let runner = Runner::sandbox(5, 1).keys("x").shows("First choose a server");
    assert_eq!(runner.run().actions().len(), 0);
    runner.keys("Right").hides("First choose a server");
}

#[test]
fn f_freezes_and_thaws_t_lets_a_timer_run_out() {
    let runner = Runner::sandbox(5, 1).keys("4 f");
    assert_eq!(runner.run().world().node(server(4)).kind(), LifeKind::Frozen);
    let runner = runner.keys("f t").shows("S4 starts an election for term 1");
    let node = runner.run().world().node(server(4));
    assert_eq!(node.running().unwrap().role().kind(), RoleKind::Candidate);
}

#[test]
fn k_kills_the_leader_whoever_that_is() {
    let runner = leading();
    let leader = runner.run().world().leader().unwrap();
    let runner = runner.keys("k");
    assert!(runner.run().world().node(leader).is_down());
    runner.keys("k").shows("leader");
}

#[test]
fn a_partition_is_chosen_on_the_screen() {
    let runner = leading().keys("p 1 2 Enter");
    let network = runner.run().world().network();
    assert!(network.link(server(1), server(3)).cut && network.link(server(3), server(2)).cut);
    assert!(!network.link(server(1), server(2)).cut && !network.link(server(3), server(5)).cut);
    let runner = runner.keys("h");
    assert!(!runner.run().world().network().has_cuts());
}

#[test]
fn a_server_dragged_onto_another_one_joins_its_group() {
    for size in [(80, 24), (120, 36), (200, 60)] {
        let runner = leading().sized(size.0, size.1).keys("p 1 2").shows("A S1 S2 · B S3 S4 S5");
        let (x, y) = runner.find("S1 ");
        let (other_x, other_y) = runner.find("S3 ");
        let runner =
            runner.mouse(Button::Left, x, y).mouse(Button::Drag, x.midpoint(other_x), y.midpoint(other_y));
        let runner = runner.mouse(Button::Drag, other_x, other_y).shows("A S1 S3 S4 S5 · B S2");
        // Onto one of the other side, and on: it is where it was carried last.
        let (x, y) = runner.find("S2 ");
        let runner = runner.mouse(Button::Drag, x, y).shows("A S1 S2 · B S3 S4 S5");
        // What is pressed next is taken hold of instead.
        let (x, y) = runner.find("S5 ");
        let (other_x, other_y) = runner.find("S1 ");
        let runner = runner.mouse(Button::Left, x, y).mouse(Button::Drag, other_x, other_y);
        let runner = runner.shows("A S1 S2 S5 · B S3 S4").keys("Enter");
        let network = runner.run().world().network();
        assert!(network.link(server(1), server(3)).cut && network.link(server(5), server(4)).cut);
        assert!(!network.link(server(1), server(5)).cut && !network.link(server(3), server(4)).cut);
        // Without a choice of groups a drag changes nothing.
        let before = runner.run().actions().len();
        let (x, y) = runner.find("S1 ");
        let runner = runner.mouse(Button::Left, x, y).mouse(Button::Drag, x + 8, y);
        assert_eq!(runner.run().actions().len(), before);
    }
}

#[test]
fn while_sides_are_chosen_the_subtitle_says_what_the_cut_would_leave() {
    let runner = leading().keys("p").shows("Choose who is on which side").keys("1 2");
    let runner = runner.shows("A S1 S2 · B S3 S4 S5: side B can still commit").shows("Enter cuts");
    let runner = runner.keys("3").shows("side A can still commit").keys("Esc").hides("can still decide");
    runner.keys("Esc p Enter").shows("at least two groups").keys("1").shows("A S1 · B S2");
}

#[test]
fn a_partition_that_is_cancelled_or_has_one_side_changes_nothing() {
    let runner = leading();
    let cursor = runner.cursor();
    let runner = runner.keys("p 1 2 Esc");
    assert_eq!((runner.cursor(), runner.run().world().network().has_cuts()), (cursor, false));
    let runner = runner.keys("Esc p Enter").shows("at least two groups");
    assert_eq!(runner.cursor(), cursor);
}

#[test]
fn groups_are_chosen_with_arrows_and_with_the_mouse_too() {
    let runner = leading().keys("p Space Down Space Enter");
    let action = &runner.run().actions()[0].action;
    let Action::Partition(groups) = action else { panic!("{action:?}") };
    assert_eq!(groups.iter().map(|group| group.len()).collect::<Vec<_>>(), [2, 3]);
}

#[test]
fn a_message_is_dropped_held_and_delivered() {
    let runner = Runner::sandbox(3, 1).keys("n m");
    let Chosen::Message(id) = runner.stage().chosen else { panic!("{:?}", runner.stage().chosen) };
    let runner = runner.keys("w");
    let flight = runner.run().world().network().flight(id).unwrap();
    assert_eq!(flight.place, raftarium::sim::Transit::Held);
    let in_flight = runner.run().world().network().in_flight();
    let runner = runner.keys("w u");
    assert_eq!(runner.run().world().network().in_flight(), in_flight + 1);
    let runner = runner.keys("d");
    assert!(runner.run().world().network().flight(id).is_none(), "it has arrived");
}

#[test]
fn a_choice_that_is_gone_is_given_up() {
    let runner = Runner::sandbox(3, 1).keys("n m d");
    assert_eq!(runner.stage().chosen, Chosen::Nothing);
}

#[test]
fn c_opens_the_palette_with_a_command() {
    let runner = leading().keys("c").shows("submit x=1").keys("Enter");
    assert_eq!(runner.run().world().requests().len(), 1);
    // Whoever looks at a follower still means the leader: a follower could only name it.
    let follower = (1..=5).map(server).find(|id| runner.run().world().leader() != Some(*id)).unwrap();
    let chosen = follower.position() + 1;
    let runner = runner.keys(&format!("{chosen} c")).shows("submit x=2").hides("x=2 to");
    // Its menu is about it.
    runner.keys("Esc Enter Enter").shows(&format!("submit x=2 to {follower}"));
    // Of two that believe that they lead, the chosen one is meant.
    let two = Runner::sandbox(5, 1).keys("n n").command("partition leader follower:1 | others");
    let two = two.command("run until two leaders").keys("4 c");
    two.shows("submit x=1 to S4");
}

#[test]
fn a_refusal_is_said_and_changes_nothing() {
    let runner = Runner::sandbox(5, 1).keys("c Enter").shows("leader");
    assert_eq!(runner.run().actions().len(), 0);
}

#[test]
fn acting_in_the_past_begins_a_branch_and_says_so() {
    let runner = leading();
    let end = runner.run().end();
    let runner = runner.keys("Left Left Left 1 x").shows("S1 crashes");
    assert_that(&(runner.run().end(), end), |(a, b)| a < b);
    assert_eq!(runner.cursor(), runner.run().end());
    assert_eq!(runner.run().branches()[0].branch.ending().step, end, "the old future stays");
}

#[test]
fn a_click_chooses_a_second_one_opens_the_menu_and_its_lines_can_be_clicked() {
    let runner = Runner::sandbox(5, 1).click(Button::Left, "S2 follower");
    assert_eq!(runner.stage().chosen, Chosen::Server(server(2)));
    let runner = runner.click(Button::Left, "S2 follower").shows("let its timer expire");
    let runner = runner.click(Button::Left, "let its timer expire").shows("S2 is a candidate");
    assert_eq!(runner.cursor(), 6);
}

#[test]
fn a_right_click_opens_the_menu_at_once_and_keys_go_through_it() {
    let runner = Runner::sandbox(5, 1).click(Button::Right, "S3 follower").shows("freeze");
    let runner = runner.keys("Down Down Enter");
    assert!(runner.run().world().node(server(3)).is_down());
    let runner = runner.keys("Enter").shows("erase its disk").keys("Esc").hides("erase its disk");
    assert_eq!(runner.stage().chosen, Chosen::Server(server(3)));
}

#[test]
fn a_hint_can_be_clicked() {
    let runner = Runner::sandbox(5, 1).click(Button::Left, "Space play");
    assert!(runner.app.is_moving());
}

#[test]
fn align_makes_a_split_vote() {
    let runner = Runner::sandbox(4, 1).keys("a n n n n");
    let candidates = runner
        .run()
        .world()
        .nodes()
        .iter()
        .filter(|node| node.running().is_some_and(|server| server.role().kind() == RoleKind::Candidate));
    assert_that(&candidates.count(), |it| *it >= 2);
}

#[test]
fn a_message_that_was_lost_is_named_and_the_choice_ends_with_the_act() {
    let mut runner = Runner::sandbox(5, 1).keys("n m");
    let Chosen::Message(first) = runner.stage().chosen else { panic!("{:?}", runner.stage().chosen) };
    let to = runner.run().world().network().flight(first).unwrap().to;
    runner = runner.shows(&format!("A vote request from S4 to {to}: it arrives in "));
    // What loses a message is not one Shift apart from what delivers it.
    runner = runner.keys("D").shows("D does nothing here");
    runner = runner.keys("x").shows(&format!("S4's vote request to {to} is lost: it was dropped on command"));
    assert_eq!(runner.stage().chosen, Chosen::Nothing);
    let down = |runner: &Runner| runner.run().world().which(raftarium::sim::Node::is_down).len();
    let runner = runner.keys("x");
    assert_eq!(down(&runner), 0, "the same key once more crashes nobody");
    let runner = runner.keys("m d");
    assert_eq!(runner.stage().chosen, Chosen::Nothing);
    let runner = runner.command(&format!("choose {first}")).shows("is already lost");
    drop(runner);
}

#[test]
fn what_was_done_to_a_message_says_which_it_was() {
    Runner::sandbox(5, 1).keys("n m w").shows("'s vote request to").shows("is held back");
    Runner::sandbox(5, 1).keys("n m u").shows("is duplicated: the copy is #");
    Runner::sandbox(5, 1).keys("n m L").shows("is delayed: by 50 ms");
}

#[test]
fn a_message_is_chosen_by_its_label_and_by_the_cells_around_it() {
    let runner = Runner::sandbox(5, 1).sized(120, 36).command("run 165ms");
    let (x, y) = runner.find("◇→ vote?");
    for (x, y) in [(x, y), (x + 2, y), (x + 6, y), (x, y - 1), (x, y + 1), (x - 1, y)] {
        let runner = Runner::sandbox(5, 1).sized(120, 36).command("run 165ms").mouse(Button::Left, x, y);
        assert!(matches!(runner.stage().chosen, Chosen::Message(_)), "{x},{y}: {:?}", runner.stage().chosen);
    }
}
