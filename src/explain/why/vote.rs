//! Why a vote was granted, or refused.

use super::ballot::{Prospects, Says};
use super::trial::SOON;
use super::{Case, elect, facts};
use crate::explain::answer::{Answer, Clause, Held, Remedy};
use crate::explain::words::servers;
use crate::language::{Condition, Targets};
use crate::paper::Rule;
use crate::raft::{Fact, MessageKind, ServerId, ServerSet};
use crate::sim::{SeenFact, Step};

/// How a vote was answered, in which step.
struct Ballot {
    step: Step,
    fact: SeenFact,
    candidate: ServerId,
    refused: bool,
}

pub(super) fn answer(case: &Case<'_>, voter: ServerId, candidate: Option<ServerId>, refused: bool) -> Answer {
    let fits = |ballot: &Ballot| candidate.is_none_or(|candidate| candidate == ballot.candidate);
    let last = |which: Option<bool>| {
        let wanted = |step: &Step| {
            ballot_of(step, voter)
                .is_some_and(|ballot| fits(&ballot) && which.is_none_or(|it| it == ballot.refused))
        };
        case.past.last(wanted).and_then(|step| ballot_of(&step, voter))
    };
    if candidate == Some(voter) {
        return own(case, voter);
    }
    let (asked, other) = (last(Some(refused)), last(None));
    let Some(ballot) = asked.or(other) else { return never(case, voter, candidate) };
    let answer = told(case, voter, &ballot);
    let answer = answer.says(!ballot.refused);
    if ballot.refused != refused {
        let did = if ballot.refused { "refused" } else { "granted" };
        let first = format!("{voter} {did} {} its vote, as far as the steps tell.", ballot.candidate);
        return answer.first(first);
    }
    answer
}

fn ballot_of(step: &Step, voter: ServerId) -> Option<Ballot> {
    if step.server() != Some(voter) {
        return None;
    }
    step.seen().find_map(|fact| {
        let (candidate, refused) = match fact {
            Fact::VoteGranted { to, .. } => (to, false),
            Fact::VoteDenied { to, .. } => (to, true),
            Fact::RejectedStaleTerm { sender, request: MessageKind::RequestVote, .. } => (sender, true),
            _ => return None,
        };
        Some(Ballot { step: step.clone(), fact, candidate, refused })
    })
}

fn told(case: &Case<'_>, voter: ServerId, ballot: &Ballot) -> Answer {
    let Ballot { step, fact, candidate, refused } = ballot;
    let evidence = case.past.evidence(step);
    let mut text = evidence.text.clone();
    text.push('.');
    let clauses = match *fact {
        Fact::RejectedStaleTerm { theirs, ours, .. } => {
            let held = Held::new(false, "a term no older than its own", format!("{theirs} < {ours}"));
            vec![Clause::of(Rule::T2, [held])]
        }
        fact => facts::vote(fact),
    };
    let rule = clauses
        .iter()
        .find(|clause| clause.conditions.iter().any(|held| !held.holds))
        .map_or(fact.rule(), |it| it.rule);
    // Whom it had voted for instead, and when.
    let earlier = match *fact {
        Fact::VoteDenied { because: Some(crate::raft::Denial::AlreadyVoted { to }), term, .. } => case.past.last(|earlier| {
            earlier.number < step.number
                && ((earlier.server() == Some(voter)
                    && earlier.seen().any(|it| matches!(it, Fact::VoteGranted { to: other, term: of, .. } if other == to && of == term)))
                    || (to == voter && earlier.server() == Some(voter)
                        && earlier.seen().any(|it| matches!(it, Fact::ElectionStarted { term: of } if of == term))))
        }),
        _ => None,
    };
    let answer = case.answer(text).and(now(case, voter, *candidate));
    let answer = clauses.into_iter().fold(answer, Answer::by);
    let answer = answer
        .with(case.past.told(earlier.as_ref()))
        .with(case.past.with_cause(Some(step)))
        .because(rule.article().why)
        .light(ServerSet::only(voter).or(ServerSet::only(*candidate)));
    if *refused {
        answer
            .changed_by("A newer term frees the vote; a newer log of the candidate, or an older one of the voter, decides the rest.")
            .do_this(grant(case, voter, *candidate))
    } else {
        answer.changed_by("Nothing in that term: a vote is given once. In a newer term it is free again.")
    }
}

