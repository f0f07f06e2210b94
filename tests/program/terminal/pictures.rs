//! The screen as files, and the clipboard of whoever sits at the terminal, from the running program.

use super::pty::{Pty, raftarium};
use crate::support::PROGRAM;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The pictures in a folder, by name.
fn pictures(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    found.retain(|path| path.extension().is_some_and(|kind| kind == "svg"));
    found.sort();
    found
}

/// What the terminal was asked to put into the clipboard, the last time.
fn copied(pty: &Pty) -> Option<String> {
    const BEGIN: &[u8] = b"\x1b]52;c;";
    let bytes = pty.bytes();
    let start = bytes.windows(BEGIN.len()).rposition(|window| window == BEGIN)? + BEGIN.len();
    let end = start + bytes[start..].iter().position(|byte| *byte == 0x1b || *byte == 0x07)?;
    Some(decoded(&bytes[start..end]))
}

/// Base64, as RFC 4648 has it.
fn decoded(text: &[u8]) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::new();
    for four in text.chunks(4) {
        let mut word = 0;
        for char in four {
            word = word << 6 | DIGITS.iter().position(|digit| digit == char).unwrap_or(0) as u32;
        }
        let meant = four.split(|char| *char == b'=').next().map_or(0, <[u8]>::len);
        bytes.extend_from_slice(&word.to_be_bytes()[1..meant.max(1)]);
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_key_keeps_the_screen_as_a_picture_and_as_a_text_and_writes_over_nothing() {
    let mut pty = raftarium(&["sandbox", "--servers", "3", "--seed", "4"]);
    pty.shows("S3 follower");
    pty.press("nI");
    pty.shows("Saved this screen");
    pty.shows(".svg and .txt");
    pty.press("I");
    // The last word may stand on the next line.
    pty.shows("-2.svg and");
    let found = pictures(pty.home());
    let names: Vec<&str> = found.iter().map(|path| path.file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(
        names.iter().all(|name| name.starts_with("raftarium-sandbox-3-servers-seed-4-step-")),
        "{names:?}"
    );
    let [second, first] = [&found[0], &found[1]];
    let picture = fs::read_to_string(first).unwrap();
    assert!(picture.starts_with("<svg ") && picture.contains("starts an election for term 1"), "{picture}");
    assert_eq!(picture, fs::read_to_string(second).unwrap(), "the notice is not in the picture");
    let text = fs::read_to_string(first.with_extension("txt")).unwrap();
    assert!(text.contains("candidate T1") && text.lines().count() == 24, "{text}");
    pty.press("q");
    assert_eq!(pty.ends(), 0);
    pty.is_as_found();
}

#[test]
fn citation_and_state_go_to_the_clipboard_over_the_terminal() {
    let mut pty = raftarium(&["sandbox", "--servers", "3", "--seed", "4"]);
    pty.shows("S3 follower");
    pty.press("n\"");
    pty.shows("Copied the citation");
    let citation = copied(&pty).unwrap();
    assert!(citation.contains("starts an election for term 1: "), "{citation}");
    assert!(citation.ends_with("(§5.2 · Figure 2, Followers 2)"), "{citation}");
    pty.press("V");
    pty.shows("Copied the state of all servers");
    let state = copied(&pty).unwrap();
    assert!(state.starts_with("sandbox · 3 servers · seed 4\n"), "{state}");
    assert!(state.contains(": candidate, term 1, ") && state.contains(", log empty"), "{state}");
    pty.press(":copy\r");
    pty.shows("Copied the citation");
    assert_eq!(copied(&pty).unwrap(), citation);
    pty.press("q");
    assert_eq!(pty.ends(), 0);
    pty.is_as_found();
}

#[test]
fn tmux_is_named_where_it_may_keep_the_text_to_itself() {
    let env = [("TMUX", "/tmp/tmux-0/default,1,0")];
    let mut pty = Pty::start(PROGRAM, &["sandbox"], &env, None);
    pty.shows("S3 follower");
    pty.press("n\"");
    pty.shows("set-clipboard on");
    assert!(copied(&pty).is_some());
    pty.press("q");
    assert_eq!(pty.ends(), 0);
}

#[test]
fn at_home_in_a_lesson_and_in_the_bug_lab_there_are_pictures_too() {
    let mut pty = raftarium(&[]);
    pty.shows("Lessons");
    pty.press("I");
    pty.shows("raftarium-home.svg");
    pty.press("\"");
    pty.shows("There is no run yet");
    pty.press(":lab\r");
    pty.press("I");
    pty.shows("raftarium-bug-lab.svg");
    pty.press(":lesson 1\r");
    pty.until("the lesson", |screen| {
        !screen.contents().contains("bug lab") && screen.contents().contains("on")
    });
    pty.press("I");
    pty.shows("Saved this screen");
    pty.press("\"");
    pty.shows("Copied the citation");
    let found = pictures(pty.home());
    assert_eq!(found.len(), 3, "{found:?}");
    for path in &found {
        let picture = fs::read_to_string(path).unwrap();
        assert!(picture.starts_with("<svg ") && picture.ends_with("</svg>\n"), "{}", path.display());
    }
    assert!(copied(&pty).is_some());
}

#[test]
#[cfg(target_os = "linux")]
fn where_nothing_can_be_written_the_picture_goes_to_the_users_data() {
    let program = format!("cd /proc && exec {PROGRAM} sandbox --seed 4");
    let mut pty = Pty::start("sh", &["-c", &program], &[], None);
    pty.shows("S3 follower");
    pty.press("I");
    pty.shows("Saved this screen");
    let folder = pty.home().join(".local").join("share").join("raftarium").join("pictures");
    let found = pictures(&folder);
    assert_eq!(found.len(), 1, "{}", pty.screen());
    assert!(found[0].with_extension("txt").is_file());
}

#[test]
fn the_pictures_of_the_pages_are_what_their_commands_print() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(home.join("docs").join("exports.md")).unwrap();
    let mut checked = 0;
    for line in page.lines() {
        let Some((command, file)) = line.split_once(" > assets/") else { continue };
        let Some(arguments) = command.strip_prefix("raftarium export ") else { continue };
        let file = home.join("assets").join(file.split_whitespace().next().unwrap());
        let words = ["export"].into_iter().chain(arguments.split_whitespace());
        let output = Command::new(PROGRAM).args(words).current_dir(home).output().unwrap();
        assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
        let shown = fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        assert!(output.stdout == shown, "{} is not what `{command}` prints", file.display());
        checked += 1;
    }
    assert!(checked >= 2, "the commands of both pictures");
}
