//! A lesson by its keys, from the first step to the last.

use super::runner::Runner;
use crate::support::assert_that;
use raftarium::lesson::play::Position;
use raftarium::lesson::progress::Progress;
use raftarium::lesson::{Lesson, parse};
use raftarium::tui::Pane;
use raftarium::tui::app::{Button, Effect, Screen};
use std::sync::Arc;

pub const TEXT: &str = include_str!("lesson.md");

pub fn lesson() -> Arc<Lesson> {
    Arc::new(parse(TEXT, "").unwrap_or_else(|problems| panic!("{}", problems.render("lesson.md"))))
}

/// The lesson at its beginning, on a screen where what is read and what is asked stand together.
pub fn played() -> Runner {
    let mut runner = Runner::home().sized(120, 36);
    runner.app.offer_lessons(vec![lesson()]);
    runner.app.know_progress(Progress::default(), "2026-11-24");
    runner.command("lesson 97")
}

/// At the first question.
fn asked() -> Runner {
    played().keys("Space Space Space").shows("What does S1 do?")
}

fn at(runner: &Runner) -> (usize, usize) {
    let Position { step, segment } = runner.stage().lesson.as_ref().unwrap().play().position();
    (step, segment)
}

#[test]
fn a_beat_is_watched_and_what_follows_is_read_when_it_is_over() {
    let runner =
        played().shows("97 · Two sides").shows("1 of 5").shows("nobody leads yet").hides("S1 leads term 1:");
    assert!(runner.app.is_moving());
    assert_that(&runner.run().world().leader(), Option::is_none);
    let mut runner = runner.wait(300);
    assert_that(&runner.run().world().now().0, |it| *it > 0);
    let mut waited = 0;
    while runner.app.is_moving() {
        runner = runner.wait(300);
        waited += 300;
        assert!(waited < 60_000, "nobody waits that long");
    }
    let runner = runner.shows("S1 leads term 1: the votes are counted");
    assert!(runner.run().world().leader().is_some());
    // A key skips it: the same cluster at once.
    let skipped = played().keys("Space");
    assert_eq!(skipped.run().world().digest(), runner.run().world().digest());
    skipped.shows("the votes are counted");
}

#[test]
fn every_key_that_hands_expect_goes_on_and_back() {
    for on in ["Space", "Enter", "Right", "PageDown"] {
        let runner = played().keys(&format!("{on} {on}")).shows("2 of 5");
        assert_eq!(at(&runner), (1, 0), "{on}");
    }
    for back in ["Left", "PageUp"] {
        let runner = played().keys("Space Space Space").keys(back);
        assert_eq!(at(&runner), (0, 0), "{back}");
        let runner = runner.shows("the votes are counted").keys(back);
        runner.shows("This is where the lesson begins");
    }
}

#[test]
fn an_answer_is_committed_to_before_it_is_told() {
    let runner = asked().hides("Nothing tells it").hides("Silence").keys("1").hides("Silence");
    let runner = runner.keys("Enter").shows("✗ 1  It steps down.").shows("Silence tells it nothing.");
    let runner = runner.shows("✓ 2  It stays leader.").shows("Not quite");
    // What was said stays while one goes on.
    runner
        .keys("Space")
        .shows("Silence tells it nothing")
        .shows("Whoever is cut off")
        .shows("Which of these");
}

#[test]
fn without_an_answer_one_goes_on_only_if_one_insists() {
    let runner = asked().keys("Space").shows("press again to go on without one");
    assert_eq!(at(&runner), (1, 0));
    let runner = runner.keys("Space");
    assert_eq!(at(&runner), (1, 1));
    // Something else in between, and it is asked again.
    let runner = asked().keys("Space H Space").shows("press again to go on");
    assert_eq!(at(&runner), (1, 0));
    asked().keys("Enter").shows("First choose an answer: 1 to 2");
}

