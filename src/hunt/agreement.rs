//! The hunt's own history and the ordinary checker judge alike: random schedules, intact and with rules off, are
//! played through both, and their verdicts are compared after every action, up to the first violation.

use super::action::{Path, awaited};
use super::big_steps::{BigSteps, Bounds, Situation};
use super::cluster::Cluster;
use super::history::{PropertySet, TERMS};
use super::model::Model;
use super::replay::Player;
use super::search::Search;
use super::target::Target;
use crate::paper::{Bug, BugSet, Property};
use crate::raft::{BackUp, Index, Options, Term};
use crate::sim::Random;

/// How many schedules are played with each set of rules off.
const SCHEDULES: u64 = 40;
/// How many bursts make up a schedule.
const BURSTS: usize = 25;

/// For how many bursts a violation is looked for.
const SOUGHT: u64 = 10_000;

/// What both say of a schedule, once they agree.
fn judged(size: usize, options: Options, path: &Path) -> PropertySet {
    let mut model = Model::new(size, options);
    let mut cluster = Cluster::fresh(&mut model);
    let mut player = Player::new(size, options).unwrap();
    let awaited = awaited(path);
    for action in path {
        let known = player.run.checker().violations().len();
        let broken = cluster.perform(&mut model, *action).expect("it was done before");
        cluster.lose(&model, action.id, awaited[usize::from(action.id)]);
        assert!(player.perform(*action), "{action:?} cannot be done in the ordinary world");
        let seen = player.run.checker().violations()[known..].iter();
        let seen = seen
            .map(|violation| PropertySet::only(violation.property))
            .fold(PropertySet::default(), PropertySet::or);
        assert_eq!(broken, seen, "of {action:?} in {path:?}");
        for (node, state) in player.run.world().nodes().iter().zip(&cluster.servers) {
            let (ours, theirs) = (model.server(*state), node.running().expect("it has come back"));
            let log = &theirs.persistent().log;
            assert_eq!(
                (Term(ours.term.into()), ours.leads, Index(ours.commit.into()), Index(ours.applied.into())),
                (
                    theirs.term(),
                    theirs.leader().is_some(),
                    theirs.volatile().commit_index,
                    theirs.volatile().last_applied
                )
            );
            assert_eq!(&ours.server.persistent().log, log, "{}", node.id);
        }
        if !broken.none() {
            return broken;
        }
    }
    PropertySet::default()
}

/// A schedule at random.
fn schedule(size: usize, options: Options, random: &mut Random) -> Path {
    let mut model = Model::new(size, options);
    let mut situation = Situation::fresh(&mut model);
    let bounds = Bounds { terms: TERMS, commands: 6, restarts: 3, actions: 85 };
    for _ in 0..BURSTS {
        BigSteps::new(&mut model, random, &mut situation, bounds, PropertySet::default()).run();
    }
    situation.path
}

#[test]
fn random_schedules_are_judged_alike() {
    let mut seen = PropertySet::default();
    let sets = Bug::ALL.iter().map(|bug| BugSet::NONE.with(*bug)).chain([BugSet::NONE]);
    for (number, bugs) in (1..).zip(sets) {
        let mut random = Random::from_seed(number);
        for round in 0..SCHEDULES {
            let options = Options {
                no_op_on_election: false,
                back_up: if round % 2 == 0 { BackUp::OneByOne } else { BackUp::ByTerm },
                max_entries: if round % 5 == 0 { 1 } else { 100 },
                probe_empty: round % 3 == 0,
                bugs,
            };
            let size = 2 + (round % 4) as usize;
            let path = schedule(size, options, &mut random);
            assert!(path.len() > 5, "{path:?}");
            let broken = judged(size, options, &path);
            assert!(broken.none() || !bugs.is_empty(), "an intact cluster: {path:?}");
            seen = seen.or(broken);
        }
    }
    // Some properties break in long runs only: those are looked for.
    for bug in Bug::ALL.iter().filter(|bug| bug.breaks().is_some()) {
        let wanted = Target::Broken(bug.breaks().map_or(PropertySet::default(), PropertySet::only));
        if let Some(found) = Search::new(BugSet::NONE.with(*bug), wanted, 1).run(SOUGHT) {
            let broken = judged(found.size, found.options, &found.path);
            assert!(!broken.none(), "{bug}: {:?}", found.path);
            seen = seen.or(broken);
        }
    }
    // The comparison is worth something: every property was violated.
    for property in Property::ALL {
        assert!(seen.has(property), "{property:?} was never violated");
    }
}
