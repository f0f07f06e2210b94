//! Branches: how they begin, what they keep, going from one to another, removing them; bookmarks.

use super::grove::{drawn, go, id, led, name, s, submit, three};
use crate::support::assert_that;
use raftarium::history::{BranchId, MOST_BRANCHES, NameError, Run, TreeError};
use raftarium::paper::{Bug, Property};
use raftarium::raft::{Index, Term, Timer};
use raftarium::sim::{Action, Setup, Span};

#[test]
fn acting_in_the_past_begins_a_branch_and_the_old_future_stays() {
    let mut run = led();
    go(&mut run, 100);
    let old = run.world().digest();
    run.seek(30);
    assert_eq!(run.current().id(), BranchId::TRUNK);
    run.act(&Action::Crash(s(1))).unwrap();
    assert_eq!((run.current().id(), run.cursor(), run.end(), run.in_past()), (id(2), 31, 31, false));
    let fork = run.current().fork().unwrap();
    assert_eq!((fork.parent, fork.first.after, &fork.first.action), (id(1), 30, &Action::Crash(s(1))));
    go(&mut run, 60);
    assert_eq!(run.switch(id(1)), Ok(30), "at the last step that both have");
    assert_eq!((run.end(), run.in_past(), run.actions().len()), (103, true, 0));
    assert!(run.seek(103));
    assert_eq!(run.world().digest(), old);
    assert_eq!(drawn(&run), [(1, 0), (2, 1)]);
}

#[test]
fn at_the_end_of_a_branch_it_goes_on() {
    let mut run = three();
    assert_eq!(drawn(&run), [(1, 0), (2, 1), (3, 2)]);
    run.act(&Action::Restart(s(1))).unwrap();
    assert_eq!((run.branches().len(), run.current().id(), run.end()), (3, id(3), 141));
    run.switch(id(1)).unwrap();
    run.seek(run.end());
    run.act(&submit(1, "x=1")).unwrap();
    assert_eq!((run.branches().len(), run.current().id(), run.end()), (3, id(1), 104));
}

#[test]
fn doing_again_what_was_done_there_is_no_new_branch() {
    let mut run = three();
    // On the branch that is looked at.
    run.seek(130);
    run.act(&Action::Crash(s(2))).unwrap();
    assert_eq!(
        (run.branches().len(), run.current().id(), run.cursor(), run.in_past()),
        (3, id(3), 131, true)
    );
    // On another one that left there, seen from the trunk.
    run.switch(id(1)).unwrap();
    run.act(&Action::Crash(s(1))).unwrap();
    assert_eq!((run.branches().len(), run.current().id(), run.cursor(), run.end()), (3, id(2), 31, 231));
    assert_eq!(run.actions().len(), 1);
    // On the branch that it left.
    run.seek(130);
    run.act(&Action::Crash(s(3))).unwrap();
    assert_eq!(run.current().id(), id(4));
    run.seek(130);
    run.act(&Action::Crash(s(2))).unwrap();
    assert_eq!((run.current().id(), run.end()), (id(3), 140));
    // A moment later it is something else.
    run.switch(id(2)).unwrap();
    run.seek(140);
    while run.next_at() == Some(run.world().now()) {
        go(&mut run, 1);
    }
    let quiet = run.cursor();
    for (later, branch) in [(0, 5), (0, 5), (1, 6), (1, 6), (0, 5)] {
        run.switch(id(2)).unwrap();
        run.seek(quiet);
        run.pass(run.world().now() + Span(later));
        run.act(&Action::Crash(s(2))).unwrap();
        assert_eq!((run.current().id(), run.cursor()), (id(branch), quiet + 1));
    }
}

