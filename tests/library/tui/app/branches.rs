//! Branches and bookmarks: acting in the past, the page that lists them, two side by side.

use super::runner::Runner;
use crate::support::{assert_contains, assert_that};
use raftarium::history::BranchId;
use raftarium::sim::Time;
use raftarium::tui::app::{Button, Effect, Screen};
use raftarium::tui::plain::Plain;

/// A leader has committed an entry; on a second branch it was killed before, and another one has won.
fn two() -> Runner {
    let runner = Runner::sandbox(5, 1).keys("n n n n c Enter n n");
    let end = runner.run().end();
    let runner = runner.keys("Left Left Left Left k");
    assert_eq!(runner.run().branches()[0].branch.ending().step, end);
    runner
}

fn here(runner: &Runner) -> u32 {
    runner.run().current().id().number()
}

#[test]
fn acting_in_the_past_begins_a_branch_the_old_future_stays_and_both_are_said() {
    let runner = two().shows("branch 2 begins").shows("the old future stays on").shows("branch 1");
    assert_eq!(here(&runner), 2);
    // The status line says where one is, and so it does on the way back.
    let runner = runner.keys("n").shows("branch 2").command("branch 1").shows("This is branch 1");
    assert_eq!(here(&runner), 1);
    assert!(runner.run().in_past(), "one stands where the two part");
    runner.keys("End").shows("branch 1");
}

#[test]
fn with_one_branch_nothing_speaks_of_branches() {
    Runner::sandbox(5, 1).keys("n n").hides("branch");
}

#[test]
fn doing_the_same_again_takes_the_known_future_up() {
    let runner = Runner::sandbox(5, 1).keys("n n k n n");
    let end = runner.run().end();
    let crash = runner.run().actions()[0].after;
    let runner = runner.command(&format!("seek {crash}")).keys("k").hides("begins");
    assert_eq!((runner.run().branches().len(), runner.run().end()), (1, end));
}

#[test]
fn a_cut_in_the_past_begins_a_branch_too() {
    let runner = Runner::sandbox(5, 1).keys("n n n Left Left p 1 2 Enter").shows("branch 2 begins");
    assert_eq!(here(&runner), 2);
}

#[test]
fn one_goes_to_a_step_and_to_a_moment() {
    let runner = Runner::sandbox(5, 1).keys("n n n n");
    let runner = runner.command("seek 7");
    assert_eq!(runner.cursor(), 7);
    let runner = runner.command("seek 150ms");
    assert_eq!((runner.run().world().now(), runner.cursor()), (Time(150_000), 5));
    let last = runner.run().end_at();
    let runner = runner.command(&format!("seek {}us", last.0));
    assert_eq!(runner.cursor(), runner.run().end());
    runner.command("seek 1.5s").shows("This run ends at");
}

#[test]
fn a_moment_is_found_wherever_the_steps_lie() {
    let runner = Runner::sandbox(5, 1).command("run 3s");
    let times: Vec<(u64, Time)> = runner.run().recent().iter().map(|step| (step.number, step.at)).collect();
    let mut runner = runner;
    for (number, at) in times.iter().copied().filter(|(number, _)| number % 37 == 0) {
        runner = runner.command(&format!("seek {}us", at.0));
        let last = times.iter().rev().find(|(_, other)| *other <= at).unwrap().0;
        assert_eq!(runner.cursor(), last.max(number), "at {} us", at.0);
    }
}

#[test]
fn the_scrubber_is_dragged_even_where_the_hand_leaves_the_line() {
    let runner = Runner::sandbox(5, 1).sized(120, 36).keys("n n n n");
    let (end, line) = (runner.cursor(), runner.find("┃").1);
    let line = (0..36)
        .rev()
        .find(|y| runner.screen().lines().nth(usize::from(*y)).unwrap().contains("╌"))
        .unwrap_or(line);
    let runner = runner.mouse(Button::Left, 100, line);
    let middle = runner.cursor();
    assert!(middle < end && middle > runner.run().start(), "{middle} of {end}");
    let runner = runner.mouse(Button::Drag, 108, line - 3);
    assert!(runner.cursor() > middle, "the run follows the hand");
    let runner = runner.mouse(Button::Drag, 2, line + 1);
    assert_eq!(runner.cursor(), runner.run().start());
    // A drag that began elsewhere moves nothing.
    let runner = runner.mouse(Button::Left, 20, 5).mouse(Button::Drag, 100, line);
    assert_eq!(runner.cursor(), runner.run().start());
}