#[test]
fn arrows_clicks_and_hints_answer_too() {
    asked().keys("H").shows("What does it hear?").keys("Down Down Enter").shows("Right");
    let runner = asked().click(Button::Left, "It stays leader").hides("Nothing tells it");
    runner.click(Button::Left, "It stays leader").shows("Nothing tells it to step down");
    asked().command("lesson answer 2").shows("Nothing tells it to step down");
    asked().command("lesson answer x").shows("expected the number of a choice: 1 or 2");
}

#[test]
fn several_are_ticked_and_a_number_is_typed() {
    let runner = asked().keys("2 Enter Space").shows("Which of these").shows("[ ] S1");
    let runner = runner.keys("1 Down Space").shows("[x] S1").shows("[x] S2").keys("Enter").shows("Right");
    let runner = runner.keys("Space Space").shows("How many votes does it take?");
    let runner = runner.keys("2 5 Backspace Enter").shows("✗").shows("It is counted of all.").shows("✓ 3");
    let runner = runner.keys("Left Left");
    assert_eq!(at(&runner), (1, 0));
    runner.shows("What does S1 do?");
}

#[test]
fn something_is_pointed_at_by_keys_or_with_the_mouse() {
    let there = || {
        let runner = asked().command("lesson step 3").keys("Space").keys("3 Enter").shows("Three of five");
        runner.keys("Space").shows("Where is the entry")
    };
    let runner = there().keys("Enter").shows("Choose an entry on the screen first");
    let runner = runner.keys("Down").shows("entry 1 on S1").keys("Enter").shows("There, on two of five.");
    assert_eq!(at(&runner), (2, 1));
    let (x, y) = there().find("1 x=2");
    there().mouse(Button::Left, x, y).keys("Enter").shows("There, on two of five.");
}

#[test]
fn what_the_lesson_speaks_of_is_lit_once_it_was_watched() {
    let lit = |runner: &Runner| runner.stage().lesson.as_ref().unwrap().side.lit.entries.len();
    let runner = played().keys("Space Space");
    assert_eq!(lit(&runner), 0, "it is not there yet");
    assert_eq!(lit(&runner.keys("Space")), 1);
}

#[test]
fn everything_else_works_meanwhile() {
    let runner = asked().keys("2 Enter y").shows("?").keys("Esc").shows("What does S1 do?");
    let cursor = runner.cursor();
    let runner = runner.keys(", ,");
    assert_eq!(runner.cursor(), cursor - 2);
    let runner = runner.keys(". .");
    assert_eq!(runner.cursor(), cursor);
    let runner = runner.keys("r");
    assert_that(&runner.on_screen(), |it| matches!(it, Screen::Page(_)));
    let runner = runner.keys("Esc").shows("What does S1 do?");
    // Whatever one did, the lesson goes on from where it was.
    let digest = runner.run().world().digest();
    let runner = runner.command("crash S4").keys("Backspace");
    assert_eq!(runner.run().world().digest(), digest);
}

#[test]
fn any_step_is_a_key_away_and_the_lesson_can_begin_again() {
    let runner = played().keys("i").shows("What to take along").keys("Down Down Down Down Enter");
    let runner = runner.shows("5 of 5").shows("A leader that is cut off");
    let runner = runner.command("lesson step 9").shows("This lesson has the steps 1 to 5").keys("Esc");
    let runner = runner.command("lesson restart").shows("1 of 5");
    assert_eq!(at(&runner), (0, 0));
}

#[test]
fn the_sandbox_has_this_very_cluster_and_leads_back_to_it() {
    let runner = asked();
    let digest = runner.run().world().digest();
    let runner = runner.keys("s").shows("Your sandbox now").hides("What does S1 do?");
    assert_eq!(runner.run().world().digest(), digest);
    let runner = runner.command("crash S3").command("heal").keys("n n");
    let runner = runner.keys("Esc").shows("What does S1 do?");
    assert_eq!((runner.run().world().digest(), at(&runner)), (digest, (1, 0)));
    // From the lesson, Esc leads home, and home leads back.
    let runner = runner.keys("Esc Esc");
    assert_eq!(runner.on_screen(), &Screen::Home);
    runner.keys("Enter").shows("What does S1 do?");
}

