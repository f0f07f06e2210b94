//! Whether a question can be answered without knowing anything: what is on the screen says the answer, the last hint is
//! the answer, or a rule of thumb is right too often.

use super::source::Source;
use super::thumb::{OneOf, Thumb, plain, plain_words};
use crate::explain::tell_within;
use crate::lesson::play::{Asking, Right, Shown};
use crate::lesson::{Answering, Question};

/// An answer of fewer words may well stand in a text that does not give it away.
const TELLING: usize = 4;
/// From so many questions on a rule of thumb is looked at.
const ENOUGH: usize = 4;
/// From so many questions on the longest choice is not always the right one.
const ALWAYS: usize = 3;

/// What one question gives away. `before` is what its step has shown so far.
pub(super) fn of_question(question: &Question, asking: &Asking, before: &[Shown], source: &mut Source<'_>) {
    let Ok(right) = asking.right() else { return };
    if question.answering.choices().is_some() && question.hints.is_empty() {
        source.say(
            asking.line,
            "the question has no hint",
            "hint: a hint that leaves something to think about",
        );
    }
    for (text, words) in answers(question, right) {
        for hint in &asking.hints {
            let hint = plain_words(hint);
            if hint == words || (words.len() >= TELLING && holds(&hint, &words)) {
                let line = source.field(asking.line, "hint");
                source.say(
                    line,
                    format!("a hint is the answer: {text}"),
                    "a hint that leaves something to think about",
                );
            }
        }
        if words.len() < TELLING {
            continue;
        }
        let Some(what) = before.iter().find_map(|shown| says(shown, &words)) else { continue };
        source.say(
            asking.line,
            format!("{what} gives the answer before the question: {text}"),
            "a text that does not give the answer",
        );
    }
}

/// What a whole lesson gives away.
pub(super) fn of_lesson(questions: &[OneOf], source: &mut Source<'_>) {
    let Some(line) = questions.first().map(|question| question.line) else { return };
    let longest = Thumb::Longest.luck(questions);
    if longest.of >= ALWAYS && longest.right == longest.of {
        let message = format!("the longest choice is right in all {} questions that have one", longest.of);
        source.say(line, message, "wrong choices that are as long as right ones");
    } else {
        thumb(Thumb::Longest, questions, line, source);
    }
    thumb(Thumb::OnlyNumber, questions, line, source);
    let pinned: Vec<OneOf> = questions.iter().filter(|question| question.pinned).cloned().collect();
    for place in 0..pinned.iter().map(super::thumb::OneOf::places).max().unwrap_or(0) {
        thumb(Thumb::Place(place), &pinned, line, source);
    }
}

fn thumb(thumb: Thumb, questions: &[OneOf], line: u32, source: &mut Source<'_>) {
    let luck = thumb.luck(questions);
    if luck.of >= ENOUGH && luck.is_more_than_chance() {
        let message = format!("{thumb} is right in {} of {} questions", luck.right, luck.of);
        source.say(line, message, format!("about {:.0}, the number that chance explains", luck.chance));
    }
}

/// The right answers in words, and their plain words.
fn answers(question: &Question, right: &Right) -> Vec<(String, Vec<String>)> {
    match (&question.answering, right) {
        (Answering::One(choices) | Answering::Several(choices), Right::Choices(right)) => {
            let right = choices.iter().zip(right).filter(|(_, right)| **right);
            right.map(|(choice, _)| (choice.text.words(), plain_words(&choice.text))).collect()
        }
        (_, Right::Choices(_) | Right::Order(_) | Right::Own(_)) => Vec::new(),
        (_, right) => vec![(right.to_string(), plain(&right.to_string()))],
    }
}

/// Whether some words stand in a text, one after the other.
fn holds(text: &[String], words: &[String]) -> bool {
    !words.is_empty() && text.windows(words.len()).any(|part| part == words)
}

/// What of something that was shown says these words.
fn says(shown: &Shown, words: &[String]) -> Option<&'static str> {
    match shown {
        Shown::Prose(prose) => holds(&plain_words(prose), words).then_some("the text"),
        Shown::Logs(table) => {
            let caption = table.caption.as_ref()?;
            holds(&plain_words(caption), words).then_some("the caption of the logs")
        }
        Shown::Played(played) => {
            let note = played.notes.iter().any(|(_, note)| holds(&plain(note), words));
            let told = played.run.recent().last().map(|step| tell_within(step, &played.run));
            let told = told.is_some_and(|told| holds(&plain(&format!("{} {}", told.head, told.rest)), words));
            note.then_some("a note").or(told.then_some("the line below the cluster"))
        }
        Shown::Question(_) | Shown::Challenge(..) => None,
    }
}
