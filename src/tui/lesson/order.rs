//! Commands about lessons.

use crate::language::{Parsed, Parser};
use crate::tui::order::text::optional;
use std::fmt;

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

/// The words that may follow `lesson`, what each does, and the order of those that take nothing behind them.
pub(in crate::tui) const LESSON_WORDS: [(&str, &str, Option<LessonOrder>); 24] = [
    ("next", "on: to the end of the animation or page, then the next part", Some(LessonOrder::Next)),
    ("back", "back", Some(LessonOrder::Back)),
    ("step", "to a step, by its number", None),
    ("steps", "the list of steps, to go to one", Some(LessonOrder::Steps)),
    ("restart", "start the lesson again", Some(LessonOrder::Restart)),
    ("hint", "a hint", Some(LessonOrder::Hint)),
    ("answer", "answer: 2, 1 3, a number, S3, S3 2 for an entry, #12 for a message", None),
    ("undo", "challenge: undo the last action", Some(LessonOrder::Undo)),
    ("reset", "the cluster as the lesson left it", Some(LessonOrder::Reset)),
    ("solution", "challenge: show the solution", Some(LessonOrder::Solution)),
    ("flip", "switch between the question and the text", Some(LessonOrder::Flip)),
    ("leave", "to a sandbox with this cluster", Some(LessonOrder::Leave)),
    ("return", "back to the lesson", Some(LessonOrder::Return)),
    ("review", "repeat the questions that you got wrong", Some(LessonOrder::Review)),
    ("present", "present the lesson to a class", None),
    ("reveal", "presenting: the right answer", Some(LessonOrder::Reveal)),
    ("black", "presenting: a black screen, or back", Some(LessonOrder::Black)),
    ("discuss", "presenting: a countdown for discussion", Some(LessonOrder::Discuss)),
    ("demo", "presenting: a demo, by its number", None),
    ("tick", "", Some(LessonOrder::Tick)),
    ("up", "", Some(LessonOrder::Up)),
    ("down", "", Some(LessonOrder::Down)),
    ("left", "", Some(LessonOrder::Left)),
    ("right", "", Some(LessonOrder::Right)),
];

/// The order of `lesson` with what follows it.
pub(in crate::tui) fn parse(parser: &mut Parser<'_>) -> Parsed<LessonOrder> {
    let Some(first) = parser.next_piece() else { return Ok(LessonOrder::Play(None)) };
    let known = LESSON_WORDS.into_iter().find(|(word, ..)| *word == first);
    if let Some(order) = known.and_then(|(_, _, order)| order) {
        return Ok(parser.then(order));
    }
    let numbered = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let order = match first {
        "step" => {
            parser.take_piece();
            LessonOrder::Step(numbered(parser.wanted_number("the number of a step")?))
        }
        "answer" => {
            parser.take_piece();
            LessonOrder::Answer(parser.text())
        }
        "erase" => parser.then(LessonOrder::Erase),
        "present" => {
            parser.take_piece();
            LessonOrder::Present(parser.text())
        }
        "demo" => {
            parser.take_piece();
            LessonOrder::Demo(parser.whole_number()?.map(numbered))
        }
        _ => LessonOrder::Play(parser.text()),
    };
    Ok(order)
}

impl fmt::Display for LessonOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LessonOrder::Play(lesson) => optional("lesson", lesson.as_ref(), f),
            LessonOrder::Present(lesson) => optional("lesson present", lesson.as_ref(), f),
            LessonOrder::Step(step) => write!(f, "lesson step {step}"),
            LessonOrder::Answer(answer) => optional("lesson answer", answer.as_ref(), f),
            LessonOrder::Erase => f.write_str("lesson erase"),
            LessonOrder::Demo(demo) => optional("lesson demo", demo.as_ref(), f),
            order => {
                let known = LESSON_WORDS.into_iter().find(|known| known.2.as_ref() == Some(order));
                write!(f, "lesson {}", known.map_or("", |(word, ..)| word))
            }
        }
    }
}
