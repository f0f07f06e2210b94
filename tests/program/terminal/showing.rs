//! What it shows, and what keys, mouse and sizes do to it.

use super::pty::{Pty, raftarium};
use crate::support::PROGRAM;

#[test]
fn home_and_the_way_into_the_sandbox() {
    let mut pty = raftarium(&[]);
    pty.shows("Raftarium");
    pty.press("s");
    pty.shows("S5 follower");
    pty.press("nn");
    pty.shows("wins the election for term 1");
    pty.press("\u{1b}[D");
    pty.until("one step back", |screen| !screen.contents().contains("wins the election for term 1"));
}

#[test]
fn acting_in_the_past_switching_back_and_comparing() {
    let mut pty = raftarium(&["sandbox"]);
    pty.shows("S5 follower");
    pty.press("nnnn");
    pty.shows("step");
    pty.press("\u{1b}[D\u{1b}[D\u{1b}[D");
    pty.press("k");
    pty.shows("branch 2 begins");
    pty.press(":branch 1\r");
    pty.shows("This is branch 1");
    pty.press("|");
    pty.shows("two futures of step");
    pty.shows("What differs");
    pty.press("\t");
    pty.press("\r");
    pty.shows("This is branch 2");
    pty.press("g");
    pty.shows("you are here");
    pty.press("q");
    assert_eq!(pty.ends(), 0);
    pty.is_as_found();
}

#[test]
fn a_rule_is_broken_found_out_and_put_back() {
    let mut pty = raftarium(&[]);
    pty.shows("Bug lab");
    pty.press("b");
    pty.shows("Switch off a rule, find a run");
    pty.press(":lab commit-by-count\r\r");
    // It may take its time: a key stops it at once.
    pty.shows("states of clusters");
    pty.press("\u{1b}");
    pty.shows("stopped after");
    pty.press(":lab hunt vote-twice\r");
    pty.shows("The shortest run found that breaks Election Safety");
    pty.press("W");
    pty.shows("the rule says no");
    pty.press("1");
    pty.shows("The same so far");
    pty.press("n");
    pty.shows("With the rule on, S2 denies S3 its vote");
    pty.press("q");
    assert_eq!(pty.ends(), 0);
    pty.is_as_found();
}

#[test]
fn a_session_is_saved_under_a_name_and_opened_again() {
    let mut pty = raftarium(&["sandbox"]);
    pty.shows("S5 follower");
    pty.press("nnk");
    pty.press(":save ~/mine.raftarium\r");
    pty.shows("Saved, and from now on automatically");
    assert!(pty.home().join("mine.raftarium").is_file());
    pty.press(":new 3 servers\r");
    pty.until("three servers", |screen| !screen.contents().contains("S5"));
    pty.press(":open ~/mine.raftarium\r");
    pty.shows("S5");
    pty.press(":open ~/nowhere.raftarium\r");
    pty.shows("Not opened");
}

#[test]
fn home_goes_on_with_the_last_session() {
    let mut pty = raftarium(&["sandbox"]);
    pty.shows("S5 follower");
    pty.press("nnk");
    pty.shows("crashes");
    pty.press("q");
    assert_eq!(pty.ends(), 0);
    let home = pty.home().to_str().unwrap().to_string();
    let mut again = Pty::start(PROGRAM, &[], &[("XDG_DATA_HOME", &format!("{home}/.local/share"))], None);
    again.shows("Continue");
    again.press("c");
    again.shows("last session");
    again.shows("crashes");
}

#[test]
fn a_click_and_the_wheel_arrive() {
    let mut pty = raftarium(&["sandbox"]);
    pty.shows("S2 follower");
    let screen = pty.screen();
    let (row, line) = screen.lines().enumerate().find(|(_, line)| line.contains("S2 follower")).unwrap();
    let column = line[..line.find("S2 follower").unwrap()].chars().count();
    pty.press(&format!("\u{1b}[<0;{};{}M", column + 1, row + 1));
    pty.shows("x crash");
    pty.press(&format!("\u{1b}[<2;{};{}M", column + 1, row + 1));
    pty.shows("let its timer expire");
}

#[test]
fn a_mistake_in_the_palette_is_shown_in_place() {
    let mut pty = raftarium(&["sandbox"]);
    pty.shows("S1 follower");
    pty.press(":crush S2\r");
    pty.shows("crash");
    pty.shows(": crush S2");
    // What is pasted with control characters in it comes in as text.
    pty.press("\u{1b}\u{1b}");
    pty.press(":\u{1b}[200~submit x=\u{7}1\u{1b}[201~");
    pty.shows(": submit x=1");
}

#[test]
fn one_asks_why_and_carries_out_a_remedy() {
    let mut pty = raftarium(&["sandbox"]);
    pty.shows("S1 follower");
    pty.press("nnn");
    pty.shows("S4 leads term 1");
    pty.press("c\r\u{1b}[C\u{1b}[C\u{1b}[C");
    pty.shows("stores entry 1");
    pty.press("y");
    pty.shows("Why is index 1 not committed?");
    pty.press("1");
    pty.shows("Entry 1 is committed.");
    pty.press("\u{1b}");
    pty.shows("1 x=1");
}