#[test]
fn bookmarks_are_set_listed_visited_and_removed() {
    let runner = Runner::sandbox(5, 1).keys("n n");
    let step = runner.cursor();
    let runner = runner.command("bookmark the first leader").shows("Bookmark: the first leader");
    let runner =
        runner.keys("n n B").shows("Bookmark: ").keys("' Up").shows("Bookmarks").shows("the first leader");
    assert_eq!(runner.run().bookmarks().len(), 2);
    let runner = runner.keys("Esc").command("visit the first leader");
    assert_eq!((runner.cursor(), runner.on_screen()), (step, &Screen::Cluster));
    // The list leads there too.
    let runner = runner.keys("End ' Enter");
    assert_eq!((runner.cursor(), runner.on_screen()), (step, &Screen::Cluster));
    let runner = runner.command("bookmark the first leader").shows("is taken").keys("Esc");
    let runner = runner.command("remove the first leader").shows("is removed");
    assert_eq!(runner.run().bookmarks().len(), 1);
    runner.command("visit the first leader").shows("there is no bookmark");
}

#[test]
fn two_bookmarks_at_one_step_get_different_names() {
    let runner = Runner::sandbox(5, 1).keys("n n B B B");
    assert_eq!(runner.run().bookmarks().len(), 3);
}

#[test]
fn bookmarks_and_forks_stand_on_the_scrubber() {
    let runner = Runner::sandbox(5, 1).sized(120, 36).keys("n n B n n");
    let bar = |runner: &Runner| runner.screen().lines().nth(31).unwrap().to_string();
    assert!(bar(&runner).contains('▾'), "{}", bar(&runner));
    let runner = two().sized(120, 36).keys("n n n");
    assert!(bar(&runner).contains('╰'), "it began there: {}", bar(&runner));
    let runner = runner.command("branch 1").keys("End");
    assert!(bar(&runner).contains('┬'), "another one left there: {}", bar(&runner));
}

#[test]
fn the_page_says_where_each_left_what_was_done_and_how_it_ended() {
    for (width, height) in [(80, 24), (120, 36), (200, 60)] {
        let runner = two().sized(width, height).keys("n n n n g").shows("1 as it began").shows("2 crash S");
        let runner = runner.shows("from branch 1 after step").shows("leads term 1").shows("you are here");
        runner.shows("leads term 2").keys("Esc").hides("as it began");
    }
}

#[test]
fn branches_are_switched_named_and_removed_on_the_page() {
    let runner = two().keys("g Up Enter");
    assert_eq!((here(&runner), runner.on_screen()), (1, &Screen::Cluster));
    // Esc leads home from here, not to the page again.
    assert_eq!(two().keys("g Enter Esc Esc").on_screen(), &Screen::Home);
    let runner = runner.keys("g Down r").shows("rename 2").command_at_hand("without S4");
    let runner = runner.shows("Branch 2 is now called without S4").shows("2 without S4");
    let runner = runner.keys("Up x").shows("you are on branch 1");
    let runner = runner.keys("Down x").shows("Branch 2 is removed").hides("without S4");
    assert_eq!(runner.run().branches().len(), 1);
}

#[test]
fn refusals_are_words_and_change_nothing() {
    let runner = two().command("remove 1").shows("is the first branch of the run").keys("Esc");
    let runner = runner.command("remove 2").shows("switch to another one").keys("Esc");
    let runner = runner.command("branch 9").shows("there is no branch '9'").keys("Esc");
    let runner = runner.command("rename 1 a").keys("Esc").command("rename 2 a").shows("is taken").keys("Esc");
    let runner = runner.command("branch A").shows("This is a");
    assert_eq!((here(&runner), runner.run().branches().len()), (1, 2));
    Runner::sandbox(3, 1).command("compare").shows("There is no other branch yet");
    Runner::home().command("branches").shows("There is no run yet");
}

