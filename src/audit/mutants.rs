//! Claims that are near a true one, and are not true: if one of these passed for true, the test of it would be none.

use crate::explain::{Claim, ClientClaim, ElectionClaim as E, EntryClaim, PastClaim, Said};
use crate::raft::{Index, ServerId, ServerSet, Term};
use crate::safety::Stuck;
use crate::sim::{MessageId, RequestState};

/// The opposite of what is said, and what is said with a value in it changed so that it is not true any more.
pub fn mutants(said: &Said, size: usize) -> Vec<Said> {
    let Said { claim, yes } = said;
    let mut all = vec![claim.clone().is(!yes)];
    if *yes {
        all.extend(changed(claim, size).into_iter().map(Claim::yes));
    }
    all
}

fn later(term: Term) -> Term {
    Term(term.0 + 1)
}

/// One server more, or one less.
fn other_set(set: ServerSet) -> ServerSet {
    let first = ServerSet::only(ServerId::at(0));
    if set.contains(ServerId::at(0)) { set.minus(first) } else { set.or(first) }
}

fn changed(claim: &Claim, size: usize) -> Option<Claim> {
    Some(match claim {
        Claim::Election(claim) => election(claim, size)?.into(),
        Claim::Entry(claim) => entry(claim)?.into(),
        Claim::Past(claim) => past(claim)?.into(),
        Claim::Client(claim) => client(claim)?.into(),
    })
}

fn election(claim: &E, size: usize) -> Option<E> {
    let other = |server: ServerId| ServerId::at((server.position() + 1) % size);
    Some(match *claim {
        E::Leads { server, term } => E::Leads { server, term: later(term) },
        E::InTerm { server, term } => E::InTerm { server, term: later(term) },
        E::InNewerTerm { servers, than } => E::InNewerTerm { servers: other_set(servers), than },
        E::Follows { server, leader } if size > 1 => E::Follows { server, leader: other(leader) },
        E::HasVotes { candidate, votes } => E::HasVotes { candidate, votes: other_set(votes) },
        E::Refused { candidate, voters } => E::Refused { candidate, voters: other_set(voters) },
        E::WaitsFor { candidate, voters } => E::WaitsFor { candidate, voters: other_set(voters) },
        E::NeedsVotes { least, of } => E::NeedsVotes { least: least + 1, of },
        E::MajoritiesMeet { least, of } => E::MajoritiesMeet { least: least + 1, of },
        E::WouldGet { candidate, votes, when } => E::WouldGet { candidate, votes: other_set(votes), when },
        E::HasVoted { voter, term, candidate } => E::HasVoted { voter, term: later(term), candidate },
        E::LogEnds { server, index, term } => E::LogEnds { server, index: index.next(), term },
        E::LogIsNewer { server, than } => E::LogIsNewer { server: than, than: server },
        E::Run(servers) => E::Run(other_set(servers)),
        E::InTouch(servers) => E::InTouch(other_set(servers)),
        E::TimerLeft { server, left: Some(left) } => {
            E::TimerLeft { server, left: Some(crate::sim::Span(left.0 + 1000)) }
        }
        E::IsStuck { cause: cause @ (Stuck::NoMajorityUp | Stuck::NoMajorityAwake), servers, of } => {
            E::IsStuck { cause, servers: other_set(servers), of }
        }
        E::Candidates(servers) => E::Candidates(other_set(servers)),
        E::FirstTimer { server, left } => E::FirstTimer { server, left: crate::sim::Span(left.0 + 1000) },
        E::NextIn(Some(span)) => E::NextIn(Some(crate::sim::Span(span.0 + 1000))),
        E::InFlight(count) => E::InFlight(count + 1),
        E::NextIndex { leader, of, index } => E::NextIndex { leader, of, index: index.next() },
        E::MatchIndex { leader, of, index } => E::MatchIndex { leader, of, index: index.next() },
        E::CommitIndex { server, index } => E::CommitIndex { server, index: index.next() },
        _ => return None,
    })
}

