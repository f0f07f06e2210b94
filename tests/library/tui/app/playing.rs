//! Time: playing, stepping, jumping.

use super::runner::Runner;
use crate::support::assert_that;
use raftarium::sim::Time;
use raftarium::tui::app::Button;

#[test]
fn space_lets_time_pass_at_a_hundredth_and_stops_it() {
    let runner = Runner::sandbox(5, 1).command("glide off").keys("Space").wait(3_000);
    assert_eq!(runner.run().world().now(), Time(30_000), "3 s of the viewer are 30 ms of the cluster");
    let runner = runner.keys("Space").wait(3_000);
    assert_eq!(runner.run().world().now(), Time(30_000));
    assert!(!runner.app.is_moving());
}

#[test]
fn faster_and_slower_change_how_much_time_passes() {
    let runner = Runner::sandbox(5, 1).command("glide off").keys("+ Space").wait(3_000);
    assert_eq!(runner.run().world().now(), Time(60_000));
    let runner = Runner::sandbox(5, 1).command("glide off").command("speed 1/1000").keys("Space").wait(3_000);
    assert_eq!(runner.run().world().now(), Time(3_000));
}

#[test]
fn quiet_time_passes_faster_and_what_happens_does_not() {
    // The first timer runs out after 160 ms: 16 s of the viewer at a hundredth.
    let mut runner = Runner::sandbox(5, 1).sized(120, 36).keys("Space").wait(1_500).shows("0× slower");
    let mut waited = 1_500;
    while runner.cursor() == runner.run().start() {
        runner = runner.wait(30);
        waited += 30;
    }
    assert!((2_000..5_000).contains(&waited), "{waited} ms");
    // Messages are on their way now, and travel as slowly as ever.
    let (then, runner) = (runner.run().world().now(), runner.wait(300));
    assert_eq!(runner.run().world().now().since(then).0, 3_000);
    runner.hides(" ×");
}

#[test]
fn gliding_never_passes_over_a_step() {
    let steps = |glide: &str| {
        let mut runner = Runner::sandbox(3, 2).command(&format!("glide {glide}")).keys("Space");
        while runner.run().world().now() < Time(400_000) {
            runner = runner.wait(30);
        }
        runner.run().recent().iter().filter(|step| step.at < Time(400_000)).cloned().collect::<Vec<_>>()
    };
    assert_eq!(steps("on"), steps("off"));
}

#[test]
fn stepping_goes_forth_and_back_and_the_future_is_the_same_again() {
    let runner = Runner::sandbox(5, 1).keys("Right Right Right Right Right Right Right Right");
    let (cursor, digest) = (runner.cursor(), runner.run().world().digest());
    let runner = runner.keys("Left Left Left");
    assert_eq!(runner.cursor(), cursor - 3);
    let runner = runner.keys("Right Right Right");
    assert_eq!((runner.cursor(), runner.run().world().digest()), (cursor, digest));
}

#[test]
fn the_beginning_is_the_end_of_going_back() {
    let runner = Runner::sandbox(3, 1).keys("Left");
    assert_eq!(runner.cursor(), runner.run().start());
    runner.shows("This is the beginning of the run");
}

#[test]
fn n_finds_the_election_and_the_leader_and_stays_only_where_nothing_comes() {
    let runner = Runner::sandbox(5, 1).keys("n").shows("starts an election for term 1");
    let runner = runner.keys("n").shows("wins the election for term 1");
    // Not every server has heard of the leader yet.
    let leading = runner.cursor();
    let runner = runner.keys("n").shows("all follow S4, with its log and commit index 0");
    let heard = runner.cursor();
    assert_that(&(heard, leading), |(a, b)| a > b);
    let follows = |server: &raftarium::raft::Server| server.known_leader() == runner.run().world().leader();
    assert_that(&runner.run().world().nodes(), |it| {
        it.iter().all(|node| node.running().is_some_and(follows))
    });
    let runner = runner.keys("n").shows("Nothing interesting will happen by itself");
    assert_eq!((runner.cursor(), runner.run().end()), (heard, heard));
    let runner = runner.keys("N").shows("wins the election for term 1").keys("N").shows("starts an election");
    let end = runner.run().end();
    assert_eq!(runner.keys("End").cursor(), end);
}

