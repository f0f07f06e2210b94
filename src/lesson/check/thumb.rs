//! Rules of thumb that know nothing of Raft, and how often they are right.

use super::chance::{SELDOM, Spread, at_least};
use crate::lesson::play::{Asking, Right, TaskId, shown_order};
use crate::lesson::{Answering, LessonId, Prose, Question};

/// A question that is answered with one choice, as far as rules of thumb can see it.
#[derive(Clone, PartialEq, Debug)]
pub struct OneOf {
    /// Which question.
    pub id: TaskId,
    /// The line at which it begins.
    pub line: u32,
    /// Its choices stand where they are written.
    pub pinned: bool,
    /// For each choice as it is written: whether it is right.
    right: Vec<bool>,
    /// Its length, in characters.
    lengths: Vec<usize>,
    /// Whether it says a number.
    numbers: Vec<bool>,
}

/// Something that chooses without knowing anything.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Thumb {
    /// The longest choice.
    Longest,
    /// The choice at this place, counted from 0 as the lesson is written.
    Place(usize),
    /// The only choice that says a number.
    OnlyNumber,
}

/// How often a rule of thumb was right.
#[derive(Clone, PartialEq, Debug)]
pub struct Luck {
    /// How often.
    pub right: usize,
    /// Of how many questions on which it had something to say.
    pub of: usize,
    /// How often chance would have been right on these.
    pub chance: f64,
    /// How likely chance alone is right as often.
    pub seldom: f64,
}

impl OneOf {
    /// A question as it is asked, if it is answered with one choice.
    pub(super) fn of(question: &Question, asking: &Asking) -> Option<OneOf> {
        let Answering::One(choices) = &question.answering else { return None };
        let Ok(Right::Choices(right)) = asking.right() else { return None };
        let words: Vec<String> = choices.iter().map(|choice| choice.text.words()).collect();
        Some(OneOf {
            id: asking.id,
            line: asking.line,
            pinned: question.pinned,
            right: right.clone(),
            lengths: words.iter().map(|words| words.chars().count()).collect(),
            numbers: words.iter().map(|words| says_number(words)).collect(),
        })
    }

    /// How many choices there are.
    pub(super) fn places(&self) -> usize {
        self.right.len()
    }

    /// How likely a choice is right that is chosen by chance.
    fn chance(&self) -> f64 {
        self.right.iter().filter(|right| **right).count() as f64 / self.right.len().max(1) as f64
    }
}

/// Whether a text says a number, in digits; the number of a server is its name.
fn says_number(text: &str) -> bool {
    let mut words = text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    words.any(|word| word.bytes().all(|byte| byte.is_ascii_digit()))
}

impl Thumb {
    /// The choice that it makes, if it makes one.
    fn chooses(self, question: &OneOf) -> Option<usize> {
        match self {
            Thumb::Longest => {
                let longest = question.lengths.iter().max()?;
                let mut all = (0..question.lengths.len()).filter(|at| question.lengths[*at] == *longest);
                all.next().filter(|_| all.next().is_none())
            }
            Thumb::Place(place) => (place < question.right.len()).then_some(place),
            Thumb::OnlyNumber => {
                let mut all = (0..question.numbers.len()).filter(|at| question.numbers[*at]);
                all.next().filter(|_| all.next().is_none())
            }
        }
    }

    /// How often it is right.
    pub fn luck<'q>(self, questions: impl IntoIterator<Item = &'q OneOf>) -> Luck {
        let chosen = questions.into_iter().filter_map(|question| Some((question, self.chooses(question)?)));
        let (mut right, mut chances) = (0, Vec::new());
        for (question, choice) in chosen {
            right += usize::from(question.right[choice]);
            chances.push(question.chance());
        }
        let seldom = at_least(right, &chances);
        Luck { right, of: chances.len(), chance: chances.iter().sum(), seldom }
    }
}

impl std::fmt::Display for Thumb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Thumb::Longest => f.write_str("the longest choice"),
            Thumb::Place(place) => write!(f, "choice {}", place + 1),
            Thumb::OnlyNumber => f.write_str("the only choice with a number"),
        }
    }
}

impl Luck {
    /// Whether it is right more often than chance would well be.
    pub fn is_more_than_chance(&self) -> bool {
        self.seldom < SELDOM
    }
}

/// Where the right choices stand as lessons are written, and where they were to be expected.
pub fn written<'q>(questions: impl IntoIterator<Item = &'q OneOf>) -> Spread {
    let mut spread = Spread::default();
    for question in questions {
        spread.take(question, |choice| choice);
    }
    spread
}

/// Where the right choices stand as so many learners see them.
pub fn shown<'q>(questions: impl IntoIterator<Item = (&'q LessonId, &'q OneOf)>, learners: u32) -> Spread {
    let mut spread = Spread::default();
    for (lesson, question) in questions {
        for learner in 0..learners {
            let order = shown_order(question.right.len(), learner, lesson, question.id);
            let place = |choice: usize| order.iter().position(|shown| *shown == choice).unwrap_or(choice);
            spread.take(question, |choice| if question.pinned { choice } else { place(choice) });
        }
    }
    spread
}

impl Spread {
    fn take(&mut self, question: &OneOf, place: impl Fn(usize) -> usize) {
        let choices = question.right.len();
        if self.counted.len() < choices {
            self.counted.resize(choices, 0);
            self.expected.resize(choices, 0.0);
        }
        for expected in &mut self.expected[..choices] {
            *expected += question.chance();
        }
        for choice in (0..choices).filter(|choice| question.right[*choice]) {
            self.counted[place(choice)] += 1;
        }
    }
}

/// The words of a text in small letters, without signs.
pub(super) fn plain_words(prose: &Prose) -> Vec<String> {
    plain(&prose.words())
}

/// As [`plain_words`], of a line.
pub(super) fn plain(text: &str) -> Vec<String> {
    let words = text.split(|sign: char| !sign.is_alphanumeric() && sign != '\'' && sign != '’');
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}