#[test]
fn acting_where_a_branch_left_begins_one_beside_it() {
    let mut run = three();
    run.switch(id(2)).unwrap();
    run.seek(30);
    run.act(&Action::Crash(s(3))).unwrap();
    assert_eq!(run.current().fork().unwrap().parent, id(1));
    run.seek(20);
    run.act(&Action::Crash(s(3))).unwrap();
    assert_eq!(run.current().fork().unwrap().parent, id(1), "step 20 is one of the trunk");
    assert_eq!(drawn(&run), [(1, 0), (5, 1), (2, 1), (3, 2), (4, 1)]);
}

#[test]
fn what_is_refused_begins_no_branch() {
    let mut run = three();
    run.seek(50);
    assert_that(&run.act(&Action::Restart(s(2))), Result::is_err);
    assert_eq!((run.branches().len(), run.current().id(), run.end(), run.cursor()), (3, id(3), 140, 50));
}

#[test]
fn switching_keeps_the_cursor_where_both_branches_are_the_same() {
    let mut run = three();
    run.seek(17);
    assert_eq!(run.switch(id(1)), Ok(17));
    assert_eq!(run.end(), 103);
    assert_eq!(run.switch(id(3)), Ok(17));
    assert_eq!((run.end(), run.actions().len()), (140, 2));
    run.seek(100);
    assert_eq!(run.switch(id(2)), Ok(100));
    go(&mut run, 50);
    assert_eq!((run.cursor(), run.current().id()), (150, id(2)), "S2 runs here");
    assert!(!run.world().node(s(2)).is_down());
    assert_eq!(run.switch(id(3)), Ok(130));
    go(&mut run, 1);
    assert!(run.world().node(s(2)).is_down());
    assert_eq!(run.switch(id(7)), Err(TreeError::NoSuchBranch(id(7))));
}

#[test]
fn recent_steps_are_those_of_the_branch() {
    let mut run = three();
    run.switch(id(1)).unwrap();
    run.seek(run.end());
    let steps: Vec<_> = run.recent().to_vec();
    assert_eq!(steps.last().unwrap().number, 103);
    let mut alone = led();
    go(&mut alone, 100);
    assert_eq!(&steps[..], &alone.recent()[alone.recent().len() - steps.len()..]);
    assert_eq!(run.marks(), alone.marks());
}

#[test]
fn how_a_branch_ended_is_known() {
    let run = three();
    let endings: Vec<_> = run.branches().iter().map(|one| *one.branch.ending()).collect();
    assert_eq!((endings[0].step, endings[0].leader, endings[0].term), (103, Some(s(1)), Term(1)));
    assert_eq!(endings[1].step, 231);
    assert_that(&(endings[1].term, Term(1)), |(a, b)| a > b);
    assert_that(&endings[1].leader, |it| it.is_some_and(|leader| leader != s(1)));
    assert_eq!((endings[2].step, endings[2].violation), (140, None));
    let mut run = led();
    run.act(&submit(1, "x=1")).unwrap();
    go(&mut run, 60);
    assert_eq!(run.current().ending().commit, Index(1));
    assert_eq!(run.current().ending().at, run.step().unwrap().at);
    let mut setup = Setup::of(4, 3);
    setup.options.bugs = setup.options.bugs.with(Bug::MajorityHalf);
    let mut run = Run::new(setup).unwrap();
    run.act(&Action::Partition(vec![[s(1), s(2)].into_iter().collect()])).unwrap();
    run.act(&Action::Align(run.world().roster())).unwrap();
    while run.checker().violations().is_empty() {
        run.forward().unwrap();
    }
    assert_eq!(run.current().ending().violation, Some(Property::ElectionSafety));
}

#[test]
fn only_what_nobody_stands_on_can_be_removed() {
    let mut run = three();
    assert_eq!(run.remove(id(3)), Err(TreeError::Current(id(3))));
    assert_eq!(run.remove(id(2)), Err(TreeError::Ancestor(id(2))));
    assert_eq!(run.remove(id(1)), Err(TreeError::Trunk));
    assert_eq!(run.remove(id(9)), Err(TreeError::NoSuchBranch(id(9))));
    run.bookmark(name("here")).unwrap();
    run.switch(id(1)).unwrap();
    run.bookmark(name("there")).unwrap();
    assert_eq!(run.remove(id(2)), Ok(2), "and what left from it");
    assert_eq!(drawn(&run), [(1, 0)]);
    assert_eq!(run.bookmarks().len(), 1, "a bookmark goes with its branch");
    run.act(&Action::Crash(s(1))).unwrap();
    assert_eq!(run.current().id(), id(4), "no number is given twice");
}

