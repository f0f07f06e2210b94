//! The checker on runs made by hand.

mod lab;

use super::{Checker, Violation};
use crate::history::Watched;
use crate::paper::{Bug, BugSet, Property};
use crate::raft::{
    Command, Entry, Fact, Index, MessageKind, Payload, Role, RoleKind, ServerId, ServerSet, Term, Timer,
};
use crate::sim::{Action, MessageId, Setup, Step, StepId};

const S1: ServerId = ServerId::at(0);
const S2: ServerId = ServerId::at(1);
const S3: ServerId = ServerId::at(2);
const S4: ServerId = ServerId::at(3);
const S5: ServerId = ServerId::at(4);

/// A cluster in which nothing happens but what is asked for. What cannot be done is left out: with the rule
/// back, a schedule may name a message that was never sent.
struct Play {
    watched: Watched,
    last: Step,
}

impl Play {
    fn of(setup: Setup) -> Play {
        let mut play = Play { watched: Watched::new(setup).unwrap(), last: Step::default() };
        while !play.watched.world.is_booted() {
            assert!(play.watched.step(&mut play.last));
        }
        play
    }

    fn act(&mut self, action: &Action) {
        let _ = self.watched.act(action, &mut self.last);
    }

    fn stand(&mut self, server: ServerId) {
        self.act(&Action::Fire { server, timer: Timer::Election });
    }

    fn beat(&mut self, server: ServerId) {
        self.act(&Action::Fire { server, timer: Timer::Heartbeat });
    }

    fn submit(&mut self, to: ServerId, value: i64) {
        self.act(&Action::Submit { to, command: Command::set("x", value).unwrap() });
    }

    fn bounce(&mut self, server: ServerId) {
        self.act(&Action::Crash(server));
        self.act(&Action::Restart(server));
    }

    /// The message of a kind that was sent last.
    fn message(&self, from: ServerId, to: ServerId, kind: MessageKind) -> Option<MessageId> {
        let wanted = self
            .watched
            .world
            .network()
            .flights()
            .filter(|flight| flight.from == from && flight.to == to && flight.message.kind() == kind);
        wanted.map(|flight| flight.id).max()
    }

    fn deliver(&mut self, from: ServerId, to: ServerId, kind: MessageKind) {
        if let Some(message) = self.message(from, to, kind) {
            self.act(&Action::Deliver(message));
        }
    }

    fn ask(&mut self, candidate: ServerId, voter: ServerId) {
        self.deliver(candidate, voter, MessageKind::RequestVote);
        self.deliver(voter, candidate, MessageKind::RequestVoteReply);
    }

    fn elect(&mut self, candidate: ServerId, voters: &[ServerId]) {
        self.stand(candidate);
        for voter in voters {
            self.ask(candidate, *voter);
        }
    }

    fn replicate(&mut self, leader: ServerId, follower: ServerId) {
        self.deliver(leader, follower, MessageKind::AppendEntries);
        self.deliver(follower, leader, MessageKind::AppendEntriesReply);
    }

    fn checker(&self) -> &Checker {
        &self.watched.checker
    }

    fn violation(&self, property: Property) -> &Violation {
        self.checker().violations().iter().find(|violation| violation.property == property).unwrap()
    }

    fn won(&self, term: u32) -> StepId {
        self.checker().leaders().find(|(won, ..)| *won == Term(term)).unwrap().2
    }

    fn now(&self) -> StepId {
        self.watched.world.last_step()
    }
}

fn log(terms: &[u32]) -> Vec<Entry> {
    let entry = |(number, term): (i64, &u32)| Entry {
        term: Term(*term),
        payload: Command::set("old", number).unwrap().into(),
    };
    (1..).zip(terms).map(entry).collect()
}

fn with_logs(servers: usize, logs: &[&[u32]]) -> Setup {
    let mut setup = Setup::of(servers, 1);
    for (position, terms) in logs.iter().enumerate() {
        setup.initial_mut(ServerId::at(position)).log = log(terms);
    }
    setup
}

fn set(servers: &[ServerId]) -> ServerSet {
    servers.iter().copied().collect()
}

/// S1 commits one entry with S2; S3 knows nothing of it.
fn commit_one(play: &mut Play) {
    play.elect(S1, &[S2]);
    play.submit(S1, 1);
    play.replicate(S1, S2);
}

