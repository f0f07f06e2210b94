//! `raftarium lesson new FILE`

use super::super::file;
use super::{Exit, print};
use crate::lesson;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// The name of a lesson that is created in a directory.
const NAME: &str = "30-my-lesson";
/// The number of a lesson whose file has none.
const NUMBER: &str = "30";
/// The longest name that is made, in bytes.
const LONGEST: usize = 56;

/// Create a lesson to start from: it passes the check, and shows how to write lessons
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  raftarium lesson new 30-my-lesson.md
  raftarium lesson new course/week-2/votes.md      directories that are missing are created
  raftarium lesson new course/                     course/30-my-lesson.md")]
pub(super) struct Args {
    /// A new file, with or without .md; in a directory, 30-my-lesson.md
    file: PathBuf,
}

pub(super) fn run(args: &Args) -> Result<Exit> {
    let path = file_of(&args.file);
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let id = id_of(&stem);
    let text = lesson::template(&id).context("a lesson needs a name, such as 30-my-lesson.md")?;
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("cannot create the directory {}", file::shown(folder)))?;
    }
    let shown = file::write_new(&path, &text)?;
    let quoted = if shown.contains(char::is_whitespace) { format!("'{shown}'") } else { shown.clone() };
    print(&format!(
        "Wrote {shown}, the lesson {id}. `raftarium lesson check {quoted}` checks whether it is true, \
         `raftarium lesson format` describes the format.\n"
    ))?;
    Ok(Exit::Good)
}

/// The file that is meant by a path: a file in it, if it is a directory; with `.md`, if it ends otherwise.
fn file_of(path: &Path) -> PathBuf {
    if path.is_dir() || path.to_string_lossy().ends_with(std::path::MAIN_SEPARATOR) {
        return path.join(format!("{NAME}.md"));
    }
    if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md")) {
        return path.to_path_buf();
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".md");
    PathBuf::from(name)
}

/// The id of a lesson whose file is called so: two digits and words in small letters.
fn id_of(stem: &str) -> String {
    let words = stem.split(|sign: char| !sign.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut slug = words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-");
    if slug.is_empty() {
        return NAME.to_owned();
    }
    let number = slug.split('-').next().unwrap_or_default();
    let has_number = number.len() == 2 && number.bytes().all(|byte| byte.is_ascii_digit());
    if !has_number || number == slug {
        slug = format!("{NUMBER}-{slug}");
    }
    slug.truncate(LONGEST);
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::is_id;

    #[test]
    fn any_name_becomes_an_id() {
        let long = "word ".repeat(40);
        for (stem, id) in [
            ("30-my-lesson", "30-my-lesson"),
            ("My lesson (2)", "30-my-lesson-2"),
            ("votes", "30-votes"),
            ("41_Votes", "41-votes"),
            ("42", "30-42"),
            ("…", NAME),
        ] {
            assert_eq!(id_of(stem), id);
        }
        for stem in ["30-my-lesson", "My lesson (2)", "42", "…", "a.b", &long] {
            assert!(is_id(&id_of(stem)), "{stem}: {}", id_of(stem));
        }
    }
}
