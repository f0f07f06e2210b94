//! Facts as the conditions of their rules, with the values that decided.

use crate::explain::answer::{Clause, Held};
use crate::explain::claim::{Cited, PastClaim};
use crate::explain::fact_line;
use crate::explain::sentence::Sentence;
use crate::explain::words::{known, servers};
use crate::paper::Rule;
use crate::raft::{Configuration, Denial, Fact, Index, ServerSet};
use crate::sim::{MessageId, SeenFact, Step};

/// A condition of a rule, in words, read off a fact: whoever shows it claims that fact.
struct Asked {
    rule: Rule,
    holds: bool,
    text: String,
    live: String,
}

/// The conditions of the rules of a step, in the order of its facts.
pub(super) fn clauses(step: &Step, configuration: Configuration) -> Vec<Clause> {
    together(step.seen().flat_map(|fact| clauses_of(step, fact, configuration)))
}

/// The conditions of the rules that would apply if a message in flight arrived now.
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

/// The conditions, each with the same claim.
fn claimed(asked: Vec<Asked>, claim: &PastClaim) -> Vec<Clause> {
    together(asked.into_iter().map(|Asked { rule, holds, text, live }| {
        let held = Held::new(holds, Sentence::told(text, claim.clone()), Sentence::told(live, claim.clone()));
        Clause::of(rule, [held])
    }))
}

/// The conditions of the rule of one fact, each with the claim that the step has this fact.
pub(super) fn clauses_of(step: &Step, fact: SeenFact, configuration: Configuration) -> Vec<Clause> {
    claimed(asked(fact, configuration), &cited(step, fact))
}

/// The claim that a step has a fact.
pub(super) fn cited(step: &Step, fact: SeenFact) -> PastClaim {
    PastClaim::HappenedAt { step: step.number, cited: Cited::Fact(fact) }
}

/// The conditions of the rule of one fact. A fact without conditions of its own is shown as it is.
fn asked(fact: SeenFact, configuration: Configuration) -> Vec<Asked> {
    match fact {
        Fact::VoteGranted { .. } | Fact::VoteDenied { .. } => vote(fact),
        Fact::RejectedStaleTerm { theirs, ours, .. } => {
            vec![one(Rule::T2, false, "a term at least as new as its own", format!("{theirs} < {ours}"))]
        }
        Fact::StaleReplyDropped { request_term, ours, .. } => {
            vec![one(
                Rule::T3,
                false,
                "a reply to a request from its current term",
                format!("the request was from term {request_term}, and it is in term {ours}"),
            )]
        }
        Fact::RejectedMismatch { leader, prev_index, prev_term, own_term } => {
            let own = match own_term {
                Some(None) => "its log ends before that".to_owned(),
                own => format!("term {}", known(own.flatten())),
            };
            let (prev_index, prev_term) = (known(prev_index), known(prev_term));
            let text = format!("an entry of term {prev_term} at index {prev_index}, as on {leader}");
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
            let text = format!("votes from {} servers", configuration.quorums());
            vec![one(Rule::E3, configuration.is_quorum(votes), text, servers(votes))]
        }
        Fact::VoteCounted { votes, needed, .. } => {
            let enough = votes.len() >= usize::from(needed);
            let text = format!("votes from {needed} of {} servers", configuration.voters().len());
            vec![one(Rule::E3, enough, text, servers(votes))]
        }
        Fact::CommitAdvanced { from, to, on } => vec![
            one(Rule::L7, true, "an index above the commit index", format!("{to} > {from}")),
            quorum_has(on, configuration),
        ],
        Fact::CommitWithheld { index, term, on } => vec![
            quorum_has(on, configuration),
            one(Rule::L7, false, "of the leader's own term", format!("entry {index} is from term {term}")),
        ],
        Fact::Truncated { first, last, own_term, their_term } => {
            let text = format!("a term at index {first} that differs from the leader's");
            let gone = crate::explain::words::entries(first, last);
            let live = format!(
                "its term is {}, the leader's is {}; it deletes {gone}",
                known(own_term),
                known(their_term)
            );
            vec![one(Rule::R2, own_term != their_term, text, live)]
        }
        Fact::FollowerCommitAdvanced { to, leader_commit, last_new, .. } => vec![
            at_least(leader_commit, to, "the leader's commit index"),
            at_least(last_new, to, "the last index that this request covers"),
        ],
        Fact::ClientRedirected { leader, .. } => {
            let live =
                leader.map_or_else(|| "it knows of no leader".to_owned(), |it| format!("{it} is the leader"));
            vec![one(Rule::L10, false, "it is the leader", live)]
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

/// An unknown index does not contradict it.
fn at_least(index: Option<Index>, least: Index, text: &str) -> Asked {
    one(Rule::R4, index.is_none_or(|index| index >= least), text, known(index))
}

fn quorum_has(on: ServerSet, configuration: Configuration) -> Asked {
    one(Rule::L7, configuration.is_quorum(on), "stored on a majority, by match index", servers(on))
}

/// `RequestVote` 2, with what decided.
fn vote(fact: SeenFact) -> Vec<Asked> {
    match fact {
        Fact::VoteGranted { to, term, before, own_term, own_index, their_term, their_index } => {
            let free = before.map_or_else(|| "free".to_owned(), |it| format!("granted to {it}"));
            let logs = their_term.zip(their_index).zip(own_term.zip(own_index));
            let as_new = logs.is_none_or(|(theirs, own)| theirs >= own);
            let (their_index, their_term) = (known(their_index), known(their_term));
            let (own_index, own_term) = (known(own_index), known(own_term));
            let live = format!(
                "it ends at index {their_index}, term {their_term}; its own at index {own_index}, term {own_term}"
            );
            vec![
                one(
                    Rule::V1,
                    before.is_none_or(|it| it == to),
                    format!("its vote in term {term} is free or already granted to {to}"),
                    free,
                ),
                one(Rule::V2, as_new, format!("{to}'s log is at least as up-to-date as its own"), live),
            ]
        }
        Fact::VoteDenied { to, term, because: Some(Denial::AlreadyVoted { to: other }) } => {
            vec![one(
                Rule::V1,
                false,
                format!("its vote in term {term} is free or already granted to {to}"),
                format!("granted to {other}"),
            )]
        }
        Fact::VoteDenied {
            to,
            because: Some(Denial::LogBehind { own_term, own_index, their_term, their_index }),
            ..
        } => {
            let live = format!(
                "it ends at index {their_index}, term {their_term}; its own at index {own_index}, term {own_term}"
            );
            vec![one(Rule::V2, false, format!("{to}'s log is at least as up-to-date as its own"), live)]
        }
        _ => Vec::new(),
    }
}
