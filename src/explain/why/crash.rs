//! What a server remembers if it crashes now, and what it forgets.

use super::ballot::tip;
use super::{Case, reach};
use crate::explain::answer::{Answer, Clause, Held};
use crate::explain::claim::ElectionClaim;
use crate::explain::sentence::say;
use crate::explain::words::count;
use crate::language::Being;
use crate::paper::Rule;
use crate::raft::{Fact, Index, Persistent, Role, ServerId, ServerSet};

pub(super) fn answer(case: &Case<'_>, server: ServerId) -> Answer {
    let node = case.world.node(server);
    if node.is_down() {
        let mut trial = case.trial();
        trial.restart(ServerSet::only(server));
        return case
            .answer(format!("{server} is down already: {}.", on_disk(node.persistent())))
            .by(kept(node.persistent(), node.persistent()))
            .with(case.past.told(case.past.stopped(server).as_ref()))
            .because(Rule::P1.article().why)
            .light(ServerSet::only(server))
            .do_this(trial.remedy(format!("restart {server}"), follows(server)));
    }
    // Nothing is as exact as doing it, on a copy.
    let mut trial = case.trial();
    trial.crash(ServerSet::only(server));
    let after = trial.state().world.node(server).persistent();
    let before = node.persistent();
    let saved = case.past.last_of(server, |fact| matches!(fact, Fact::Persisted { .. }));
    let mut again = trial.clone();
    again.restart(ServerSet::only(server));
    let answer = case
        .answer(format!("{server} remembers {}.", on_disk(after)))
        .and(forgets(case, server))
        .by(kept(before, after))
        .by(lost(case, server))
        .with(case.past.told(saved.as_ref()))
        .because(Rule::P1.article().why)
        .light(ServerSet::only(server))
        .changed_by(rest(case, server))
        .do_this(trial.remedy(
            format!("crash {server}"),
            say![ElectionClaim::Is { server, being: Being::Down }, ", and what was in its memory is gone"],
        ))
        .do_this(again.remedy(format!("crash {server} and let it return"), follows(server)));
    let last = after.log.last_index();
    after
        .log
        .first_index()
        .through(last)
        .fold(answer, |answer, index| answer.light_entry(ServerSet::only(server), index))
}

/// What everybody is after a restart.
fn follows(server: ServerId) -> ElectionClaim {
    ElectionClaim::Is { server, being: Being::Follower }
}

/// "term 3, its vote for S2 and 4 entries"
fn on_disk(disk: &Persistent) -> String {
    let vote =
        disk.voted_for.map_or_else(|| "that its vote is free".to_owned(), |to| format!("its vote for {to}"));
    format!(
        "term {}, {vote}, and {}",
        disk.current_term,
        count(disk.log.last_index().since(Index::ZERO), "entry")
    )
}

/// What is on the disk: before and after.
fn kept(before: &Persistent, after: &Persistent) -> Clause {
    let vote = |disk: &Persistent| disk.voted_for.map_or_else(|| "free".to_owned(), |to| to.to_string());
    let log = |disk: &Persistent| format!("up to {}, term {}", disk.log.last_index(), disk.log.last_term());
    Clause::of(
        Rule::P1,
        [
            Held::new(
                before.current_term == after.current_term,
                "keeps its term",
                after.current_term.to_string(),
            ),
            Held::new(before.voted_for == after.voted_for, "keeps its vote", vote(after)),
            Held::new(before.log == after.log, "keeps its log", log(after)),
        ],
    )
}

/// What is in memory only.
fn lost(case: &Case<'_>, server: ServerId) -> Clause {
    let mut conditions = Vec::new();
    if let Some(it) = case.world.node(server).server() {
        let volatile = it.volatile();
        conditions.push(Held::new(false, "keeps its role", it.role().kind().name()));
        conditions.push(Held::new(
            false,
            "keeps its commit index",
            format!("{}, then 0", volatile.commit_index),
        ));
        conditions.push(Held::new(
            false,
            "keeps what it has applied",
            format!("up to {}, then nothing", volatile.last_applied),
        ));
        match it.role() {
            Role::Leader(state) => {
                conditions.push(Held::new(
                    false,
                    "keeps next and match index",
                    "guessed anew by the next leader",
                ));
                if !state.pending.is_empty() {
                    let waiting = count(state.pending.len(), "client");
                    conditions.push(Held::new(
                        false,
                        "answers who waits",
                        format!("{waiting}: they hear nothing"),
                    ));
                }
            }
            Role::Candidate(candidate) => {
                conditions.push(Held::new(
                    false,
                    "keeps the votes it was given",
                    candidate.votes.to_string(),
                ));
            }
            Role::Follower { .. } => {}
        }
    }
    Clause::of(Rule::P2, conditions)
}

fn forgets(case: &Case<'_>, server: ServerId) -> String {
    let Some(it) = case.world.node(server).server() else { return String::new() };
    let commit = it.volatile().commit_index;
    let what = match it.role() {
        Role::Leader(_) => "that it leads, next and match index of the others",
        Role::Candidate(_) => "that it stands, and the votes it has",
        Role::Follower { .. } => "whom it follows",
    };
    format!("It forgets {what}, its commit index {commit} and its state machine.")
}

/// Whether the others can go on.
fn rest(case: &Case<'_>, server: ServerId) -> String {
    let left = case.world.up().minus(ServerSet::only(server));
    let able = left.iter().filter(|it| {
        let touch = reach::in_touch(case.world, *it).minus(ServerSet::only(server));
        let as_new = touch.iter().filter(|other| tip(case.world, *other) <= tip(case.world, *it));
        case.is_quorum(as_new.collect())
    });
    let able: ServerSet = able.collect();
    if able.is_empty() {
        format!("The {} that are left cannot elect a leader without it, as the links are.", left.len())
    } else {
        format!(
            "The {} that are left go on: {} could lead.",
            left.len(),
            crate::explain::words::servers(able)
        )
    }
}
