//! What all tests of the tree need.

use raftarium::history::{BranchId, Name, Run};
use raftarium::raft::{Command, RoleKind, ServerId};
use raftarium::sim::{Action, Setup, SpanRange};

pub fn s(number: usize) -> ServerId {
    ServerId::numbered(number).expect("a server of the cluster")
}

pub fn name(text: &str) -> Name {
    Name::new(text).expect("a name")
}

pub fn submit(to: usize, command: &str) -> Action {
    Action::Submit { to: s(to), command: command.parse::<Command>().expect("a command") }
}

/// Three servers, S1 leads term 1; messages travel exactly 10 ms.
pub fn led() -> Run {
    let mut setup = Setup::of(3, 1);
    setup.link.latency = SpanRange::from_ms(10, 10);
    setup.initial_mut(s(1)).role = RoleKind::Leader;
    Run::new(setup).expect("a good setup")
}

pub fn go(run: &mut Run, steps: usize) {
    for _ in 0..steps {
        assert!(run.forward().is_some());
    }
}

/// Branch 1 goes on without a fault to step 103. On branch 2 the leader crashes after step 30, and it goes on to
/// step 231. On branch 3 S2 crashes after step 130 of branch 2.
pub fn three() -> Run {
    let mut run = led();
    go(&mut run, 100);
    assert!(run.seek(30));
    run.act(&Action::Crash(s(1))).expect("S1 runs");
    go(&mut run, 200);
    assert!(run.seek(130));
    run.act(&Action::Crash(s(2))).expect("S2 runs");
    go(&mut run, 9);
    run
}

/// Ids with depths, as the tree is drawn.
pub fn drawn(run: &Run) -> Vec<(u32, usize)> {
    run.branches().iter().map(|one| (one.branch.id().number(), one.depth)).collect()
}

pub fn id(number: u32) -> BranchId {
    BranchId::numbered(number)
}
