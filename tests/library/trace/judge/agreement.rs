//! The judge of traces against the checker that sees everything: what is right is never accused, however little of it is
//! told, and what is wrong is found under the same name.

use super::tell::{found, judge_events, said, wild};
use proptest::prelude::*;
use raftarium::history::Run;
use raftarium::hunt::{Goal, Hunt};
use raftarium::paper::{Bug, BugSet};
use raftarium::sim::StepId;
use raftarium::trace::judge::Judgement;
use raftarium::trace::{Body, Entries, Event, Kind, record};
use std::convert::Infallible;

fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}

/// What a trace leaves out, from its first line to its last.
#[derive(Clone, Copy, Debug)]
struct Silence {
    /// A bit for each thing.
    what: u32,
    /// The nodes that log nothing at all.
    nodes: u16,
    /// How many events happened before the trace began.
    before: usize,
    members: bool,
}

impl Silence {
    fn keeps(self, bit: u32) -> bool {
        self.what >> bit & 1 == 0
    }

    /// What the trace says of an event, if it says anything.
    fn tell(self, event: &Event) -> Option<Event> {
        if self.nodes >> event.node.position() & 1 == 1 {
            return None;
        }
        let mut event = event.clone();
        let state = &mut event.state;
        state.term = state.term.filter(|_| self.keeps(0));
        state.vote = state.vote.filter(|_| self.keeps(1));
        state.role = state.role.filter(|_| self.keeps(2));
        state.last_index = state.last_index.filter(|_| self.keeps(3));
        state.last_term = state.last_term.filter(|_| self.keeps(4));
        state.commit = state.commit.filter(|_| self.keeps(5));
        state.applied = state.applied.filter(|_| self.keeps(6));
        if !self.keeps(7) {
            event.entries.clear();
        }
        if !self.keeps(8) {
            event.applied.clear();
        }
        for entry in event.entries.iter_mut().chain(&mut event.applied) {
            entry.what = entry.what.take().filter(|_| self.keeps(9));
            entry.term = entry.term.take().filter(|_| self.keeps(10));
        }
        let sent = event.kind == Kind::Send;
        let carries = matches!(event.kind, Kind::Send | Kind::Receive | Kind::Lose);
        if !self.keeps(11) || (sent && !self.keeps(12)) || (carries && !sent && !self.keeps(13)) {
            if sent || event.kind == Kind::Lose {
                return None;
            }
            event.message = None;
            if event.kind == Kind::Receive {
                event.kind = Kind::Change;
            }
        }
        let Some(message) = &mut event.message else { return Some(event) };
        message.id = message.id.filter(|_| self.keeps(14));
        message.term = message.term.filter(|_| self.keeps(15));
        match &mut message.body {
            Body::AppendEntries { prev, entries, commit } => {
                *prev = prev.filter(|_| self.keeps(16));
                if !self.keeps(17) {
                    *entries = Entries::Counted(entries.len());
                }
                if let Entries::Listed(entries) = entries {
                    for entry in entries {
                        entry.what = entry.what.take().filter(|_| self.keeps(18));
                    }
                }
                *commit = commit.filter(|_| self.keeps(19));
            }
            Body::AppendEntriesReply { success, match_index, request_term } => {
                *success = success.filter(|_| self.keeps(20));
                *match_index = match_index.filter(|_| self.keeps(21));
                *request_term = request_term.filter(|_| self.keeps(22));
            }
            _ => {}
        }
        Some(event)
    }
}

