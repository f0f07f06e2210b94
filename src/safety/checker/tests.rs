//! Each property is broken by a real run of a cluster with a rule set aside, and held by the very same schedule
//! with the rule back.

use super::{Checker, Violation};
use crate::history::Watched;
use crate::paper::{Bug, BugSet, Property};
use crate::raft::{
    Command, Entry, Fact, Index, MessageKind, Role, RoleKind, ServerId, ServerSet, Term, Timer,
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
        command: Command::set("old", number).unwrap(),
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

/// Plays a schedule with the rule set aside, which must break exactly its property first, and with it back,
/// which must break nothing. Returns the violating run.
fn breaks(bug: Bug, setup: Setup, schedule: impl Fn(&mut Play)) -> Play {
    let mut intact = Play::of(setup.clone());
    schedule(&mut intact);
    assert_eq!(intact.checker().violations(), [], "with the rule back");
    let mut broken = setup;
    broken.options.bugs = BugSet::NONE.with(bug);
    let mut broken = Play::of(broken);
    schedule(&mut broken);
    let first = broken.checker().violations().first().map(|violation| violation.property);
    assert_eq!(first, bug.breaks(), "{bug}: {:?}", broken.checker().violations());
    broken
}

#[test]
fn majority_half_elects_two() {
    let run = breaks(Bug::MajorityHalf, Setup::of(2, 1), |play| {
        play.stand(S1);
        play.stand(S2);
    });
    let found = run.violation(Property::ElectionSafety);
    assert_eq!((found.term, found.servers), (Term(1), set(&[S1, S2])));
    assert_eq!(found.evidence, [run.won(1), run.now()]);
    assert!(run.last.facts.contains(&Fact::PropertyViolated { property: Property::ElectionSafety }));
}

#[test]
fn vote_twice_elects_two() {
    let run = breaks(Bug::VoteTwice, Setup::of(3, 1), |play| {
        play.stand(S1);
        play.stand(S2);
        play.ask(S1, S3);
        play.ask(S2, S3);
    });
    assert_eq!(run.violation(Property::ElectionSafety).servers, set(&[S1, S2]));
}

#[test]
fn a_forgotten_vote_elects_two() {
    for bug in [Bug::VoteForgotten, Bug::TermForgotten] {
        breaks(bug, Setup::of(3, 1), |play| {
            play.stand(S1);
            play.stand(S2);
            play.ask(S1, S3);
            play.bounce(S3);
            play.ask(S2, S3);
        });
    }
}

#[test]
fn a_vote_cleared_by_append_elects_two() {
    breaks(Bug::VoteClearedByAppend, Setup::of(3, 1), |play| {
        play.stand(S2);
        play.elect(S1, &[S3]);
        play.replicate(S1, S3);
        play.ask(S2, S3);
    });
}

#[test]
fn a_stale_vote_elects_two() {
    breaks(Bug::StaleVoteCounted, Setup::of(3, 1), |play| {
        play.stand(S1);
        play.deliver(S1, S2, MessageKind::RequestVote);
        play.stand(S1);
        play.stand(S3);
        play.stand(S3);
        play.ask(S3, S2);
        play.deliver(S2, S1, MessageKind::RequestVoteReply);
    });
}

#[test]
fn a_stale_request_that_is_judged_elects_two() {
    breaks(Bug::StaleRequestVoteJudged, Setup::of(5, 1), |play| {
        play.stand(S1);
        play.elect(S3, &[S2, S4]);
        play.stand(S5);
        play.elect(S5, &[S3, S4]);
        play.replicate(S5, S2);
        play.ask(S1, S2);
        play.elect(S3, &[S5, S2]);
        play.replicate(S3, S4);
        play.ask(S1, S4);
    });
}

#[test]
fn one_vote_counted_twice_elects_two() {
    breaks(Bug::VotesAreACount, Setup::of(5, 1), |play| {
        play.stand(S1);
        play.elect(S3, &[S4, S5]);
        play.deliver(S1, S2, MessageKind::RequestVote);
        if let Some(grant) = play.message(S2, S1, MessageKind::RequestVoteReply) {
            play.act(&Action::Duplicate(grant));
        }
        play.deliver(S2, S1, MessageKind::RequestVoteReply);
        play.deliver(S2, S1, MessageKind::RequestVoteReply);
    });
}

/// S1 commits one entry with S2; S3 knows nothing of it.
fn commit_one(play: &mut Play) {
    play.elect(S1, &[S2]);
    play.submit(S1, 1);
    play.replicate(S1, S2);
}

#[test]
fn no_log_check_elects_a_leader_without_a_committed_entry() {
    let run = breaks(Bug::NoLogCheck, Setup::of(3, 1), |play| {
        commit_one(play);
        play.stand(S3);
        play.elect(S3, &[S2]);
    });
    let found = run.violation(Property::LeaderCompleteness);
    let committed = run.checker().committed()[0];
    assert_eq!((found.term, found.index, found.servers), (Term(2), Some(Index(1)), set(&[S1, S3])));
    assert_eq!((committed.by, committed.in_term, committed.entry.term), (S1, Term(1), Term(1)));
    assert_eq!(found.evidence, [committed.step, run.now()]);
}

#[test]
fn length_only_elects_a_leader_without_a_committed_entry() {
    breaks(Bug::LengthOnly, with_logs(3, &[&[], &[], &[1, 1]]), |play| {
        play.stand(S1);
        commit_one(play);
        play.elect(S3, &[]);
        play.elect(S3, &[S2]);
    });
}

#[test]
fn last_term_only_elects_a_leader_without_a_committed_entry() {
    breaks(Bug::LastTermOnly, Setup::of(3, 1), |play| {
        commit_one(play);
        play.replicate(S1, S3);
        play.submit(S1, 2);
        play.replicate(S1, S2);
        play.stand(S3);
        play.elect(S3, &[S2]);
    });
}

#[test]
fn figure_8_with_commit_by_count() {
    let run = breaks(Bug::CommitByCount, Setup::of(5, 1), |play| {
        play.elect(S1, &[S2, S3]);
        play.submit(S1, 1);
        play.replicate(S1, S2);
        play.act(&Action::Crash(S1));
        play.stand(S5);
        play.elect(S5, &[S3, S4]);
        play.submit(S5, 2);
        play.act(&Action::Crash(S5));
        play.act(&Action::Restart(S1));
        play.stand(S1);
        play.elect(S1, &[S2, S3]);
        for follower in [S2, S3, S2, S3] {
            play.replicate(S1, follower);
        }
        play.act(&Action::Crash(S1));
        play.act(&Action::Restart(S5));
        play.stand(S5);
        play.elect(S5, &[S3, S4]);
    });
    let found = run.violation(Property::LeaderCompleteness);
    assert_eq!((found.term, found.index, found.servers), (Term(4), Some(Index(1)), set(&[S1, S5])));
}

#[test]
fn an_entry_acknowledged_before_it_is_durable_is_lost() {
    breaks(Bug::AckBeforeDurable, Setup::of(3, 1), |play| {
        commit_one(play);
        play.bounce(S2);
        play.stand(S3);
        play.elect(S3, &[S2]);
    });
}

#[test]
fn a_stale_append_that_is_accepted_deletes_a_committed_entry() {
    breaks(Bug::StaleAppendAccepted, Setup::of(3, 1), |play| {
        play.elect(S1, &[S2]);
        play.submit(S1, 1);
        play.stand(S3);
        play.elect(S3, &[S2]);
        play.submit(S3, 2);
        play.replicate(S3, S2);
        play.replicate(S1, S2);
        play.elect(S1, &[S2]);
    });
}

#[test]
fn a_match_index_that_is_the_leaders_log_commits_what_nobody_has() {
    breaks(Bug::MatchIsLeadersLog, Setup::of(3, 1), |play| {
        play.elect(S1, &[S2]);
        play.deliver(S1, S2, MessageKind::AppendEntries);
        play.submit(S1, 1);
        play.deliver(S2, S1, MessageKind::AppendEntriesReply);
        play.stand(S3);
        play.elect(S3, &[S2]);
    });
}

#[test]
fn a_follower_that_acknowledges_its_own_length_is_believed() {
    breaks(Bug::AckOwnLength, with_logs(3, &[&[], &[1], &[]]), |play| {
        play.elect(S1, &[]);
        play.elect(S1, &[S3]);
        play.deliver(S1, S2, MessageKind::AppendEntries);
        play.submit(S1, 1);
        play.deliver(S2, S1, MessageKind::AppendEntriesReply);
        play.stand(S2);
        play.elect(S2, &[S3]);
    });
}

#[test]
fn a_commit_index_beyond_what_was_checked_applies_a_stale_tail() {
    let mut setup = with_logs(3, &[&[1, 1, 1], &[1, 2], &[1, 2]]);
    setup.options.probe_empty = true;
    let run = breaks(Bug::CommitUncapped, setup, |play| {
        play.elect(S2, &[S3]);
        play.submit(S2, 1);
        play.replicate(S2, S3);
        play.replicate(S2, S3);
        play.replicate(S2, S1);
        play.replicate(S2, S1);
        play.beat(S2);
        play.deliver(S2, S1, MessageKind::AppendEntries);
    });
    let found = run.violation(Property::StateMachineSafety);
    assert_eq!((found.index, found.servers), (Some(Index(2)), set(&[S1, S2])));
    assert_eq!(found.evidence.len(), 2, "two applications");
}

#[test]
fn truncating_without_a_conflict_loses_a_committed_entry() {
    breaks(Bug::TruncateAlways, Setup::of(3, 1), |play| {
        play.elect(S1, &[S2]);
        play.submit(S1, 1);
        let early = play.message(S1, S2, MessageKind::AppendEntries).unwrap();
        play.act(&Action::Duplicate(early));
        play.submit(S1, 2);
        play.replicate(S1, S2);
        play.replicate(S1, S2);
        play.replicate(S1, S2);
        play.replicate(S1, S2);
        play.stand(S3);
        play.elect(S3, &[]);
        play.elect(S2, &[]);
        play.elect(S2, &[S3]);
    });
}

#[test]
fn a_conflict_that_keeps_the_tail_mixes_two_logs() {
    let run = breaks(Bug::OverwriteKeepsTail, with_logs(3, &[&[1, 2], &[1, 1, 1], &[1, 1, 1, 1]]), |play| {
        play.elect(S1, &[S3, S2]);
        for _ in 0..4 {
            play.replicate(S1, S2);
        }
        play.submit(S1, 1);
        for _ in 0..4 {
            play.replicate(S1, S2);
        }
    });
    assert_eq!(run.violation(Property::LogMatching).term, Term(1));
}

#[test]
fn a_previous_term_unchecked_joins_what_does_not_match() {
    let run = breaks(Bug::PrevTermUnchecked, with_logs(3, &[&[1], &[2], &[2]]), |play| {
        play.elect(S2, &[S3]);
        play.submit(S2, 1);
        play.replicate(S2, S1);
        play.replicate(S2, S1);
    });
    let found = run.violation(Property::LogMatching);
    assert_eq!((found.term, found.index, found.servers), (Term(3), Some(Index(2)), set(&[S1, S2])));
    assert_eq!(found.evidence.len(), 2);
}

#[test]
fn a_leader_that_overwrites_is_caught_at_once() {
    let run = breaks(Bug::LeaderOverwrites, with_logs(3, &[&[1, 1], &[1], &[1]]), |play| {
        play.elect(S1, &[S2]);
        play.submit(S1, 1);
    });
    let found = run.violation(Property::LeaderAppendOnly);
    assert_eq!((found.index, found.servers), (Some(Index(1)), set(&[S1])));
    assert_eq!(found.evidence, [0, run.won(2), run.now()]);
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
    setup.initial_mut(S2).log[0].command = Command::NoOp;
    let mut watched = Watched::new(setup).unwrap();
    let mut step = Step::default();
    watched.step(&mut step);
    assert!(step.facts.contains(&Fact::PropertyViolated { property: Property::LogMatching }));
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
    assert_eq!(play.checker().committed().len(), 2);
    assert!(play.checker().violations().is_empty());
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
    assert!(matches!(play.watched.world.node(S3).running().unwrap().role(), Role::Leader(_)));
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
