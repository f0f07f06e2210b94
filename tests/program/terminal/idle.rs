//! Paused and untouched, it uses no processor and writes nothing.
#![cfg(target_os = "linux")]

use super::pty::raftarium;
use std::time::Duration;

/// The processor time that a process has used, in ticks of a hundredth of a second.
fn ticks(pid: u32) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    // The name, in parentheses, may hold anything: count from behind it.
    let after = &stat[stat.rfind(')').unwrap() + 2..];
    let fields: Vec<&str> = after.split(' ').collect();
    fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
}

/// How often a process was given the processor because it asked for it.
fn wakeups(pid: u32) -> u64 {
    let mut count = 0;
    for task in std::fs::read_dir(format!("/proc/{pid}/task")).unwrap() {
        let status = std::fs::read_to_string(task.unwrap().path().join("status")).unwrap();
        let line = status.lines().find(|line| line.starts_with("voluntary_ctxt_switches")).unwrap();
        count += line.split_whitespace().last().unwrap().parse::<u64>().unwrap();
    }
    count
}

#[test]
fn paused_it_sleeps() {
    let mut pty = raftarium(&["sandbox"]);
    pty.shows("S1 follower");
    // Played, and paused again: the ticks must have ended.
    pty.press(" ");
    pty.shows("pause");
    pty.press(" ");
    pty.shows("Space play");
    // What has happened is saved once more, a second later.
    std::thread::sleep(Duration::from_millis(1_500));
    let before = (ticks(pty.pid()), wakeups(pty.pid()), pty.bytes().len());
    std::thread::sleep(Duration::from_secs(2));
    let after = (ticks(pty.pid()), wakeups(pty.pid()), pty.bytes().len());
    assert_eq!(after, before, "ticks, wakeups, bytes written");
}
