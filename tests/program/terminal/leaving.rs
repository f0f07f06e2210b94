//! However it is left, the terminal is as it was found.

use super::pty::{Pty, raftarium};
use crate::support::PROGRAM;
use raftarium::lesson::Sheet;
use raftarium::tui::Look;
use raftarium::tui::app::{App, Preferences, Shot};
use raftarium::tui::keeper::Keeper;
use raftarium::tui::terminal;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

#[test]
fn quitting() {
    let mut pty = raftarium(&["sandbox"]);
    pty.shows("S1 follower");
    assert!(!pty.is_cooked());
    pty.press("q");
    assert_eq!(pty.ends(), 0);
    pty.is_as_found();
}

#[test]
fn ctrl_c() {
    let mut pty = raftarium(&["sandbox"]);
    pty.shows("S1 follower");
    pty.press("\u{3}");
    assert_eq!(pty.ends(), 0);
    pty.is_as_found();
}

#[test]
fn signals_that_end() {
    for (name, number) in [("TERM", 15), ("HUP", 1), ("INT", 2), ("QUIT", 3)] {
        let mut pty = raftarium(&["sandbox"]);
        pty.shows("S1 follower");
        pty.press(" ");
        pty.shows("pause");
        pty.signal(name);
        assert_eq!(pty.ends(), 128 + number, "SIG{name}");
        pty.is_as_found();
    }
}

/// Panics when it is to keep the settings.
struct Panics;

impl Keeper for Panics {
    fn keep_preferences(&mut self, _: &Preferences) -> Result<String, String> {
        panic!("on purpose")
    }

    fn save(&mut self, _: &mut App) {}

    fn save_as(&mut self, _: &App, _: &str) -> Result<String, String> {
        Err("not here".into())
    }

    fn open(&mut self, _: &mut App, _: Option<&str>) -> Result<String, String> {
        Err("not here".into())
    }

    fn keep_progress(&mut self, _: &App) -> Result<(), String> {
        Ok(())
    }

    fn follow_lesson(&mut self, _: &mut App) {}

    fn keep_picture(&mut self, _: &Shot) -> Result<String, String> {
        Err("not here".into())
    }

    fn show_notes(&mut self, _: &Sheet) -> Result<(), String> {
        Err("not here".into())
    }
}

#[test]
fn a_panic_is_told_after_the_screen_is_back() {
    const INSIDE: &str = "RAFTARIUM_TEST_IS_TO_PANIC";
    if std::env::var_os(INSIDE).is_some() {
        // This very test, started by itself in a terminal.
        let mut app = App::new(Preferences::default(), Look::default());
        let _ = terminal::run(&mut app, &mut Panics);
        return;
    }
    let itself = std::env::current_exe().unwrap();
    let name = "terminal::leaving::a_panic_is_told_after_the_screen_is_back";
    let arguments = ["--exact", name, "--nocapture"];
    let mut pty = Pty::start(itself.to_str().unwrap(), &arguments, &[(INSIDE, "1")], None);
    pty.shows("Sandbox");
    assert!(!pty.is_cooked());
    pty.press(":keep\r");
    assert_eq!(pty.ends(), 101);
    pty.is_as_found();
    pty.shows("on purpose");
}

#[test]
fn a_terminal_that_goes_away_is_no_panic() {
    const INSIDE: &str = "RAFTARIUM_TEST_HOLDS_THE_TERMINAL";
    if std::env::var_os(INSIDE).is_some() {
        // This very test, started by itself: it holds a terminal until it is killed.
        let pty = raftarium(&["sandbox"]);
        pty.shows("S1 follower");
        println!("holds {} {}", pty.pid(), pty.home().display());
        std::thread::sleep(Duration::from_mins(10));
        return;
    }
    let mut holder = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "terminal::leaving::a_terminal_that_goes_away_is_no_panic", "--nocapture"])
        .env(INSIDE, "1")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(holder.stdout.take().unwrap()).lines();
    let held = lines.map(Result::unwrap).find(|line| line.contains("holds ")).unwrap();
    let (pid, home) = held.split_once("holds ").unwrap().1.split_once(' ').unwrap();
    holder.kill().unwrap();
    holder.wait().unwrap();
    let start = Instant::now();
    while runs(pid) {
        assert!(start.elapsed() < Duration::from_secs(30), "it goes on with no terminal");
        std::thread::sleep(Duration::from_millis(10));
    }
    let log = Path::new(home).join(".local/state/raftarium/raftarium.log");
    let log = std::fs::read_to_string(log).unwrap();
    assert!(log.contains("started") && !log.contains("panicked"), "{log}");
    std::fs::remove_dir_all(home).unwrap();
}

/// Whether a process is there and has not ended.
fn runs(pid: &str) -> bool {
    let state = Command::new("ps").args(["-o", "stat=", "-p", pid]).output().unwrap().stdout;
    !state.is_empty() && !state.starts_with(b"Z")
}

#[test]
fn ctrl_z_goes_back_to_the_shell_and_fg_returns() {
    // A real shell with job control, and the program as its job.
    let mut pty = Pty::start("sh", &["-i"], &[("PS1", "prompt> ")], None);
    pty.shows("prompt>");
    pty.press(&format!("{PROGRAM} sandbox\n"));
    pty.shows("S1 follower");
    pty.press("2");
    pty.shows("x crash");
    pty.press("\u{1a}");
    pty.is_as_found();
    pty.press("echo back in the $((1 + 1))nd shell\n");
    pty.shows("back in the 2nd shell");
    pty.press("fg\n");
    pty.until("the screen again", vt100::Screen::alternate_screen);
    pty.shows("x crash");
    assert!(!pty.is_cooked());
    pty.press("x");
    pty.shows("S2 crashes");
    pty.press("q");
    pty.is_as_found();
    pty.press("exit\n");
    pty.ends();
}

#[test]
fn being_stopped_from_outside_and_continued() {
    let mut pty = raftarium(&["sandbox"]);
    pty.shows("S1 follower");
    pty.signal("TSTP");
    pty.is_as_found();
    pty.signal("CONT");
    pty.until("the screen again", vt100::Screen::alternate_screen);
    pty.shows("S1 follower");
    pty.press("q");
    assert_eq!(pty.ends(), 0);
    pty.is_as_found();
}

#[test]
fn ctrl_z_without_a_shell_is_refused_and_nothing_hangs() {
    let mut pty = raftarium(&["sandbox"]);
    pty.shows("S1 follower");
    pty.press("\u{1a}");
    pty.shows("There is no shell to go back to");
    pty.press("q");
    assert_eq!(pty.ends(), 0);
}