fn entry(claim: &EntryClaim) -> Option<EntryClaim> {
    Some(match *claim {
        EntryClaim::CommittedUpTo(index) => EntryClaim::CommittedUpTo(Index(index.0 + 1_000_000)),
        EntryClaim::IsCommitted { index, term } => EntryClaim::IsCommitted { index, term: later(term) },
        EntryClaim::IsKnownCommitted { server, index, term } => {
            EntryClaim::IsKnownCommitted { server, index, term: later(term) }
        }
        EntryClaim::IsOn { index, term, servers } => {
            EntryClaim::IsOn { index, term, servers: other_set(servers) }
        }
        EntryClaim::Counts { leader, index, on } => EntryClaim::Counts { leader, index, on: other_set(on) },
        EntryClaim::Counted { by, in_term, index, term } => {
            EntryClaim::Counted { by, in_term, index, term: later(term) }
        }
        EntryClaim::CanStillCommit { leader, term, index } => {
            EntryClaim::CanStillCommit { leader, term: later(term), index }
        }
        EntryClaim::Stays { .. }
        | EntryClaim::CanBeLost { .. }
        | EntryClaim::IsLost { .. }
        | EntryClaim::LedWithout { .. }
        | EntryClaim::ExecutedAlike
        | EntryClaim::IsSetAside(_) => return None,
    })
}

fn past(claim: &PastClaim) -> Option<PastClaim> {
    Some(match claim.clone() {
        PastClaim::HappenedAt { step, cited } => PastClaim::HappenedAt { step: step + 1_000_000, cited },
        PastClaim::TimerStarted { server, step, length } => {
            PastClaim::TimerStarted { server, step: step + 1_000_000, length }
        }
        PastClaim::WouldHappen { message, fact } => {
            PastClaim::WouldHappen { message: MessageId(message.0 + 1_000_000), fact }
        }
        PastClaim::Changed { what, server, leader, from, to, step } => {
            PastClaim::Changed { what, server, leader, from: to, to: from, step }
        }
        PastClaim::WonWith { server, term, votes } => {
            PastClaim::WonWith { server, term, votes: other_set(votes) }
        }
        PastClaim::VotedFor { voters, candidate, term } => {
            PastClaim::VotedFor { voters, candidate, term: Term(term.0 + 1_000_000) }
        }
        PastClaim::LedFromStart { server, term } => PastClaim::LedFromStart { server, term: later(term) },
        PastClaim::StartedElection { server, term, step, by_hand, waited } => {
            PastClaim::StartedElection { server, term, step, by_hand: !by_hand, waited }
        }
        PastClaim::BecameFollower { server, step, fact } => {
            PastClaim::BecameFollower { server, step: step + 1_000_000, fact }
        }
        PastClaim::Crashed { server, step } => PastClaim::Crashed { server, step: step + 1_000_000 },
        PastClaim::CommittedWith { index, by, in_term, on } => {
            PastClaim::CommittedWith { index, by, in_term, on: other_set(on) }
        }
        PastClaim::Answered { voter, candidate, step, granted } => {
            PastClaim::Answered { voter, candidate, step, granted: !granted }
        }
        PastClaim::HasWon { server, .. } => PastClaim::HasWon { server, term: Some(Term(1_000_000_000)) },
        PastClaim::InBoth { servers, index, term } => {
            PastClaim::InBoth { servers: other_set(servers), index, term }
        }
        PastClaim::CommittedBefore(_)
        | PastClaim::HasStarted(_)
        | PastClaim::WasAsked { .. }
        | PastClaim::Applies { .. } => {
            return None;
        }
    })
}

fn client(claim: &ClientClaim) -> Option<ClientClaim> {
    Some(match claim.clone() {
        ClientClaim::Asked { request, command, to, step } => {
            ClientClaim::Asked { request, command, to, step: step + 1_000_000 }
        }
        ClientClaim::AskedTimes { command, times } => ClientClaim::AskedTimes { command, times: times + 1 },
        ClientClaim::Heard { request, state: RequestState::Answered { index, step } } => {
            ClientClaim::Heard { request, state: RequestState::Answered { index: index.next(), step } }
        }
        ClientClaim::Heard { request, state: RequestState::Pending { index } } => {
            ClientClaim::Heard { request, state: RequestState::Pending { index: index.next() } }
        }
        ClientClaim::AskedSoFar(times) => ClientClaim::AskedSoFar(times + 1),
        ClientClaim::Heard { .. } => return None,
        ClientClaim::Executed { command, mut at } => {
            at.push(Index(1_000_000));
            ClientClaim::Executed { command, at }
        }
        ClientClaim::TakenAway { server, step, index, term } => {
            ClientClaim::TakenAway { server, step, index, term: later(term) }
        }
    })
}
