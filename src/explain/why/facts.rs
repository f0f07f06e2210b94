//! Facts as what their rules asked for: the conditions, with the values that decided.

use crate::explain::answer::{Clause, Held};
use crate::explain::claim::{Cited, PastClaim};
use crate::explain::fact_line;
use crate::explain::sentence::Sentence;
use crate::explain::words::{known, servers};
use crate::paper::Rule;
use crate::raft::{Configuration, Denial, Fact, Index, ServerSet};
use crate::sim::{MessageId, SeenFact, Step};

/// A condition that a rule asked for, in words: who asks for it claims the fact that it is read off.
struct Asked {
    rule: Rule,
    holds: bool,
    text: String,
    live: String,
}

/// What the rules of a step asked for, in the order of its facts.
pub(super) fn clauses(step: &Step, configuration: Configuration) -> Vec<Clause> {
    together(step.seen().flat_map(|fact| clauses_of(step, fact, configuration)))
}

/// What the rules would ask for in the step in which a message that is in flight arrived now.
pub(super) fn foretold(step: &Step, message: MessageId, configuration: Configuration) -> Vec<Clause> {
    together(
        step.seen()
            .flat_map(|fact| claimed(asked(fact, configuration), &PastClaim::WouldHappen { message, fact })),
    )
}

/// One clause for each rule.
fn together(all: impl IntoIterator<Item = Clause>) -> Vec<Clause> {
    let mut clauses: Vec<Clause> = Vec::new();
    for clause in all {
        match clauses.iter_mut().find(|known| known.rule == clause.rule) {
            Some(known) => known.conditions.extend(clause.conditions),
            None => clauses.push(clause),
        }
    }
    clauses
}

/// The conditions, with what all of them say claimed.
fn claimed(asked: Vec<Asked>, claim: &PastClaim) -> Vec<Clause> {
    together(asked.into_iter().map(|Asked { rule, holds, text, live }| {
        let held = Held::new(holds, Sentence::told(text, claim.clone()), Sentence::told(live, claim.clone()));
        Clause::of(rule, [held])
    }))
}

/// What the rule of one fact of a step asked for: all of that is claimed to be a fact of that step.
pub(super) fn clauses_of(step: &Step, fact: SeenFact, configuration: Configuration) -> Vec<Clause> {
    claimed(asked(fact, configuration), &cited(step, fact))
}

/// That a step has a fact.
pub(super) fn cited(step: &Step, fact: SeenFact) -> PastClaim {
    PastClaim::HappenedAt { step: step.number, cited: Cited::Fact(fact) }
}

/// What the rule of one fact asked for. What has no conditions worth telling apart is told as it is.
fn asked(fact: SeenFact, configuration: Configuration) -> Vec<Asked> {
    match fact {
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
            let own = match own_term {
                Some(None) => "its log ends before".to_owned(),
                own => format!("term {}", known(own.flatten())),
            };
            let (prev_index, prev_term) = (known(prev_index), known(prev_term));
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
        Fact::CommitAdvanced { from, to, on } => vec![
            one(Rule::L7, true, "an index above the commit index", format!("{to} > {from}")),
            quorum_has(on, configuration),
        ],
        Fact::CommitWithheld { index, term, on } => vec![
            quorum_has(on, configuration),
            one(Rule::L7, false, "of the leader's own term", format!("entry {index} is of term {term}")),
        ],
        Fact::Truncated { first, last, own_term, their_term } => {
            let text = format!("another term than the leader's at index {first}");
            let gone = crate::explain::words::entries(first, last);
            let live = format!("{}, not {}: {gone} gone", known(own_term), known(their_term));
            vec![one(Rule::R2, own_term != their_term, text, live)]
        }
        Fact::FollowerCommitAdvanced { to, leader_commit, last_new, .. } => vec![
            at_least(leader_commit, to, "the leader's commit index"),
            at_least(last_new, to, "the last entry that this request reached"),
        ],
        Fact::ClientRedirected { leader, .. } => {
            let live =
                leader.map_or_else(|| "it knows nobody who does".to_owned(), |it| format!("{it} does"));
            vec![one(Rule::L10, false, "it leads", live)]
        }
        Fact::QuorumWitness { servers: set, index } => {
            vec![one(Rule::Q1, true, format!("a voter that has committed entry {index}"), servers(set))]
        }
        Fact::PropertyViolated { property } => {
            vec![one(property.rule(), false, property.name(), "broken".to_owned())]
        }
        other => vec![one(other.rule(), true, fact_line(other), String::new())],
    }
}

fn one(rule: Rule, holds: bool, text: impl Into<String>, live: impl Into<String>) -> Asked {
    Asked { rule, holds, text: text.into(), live: live.into() }
}

/// What is not known does not speak against it.
fn at_least(index: Option<Index>, least: Index, text: &str) -> Asked {
    one(Rule::R4, index.is_none_or(|index| index >= least), text, known(index))
}

fn quorum_has(on: ServerSet, configuration: Configuration) -> Asked {
    one(Rule::L7, configuration.is_quorum(on), "on a majority, by match index", on.to_string())
}

/// `RequestVote` 2, with what decided.
fn vote(fact: SeenFact) -> Vec<Asked> {
    match fact {
        Fact::VoteGranted { to, term, before, own_term, own_index, their_term, their_index } => {
            let free = before.map_or_else(|| "free".to_owned(), |it| format!("{it} has it"));
            let logs = their_term.zip(their_index).zip(own_term.zip(own_index));
            let as_new = logs.is_none_or(|(theirs, own)| theirs >= own);
            let (their_index, their_term) = (known(their_index), known(their_term));
            let (own_index, own_term) = (known(own_index), known(own_term));
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
        Fact::VoteDenied { to, term, because: Some(Denial::AlreadyVoted { to: other }) } => {
            vec![one(
                Rule::V1,
                false,
                format!("its vote of term {term} is free, or {to}'s already"),
                format!("{other} has it"),
            )]
        }
        Fact::VoteDenied {
            to,
            because: Some(Denial::LogBehind { own_term, own_index, their_term, their_index }),
            ..
        } => {
            let live =
                format!("ends at {their_index}, term {their_term}; own at {own_index}, term {own_term}");
            vec![one(Rule::V2, false, format!("the log of {to} is as new as its own"), live)]
        }
        _ => Vec::new(),
    }
}