#[test]
fn a_challenge_is_judged_as_one_acts() {
    let there = || asked().command("lesson step 4").keys("Space").shows("Your turn");
    let runner = there().shows("✗ S3 is leader").shows("✓ S1 is leader").shows("0 actions, par 2");
    // Space and the arrows are the cluster's here.
    let runner =
        runner.keys("H").shows("Who of the other side").keys("H").shows("Let the timer of S3 run out");
    let runner = runner.command("restart S3").shows("in this challenge").keys("Esc");
    let runner = runner.command("timeout S3").shows("1 action, par 2");
    let runner = runner.command("run until S3 is leader within 1s").shows("Solved").shows("and no harm");
    assert!(!runner.app.is_moving());
    let solved = runner.stage().lesson.as_ref().unwrap().play().score().solved.clone();
    assert_eq!(
        solved.values().map(|it| (it.actions, it.hints, it.shown)).collect::<Vec<_>>(),
        [(1, 2, false)]
    );
    runner.keys("Space").shows("5 of 5");
}

#[test]
fn what_must_not_happen_is_taken_back() {
    let runner = asked().command("lesson step 4").keys("Space").command("crash S5");
    let runner = runner.shows("One step back").shows("step back and try again").keys("Backspace");
    let runner =
        runner.shows("Your turn").shows("0 actions").command("timeout S3").keys("U").shows("0 actions");
    // One may go on without, and be shown how.
    let runner = runner.keys("PageDown").shows("not solved: press again to go on").keys("W");
    let runner = runner.shows("The solution").shows("timeout S3");
    assert!(runner.app.is_moving());
    let runner = runner.keys("Space").shows("and no harm");
    assert_that(&runner.stage().lesson.as_ref().unwrap().play().score().solved, |it| {
        it.values().all(|solved| solved.shown)
    });
}

#[test]
fn the_end_says_how_it_went_and_home_remembers() {
    let mut runner = asked().keys("1 Enter Space").command("lesson answer 1 2").keys("Space Space");
    runner =
        runner.command("lesson answer 3").keys("Space").command("lesson answer S1 1").keys("Space Space");
    runner = runner.command("timeout S3").command("run until S3 is leader within 1s").keys("Space Space");
    let mut runner =
        runner.shows("End of the lesson").shows("3 of 4 questions right").shows("A leader can tell");
    assert_that(&runner.effects(), |it| it.contains(&Effect::Progress));
    let kept = runner.app.progress().lessons.values().next().unwrap().clone();
    assert!(kept.finished);
    assert_eq!(kept.best, Some(80));
    let runner = runner.keys("Esc Esc").shows("✓").shows("best 80 %").shows("challenge in 1, par 2");
    let runner = runner.shows("Questions to repeat").shows("nothing due today, more on 2026-11-25").keys("a");
    let mut runner = runner.shows("Nothing is due before 2026-11-25");
    // The next day.
    let progress = runner.app.progress().clone();
    runner.app.know_progress(progress, "2026-11-25");
    let runner = runner.shows("1 question due today: Two sides (97)").keys("a");
    let runner = runner.shows("From 97 · Two sides").shows("What does S1 do?").keys("2 Enter").shows("Right");
    let mut runner = runner.keys("Space");
    assert_eq!(runner.on_screen(), &Screen::Home);
    assert_that(&runner.effects(), |it| it.contains(&Effect::Progress));
    assert_eq!(runner.app.progress().missed.first().map(|missed| missed.rights), Some(1));
}

#[test]
fn another_time_one_goes_on_where_one_was() {
    let runner = asked().keys("2 Enter Space");
    let progress = runner.app.progress().clone();
    let mut later = Runner::home().sized(120, 36);
    later.app.offer_lessons(vec![lesson()]);
    later.app.know_progress(progress, "2026-11-25");
    let later = later.shows("step 2 of 5").shows("continue").shows("about 8 min").keys("Enter");
    assert_eq!(at(&later), (1, 1));
    assert_eq!(later.run().world().digest(), runner.run().world().digest());
    assert!(!later.app.is_moving(), "it was watched already");
}

