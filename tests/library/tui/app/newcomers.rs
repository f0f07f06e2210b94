//! What people did who had never seen the program, at 80×24: their first try leads somewhere.

use super::lessons::lesson;
use super::runner::Runner;
use raftarium::lesson::progress::Progress;
use raftarium::tui::app::Effect;

fn footer(runner: &Runner) -> String {
    runner.screen().lines().last().unwrap_or_default().to_owned()
}

/// At the challenge of the lesson of the tests, seen.
fn challenged() -> Runner {
    let mut runner = Runner::home().sized(80, 24);
    runner.app.offer_lessons(vec![lesson()]);
    runner.app.know_progress(Progress::default(), "2026-11-24");
    let mut runner = runner.command("lesson 97").command("lesson step 4");
    for _ in 0..6 {
        if runner.screen().contains("Let S3 lead while S1 leads too.") {
            break;
        }
        runner = runner.keys("Space");
    }
    runner.shows("Let S3 lead while S1 leads too.")
}

#[test]
fn what_is_undone_in_a_challenge_does_not_happen_again() {
    let runner = challenged();
    let before = runner.run().world().digest();
    let own = |runner: &Runner| runner.run().actions().len();
    let begun = own(&runner);
    let runner = runner.keys("3 t .");
    assert_eq!(own(&runner), begun + 1);
    let runner = runner.keys("u");
    assert_eq!(own(&runner), begun);
    assert_eq!(runner.run().world().digest(), before);
    assert!(!runner.run().in_past(), "nothing is known of a future");
    // Time passes without it.
    let runner = runner.keys("Space").wait(300).keys("Space");
    let fired = |runner: &Runner| {
        runner
            .run()
            .actions()
            .iter()
            .filter(|it| matches!(it.action, raftarium::sim::Action::Fire { .. }))
            .count()
    };
    let was = fired(&challenged());
    assert_eq!(fired(&runner), was, "the timer that was undone does not expire");
}

#[test]
fn one_command_to_several_servers_is_undone_as_one() {
    let runner = challenged().command("crash S4 S2");
    assert_eq!(runner.run().world().which(raftarium::sim::Node::is_down).len(), 2);
    let runner = runner.keys("u");
    assert!(runner.run().world().which(raftarium::sim::Node::is_down).is_empty());
}

#[test]
fn the_footer_of_a_challenge_names_what_is_needed_there() {
    let runner = challenged();
    let line = footer(&runner);
    for key in ["Space play", "h heal all", "PgDn on", "H hint"] {
        assert!(line.contains(key), "{key}: {line}");
    }
    assert!(!line.contains("undo"), "nothing was done yet: {line}");
    let line = footer(&runner.command("crash S4"));
    assert!(line.contains("u undo"), "{line}");
}

#[test]
fn one_key_gives_a_hint_everywhere_in_a_lesson() {
    use raftarium::tui::keymap::{Context, Key, Keymap};
    let keymap = Keymap::default();
    for context in [Context::Question, Context::Challenge, Context::Lesson] {
        let contexts = [context, Context::Lesson, Context::Cluster];
        let of = |key: char| keymap.lookup(Key::char(key), &contexts).map(|it| it.orders.to_string());
        assert_eq!(of('H').as_deref(), Some("lesson hint"), "{context:?}");
        assert_eq!(of('h').as_deref(), Some("heal"), "{context:?}");
    }
}

#[test]
fn nothing_about_properties_is_said_where_a_key_lets_time_pass() {
    challenged().keys("P").hides("property breaks");
}

#[test]
fn enter_takes_the_only_suggestion() {
    let mut runner = Runner::sandbox(5, 1).keys("n n n : \"sto\" Enter");
    let effects = runner.effects();
    assert!(matches!(effects.as_slice(), [Effect::Story(_)]), "{effects:?}");
    Runner::sandbox(5, 1).keys(": \"theme l\" Enter").shows("Theme: light");
}

