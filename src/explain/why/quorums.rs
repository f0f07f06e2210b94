//! The quorum that committed an entry, the quorum that elected a leader, and the servers in both (Figure 9).

use super::{Case, ExactEntry};
use crate::explain::answer::{Answer, Clause, Held};
use crate::explain::claim::{ElectionClaim, EntryClaim, PastClaim};
use crate::explain::sentence::{Sentence, say};
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
    // The checker knows one leader per term. While rules are off, there may be another.
    let other = || {
        case.past.last(|step| {
            step.server().is_some_and(|it| won_in(step).is_some_and(|of| fits(&(of, it, step.number))))
        })
    };
    let known = case.checker.leaders().filter(fits).last();
    let known =
        known.or_else(|| other().and_then(|step| Some((won_in(&step)?, step.server()?, step.number))));
    let Some(election) = known else {
        return case
            .answer(say![PastClaim::HasWon { server, term }.no()])
            .decides(PastClaim::HasWon { server, term }.no());
    };
    let (of, leader, step) = election;
    if case.world.is_boot(step) {
        // A leader that was set by hand: no votes were cast.
        return case
            .answer(say![PastClaim::LedFromStart { server: leader, term: of }])
            .and("No step of this run elected it, so its votes are unknown.")
            .light(ServerSet::only(leader))
            .because(Rule::E3.article().why);
    }
    let Some(won) = found(case, election) else {
        let so = PastClaim::HasWon { server: Some(leader), term: Some(of) };
        return case.answer(say![so, ", but before the available history"]);
    };
    let with = PastClaim::WonWith { server: won.leader, term: won.term, votes: won.votes };
    let leads = case.world.node(won.leader).server().is_some_and(|it| it.leader().is_some())
        && case.term(won.leader) == won.term;
    let headline = if leads {
        say![with.clone(), ", and it still leads that term"]
    } else {
        say![with.clone(), ", but it no longer leads that term"]
    };
    let enough = ElectionClaim::IsEnough(won.votes).is(case.is_quorum(won.votes));
    let answer = case
        .answer(headline)
        .by(Clause::of(Rule::E3, [Held::if_so(enough, "the votes of a majority", with)]))
        .with([case.past.cited(&won.step, |fact| matches!(fact, Fact::BecameLeader { .. }))])
        .light(won.votes)
        .because(Rule::E3.article().why);
    witness(case, &won, answer)
}

/// The term that a step won.
fn won_in(step: &Step) -> Option<Term> {
    step.seen().find_map(|fact| match fact {
        Fact::BecameLeader { term, .. } => Some(term),
        _ => None,
    })
}

fn found(case: &Case<'_>, (term, leader, step): (Term, ServerId, StepId)) -> Option<Won> {
    let step = case.past.step(step)?;
    let votes = step.seen().find_map(|fact| match fact {
        Fact::BecameLeader { votes, .. } => Some(votes),
        _ => None,
    })?;
    Some(Won { term, leader, step, votes })
}

/// The voters that had stored the last entry committed in an older term, whenever that was (Figure 9).
fn witness(case: &Case<'_>, won: &Won, answer: Answer) -> Answer {
    let older = case.checker.committed_from(Index::FIRST).rfind(|(_, it)| it.in_term < won.term);
    let Some((index, committed)) = older else {
        return answer.and(say![
            PastClaim::CommittedBefore(won.term).no(),
            ", so its voters had no committed entry to protect"
        ]);
    };
    let answer = answer.with(case.past.evidence_of(committed.step));
    let Some(on) = quorum(case, index, committed) else {
        return answer.and(say![
            PastClaim::CommittedBefore(won.term),
            ", but no available step shows how, so it is unknown which servers stored the last one"
        ]);
    };
    let counted = PastClaim::CommittedWith { index, by: committed.by, in_term: committed.in_term, on };
    let with = PastClaim::WonWith { server: won.leader, term: won.term, votes: won.votes };
    let both = on.and(won.votes);
    if both.is_empty() {
        return answer.and(say![counted, ", and none of those servers voted in that election"]);
    }
    let stored = both.iter().filter_map(|server| case.past.stored(server, index));
    answer
        .and(say![
            counted.clone(),
            ": ",
            PastClaim::InBoth { servers: both, index, term: won.term },
            " (Figure 9)"
        ])
        .with(case.past.tell_all(stored))
        .light_entry(both, index)
        .by(Clause::of(
            Rule::Q1,
            [
                Held::if_so(counted.yes(), "a quorum committed the entry", ""),
                Held::if_so(with.yes(), "a quorum elected the leader", ""),
                Held::of(PastClaim::InBoth { servers: both, index, term: won.term }.yes(), ""),
            ],
        ))
}

/// The servers that had an entry when it was committed, as far as its leader knew.
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
        return answer.first(say!["No server yet: ", EntryClaim::CommittedUpTo(index).no()]);
    };
    let answer = super::commit::by_leader(case, index, committed);
    let Some(on) = quorum(case, index, committed) else { return answer };
    // The first election after it: its voters and this quorum share a server, unless a rule is off.
    let later = case.checker.leaders().find(|(term, ..)| *term > committed.in_term);
    let Some(won) = later.and_then(|it| found(case, it)) else {
        let answer = answer.light(on);
        let others = case.world.configuration().voters().minus(on);
        return if later.is_none() && case.is_quorum(on) && !case.is_quorum(others) {
            let won = PastClaim::HasWonNewer(committed.in_term).no();
            let needs = "; the next leader needs the vote of a server that stored the entry";
            answer.note(if others.is_empty() {
                say![won, needs]
            } else {
                say![won, needs, ", because ", ElectionClaim::IsEnough(others).no()]
            })
        } else {
            answer
        };
    };
    let named = ExactEntry { index, entry: committed.entry, digest: committed.digest };
    let both = on.and(won.votes);
    let counted = PastClaim::CommittedWith { index, by: committed.by, in_term: committed.in_term, on };
    let with = PastClaim::WonWith { server: won.leader, term: won.term, votes: won.votes };
    let shared = if both.is_empty() {
        Held::new(false, "a server in both", "there is none")
    } else {
        Held::if_so(
            PastClaim::InBoth { servers: both, index, term: won.term }.yes(),
            "a server in both",
            Sentence::told(servers(both), PastClaim::InBoth { servers: both, index, term: won.term }),
        )
    };
    answer
        .with([case.past.evidence(&won.step)])
        .by(Clause::of(
            Rule::Q1,
            [
                Held::if_so(
                    counted.clone().yes(),
                    "the quorum that committed it",
                    Sentence::told(servers(on), counted),
                ),
                Held::if_so(with.clone().yes(), "the quorum that elected the next leader", with),
                shared,
            ],
        ))
        .light(both)
        .light_entry(named.holders(case.world).and(both), index)
}
