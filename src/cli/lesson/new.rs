//! `raftarium lesson new FILE`

use super::super::file;
use super::{Exit, print};
use crate::lesson;
use anyhow::{Result, bail};
use std::path::PathBuf;

/// Create a lesson to start from: it passes the check, and shows how to write lessons
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// A new file with the name of the lesson: 30-my-lesson.md
    file: PathBuf,
}

pub(super) fn run(args: &Args) -> Result<Exit> {
    let name = args.file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let ends_well = args.file.extension().is_some_and(|extension| extension == "md");
    let Some(text) = lesson::template(&name).filter(|_| ends_well) else {
        bail!(
            "{} is not a valid name for a lesson: use two digits and lowercase words, such as 30-my-lesson.md",
            file::shown(&args.file)
        );
    };
    let shown = file::write_new(&args.file, &text)?;
    print(&format!(
        "Wrote {shown}. `raftarium lesson check {shown}` checks whether it is true, `raftarium lesson \
         format` describes the format.\n"
    ))?;
    Ok(Exit::Good)
}
