//! Two branches side by side.

use super::grove::{go, id, led, s, submit, three};
use crate::support::assert_that;
use raftarium::history::compare_states;
use raftarium::raft::{Index, RoleKind, Term};
use raftarium::sim::{Action, LifeKind, What};

#[test]
fn two_branches_part_where_one_of_them_did_something() {
    let run = three();
    let parting = run.parting(id(1), id(3)).unwrap();
    assert_eq!(parting.after, 30);
    assert_eq!((parting.next.a.number, parting.next.b.number), (31, 31));
    assert_eq!(parting.next.b.what, What::Acted(Action::Crash(s(1))));
    assert_that(&parting.next.a.what, |it| matches!(it, What::Delivered(_) | What::TimerFired { .. }));
    assert_eq!(parting.at, run.step_on(id(1), 30).unwrap().at);
    let back = run.parting(id(3), id(1)).unwrap();
    assert_eq!((back.after, back.next.a), (30, parting.next.b));
    assert_eq!(run.parting(id(3), id(2)).unwrap().after, 130);
    assert_eq!(run.parting(id(2), id(2)), None);
    assert_eq!(run.parting(id(2), id(5)), None);
}

#[test]
fn every_server_says_what_is_different() {
    let run = three();
    let same = run.compare((id(1), 20), (id(3), 20)).unwrap();
    assert!(same.servers.iter().all(|server| !server.any()), "{same:?}");
    let found = run.compare((id(1), 103), (id(3), 140)).unwrap();
    assert_eq!((found.leader.a, found.leader.b), (Some(s(1)), run.current().ending().leader));
    let [one, two, three] = &found.servers[..] else { panic!("three servers") };
    assert!(one.any() && two.any() && three.any());
    assert_eq!((one.life.a, one.life.b), (LifeKind::Up, LifeKind::Down));
    assert_eq!((one.role.a, one.role.b), (Some(RoleKind::Leader), None));
    assert_eq!(one.commit.b, None);
    assert!(!one.term.differ(), "what is on its disk is the same");
    assert!(three.term.differ());
    assert_eq!(three.term.a, Term(1));
    assert!(run.compare((id(1), 104), (id(3), 1)).is_none(), "there is no such step");
}

#[test]
fn logs_differ_from_their_first_different_entry_on() {
    let mut run = led();
    run.act(&submit(1, "x=1")).unwrap();
    go(&mut run, 50);
    let fork = run.cursor();
    run.act(&submit(1, "x=2")).unwrap();
    run.act(&submit(1, "x=3")).unwrap();
    go(&mut run, 50);
    run.seek(fork);
    run.act(&submit(1, "x=2")).unwrap();
    assert_eq!(run.branches().len(), 1, "the same again");
    run.act(&submit(1, "x=4")).unwrap();
    go(&mut run, 50);
    let ends = (run.branch(id(1)).unwrap().ending().step, run.end());
    let found = run.compare((id(1), ends.0), (id(2), ends.1)).unwrap();
    assert_that(&found.servers, |it| it.iter().all(|server| server.log == Some(Index(3))));
    assert_that(&found.servers, |it| it.iter().all(|server| !server.term.differ() && !server.vote.differ()));
    // One log is the beginning of the other.
    let found = run.compare((id(1), fork), (id(1), ends.0)).unwrap();
    assert_that(&found.servers, |it| it.iter().all(|server| server.log == Some(Index(2))));
    assert_eq!((found.servers[0].last_index.a, found.servers[0].last_index.b), (Index(1), Index(3)));
    let state = run.state_at(fork).unwrap();
    assert_that(&compare_states(&state, &state), |it| {
        it.iter().all(|server| !server.any() && server.log.is_none())
    });
}
