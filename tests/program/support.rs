//! Starting the program that was built, and what it prints.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The program itself.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_raftarium");

/// The program at home in this folder, with nothing of what whoever runs the tests has set.
pub fn program(home: &Path) -> Command {
    let mut program = Command::new(PROGRAM);
    program.env("HOME", home);
    for name in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"] {
        program.env_remove(name);
    }
    program
}

/// Runs a program that has this to read.
pub fn run_with_input(program: &mut Command, input: &[u8]) -> Output {
    let mut child =
        program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // A program that does not read all of it closes the pipe: that is its right.
    let writer = std::thread::spawn(move || {
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

/// Where tests may write.
pub fn scratch() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
}

/// An empty folder of this name.
pub fn folder(name: &str) -> PathBuf {
    let folder = scratch().join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[track_caller]
pub fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or_else(|| panic!("{output:?}"))
}

#[track_caller]
pub fn out(output: &Output) -> String {
    text(&output.stdout)
}

#[track_caller]
pub fn err(output: &Output) -> String {
    text(&output.stderr)
}

#[track_caller]
fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}