#[test]
fn n_stops_where_the_first_follower_learns_of_a_commit_and_where_all_know() {
    let runner = Runner::sandbox(5, 1).keys("n n n c Enter n").shows("commits entry 1");
    let runner = runner.keys("n").shows("learns that entry 1 is committed");
    let knows = |runner: &Runner| {
        let commit = |node: &raftarium::sim::Node| node.server().unwrap().volatile().commit_index.0;
        runner.run().world().nodes().iter().filter(|node| commit(node) == 1).count()
    };
    assert_eq!(knows(&runner), 2, "the leader and the first follower");
    let runner = runner.keys("n").shows("all follow S4, with its log and commit index 1");
    assert_eq!(knows(&runner), 5);
    runner.keys("n").shows("Nothing interesting will happen by itself");
}

#[test]
fn n_reaches_the_old_leader_that_steps_down_and_the_entry_that_is_given_up() {
    let mut runner = Runner::sandbox(5, 1).keys("n n n");
    let old = runner.run().world().leader().unwrap();
    runner = runner.command(&format!("isolate {old}")).command(&format!("submit x=7 to {old}"));
    while runner.run().world().leader() == Some(old) {
        runner = runner.keys("n");
    }
    runner = runner.keys("n n c Enter h");
    let mut seen = String::new();
    for _ in 0..30 {
        runner = runner.keys("n");
        seen.push_str(&runner.screen());
    }
    assert!(seen.contains(&format!("{old} steps down")), "{seen}");
    assert!(seen.contains(&format!("{old} replaces its entry 1")), "{seen}");
    assert!(seen.contains("it was x=7 of term 1, never committed"), "{seen}");
    assert_eq!(runner.run().world().leaders().len(), 1);
}

#[test]
fn behind_a_cut_the_new_leader_is_heard_by_its_side_before_n_stays() {
    let mut runner = Runner::sandbox(5, 1).keys("n n n").command("partition S4 S5");
    while runner.run().world().leader() == Some(raftarium::raft::ServerId::at(3)) {
        runner = runner.keys("n");
    }
    let leader = runner.run().world().leader().unwrap();
    let runner = runner.keys("n").shows("All is quiet now").shows(&format!("follow {leader}, with its log"));
    // The other side still has its old leader, and that is what keeps it waiting.
    runner.keys("n").shows("Nothing interesting will happen by itself").shows("S4");
}

#[test]
fn in_what_is_recorded_n_goes_on_to_the_very_end_and_says_so() {
    for name in ["initial-election", "frozen-leader", "split-vote", "one-way-link"] {
        let mut runner = Runner::home().command(&format!("scenario {name}"));
        let end = runner.run().end();
        for _ in 0..200 {
            if runner.screen().contains("End of the scenario") {
                break;
            }
            runner = runner.keys("n").hides("Nothing of interest");
        }
        assert_eq!(runner.cursor(), end, "{name}");
        runner.shows("End of the scenario").shows("starts again");
    }
}

#[test]
fn home_end_and_seek_go_anywhere_that_was_reached() {
    let runner = Runner::sandbox(5, 1).keys("n n");
    let end = runner.cursor();
    let runner = runner.keys("Home");
    assert_eq!(runner.cursor(), 5);
    let runner = runner.command("seek 8");
    assert_eq!(runner.cursor(), 8);
    let runner = runner.command("seek 99999").shows("This run has the steps 5 to");
    assert_eq!(runner.cursor(), 8);
    assert_eq!(runner.keys("Esc End").cursor(), end);
}

