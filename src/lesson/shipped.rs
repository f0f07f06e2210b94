//! The lessons that are built into the program.

use super::parser::parse_later;
use super::{Lesson, LessonId};
use std::sync::{Arc, LazyLock};

/// Names and texts, in the order of the names: each file of `lessons`.
const LESSONS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/lessons.rs"));

/// The files of the lessons that are built into the program: what each is called without `.md`, and its text.
pub fn shipped() -> impl Iterator<Item = (&'static str, &'static str)> {
    LESSONS.iter().copied()
}

/// The lessons that are built into the program, in order. They are read once, and the steps of each when it is first
/// played.
pub fn shipped_lessons() -> &'static [Arc<Lesson>] {
    static READ: LazyLock<Vec<Arc<Lesson>>> = LazyLock::new(|| {
        shipped().filter_map(|(name, text)| parse_later(text, name).ok()).map(Arc::new).collect()
    });
    &READ
}

/// A lesson that is built into the program, by its id (`18-partition`), its number (`18`) or its words (`partition`).
pub fn shipped_lesson(name: &str) -> Option<Arc<Lesson>> {
    let number = name.parse::<u8>().ok().map(|number| format!("{number:02}-"));
    let is_it = |id: &LessonId| {
        id.0 == name
            || id.words() == name
            || number.as_ref().is_some_and(|number| id.0.starts_with(number.as_str()))
    };
    shipped_lessons().iter().find(|lesson| is_it(&lesson.id)).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::parse;

    #[test]
    fn every_lesson_that_ships_can_be_read_and_found() {
        assert_eq!(shipped_lessons().len(), shipped().count());
        for (lesson, (id, text)) in shipped_lessons().iter().zip(shipped()) {
            // What was read of it now and later is what is read of it at once.
            let whole = parse(text, id).unwrap_or_else(|problems| panic!("{}", problems.render(id)));
            assert_eq!(lesson.steps.len(), whole.steps.iter().count(), "{id}");
            assert!(**lesson == whole, "{id}");
            for name in [id, &id[..2], &id[3..]] {
                assert_eq!(
                    shipped_lesson(name).map(|lesson| lesson.id.0.clone()).as_deref(),
                    Some(id),
                    "{name}"
                );
            }
        }
        assert!(shipped_lesson("0").is_none() && shipped_lesson("").is_none());
    }
}
