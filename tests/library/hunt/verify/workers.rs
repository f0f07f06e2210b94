//! However many work on a check, and in whatever order, its numbers are the same.

use super::{CALM, check, without};
use raftarium::hunt::verify::{Bounds, Ended, Workers, verify_with};
use raftarium::paper::Bug;
use std::ops::ControlFlow;
use std::process::Command;

/// One after the other, the last job first.
struct Backwards;

impl Workers for Backwards {
    fn each<T: Send>(&self, jobs: &mut [T], work: impl Fn(&mut T) + Sync) {
        jobs.iter_mut().rev().for_each(work);
    }
}

/// A job a thread.
struct Crowd;

impl Workers for Crowd {
    fn each<T: Send>(&self, jobs: &mut [T], work: impl Fn(&mut T) + Sync) {
        let work = &work;
        std::thread::scope(|scope| {
            for job in jobs {
                scope.spawn(move || work(job));
            }
        });
    }
}

#[test]
fn the_order_of_the_work_makes_no_difference() {
    let wide = Bounds { flights: 3, ..CALM };
    for bounds in [wide, without(Bug::NoLogCheck, wide), Bounds { most_states: Some(20_000), ..wide }] {
        let alone = serde_json::to_string(&check(bounds)).unwrap();
        let go_on = &mut |_: &_| ControlFlow::Continue(());
        let backwards = verify_with(&Backwards, &bounds, go_on).unwrap();
        assert_eq!(serde_json::to_string(&backwards).unwrap(), alone);
        let crowd = verify_with(&Crowd, &bounds, go_on).unwrap();
        assert_eq!(serde_json::to_string(&crowd).unwrap(), alone);
    }
    assert_eq!(check(without(Bug::NoLogCheck, wide)).ended, Ended::Violated);
}

/// What the command prints, without how long it took.
fn printed(threads: &str, more: &[&str]) -> serde_json::Value {
    let output = Command::new(env!("CARGO_BIN_EXE_raftarium"))
        .args(["hunt", "--verify", "--threads", threads, "--format", "json"])
        .args(more)
        .output()
        .unwrap();
    let mut printed: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let object = printed.as_object_mut().unwrap();
    assert!(object.remove("seconds").is_some_and(|seconds| seconds.as_f64() > Some(0.0)));
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
