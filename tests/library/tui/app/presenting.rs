//! A lesson before a class.

use super::lessons::{TEXT, lesson};
use super::runner::Runner;
use crate::support::assert_that;
use raftarium::lesson::{Sheet, parse};
use raftarium::tui::app::Effect;
use std::sync::Arc;

fn presented() -> Runner {
    let mut runner = Runner::home().sized(80, 24);
    runner.app.offer_lessons(vec![lesson()]);
    runner.command("lesson present 97")
}

fn sheets(runner: &mut Runner) -> Vec<Sheet> {
    let sheet = |effect| match effect {
        Effect::Sheet(sheet) => Some(*sheet),
        _ => None,
    };
    runner.effects().into_iter().filter_map(sheet).collect()
}

/// At the first question, seen.
fn asked() -> Runner {
    presented().sized(120, 36).keys("PageDown PageDown PageDown").shows("What does S1 do?")
}

#[test]
fn answers_are_hidden_until_they_are_asked_for() {
    let runner = asked()
        .hides("Nothing tells it")
        .keys("PageDown")
        .shows("✓ 2")
        .shows("Nothing tells it to step down");
    // No vote of the class is lost on the way back.
    let runner = runner.keys("PageUp").hides("Nothing tells it").keys("a").shows("Nothing tells it");
    runner.keys("PageDown").shows("Whoever is cut off");
}

#[test]
fn while_a_class_thinks_no_caption_answers() {
    for (width, height) in [(80, 24), (120, 36)] {
        let runner = Runner::home()
            .sized(width, height)
            .command("lesson present 14")
            .keys("PageDown PageDown PageDown");
        let caption = |runner: &Runner| {
            let screen = runner.screen();
            let rows: Vec<&str> = screen.lines().collect();
            rows[rows.len() - 3..rows.len() - 1].concat().replace(['▌', ' '], "")
        };
        let mut asked = 0;
        let mut runner = runner;
        for _ in 0..40 {
            let stage = runner.stage();
            if stage.lesson.as_ref().is_some_and(|lesson| lesson.play().question().is_some())
                && !stage.playback.playing
                && stage.compare.is_none()
                && !runner.screen().contains('✓')
            {
                assert_eq!(caption(&runner), "", "{}", runner.screen());
                asked += 1;
                runner = runner.keys("a");
            }
            runner = runner.keys("PageDown");
        }
        assert!(asked > 0, "no question was asked");
    }
}

#[test]
fn the_logs_are_there_when_the_text_speaks_of_entries() {
    for (width, height) in [(80, 24), (120, 36)] {
        let runner = Runner::home().sized(width, height).command("lesson present 14").keys("PageDown");
        runner.shows("Two entries").shows("1 x=1");
    }
}

#[test]
fn a_black_screen_is_black_and_comes_back() {
    let runner = asked().keys("b");
    assert_that(&runner.screen().trim(), |it| it.is_empty());
    let cells = runner.cells();
    assert_that(&cells.content(), |it| it.iter().all(|cell| cell.bg == ratatui::style::Color::Black));
    runner.keys(".").shows("What does S1 do?");
}

#[test]
fn a_discussion_counts_down_and_costs_nothing_when_it_is_over() {
    let runner = asked().keys("t").shows("0:05 to discuss");
    assert!(runner.app.is_moving());
    let runner = runner.wait(2_000).shows("0:04 to discuss").wait(4_000).shows("time is up");
    assert!(!runner.app.is_moving());
    runner.keys("t").hides("time is up");
}

#[test]
fn a_demo_plays_on_a_branch_of_its_own_and_the_lesson_comes_back() {
    let runner = presented().keys("PageDown");
    let digest = runner.run().world().digest();
    let runner = runner.keys("1");
    assert!(runner.app.is_moving());
    let runner = runner.keys("PageUp");
    assert_eq!(runner.run().world().digest(), digest, "one key leads back");
    let runner = runner.keys("d").shows("Kill the leader").keys("Down Enter");
    let mut runner = runner;
    while runner.app.is_moving() {
        runner = runner.wait(300);
    }
    assert_ne!(runner.run().world().digest(), digest);
    let runner = runner.keys("PageUp");
    assert_eq!(runner.run().world().digest(), digest);
}

#[test]
fn the_teacher_is_told_of_every_change_and_of_nothing_else() {
    let mut runner = presented();
    let told = sheets(&mut runner);
    let last = told.last().unwrap();
    assert_eq!((last.lesson.as_str(), last.step, last.steps), ("97 · Two sides", 1, 5));
    assert_eq!(
        (last.next.as_deref(), last.notes.as_slice()),
        (Some("The cut"), &["Ask who has a lease.".to_owned()][..])
    );
    assert_eq!(last.demos, [('1', "Kill the leader".to_owned()), ('2', "A command".to_owned())]);
    let mut runner = runner.keys("Tab Tab");
    assert_eq!(sheets(&mut runner), []);
    let mut runner = runner.keys("PageDown PageDown PageDown");
    let told = sheets(&mut runner);
    let question = told.last().unwrap().question.clone().unwrap();
    assert_eq!(question.ask, "What does S1 do?");
    assert!(!question.revealed && question.answers[1].right && !question.answers[0].right);
    assert_eq!(question.answers[0].believes.as_deref(), Some("A leader can tell that it is cut off."));
    let mut runner = runner.keys("a");
    assert!(sheets(&mut runner).last().unwrap().question.clone().unwrap().revealed);
    let mut runner = runner.keys("b");
    assert!(sheets(&mut runner).last().unwrap().black);
}

#[test]
fn no_small_print_stands_on_a_presented_screen() {
    for (width, height) in [(80, 24), (120, 36), (200, 60)] {
        let runner = presented().sized(width, height).keys("PageDown");
        let runner = runner.shows("S1 leads term 1").hides("Events");
        assert_that(&runner.stage().layout(ratatui::layout::Rect::new(0, 0, width, height)).scrubber, |it| {
            it.is_none()
        });
    }
}

#[test]
fn nothing_is_kept_of_what_a_class_did() {
    let runner = asked().keys("Down Enter PageDown");
    assert_that(&runner.app.progress().lessons, std::collections::BTreeMap::is_empty);
    assert_that(&runner.app.progress().missed, Vec::is_empty);
}

#[test]
fn esc_leads_from_a_demo_back_to_the_lesson() {
    let runner = presented().keys("PageDown");
    let digest = runner.run().world().digest();
    let runner = runner.keys("1 Esc");
    assert_eq!(runner.run().world().digest(), digest);
    runner.shows("S1 leads term 1");
}

#[test]
fn on_a_small_screen_the_next_key_leads_to_the_question_and_then_to_its_answer() {
    let prose = "Somebody pulls a cable.\n\n".repeat(4);
    let text =
        TEXT.replace("```question\nask: What does S1", &format!("{prose}```question\nask: What does S1"));
    let mut runner = Runner::home().sized(80, 24);
    runner.app.offer_lessons(vec![Arc::new(parse(&text, "").unwrap())]);
    let runner =
        runner.command("lesson present 97").keys("PageDown PageDown PageDown").shows("Space question");
    runner.keys("PageDown").shows("Space answer").shows("What does S1 do?");
}