#[test]
fn the_mouse_chooses_a_branch_and_goes_there() {
    let runner = two().keys("g").click(Button::Left, "1 as it began").click(Button::Left, "1 as it began");
    assert_eq!((here(&runner), runner.on_screen()), (1, &Screen::Cluster));
    let runner = runner.keys("g").click(Button::Left, "c compare");
    assert_eq!(runner.on_screen(), &Screen::Compare);
}

#[test]
fn two_are_laid_side_by_side_with_the_first_difference_and_what_differs() {
    for (width, height) in [(80, 24), (120, 36), (160, 45), (200, 60)] {
        let runner = two().sized(width, height).keys("n n n n |").shows("two futures of step");
        let runner = runner
            .shows("They diverge")
            .shows("S4 crashes")
            .shows("What differs")
            .shows("≠ T1")
            .shows("≠ T2");
        runner.keys("Esc").hides("They diverge");
    }
}

#[test]
fn both_sides_move_by_time() {
    let runner = two().keys("n n n n |");
    let at = |runner: &Runner| {
        let other = &runner.stage().compare.as_ref().unwrap().other;
        (runner.run().world().now(), other.world().now())
    };
    let runner = runner.keys("Home");
    let parting = runner.stage().compare.as_ref().unwrap().parting.clone();
    assert_eq!(at(&runner), (parting.at, parting.at));
    let mut runner = runner;
    let mut moments = vec![parting.at];
    for _ in 0..4 {
        runner = runner.keys("Right");
        let (a, b) = at(&runner);
        assert!(
            a == b
                || a.min(b)
                    >= runner.run().end_at().min(runner.stage().compare.as_ref().unwrap().other.end_at())
        );
        moments.push(a.max(b));
    }
    assert_that(&moments, |it| it.is_sorted());
    assert_that(&(moments[4], moments[0]), |(a, b)| a > b);
    for moment in moments.iter().rev().skip(1) {
        runner = runner.keys("Left");
        assert_eq!(at(&runner).0.max(at(&runner).1), *moment);
    }
    // One alone, and together again.
    let other = runner.stage().compare.as_ref().unwrap().other.cursor();
    let own = runner.cursor();
    runner = runner.keys("Shift-Right");
    assert_eq!((runner.cursor(), runner.stage().compare.as_ref().unwrap().other.cursor()), (own + 1, other));
}

#[test]
fn the_next_difference_is_found_and_the_one_before() {
    let runner = two().keys("n n n n | Home n");
    let first = runner.run().world().now();
    let runner = runner.keys("n n");
    assert_that(&(runner.run().world().now(), first), |(a, b)| a > b);
    let later = runner.run().world().now();
    let runner = runner.keys("N");
    assert_that(&(runner.run().world().now(), later), |(a, b)| a < b);
}

#[test]
fn the_other_side_is_chosen_with_tab_and_kept_with_enter() {
    let runner = two().keys("n n n n |");
    assert_eq!(here(&runner), 2);
    let runner = runner.keys("Tab");
    assert_eq!(here(&runner), 1);
    let runner = runner.keys("Enter").shows("branch 1");
    assert_eq!((here(&runner), runner.on_screen()), (1, &Screen::Cluster));
    assert_that(&runner.stage().compare, Option::is_none);
    // Whatever is done to the tree meanwhile is there on both sides.
    let runner = two().keys("|").command("bookmark here").keys("Tab Enter");
    assert_eq!((here(&runner), runner.run().bookmarks().len()), (1, 1));
    let runner = two().keys("| Tab").command("remove 2");
    assert_eq!((runner.on_screen(), runner.run().branches().len()), (&Screen::Cluster, 1));
}

#[test]
fn nothing_is_done_to_a_cluster_while_two_are_compared() {
    let runner = two().keys("|");
    let end = runner.run().end();
    let runner = runner.command("crash S1").shows("Esc goes back");
    assert_eq!(runner.run().end(), end);
}

