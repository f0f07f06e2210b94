//! The lessons that come with the program.

use crate::lesson::{Lesson, parse, shipped};
use std::sync::{Arc, LazyLock};

/// Every lesson of the program that can be read, in order. They are read once.
pub fn shipped_lessons() -> Vec<Arc<Lesson>> {
    static LESSONS: LazyLock<Vec<Arc<Lesson>>> =
        LazyLock::new(|| shipped().filter_map(|(name, text)| parse(text, name).ok()).map(Arc::new).collect());
    LESSONS.clone()
}
