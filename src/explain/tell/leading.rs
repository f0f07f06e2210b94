//! Which rule a step carried out before all others.

use crate::explain::fact::most_telling;
use crate::paper::{Bug, Rule};
use crate::raft::{AppendOutcome, RoleKind, SeenMessage, Timer};
use crate::sim::{Action, Flight, Loss, Step, What};

/// The rule of the most telling fact, or the one that follows a step without any.
pub(super) fn rule(step: &Step) -> Option<Rule> {
    if step.broken.has(Bug::LeaderOverwrites) {
        // It deletes from its own log, and no rule lets it.
        return Some(Bug::LeaderOverwrites.rule());
    }
    if let Some(fact) = most_telling(step) {
        return Some(fact.rule());
    }
    match &step.what {
        What::Delivered(flight) => delivered(flight, step),
        What::Lost(_, Loss::ServerDown) => Some(Rule::C1),
        What::TimerFired { timer: Timer::Heartbeat, .. } => Some(Rule::L1),
        What::TimerFired { timer: Timer::Election, .. } => Some(Rule::E1),
        What::Acted(action) => acted(action, step.role),
        What::Nothing | What::Booted(_) | What::Lost(..) | What::Recorded { .. } => None,
    }
}

fn delivered(flight: &Flight, step: &Step) -> Option<Rule> {
    Some(match &*flight.message.seen() {
        SeenMessage::RequestVote(_) => Rule::E0,
        SeenMessage::RequestVoteReply(_) => Rule::E3,
        // A server that leads this term itself does not listen: no rule says so, since no rule lets it happen.
        SeenMessage::AppendEntries(_) if step.seen().next().is_none() => return None,
        SeenMessage::AppendEntriesReply(_)
            if step.line().is_none() && step.role != Some(RoleKind::Leader) =>
        {
            return None;
        }
        // Word of the current leader restarts the election timer, and nothing else happened.
        SeenMessage::AppendEntries(_) => Rule::E1,
        SeenMessage::AppendEntriesReply(reply) => match reply.outcome {
            AppendOutcome::Success { .. } => Rule::L5,
            AppendOutcome::Mismatch { .. } => Rule::L6,
            AppendOutcome::StaleTerm => Rule::T2,
        },
    })
}

fn acted(action: &Action, role: Option<RoleKind>) -> Option<Rule> {
    match action {
        Action::SetTimer { timer: Timer::Heartbeat, .. } if role == Some(RoleKind::Candidate) => {
            Some(Rule::L9)
        }
        Action::SetTimer { timer: Timer::Heartbeat, .. } => Some(Rule::L1),
        Action::SetAside(bug) | Action::PutBack(bug) => Some(bug.rule()),
        Action::Choose(choice) => Some(choice.rule()),
        Action::Wipe(_) => Some(Rule::P1),
        Action::SetTimer { timer: Timer::Election, .. } | Action::Align(_) | Action::Spread(_) => {
            Some(Rule::E6)
        }
        Action::Freeze(_) | Action::Thaw(_) => Some(Rule::C2),
        _ => None,
    }
}
