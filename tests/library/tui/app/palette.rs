//! The palette: completion, history, mistakes in place.

use super::runner::Runner;
use crate::support::assert_that;
use raftarium::tui::app::{Button, Input};

#[test]
fn a_command_is_typed_and_carried_out() {
    let runner = Runner::sandbox(5, 1).command("crash S2 S3");
    assert_eq!(runner.run().world().which(raftarium::sim::Node::is_down).to_string(), "S2 S3");
}

#[test]
fn a_mistake_stays_in_the_line_with_the_nearest_word() {
    let runner = Runner::sandbox(5, 1).command("crush S2").shows("crush S2").shows("crash");
    // Correct it in place: the cursor stands at the mistake.
    let runner = runner.keys("Home Delete Delete Delete Delete Delete \"crash\" Enter");
    assert_eq!(runner.run().world().which(raftarium::sim::Node::is_down).to_string(), "S2");
    Runner::sandbox(5, 1).command("crash S9").shows("S9").shows("crash S9");
}

#[test]
fn tab_completes_words_of_the_program_and_of_the_language() {
    let runner = Runner::sandbox(5, 1).keys(": \"the\" Tab").shows(": theme ");
    let runner = runner.keys("\"l\" Tab Enter").shows("Theme: light");
    let runner = runner.keys(": \"resta\" Tab \"S1\"").shows(": restart S1");
    drop(runner);
}

#[test]
fn the_history_comes_back() {
    let runner = Runner::sandbox(5, 1).command("crash S1").command("heal");
    runner.keys(": Ctrl-P Ctrl-P").shows(": crash S1").keys("Ctrl-N").shows(": heal");
}

#[test]
fn control_characters_never_reach_the_screen() {
    let mut runner = Runner::sandbox(5, 1).keys(":");
    runner.app.update(Input::Paste("submit x=\u{1b}[31m\u{7}1\u{202e}\nquit".into()));
    let screen = runner.screen();
    assert_that(&screen, |it| !it.contains('\u{1b}'));
    assert_that(&screen, |it| !it.contains('\u{202e}'));
    assert_that(&screen, |it| !it.contains('\u{7}'));
    let runner = runner.keys("Enter").shows("submit x=");
    assert_eq!(runner.run().world().requests().len(), 0);
}

#[test]
fn a_very_long_line_is_cut_and_drawn_at_every_width() {
    let mut runner = Runner::sandbox(5, 1).keys(":");
    runner.app.update(Input::Paste("é".repeat(100_000)));
    for width in 1..=40 {
        runner = runner.sized(width, 5);
        runner.screen();
    }
    runner.keys("Enter Esc");
}

#[test]
fn time_stands_still_while_one_types() {
    let runner = Runner::sandbox(5, 1).keys("Space").wait(300).keys(":");
    let now = runner.run().world().now();
    let runner = runner.wait(3_000);
    assert_eq!(runner.run().world().now(), now);
    let runner = runner.keys("Esc").wait(300);
    assert!(runner.run().world().now() > now, "and goes on afterwards");
}

#[test]
fn everything_that_a_key_does_is_a_command_too() {
    for binding in raftarium::tui::keymap::Keymap::default().bindings() {
        let text = binding.orders.to_string();
        let read =
            raftarium::tui::app::Orders::parse(&text).unwrap_or_else(|why| panic!("{text}: {}", why.message));
        assert_eq!(read.as_ref(), Some(&binding.orders), "{text}");
    }
}

#[test]
fn a_click_beside_it_closes_the_palette() {
    Runner::sandbox(5, 1).keys(": \"heal\"").mouse(Button::Left, 3, 3).hides(": heal");
}

#[test]
fn what_is_typed_takes_the_place_of_the_example() {
    let runner = Runner::sandbox(5, 1).keys("n n c").shows("submit x=1").keys("\"y=7\" Enter");
    assert_eq!(runner.run().world().requests().next().unwrap().command.to_string(), "y=7");
    let runner =
        runner.keys("2 Enter Enter").shows("submit x=1 to S2").keys("\"z=3\"").shows("submit z=3 to S2");
    let runner = runner.keys("Esc Enter Enter Backspace").shows("submit  to S2");
    runner.keys("Esc c Left \"5\"").shows("submit x=51");
}

#[test]
fn each_submission_offers_a_value_of_its_own() {
    let runner = Runner::sandbox(5, 1).keys("n n c Enter c").shows("submit x=2").keys("Enter c");
    let runner = runner.shows("submit x=3").keys("Esc").command("submit x=40").keys("c");
    runner.shows("submit x=41");
}

#[test]
fn after_a_cut_the_servers_that_were_moved_are_not_chosen_any_more() {
    Runner::sandbox(5, 1).keys("n n p 1 2 Enter c").shows("submit x=1").hides("to S2");
}

#[test]
fn of_several_pasted_lines_the_first_is_taken_and_that_is_said() {
    let mut runner = Runner::sandbox(5, 1).keys(":");
    runner.app.update(Input::Paste("crash S1\ncrash S2\n\ncrash S3\n".into()));
    let runner = runner.shows("The palette takes one line at a time").shows("2 more lines").keys("Enter");
    assert_eq!(runner.run().world().which(raftarium::sim::Node::is_down).to_string(), "S1");
    let mut runner = runner.keys(":");
    runner.app.update(Input::Paste("restart S1".into()));
    runner.hides("first line");
}

