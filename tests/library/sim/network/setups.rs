//! How a cluster begins.

use super::lab::{Lab, calm, count, delivered, led, ms, s, set};
use crate::support::assert_that;
use raftarium::raft::{
    Command, Configuration, Entry, Fact, Index, MAX_SERVERS, RoleKind, ServerId, ServerSet, Term,
};
use raftarium::sim::{Action, LifeKind, Setup, SetupError, Span, SpanRange, What, World};

fn log(terms: &[u32]) -> Vec<Entry> {
    (0..)
        .zip(terms)
        .map(|(n, term)| Entry { term: Term(*term), payload: Command::set("x", n).unwrap().into() })
        .collect()
}

/// Clusters of 1 to 25 servers elect a leader and commit; even sizes too.
#[test]
fn clusters_of_every_size_work() {
    for size in 1..=MAX_SERVERS {
        let mut lab = Lab::of(Setup::of(size, 3));
        lab.until("BecameLeader");
        let leader = lab.world.leader().unwrap();
        lab.act(&Action::Submit { to: leader, command: "x=1".parse().unwrap() });
        if size > 1 {
            lab.until("ClientReplied");
        }
        lab.run(ms(200));
        let applied = lab.world.which(|node| node.server().unwrap().volatile().last_applied == Index(1));
        assert_eq!(applied, lab.world.roster(), "{size} servers");
    }
}

/// With a bare majority up a cluster works; with one server less it does not.
#[test]
fn a_bare_majority_is_enough_and_less_is_not() {
    for size in 2..=6 {
        let least = Configuration::of(ServerSet::up_to(size)).quorums().least();
        for (up, works) in [(least, true), (least - 1, false)] {
            let mut lab = Lab::followers(size);
            for number in up + 1..=size {
                lab.act(&Action::Crash(s(number)));
            }
            let steps = lab.run(ms(5000));
            assert_eq!(count(&steps, "BecameLeader") > 0, works, "{up} of {size}");
        }
    }
}

/// What is wrong with a setup is said before anything runs.
#[test]
fn a_bad_setup_is_refused() {
    let refused = |change: &dyn Fn(&mut Setup)| {
        let mut setup = calm(3);
        change(&mut setup);
        World::new(setup).err().unwrap()
    };
    assert_eq!(refused(&|setup| setup.servers = 0), SetupError::Servers(0));
    assert_eq!(refused(&|setup| setup.servers = 26), SetupError::Servers(26));
    assert_eq!(refused(&|setup| setup.options.max_entries = 0), SetupError::MaxEntries);
    let zero = SpanRange { min: Span::ZERO, max: Span(5) };
    let wrong: [&dyn Fn(&mut Setup); 5] = [
        &|setup| setup.timing.election_timeout = SpanRange::from_ms(300, 150),
        &|setup| setup.timing.election_timeout = zero,
        &|setup| setup.timing.heartbeat = Span::ZERO,
        &|setup| setup.timing.heartbeat = Span(u64::MAX),
        &|setup| setup.link.latency.max = Span(u64::MAX),
    ];
    for change in wrong {
        assert_that(&refused(change), |it| matches!(it, SetupError::Timing { .. }));
    }
    assert_eq!(refused(&|setup| setup.link.loss = 1001), SetupError::Share("loss"));
    assert_eq!(refused(&|setup| setup.link.duplicate = 1001), SetupError::Share("duplication"));
    assert_eq!(refused(&|setup| setup.initial_mut(s(4)).term = Term(1)), SetupError::NoSuchServer(s(4)));
    assert_eq!(
        refused(&|setup| setup.initial_mut(s(1)).voted_for = Some(s(9))),
        SetupError::NoSuchServer(s(9))
    );
    let (server, earlier, later) = (s(2), Term(2), Term(1));
    assert_eq!(
        refused(&|setup| setup.initial_mut(s(2)).log = log(&[2, 1])),
        SetupError::LogGoesDown { server, earlier, later }
    );
    for high in [1_000_001, u32::MAX] {
        let refused = refused(&|setup| setup.initial_mut(s(2)).log = log(&[1, high]));
        assert_eq!(refused, SetupError::HighTerm { server, term: Term(high) });
    }
    assert_eq!(Term(u32::MAX).next(), Term(u32::MAX), "counting ends, and does not begin anew");
    let commit = SetupError::Commit { server, entries: 1, commit: Index(2) };
    assert_eq!(
        refused(
            &|setup| (setup.initial_mut(s(2)).log, setup.initial_mut(s(2)).commit) = (log(&[1]), Index(2))
        ),
        commit
    );
}