#[test]
fn enter_takes_the_marked_question() {
    let runner = Runner::sandbox(5, 1).keys("n n c Enter . .");
    let runner = runner.keys("Y \"why is index 1\"").shows("▸ why is index 1").keys("Enter");
    runner.shows("Why is index 1 not committed?");
}

#[test]
fn words_of_newcomers_find_something() {
    let words = [
        ("candidate", "timeout S1"),
        ("remember", "ask what if S1 crashes"),
        ("persist", "ask what if S1 crashes"),
        ("reject", "zoom messages"),
        ("refuse", "zoom messages"),
        ("font", "present"),
        ("large", "present"),
        ("export", "picture"),
        ("attempts", "ask how many attempts"),
        ("undo", "back"),
        ("restart", "lesson restart"),
    ];
    for (word, line) in words {
        let runner = Runner::sandbox(5, 1).keys(&format!("n n : \"{word}\"")).hides("Nothing has");
        let screen = runner.screen();
        let listed = |row: &str| row.trim_start_matches(['▸', ' ']).starts_with(&format!("{line} "));
        assert!(screen.lines().any(listed), "{word}:\n{screen}");
    }
}

#[test]
fn attempts_are_counted_with_and_without_a_follower() {
    let runner = Runner::home().command("scenario figure-7").keys("End");
    let runner = runner.command("how many attempts for S3").shows("S3: 7 attempts").keys("Esc");
    let runner = runner.command("how many attempts").shows("S7: 8 attempts").keys("Esc");
    // What the script says of it is found, and heard while it plays.
    let runner = runner.keys("Home / \"attempts\" Enter").shows("Attempts: 2 for S2");
    let mut runner = runner.keys("Home Space");
    let mut seen = false;
    for _ in 0..400 {
        runner = runner.wait(300);
        seen |= runner.screen().contains("Attempts: 2 for S2");
    }
    assert!(seen, "the note is seen in playback");
}

#[test]
fn a_title_that_is_longer_than_its_place_says_so() {
    let runner = Runner::home().command("scenario figure-7");
    let screen = runner.screen();
    let last = screen.lines().nth(22).unwrap_or_default().trim_end().to_owned();
    assert!(last.ends_with('…') || last.ends_with('.'), "{screen}");
}

#[test]
fn a_key_without_a_meaning_is_answered() {
    Runner::sandbox(5, 1).keys("Q").shows("Q does nothing here").shows("? lists the keys");
    Runner::home().keys("Q").shows("Q does nothing here");
}

#[test]
fn what_presents_nothing_opens_nothing() {
    let runner = Runner::sandbox(5, 1).command("present").shows("No lesson is on the screen");
    assert!(runner.stage().lesson.is_none());
}

#[test]
fn a_cut_leaves_room_for_the_step() {
    let runner = Runner::sandbox(5, 1).keys("n n n p 1 2 Enter");
    let screen = runner.screen();
    let head = screen.lines().next().unwrap_or_default();
    assert!(head.contains("cut") && head.contains("step"), "{head}");
}

#[test]
fn the_lab_lists_titles_first() {
    let screen = Runner::home().keys("b").screen();
    let row = screen.lines().find(|row| row.contains("vote-twice")).unwrap_or_default();
    assert!(row.find("a server may vote twice") < row.find("vote-twice"), "{screen}");
}

#[test]
fn an_empty_list_says_so() {
    let runner =
        Runner::sandbox(5, 1).keys(": \"xyzzy\"").shows("Nothing has 'xyzzy' in its name or description");
    runner.keys("Esc : \"krash\"").shows("did you mean crash?");
    Runner::sandbox(5, 1).keys(": \"lesson 99\"").shows("None of these has '99'");
}

#[test]
fn a_condition_that_says_nothing_yet_says_how_to_word_it() {
    Runner::sandbox(5, 1).command("run until candidate").shows("for example S1 is");
    Runner::sandbox(5, 1).command("run until leader").shows("or leader");
}

