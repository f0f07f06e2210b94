//! Why a vote was granted or denied.

use super::ballot::{Prospects, Says, tip, would_later};
use super::trial::SOON;
use super::{Case, elect, facts, reach};
use crate::explain::answer::{Answer, Clause, Held, Remedy};
use crate::explain::claim::{Cited, ElectionClaim, PastClaim, When};
use crate::explain::sentence::{Sentence, say};
use crate::language::{Being, Condition, Targets};
use crate::paper::Rule;
use crate::raft::{Denial, Fact, MessageKind, ServerId, ServerSet};
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
    let answer = told(case, voter, &ballot).says(!ballot.refused);
    if ballot.refused == refused {
        return answer;
    }
    let granted = PastClaim::Answered {
        voter,
        candidate: ballot.candidate,
        step: ballot.step.number,
        granted: !ballot.refused,
    };
    answer.first(say![granted, " (the last answer in the available history)"])
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
    let clauses = facts::clauses_of(step, *fact, case.world.configuration());
    let rule = clauses
        .iter()
        .find(|clause| clause.conditions.iter().any(|held| !held.holds))
        .map_or(fact.rule(), |it| it.rule);
    // The candidate that it had already voted for, and when.
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
    let answered = PastClaim::Answered { voter, candidate: *candidate, step: step.number, granted: !refused };
    let because = PastClaim::HappenedAt { step: step.number, cited: Cited::Fact(*fact) };
    let answer = case
        .answer(say![answered.clone(), ": ", because])
        .decides(answered.yes())
        .and(now(case, voter, *candidate));
    let answer = clauses.into_iter().fold(answer, Answer::by);
    let answer = answer
        .with(case.past.told(earlier.as_ref()))
        .with(case.past.with_cause(Some(step)))
        .with([case.past.cited(step, |it| it == *fact)])
        .because(rule.article().why)
        .light(ServerSet::only(voter).or(ServerSet::only(*candidate)));
    if *refused {
        answer
            .changed_by("A newer term frees the vote. The rest depends on whose log is more up-to-date.")
            .do_this(grant(case, voter, *candidate))
    } else {
        answer.changed_by("Nothing in that term: a server votes only once per term. In a newer term, its vote is free again.")
    }
}

/// What it would answer if it were asked now.
fn now(case: &Case<'_>, voter: ServerId, candidate: ServerId) -> Sentence {
    let prospects = Prospects::of(case.world, candidate);
    let would = |when, yes| ElectionClaim::WouldVote { voter, candidate, when }.is(yes);
    let disk = case.world.node(voter).persistent();
    let has = ElectionClaim::HasVoted { voter, term: disk.current_term, candidate: disk.voted_for };
    let says = prospects.voters.iter().find(|it| it.server == voter);
    match says {
        Some(it) if prospects.can_stand && it.reached && it.says == Says::Yes => {
            say![has, ", and ", would(When::Now, true)]
        }
        _ => say![
            has,
            "; ",
            would(When::Now, false),
            "; with all servers running and connected, ",
            would(When::Later, would_later(case.world, voter, candidate))
        ],
    }
}

