//! The switches themselves.

use crate::raft::bench::{Bench, s, success, vote};
use crate::support::assert_that;
use raftarium::paper::{Bug, BugSet};
use raftarium::raft::{AppendEntriesReply, AppendOutcome, Message, Options, Term};
use raftarium::sim::{Setup, Step, World};

/// Every switch is off unless set, and each can be set and put back alone.
#[test]
fn switches_are_independent() {
    for bug in Bug::ALL {
        let only = BugSet::NONE.with(*bug);
        assert_eq!(only.iter().collect::<Vec<_>>(), [*bug]);
        assert_that(&only.without(*bug), |it| it.is_empty());
        assert_eq!(Bug::parse(bug.id()), Some(*bug));
    }
    assert_that(&Options::default().bugs, |it| it.is_empty());
}

/// With all rules off at once nothing panics: the lab lets people combine them.
#[test]
fn all_switches_together_do_not_panic() {
    let options = Options { bugs: Bug::ALL.iter().copied().collect(), ..Options::default() };
    for size in [1, 2, 3, 5] {
        let mut setup = Setup { options, ..Setup::of(size, 4) };
        setup.link.duplicate = 100;
        setup.link.loss = 100;
        let mut world = World::new(setup).unwrap();
        let mut step = Step::default();
        for number in 0..3000 {
            world.step(&mut step);
            let server = world.roster().iter().nth(number % size).unwrap();
            let action = match number % 50 {
                0 => raftarium::sim::Action::Crash(server),
                1 => raftarium::sim::Action::Restart(s(1)),
                n if n % 4 == 0 => {
                    raftarium::sim::Action::Submit { to: server, command: "n+=1".parse().unwrap() }
                }
                _ => raftarium::sim::Action::Restart(server),
            };
            // Some of these are refused: that a server is down or up already is no matter here.
            let _ = world.act(&action, &mut step);
        }
        assert!(world.last_step() > 3000, "{size} servers hardly did a thing");
    }
}

/// A follower reads what its leader's `AppendEntries` says, never what another bug could have left in a reply.
#[test]
fn a_follower_makes_nothing_of_replies() {
    let reply = |outcome| {
        Message::AppendEntriesReply(AppendEntriesReply { term: Term(1), request_term: Term(1), outcome })
    };
    let mut follower = Bench::follower(3, 1, &[1]);
    let before = follower.server.clone();
    follower.hears(2, reply(success(9))).hears(2, reply(AppendOutcome::StaleTerm)).hears(2, vote(1, true));
    assert_eq!(follower.server, before);
}

/// Each bug of the lab has its test here, under its own name.
#[test]
fn every_bug_has_its_test() {
    let source = concat!(include_str!("votes.rs"), include_str!("logs.rs"));
    for bug in Bug::ALL {
        let name = bug.id().replace('-', "_");
        assert!(source.contains(&format!("fn {name}() {{")), "no test for {bug}");
    }
}
