//! The screen as files: a picture, and the same as a text beside it.

use super::folders;
use crate::export::svg;
use crate::tui::app::Shot;
use std::fs::{self, File};
use std::io::{Error, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// How many pictures may have the same name but for a number.
const MOST: usize = 1_000;

/// Writes both where the program was started, or into the user's data if nothing can be written there. Says where.
pub(super) fn write(shot: &Shot) -> Result<String, String> {
    let picture = svg::of_shot(shot);
    let text = svg::text(&shot.cells);
    let here = write_in(Path::new(""), &shot.name, &picture, &text);
    let written = here.or_else(|why| {
        let Some(folder) = folders::data().map(|folder| folder.join("pictures")) else {
            return Err(why);
        };
        fs::create_dir_all(&folder)?;
        write_in(&folder, &shot.name, &picture, &text)
    });
    match written {
        Ok(path) => Ok(format!("{} and .txt", folders::shown(&path))),
        Err(error) => Err(error.to_string()),
    }
}

/// Writes both under the first number that is free for both: nothing is written over.
fn write_in(folder: &Path, name: &str, picture: &str, text: &str) -> std::io::Result<PathBuf> {
    for number in 1..=MOST {
        let number = if number == 1 { String::new() } else { format!("-{number}") };
        let path = folder.join(format!("{name}{number}.svg"));
        let beside = path.with_extension("txt");
        if beside.symlink_metadata().is_ok() {
            continue;
        }
        match create(&path, picture) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
            Ok(()) => return create(&beside, text).map(|()| path),
        }
    }
    Err(Error::new(ErrorKind::AlreadyExists, format!("there are already {MOST} pictures with this name")))
}

fn create(path: &Path, text: &str) -> std::io::Result<()> {
    File::create_new(path)?.write_all(text.as_bytes())
}
