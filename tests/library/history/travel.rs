//! Time travel: forward, back, to any step, acting in the past.

use crate::support::assert_that;
use raftarium::history::{MarkKind, Run};
use raftarium::raft::{Command, Fact, Index, RoleKind, ServerId, Term, Timer};
use raftarium::sim::{Action, Setup, Span, SpanRange, Step, StepId, What};

fn s(number: usize) -> ServerId {
    ServerId::numbered(number).expect("a server of the cluster")
}

fn submit(to: usize, command: &str) -> Action {
    Action::Submit { to: s(to), command: command.parse::<Command>().expect("a command") }
}

/// S1 leads term 1; messages travel exactly 10 ms.
fn led(servers: usize) -> Run {
    let mut setup = Setup::of(servers, 1);
    setup.link.latency = SpanRange::from_ms(10, 10);
    setup.initial_mut(s(1)).role = RoleKind::Leader;
    Run::new(setup).expect("a good setup")
}

fn go(run: &mut Run, steps: usize) {
    for _ in 0..steps {
        assert!(run.forward().is_some());
    }
}

/// The state at the cursor, and the step there.
fn here(run: &Run) -> (u64, Step) {
    (run.world().digest(), run.step().expect("the step at the cursor").clone())
}

/// A run begins when all servers have started, and goes back no further.
#[test]
fn a_run_begins_when_all_servers_have_started() {
    let mut run = led(5);
    assert!(run.world().is_booted());
    assert_eq!((run.start(), run.cursor(), run.end(), run.in_past()), (5, 5, 5, false));
    assert_eq!(run.step().unwrap().what, What::Booted(s(5)));
    let before = run.world().digest();
    assert!(!run.back());
    assert!(!run.seek(4) && !run.seek(0) && !run.seek(6));
    assert_eq!((run.cursor(), run.world().digest()), (5, before));
}

/// Back and forth over the same steps, the states are the same, and so are the steps.
#[test]
fn back_and_forth_is_the_same() {
    let mut run = Run::new(Setup::of(5, 2)).unwrap();
    let mut states = vec![here(&run)];
    for number in 0..300 {
        if number % 40 == 10 {
            run.act(&submit(number % 5 + 1, "n+=1")).unwrap();
        } else {
            run.forward().unwrap();
        }
        states.push(here(&run));
    }
    for state in states.iter().rev().skip(1) {
        assert!(run.back());
        assert_eq!(&here(&run), state);
    }
    assert_eq!((run.end(), run.in_past()), (305, true));
    for state in &states[1..] {
        assert_eq!(run.forward(), Some(&state.1));
        assert_eq!(&here(&run), state);
    }
    assert!(!run.in_past());
}

/// Any step that was reached can be gone to directly, from anywhere.
#[test]
fn any_step_can_be_gone_to() {
    let mut run = Run::new(Setup::of(3, 6)).unwrap();
    let mut states = vec![here(&run)];
    for _ in 0..2500 {
        run.forward();
        states.push(here(&run));
    }
    for target in [1000, 3, 2503, 1001, 999, 2000, 4, 2502, 17, 17] {
        assert!(run.seek(target));
        assert_eq!(run.cursor(), target);
        assert_eq!(here(&run), states[target as usize - 3]);
    }
}

/// An action keeps its moment: after which step, and when. Replayed, time passes before it as it did then.
#[test]
fn an_action_is_recorded_with_its_step_and_its_moment() {
    let mut run = led(3);
    let now = run.world().now();
    run.pass(now + Span::from_ms(7));
    run.act(&submit(1, "x=1")).unwrap();
    run.act(&submit(1, "x=2")).unwrap();
    let recorded: Vec<_> = run.actions().iter().map(|recorded| (recorded.after, recorded.at.ms())).collect();
    assert_eq!(recorded, [(3, 7), (4, 7)]);
    let after = here(&run);
    go(&mut run, 50);
    assert!(run.seek(3));
    assert_eq!(run.world().now().ms(), 0);
    assert_eq!(run.next_at().unwrap().ms(), 7, "what happens next is the action");
    run.pass(now + Span::from_ms(9));
    assert_eq!(run.world().now().ms(), 7, "time does not pass it by");
    go(&mut run, 2);
    assert_eq!(here(&run), after);
}

