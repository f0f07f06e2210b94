//! Which quorum committed, which elected, and who was in both (Figure 9).

use super::{Case, ExactEntry};
use crate::explain::answer::{Answer, Clause, Held};
use crate::explain::words::servers;
use crate::paper::Rule;
use crate::raft::{Fact, Index, ServerId, ServerSet, Term};
use crate::safety::Committed;
use crate::sim::{Step, StepId};

/// An election that was won.
struct Won {
    term: Term,
    leader: ServerId,
    step: Step,
    votes: ServerSet,
}

pub(super) fn elected(case: &Case<'_>, server: Option<ServerId>, term: Option<Term>) -> Answer {
    let fits = |(of, leader, _): &(Term, ServerId, StepId)| {
        server.is_none_or(|server| server == *leader) && term.is_none_or(|term| term == *of)
    };
    let Some(election) = case.checker.leaders().filter(fits).last() else {
        let who = server.map_or_else(|| "Nobody".to_owned(), |it| it.to_string());
        let when = term.map_or_else(String::new, |term| format!(" in term {term}"));
        return case.answer(if server.is_some() {
            format!("{who} never won an election{when}.")
        } else {
            format!("{who} has won an election{when} yet.")
        });
    };
    let Some(won) = found(case, election) else {
        return case.answer(format!("{} won term {} in step {}.", election.1, election.0, election.2));
    };
    let leads = case.world.node(won.leader).leads() && case.term(won.leader) == won.term;
    let does = if leads { "leads" } else { "led" };
    let others = won.votes.minus(ServerSet::only(won.leader));
    let by = if others.is_empty() {
        "its own vote alone".to_owned()
    } else {
        format!("{} and itself", servers(others))
    };
    let answer = case
        .answer(format!(
            "{} {does} term {}: elected by {by}, {} of {}.",
            won.leader,
            won.term,
            won.votes.len(),
            case.world.configuration().voters().len()
        ))
        .by(Clause::of(
            Rule::E3,
            [Held::new(
                case.is_quorum(won.votes),
                format!("the votes of {}", case.quorums()),
                won.votes.to_string(),
            )],
        ))
        .with([case.past.evidence(&won.step)])
        .light(won.votes)
        .because(Rule::Q1.article().why);
    witness(case, &won, answer)
}

fn found(case: &Case<'_>, (term, leader, step): (Term, ServerId, StepId)) -> Option<Won> {
    let step = case.past.step(step)?;
    let votes = step.seen().find_map(|fact| match fact {
        Fact::BecameLeader { votes, .. } => Some(votes),
        _ => None,
    })?;
    Some(Won { term, leader, step, votes })
}

/// The voters who had the last entry that was committed before.
fn witness(case: &Case<'_>, won: &Won, answer: Answer) -> Answer {
    let seen = won.step.seen().find_map(|fact| match fact {
        Fact::QuorumWitness { servers, index } => Some((servers, index)),
        _ => None,
    });
    let Some((both, index)) = seen else {
        let any = case
            .checker
            .committed_from(Index::FIRST)
            .any(|(_, committed)| committed.in_term < won.term && committed.step < won.step.number);
        return answer.and(if any {
            "None of its voters had what was committed before: a rule is set aside."
        } else {
            "Nothing had been committed in an older term, so nobody had to vouch for anything."
        });
    };
    let committed = case.checker.committed_at(index);
    let quorum = committed.and_then(|committed| quorum(case, index, committed));
    let stored = both.iter().filter_map(|server| case.past.stored(server, index));
    let answer = answer
        .and(format!(
            "{} had committed entry {index}, and voted: it is in both quorums (Figure 9).",
            servers(both)
        ))
        .with(committed.and_then(|it| case.past.evidence_of(it.step)))
        .with(case.past.tell_all(stored))
        .light_entry(both, index);
    let commit = quorum.map_or_else(|| "in the setup".to_owned(), |on| on.to_string());
    answer.by(Clause::of(
        Rule::Q1,
        [
            Held::new(true, format!("a quorum that committed entry {index}"), commit),
            Held::new(true, "a quorum that voted", won.votes.to_string()),
            Held::new(true, "somebody in both", both.to_string()),
        ],
    ))
}

/// Who had an entry when it was committed, as far as its leader knew.
fn quorum(case: &Case<'_>, index: Index, committed: &Committed) -> Option<ServerSet> {
    let step = case.past.step(committed.step)?;
    step.seen().find_map(|fact| match fact {
        Fact::CommitAdvanced { from, to, on } if from < index && index <= to => Some(on),
        _ => None,
    })
}

pub(super) fn committed(case: &Case<'_>, index: Index) -> Answer {
    let Some(committed) = case.checker.committed_at(index) else {
        let answer = super::commit::answer(case, index, None, true);
        return answer.first(format!("Nobody yet: index {index} is not committed."));
    };
    let answer = super::commit::by_leader(case, index, committed);
    let Some(on) = quorum(case, index, committed) else { return answer };
    // The first election after it: its voters and this quorum share somebody.
    let later = case.checker.leaders().find(|(term, ..)| *term > committed.in_term);
    let Some(won) = later.and_then(|it| found(case, it)) else {
        return answer.light(on).note(format!(
            "Nobody has been elected since: whoever will be needs the vote of one of {}.",
            servers(on)
        ));
    };
    let named = ExactEntry { index, entry: committed.entry, digest: committed.digest };
    let both = on.and(won.votes);
    let has = named.holders(case.world);
    answer
        .with([case.past.evidence(&won.step)])
        .by(Clause::of(
            Rule::Q1,
            [
                Held::new(
                    true,
                    format!("the quorum that committed it in term {}", committed.in_term),
                    on.to_string(),
                ),
                Held::new(
                    true,
                    format!("the quorum that elected {} in term {}", won.leader, won.term),
                    won.votes.to_string(),
                ),
                Held::new(!both.is_empty(), "somebody in both", both.to_string()),
            ],
        ))
        .light(both)
        .light_entry(has.and(both), index)
}
