//! The teacher's second terminal follows whoever presents, whatever becomes of them.

use super::pty::{Pty, raftarium};
use raftarium::lesson::{Sheet, SheetAnswer, SheetQuestion};
use std::fs;
use std::io::Write;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;

/// Where a presentation of this home would be followed.
fn place(home: &Pty) -> PathBuf {
    let folder = home.home().join(".local").join("state").join("raftarium");
    fs::create_dir_all(&folder).unwrap();
    folder.join("notes.sock")
}

fn sheet(title: &str) -> Sheet {
    Sheet {
        lesson: "18 · Partition".into(),
        step: 2,
        steps: 8,
        title: title.into(),
        next: Some("The other side".into()),
        notes: vec!["Let the class vote before you go on.".into()],
        question: Some(SheetQuestion {
            ask: "What does S1 do?".into(),
            answers: vec![
                SheetAnswer {
                    text: "It steps down".into(),
                    right: false,
                    believes: Some("A leader notices.".into()),
                },
                SheetAnswer { text: "It stays leader".into(), right: true, believes: None },
            ],
            revealed: false,
        }),
        demos: vec![('1', "Kill the leader, now".into())],
        ..Sheet::default()
    }
}

fn tell(presenter: &mut UnixStream, line: &str) {
    presenter.write_all(line.as_bytes()).unwrap();
}

#[test]
fn notes_follow_a_presentation_and_wait_for_the_next() {
    let mut notes = raftarium(&["notes"]);
    notes.shows("Waiting for a presentation");
    let socket = place(&notes);
    let listener = UnixListener::bind(&socket).unwrap();
    let (mut presenter, _) = listener.accept().unwrap();
    tell(&mut presenter, &sheet("The cable is pulled").line());
    for text in [
        "18 · Partition   step 2 of 8",
        "The cable is pulled",
        "Let the class vote",
        "✗ It steps down",
        "“A leader notices.”",
        "✓ It stays leader",
        "1  Kill the leader, now",
        "Next: The other side",
    ] {
        notes.shows(text);
    }
    // What is no sheet is said, and ends nothing.
    tell(&mut presenter, "hello\u{1b}[2J\n");
    notes.shows("this is not a presentation of Raftarium");
    tell(&mut presenter, &sheet("Two \u{1b}]0;leaders").line());
    notes.shows("Two ?]0;leaders");
    // The presenter is gone; the next one is found at the same place.
    drop((presenter, listener));
    notes.shows("The presentation has ended");
    fs::remove_file(&socket).unwrap();
    let listener = UnixListener::bind(&socket).unwrap();
    let (mut presenter, _) = listener.accept().unwrap();
    tell(&mut presenter, &sheet("Back again").line());
    notes.shows("Back again");
    notes.press("q");
    assert_eq!(notes.ends(), 0);
    notes.is_as_found();
}