#[test]
fn a_lesson_draws_at_every_size_and_its_question_stays_within_reach() {
    for keys in ["", "Space Space Space", "Space Space Space 1 Enter"] {
        let mut runner = played().keys(keys);
        for width in [1, 20, 39, 40, 60, 79, 80, 100, 110, 160, 200] {
            for height in [1, 3, 8, 12, 16, 23, 24, 30, 36, 60] {
                runner = runner.sized(width, height);
                runner.screen();
            }
        }
    }
}

/// The keys that are listed, each with what it does.
fn listed(runner: &Runner) -> Vec<(String, String)> {
    runner.app.hints().into_iter().map(|hint| (hint.key, hint.word)).collect()
}

#[test]
fn a_key_is_listed_once_with_what_it_does_now() {
    for (keys, on) in [("", "skip"), ("Space", "go on"), ("Space Space", "skip")] {
        for more in ["", "Tab", "Down", "v", "v v v v", "m"] {
            let listed = listed(&played().keys(keys).keys(more));
            let spaces: Vec<&str> =
                listed.iter().filter(|(key, _)| key == "Space").map(|(_, word)| word.as_str()).collect();
            assert_eq!(spaces, [on], "after {keys:?} and {more:?}: {listed:?}");
        }
    }
    let digits = listed(&asked()).into_iter().filter(|(key, _)| key.starts_with('1')).collect::<Vec<_>>();
    assert_eq!(digits, [("1–2".to_owned(), "choose".to_owned())]);
}

#[test]
fn enter_goes_on_wherever_the_lesson_waits_also_when_something_is_chosen() {
    let runner = played().keys("Space Down").shows("S1").keys("Enter").shows("2 of 5");
    assert_eq!(at(&runner), (1, 0));
    // On a small screen what is asked is a page of its own: a digit and Enter lead to it, and neither answers unseen.
    for on in ["Enter", "Down Enter", "Space", "1"] {
        let there = asked().sized(80, 20).keys("2 Enter Space").shows("Whoever is cut off");
        let runner = there.hides("[ ] S1").keys(on).shows("[ ] S1").hides("[x]");
        let runner = runner.keys("Enter").shows("First tick the right answers");
        runner.keys("1 2 Enter").shows("Right");
    }
}

#[test]
fn while_the_set_up_of_a_challenge_plays_space_skips_it() {
    let text = TEXT.replace("## Your turn\n", "## Your turn\n\n```raft\nrun 500ms\n```\n");
    let mut runner = Runner::home().sized(120, 36);
    runner.app.offer_lessons(vec![Arc::new(parse(&text, "").unwrap())]);
    runner.app.know_progress(Progress::default(), "2026-11-24");
    let runner = runner.command("lesson 97").command("lesson step 4").hides("Your turn.");
    assert!(runner.app.is_moving());
    assert_that(&listed(&runner), |it| it.contains(&("Space".to_owned(), "skip".to_owned())));
    let runner = runner.keys("Space").shows("S3 is leader");
    assert!(!runner.app.is_moving());
    assert_eq!(at(&runner), (3, 0));
    // From here on Space is the cluster's.
    assert!(runner.keys("Space").app.is_moving());
}

/// At a question that asks for a message.
fn message_asked() -> Runner {
    let text = TEXT.replace("point: entry 1 on S1 S2", "point: message vote S4 -> S5");
    let text =
        text.replace("```question\nask: Where is", "```raft\ntimeout S4\n```\n\n```question\nask: Where is");
    let mut runner = Runner::home().sized(120, 36);
    let lesson = parse(&text, "").unwrap_or_else(|problems| panic!("{}", problems.render("lesson.md")));
    runner.app.offer_lessons(vec![Arc::new(lesson)]);
    runner.app.know_progress(Progress::default(), "2026-11-24");
    let runner = runner.command("lesson 97").command("lesson step 3").keys("Space 3 Enter Space Space");
    runner.shows("Where is the entry")
}

