//! Why a number changed, where an entry went: the steps that are named are those in which it happened.

use super::chaos::visit;
use raftarium::explain::{answer, tell_within};
use raftarium::history::Run;
use raftarium::language::{Number, Question};
use raftarium::paper::{Bug, BugSet};
use raftarium::raft::{Command, Entry, Index, ServerId, ServerSet, Term, Timer};
use raftarium::sim::{Action, Initial, Setup, Span, SpanRange, Timing, World};

/// What a number is.
fn value(world: &World, what: Number, server: ServerId) -> Option<u64> {
    let node = world.node(server);
    let leader = world.leader().and_then(|leader| world.node(leader).running()?.leader());
    let disk = node.persistent();
    match what {
        Number::Term => Some(u64::from(disk.current_term.0)),
        Number::Vote => {
            let vote = disk.voted_for.map_or(0, |to| to.position() as u64 + 1);
            Some(u64::from(disk.current_term.0) << 8 | vote)
        }
        Number::Commit => Some(node.server().map_or(0, |it| u64::from(it.volatile().commit_index.0))),
        Number::Next => leader.map(|state| u64::from(state.next_index(server).0)),
        Number::Match => leader.map(|state| u64::from(state.match_index(server).0)),
        Number::Timer => node.election.map(|timer| timer.armed_by),
    }
}

/// The last step in which a number became what it is, by going through the whole run again.
fn last_change(run: &Run, what: Number, server: ServerId) -> Option<u64> {
    let mut replay = run.replay(run.start()).unwrap();
    let leader = run.world().leader();
    let mut last = None;
    let mut before = (value(&replay.state().world, what, server), replay.state().world.leader());
    while replay.cursor() < run.cursor() {
        let (step, state) = replay.advance().unwrap();
        let now = (value(&state.world, what, server), state.world.leader());
        if now.0 != before.0 && (now.1 == leader || !matches!(what, Number::Next | Number::Match)) {
            last = Some(step.number);
        }
        before = now;
    }
    last
}

#[test]
fn the_step_in_which_a_number_changed_is_among_the_evidence() {
    let mut asked = 0;
    for seed in 300..308 {
        visit(seed, 3 + seed as usize % 3, 700, 211, |run| {
            for server in run.world().roster().iter() {
                for what in
                    [Number::Term, Number::Vote, Number::Commit, Number::Timer, Number::Match, Number::Next]
                {
                    let told = answer(&Question::Changed { what, server }, run);
                    if value(run.world(), what, server).is_none() {
                        continue;
                    }
                    if let Some(step) = last_change(run, what, server) {
                        let steps: Vec<u64> = told.evidence.iter().map(|it| it.step).collect();
                        assert!(steps.contains(&step), "seed {seed} at {}: {step} in {told}", run.cursor());
                        asked += 1;
                    }
                }
            }
        });
    }
    assert!(asked > 200, "{asked}");
}

#[test]
fn an_entry_that_went_went_in_the_steps_that_are_named() {
    let mut gone = 0;
    for seed in 400..440 {
        visit(seed, 3 + seed as usize % 3, 900, 299, |run| {
            let longest =
                run.world().nodes().iter().map(|node| node.persistent().log.last_index()).max().unwrap();
            for index in (1..=longest.0).map(Index) {
                let told = answer(&Question::Where { index, term: None }, run);
                for note in told.notes.iter().filter(|note| note.contains("deleted")) {
                    let step: u64 =
                        note.split("in step ").nth(1).unwrap().split(':').next().unwrap().parse().unwrap();
                    let server = run.step_at(step).unwrap().server().unwrap();
                    assert!(note.starts_with(&server.to_string()), "{note}");
                    let entry = |number: u64| {
                        let state = run.state_at(number).unwrap();
                        state.world.node(server).persistent().log.get(index).copied()
                    };
                    let (before, after) = (entry(step - 1).unwrap(), entry(step));
                    assert_ne!(Some(before), after, "{note}");
                    assert!(note.contains(&format!("{} of term {}", before.payload, before.term)), "{note}");
                    gone += 1;
                }
            }
        });
    }
    assert!(gone > 20, "{gone}");
}

/// A heartbeat clears the vote of its own term while rule V1 is off.
fn cleared_within_its_term() -> Run {
    let one = Initial {
        term: Term(1),
        log: vec![Entry { term: Term(1), payload: Command::set("x", 1).unwrap().into() }],
        ..Initial::default()
    };
    let timing =
        Timing { election_timeout: SpanRange::from_ms(100_000, 200_000), heartbeat: Span::from_ms(100_000) };
    let mut setup = Setup { servers: 5, initial: vec![one; 5], timing, ..Setup::default() };
    setup.options.bugs = BugSet::NONE.with(Bug::VoteClearedByAppend);
    let mut run = Run::new(setup).unwrap();
    while !run.world().is_booted() {
        run.forward();
    }
    let [s2, s3, s5] = [ServerId::at(1), ServerId::at(2), ServerId::at(4)];
    run.act(&Action::Partition(vec![ServerSet::only(s5)])).unwrap();
    for server in [s2, s3, s5] {
        run.act(&Action::Fire { server, timer: Timer::Election }).unwrap();
    }
    let asks = run.world().network().flights().filter(|flight| flight.from == s2 && flight.doom.is_none());
    for id in asks.map(|flight| flight.id).collect::<Vec<_>>() {
        run.act(&Action::Drop(id)).unwrap();
    }
    run
}

#[test]
fn a_vote_that_is_cleared_within_its_term_is_said_and_found() {
    let mut run = cleared_within_its_term();
    let (s2, s5) = (ServerId::at(1), ServerId::at(4));
    let vote = |run: &Run| run.world().node(s2).persistent().voted_for;
    while vote(&run).is_some() {
        run.forward().unwrap();
    }
    let step = run.step().unwrap().clone();
    let told = tell_within(&step, &run).sentence();
    assert!(told.ends_with("it forgets its vote: rule V1 is off"), "{told}");
    let told = answer(&Question::Changed { what: Number::Vote, server: s2 }, &run);
    let headline = told.to_string();
    assert!(headline.contains("from S2 in term 2 to none in term 2"), "{told}");
    assert!(headline.contains("rule V1 is off"), "{told}");
    assert!(told.evidence.iter().any(|it| it.step == step.number), "{told}");
    // Another candidate of the same term gets the vote a second time.
    run.act(&Action::Heal).unwrap();
    run.act(&Action::Fire { server: s5, timer: Timer::Heartbeat }).unwrap();
    while vote(&run).is_none() {
        run.forward().expect("the vote is given");
    }
    let told = tell_within(&run.step().unwrap().clone(), &run).sentence();
    assert!(told.contains("it already voted for S2 in term 2: rule V1 is off"), "{told}");
}