#[test]
fn in_a_running_cluster_what_is_done_to_it_comes_first_and_more_is_marked() {
    let runner = Runner::sandbox(5, 1).keys("n n :").shows("more ↓").shows("wins the election for term 1");
    let screen = runner.screen();
    for word in ["submit", "crash", "partition", "heal"] {
        assert!(screen.contains(&format!("  {word} ")), "{word}: {screen}");
    }
    assert!(!screen.contains("election-timeout"), "{screen}");
    // What a cluster begins with is still there, at the end.
    runner.keys("\"elec\"").shows("election-timeout");
}

#[test]
fn a_word_that_is_none_is_objected_to_as_soon_as_it_is_complete() {
    let runner =
        Runner::sandbox(5, 1).keys(": \"krash\"").hides("✗").keys("\" \"").shows("did you mean `crash`?");
    let runner = runner.keys("\"S3\"").shows(": krash S3");
    runner.keys("Home Delete \"c\"").hides("✗");
}

#[test]
fn what_is_right_is_never_objected_to_on_the_way() {
    let mut runner = Runner::sandbox(7, 1).keys("n n n");
    for usage in raftarium::language::commands() {
        runner = runner.keys(":");
        for char in usage.example.chars() {
            runner.app.update(Input::Key(raftarium::tui::keymap::Key::char(char)));
            let screen = runner.screen();
            let typed = screen.lines().last().unwrap_or_default().to_string();
            assert!(!screen.contains("✗ "), "{typed}\n{screen}");
        }
        runner = runner.keys("Esc");
    }
}

#[test]
fn in_a_partition_nobody_is_proposed_twice_and_the_other_side_is_offered() {
    let runner = Runner::sandbox(5, 1).keys(": \"partition S1 S2 \"");
    let runner = runner.shows("all followers are on the other side").shows("  S3 ");
    let screen = runner.screen();
    let list: Vec<&str> =
        screen.lines().filter(|line| line.starts_with("  S1 ") || line.starts_with("  S2 ")).collect();
    assert!(list.is_empty(), "{list:?}");
    Runner::sandbox(5, 1).keys(": \"crash l\"").shows("The leaders");
}

#[test]
fn arrows_go_through_the_list() {
    let runner = Runner::sandbox(5, 1).keys(": \"theme \" Down").shows(": theme dark").keys("Down Enter");
    runner.shows("Theme: light");
}

#[test]
fn what_a_command_does_finds_it() {
    let runner = Runner::sandbox(5, 1).keys(": \"projector\"").shows("theme light");
    runner.keys("Down Enter").shows("Theme: light");
    let runner = Runner::home().keys(": \"overwritten\"").shows("demo figure-8-overwritten");
    runner.keys("Esc").command("present 2").shows("Nobody leads");
}

#[test]
fn whoever_would_leave_a_run_is_told_before_and_comes_back() {
    let runner = Runner::sandbox(5, 1).keys("n n n");
    let digest = runner.run().world().digest();
    let runner =
        runner.keys(": \"ne\"").hides("`last` brings").keys("\"w\"").shows("`last` brings that one back");
    let runner = runner.keys("\" 3 servers\" Enter");
    assert_eq!(runner.run().world().size(), 3);
    let runner = runner.command("last").shows("the run that was here before");
    assert_eq!(runner.run().world().digest(), digest);
    let runner = runner.command("last");
    assert_eq!(runner.run().world().size(), 3);
    runner.keys("s").hides("`last` brings");
}

#[test]
fn whole_questions_about_what_is_on_the_screen_are_offered() {
    let runner = Runner::sandbox(5, 1).keys("n n n Y").shows("who elected S4").shows("why is S4 leader");
    let runner = runner.keys("\"who elected S4\" Enter").shows("Who elected S4?");
    let runner = runner.keys("Esc Y \"elected\" Down Enter").shows("Who elected S4?");
    // A mistake has its place in the line.
    let runner = runner.keys("Esc").command("ask why is S9 leader").keys("Delete");
    runner.shows(": ask why is 9 leader");
}

#[test]
fn what_cannot_be_done_leaves_the_cursor_where_it_is() {
    Runner::sandbox(5, 1)
        .command("crash S2")
        .command("crash S2")
        .shows("S2")
        .keys("\"3\"")
        .shows(": crash S23");
}

#[test]
fn the_story_and_the_picture_are_asked_for() {
    let mut runner = Runner::sandbox(5, 1).keys("n n n").command("story 3");
    let effects = runner.effects();
    let [raftarium::tui::app::Effect::Story(told)] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(told.text.lines().count(), 4, "{}", told.text);
    assert!(told.name.contains("story"), "{}", told.name);
    let shot = runner.app.shot();
    let last = shot.cells.area.height - 1;
    let text: String = (0..80).map(|x| shot.cells[(x, last)].symbol()).collect();
    assert_eq!(text.trim(), "", "no keys in a picture");
    runner.shows("Space play");
}
