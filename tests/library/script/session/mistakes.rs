//! Text that is no session, or a wrong one: what is wrong, and where.

use super::grown::two;
use crate::support::{assert_contains, assert_that};
use proptest::prelude::*;
use raftarium::script::session::{MOST_SESSION_BYTES, is_session, read, read_bytes, write};
use std::fmt::Write;

/// The mistakes of a text, with their lines.
fn mistakes(text: &str) -> Vec<String> {
    let Err(problems) = read(text) else { return Vec::new() };
    assert!(!problems.render("s.raftarium").is_empty());
    problems.list.iter().map(ToString::to_string).collect()
}

/// The one mistake of a session whose lines are these, after `session 1`.
fn mistake(lines: &str) -> String {
    let found = mistakes(&format!("session 1\n{lines}\n"));
    assert_eq!(found.len(), 1, "{lines}: {found:?}");
    found[0].clone()
}

#[test]
fn the_place_of_a_mistake_is_said() {
    for (lines, start) in [
        ("branch 1\nat step 9 crush S1\nend 20", "line 3, column 11: an action belongs here"),
        ("branch 1\nat step 9 crash S9\nend 20", "line 3, column 17: "),
        ("branch 1\nat step 9 12 crash S1\nend 20", "line 3, column 11: `12` has no unit"),
        (
            "branch 1\nat step 9 crash S1\nat step 9 heal\nend 20",
            "line 4, column 1: there is already an action at this step",
        ),
        ("branch 1\nat step 30 crash S1\nend 20", "line 4, column 1: the branch cannot end before step 31"),
        (
            "branch 1\ndigest 30 0123456789abcdef\nend 20",
            "line 4, column 1: the branch cannot end before step 30",
        ),
        ("branch 1\nend 4", "line 3, column 1: the branch cannot end before step 5"),
        (
            "branch 1\nend 20\nend 30",
            "line 4, column 1: this belongs to a branch, and the last one has ended",
        ),
        ("branch 1\ndigest 7 12345\nend 20", "line 3, column 10: this is not a digest"),
        ("branch 1\ndigest 7 +123456789abcdef\nend 20", "line 3, column 10: this is not a digest"),
        (
            "branch 1\ndigest 8 0123456789abcdef\ndigest 8 0123456789abcdef\nend 9",
            "line 4, column 1: this step does not come after",
        ),
        ("branch 1\nrun 10ms\nend 20", "line 3, column 1: a session contains only actions"),
        ("branch 1\nservers 3\nend 20", "line 3, column 1: this describes how the cluster begins"),
        ("branch 1\nname \nend 20", "line 3, column 5: "),
        ("branch 1\nname éà🦀\nend 20", "line 3, column 6: `éà🦀` cannot be a name"),
        ("branch 1\nend 20\ncursor 2 7", "line 4, column 1: there is no branch 2"),
        ("branch 1\nend 20\ncursor 1 21", "line 4, column 1: branch 1 has no such step"),
        (
            "branch 1\nend 20\nbranch 2\nat step 9 heal\nend 30",
            "line 4, column 1: which branch does it begin on?",
        ),
        (
            "branch 1\nend 20\nbranch 2 from 3\nat step 9 heal\nend 30",
            "line 4, column 1: there is no branch 3",
        ),
        ("branch 1\nend 20\nbranch 2 from 1\nend 30", "line 5, column 1: this branch has no action"),
        (
            "branch 1\nend 20\nbranch 2 from 1\nat step 20 heal\nend 30",
            "line 5, column 1: the branch that it begins on ends before this step",
        ),
        (
            "branch 1\nbranch 2 from 1\nat step 9 heal\nend 30",
            "line 3, column 1: the previous branch has no end",
        ),
        ("branch one\nat step 9 heal\nend 30\nbranch 1\nend 30", "line 2, column 8: `one` does not fit here"),
        ("branch 1", "line 2, column 1: the last branch has no end"),
        ("servers 3", "line 2, column 1: the session has no branch"),
        ("branch 1\nend 10000007", "line 3, column 1: too many steps"),
        ("servers 3\nlog S1 1 1\ncommit S1 9\nbranch 1\nend 9", "line 4, column 1: S1 has 2 entries"),
        ("session 1\nbranch 1\nend 20", "line 2, column 1: the session has already begun"),
        (
            "branch 1\nbookmark 7 here\nbookmark 8 here\nend 20",
            "line 4, column 1: another bookmark has this name",
        ),
    ] {
        let found = mistake(lines);
        assert!(found.starts_with(start), "{lines:?}: {found}");
    }
}

