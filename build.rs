//! Builds the scenarios, the demos and the lessons into the program: every file of `assets/scenarios`, of `assets/demos`
//! and of `lessons`, by name.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    include(&root.join("assets").join("scenarios"), "raft", &out.join("scenarios.rs"))?;
    include(&root.join("assets").join("demos"), "raft", &out.join("demos.rs"))?;
    include(&root.join("lessons"), "md", &out.join("lessons.rs"))
}

/// Writes a list of all files of a folder that end so, each with its name and its text.
fn include(dir: &Path, extension: &str, list: &Path) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", dir.display());
    let mut files: Vec<PathBuf> =
        fs::read_dir(dir)?.collect::<Result<Vec<_>, _>>()?.iter().map(fs::DirEntry::path).collect();
    files.retain(|file| file.extension().is_some_and(|found| found == extension));
    files.sort();
    let mut code = String::from("&[\n");
    for file in files {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        // Writing to a String cannot fail.
        let _ = writeln!(code, "    ({name:?}, include_str!({:?})),", file.display().to_string());
    }
    code.push_str("]\n");
    fs::write(list, code)
}