/// Logs, terms, votes and what is known to be committed are as the setup says.
#[test]
fn servers_start_with_what_the_setup_says() {
    let mut setup = calm(3);
    *setup.initial_mut(s(2)) = raftarium::sim::Initial {
        log: log(&[1, 1, 3]),
        term: Term(2),
        voted_for: Some(s(3)),
        commit: Index(2),
        ..Default::default()
    };
    setup.initial_mut(s(3)).down = true;
    let lab = Lab::of(setup);
    let persistent = lab.server(2).persistent();
    assert_eq!(
        (persistent.current_term, persistent.voted_for),
        (Term(3), Some(s(3))),
        "never below its log's last term"
    );
    assert_eq!(persistent.log, log(&[1, 1, 3]).into_iter().collect());
    let volatile = lab.server(2).volatile();
    assert_eq!((volatile.commit_index, volatile.last_applied), (Index(2), Index(2)));
    let down = lab.world.node(s(3));
    assert_eq!((down.kind(), down.election), (LifeKind::Down, None));
}

/// A leader begins as if it had just won: it knows nobody's log, and its heartbeats leave at once.
#[test]
fn an_initial_leader_has_just_won() {
    let mut setup = led(5);
    setup.initial_mut(s(1)).log = log(&[1, 1]);
    let lab = Lab::of(setup);
    let leader = lab.server(1).leader().unwrap();
    for (follower, progress) in leader.everyone().skip(1) {
        assert_eq!((progress.next_index, progress.match_index), (Index(3), Index(0)), "{follower}");
    }
    assert_eq!(lab.world.network().in_flight(), 4);
    assert_eq!((lab.world.node(s(1)).election, lab.world.node(s(1)).heartbeat.is_some()), (None, true));
}

/// And a majority has voted for it: a second server could win its term otherwise, although every rule is obeyed.
#[test]
fn an_initial_leader_has_a_majority_of_the_votes() {
    for size in 1..=7 {
        let mut world = World::new(led(size)).unwrap();
        let mut step = raftarium::sim::Step::default();
        world.step(&mut step);
        let Some(Fact::BecameLeader { term: Term(1), votes }) =
            step.facts.iter().find(|fact| fact.name() == "BecameLeader")
        else {
            panic!("{step:?}")
        };
        assert_eq!(votes.len(), world.quorums().least());
        for voter in votes.iter() {
            assert_eq!(world.node(voter).persistent().voted_for, Some(s(1)));
        }
    }
    for seed in 0..50 {
        let mut lab = Lab::of(Setup { seed, ..led(5) });
        lab.act(&Action::Freeze(s(1)));
        for step in lab.run(ms(1500)) {
            assert_that(&step.facts, |it| {
                !it.iter().any(|fact| matches!(fact, Fact::BecameLeader { term: Term(1), .. }))
            });
        }
    }
}