/// Whether it would grant its vote if it were asked now, and by which rules.
pub(super) fn would(case: &Case<'_>, voter: ServerId, candidate: ServerId) -> Answer {
    let prospects = Prospects::of(case.world, candidate);
    let own = voter == candidate;
    let asked = prospects.voters.iter().find(|it| it.server == voter);
    let says = asked.is_some_and(|it| it.reached && it.says == Says::Yes);
    let would = ElectionClaim::WouldVote { voter, candidate, when: When::Now }
        .is(prospects.can_stand && (own || says));
    let later = ElectionClaim::WouldVote { voter, candidate, when: When::Later };
    let yes = would.yes;
    let disk = case.world.node(voter).persistent();
    let has = ElectionClaim::HasVoted { voter, term: disk.current_term, candidate: disk.voted_for };
    let why_not = if prospects.can_stand {
        reach::obstacle(case.world, candidate, voter).filter(|_| !own)
    } else {
        Some(standing(case, candidate))
    };
    let answer = case.answer(would.clone()).yes_or_no(yes).decides(would).and(match (why_not, own) {
        (Some(obstacle), _) => {
            say![
                obstacle,
                "; with all servers running and connected, ",
                later.is(would_later(case.world, voter, candidate))
            ]
        }
        (None, true) => "A candidate votes for itself.".into(),
        (None, false) => {
            say![
                has,
                "; with all servers running and connected, ",
                later.is(would_later(case.world, voter, candidate))
            ]
        }
    });
    let answer = answer.light(ServerSet::only(voter).or(ServerSet::only(candidate)));
    if own {
        return answer.because(Rule::E2.article().why);
    }
    let says = asked.map_or(Says::Yes, |it| it.says);
    let newer = case.world.node(candidate).persistent().current_term.next() < disk.current_term;
    let term = Held::new(
        !newer,
        "the candidate's new term is not older",
        ElectionClaim::InTerm { server: voter, term: disk.current_term },
    );
    let free = Held::new(
        !matches!(says, Says::No(Denial::AlreadyVoted { .. })),
        "the vote in that term is free or already granted to the candidate",
        has,
    );
    let as_new = ElectionClaim::LogIsNewer { server: voter, than: candidate };
    let as_new = as_new.is(tip(case.world, voter) > tip(case.world, candidate));
    let log = Held {
        holds: !as_new.yes,
        ..Held::if_so(as_new.clone(), "the candidate's log is at least as up-to-date", as_new)
    };
    answer
        .by(Clause::of(Rule::T2, [term]))
        .by(Clause::of(Rule::V1, [free]))
        .by(Clause::of(Rule::V2, [log]))
        .because(
            if matches!(says, Says::No(Denial::LogBehind { .. })) { Rule::V2 } else { Rule::V1 }
                .article()
                .why,
        )
        .changed_by("A newer term frees the vote. The rest depends on whose log is more up-to-date.")
        .do_this(grant(case, voter, candidate))
}

/// Why a server starts no election now.
fn standing(case: &Case<'_>, candidate: ServerId) -> Sentence {
    let node = case.world.node(candidate);
    if node.leads() {
        return say![
            ElectionClaim::Leads { server: candidate, term: case.term(candidate) },
            ", and a leader does not ask for votes"
        ];
    }
    let why = if node.is_down() {
        ElectionClaim::Is { server: candidate, being: Being::Down }
    } else {
        ElectionClaim::IsFrozen(candidate)
    };
    say![why, ", so it starts no election"]
}

fn grant(case: &Case<'_>, voter: ServerId, candidate: ServerId) -> Option<Remedy> {
    let prospects = Prospects::of(case.world, candidate);
    let has_it = case.world.node(voter).persistent().voted_for == Some(candidate);
    if has_it || !prospects.by_logs.contains(voter) || case.world.node(candidate).leads() {
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
        let term = trial.state().world.node(voter).persistent().current_term;
        trial.remedy(
            format!("let {candidate} start an election in a newer term"),
            ElectionClaim::HasVoted { voter, term, candidate: Some(candidate) },
        )
    })
}

fn own(case: &Case<'_>, server: ServerId) -> Answer {
    let is_start = |fact: SeenFact| matches!(fact, Fact::ElectionStarted { .. });
    let step = case.past.last_of(server, is_start);
    let how = step.as_ref().and_then(|step| super::past::started(server, step));
    let headline = match how {
        Some(how) => say!["a candidate votes for itself: ", how],
        None if step.is_some() => say!["a candidate votes for itself: ", PastClaim::HasStarted(server)],
        None => say![PastClaim::HasStarted(server).no(), " in the available history"],
    };
    let started = PastClaim::HasStarted(server).is(step.is_some());
    case.answer(headline)
        .says(step.is_some())
        .with(step.as_ref().map(|step| case.past.cited(step, is_start)))
        .because(Rule::E2.article().why)
        .by(Clause::of(Rule::E2, [Held::of(started, "")]))
        .light(ServerSet::only(server))
}

fn never(case: &Case<'_>, voter: ServerId, candidate: Option<ServerId>) -> Answer {
    let disk = case.world.node(voter).persistent();
    let has = say![ElectionClaim::HasVoted { voter, term: disk.current_term, candidate: disk.voted_for }];
    let asked = PastClaim::WasAsked { voter, candidate };
    let answer = case.answer(say![asked.no(), " in the available history"]).says(false);
    match candidate {
        Some(candidate) => {
            let votes = Prospects::of(case.world, candidate).by_logs;
            answer
                .and(now(case, voter, candidate))
                .note(say![
                    "with all servers running and connected, ",
                    ElectionClaim::WouldGet { candidate, votes, when: When::Later }
                ])
                .do_this(grant(case, voter, candidate))
        }
        None => answer.and(has),
    }
}
