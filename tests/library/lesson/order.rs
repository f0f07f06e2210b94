//! Choices are mixed for each learner, and stand the same whenever that learner comes back.

use crate::support::{assert_contains, assert_that};
use raftarium::lesson::grade::{Answers, grade};
use raftarium::lesson::play::{AskKind, Given, LessonOptions, Play, Right, TaskId, shown_order};
use raftarium::lesson::progress::Progress;
use raftarium::lesson::{self, Lesson, LessonId};
use raftarium::tui::aloud::Aloud;
use std::sync::Arc;

const QUESTION: &str = "\
## Ask

Something.

```question
ask: Which number is right?
- [x] Right.
  Yes.
- [ ] Apple.
  believes: Apples.
  No apple.
- [ ] Pear.
  believes: Pears.
  No pear.
- [ ] Plum.
  believes: Plums.
  No plum.
```
";

fn read(text: &str) -> Arc<Lesson> {
    let text = format!("{}{text}", include_str!("head.md"));
    Arc::new(lesson::parse(&text, "").unwrap_or_else(|problems| panic!("{}", problems.render("test"))))
}

fn play(text: &str, learner: Option<u32>) -> Play {
    Play::with(read(text), LessonOptions { seed: None, learner }).unwrap()
}

/// The words of the choices, and which is right.
fn shown(play: &Play) -> (Vec<String>, usize) {
    let asking = play.question().unwrap();
    let AskKind::One(choices) = &asking.kind else { panic!("choices") };
    let Ok(Right::Choices(right)) = asking.right() else { panic!("right") };
    (choices.iter().map(lesson::Prose::words).collect(), right.iter().position(|right| *right).unwrap())
}

#[test]
fn each_learner_has_an_order_and_keeps_it() {
    let written = ["Right.", "Apple.", "Pear.", "Plum."];
    assert_eq!(shown(&play(QUESTION, None)).0, written);
    let orders: Vec<Vec<String>> = (0..50).map(|learner| shown(&play(QUESTION, Some(learner))).0).collect();
    assert_that(&orders.iter().collect::<std::collections::BTreeSet<_>>().len(), |it| *it > 12);
    for learner in 0..50 {
        let mut play = play(QUESTION, Some(learner));
        let (words, right) = shown(&play);
        assert_eq!((&words, words[right].as_str()), (&orders[learner as usize], "Right."));
        // What is said belongs to the choice that was chosen.
        let apple = words.iter().position(|word| word == "Apple.").unwrap();
        let verdict = play.answer(Given::Choices(vec![apple])).unwrap().clone();
        assert_eq!((verdict.right, verdict.replies[0].text.words().as_str()), (false, "No apple."));
        assert_eq!(verdict.believes, ["Apples."]);
        play.restart_step();
        assert_eq!(shown(&play).0, words, "the step begun again");
    }
    let pinned = QUESTION.replace("right?\n", "right?\norder: pinned\n");
    assert_eq!(shown(&play(&pinned, Some(7))).0, written);
}

#[test]
fn no_place_is_likelier_to_be_right() {
    let id = LessonId("30-test".to_owned());
    let mut places = [0_u32; 4];
    for learner in 0..4_000 {
        let order = shown_order(4, learner, &id, TaskId { step: 2, number: 1 });
        places[order.iter().position(|choice| *choice == 0).unwrap()] += 1;
    }
    // A thousand each, give or take four standard deviations.
    assert_that(&places, |it| it.iter().all(|place| (890..=1_110).contains(place)));
}

#[test]
fn the_lines_read_aloud_have_the_learners_order() {
    let play = play(QUESTION, Some(3));
    let (words, right) = shown(&play);
    let progress = Progress { learner: Some(3), ..Progress::default() };
    let mut aloud = Aloud::new(play, None, progress, "2026-11-24");
    let said = aloud.greeting().join("\n");
    for (number, word) in (1..).zip(&words) {
        assert_contains(&said, &format!("{number}. {word}"));
    }
    assert_contains(&aloud.line(&(right + 1).to_string()).lines.join("\n"), "Right.");
}

#[test]
fn files_of_answers_name_choices_as_the_lesson_is_written() {
    let graded = |answers: &str| grade(&read(QUESTION), &Answers::parse(answers).unwrap()).unwrap().score;
    assert_eq!(graded("1.1: 1\n"), 100);
    assert_eq!(graded("1.1: right\n"), 100);
    assert_eq!(graded("1.1: app\n"), 0);
    let (_, right) = shown(&play(QUESTION, Some(3)));
    assert_eq!(graded(&format!("learner: 3\n1.1: {}\n", right + 1)), 100);
    assert!(grade(&read(QUESTION), &Answers::parse("1.1: p\n").unwrap()).is_err(), "two begin so");
    assert!(Answers::parse("learner: me\n").is_err());
}
