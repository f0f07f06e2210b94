//! The lesson that somebody names: one that ships, or a file.

use super::super::file;
use crate::lesson::{self, Lesson, MOST_LESSON_BYTES, is_id, shipped_lesson, shipped_lessons};
use crate::nearest::{did_you_mean, nearest};
use crate::untrusted::printable;
use anyhow::{Result, anyhow, bail};
use std::path::Path;
use std::sync::Arc;

/// Finds a lesson by its id (`18-partition`), its number (`18`), its words (`partition`), or its file.
pub(super) fn find(name: &str) -> Result<Arc<Lesson>> {
    if let Some(lesson) = shipped_lesson(name) {
        return Ok(lesson);
    }
    let path = Path::new(name);
    let is_file = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md"));
    if is_file || path.is_file() || name == "-" {
        let shown = file::shown(path);
        let bytes = file::read(path, MOST_LESSON_BYTES)?;
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let stem = stem.filter(|stem| is_id(stem)).unwrap_or_default();
        let lesson =
            lesson::parse_bytes(&bytes, &stem).map_err(|problems| anyhow!("{}", problems.render(&shown)))?;
        return Ok(Arc::new(lesson));
    }
    let near =
        nearest(name, shipped_lessons().iter().flat_map(|lesson| [lesson.id.0.as_str(), lesson.id.words()]));
    let hint = near.map(|near| format!(": {}", did_you_mean(near))).unwrap_or_default();
    bail!("there is no lesson '{}'{hint} (`raftarium lesson list` lists them)", printable(name, 60))
}