/// What it would answer now.
fn now(case: &Case<'_>, voter: ServerId, candidate: ServerId) -> String {
    let prospects = Prospects::of(case.world, candidate);
    let says = prospects.voters.iter().find(|it| it.server == voter).map(|it| it.says);
    match says {
        Some(Says::Yes) => format!("If {candidate} stood now, in term {}, it would say yes.", prospects.term),
        Some(Says::No(_) | Says::NewerTerm(_)) if prospects.by_logs.contains(voter) => {
            format!("If {candidate} stood in a newer term, it would say yes.")
        }
        _ => format!("As the logs are, it would refuse {candidate} in any term."),
    }
}

fn grant(case: &Case<'_>, voter: ServerId, candidate: ServerId) -> Option<Remedy> {
    let prospects = Prospects::of(case.world, candidate);
    if !prospects.by_logs.contains(voter) || case.world.node(candidate).leads() {
        return None;
    }
    let with = ServerSet::only(voter).or(ServerSet::only(candidate));
    [false, true].into_iter().find_map(|twice| {
        let mut trial = case.trial();
        elect::wake(&mut trial, with);
        trial.release_links();
        if case.world.network().has_cuts() {
            trial.heal();
        }
        trial.timeout(candidate);
        if twice {
            trial.timeout(candidate);
        }
        let vote = Condition::Voted { who: Targets::server(voter), vote: Some(Targets::server(candidate)) };
        let voted = move |state: &crate::history::Watched| {
            state.world.node(voter).persistent().voted_for == Some(candidate)
        };
        trial.until(&vote, SOON, voted);
        trial.remedy(format!("let {candidate} stand in a newer term"), format!("{voter} votes for it"))
    })
}

fn own(case: &Case<'_>, server: ServerId) -> Answer {
    let stood = case.past.last_of(server, |fact| matches!(fact, Fact::ElectionStarted { .. }));
    let headline = match &stood {
        Some(step) => {
            format!("A candidate votes for itself: {server} stood in term {}.", step.term.unwrap_or_default())
        }
        None => format!("{server} has not stood, as far as the steps at hand tell."),
    };
    case.answer(headline)
        .says(stood.is_some())
        .with(case.past.told(stood.as_ref()))
        .because(Rule::E2.article().why)
        .by(Clause::of(Rule::E2, [Held::new(stood.is_some(), "it stands: next term, its own vote", "")]))
        .light(ServerSet::only(server))
}

fn never(case: &Case<'_>, voter: ServerId, candidate: Option<ServerId>) -> Answer {
    let by = candidate.map_or_else(|| "anybody".to_owned(), |it| it.to_string());
    let disk = case.world.node(voter).persistent();
    let has = disk.voted_for.map_or_else(
        || format!("In term {} its vote is free.", disk.current_term),
        |to| {
            format!(
                "In term {} {} has its vote.",
                disk.current_term,
                if to == voter { "it itself".to_owned() } else { to.to_string() }
            )
        },
    );
    let answer = case
        .answer(format!("{voter} was not asked for its vote by {by}, as far as the steps at hand tell."))
        .says(false);
    match candidate {
        Some(candidate) => {
            let with = servers(Prospects::of(case.world, candidate).by_logs);
            answer
                .and(now(case, voter, candidate))
                .note(has)
                .note(format!("By their logs, {with} would vote for {candidate}."))
                .do_this(grant(case, voter, candidate))
        }
        None => answer.and(has),
    }
}
