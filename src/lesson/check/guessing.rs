//! Whether lessons can be guessed: where right choices stand, and how often rules of thumb are right.

use super::chance::Spread;
use super::report::Checked;
use super::thumb::{Luck, OneOf, Thumb, shown, written};
use crate::lesson::LessonId;
use std::fmt::{self, Display, Formatter};

/// So many learners are looked at.
const LEARNERS: u32 = 1_000;

/// How well some lessons can be guessed by those who know nothing.
#[derive(Clone, PartialEq, Debug)]
pub struct Guessing {
    /// Where right choices stand as they are written.
    pub written: Spread,
    /// Where they stand on the screens of so many learners.
    pub shown: Spread,
    /// How often each rule of thumb is right.
    pub thumbs: Vec<(Thumb, Luck)>,
}

impl Guessing {
    /// What some lessons come to together.
    pub fn of(lessons: &[Checked]) -> Guessing {
        let of_lesson = |checked: &'_ Checked| checked.lesson.as_ref().map(|lesson| lesson.id.clone());
        let ids: Vec<(LessonId, &OneOf)> = lessons
            .iter()
            .filter_map(|checked| Some((of_lesson(checked)?, &checked.choices)))
            .flat_map(|(id, choices)| choices.iter().map(move |choice| (id.clone(), choice)))
            .collect();
        let all = || ids.iter().map(|(_, question)| *question);
        let thumbs = [Thumb::Longest, Thumb::Place(1), Thumb::OnlyNumber];
        Guessing {
            written: written(all()),
            shown: shown(ids.iter().map(|(id, question)| (id, *question)), LEARNERS),
            thumbs: thumbs.map(|thumb| (thumb, thumb.luck(all()))).into(),
        }
    }

    /// Whether no place on the screen is likelier to be right than another.
    pub fn is_mixed(&self) -> bool {
        self.shown.is_even()
    }
}

impl Display for Guessing {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let row = |f: &mut Formatter<'_>, what: &str, spread: &Spread| {
            let (chi_square, free) = spread.chi_square();
            let verdict = if spread.is_even() { "even" } else { "not even" };
            let counts: Vec<String> = spread.counted.iter().map(u64::to_string).collect();
            let expected: Vec<String> = spread.expected.iter().map(|number| format!("{number:.1}")).collect();
            writeln!(f, "{what}: {}", counts.join(" "))?;
            writeln!(f, "  by chance: {}", expected.join(" "))?;
            let limit = spread.limit();
            writeln!(
                f,
                "  chi-square {chi_square:.2}, {free} degrees of freedom, 5 % limit {limit:.2}: {verdict}"
            )
        };
        row(f, "Right choices by position in the file", &self.written)?;
        row(f, &format!("The same, for {LEARNERS} learners"), &self.shown)?;
        for (thumb, luck) in self.thumbs.iter().filter(|(_, luck)| luck.of > 0) {
            let Luck { right, of, chance, .. } = luck;
            let verdict = if luck.is_more_than_chance() { "more than chance" } else { "no more than chance" };
            writeln!(f, "Always {thumb}: right in {right} of {of}, by chance in {chance:.1}: {verdict}")?;
        }
        Ok(())
    }
}
