//! The lessons that ship with the program: all of each is true, and together they show every rule.

use crate::support::assert_that;
use raftarium::lesson::{self, CheckOptions, Checked, Coverage, Guessing, LessonId, PartKind};

fn checked() -> Vec<(&'static str, Checked)> {
    let lessons = lesson::shipped().map(|(name, _)| LessonId(name.to_owned())).collect();
    let options = CheckOptions { lessons };
    lesson::shipped().map(|(name, text)| (name, lesson::check(text.as_bytes(), name, &options))).collect()
}

#[test]
fn every_lesson_that_ships_is_true() {
    let checked = checked();
    for (name, checked) in &checked {
        assert!(checked.holds(), "{}", checked.problems.render(name));
        assert!(checked.seen.expectations > 0, "{name} expects nothing of its runs");
        assert!(checked.seen.questions > 0, "{name} asks nothing");
        assert!(checked.seen.challenges > 0, "{name} has no challenge");
    }
    for number in 1..=20 {
        let number = format!("{number:02}-");
        assert!(checked.iter().any(|(name, _)| name.starts_with(&number)), "lesson {number} is missing");
    }
}

#[test]
fn no_lesson_that_ships_gives_its_answers_away() {
    let checked = checked();
    for (name, checked) in &checked {
        assert!(checked.is_fair(), "{}", checked.give_aways.render(name));
    }
    let checked: Vec<Checked> = checked.into_iter().map(|(_, checked)| checked).collect();
    let guessing = Guessing::of(&checked);
    assert!(guessing.is_mixed(), "{guessing}");
}

#[test]
fn lessons_refer_only_to_lessons_that_ship() {
    let ships: Vec<&str> = lesson::shipped().map(|(name, _)| &name[..2]).collect();
    let mut references = 0;
    for (name, text) in lesson::shipped() {
        let words: Vec<&str> = text.split(|letter: char| !letter.is_alphanumeric()).collect();
        for pair in words.windows(2) {
            let Ok(number) = pair[1].parse::<u8>() else { continue };
            if matches!(pair[0], "lesson" | "Lesson" | "lessons") {
                let number = format!("{number:02}");
                assert!(
                    ships.contains(&number.as_str()),
                    "{name} refers to lesson {number}; there are {ships:?}"
                );
                references += 1;
            }
        }
    }
    assert!(references > 20, "{references} references were found");
}

#[test]
fn the_lessons_together_show_every_rule() {
    let checked = checked();
    let checked: Vec<Checked> = checked.into_iter().map(|(_, checked)| checked).collect();
    let coverage = Coverage::of(&checked);
    assert!(coverage.is_complete(), "{coverage}");
    // The report can fail: without any lesson, nothing is covered.
    assert!(!Coverage::of(&[]).is_complete());
}

#[test]
fn a_new_lesson_is_true_and_shows_every_kind_of_block() {
    let text = lesson::template("42-mine").expect("an id");
    let checked = lesson::check(text.as_bytes(), "42-mine", &CheckOptions::default());
    assert!(checked.holds(), "{}", checked.problems);
    let lesson = checked.lesson.expect("a lesson");
    let parts = || lesson.steps.iter().flat_map(|step| &step.parts);
    assert!(parts().any(|part| matches!(part.kind, PartKind::Script(_))));
    assert!(parts().any(|part| matches!(part.kind, PartKind::Question(_))));
    assert!(parts().any(|part| matches!(part.kind, PartKind::Challenge(_))));
    assert!(parts().any(|part| matches!(part.kind, PartKind::Show(_))));
    assert!(parts().any(|part| matches!(part.kind, PartKind::Logs(_))));
    assert!(lesson.card().is_some() && checked.give_aways.list.is_empty());
    assert_that(&lesson.steps, |it| it.iter().any(|step| !step.notes.is_empty()));
    assert_that(&lesson.steps, |it| it.iter().any(|step| !step.demos.is_empty()));
    assert_eq!(lesson::template("mine"), None, "a lesson has a number");
}

#[test]
fn every_goal_has_the_words_of_its_author() {
    let mut goals = 0;
    for lesson in lesson::shipped_lessons() {
        for part in lesson.steps.iter().flat_map(|step| &step.parts) {
            let PartKind::Challenge(challenge) = &part.kind else { continue };
            for goal in challenge.goals.iter().chain(&challenge.never) {
                let words = goal.words.as_deref().unwrap_or_default();
                assert!(words.ends_with('.'), "{}:{}: {goal}", lesson.id, goal.line);
                goals += 1;
            }
        }
    }
    assert!(goals > 60, "{goals} goals were found");
}

#[test]
fn lists_of_servers_are_written_as_the_program_writes_them() {
    for (file, text) in lesson::shipped() {
        let words: Vec<&str> = text.split_whitespace().collect();
        for window in words.windows(4) {
            let is_server = |word: &str| {
                word.strip_prefix('S')
                    .is_some_and(|rest| rest.starts_with(|sign: char| sign.is_ascii_digit()))
            };
            let listed = window[0].ends_with(',') && window[1].ends_with(',') && window[2] == "and";
            let all = [window[0], window[1], window[3]].into_iter().all(is_server);
            assert!(!(listed && all), "{file}: {}", window.join(" "));
        }
    }
}
