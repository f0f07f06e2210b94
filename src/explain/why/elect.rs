//! An election on a copy of the cluster: a server wins among chosen voters.

use super::trial::{SOON, Trial};
use crate::history::Watched;
use crate::language::{Condition, Op, Quantity, Targets};
use crate::raft::{SeenMessage, ServerId, ServerSet};
use crate::sim::{LifeKind, MessageId};

/// How an election is arranged, from what reads best to what works regardless of chance.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum How {
    /// Time passes until it is won.
    ByTime,
    /// Its messages are delivered one by one, so that nothing can come between.
    ByHand,
    /// As by hand, and before that all links are made quick and lose nothing.
    OnGoodLinks,
}

impl How {
    /// All ways, the best first.
    pub(super) const ALL: [How; 3] = [How::ByTime, How::ByHand, How::OnGoodLinks];
}

/// Restarts and thaws those of these servers that do not run.
pub(super) fn wake(trial: &mut Trial<'_>, servers: ServerSet) {
    let world = &trial.state().world;
    let of = |kind: LifeKind| world.which(|node| node.kind() == kind).and(servers);
    let (down, frozen) = (of(LifeKind::Down), of(LifeKind::Frozen));
    if !down.is_empty() {
        trial.restart(down);
    }
    if !frozen.is_empty() {
        trial.thaw(frozen);
    }
}

/// Lets a server win among these, in a term newer than theirs.
pub(super) fn elect(trial: &mut Trial<'_>, server: ServerId, with: ServerSet, how: How) {
    wake(trial, with);
    trial.release_links().part(with);
    if how == How::OnGoodLinks {
        trial.quicken();
    }
    let leads = move |state: &Watched| state.world.node(server).leads();
    for _ in 0..3 {
        let world = &trial.state().world;
        let newest = with.iter().map(|it| world.node(it).persistent().current_term).max().unwrap_or_default();
        let own = world.node(server).persistent().current_term;
        if world.node(server).leads() || !trial.works() {
            return;
        }
        trial.timeout(server);
        if own.next() > newest {
            break;
        }
        // It cannot win in their terms: it hears of them, and starts another election.
        if newest.0 > own.0 + 2 {
            let hears = move |state: &Watched| state.world.node(server).persistent().current_term >= newest;
            trial.until(
                &Condition::compare(Quantity::Term(Targets::server(server)), Op::AtLeast, newest.0),
                SOON,
                hears,
            );
        }
    }
    match how {
        How::ByTime => {
            trial.until(&Condition::leads(server), SOON, leads);
        }
        How::ByHand | How::OnGoodLinks => deliver_election(trial, server),
    }
}

/// The copy on which a server has won among these, in the way that reads best, if there is one.
pub(super) fn won<'a>(start: &Trial<'a>, server: ServerId, with: ServerSet) -> Option<Trial<'a>> {
    How::ALL.into_iter().find_map(|how| {
        let mut trial = start.clone();
        elect(&mut trial, server, with, how);
        (trial.works() && trial.state().world.node(server).leads()).then_some(trial)
    })
}

/// Delivers the requests of a candidate's present election, and then their answers, until it leads.
pub(super) fn deliver_election(trial: &mut Trial<'_>, server: ServerId) {
    for answers in [false, true] {
        let world = &trial.state().world;
        let term = world.node(server).persistent().current_term;
        let of_election = |message: &SeenMessage, from: ServerId, to: ServerId| match message {
            SeenMessage::RequestVote(request) => !answers && from == server && request.term == Some(term),
            SeenMessage::RequestVoteReply(reply) => {
                answers && to == server && reply.vote_granted && reply.request_term == Some(term)
            }
            _ => false,
        };
        let up = world.up();
        let flights = world.network().flights().filter(|flight| {
            flight.doom.is_none()
                && up.contains(flight.to)
                && of_election(&flight.message.seen(), flight.from, flight.to)
        });
        let mut ids: Vec<MessageId> = flights.map(|flight| flight.id).collect();
        ids.sort_unstable();
        for id in ids {
            if !trial.state().world.node(server).leads() {
                trial.deliver(id);
            }
        }
    }
}