#[test]
fn what_is_no_session_is_told_from_one() {
    assert_that(&mistakes("")[0], |it| it.starts_with("line 1, column 1: this is not a session"));
    assert_that(&mistakes("servers 3\nrun 10ms\n")[0], |it| {
        it.starts_with("line 1, column 1: this is not a session")
    });
    let newer = &mistakes("session 2\nbranch 1\nend 9\n")[0];
    assert!(newer.starts_with("line 1, column 9: `2` is") || newer.contains("version"), "{newer}");
    assert!(!is_session("servers 3\nsession 1\n") && !is_session("") && !is_session("# session 1\n"));
    assert!(is_session("\u{feff}# hello\n\n  Session 1\n"));
}

#[test]
fn hostile_text_is_refused() {
    let hostile = mistake("branch 1\nname \u{1b}[2J\nend 20");
    assert!(hostile.starts_with("line 3, column 6: a control character (U+001B)"), "{hostile}");
    let long = format!("session 1\n{}", "#".repeat(MOST_SESSION_BYTES));
    assert_contains(&mistakes(&long)[0], "longer than");
    let problems = read_bytes(b"session 1\nbranch \xff\n").unwrap_err();
    assert_eq!((problems.list[0].line, problems.list[0].column), (2, 8));
    let many = "session 1\n".to_owned() + &"crush S1\n".repeat(100);
    let problems = read(&many).unwrap_err();
    assert_eq!((problems.list.len(), problems.more), (20, 80));
    let mut branches = "session 1\nbranch 1\nend 2150\n".to_owned();
    for number in 2..2100 {
        let _ = write!(branches, "branch {number} from 1\nat step {} heal\nend 2150\n", number + 5);
    }
    assert_contains(&mistakes(&branches)[0], "too many branches");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    /// Lines that are left out, repeated, moved or damaged make a mistake or another session, and never a panic.
    #[test]
    fn damage_is_survived(damages in prop::collection::vec((0..4u8, any::<u16>(), any::<u16>()), 1..6)) {
        let mut lines: Vec<String> = write(&two()).lines().map(str::to_owned).collect();
        for (kind, one, other) in damages {
            let (one, place) = (usize::from(one) % lines.len(), usize::from(other) % lines.len());
            match kind {
                0 => drop(lines.remove(one)),
                1 => lines.insert(place, lines[one].clone()),
                2 => lines.swap(one, place),
                _ => {
                    let at = usize::from(other) % (lines[one].len() + 1);
                    let digit = char::from(b'0' + (other % 10) as u8);
                    if lines[one].is_char_boundary(at) {
                        lines[one].insert(at, digit);
                    }
                }
            }
            if lines.is_empty() {
                return Ok(());
            }
        }
        // A number may have become so large that going there would take long.
        let text = lines.join("\n");
        if let Ok(session) = read(&text)
            && !text.lines().any(|line| line.starts_with("end ") && line.split(' ').nth(1).is_some_and(|end| end.len() > 4))
        {
            let again = session.resume().run;
            prop_assert!(again.cursor() >= again.start() && again.cursor() <= again.end());
            prop_assert_eq!(write(&read(&write(&again)).unwrap().resume().run), write(&again));
        }
    }
}
