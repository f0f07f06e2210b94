//! Steps that no fact tells: a server that starts, a message that is lost, an answer that changes nothing.

use super::{Line, ORDINARY, QUIET, TELLING, Tale, election, find, replication};
use crate::explain::words::{flight as subject, noun};
use crate::paper::{Citation, Rule};
use crate::raft::{Fact, Message, ServerId, Timer};
use crate::sim::{Flight, Loss, What};

/// §2 promises safety whatever the network does; it is the nearest place for what a network does.
pub(super) const NETWORK: Citation = Citation::section("§2");

pub(super) fn tell(tale: &Tale) -> Line {
    match &tale.step.what {
        What::Lost(flight, loss) => lost(flight, *loss),
        What::Delivered(flight) => delivered(tale, flight),
        What::TimerFired { server, timer, .. } => timer_fired(tale, *server, *timer),
        What::Recorded { server, what } => super::recorded::tell(tale, *server, what),
        What::Nothing | What::Booted(_) | What::Acted(_) => {
            Line::new(QUIET, Citation::NONE, "Nothing has happened yet", "")
        }
    }
}

fn lost(flight: &Flight, loss: Loss) -> Line {
    let to = flight.to;
    let (place, why) = match loss {
        Loss::Network => (NETWORK, "the network may lose messages".to_owned()),
        Loss::Cut => (NETWORK, format!("the link from {} to {to} is cut", flight.from)),
        Loss::ServerDown => (Rule::C1.place(), format!("{to} is down")),
        Loss::Dropped => (NETWORK, "it was dropped by hand".to_owned()),
        Loss::Unheard => (NETWORK, "the trace does not tell that it arrived".to_owned()),
    };
    let weight = if flight.message.is_routine() { QUIET } else { ORDINARY };
    let subject = subject(flight);
    let is = if subject.starts_with("Entries") { "are" } else { "is" };
    Line::new(weight, place, format!("{subject} {is} lost"), why)
}

fn delivered(tale: &Tale, flight: &Flight) -> Line {
    let Flight { from, to, message, .. } = flight;
    match message {
        Message::RequestVote(_) => {
            let head = format!("{to} hears the {} of {from}", noun(message));
            Line::new(ORDINARY, Rule::E0.place(), head, "")
        }
        Message::RequestVoteReply(reply) => {
            election::late_vote(*to, *from, reply.vote_granted, reply.request_term)
        }
        Message::AppendEntries(_) => replication::heard(tale, *to, *from),
        Message::AppendEntriesReply(reply) => replication::answered(tale, *to, *from, reply.outcome),
    }
}

fn timer_fired(tale: &Tale, server: ServerId, timer: Timer) -> Line {
    if tale.step.line().is_some() {
        let (rule, name) = match timer {
            Timer::Election => (Rule::E1, "election"),
            Timer::Heartbeat => (Rule::L1, "heartbeat"),
        };
        return Line::new(QUIET, rule.place(), format!("{server}'s {name} timer runs out"), "");
    }
    match timer {
        Timer::Election => Line::new(
            QUIET,
            Rule::E1.place(),
            format!("{server} lets its election timer run out"),
            "a leader stands for nothing",
        ),
        Timer::Heartbeat => Line::new(
            QUIET,
            Rule::L1.place(),
            format!("{server} has nobody to send to"),
            "it is the whole cluster",
        ),
    }
}

/// The first step of a server: empty, or in the middle of a story that the setup has told.
pub(super) fn started(tale: &Tale, server: ServerId) -> Line {
    if let Some(term) = find!(tale, Fact::BecameLeader { term, .. } => term) {
        let head = format!("{server} begins as leader of term {term}");
        return Line::new(TELLING, Rule::E3.place(), head, "as if it had just won");
    }
    if let Some(term) = find!(tale, Fact::ElectionStarted { term } => term) {
        let head = format!("{server} begins as a candidate in term {term}");
        return Line::new(TELLING, Rule::E2.place(), head, "as if its timer had just run out");
    }
    match find!(tale, Fact::Booted { term } => term) {
        Some(None) => Line::new(
            ORDINARY,
            Citation::NONE,
            format!("{server} is there"),
            "the trace has not told of it yet",
        ),
        Some(Some(term)) => Line::new(
            ORDINARY,
            Rule::E0.place(),
            format!("{server} starts as a follower"),
            format!("in term {term}, it waits for word of a leader"),
        ),
        None => {
            Line::new(ORDINARY, Rule::C1.place(), format!("{server} is down"), "the run begins without it")
        }
    }
}
