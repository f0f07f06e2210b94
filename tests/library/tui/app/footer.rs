//! The line of keys at 80 columns: it fits, it is never cut, and every key in it does what it says.

use super::runner::Runner;
use raftarium::tui::app::Orders;
use raftarium::tui::keymap::{Code, Key};

/// Ways to where somebody may be: how one gets there from a sandbox of five servers.
const PLACES: [(&str, &str); 15] = [
    ("just begun", ""),
    ("playing", "Space"),
    ("a candidate", "n"),
    ("a leader", "n n"),
    ("a leader, playing", "n n Space"),
    ("a command on its way", "n n c Enter → →"),
    ("a follower chosen", "n n 2"),
    ("a leader chosen", "n n 4"),
    ("a server that is down", "n n 2 x"),
    ("cut", "n n p 1 2 Enter"),
    ("another branch", "n n n ← ← k"),
    ("branches", "n n n ← ← k g"),
    ("two branches", "n n n ← ← k |"),
    ("an answer", "n n y"),
    ("an answer to another step", "n n y ←"),
];

fn there(way: &str, width: u16) -> Runner {
    let way = way.replace('→', "Right").replace('←', "Left");
    Runner::sandbox(5, 1).sized(width, 24).keys(&way)
}

fn last_line(runner: &Runner) -> String {
    runner.screen().lines().last().unwrap_or_default().trim().to_string()
}

/// The hints of the last line: those of the application that are drawn there, in any order.
fn drawn(runner: &Runner) -> Vec<(String, String, Orders)> {
    let line = format!("{}  ", last_line(runner));
    let hints = runner.app.hints().into_iter().map(|hint| (hint.key, hint.word, hint.orders));
    hints.filter(|(key, word, _)| line.contains(&format!("{key} {word}  "))).collect()
}

#[test]
fn what_is_shown_fits_and_is_whole() {
    for (place, way) in PLACES {
        for width in [80, 100, 120, 200] {
            let runner = there(way, width);
            let line = last_line(&runner);
            let shown = drawn(&runner);
            let told: usize =
                shown.iter().map(|(key, word, _)| format!("{key} {word}").chars().count()).sum();
            let written = line.chars().filter(|char| *char != ' ').count();
            let spaces: usize = shown
                .iter()
                .map(|(key, word, _)| format!("{key} {word}").chars().filter(|char| *char == ' ').count())
                .sum();
            assert_eq!(written, told - spaces, "{place} at {width}: {line:?} is not {shown:?}");
            assert!(shown.len() >= 5 && line.ends_with("F1 help"), "{place} at {width}: {line:?}");
            assert!(!line.contains('…'), "{place} at {width}: {line:?}");
        }
    }
}

/// The keys that a hint names: `←→` are two, `1–5` stands for each of them.
fn keys_of(shown: &str) -> Vec<Key> {
    if let Ok(key) = shown.parse() {
        return vec![key];
    }
    if shown.starts_with('1') {
        return vec![Key::char('1')];
    }
    let named = |part: String| match part.as_str() {
        "↑" => Key::plain(Code::Up),
        "↓" => Key::plain(Code::Down),
        "←" => Key::plain(Code::Left),
        "→" => Key::plain(Code::Right),
        part => part.parse().unwrap_or_else(|_| panic!("{shown} names no keys")),
    };
    if shown.contains('/') && shown.chars().count() > 1 {
        return shown.split('/').map(|part| named(part.to_string())).collect();
    }
    shown.chars().map(|char| named(char.to_string())).collect()
}

#[test]
fn every_key_in_it_does_something_there() {
    for (place, way) in PLACES {
        let runner = there(way, 80);
        for (shown, word, _) in drawn(&runner) {
            let mut changes = false;
            for key in keys_of(&shown) {
                let mut pressed = there(way, 80);
                let before = pressed.screen();
                pressed.app.update(raftarium::tui::app::Input::Key(key));
                let after = pressed.screen();
                changes |= before != after;
                for refusal in ["First choose", "There is no", "This needs a cluster", "nothing here to use"]
                {
                    assert!(!after.contains(refusal), "{place}: {shown} {word}: {after}");
                }
            }
            // At an edge, one of two arrows has nowhere to go.
            assert!(changes, "{place}: {shown} {word} does nothing");
        }
    }
}

#[test]
fn a_key_names_what_it_is_about() {
    let line = last_line(&there("n n", 80));
    assert!(line.contains("k kill leader S4") && line.contains("y why"), "{line}");
    let line = last_line(&there("n n 2", 80));
    assert!(line.contains("x crash S2") && line.contains("y why S2 follows"), "{line}");
    let line = last_line(&there("n n 2 x", 80));
    assert!(line.contains("x restart S2") && line.contains("y why S2 is down"), "{line}");
    assert!(last_line(&there("", 80)).contains("y why no leader"));
    let runner = there("n n 2", 80).keys("y");
    assert!(runner.screen().contains("Why is S2 follower?"), "{}", runner.screen());
}

#[test]
fn what_was_never_found_is_in_it_somewhere() {
    let all: Vec<String> = PLACES.iter().map(|(_, way)| last_line(&there(way, 80))).collect();
    let home = last_line(&Runner::home());
    let all = format!("{}\n{home}", all.join("\n"));
    for hint in
        ["k kill leader", "m message", "T theme", ": all", "Nn next", "1–5 choose", "| compare", "Esc back"]
    {
        assert!(all.contains(hint), "{hint} is nowhere:\n{all}");
    }
}