fn silences() -> impl Strategy<Value = Silence> {
    let few =
        prop::collection::vec(0..23u32, 0..6).prop_map(|bits| bits.iter().fold(0, |all, bit| all | 1 << bit));
    let nodes = prop_oneof![3 => Just(0u16), 1 => 0..8u16];
    let before = prop_oneof![2 => Just(0usize), 1 => 0..400usize];
    (few, nodes, before, any::<bool>()).prop_map(|(what, nodes, before, members)| Silence {
        what,
        nodes,
        before,
        members,
    })
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_is_right_is_never_accused(servers in 1..=7usize, seed in any::<u64>()) {
        let (events, watched) = wild(servers, seed, 700, BugSet::NONE);
        prop_assert!(watched.checker.violations().is_empty());
        let judgement = judge_events(Some(servers), &events);
        prop_assert_eq!(said(&judgement), "", "{} servers, seed {}", servers, seed);
    }

    #[test]
    fn nor_when_only_a_part_of_it_is_told(servers in 1..=5usize, seed in any::<u64>(), silence in silences()) {
        let (events, _) = wild(servers, seed, 500, BugSet::NONE);
        let told: Vec<Event> = events.iter().skip(silence.before).filter_map(|event| silence.tell(event)).collect();
        let judgement = judge_events(silence.members.then_some(servers), &told);
        prop_assert_eq!(found(&judgement), "", "{} servers, seed {}, {:?}", servers, seed, silence);
    }
}

/// The bugs whose consequences random schedules show soon.
#[test]
fn what_random_schedules_break_is_found_under_the_same_name() {
    for bug in Bug::ALL.iter().filter(|bug| bug.breaks().is_some()) {
        for seed in 0..12 {
            let (events, watched) = wild(5, seed, 1_500, BugSet::NONE.with(*bug));
            let judgement = judge_events(Some(5), &events);
            for violation in watched.checker.violations() {
                let rule = violation.property.rule();
                let verdict = judgement.verdict(rule);
                assert!(
                    !verdict.findings.is_empty(),
                    "{bug}, seed {seed}: {rule} at step {}",
                    violation.step
                );
            }
        }
    }
}

/// Hunts for a run without one rule; its trace is found illegal under the property that breaks, and the trace of the
/// same schedule with the rule back is legal.
fn a_hunt_agrees(bug: Bug) {
    let mut hunt = Hunt::new(BugSet::NONE.with(bug), Goal::Violation, 1).unwrap();
    let mut found = loop {
        if let Some(found) = hunt.advance(10_000) {
            break found;
        }
        assert!(hunt.progress().bursts < 20_000_000, "{bug}: nothing was found");
    };
    let broken = found.violation.as_ref().unwrap().property.rule();
    let judgement = judge_run(&found.run);
    assert!(
        !judgement.verdict(broken).findings.is_empty(),
        "{bug}: {broken} is not found\n{}",
        said(&judgement)
    );
    found.run.switch(found.intact.as_ref().unwrap().branch).unwrap();
    assert_eq!(said(&judge_run(&found.run)), "", "{bug}, with the rule back");
}

fn judge_run(run: &Run) -> Judgement {
    let mut events = Vec::new();
    let Ok(()) = record(run, StepId::MAX, |event| {
        events.push(event.clone());
        Ok::<(), Infallible>(())
    });
    judge_events(Some(run.world().size()), &events)
}

macro_rules! hunts {
    ($($name:ident: $($bug:ident),+;)+) => { $(
        #[test]
        fn $name() {
            for bug in [$(Bug::$bug),+] {
                a_hunt_agrees(bug);
            }
        }
    )+

    #[test]
    fn every_row_of_the_bug_lab_is_judged() {
        let judged = [$($(Bug::$bug),+),+];
        for bug in Bug::ALL.iter().filter(|bug| bug.breaks().is_some()) {
            assert!(judged.contains(bug), "{bug} is not judged");
        }
    } };
}

hunts! {
    hunts_of_elections_agree: MajorityHalf, VoteTwice, VoteForgotten, TermForgotten, VoteClearedByAppend;
    hunts_of_votes_agree: StaleVoteCounted, StaleRequestVoteJudged, VotesAreACount, NoLogCheck, LengthOnly, LastTermOnly;
    hunts_of_commitment_agree: CommitByCount, CommitUncapped, AckBeforeDurable, MatchIsLeadersLog, AckOwnLength;
    hunts_of_old_replies_agree: StaleAppendReplyCounted;
    hunts_of_old_match_indexes_agree: MatchNotReset;
    hunts_of_logs_agree: TruncateAlways, OverwriteKeepsTail, PrevTermUnchecked, StaleAppendAccepted, LeaderOverwrites;
}