#[test]
fn a_subtitle_stays_until_it_can_be_read() {
    // On links that lose much, elections follow each other.
    let mut runner =
        Runner::sandbox(5, 1).command("link all <-> all loss 60%").command("speed 1/2").keys("Space");
    let (mut changes, mut since) = (0, 0);
    let mut before = runner.stage().captions.caption().clone();
    for frame in 0..800_u64 {
        runner = runner.wait(30);
        let now = runner.stage().captions.caption().clone();
        if now == before {
            continue;
        }
        let hold = [0, 1_200, 3_000][usize::from(before.weight)];
        let read = frame * 30 - since >= hold;
        assert!(read || now.turn, "{:?} was shown for {} ms, then {:?}", before, frame * 30 - since, now);
        (before, since, changes) = (now, frame * 30, changes + 1);
    }
    assert!(changes > 10, "the subtitle changed {changes} times");
}

#[test]
fn what_is_too_much_for_a_frame_slows_the_run_down_and_not_the_screen() {
    let runner = Runner::sandbox(25, 1).command("speed 10").keys("Space").wait(3_000);
    let before = runner.cursor();
    let mut runner = runner;
    // A stall of the viewer's clock is bounded by the clock, and a frame by its steps.
    runner.app.advance(std::time::Duration::from_mins(1));
    assert!(runner.cursor() - before <= 2_000, "{}", runner.cursor() - before);
}

#[test]
fn nothing_is_drawn_and_nothing_ticks_while_paused() {
    let mut runner = Runner::sandbox(5, 1).keys("Right");
    assert!(runner.app.take_dirty());
    runner = runner.wait(3_000);
    assert!(!runner.app.is_moving() && !runner.app.take_dirty());
}

#[test]
fn when_all_are_down_time_stops_and_says_so() {
    let runner = Runner::sandbox(3, 1).keys("1 x 2 x 3 x").command("speed 10").keys("Space").wait(600);
    assert!(!runner.stage().playback.playing);
    runner.shows("Nothing more will happen");
}

#[test]
fn a_property_that_breaks_stops_the_clock_and_says_which() {
    let runner =
        Runner::home().command("scenario bug-vote-forgotten").command("speed 10").keys("Space").wait(60_000);
    let violation =
        runner.run().checker().violations().first().expect("the scenario shows a violation").clone();
    assert!(!runner.stage().playback.playing);
    assert_eq!(runner.cursor(), violation.step);
    assert!(runner.stage().captions.current().alarm);
    runner.shows(violation.property.name());
}

#[test]
fn a_scenario_is_watched_step_by_step_with_what_was_done_to_it() {
    let mut runner = Runner::home().command("scenario re-election").keys("n n");
    let end = runner.run().end();
    let mut before = runner.cursor();
    while runner.cursor() < end {
        runner = runner.keys("n");
        if runner.cursor() == before {
            break;
        }
        before = runner.cursor();
    }
    let crashed_or_cut = runner.run().actions().len();
    assert_that(&crashed_or_cut, |it| *it > 0);
    assert_that(&runner.run().marks(), |it| it.iter().any(|mark| mark.step == before));
}

#[test]
fn the_scrubber_can_be_clicked_and_dragged() {
    let runner = Runner::sandbox(5, 1).sized(120, 36).keys("n n").command("run 2s");
    let end = runner.cursor();
    let y = (0..36)
        .rev()
        .find(|row| {
            runner.screen().lines().nth(*row).is_some_and(|line| line.contains('★') && line.contains('◆'))
        })
        .expect("the scrubber shows the election");
    let runner = runner.mouse(Button::Left, 40, y as u16);
    let third = runner.cursor();
    assert!(third < end && third > 5, "{third} of {end}");
    let runner = runner.mouse(Button::Drag, 80, y as u16);
    assert_that(&(runner.cursor(), third), |(a, b)| a > b);
}

#[test]
fn a_flood_of_messages_stops_the_clock_and_is_said() {
    let mut runner = Runner::sandbox(25, 1).command("link all -> all latency 1000s duplicate 100%");
    runner = runner.command("speed 10").keys("Space");
    for _ in 0..600 {
        runner = runner.wait(90);
        if !runner.stage().playback.playing {
            break;
        }
    }
    let runner = runner.shows("More than 20000 messages are in flight");
    assert_that(&runner.run().world().network().in_flight(), |it| *it < 21_000);
}
