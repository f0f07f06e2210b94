//! Steps that no fact tells: a server that starts, a message that is lost, an answer that changes nothing.

use super::{Draft, ORDINARY, QUIET, StepView, TELLING, election, find, replication};
use crate::explain::words::{flight as subject, noun};
use crate::paper::{Citation, Rule};
use crate::raft::{Fact, SeenMessage, ServerId, Timer};
use crate::sim::{Flight, Loss, What};

/// §2 promises safety whatever the network does; it is the nearest place for what a network does.
pub(super) const NETWORK: Citation = Citation::section("§2");

pub(super) fn tell(view: &StepView) -> Draft {
    match &view.step.what {
        What::Lost(flight, loss) => lost(flight, *loss),
        What::Delivered(flight) => delivered(view, flight),
        What::TimerFired { server, timer, .. } => timer_fired(view, *server, *timer),
        What::Recorded { server, what } => super::played::tell(view, *server, what),
        What::Nothing | What::Booted(_) | What::Acted(_) => {
            Draft::new(QUIET, Citation::NONE, "Nothing has happened yet", "")
        }
    }
}

fn lost(flight: &Flight, loss: Loss) -> Draft {
    let to = flight.to;
    let subject = subject(flight);
    let (place, why) = match loss {
        Loss::Network => (NETWORK, "in transit".to_owned()),
        // The link may have been mended since, and the server may be back.
        Loss::Cut => (NETWORK, "the link was cut".to_owned()),
        Loss::ServerDown => (Rule::C1.place(), format!("{to} was down")),
        Loss::Dropped => (NETWORK, "it was dropped on command".to_owned()),
        Loss::Unheard => (NETWORK, "the trace does not say that it arrived".to_owned()),
    };
    let weight = if flight.message.is_routine() { QUIET } else { ORDINARY };
    Draft::new(weight, place, format!("{subject} is lost"), why)
}

fn delivered(view: &StepView, flight: &Flight) -> Draft {
    let Flight { from, to, message, .. } = flight;
    match &*message.seen() {
        SeenMessage::RequestVote(_) => {
            let head = format!("{to} receives the {} from {from}", noun(message));
            Draft::new(ORDINARY, Rule::E0.place(), head, "")
        }
        SeenMessage::RequestVoteReply(reply) => {
            election::late_vote(view, *from, reply.vote_granted, reply.request_term)
        }
        SeenMessage::AppendEntries(_) => replication::heard(view, *to, *from),
        SeenMessage::AppendEntriesReply(reply) => replication::answered(view, *to, *from, reply.outcome),
    }
}

fn timer_fired(view: &StepView, server: ServerId, timer: Timer) -> Draft {
    if view.step.line().is_some() {
        let (rule, name) = match timer {
            Timer::Election => (Rule::E1, "election"),
            Timer::Heartbeat => (Rule::L1, "heartbeat"),
        };
        return Draft::new(QUIET, rule.place(), format!("{server}'s {name} timer expires"), "");
    }
    match timer {
        Timer::Election => Draft::new(
            QUIET,
            Rule::E1.place(),
            format!("{server} ignores its election timer"),
            "a leader does not start elections",
        ),
        Timer::Heartbeat => Draft::new(
            QUIET,
            Rule::L1.place(),
            format!("{server} sends no heartbeats"),
            "it is the only server in the cluster",
        ),
    }
}

/// The first step of a server: empty, or in the middle of a story that the setup begins.
pub(super) fn started(view: &StepView, server: ServerId) -> Draft {
    if let Some(term) = find!(view, Fact::BecameLeader { term, .. } => term) {
        let head = format!("{server} begins as leader of term {term}");
        return Draft::new(TELLING, Rule::E3.place(), head, "as if it had just won");
    }
    if let Some(term) = find!(view, Fact::ElectionStarted { term } => term) {
        let head = format!("{server} begins as a candidate in term {term}");
        return Draft::new(TELLING, Rule::E2.place(), head, "as if its timer had just expired");
    }
    match find!(view, Fact::Booted { term } => term) {
        Some(None) => Draft::new(
            ORDINARY,
            Citation::NONE,
            format!("{server} exists"),
            "the trace has not mentioned it yet",
        ),
        Some(Some(term)) => Draft::new(
            ORDINARY,
            Rule::E0.place(),
            format!("{server} starts as a follower"),
            format!("in term {term}, it waits to hear from a leader"),
        ),
        None => {
            Draft::new(ORDINARY, Rule::C1.place(), format!("{server} is down"), "the run begins without it")
        }
    }
}
