//! The lesson that somebody names: one that ships, or a file.

use super::super::file;
use crate::lesson::{self, Lesson, MOST_LESSON_BYTES, is_id};
use crate::nearest::{did_you_mean, nearest};
use crate::untrusted::printable;
use anyhow::{Result, anyhow, bail};
use std::path::Path;
use std::sync::Arc;

/// Finds a lesson by its id (`18-partition`), its number (`18`), its words (`partition`), or its file.
pub(super) fn find(name: &str) -> Result<Arc<Lesson>> {
    if let Some(lesson) = shipped(name)? {
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
    let near = nearest(name, lesson::shipped().flat_map(|(id, _)| [id, words(id)]));
    let hint = near.map(|near| format!(": {}", did_you_mean(near))).unwrap_or_default();
    bail!("there is no lesson '{}'{hint} (`raftarium lesson list` lists them)", printable(name, 60))
}

/// `partition` of `18-partition`.
fn words(id: &str) -> &str {
    id.split_once('-').map_or(id, |(_, words)| words)
}

/// A lesson of the program, by its id, its number or its words.
pub(super) fn shipped(name: &str) -> Result<Option<Arc<Lesson>>> {
    let number = name.parse::<u8>().ok().map(|number| format!("{number:02}-"));
    let is_it = |id: &str| {
        id == name || words(id) == name || number.as_ref().is_some_and(|number| id.starts_with(number))
    };
    let Some((id, text)) = lesson::shipped().find(|(id, _)| is_it(id)) else { return Ok(None) };
    let lesson = lesson::parse(text, id).map_err(|problems| anyhow!("{}", problems.render(id)))?;
    Ok(Some(Arc::new(lesson)))
}