#[test]
fn a_message_is_pointed_at_by_arrows_and_called_what_it_is() {
    let mut runner = message_asked();
    let mut tries = 0;
    while !runner.screen().contains("S4's vote request to S5") {
        runner = runner.keys("Down");
        tries += 1;
        assert!(tries < 20, "no arrow leads to it:\n{}", runner.screen());
    }
    assert!(tries > 0, "nothing is chosen from the start");
    let runner = runner.keys("Enter").shows("There, on two of five");
    // It is called so afterwards too, and not by its number.
    runner.shows("S4's vote request to S5").hides("message #");
    // Something else was pointed at: what is right is said in the same words.
    let wrong = message_asked().command("lesson answer #8");
    wrong.shows("S4's vote request to S5");
}

#[test]
fn a_second_click_on_what_is_pointed_at_answers() {
    let there = || {
        let runner = asked().command("lesson step 3").keys("Space").keys("3 Enter").shows("Three of five");
        runner.keys("Space").shows("Where is the entry")
    };
    let (x, y) = there().find("1 x=2");
    let runner = there().mouse(Button::Left, x, y).hides("There, on two of five.");
    runner.mouse(Button::Left, x, y).shows("There, on two of five.");
    // A digit chooses a server, and the arrows go on among its entries.
    let runner = there().keys("2 Enter").shows("the answer is an entry in a log");
    runner.keys("Down").shows("entry 1 on S2").keys("Enter").shows("There, on two of five.");
}

#[test]
fn the_panel_of_the_bug_lab_stays_closed_in_a_lesson() {
    let text = TEXT.replace("servers 5\n", "servers 5\nwithout vote-twice\n");
    let mut runner = Runner::home().sized(120, 36);
    let lesson = parse(&text, "").unwrap_or_else(|problems| panic!("{}", problems.render("lesson.md")));
    runner.app.offer_lessons(vec![Arc::new(lesson)]);
    runner.app.know_progress(Progress::default(), "2026-11-24");
    let runner = runner.command("lesson 97").keys("Space Space Space").shows("What does S1 do?");
    assert!(!runner.stage().shows_panel());
    let runner = runner.keys("W").hides("What does S1 do?");
    assert!(runner.stage().shows_panel());
    // Nothing is answered behind it, and going on leads back to the lesson.
    let runner = runner.keys("Space").shows("What does S1 do?");
    assert_eq!(at(&runner), (1, 0));
    runner.keys("2 Enter").shows("Nothing tells it");
}

#[test]
fn several_choices_can_be_left_without_a_tick_too() {
    let runner = asked().keys("2 Enter Space").shows("Which of these").keys("Space Space Space");
    assert!(at(&runner) > (1, 1), "{:?}", at(&runner));
}

#[test]
fn a_pane_that_a_step_brings_to_the_front_goes_back_with_the_next() {
    let text = "---\nid: 96-panes\ntitle: Panes\nplace: §5.2\nminutes: 1\nasks: What now?\n---\n\nA lesson.\n\n\
        ## One\n\nLook.\n\n```raft\nservers 3\n```\n\n```show\npane properties\n```\n\n## Two\n\nGo on.\n\n## Three\n\nThat is all.\n";
    let lesson = parse(text, "").unwrap_or_else(|problems| panic!("{}", problems.render("96-panes")));
    let mut runner = Runner::home().sized(120, 36);
    runner.app.offer_lessons(vec![Arc::new(lesson)]);
    let runner = runner.command("lesson 96");
    assert_eq!(runner.stage().focus, Pane::Properties);
    let runner = runner.keys("Space").shows("2 of 3");
    assert_eq!(runner.stage().focus, Pane::Cluster);
    // What the learner has chosen stays.
    let runner = runner.command("pane events").command("lesson next").shows("3 of 3");
    assert_eq!(runner.stage().focus, Pane::Events);
}