/// Acting in the past begins another future: of what was done later in the first one, nothing is seen in it.
#[test]
fn acting_in_the_past_begins_another_future() {
    let mut run = led(3);
    go(&mut run, 20);
    run.act(&submit(1, "x=1")).unwrap();
    go(&mut run, 40);
    run.act(&Action::Crash(s(2))).unwrap();
    go(&mut run, 40);
    assert_eq!((run.end(), run.actions().len()), (105, 2));
    assert!(run.seek(30));
    run.act(&Action::Crash(s(1))).unwrap();
    assert_eq!((run.cursor(), run.end(), run.in_past()), (31, 31, false));
    let actions: Vec<_> = run.actions().iter().map(|recorded| recorded.after).collect();
    assert_eq!(actions, [23, 30], "what was done before belongs to it, what was done later does not");
    assert_that(&run.marks(), |it| it.iter().all(|mark| mark.step <= 31));
    assert!(!run.seek(32));
    go(&mut run, 200);
    assert_eq!(
        run.world().node(s(2)).kind(),
        raftarium::sim::LifeKind::Up,
        "the crash of the other future never came"
    );
    assert_eq!(run.recent().last().unwrap().number, run.cursor());
    let end = here(&run);
    assert!(run.seek(25) && run.seek(231));
    assert_eq!(here(&run), end);
}

/// Doing something else where something was done before begins another future too.
#[test]
fn acting_where_something_was_done_begins_another_future() {
    let mut run = led(3);
    run.act(&submit(1, "x=1")).unwrap();
    go(&mut run, 30);
    assert!(run.seek(3));
    run.act(&submit(1, "x=2")).unwrap();
    assert_eq!(run.actions().len(), 1);
    go(&mut run, 30);
    assert_eq!(run.world().requests().len(), 1);
    assert_eq!(run.world().requests().next().unwrap().command.to_string(), "x=2");
}

/// What is refused in the past leaves the future as it was.
#[test]
fn a_refused_action_in_the_past_changes_nothing() {
    let mut run = led(3);
    go(&mut run, 60);
    run.act(&Action::Crash(s(2))).unwrap();
    assert!(run.seek(40));
    let before = here(&run);
    assert_that(&run.act(&Action::Restart(s(1))), Result::is_err);
    assert_eq!((here(&run), run.end(), run.actions().len()), (before, 64, 1));
    go(&mut run, 24);
    assert_eq!(run.world().node(s(2)).kind(), raftarium::sim::LifeKind::Down);
}

/// Where nothing ever happens again there is no next step, and asking for one changes nothing. A person can act.
#[test]
fn a_run_in_which_nothing_happens_stays_where_it_is() {
    for stop in [Action::Crash as fn(ServerId) -> Action, Action::Freeze] {
        let mut run = led(3);
        go(&mut run, 10);
        for number in 1..=3 {
            run.act(&stop(s(number))).unwrap();
        }
        while run.forward().is_some() {}
        let (before, end) = (here(&run), run.end());
        assert_eq!(run.next_at(), None);
        assert_that(&run.forward(), Option::is_none);
        assert_eq!((here(&run), run.end()), (before.clone(), end));
        assert!(run.back() && run.forward().is_some());
        assert_eq!(here(&run), before);
        let now = run.world().now();
        run.pass(now + Span::from_ms(500));
        let start = if run.world().nodes()[0].is_down() { Action::Restart(s(1)) } else { Action::Thaw(s(1)) };
        assert_eq!(run.act(&start).unwrap().at, now + Span::from_ms(500));
        assert!(run.next_at().is_some());
        let end = here(&run);
        assert!(run.seek(5) && run.seek(run.end()));
        assert_eq!(here(&run), end);
    }
}

/// What was done to messages that waited at a frozen server is replayed alike, however time passed in between.
#[test]
fn what_waits_is_replayed_alike() {
    let mut run = led(3);
    run.act(&Action::Freeze(s(2))).unwrap();
    let message = run.world().network().flights().find(|flight| flight.to == s(2)).unwrap().id;
    let now = run.world().now();
    run.pass(now + Span::from_ms(10));
    run.act(&Action::Duplicate(message)).unwrap();
    run.act(&Action::Thaw(s(2))).unwrap();
    go(&mut run, 30);
    let end = here(&run);
    assert!(run.seek(3) && run.seek(run.end()));
    assert_eq!(here(&run), end);
}

