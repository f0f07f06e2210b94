//! What a server remembers and what it forgets if it crashes now.

use super::{Case, Prospects};
use crate::explain::answer::{Answer, Clause, Held};
use crate::explain::claim::{DiskPart, ElectionClaim, ServerClaim};
use crate::explain::sentence::{Sentence, say};
use crate::language::Being;
use crate::paper::Rule;
use crate::raft::{Fact, Persistent, Role, ServerId, ServerSet};
use crate::sim::World;

pub(super) fn answer(case: &Case<'_>, server: ServerId) -> Answer {
    let node = case.world.node(server);
    if node.is_down() {
        let mut trial = case.trial();
        trial.restart(ServerSet::only(server));
        return case
            .answer(say![ElectionClaim::Is { server, being: Being::Down }, " already"])
            .and(on_disk(server, node.persistent()))
            .by(kept(server, node.persistent(), node.persistent()))
            .with(case.past.told(case.past.stopped(server).as_ref()))
            .because(Rule::P1.article().why)
            .light(ServerSet::only(server))
            .do_this(trial.remedy(format!("restart {server}"), follows(server)));
    }
    // The exact way to find out is to crash it on a copy.
    let mut trial = case.trial();
    trial.crash(ServerSet::only(server));
    let after = trial.state().world.node(server).persistent();
    let before = node.persistent();
    let saved = case.past.last_of(server, |fact| matches!(fact, Fact::Persisted { .. }));
    let mut again = trial.clone();
    again.restart(ServerSet::only(server));
    let answer = case
        .answer(say![on_disk(server, before), "; ", remembers(server, before, after)])
        .and(forgets(case, server))
        .by(kept(server, before, after))
        .by(lost(case, server))
        .with(case.past.told(saved.as_ref()))
        .because(Rule::P1.article().why)
        .light(ServerSet::only(server))
        .changed_by(rest(&trial.state().world, server))
        .do_this(trial.remedy(
            format!("crash {server}"),
            say![ElectionClaim::Is { server, being: Being::Down }, ", and everything in its memory is gone"],
        ))
        .do_this(again.remedy(format!("crash and restart {server}"), follows(server)));
    let last = after.log.last_index();
    after
        .log
        .first_index()
        .through(last)
        .fold(answer, |answer, index| answer.light_entry(ServerSet::only(server), index))
}

/// The role of every server after a restart.
fn follows(server: ServerId) -> ElectionClaim {
    ElectionClaim::Is { server, being: Being::Follower }
}

/// What is on the disk.
fn on_disk(server: ServerId, disk: &Persistent) -> ServerClaim {
    let (term, vote, last) = (disk.current_term, disk.voted_for, disk.log.last_index());
    ServerClaim::OnDisk { server, term, vote, last }
}

/// Which parts of a disk are the same before and after a crash.
fn parts(before: &Persistent, after: &Persistent) -> [(DiskPart, bool); 3] {
    [
        (DiskPart::Term, before.current_term == after.current_term),
        (DiskPart::Vote, before.voted_for == after.voted_for),
        (DiskPart::Log, before.log == after.log),
    ]
}

/// That a crash leaves the disk as it is, or what is lost.
fn remembers(server: ServerId, before: &Persistent, after: &Persistent) -> Sentence {
    let lost = parts(before, after).into_iter().filter(|(_, kept)| !kept);
    let lost = lost.map(|(part, _)| Sentence::from(ServerClaim::KeepsOverCrash { server, part }.no()));
    let lost: Vec<Sentence> = lost.collect();
    if lost.is_empty() { "a crash changes none of that".into() } else { Sentence::joined(lost, ", and ") }
}

/// What is on the disk: before and after.
fn kept(server: ServerId, before: &Persistent, after: &Persistent) -> Clause {
    let disk = on_disk(server, before);
    let vote = before.voted_for.map_or_else(|| "none".to_owned(), |to| to.to_string());
    let log = &before.log;
    let end = ElectionClaim::LogEnds { server, index: log.last_index(), term: log.last_term() };
    let values = [
        ("keeps its term", Sentence::told(before.current_term, disk)),
        ("keeps its vote", Sentence::told(vote, disk)),
        (
            "keeps its log",
            Sentence::told(format!("up to index {}, term {}", log.last_index(), log.last_term()), end),
        ),
    ];
    let held = parts(before, after).into_iter().zip(values).map(|((part, kept), (text, live))| {
        Held::if_so(ServerClaim::KeepsOverCrash { server, part }.is(kept), text, live)
    });
    Clause::of(Rule::P1, held).speaking_to(server)
}

/// What is in memory only.
fn lost(case: &Case<'_>, server: ServerId) -> Clause {
    let mut conditions = Vec::new();
    if let Some(it) = case.world.node(server).server() {
        let volatile = it.volatile();
        let (commit, applied) = (volatile.commit_index, volatile.last_applied);
        let being = being(it.role());
        conditions.push(Held::new(
            false,
            "keeps its role",
            Sentence::told(being.word(), ElectionClaim::Is { server, being }),
        ));
        conditions.push(Held::new(
            false,
            "keeps its commit index",
            Sentence::told(format!("{commit}, then 0"), ElectionClaim::CommitIndex { server, index: commit }),
        ));
        conditions.push(Held::new(
            false,
            "keeps what it has applied",
            Sentence::told(
                format!("up to index {applied}, then nothing"),
                ServerClaim::LastApplied { server, index: applied },
            ),
        ));
        match it.role() {
            Role::Leader(state) => {
                conditions.push(Held::new(
                    false,
                    "keeps next and match indexes",
                    "the next leader starts with new values",
                ));
                if !state.pending.is_empty() {
                    let wait = ServerClaim::ClientsWait { leader: server, clients: state.pending.len() };
                    conditions.push(Held::new(
                        false,
                        "answers the waiting clients",
                        say![wait, ", which never comes"],
                    ));
                }
            }
            Role::Candidate(candidate) => {
                conditions.push(Held::new(
                    false,
                    "keeps the votes that it has counted",
                    ElectionClaim::HasVotes { candidate: server, votes: candidate.votes },
                ));
            }
            Role::Follower { .. } => {}
        }
    }
    Clause::of(Rule::P2, conditions).speaking_to(server)
}

const fn being(role: &Role) -> Being {
    match role {
        Role::Leader(_) => Being::Leader,
        Role::Candidate(_) => Being::Candidate,
        Role::Follower { .. } => Being::Follower,
    }
}

fn forgets(case: &Case<'_>, server: ServerId) -> Sentence {
    let Some(it) = case.world.node(server).server() else { return Sentence::default() };
    let index = it.volatile().commit_index;
    let what = match it.role() {
        Role::Leader(_) => {
            "It forgets its role, its next and match indexes for the other servers, its commit index ("
        }
        Role::Candidate(_) => "It forgets its role, the votes that it has counted, its commit index (",
        Role::Follower { .. } => "It forgets which leader it follows, its commit index (",
    };
    let commit = Sentence::told(index, ElectionClaim::CommitIndex { server, index });
    say![what, commit, ") and its state machine"]
}

/// Whether the others can continue.
fn rest(without: &World, server: ServerId) -> Sentence {
    let able = |it: &ServerId| Prospects::of(without, *it).now() || without.node(*it).leads();
    let able: ServerSet = without.up().iter().filter(able).collect();
    Sentence::from(ServerClaim::CouldLeadWithout { server, able }).finished()
}
