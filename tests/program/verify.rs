//! `raftarium hunt --verify` from outside: however many threads work, it prints the same numbers.

use crate::support::{program, scratch};

/// What the command prints, without how long it took.
fn printed(threads: &str, more: &[&str]) -> serde_json::Value {
    let output = program(scratch())
        .args(["hunt", "--verify", "--threads", threads, "--format", "json"])
        .args(more)
        .output()
        .unwrap();
    let mut printed: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let object = printed.as_object_mut().unwrap();
    let seconds = object.remove("seconds").unwrap();
    assert!(seconds.as_f64() > Some(0.0), "{seconds}");
    assert_eq!(object.remove("threads").unwrap().to_string(), threads);
    printed
}

#[test]
fn one_two_and_five_threads_print_the_same_numbers() {
    for (more, violated) in
        [(["--crashes", "0", "--duplicates", "0"].as_slice(), false), (&["--without", "vote-twice"], true)]
    {
        let bounds = [["--commands", "1", "--beats", "0"].as_slice(), more].concat();
        let [one, two, five] = ["1", "2", "5"].map(|threads| printed(threads, &bounds));
        assert_eq!(one["ended"], if violated { "violated" } else { "complete" });
        assert!(one["states"].as_u64().unwrap() > 500, "{one}");
        assert_eq!(one, two);
        assert_eq!(one, five);
    }
}
