//! The rule that a caption cites is one that applies to that server in that situation: by a table of its own.

use super::{Case, Tried};
use raftarium::paper::{Bug, Rule};
use raftarium::raft::{AppendOutcome, Message, RoleKind, Term, Timer};
use raftarium::sim::{Action, Loss, Node, What};

pub fn hold(case: &Case, tried: &mut Tried) {
    let Some(rule) = case.told.rule else { return };
    let applies = applies(case, rule);
    let result = if applies { Ok(()) } else { Err(format!("{rule} does not apply")) };
    tried.hold(&format!("rule {rule} applies"), case, result);
}

/// Whether a rule applies to the server that acts, as it was before and is after the step.
fn applies(case: &Case, rule: Rule) -> bool {
    let who = case.step.server();
    let (old, new) = (who.map(|who| case.before.node(who)), who.map(|who| case.after.node(who)));
    let was = old.and_then(Node::server).map(|server| server.role().kind());
    let is = new.and_then(Node::server).map(|server| server.role().kind());
    let term = old.map_or(Term(0), |node| node.persistent().current_term);
    let (leads, led) = (is == Some(RoleKind::Leader), was == Some(RoleKind::Leader));
    let what = &case.step.what;
    if case.told.alarm {
        return case.run.checker().violations().iter().any(|violation| violation.property.rule() == rule);
    }
    match what {
        What::Booted(_) => matches!(rule, Rule::E0 | Rule::E2 | Rule::E3 | Rule::C1),
        What::Lost(_, loss) => rule == Rule::C1 && *loss == Loss::ServerDown,
        What::TimerFired { timer: Timer::Election, .. } => match rule {
            Rule::E1 => was == Some(RoleKind::Follower),
            Rule::E5 | Rule::C2 => was == Some(RoleKind::Candidate),
            // With nobody else to ask it wins at once, and a no-op is committed at once.
            Rule::E3 | Rule::L7 => leads,
            _ => false,
        },
        What::TimerFired { timer: Timer::Heartbeat, .. } => match rule {
            Rule::L9 => led || was == Some(RoleKind::Candidate),
            Rule::L1 | Rule::L4 => led,
            _ => false,
        },
        What::Acted(action) => match action {
            Action::Crash(_) => rule == Rule::C1,
            Action::Restart(_) => rule == Rule::P2,
            Action::Wipe(_) => rule == Rule::P1,
            Action::Freeze(_) | Action::Thaw(_) => rule == Rule::C2,
            Action::SetTimer { timer: Timer::Election, .. } | Action::Align(_) | Action::Spread(_) => {
                rule == Rule::E6
            }
            Action::SetTimer { timer: Timer::Heartbeat, .. } => match is {
                Some(RoleKind::Leader) => rule == Rule::L1,
                Some(RoleKind::Candidate) => rule == Rule::L9,
                _ => false,
            },
            Action::Submit { .. } => match rule {
                Rule::L3 | Rule::L4 | Rule::L7 => leads,
                Rule::I2 => leads && case.bug == Some(Bug::LeaderOverwrites),
                Rule::L10 => was.is_some() && !leads,
                _ => false,
            },
            _ => false,
        },
        What::Delivered(flight) => {
            let message = flight.message.whole().expect("our own servers sent it");
            let newer = message.term() > term;
            match (message, rule) {
                (_, Rule::T1) => newer,
                (message, Rule::T2) => message.is_request() && message.term() < term,
                (message, Rule::T3) => {
                    message.is_reply() && message.request_term() < term.max(message.term())
                }
                (Message::RequestVote(_), Rule::V1 | Rule::V2 | Rule::E0)
                | (Message::RequestVoteReply(_), Rule::E3) => true,
                (Message::RequestVoteReply(_), Rule::L7) => leads,
                (Message::AppendEntries(_), Rule::E4) => was == Some(RoleKind::Candidate),
                (Message::AppendEntries(_), Rule::E1 | Rule::R1 | Rule::R2 | Rule::R3 | Rule::R4) => {
                    // Only who obeys a leader of an older term can be a candidate.
                    is == Some(RoleKind::Follower) || is == Some(RoleKind::Candidate) && message.term() < term
                }
                (Message::AppendEntriesReply(reply), rule) => match rule {
                    Rule::L4 | Rule::L7 => leads,
                    Rule::L5 => leads && matches!(reply.outcome, AppendOutcome::Success { .. }),
                    Rule::L6 => leads && matches!(reply.outcome, AppendOutcome::Mismatch { .. }),
                    _ => false,
                },
                _ => false,
            }
        }
        What::Nothing | What::Recorded { .. } => false,
    }
}
