//! Why nobody leads.

use super::ballot::Prospects;
use super::{Case, elect, reach, recover};
use crate::explain::answer::{Answer, Clause, Evidence, Held};
use crate::explain::claim::ElectionClaim;
use crate::explain::sentence::say;
use crate::explain::words::ms;
use crate::paper::Rule;
use crate::raft::{Fact, ServerId, ServerSet};
use crate::safety::diagnose;

pub(super) fn answer(case: &Case<'_>) -> Answer {
    if let Some(leader) = case.world.leader() {
        let won = case.past.won(leader, case.term(leader));
        return case
            .answer(say!["there is one: ", ElectionClaim::Leads { server: leader, term: case.term(leader) }])
            .decides(ElectionClaim::SomebodyLeads.yes())
            .says(false)
            .with(case.past.told(won.as_ref()))
            .light(ServerSet::only(leader));
    }
    let candidates = case.world.which(|node| node.running().is_some_and(|it| it.candidate().is_some()));
    let next = next_to_stand(case);
    let headline = match (diagnose(case.world, case.checker), candidates.first(), next) {
        (Some(found), ..) => format!("{}.", crate::explain::words::capitalized(found.headline())),
        (None, Some(first), _) => {
            let votes =
                case.world.node(first).running().and_then(|it| it.candidate()).map_or(0, |it| it.votes.len());
            format!(
                "{first} stands in term {} and has {votes} of {} votes so far.",
                case.term(first),
                case.quorums().least()
            )
        }
        (None, None, Some((server, left))) => {
            format!("Nobody stands yet: the first timer, that of {server}, runs out in {left}.")
        }
        (None, None, None) => "Nobody stands, and no timer runs.".to_owned(),
    };
    let [runs, in_touch] = reach::majority(case);
    let clause = Clause::of(
        Rule::E3,
        [
            runs,
            in_touch,
            Held::new(
                !candidates.is_empty(),
                "somebody stands",
                if candidates.is_empty() { "nobody".to_owned() } else { candidates.to_string() },
            ),
            Held::new(
                false,
                format!("{} votes for one of them", case.quorums().least()),
                votes_of(case, candidates),
            ),
        ],
    );
    let ended = last_leader_gone(case);
    let remedies = recover::ways(
        case,
        &case.trial(),
        &recover::somebody_leads(case.world),
        &ElectionClaim::SomebodyLeads.into(),
        |state| state.world.leader().is_some(),
    );
    let stand = case.world.roster().iter().find_map(|server| {
        let prospects = Prospects::of(case.world, server);
        if !prospects.ever() {
            return None;
        }
        let trial = elect::won(&case.trial(), server, prospects.by_logs)?;
        trial.remedy(format!("let {server} stand now"), "it leads")
    });
    case.answer(headline)
        .says(true)
        .by(clause)
        .with(ended)
        .light(candidates)
        .because(Rule::E6.article().why)
        .changed_by("One server that stands before the others, and reaches a majority.")
        .do_this(remedies)
        .do_this(stand)
}

fn votes_of(case: &Case<'_>, candidates: ServerSet) -> String {
    let each = candidates.iter().filter_map(|server| {
        let candidate = case.world.node(server).running()?.candidate()?;
        Some(format!("{server} has {}", candidate.votes.len()))
    });
    let each: Vec<String> = each.collect();
    if each.is_empty() { "none".to_owned() } else { each.join(", ") }
}

/// Whose election timer runs out first.
fn next_to_stand(case: &Case<'_>) -> Option<(ServerId, String)> {
    let timers = case.world.nodes().iter().filter(|node| node.running().is_some());
    let first = timers.filter_map(|node| node.election.map(|timer| (timer.due, node.id))).min()?;
    Some((first.1, ms(first.0.since(case.world.now()))))
}

/// How the last leader lost its office, as far as the steps at hand tell.
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
    case.past.tell_all([Some(won), gone].into_iter().flatten())
}