/// Who voted for it is as far as possible as the setup says, and nobody votes against its own log.
#[test]
fn an_initial_leaders_voters_are_the_likeliest() {
    let mut setup = led(5);
    setup.initial_mut(s(1)).term = Term(3);
    setup.initial_mut(s(2)).log = log(&[1, 1, 2]);
    setup.initial_mut(s(3)).term = Term(1);
    (setup.initial_mut(s(4)).term, setup.initial_mut(s(4)).voted_for) = (Term(3), Some(s(1)));
    setup.initial_mut(s(5)).term = Term(3);
    let lab = Lab::of(setup);
    let votes = lab.world.which(|node| node.persistent().voted_for == Some(s(1)));
    assert_eq!(votes, set(&[1, 4, 5]));
    assert_eq!(lab.world.node(s(3)).persistent().current_term, Term(1), "left as it was");
    assert_eq!(lab.world.node(s(2)).persistent().current_term, Term(2));
}

/// Two leaders of different terms can be set up, of one term they cannot; nor can one whom a majority cannot have
/// elected.
#[test]
fn initial_leaders_are_possible_ones() {
    let leads = |setup: &mut Setup, number, term| {
        setup.initial_mut(s(number)).role = RoleKind::Leader;
        setup.initial_mut(s(number)).term = Term(term);
    };
    let mut setup = calm(5);
    leads(&mut setup, 1, 2);
    leads(&mut setup, 2, 3);
    let lab = Lab::of(setup.clone());
    assert_eq!(lab.world.leaders(), [s(2), s(1)]);
    let in_term = |term| lab.world.which(|node| node.persistent().current_term == Term(term));
    assert_eq!((in_term(3), in_term(2)), (set(&[2, 3, 4]), set(&[1])), "the voters of term 2 have moved on");

    leads(&mut setup, 2, 2);
    assert_eq!(World::new(setup).err(), Some(SetupError::TwoLeaders(s(1), s(2), Term(2))));
    let mut setup = led(3);
    for number in [2, 3] {
        (setup.initial_mut(s(number)).term, setup.initial_mut(s(number)).voted_for) = (Term(1), Some(s(2)));
    }
    assert_eq!(World::new(setup).err(), Some(SetupError::NoMajority(s(1), Term(1))));
}

/// A candidate begins as if it had just stood: its requests leave at once, and it wins like any other.
#[test]
fn an_initial_candidate_has_just_stood() {
    let mut setup = calm(3);
    setup.initial_mut(s(2)).role = RoleKind::Candidate;
    let mut lab = Lab::of(setup);
    assert_eq!((lab.server(2).term(), lab.server(2).persistent().voted_for), (Term(1), Some(s(2))));
    assert_eq!(lab.world.network().in_flight(), 2);
    let steps = lab.run(ms(20));
    assert_eq!(delivered(&steps).len(), 4);
    assert_eq!(lab.world.leader(), Some(s(2)));
}

/// Alone, an initial candidate leads at once, and with a no-op it commits what is in its log.
#[test]
fn an_initial_candidate_of_one_leads_and_applies_at_once() {
    let mut setup = calm(1);
    setup.options.no_op_on_election = true;
    setup.initial_mut(s(1)).role = RoleKind::Candidate;
    setup.initial_mut(s(1)).log = log(&[1, 1]);
    let lab = Lab::of(setup);
    let volatile = lab.server(1).volatile();
    assert_eq!((volatile.commit_index, volatile.last_applied), (Index(3), Index(3)));
}

/// Servers start one by one, each in a step of its own; one that starts down only takes its turn.
#[test]
fn servers_boot_in_order() {
    let mut setup = calm(3);
    setup.initial_mut(s(2)).down = true;
    let mut world = World::new(setup).unwrap();
    let mut step = raftarium::sim::Step::default();
    let mut booted = ServerSet::EMPTY;
    for position in 0..3 {
        assert!(!world.is_booted());
        assert!(world.step(&mut step));
        assert_eq!(step.what, What::Booted(ServerId::at(position)));
        assert_eq!(step.facts.is_empty(), position == 1);
        booted.insert(ServerId::at(position));
    }
    assert!(world.is_booted());
    assert_eq!(booted, world.roster());
}
