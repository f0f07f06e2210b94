//! Writing a file all or nothing: a new file takes the place of the old one.

use anyhow::{Context, Result};
use std::fs::{self, File};
use std::io::{BufWriter, Error, ErrorKind, Write};
use std::path::Path;

/// Writes a file beside, and puts it in the place of the old one when it is on the disk. Killed at any moment, there is
/// the old file or the new one. Missing directories are made.
pub(super) fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    replace(path, |file| file.write_all(bytes))
}

/// As [`write`], for what is too large to be held in memory: `fill` writes it. If it cannot, nothing has changed.
pub(super) fn fill(path: &Path, fill: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    let name = super::file::shown(path);
    let mut troubled = Ok(());
    let written = replace(path, |file| {
        let mut out = BufWriter::new(file);
        troubled = fill(&mut out);
        // Whatever it was that went wrong: the file is not to be kept.
        if troubled.is_err() { Err(ErrorKind::Other.into()) } else { out.flush() }
    });
    troubled?;
    written.with_context(|| format!("cannot write {name}"))
}

fn replace(path: &Path, fill: impl FnOnce(&mut File) -> std::io::Result<()>) -> std::io::Result<()> {
    // What a link points at is written, and the link stays.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let name = path.file_name().ok_or_else(|| Error::from(ErrorKind::IsADirectory))?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let temporary = folder.join(format!(".{}.{}", name.to_string_lossy(), std::process::id()));
    let there = fs::metadata(&path).ok();
    if there.as_ref().is_some_and(|there| !there.is_file()) {
        return Err(Error::new(ErrorKind::InvalidInput, "it is not a regular file"));
    }
    let written = File::create(&temporary)
        // Whoever could not read the old file is not to read the new one.
        .and_then(|file| {
            there.map_or(Ok(()), |there| file.set_permissions(there.permissions())).map(|()| file)
        })
        .and_then(|mut file| fill(&mut file).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&temporary, &path));
    if written.is_err() {
        // The old file is untouched; what is half written is of no use to anybody.
        let _ = fs::remove_file(&temporary);
        return written;
    }
    // So that a failing machine finds the new name, too. Where folders cannot be opened, the system sees to it.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}
