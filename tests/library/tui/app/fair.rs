//! Lessons in use, at 80×24: nothing else answers a question that waits, only what is seen is answered, and a challenge
//! says what is missing.

use super::lessons::{TEXT, lesson};
use super::runner::Runner;
use raftarium::lesson::parse;
use raftarium::lesson::progress::Progress;
use std::sync::Arc;

fn played() -> Runner {
    let mut runner = Runner::home().sized(80, 24);
    runner.app.offer_lessons(vec![lesson()]);
    runner.app.know_progress(Progress::default(), "2026-11-24");
    runner.command("lesson 97")
}

/// Goes on until something is on the screen.
fn until(mut runner: Runner, text: &str) -> Runner {
    for _ in 0..6 {
        if runner.screen().contains(text) {
            return runner;
        }
        runner = runner.keys("Space");
    }
    runner.shows(text)
}

/// At the first question, seen.
fn asked() -> Runner {
    until(played(), "1  It steps down.")
}

/// At the challenge, seen.
fn challenged() -> Runner {
    until(asked().command("lesson step 4"), "Let S3 lead while S1 leads too.")
}

/// The line of keys.
fn footer(runner: &Runner) -> String {
    runner.screen().lines().last().unwrap_or_default().to_owned()
}

#[test]
fn nothing_but_the_learner_answers_a_question_that_waits() {
    let runner = asked();
    let (cursor, line) = (runner.cursor(), footer(&runner));
    assert!(line.contains("answer") && !line.contains("why") && !line.contains("step "), "{line}");
    assert!(!line.contains("submit"), "{line}");
    for keys in ["y", "n", ".", "P"] {
        let runner = asked().keys(keys).shows("Answer the question first");
        assert_eq!(runner.cursor(), cursor, "{keys}");
    }
    for command in ["crash S4", "run 100ms", "step", "why is there no leader"] {
        let runner = asked().command(command).shows("Answer the question first").keys("Esc");
        assert_eq!(runner.cursor(), cursor, "{command}");
    }
    // What has happened can be looked at again.
    let runner = runner.keys(", ,");
    assert_eq!(runner.cursor(), cursor - 2);
    let runner = runner.keys(". . .");
    assert_eq!(runner.cursor(), cursor);
    // Once it is answered, everything works.
    let runner = runner.keys("2 Enter").shows("Nothing tells it to step down").keys("y");
    runner.hides("Answer the question first");
}

#[test]
fn only_a_question_that_is_seen_is_answered() {
    let draft = |runner: &Runner| runner.stage().lesson.as_ref().unwrap().play().score().answers.len();
    // A pane has the screen to itself: the key leads to the question, and answers nothing.
    let runner = asked().keys("z").hides("What does S1 do?").keys("2").shows("What does S1 do?");
    let runner = runner.hides("▸ 2").keys("Enter");
    assert_eq!(draft(&runner), 0);
    let runner = asked().keys("z Space").shows("What does S1 do?");
    assert_eq!(draft(&runner.keys("2 Enter")), 1);
}

#[test]
fn what_is_scrolled_away_is_seen_again_before_it_is_the_answer() {
    let long = "which is a long choice so that nine of them never fit on a small screen, whatever stands above them ";
    let choices = (1..=9).map(|number| {
        let mark = if number == 2 { 'x' } else { ' ' };
        format!("- [{mark}] Choice {number}, {long}{number}.\n  believes: It is so.\n  Said.\n")
    });
    let choices = choices.collect::<Vec<_>>().concat();
    let from = TEXT.find("- [ ] It steps down.").unwrap();
    let to = TEXT.find("hint: What does it hear?").unwrap();
    let text = format!("{}{choices}{}", &TEXT[..from], &TEXT[to..]);
    let lesson = parse(&text, "").unwrap_or_else(|problems| panic!("{}", problems.render("long")));
    let mut runner = Runner::home().sized(80, 24);
    runner.app.offer_lessons(vec![Arc::new(lesson)]);
    let runner = until(runner.command("lesson 97"), "Choice 1,").keys("1").shows("Choice 1,");
    let runner = runner.keys("PageDown PageDown PageDown").hides("Choice 1,");
    let runner = runner.keys("Enter").shows("Choice 1,").hides("Not quite");
    runner.keys("Enter").shows("Not quite");
}