/// What was counted and what was found follow the cursor.
#[test]
fn tally_and_checker_follow_the_cursor() {
    let mut run = led(3);
    run.act(&submit(1, "x=1")).unwrap();
    go(&mut run, 60);
    assert_eq!(run.tally().of("CommitAdvanced", None), Some(1));
    assert_eq!(run.tally().of("CommitAdvanced", Some(s(1))), Some(1));
    assert_eq!(run.tally().of("CommitAdvanced", Some(s(2))), Some(0));
    assert_eq!(run.tally().of("Nonsense", None), None);
    assert_eq!(run.checker().committed_index(), Index(1));
    assert!(run.seek(4));
    assert_eq!(run.tally().of("CommitAdvanced", None), Some(0));
    assert_eq!(run.checker().committed_index(), Index::ZERO);
    go(&mut run, 60);
    assert_eq!(run.tally().of("CommitAdvanced", None), Some(1), "replayed steps are counted once");
}

/// The interesting steps of the whole run are known, also while the cursor is in the past, each once.
#[test]
fn marks_cover_the_whole_run_once() {
    let mut run = led(3);
    run.act(&submit(1, "x=1")).unwrap();
    go(&mut run, 40);
    run.act(&Action::Crash(s(1))).unwrap();
    run.act(&Action::Fire { server: s(2), timer: Timer::Election }).unwrap();
    go(&mut run, 60);
    let marks = run.marks().to_vec();
    let has = |kind: MarkKind| marks.iter().any(|mark| mark.kind == kind);
    for kind in [
        MarkKind::Leader(Term(1)),
        MarkKind::Submit,
        MarkKind::Commit(Index(1)),
        MarkKind::Crash,
        MarkKind::Candidate(Term(2)),
        MarkKind::Leader(Term(2)),
    ] {
        assert!(has(kind), "{kind:?} in {marks:?}");
    }
    assert_that(&marks, |it| it.windows(2).all(|pair| pair[0].step < pair[1].step));
    run.seek(10);
    assert_eq!(run.marks(), marks);
    run.seek(run.end());
    go(&mut run, 1);
    assert_eq!(run.marks()[..marks.len()], marks);
}

/// The times of a run: of its end, and of what comes next.
#[test]
fn the_end_of_a_run_has_a_time() {
    let mut run = led(3);
    go(&mut run, 50);
    let end_at = run.step().unwrap().at;
    run.seek(20);
    assert_eq!(run.end_at(), end_at);
    let next_at = run.next_at().unwrap();
    assert_eq!(run.forward().unwrap().at, next_at);
}

/// Steps that are at hand stand in order without a gap, and end with the step at the cursor.
fn check_recent(run: &Run) {
    let recent = run.recent();
    assert_eq!(recent.last().map(|step| step.number), Some(run.cursor()));
    assert_that(&recent, |it| it.windows(2).all(|pair| pair[0].number + 1 == pair[1].number));
}

/// In a long run only so many steps are kept, but each can be gone to, with what led up to it, and acted on.
#[test]
fn a_long_run_keeps_a_window_and_reaches_every_step() {
    let mut run = Run::new(Setup::of(3, 8)).unwrap();
    let mut sampled: Vec<(StepId, u64)> = Vec::new();
    for number in 4..=45_000 {
        run.forward();
        if number % 4999 == 0 {
            sampled.push((number, run.world().digest()));
        }
    }
    assert!(run.recent().len() < 32_000, "{}", run.recent().len());
    let end = here(&run);
    for (step, digest) in &sampled {
        assert!(run.seek(*step));
        assert_eq!(run.world().digest(), *digest);
        check_recent(&run);
        assert!(run.recent().len() >= 500, "some context: {}", run.recent().len());
        assert!(run.back() && run.forward().is_some());
        check_recent(&run);
    }
    assert!(run.seek(45_000));
    assert_eq!(here(&run), end);

    assert!(run.seek(100), "far behind the window");
    check_recent(&run);
    assert_eq!(run.recent().len(), 100, "back to the first step");
    go(&mut run, 1000);
    check_recent(&run);
    run.act(&Action::Crash(s(1))).unwrap();
    assert_eq!((run.end(), run.cursor()), (1101, 1101));
    check_recent(&run);
    let mut states = Vec::new();
    for _ in 0..3000 {
        go(&mut run, 1);
        states.push(here(&run));
    }
    for target in [50, 4101, 3050, 2150, 1150] {
        assert!(run.seek(target));
        assert!(
            target < 1102 || here(&run) == states[target as usize - 1102],
            "not the future that was left"
        );
        check_recent(&run);
    }
}