#[test]
fn the_words_of_a_script_are_there_again_on_its_own_branch() {
    let last = |runner: &Runner| runner.stage().story.as_ref().and_then(|story| story.note_before(u64::MAX));
    let runner = Runner::home().command("scenario leader-failure");
    let (first, whole) = (runner.cursor(), last(&runner));
    assert!(whole.is_some_and(|note| note > first + 1), "{whole:?}");
    // On a branch that leaves at once, what the script says later is not so.
    let runner = runner.keys("Right").command("crash S1").shows("branch 2 begins");
    assert_that(&(last(&runner), whole), |(a, b)| a < b);
    let runner = runner.command("branch 1");
    assert_eq!((here(&runner), last(&runner)), (1, whole));
    let runner = runner.command("branch 2");
    assert_that(&(last(&runner), whole), |(a, b)| a < b);
}

#[test]
fn every_size_draws_both_pages() {
    let tree = two().keys("n n n n B g");
    let sides = two().keys("n n n n |");
    let (mut tree, mut sides) = (tree, sides);
    for width in (1..200).step_by(13) {
        for height in (1..61).step_by(4) {
            tree = tree.sized(width, height);
            sides = sides.sized(width, height);
            tree.screen();
            sides.screen();
        }
    }
}

#[test]
fn without_glyphs_both_pages_are_ascii() {
    for keys in ["n n n n B g", "n n n n |"] {
        let runner = two().keys(keys).command("ascii on");
        assert!(runner.screen().is_ascii(), "{}", runner.screen());
    }
}

#[test]
fn saving_and_opening_are_asked_of_the_shell() {
    let mut runner = Runner::sandbox(3, 1).command("save my run.raftarium");
    assert_eq!(runner.effects(), [Effect::Save("my run.raftarium".into())]);
    let mut runner = Runner::home().command("open a.raftarium");
    assert_eq!(runner.effects(), [Effect::Open(Some("a.raftarium".into()))]);
    let mut runner = Runner::home().keys("c");
    assert_eq!(runner.effects(), [Effect::Open(None)]);
    Runner::home().command("save x").shows("no run to save");
    Runner::sandbox(3, 1).command("save").shows("expected a file");
}

#[test]
fn home_offers_the_last_session_until_there_is_a_run() {
    let mut runner = Runner::home();
    runner.app.offer_session("5 servers, seed 1, at step 47");
    let runner =
        runner.shows("Continue").shows("c continue").keys("s Esc Esc").hides("Continue").shows("Last run");
    drop(runner);
}

#[test]
fn line_by_line_the_branches_are_told_too() {
    let mut plain = Plain::new(two().keys("n n n n").app);
    let told = plain.line("branches").lines.join("\n");
    assert!(
        told.contains("2 crash S4 (you are here): S") && told.contains("from branch 1 after step"),
        "{told}"
    );
    let told = plain.line("compare 1").lines.join("\n");
    assert!(told.contains("They diverge after step") && told.contains("term 1 ≠ 2"), "{told}");
    let told = plain.line("branch 1").lines.join("\n");
    assert!(told.contains("This is branch 1"), "{told}");
    assert_contains(&plain.line("status").lines[0], "on branch 1, one of 2 branches");
    assert!(plain.line("remove 1").refused);
    let answer = plain.line("open nowhere.raftarium");
    assert_eq!(answer.asks, [Effect::Open(Some("nowhere.raftarium".into()))]);
    assert_eq!(plain.app().stage().unwrap().run.current().id(), BranchId::TRUNK);
}

#[test]
fn the_page_of_branches_at_80_by_24() {
    insta::assert_snapshot!(two().keys("n n n n B g").screen());
}

#[test]
fn the_page_of_branches_at_120_by_36() {
    let runner = two().keys("n n n n").command("rename 2 without S4").command("branch 1");
    let runner = runner.keys("Right c Enter n n").command("bookmark x=2 is on its way");
    insta::assert_snapshot!(runner.sized(120, 36).keys("g").screen());
}

#[test]
fn a_comparison_at_80_by_24() {
    insta::assert_snapshot!(two().keys("n n n n |").screen());
}

#[test]
fn a_comparison_at_160_by_45() {
    insta::assert_snapshot!(two().keys("n n n n").sized(160, 45).keys("|").screen());
}

#[test]
fn a_comparison_without_glyphs() {
    insta::assert_snapshot!(two().keys("n n n n |").command("ascii on").keys("Tab").screen());
}