#[test]
fn branches_and_bookmarks_have_names_of_their_own() {
    let mut run = three();
    run.rename(id(2), Some(name("the  leader crashes"))).unwrap();
    assert_eq!(run.branch(id(2)).unwrap().name().unwrap().as_str(), "the leader crashes");
    let taken = Err(TreeError::NameTaken(name("the leader crashes")));
    assert_eq!(run.rename(id(3), Some(name("the leader crashes"))), taken);
    run.rename(id(2), Some(name("the leader crashes"))).unwrap();
    run.rename(id(2), None).unwrap();
    run.rename(id(3), Some(name("the leader crashes"))).unwrap();
    assert_eq!(run.rename(id(8), None), Err(TreeError::NoSuchBranch(id(8))));
}

#[test]
fn a_bookmark_is_found_from_every_branch() {
    let mut run = three();
    run.bookmark(name("both down")).unwrap();
    run.bookmark_at(id(3), 20, name("before")).unwrap();
    assert_eq!(run.bookmark_at(id(2), 20, name("before")), Err(TreeError::NameTaken(name("before"))));
    let none = TreeError::NoSuchStep { branch: id(1), step: 104 };
    assert_eq!(run.bookmark_at(id(1), 104, name("late")), Err(none));
    assert_eq!(run.bookmarks()[0].branch, id(1), "the step is one of the trunk");
    run.switch(id(1)).unwrap();
    run.visit(&name("both down")).unwrap();
    assert_eq!((run.current().id(), run.cursor()), (id(3), 140));
    run.visit(&name("before")).unwrap();
    assert_eq!((run.current().id(), run.cursor()), (id(3), 20), "this branch has that step too");
    run.remove_bookmark(&name("before")).unwrap();
    let gone = Err(TreeError::NoSuchBookmark(name("before")));
    assert_eq!((run.visit(&name("before")), run.remove_bookmark(&name("before"))), (gone.clone(), gone));
}

#[test]
fn a_name_is_safe_to_show() {
    use raftarium::history::Name;
    assert_eq!(Name::new("  "), Err(NameError::Empty));
    assert_eq!(Name::new(&"x".repeat(61)), Err(NameError::TooLong));
    for hostile in ["a\u{1b}[2J", "a\nb", "a\tb", "a\u{202e}b", "\u{200b}", "a\u{7f}"] {
        assert_eq!(Name::new(hostile), Err(NameError::Character), "{hostile:?}");
    }
    assert_eq!(Name::new("  Wer führt?  #1 ").unwrap().as_str(), "Wer führt? #1");
}

#[test]
fn there_are_only_so_many_branches() {
    let mut run = led();
    go(&mut run, 10);
    let act = |run: &mut Run, micros: u64| {
        run.switch(id(1)).unwrap();
        run.seek(8);
        run.act(&Action::SetTimer { server: s(2), timer: Timer::Election, after: Span(micros + 1) }).unwrap();
    };
    act(&mut run, 0);
    run.rename(id(2), Some(name("kept"))).unwrap();
    act(&mut run, 1);
    run.bookmark(name("kept")).unwrap();
    for micros in 2..MOST_BRANCHES as u64 + 100 {
        act(&mut run, micros);
    }
    assert_eq!(run.branches().len(), MOST_BRANCHES);
    assert!(run.branch(id(2)).is_some() && run.branch(id(3)).is_some(), "what has a name or a bookmark");
    assert!(run.branch(id(4)).is_none() && run.branch(id(200)).is_some(), "the oldest went");
}
