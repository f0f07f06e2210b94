//! What people tried first who knew neither keys nor commands, in a terminal of 80×24.

use super::pty::raftarium;

#[test]
fn enter_takes_what_is_suggested_and_an_empty_list_says_so() {
    let mut pty = raftarium(&["sandbox"]);
    pty.shows("S5 follower");
    pty.press("nnn:sto\r");
    pty.shows("Saved the story");
    pty.press(":xyzzy");
    pty.shows("Nothing has 'xyzzy'");
    pty.press("\x1b");
    pty.until("no palette", |screen| !screen.contents().contains("xyzzy"));
    pty.press(":candidate");
    pty.shows("run until S1 is candidate");
    pty.press("\x1b");
    pty.until("no palette", |screen| !screen.contents().contains(": candidate"));
    pty.press("c\r");
    pty.shows("x=1");
    pty.press("Ywhy is index 1\r");
    pty.shows("Why is index 1 not committed?");
}

#[test]
fn what_is_undone_in_a_challenge_stays_undone() {
    let mut pty = raftarium(&["lesson", "18", "--step", "7"]);
    for _ in 0..20 {
        if pty.screen().contains("Your turn") {
            break;
        }
        pty.press("\x1b[6~");
        std::thread::sleep(std::time::Duration::from_millis(300));
    }
    pty.shows("Your turn");
    pty.shows("Space play");
    pty.press("p12\r");
    pty.shows("cut: 2 sides");
    pty.shows("u undo");
    pty.press("u");
    pty.until("no cut", |screen| !screen.contents().contains("cut: 2 sides"));
    pty.press(" ");
    std::thread::sleep(std::time::Duration::from_millis(700));
    pty.press(" ");
    pty.until("still no cut", |screen| !screen.contents().contains("cut: 2 sides"));
}

#[test]
fn a_rule_is_put_back_by_the_key_that_the_panel_names() {
    let mut pty = raftarium(&["sandbox"]);
    pty.shows("S5 follower");
    pty.press("nn:without vote-twice\r");
    pty.shows("rule off");
    pty.press("W");
    pty.shows("P put the rule back");
    pty.press("P");
    pty.shows("The rule is on again");
}

#[test]
fn a_demo_of_ones_own_is_opened_from_inside_and_says_its_first_words() {
    let mut pty = raftarium(&["sandbox"]);
    pty.shows("S5 follower");
    let file = pty.home().join("own.raft");
    std::fs::write(&file, "servers 3\npause Look at the timers.\nrun 100ms\npause Then.\nrun 100ms\n")
        .unwrap();
    pty.press(&format!(":demo {}\r", file.display()));
    pty.shows("Look at the timers.");
    pty.press("\x1b[6~\x1b[6~");
    pty.shows("Then.");
}

#[test]
fn waiting_in_vain_leaves_the_run_where_it_is_and_a_running_cluster_is_changed_in_place() {
    let mut pty = raftarium(&["sandbox"]);
    pty.shows("S5 follower");
    pty.press("nn:run until index 9 is committed within 50ms\r");
    pty.shows("you are still");
    pty.press("\x1b");
    pty.until("no palette", |screen| !screen.contents().contains("you are still"));
    pty.press(":loss 100%\r");
    pty.shows("Links from all to all change");
    pty.shows("leads term 1");
    pty.press("Q");
    pty.shows("Q does nothing here");
}