#[test]
fn a_rule_that_is_off_names_the_key_that_puts_it_back() {
    let runner = Runner::sandbox(5, 1).keys("n n").command("without vote-twice").keys("W");
    let runner = runner.shows("P put the rule back").keys("P").shows("on again");
    assert!(runner.run().world().options().bugs.is_empty());
    runner.keys("P").shows("No rule is off here");
}

#[test]
fn a_remedy_that_submits_names_what_it_submits() {
    let runner = Runner::sandbox(5, 1).keys("n n c Enter").command("crash S1 S2 S3");
    let runner = runner.command("why does nothing move");
    let stage = runner.stage();
    let answer = &stage.open_answer.as_ref().expect("an answer").answer;
    for remedy in &answer.remedies {
        let submits = remedy.commands.iter().any(|command| command.to_string().starts_with("submit"));
        assert!(!submits || remedy.text.contains("submit"), "{}", remedy.text);
    }
    assert!(!answer.remedies.is_empty());
}

#[test]
fn what_can_be_changed_in_a_running_cluster_is_changed_there() {
    let runner = Runner::sandbox(5, 1).keys("n n n");
    let step = runner.cursor();
    for command in ["loss 100%", "latency 20ms", "duplicate 10%", "no-op on"] {
        let runner = Runner::sandbox(5, 1).keys("n n n").command(command);
        assert_eq!(runner.cursor(), step + 1, "{command}");
        assert!(runner.run().world().leader().is_some(), "{command}");
    }
    // What cannot be is said, with the way back.
    let runner = runner.command("heartbeat 20ms").shows("A new cluster").shows("`last` goes back");
    assert_eq!(runner.command("last").cursor(), step);
}

#[test]
fn waiting_in_vain_does_not_move_the_run() {
    let runner = Runner::sandbox(5, 1).keys("n n");
    let (step, now) = (runner.cursor(), runner.run().world().now());
    let runner = runner.command("run until index 9 is committed within 100ms").shows("still at step");
    assert_eq!((runner.cursor(), runner.run().world().now()), (step, now));
}

#[test]
fn a_cut_in_both_directions_is_told_as_such() {
    Runner::sandbox(5, 1).keys("n n").command("cut S1 <-> others").shows("in both directions");
}

#[test]
fn a_demo_in_a_file_is_asked_for() {
    let mut runner = Runner::sandbox(5, 1).command("demo my/own.raft");
    let effects = runner.effects();
    assert!(matches!(effects.as_slice(), [Effect::Demo(file)] if file == "my/own.raft"), "{effects:?}");
}

#[test]
fn the_first_pause_is_said_before_anything_happens() {
    let text = "servers 3\npause Look at the timers.\nrun 100ms\npause Then.\nrun 100ms\n";
    let script = raftarium::language::parse(text).unwrap();
    let mut runner = Runner::home();
    runner.app.show_demo(&script, "own", ("own", "", "what the head says")).unwrap();
    runner.shows("Look at the timers.");
}

#[test]
fn the_end_of_a_lesson_is_read_before_it_is_left() {
    let mut runner = Runner::home().sized(60, 12);
    runner.app.offer_lessons(vec![lesson()]);
    let mut runner = runner.command("lesson 97").command("lesson step 5");
    for _ in 0..20 {
        if runner.stage().lesson.as_ref().is_none_or(|lesson| lesson.is_over()) {
            break;
        }
        runner = runner.keys("Space");
    }
    let top = runner.screen();
    let runner = runner.keys("Down");
    let scrolled = runner.screen();
    let runner = runner.keys("Up");
    assert!(top != scrolled || !top.contains('↓'), "{scrolled}");
    let mut presses = 0;
    let mut runner = runner;
    while runner.screen().contains('↓') && presses < 10 {
        runner = runner.keys("PageDown");
        presses += 1;
    }
    assert!(
        runner.app.stage().is_some_and(|stage| stage.lesson.is_some()),
        "still there, and all of it was read"
    );
}
