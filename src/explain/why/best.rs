//! The question that is most worth asking now.

use super::Case;
use crate::explain::tell;
use crate::language::Being;
use crate::language::Question;
use crate::safety::diagnose;

/// The question that a person would ask about this state.
pub(super) fn question(case: &Case<'_>) -> Question {
    if let Some(violation) = case.checker.violations().first() {
        return Question::Property(violation.property);
    }
    if diagnose(case.world, case.checker).is_some() {
        return Question::Stuck;
    }
    let Some(leader) = case.world.leader() else { return Question::NoLeader };
    // A rejection, or something that was not done, raises the first question.
    if let Some(step) = case.run.step()
        && let Some(question) = rejection(step)
    {
        return question;
    }
    let committed = case.checker.committed_index();
    let last = case.world.node(leader).persistent().log.last_index();
    if last > committed {
        return Question::Committed { index: committed.next(), server: None, not: true };
    }
    if let Some(step) = case.run.step().filter(|step| tell(step, case.world.configuration()).weight >= 2) {
        return Question::Step(step.number);
    }
    Question::Role { server: leader, being: Being::Leader, not: false }
}

/// The question about a rejection or a denial of this step.
fn rejection(step: &crate::sim::Step) -> Option<Question> {
    use crate::raft::Fact;
    let server = step.server()?;
    step.seen().find_map(|fact| match fact {
        Fact::VoteDenied { to, .. } => {
            Some(Question::Vote { voter: server, candidate: Some(to), refused: true })
        }
        Fact::CommitWithheld { index, .. } => Some(Question::Committed { index, server: None, not: true }),
        Fact::RejectedMismatch { .. } | Fact::RejectedStaleTerm { .. } | Fact::ClientRedirected { .. } => {
            Some(Question::Step(step.number))
        }
        _ => None,
    })
}
