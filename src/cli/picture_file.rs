//! What is kept of the screen as files: a picture, with the same as a text beside it; the story of some steps.

use super::folders;
use crate::export::svg;
use crate::tui::app::{Shot, Told};
use std::fs::{self, File};
use std::io::{Error, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// How many files may have the same name but for a number.
const MOST: usize = 1_000;

/// Writes picture and text where the program was started, or into the user's data if nothing can be written there. Says
/// where.
pub(super) fn write(shot: &Shot) -> Result<String, String> {
    let (picture, text) = (svg::of_shot(shot), svg::text(&shot.cells));
    let path = somewhere(&shot.name, &[("svg", &picture), ("txt", &text)])?;
    Ok(format!("{} and .txt", folders::shown(&path)))
}

/// Writes a story in the same places. Says where.
pub(super) fn write_story(told: &Told) -> Result<String, String> {
    Ok(folders::shown(&somewhere(&told.name, &[("txt", &told.text)])?))
}

/// The whole path of the first of the files.
fn somewhere(name: &str, files: &[(&str, &String)]) -> Result<PathBuf, String> {
    let here = write_in(Path::new(""), name, files);
    let written = here.or_else(|why| {
        let Some(folder) = folders::data().map(|folder| folder.join("pictures")) else {
            return Err(why);
        };
        fs::create_dir_all(&folder)?;
        write_in(&folder, name, files)
    });
    written.and_then(std::path::absolute).map_err(|error| error.to_string())
}

/// Writes all under the first number that is free for all: nothing is written over.
fn write_in(folder: &Path, name: &str, files: &[(&str, &String)]) -> std::io::Result<PathBuf> {
    for number in 1..=MOST {
        let number = if number == 1 { String::new() } else { format!("-{number}") };
        let named = |extension: &str| folder.join(format!("{name}{number}.{extension}"));
        if files.iter().any(|(extension, _)| named(extension).symlink_metadata().is_ok()) {
            continue;
        }
        let mut path = None;
        for (extension, text) in files {
            create(&named(extension), text)?;
            path.get_or_insert(named(extension));
        }
        return path.ok_or_else(|| Error::from(ErrorKind::InvalidInput));
    }
    Err(Error::new(ErrorKind::AlreadyExists, format!("there are already {MOST} files with this name")))
}

fn create(path: &Path, text: &str) -> std::io::Result<()> {
    File::create_new(path)?.write_all(text.as_bytes())
}
