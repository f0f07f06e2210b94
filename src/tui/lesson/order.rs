//! Commands about lessons.

use crate::tui::order::{Mistake, Words};

/// What is done in a lesson, or with one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LessonOrder {
    /// Play this one: its number, its name, or a part of it. None: the one to take up next.
    Play(Option<String>),
    /// Play this one to a class.
    Present(Option<String>),
    /// On: the rest of the animation, of the page, then the next beat.
    Next,
    /// Back.
    Back,
    /// To this step, counted from 1.
    Step(usize),
    /// The list of steps.
    Steps,
    /// Begin again.
    Restart,
    /// A hint.
    Hint,
    /// Answer: with these words, or with what is chosen.
    Answer(Option<String>),
    /// Tick what is chosen, of several.
    Tick,
    /// To the choice or thing above, or before.
    Up,
    /// To the choice or thing below, or behind.
    Down,
    /// To the entry before.
    Left,
    /// To the entry behind.
    Right,
    /// Take back what was typed last.
    Erase,
    /// Take back what was done last.
    Undo,
    /// The cluster as the lesson left it.
    Reset,
    /// How it can be done.
    Solution,
    /// The page of what is to be done, or of what is to be read.
    Flip,
    /// To the sandbox, with this very cluster.
    Leave,
    /// Back to the lesson.
    Return,
    /// Questions to be asked again.
    Review,
    /// While presenting: the right answer.
    Reveal,
    /// While presenting: a black screen, or back.
    Black,
    /// While presenting: begin or end the time to talk it over.
    Discuss,
    /// While presenting: what is prepared, or the list of it.
    Demo(Option<usize>),
}

/// The words that may follow `lesson`, and what each does.
pub(in crate::tui) const LESSON_WORDS: [(&str, &str); 24] = [
    ("next", "on: the rest of the animation, of the page, then the next beat"),
    ("back", "back"),
    ("step", "to a step, by its number"),
    ("steps", "the list of steps, to go to one"),
    ("restart", "begin the lesson again"),
    ("hint", "a hint"),
    ("answer", "answer: 2, 1 3, a number, S3, S3 2 for an entry, #12 for a message"),
    ("undo", "challenge: take back what was done last"),
    ("reset", "the cluster as the lesson left it"),
    ("solution", "challenge: how it can be done"),
    ("flip", "the page of the question, or of what is to be read"),
    ("leave", "to the sandbox, with this very cluster"),
    ("return", "back to the lesson"),
    ("review", "what you missed, asked again"),
    ("present", "present the lesson to a class"),
    ("reveal", "presenting: the right answer"),
    ("black", "presenting: a black screen, or back"),
    ("discuss", "presenting: a count-down to talk it over"),
    ("demo", "presenting: what is prepared, by its number"),
    ("tick", ""),
    ("up", ""),
    ("down", ""),
    ("left", ""),
    ("right", ""),
];

/// The order of `lesson` with what follows it.
pub(in crate::tui) fn parse(words: &mut Words) -> Result<LessonOrder, Mistake> {
    let Some(first) = words.peek() else { return Ok(LessonOrder::Play(None)) };
    let order = match first {
        "next" => words.then(LessonOrder::Next),
        "back" => words.then(LessonOrder::Back),
        "step" => {
            words.next();
            let number = words.number()?.ok_or_else(|| words.missing("the number of a step"))?;
            LessonOrder::Step(usize::try_from(number).unwrap_or(usize::MAX))
        }
        "steps" => words.then(LessonOrder::Steps),
        "restart" => words.then(LessonOrder::Restart),
        "hint" => words.then(LessonOrder::Hint),
        "answer" => {
            words.next();
            LessonOrder::Answer(words.text())
        }
        "tick" => words.then(LessonOrder::Tick),
        "up" => words.then(LessonOrder::Up),
        "down" => words.then(LessonOrder::Down),
        "left" => words.then(LessonOrder::Left),
        "right" => words.then(LessonOrder::Right),
        "erase" => words.then(LessonOrder::Erase),
        "undo" => words.then(LessonOrder::Undo),
        "reset" => words.then(LessonOrder::Reset),
        "solution" => words.then(LessonOrder::Solution),
        "flip" => words.then(LessonOrder::Flip),
        "leave" => words.then(LessonOrder::Leave),
        "return" => words.then(LessonOrder::Return),
        "review" => words.then(LessonOrder::Review),
        "present" => {
            words.next();
            LessonOrder::Present(words.text())
        }
        "reveal" => words.then(LessonOrder::Reveal),
        "black" => words.then(LessonOrder::Black),
        "discuss" => words.then(LessonOrder::Discuss),
        "demo" => {
            words.next();
            let number = words.number()?;
            LessonOrder::Demo(number.map(|number| usize::try_from(number).unwrap_or(usize::MAX)))
        }
        _ => LessonOrder::Play(words.text()),
    };
    Ok(order)
}
