//! Reading a file that somebody else wrote.

use crate::nearest::{did_you_mean, nearest};
use crate::storage::{Document, DocumentError, Kind, StoreError};
use anyhow::{Context, anyhow, bail};
use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::path::Path;

/// Opens a regular file, or standard input for `-`.
pub(super) fn stream(path: &Path) -> anyhow::Result<Box<dyn BufRead>> {
    if path == Path::new("-") {
        return Ok(Box::new(std::io::stdin().lock()));
    }
    Ok(Box::new(BufReader::with_capacity(1 << 16, open(path)?)))
}

/// Reads all that comes. Never more than one byte above the limit: what is too large is told by that, however large it
/// is.
pub(super) fn bounded(input: impl Read, shown: &str, limit: usize) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.take(limit as u64 + 1).read_to_end(&mut bytes).with_context(|| format!("cannot read {shown}"))?;
    if bytes.len() > limit {
        bail!("{shown} is larger than {} KiB, the maximum for such a file", limit / 1024);
    }
    Ok(bytes)
}

/// Reads a regular file, or standard input for `-`, up to a limit.
pub(super) fn read(path: &Path, limit: usize) -> anyhow::Result<Vec<u8>> {
    bounded(stream(path)?, &shown(path), limit)
}

/// Reads a session, a script or a trace.
pub(super) fn document(path: &Path) -> anyhow::Result<Document> {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    Ok(Document::read(stem, &shown(path), stream(path)?)?)
}

/// What a file is that is to be a script and is something else, with the command that takes it: one sentence, instead of
/// a mistake in each of its lines.
pub(super) fn is_no_script(bytes: &[u8], shown: &str) -> Option<String> {
    let beginning = String::from_utf8_lossy(&bytes[..bytes.len().min(1 << 16)]);
    Some(match Kind::of(&beginning) {
        Kind::Script => return None,
        Kind::Lesson => DocumentError::Lesson(shown.to_owned()).to_string(),
        Kind::Session => {
            format!("{shown} is a saved session, not a script: `raftarium open {shown}` continues it")
        }
        Kind::Trace => {
            format!(
                "{shown} is a trace, not a script: `raftarium open {shown}` plays it, `raftarium check {shown}` judges it"
            )
        }
    })
}

/// As [`read`], what is to be a text.
pub(super) fn read_text(path: &Path, limit: usize) -> anyhow::Result<String> {
    let bytes = read(path, limit)?;
    String::from_utf8(bytes).map_err(|_| anyhow!("{} is not text (UTF-8)", shown(path)))
}

/// Opens a regular file.
pub(super) fn open(path: &Path) -> anyhow::Result<File> {
    let shown = shown(path);
    let metadata = std::fs::metadata(path).with_context(|| format!("cannot read {shown}{}", beside(path)))?;
    if metadata.is_dir() {
        bail!("{shown} is a directory: expected a file");
    }
    if !metadata.is_file() {
        bail!("{shown} is not a regular file; `-` reads from standard input");
    }
    File::open(path).with_context(|| format!("cannot read {shown}"))
}

/// Where there is no such file, the one beside it that was probably meant: `; did you mean class?`
fn beside(path: &Path) -> String {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let (Some(name), Ok(entries)) = (path.file_name(), std::fs::read_dir(folder)) else {
        return String::new();
    };
    if path.exists() {
        return String::new();
    }
    let mut there: Vec<String> =
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    there.sort_unstable();
    let near = nearest(&name.to_string_lossy(), there.iter().map(String::as_str));
    near.map(|near| format!("; {}", did_you_mean(&shown(&path.with_file_name(near))))).unwrap_or_default()
}

/// Reads a file of ours that a person may have changed. None if there is none.
pub(super) fn read_own(path: &Path, limit: u64) -> Result<Option<String>, StoreError> {
    let metadata = match std::fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        metadata => metadata?,
    };
    if !metadata.is_file() {
        return Err(StoreError::System("it is not a regular file".into()));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(StoreError::TooLarge { limit });
    }
    String::from_utf8(bytes).map(Some).map_err(|_| StoreError::NotText)
}

/// Writes a file that was not there before, and gives its name as it can be shown.
pub(super) fn write_new(path: &Path, text: &str) -> anyhow::Result<String> {
    let name = shown(path);
    let written = File::create_new(path).and_then(|mut file| file.write_all(text.as_bytes()));
    written.with_context(|| format!("cannot write {name}"))?;
    Ok(name)
}

/// A path as it can be shown.
pub(super) fn shown(path: &Path) -> String {
    crate::untrusted::printable(&path.to_string_lossy(), 200)
}
