//! Sessions are saved as they go: killed at any moment, they go on nearly where they were.

use super::pty::Pty;
use crate::support::PROGRAM;
use raftarium::history::Run;
use raftarium::script::session::{read, write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// A folder for the user's data that is gone after the test.
struct Data(PathBuf);

impl Data {
    fn new(name: &str) -> Data {
        let path =
            PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("data-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Data(path)
    }

    fn start(&self, arguments: &[&str]) -> Pty {
        let env = [("XDG_DATA_HOME", self.0.to_str().unwrap())];
        Pty::start(PROGRAM, arguments, &env, None)
    }

    fn last(&self) -> PathBuf {
        self.file("last")
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join("raftarium").join("sessions").join(format!("{name}.raftarium"))
    }
}

impl Drop for Data {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The run that a file holds: all of it plays out again.
fn resumed(path: &Path) -> Run {
    let text = std::fs::read_to_string(path).unwrap();
    let resumed = read(&text).unwrap_or_else(|problems| panic!("{problems}\n{text}")).resume();
    assert_eq!(resumed.parted, []);
    assert_eq!(write(&resumed.run), text);
    resumed.run
}

/// Waits until something holds of a file that is written again and again. Whenever it is looked at it is whole.
#[track_caller]
fn until(path: &Path, what: &str, holds: impl Fn(&Run) -> bool) -> Run {
    let start = Instant::now();
    loop {
        if path.exists() {
            let run = resumed(path);
            if holds(&run) {
                return run;
            }
        }
        assert!(start.elapsed() < Duration::from_secs(30), "waited for {what}");
        std::thread::sleep(Duration::from_millis(3));
    }
}

#[test]
fn killed_while_playing_it_goes_on_with_all_branches() {
    let data = Data::new("killed");
    let mut pty = data.start(&["sandbox", "--servers", "3", "--seed", "4", "--speed", "1"]);
    pty.shows("S3 follower");
    assert!(!data.last().exists(), "nothing has happened yet");
    pty.press(" ");
    let before = until(&data.last(), "some steps", |run| run.end() > 60);
    let later = until(&data.last(), "more steps", |run| run.end() > before.end());
    pty.press(" :seek 20\r:crash S1\r");
    until(&data.last(), "a branch", |run| run.branches().len() == 2);
    pty.press(" ");
    let saved = until(&data.last(), "steps of the branch", |run| run.end() > 60 && run.branches().len() == 2);
    pty.signal("KILL");
    assert_ne!(pty.ends(), 0);
    let found = resumed(&data.last());
    let first = found.branches()[0].branch.ending().step;
    assert!(found.end() >= saved.end(), "{} and {}", found.end(), saved.end());
    assert!(first >= later.end(), "{first} and {}", later.end());

    let mut pty = data.start(&["open"]);
    pty.shows("branch 2");
    pty.press(":start\r:step 2\r");
    let again = until(&data.last(), "the cursor", |run| run.cursor() == 5);
    assert_eq!((again.branches().len(), again.current().ending()), (2, found.current().ending()));
    pty.press("q");
    assert_eq!(pty.ends(), 0);
    assert!(!data.file("earlier-1").exists(), "the same session goes on");
}

#[test]
fn killed_again_and_again_nothing_is_ever_broken() {
    let data = Data::new("again");
    let mut end = 0;
    for round in 0..4 {
        let arguments: &[&str] = if round == 0 { &["sandbox"] } else { &["open"] };
        let mut pty = data.start(&[arguments, &["--speed", "10"]].concat());
        pty.shows("· paused");
        pty.press(":end\r ");
        let known = end;
        end = until(&data.last(), "more steps", |run| run.end() > known).end();
        pty.signal("KILL");
        pty.ends();
        end = end.max(resumed(&data.last()).end());
    }
    // The last one is stopped by a signal, and saved on the way out.
    let mut pty = data.start(&["open"]);
    pty.shows("last session");
    pty.press(":end\r:submit x=77 to S1\r");
    pty.until("the command is done", |screen| {
        screen.contents().contains("x=77") && !screen.contents().contains(": submit")
    });
    pty.signal("TERM");
    pty.ends();
    let saved = std::fs::read_to_string(data.last()).unwrap();
    assert!(saved.contains("submit x=77 to S1"), "{saved}");
}

#[test]
fn a_new_session_keeps_the_one_before() {
    let data = Data::new("earlier");
    for seed in ["11", "12", "13"] {
        let mut pty = data.start(&["sandbox", "--seed", seed]);
        pty.shows("S1 follower");
        pty.press("nq");
        assert_eq!(pty.ends(), 0);
    }
    // One that is only looked at is no session.
    let mut pty = data.start(&["sandbox", "--seed", "14"]);
    pty.shows("S1 follower");
    pty.press("q");
    assert_eq!(pty.ends(), 0);
    let seeds = ["last", "earlier-1", "earlier-2"].map(|name| resumed(&data.file(name)).world().setup().seed);
    assert_eq!(seeds, [13, 12, 11]);
    assert!(!data.file("earlier-3").exists());
}

#[test]
fn a_session_is_saved_where_one_says() {
    let data = Data::new("chosen");
    let file = data.0.join("mine.raftarium");
    let name = file.to_str().unwrap();
    let mut pty = data.start(&["sandbox", "--save", name]);
    pty.shows("S1 follower");
    pty.press("nq");
    assert_eq!(pty.ends(), 0);
    let saved = resumed(&file);
    assert!(saved.end() > saved.start(), "{} and {}", saved.end(), saved.start());
    assert!(!data.last().exists(), "it is saved where that was asked for, and nowhere else");

    let mut pty = data.start(&["sandbox", "--save", name]);
    pty.shows("already exists: it is not replaced");
    assert_eq!(pty.ends(), 2);

    let mut pty = data.start(&["open", name, "--save", name]);
    pty.shows("   mine ");
    pty.press(":end\r");
    pty.press("nq");
    assert_eq!(pty.ends(), 0);
    let later = resumed(&file);
    assert!(later.end() > saved.end(), "{} and {}", later.end(), saved.end());

    let broken = data.0.join("broken.raftarium");
    std::fs::write(&broken, "session 1\nbranch 1\nat step 9 crush S1\nend 20\n").unwrap();
    let mut pty = data.start(&["open", broken.to_str().unwrap()]);
    pty.shows("did you mean `crash`?");
    assert_eq!(pty.ends(), 2);
}