#[test]
fn what_an_older_leader_commits_late_is_held_against_later_leaders() {
    // S1 believes to lead term 1 on the strength of a majority of half, and commits alone, after S2 has won
    // term 2 without its entry.
    let mut setup = Setup::of(4, 1);
    setup.options.bugs = BugSet::NONE.with(Bug::MajorityHalf);
    let mut play = Play::of(setup);
    play.elect(S1, &[S2]);
    play.submit(S1, 1);
    play.stand(S3);
    play.elect(S3, &[S4]);
    assert_eq!(play.checker().violations(), []);
    play.replicate(S1, S2);
    let found = play.violation(Property::LeaderCompleteness);
    assert_eq!((found.servers, found.term, found.index), (set(&[S1, S3]), Term(2), Some(Index(1))));
    assert_eq!(found.evidence, [play.won(2), play.now()]);
}

#[test]
fn a_restarted_server_is_held_to_what_it_applied() {
    let mut play = Play::of(Setup::of(1, 1));
    play.stand(S1);
    play.submit(S1, 1);
    play.act(&Action::Crash(S1));
    play.act(&Action::Wipe(S1));
    play.act(&Action::Restart(S1));
    play.stand(S1);
    play.submit(S1, 2);
    let found = play.violation(Property::StateMachineSafety);
    assert_eq!((found.index, found.servers), (Some(Index(1)), set(&[S1])));
}

#[test]
fn logs_that_a_setup_makes_contradict_each_other_are_told_in_the_first_step() {
    let mut setup = with_logs(3, &[&[1, 1], &[1, 1]]);
    setup.initial_mut(S2).log[0].payload = Payload::NoOp;
    let mut watched = Watched::new(setup).unwrap();
    let mut step = Step::default();
    watched.step(&mut step);
    let violated = Fact::PropertyViolated { property: Property::LogMatching };
    assert!(step.facts.contains(&violated), "{:?}", step.facts);
    assert_eq!(watched.checker.violations()[0].index, Some(Index(1)));
}

#[test]
fn what_a_setup_declares_committed_is_so_from_boot() {
    let mut setup = with_logs(3, &[&[1, 1], &[1, 1], &[1]]);
    for server in [S1, S2] {
        setup.initial_mut(server).commit = Index(2);
    }
    setup.options.bugs = BugSet::NONE.with(Bug::NoLogCheck);
    let mut play = Play::of(setup);
    assert_eq!(play.checker().committed_index(), Index(2));
    assert_eq!(play.checker().violations(), []);
    play.elect(S3, &[S1]);
    assert_eq!(play.violation(Property::LeaderCompleteness).index, Some(Index(2)));
}

#[test]
fn a_leader_that_a_setup_begins_with_has_won_its_term() {
    let mut setup = Setup::of(3, 1);
    setup.initial_mut(S2).role = RoleKind::Leader;
    setup.initial_mut(S2).term = Term(4);
    let play = Play::of(setup);
    let leaders: Vec<_> = play.checker().leaders().collect();
    assert_eq!(leaders, [(Term(4), S2, 2)]);
}

#[test]
fn the_witness_of_figure_9_is_a_voter_that_holds_what_was_committed() {
    let mut play = Play::of(Setup::of(5, 1));
    play.elect(S1, &[S2, S3]);
    play.submit(S1, 1);
    play.replicate(S1, S2);
    play.replicate(S1, S3);
    play.act(&Action::Crash(S1));
    play.elect(S3, &[S4, S5]);
    let witness = Fact::QuorumWitness { servers: set(&[S3]), index: Index(1) };
    assert!(play.last.facts.contains(&witness), "{:?}", play.last.facts);
    let role = play.watched.world.node(S3).running().unwrap().role();
    assert!(matches!(role, Role::Leader(_)), "{role:?}");
}

#[test]
fn an_ignored_property_is_not_reported() {
    let mut setup = Setup::of(2, 1);
    setup.options.bugs = BugSet::NONE.with(Bug::MajorityHalf);
    let mut play = Play::of(setup);
    play.watched.checker.ignore(Property::ElectionSafety);
    play.stand(S1);
    play.stand(S2);
    assert_eq!(play.checker().violations(), []);
}

#[test]
fn holders_are_counted_with_the_logs_of_servers_that_are_down() {
    let mut play = Play::of(Setup::of(3, 1));
    commit_one(&mut play);
    play.act(&Action::Crash(S2));
    let log = &play.watched.world.node(S1).persistent().log;
    assert_eq!(play.checker().holders(log, Index(1)), set(&[S1, S2]));
    assert!(play.checker().is_committed(log, Index(1)));
    assert!(!play.checker().is_committed(log, Index(2)));
}
