//! How many attempts it took until a follower's log agreed with its leader's (Figure 7).

use super::Case;
use crate::explain::answer::Answer;
use crate::explain::claim::PastClaim;
use crate::explain::sentence::Sentence;
use crate::paper::Rule;
use crate::raft::{Fact, ServerId};

pub(super) fn answer(case: &Case<'_>, server: Option<ServerId>) -> Answer {
    let leader = case.world.leader();
    let followers = case.world.roster().iter().filter(|one| Some(*one) != leader);
    let asked: Vec<ServerId> = server.map_or_else(|| followers.collect(), |server| vec![server]);
    let told = asked.iter().map(|server| Sentence::from(attempts(case, *server)));
    case.answer(Sentence::joined(told, "; "))
        .and("Each attempt is an AppendEntries with the index and term of the entry that precedes its own. A follower whose log has no such entry rejects it, and the leader goes back and tries again.")
        .because(Rule::L6.article().why)
        .light(asked.into_iter().collect())
}

fn attempts(case: &Case<'_>, server: ServerId) -> PastClaim {
    let rejected = case.run.tally().of("RejectedMismatch", Some(server)).unwrap_or_default();
    let agrees = |fact: Fact<crate::raft::Partial>| matches!(fact, Fact::MatchAdvanced { follower, .. } if follower == server);
    let agreed = case.past.last(|step| step.seen().any(agrees)).is_some();
    PastClaim::Attempts { server, rejected, agreed }
}
