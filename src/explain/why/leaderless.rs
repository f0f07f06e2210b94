//! Why no server leads.

use super::ballot::Prospects;
use super::{Case, elect, reach, recover};
use crate::explain::answer::{Answer, Clause, Evidence, Held};
use crate::explain::claim::ElectionClaim;
use crate::explain::sentence::{Sentence, say};
use crate::language::Being;
use crate::paper::Rule;
use crate::raft::{Fact, SeenFact, ServerId, ServerSet};
use crate::safety::diagnose;
use crate::sim::Time;

pub(super) fn answer(case: &Case<'_>) -> Answer {
    if let Some(leader) = case.world.leader() {
        let won = case.past.won(leader, case.term(leader));
        return case
            .answer(say![
                "there is a leader: ",
                ElectionClaim::Leads { server: leader, term: case.term(leader) }
            ])
            .decides(ElectionClaim::SomebodyLeads.yes())
            .says(false)
            .with(case.past.told(won.as_ref()))
            .light(ServerSet::only(leader));
    }
    let candidates = case.world.which(|node| node.running().is_some_and(|it| it.candidate().is_some()));
    let found = diagnose(case.world, case.checker);
    let headline = match (&found, candidates.first(), next_to_start(case)) {
        (Some(found), ..) => Sentence::from(case.is_stuck(found)),
        (None, Some(candidate), _) => {
            let votes = case.world.node(candidate).running().and_then(|it| it.candidate()).map(|it| it.votes);
            let has = ElectionClaim::HasVotes { candidate, votes: votes.unwrap_or_default() };
            say![ElectionClaim::Candidates(candidates), ": ", has, ", and ", case.needs_votes()]
        }
        (None, None, Some(first)) => say![ElectionClaim::Candidates(candidates), "; ", first],
        (None, None, None) => say![ElectionClaim::Candidates(candidates), ", and ", ElectionClaim::NoTimers],
    };
    let [runs, in_touch] = reach::majority(case);
    let votes = candidates.iter().filter_map(|server| votes_of(case, server));
    let some = Held::if_so(
        ElectionClaim::Candidates(candidates).yes(),
        "a server is a candidate",
        ElectionClaim::Candidates(candidates),
    );
    let most = Held::if_so(
        ElectionClaim::SomebodyLeads.no(),
        "a majority votes for a candidate",
        Sentence::joined(votes, "; "),
    );
    let some = Held { holds: !candidates.is_empty(), ..some };
    let clause = Clause::of(Rule::E3, [runs, in_touch, some, most]);
    let ended = last_leader_gone(case);
    let remedies = recover::ways(
        case,
        &case.trial(),
        &recover::somebody_leads(case.world),
        &ElectionClaim::SomebodyLeads.into(),
        |state| state.world.leader().is_some(),
    );
    let election = case.world.roster().iter().find_map(|server| {
        let prospects = Prospects::of(case.world, server);
        if !prospects.ever() {
            return None;
        }
        let trial = elect::won(&case.trial(), server, prospects.by_logs)?;
        trial.remedy(
            format!("let {server} start an election"),
            ElectionClaim::Is { server, being: Being::Leader },
        )
    });
    let reason = match found {
        Some(found) => found.rule,
        None if candidates.len() > 1 => Rule::E6,
        None => Rule::E1,
    };
    case.answer(headline)
        .decides(ElectionClaim::SomebodyLeads.no())
        .says(true)
        .by(clause)
        .with(ended)
        .light(candidates)
        .because(reason.article().why)
        .changed_by("A server that starts an election before the others and gets the votes of a majority.")
        .do_this(remedies)
        .do_this(election)
}

fn votes_of(case: &Case<'_>, candidate: ServerId) -> Option<Sentence> {
    let votes = case.world.node(candidate).running()?.candidate()?.votes;
    Some(ElectionClaim::HasVotes { candidate, votes }.into())
}

/// The election timer that expires first.
fn next_to_start(case: &Case<'_>) -> Option<ElectionClaim> {
    let timers = case.world.nodes().iter().filter(|node| node.running().is_some());
    let left = |due: Time| due.since(case.world.now());
    let first = timers.filter_map(|node| node.election.map(|timer| (left(timer.due), node.id))).min()?;
    Some(ElectionClaim::FirstTimer { server: first.1, left: first.0 })
}

/// How the last leader was deposed, as far as the available history shows.
fn last_leader_gone(case: &Case<'_>) -> Vec<Evidence> {
    let won = case.past.last(|step| step.seen().any(|fact| matches!(fact, Fact::BecameLeader { .. })));
    let Some(won) = won else { return Vec::new() };
    let server = won.server();
    let gone = case.past.last(|step| {
        step.number > won.number
            && step.server() == server
            && step.seen().any(|fact| {
                use crate::raft::RoleKind::Leader;
                matches!(fact, Fact::Crashed { was: Leader, .. } | Fact::SteppedDown { was: Leader, .. })
            })
    });
    let is = |fact: SeenFact| {
        matches!(fact, Fact::BecameLeader { .. } | Fact::Crashed { .. } | Fact::SteppedDown { .. })
    };
    [Some(won), gone].iter().flatten().map(|step| case.past.cited(step, is)).collect()
}
