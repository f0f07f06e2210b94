//! Facts as what their rules asked for: the conditions, with the values that decided.

use crate::explain::answer::{Clause, Held};
use crate::explain::{fact_line, words::servers};
use crate::paper::Rule;
use crate::raft::{Configuration, Denial, Fact, ServerSet};
use crate::sim::Step;

/// What the rules of a step asked for, in the order of its facts.
pub(super) fn clauses(step: &Step, configuration: Configuration) -> Vec<Clause> {
    let mut clauses: Vec<Clause> = Vec::new();
    for fact in &step.facts {
        for clause in clause(fact, configuration) {
            match clauses.iter_mut().find(|known| known.rule == clause.rule) {
                Some(known) => known.conditions.extend(clause.conditions),
                None => clauses.push(clause),
            }
        }
    }
    clauses
}

/// What the rule of one fact asked for. What has no conditions worth telling apart is told as it is.
fn clause(fact: &Fact, configuration: Configuration) -> Vec<Clause> {
    match *fact {
        Fact::VoteGranted { .. } | Fact::VoteDenied { .. } => vote(fact),
        Fact::RejectedStaleTerm { theirs, ours, .. } => {
            vec![one(Rule::T2, false, "a term no older than its own", format!("{theirs} < {ours}"))]
        }
        Fact::StaleReplyDropped { request_term, ours, .. } => {
            vec![one(
                Rule::T3,
                false,
                "a reply to a request of its own term",
                format!("of term {request_term}, now {ours}"),
            )]
        }
        Fact::RejectedMismatch { leader, prev_index, prev_term, own_term } => {
            let own = own_term.map_or_else(|| "its log ends before".to_owned(), |own| format!("term {own}"));
            let text = format!("an entry at index {prev_index} of term {prev_term}, as {leader} has");
            vec![one(Rule::R1, false, text, own)]
        }
        Fact::TermAdopted { from, to, sender } => {
            vec![one(
                Rule::T1,
                true,
                format!("a newer term than its own, from {sender}"),
                format!("{to} > {from}"),
            )]
        }
        Fact::BecameLeader { votes, .. } => {
            let text = format!("the votes of {}", configuration.quorums());
            vec![one(Rule::E3, configuration.is_quorum(votes), text, votes.to_string())]
        }
        Fact::VoteCounted { votes, needed, .. } => {
            let enough = votes.len() >= usize::from(needed);
            let text = format!("the votes of {needed} of {}", configuration.voters().len());
            vec![one(Rule::E3, enough, text, votes.to_string())]
        }
        Fact::CommitAdvanced { from, to, on } => vec![Clause::of(
            Rule::L7,
            [
                Held::new(true, "an index above the commit index", format!("{to} > {from}")),
                quorum_has(on, configuration),
            ],
        )],
        Fact::CommitWithheld { index, term, on } => vec![Clause::of(
            Rule::L7,
            [
                quorum_has(on, configuration),
                Held::new(false, "of the leader's own term", format!("entry {index} is of term {term}")),
            ],
        )],
        Fact::Truncated { first, last, own_term, their_term } => {
            let text = format!("another term than the leader's at index {first}");
            let live =
                format!("{own_term}, not {their_term}: {} gone", crate::explain::words::entries(first, last));
            vec![one(Rule::R2, own_term != their_term, text, live)]
        }
        Fact::FollowerCommitAdvanced { to, leader_commit, last_new, .. } => vec![Clause::of(
            Rule::R4,
            [
                Held::new(leader_commit >= to, "the leader's commit index", leader_commit.to_string()),
                Held::new(last_new >= to, "the last entry that this request reached", last_new.to_string()),
            ],
        )],
        Fact::ClientRedirected { leader, .. } => {
            let live =
                leader.map_or_else(|| "it knows nobody who does".to_owned(), |it| format!("{it} does"));
            vec![one(Rule::L10, false, "it leads", live)]
        }
        Fact::QuorumWitness { servers: set, index } => {
            vec![one(Rule::S1, true, format!("a voter that has committed entry {index}"), servers(set))]
        }
        Fact::PropertyViolated { property } => {
            vec![one(property.rule(), false, property.name(), "broken".to_owned())]
        }
        ref other => vec![one(other.rule(), true, fact_line(other), String::new())],
    }
}

fn one(rule: Rule, holds: bool, text: impl Into<String>, live: impl Into<String>) -> Clause {
    Clause::of(rule, [Held::new(holds, text, live)])
}

fn quorum_has(on: ServerSet, configuration: Configuration) -> Held {
    Held::new(configuration.is_quorum(on), "on a majority, by match index", on.to_string())
}

/// `RequestVote` 2, with what decided.
pub(super) fn vote(fact: &Fact) -> Vec<Clause> {
    match *fact {
        Fact::VoteGranted { to, term, before, own_term, own_index, their_term, their_index } => {
            let free = before.map_or_else(|| "free".to_owned(), |it| format!("{it} has it"));
            let as_new = (their_term, their_index) >= (own_term, own_index);
            let live =
                format!("ends at {their_index}, term {their_term}; own at {own_index}, term {own_term}");
            vec![
                one(
                    Rule::V1,
                    before.is_none_or(|it| it == to),
                    format!("its vote of term {term} is free, or {to}'s already"),
                    free,
                ),
                one(Rule::V2, as_new, format!("the log of {to} is as new as its own"), live),
            ]
        }
        Fact::VoteDenied { to, term, because: Denial::AlreadyVoted { to: other } } => {
            vec![one(
                Rule::V1,
                false,
                format!("its vote of term {term} is free, or {to}'s already"),
                format!("{other} has it"),
            )]
        }
        Fact::VoteDenied {
            to,
            because: Denial::LogBehind { own_term, own_index, their_term, their_index },
            ..
        } => {
            let live =
                format!("ends at {their_index}, term {their_term}; own at {own_index}, term {own_term}");
            vec![one(Rule::V2, false, format!("the log of {to} is as new as its own"), live)]
        }
        _ => Vec::new(),
    }
}