/// In a very long run checkpoints are thinned out; every step is reached all the same, and what is replayed on the way
/// does not pile up.
#[test]
fn a_very_long_run_thins_out_its_checkpoints() {
    let mut run = Run::new(Setup::of(1, 1)).unwrap();
    let mut middle = 0;
    for number in 2..=140_000 {
        run.forward();
        if number == 71_234 {
            middle = run.world().digest();
        }
    }
    assert!(run.seek(71_234));
    assert_eq!(run.world().digest(), middle);
    check_recent(&run);
    assert!(run.recent().len() <= 1000, "{}", run.recent().len());
    assert!(run.seek(140_000) && run.seek(1) && run.seek(2));
    check_recent(&run);
}

/// A run knows every fact of its steps: those that the checker adds are there after a replay, too.
#[test]
fn a_replay_finds_the_same_violations() {
    let mut setup = Setup::of(4, 3);
    setup.options.bugs = setup.options.bugs.with(raftarium::paper::Bug::MajorityHalf);
    let mut run = Run::new(setup).unwrap();
    run.act(&Action::Partition(vec![[s(1), s(2)].into_iter().collect()])).unwrap();
    run.act(&Action::Align(run.world().roster())).unwrap();
    let violated = |step: &Step| step.facts.iter().any(|fact| matches!(fact, Fact::PropertyViolated { .. }));
    while !violated(run.forward().unwrap()) {
        assert!(run.cursor() < 1000, "two halves elect two leaders");
    }
    let found = (here(&run), run.checker().violations().to_vec());
    assert_eq!(found.1.len(), 1);
    go(&mut run, 100);
    assert!(run.seek(10) && run.seek(found.0.1.number));
    assert_eq!((here(&run), run.checker().violations().to_vec()), found);
    assert_that(&run.marks(), |it| {
        it.iter().any(|mark| mark.kind == MarkKind::Violation && mark.step == run.cursor())
    });
}

/// The kinds of all marks of a run in which an old leader comes back.
fn kinds_after_a_partition_heals() -> Vec<MarkKind> {
    let (_, run) = raftarium::script::play_through(
        &raftarium::language::parse(
            "run until leader exists\ncall leader old\nisolate old\nsubmit x=1 to old\n\
             run until two leaders\nsubmit x=2\nrun 500ms\nheal\nrun 500ms\n",
        )
        .unwrap_or_else(|problems| panic!("{problems}")),
        &raftarium::script::PlayOptions::default(),
    );
    run.unwrap().marks().iter().map(|mark| mark.kind).collect()
}

#[test]
fn an_old_leader_that_steps_down_and_what_it_gives_up_are_marked() {
    let kinds = kinds_after_a_partition_heals();
    let down = kinds.iter().position(|kind| *kind == MarkKind::SteppedDown(Term(1)));
    let given_up = kinds.iter().position(|kind| *kind == MarkKind::Truncated(Index(1)));
    assert!(down.is_some() && down < given_up, "{kinds:?}");
    assert_that(&(MarkKind::Truncated(Index(1)), MarkKind::Refusal), |(a, b)| a > b);
    assert_that(&(MarkKind::Truncated(Index(1)), MarkKind::Violation), |(a, b)| a < b);
}

#[test]
fn of_all_followers_that_learn_of_a_commit_one_stops_only_at_the_first() {
    use raftarium::history::{Mark, Stops};
    let kinds = kinds_after_a_partition_heals();
    let learned = kinds.iter().filter(|kind| **kind == MarkKind::Learned(Index(1))).count();
    assert_eq!(learned, 3, "the fourth deletes an entry in the same step: {kinds:?}");
    let mut stops = Stops::default();
    let stopped = kinds.iter().filter(|kind| {
        let mark = Mark { step: 1, at: raftarium::sim::Time::ZERO, server: None, kind: **kind };
        stops.at(&mark) && matches!(kind, MarkKind::Learned(_))
    });
    assert_eq!(stopped.count(), 1);
}