#[test]
fn a_wrong_answer_has_its_reason_under_it_and_the_words_to_the_right_one() {
    let runner =
        asked().keys("1 Enter").shows("Silence tells it nothing.").shows("Nothing tells it to step down.");
    let order = |first: &str, second: &str, runner: &Runner| {
        let (first, second) = (runner.find(first).1, runner.find(second).1);
        assert!(first < second, "{}", runner.screen());
    };
    order("1  It steps down.", "Silence tells it nothing.", &runner);
    order("Silence tells it nothing.", "2  It stays leader.", &runner);
    order("2  It stays leader.", "Nothing tells it to step down.", &runner);
    let runner = until(asked().command("lesson step 3"), "How many votes").keys("2 Enter");
    order("✗ 2", "It is counted of all.", &runner);
    order("It is counted of all.", "✓ 3", &runner);
    order("✓ 3", "Three of five.", &runner);
}

#[test]
fn what_was_missed_is_told_from_what_was_ticked() {
    let runner = until(asked().keys("2 Enter"), "Which of these").keys("1 Enter");
    let screen = runner.screen();
    assert_eq!(screen.matches("Missed.").count(), 1, "{screen}");
    let (ticked, missed) = (runner.find("[x] S1").1, runner.find("[ ] S2").1);
    assert!(ticked < missed && runner.find("Missed.").1 > missed, "{screen}");
}

#[test]
fn a_challenge_says_who_fails_it_and_its_footer_which_keys_help() {
    let runner = challenged().shows("✗ S3 is leader").shows("S3 is a follower in term 1");
    let line = footer(&runner);
    for key in ["t timeout", "x crash", "h heal", "H hint"] {
        assert!(line.contains(key), "{key}: {line}");
    }
    assert!(!line.contains("partition") && !line.contains("c submit"), "{line}");
}

#[test]
fn solved_is_said_once() {
    let runner = challenged().keys("3 t").command("run until S3 is leader within 1s");
    let screen = runner.shows("Solved").screen();
    assert_eq!(screen.matches("Solved").count(), 1, "{screen}");
    assert!(!screen.contains("The goal is reached"), "{screen}");
    assert!(screen.contains("S3 leader") || screen.contains("S3 ★"), "the solved cluster is seen: {screen}");
}

#[test]
fn next_goes_where_it_says() {
    let runner = until(asked().command("lesson step 5"), "A leader that is cut off").keys("Space");
    let runner = runner.shows("End of the lesson");
    assert!(footer(&runner).contains("home"), "{}", runner.screen());
    let runner = runner.keys("Space");
    assert!(matches!(runner.on_screen(), raftarium::tui::app::Screen::Home));
}

#[test]
fn a_step_is_typed_by_its_number() {
    let runner = asked().keys("i").shows("What to take along").keys("5").shows("5 of 5");
    runner.hides("Your turn");
}

#[test]
fn a_demo_that_is_skipped_ends_at_its_end() {
    let mut runner = Runner::home().sized(80, 24);
    runner.app.offer_lessons(vec![lesson()]);
    let runner = runner.command("lesson present 97").keys("PageDown");
    let before = runner.run().world().digest();
    let runner = runner.keys("1").keys("PageDown");
    assert!(!runner.app.is_moving());
    assert_eq!(runner.run().world().leader(), None, "the leader was killed");
    let runner = runner.keys("PageDown");
    assert_eq!(runner.run().world().digest(), before, "then the lesson is back");
}