#[test]
fn the_screen_can_become_tiny_and_large_again() {
    let mut pty = raftarium(&["sandbox"]);
    pty.shows("S1 follower");
    for (width, height) in [(1, 1), (10, 2), (300, 100), (39, 7), (80, 24)] {
        pty.resize(width, height);
        pty.press("\u{1b}[C");
    }
    pty.shows("S1 follower");
    pty.press("q");
    assert_eq!(pty.ends(), 0);
    pty.is_as_found();
}

#[test]
fn no_color_means_none() {
    let pty = Pty::start(PROGRAM, &["sandbox"], &[("NO_COLOR", "1")], None);
    pty.shows("S1 follower");
    pty.until("no colour", |screen| {
        (0..24).all(|row| {
            (0..80).all(|column| {
                screen.cell(row, column).is_none_or(|cell| {
                    cell.fgcolor() == vt100::Color::Default && cell.bgcolor() == vt100::Color::Default
                })
            })
        })
    });
    let bold = (0..80).any(|column| pty_bold(&pty, 23, column));
    assert!(bold, "keys are still bold");
}

fn pty_bold(pty: &Pty, row: u16, column: u16) -> bool {
    let found = std::cell::Cell::new(false);
    pty.until("a cell", |screen| {
        found.set(screen.cell(row, column).is_some_and(vt100::Cell::bold));
        true
    });
    found.get()
}

#[test]
fn the_light_theme_and_ascii_are_chosen_on_the_command_line() {
    let pty = raftarium(&["sandbox", "--theme", "light", "--ascii"]);
    pty.shows("S1 follower");
    assert!(pty.screen().is_ascii(), "{}", pty.screen());
}

#[test]
fn settings_are_used_and_kept() {
    let settings = "# mine\nascii = true\n[keys]\ng = \"crash S3\"\n";
    let mut pty = Pty::start(PROGRAM, &["sandbox"], &[], Some(settings));
    pty.shows("S1 follower");
    assert!(pty.screen().is_ascii(), "{}", pty.screen());
    pty.press("g");
    pty.shows("S3 crashes");
    pty.press(":theme light\r");
    pty.shows("Theme: light");
    pty.press(":keep\r");
    pty.shows("Saved for next time");
    let file = pty.home().join(".config/raftarium/config.toml");
    let kept = std::fs::read_to_string(file).unwrap();
    assert!(
        kept.contains("theme = \"light\"") && kept.contains("# mine") && kept.contains("g = \"crash S3\""),
        "{kept}"
    );
}

#[test]
fn broken_settings_are_said_and_left_alone() {
    let settings = "mouse = true\nthem = \"light\"\n";
    let mut pty = Pty::start(PROGRAM, &["sandbox"], &[], Some(settings));
    pty.shows("Your settings have a mistake");
    pty.press(":keep\r");
    pty.shows("Not saved");
    let file = pty.home().join(".config/raftarium/config.toml");
    assert_eq!(std::fs::read_to_string(file).unwrap(), settings);
    let log = std::fs::read_to_string(pty.home().join(".local/state/raftarium/raftarium.log")).unwrap();
    assert!(log.contains("there is no setting 'them'"), "{log}");
}

/// What the remote control of slides sends.
const ON: &str = "\u{1b}[6~";
const BACK: &str = "\u{1b}[5~";

#[test]
fn a_demo_is_shown_three_times_in_a_row_with_a_remote_control() {
    let mut pty = raftarium(&["demo", "split-vote"]);
    for _ in 0..3 {
        pty.shows("A split vote: Two of four servers");
        pty.shows("PageDown play on");
        pty.press(ON);
        pty.shows("PageDown skip");
        pty.press(ON);
        pty.shows("The vote is split: S1 has 2 of 4 votes");
        pty.press(ON);
        pty.shows("PageDown skip");
        pty.press(ON);
        pty.shows("Timeouts are random, so one server timed out first");
        pty.press(ON);
        pty.shows("This is the end of the demo");
        pty.press(BACK);
        pty.shows("The vote is split: S1 has 2 of 4 votes");
        pty.press(BACK);
    }
    pty.press("q");
    assert_eq!(pty.ends(), 0);
    pty.is_as_found();
}

#[test]
fn a_newcomer_finds_the_keys_and_what_is_on_the_screen() {
    let mut pty = raftarium(&["sandbox"]);
    pty.shows("y why no leader");
    pty.press("nn");
    pty.shows("k kill leader S4");
    pty.press("?");
    pty.shows("Keys of this screen");
    pty.press("?");
    pty.shows("Ten keys for a lecture");
    pty.press("/bookmark\r");
    pty.shows("bookmark");
    pty.press("\u{1b}");
    pty.shows("k kill leader S4");
    pty.press(":projector");
    pty.shows("theme light");
    pty.press("\u{1b}[B\r");
    pty.shows("Theme: light");
    pty.press("k");
    pty.shows("S4 crashes");
    pty.press(":story\r");
    pty.shows("raftarium-sandbox");
}
