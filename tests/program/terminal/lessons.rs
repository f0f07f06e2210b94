//! Lessons in a real terminal: played to the end by keys, followed while they are written, presented.

use super::pty::{Pty, raftarium};
use crate::support::PROGRAM;
use std::path::PathBuf;

/// A short lesson.
const TEXT: &str = "---\nid: 98-short\ntitle: Short\nplace: §5.2\nminutes: 1\nasks: Who leads?\n---\n\nA lesson.\n\n\
    ## One\n\n```raft\nservers 3\ntimeout S1\nrun until S1 is leader within 1s\n```\n\nS1 was first.\n\n\
    ```question\nask: Who leads?\nthen: nothing\n- [x] S1\n  Right you are.\n- [ ] S2\n  believes: The last one leads.\n  It asked nobody.\n```\n\n\
    ```notes\nAsk them why.\n```\n\n## Two\n\nThat was all.\n";

/// A lesson in a file of its own, played in a terminal.
fn played(name: &str, arguments: &[&str]) -> (Pty, PathBuf) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("98-short.md");
    std::fs::write(&file, TEXT).unwrap();
    let mut all = vec!["lesson", file.to_str().unwrap()];
    all.extend(arguments);
    (raftarium(&all), file)
}

/// Presses the key of a slide remote until something is on the screen: each time when the page has settled.
fn turn(pty: &mut Pty, text: &str) {
    for _ in 0..20 {
        if pty.screen().contains(text) {
            return;
        }
        pty.press("\x1b[6~");
        std::thread::sleep(std::time::Duration::from_millis(300));
    }
    pty.shows(text);
}

#[test]
fn a_lesson_is_played_to_its_end_by_keys_and_leaves_the_terminal_as_it_was() {
    let mut pty = raftarium(&["lesson", "18"]);
    pty.shows("1 of ");
    // Space goes on wherever it can; a question is answered with its first choice, or by pointing at what comes first.
    for _ in 0..400 {
        let screen = pty.screen();
        if screen.contains("End of the lesson") {
            break;
        }
        let points = screen.contains("Point at");
        let asks = screen.contains("choose") || screen.contains("tick");
        // A challenge is passed over: Space lets time pass there, and Page Down goes on.
        let tries = screen.contains("Your turn");
        pty.press(match (points, asks, tries) {
            (true, ..) => "\x1b[B\r",
            (_, true, _) => "1\r",
            (.., true) => "\x1b[6~",
            _ => " ",
        });
        std::thread::sleep(std::time::Duration::from_millis(60));
    }
    pty.shows("End of the lesson");
    pty.press("\x1b");
    pty.shows("Esc again leaves");
    pty.press("\x1b");
    pty.shows("Or ");
    pty.press("q");
    assert_eq!(pty.ends(), 0);
    pty.is_as_found();
    let kept = std::fs::read_to_string(pty.home().join(".local/share/raftarium/progress.toml")).unwrap();
    assert!(kept.contains("18-partition"), "{kept}");
}

#[test]
fn a_lesson_that_is_edited_while_it_is_played_is_followed() {
    let (mut pty, file) = played("edited", &[]);
    pty.shows("Who leads?");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("ask: Who leads?", "ask: Who is the leader now?")).unwrap();
    pty.press("\x1b[6~");
    pty.shows("Who is the leader now?");
    std::fs::write(&file, text.replace("timeout S1", "timeuot S1")).unwrap();
    pty.shows("timeuot");
    std::fs::write(&file, &text).unwrap();
    pty.until("the lesson", |screen| !screen.contents().contains("timeuot"));
    pty.press("q");
    assert_eq!(pty.ends(), 0);
    std::fs::remove_dir_all(file.parent().unwrap()).unwrap();
}

#[cfg(unix)]
#[test]
fn the_teachers_terminal_follows_a_presentation() {
    let (mut class, file) = played("presented", &["--present"]);
    class.shows("One");
    let home = class.home().to_str().unwrap().to_owned();
    let mut teacher =
        Pty::start(PROGRAM, &["notes"], &[("XDG_STATE_HOME", &format!("{home}/.local/state"))], None);
    teacher.shows("Ask them why.");
    turn(&mut class, "Right you are.");
    turn(&mut class, "That was all.");
    teacher.shows("Two");
    teacher.press("q");
    class.press("q");
    assert_eq!((teacher.ends(), class.ends()), (0, 0));
    teacher.is_as_found();
    class.is_as_found();
    std::fs::remove_dir_all(file.parent().unwrap()).unwrap();
}
