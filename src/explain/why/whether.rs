//! Whether something is true: yes or no, and then why.

use super::{Case, apply, commit, role};
use crate::explain::answer::Answer;
use crate::explain::claim::{ElectionClaim, EntryClaim};
use crate::language::Whether;

pub(super) fn answer(case: &Case<'_>, what: Whether) -> Answer {
    match what {
        Whether::Being { server, being } => {
            let is = role::being(case.world, server) == being;
            let claim = ElectionClaim::Is { server, being }.is(is);
            role::answer(case, server, being, !is).yes_or_no(is).decides(claim)
        }
        Whether::Committed { index, server: None } => {
            let is = case.checker.committed_at(index).is_some();
            commit::answer(case, index, None, !is)
                .yes_or_no(is)
                .decides(EntryClaim::CommittedUpTo(index).is(is))
        }
        Whether::Committed { index, server: Some(server) } => {
            let node = case.world.node(server);
            let is = node.server().is_some_and(|it| it.volatile().commit_index >= index);
            commit::answer(case, index, Some(server), !is).yes_or_no(is)
        }
        Whether::Applied { index, server } => {
            let answer = apply::answer(case, index, server, false);
            match answer.verdict {
                Some(false) => apply::answer(case, index, server, true).yes_or_no(false),
                _ => answer.yes_or_no(true),
            }
        }
    }
}
