//! Claims that are near a true one, and are not true: if one of these passed for true, the test of it would be none.

use crate::explain::{
    Claim, ClientClaim, ElectionClaim as E, EntryClaim, MessageClaim, PastClaim, Said, ServerClaim,
};
use crate::paper::Rule;
use crate::raft::{Index, ServerId, ServerSet, Term};
use crate::safety::Stuck;
use crate::sim::{MessageId, RequestState, Span};

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
        Claim::Server(claim) => server(claim)?.into(),
        Claim::Message(claim) => message(claim).into(),
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
        EntryClaim::IsOnAmongSeveral { index, term, digest, servers } => {
            EntryClaim::IsOnAmongSeveral { index, term, digest, servers: other_set(servers) }
        }
        EntryClaim::Counts { leader, index, on } => EntryClaim::Counts { leader, index, on: other_set(on) },
        EntryClaim::Counted { by, in_term, index, term } => {
            EntryClaim::Counted { by, in_term, index, term: later(term) }
        }
        EntryClaim::CanStillCommit { leader, term, index } => {
            EntryClaim::CanStillCommit { leader, term: later(term), index }
        }
        EntryClaim::CanWinWithout { server, index, term, votes } => {
            EntryClaim::CanWinWithout { server, index, term, votes: other_set(votes) }
        }
        EntryClaim::Holds { index, term, payload } => EntryClaim::Holds { index, term: later(term), payload },
        EntryClaim::Exists { index, term } => EntryClaim::Exists { index: Index(index.0 + 1_000_000), term },
        EntryClaim::CommittedIsGone(index) => EntryClaim::CommittedIsGone(Index(index.0 + 1_000_000)),
        EntryClaim::LongestLog(index) => EntryClaim::LongestLog(index.next()),
        EntryClaim::NoneReaches { index, term, on } => {
            EntryClaim::NoneReaches { index, term, on: other_set(on) }
        }
        EntryClaim::Stays { .. }
        | EntryClaim::CanBeLost { .. }
        | EntryClaim::IsLost { .. }
        | EntryClaim::LedWithout { .. }
        | EntryClaim::ExecutedAlike
        | EntryClaim::IsOff(_) => return None,
    })
}

fn server(claim: &ServerClaim) -> Option<ServerClaim> {
    use ServerClaim as S;
    let far = |index: Index| Index(index.0 + 1_000_000);
    Some(match *claim {
        S::HasApplied { server, index } => S::HasApplied { server, index: far(index) },
        S::LastApplied { server, index } => S::LastApplied { server, index: index.next() },
        S::HasExecuted { server, index, payload } => S::HasExecuted { server, index: far(index), payload },
        S::CommitReaches { server, index } => S::CommitReaches { server, index: far(index) },
        S::Has { server, index, term } => S::Has { server, index, term: later(term) },
        S::HasExactly { server, index, term, digest } => {
            S::HasExactly { server, index, term: later(term), digest }
        }
        S::Stores { server, index, term, payload } => S::Stores { server, index, term: later(term), payload },
        S::IsOfOwnTerm { leader, index, term } => S::IsOfOwnTerm { leader, index, term: later(term) },
        S::OnDisk { server, term, vote, last } => S::OnDisk { server, term, vote, last: last.next() },
        S::ClientsWait { leader, clients } => S::ClientsWait { leader, clients: clients + 1 },
        S::CouldLeadWithout { server, able } => S::CouldLeadWithout { server, able: other_set(able) },
        S::LeadersOf { term, servers } => S::LeadersOf { term, servers: other_set(servers) },
        S::HasAllBefore { .. } | S::AllLogsAgree | S::LogsAgree { .. } | S::KeepsOverCrash { .. } => {
            return None;
        }
    })
}

fn message(claim: &MessageClaim) -> MessageClaim {
    match claim.clone() {
        MessageClaim::Is { mut flight, way } => {
            flight.due = flight.due + Span(1);
            MessageClaim::Is { flight, way }
        }
        MessageClaim::Says(mut flight) => {
            flight.due = flight.due + Span(1);
            MessageClaim::Says(flight)
        }
        MessageClaim::Arrived { flight, step } => MessageClaim::Arrived { flight, step: step + 1_000_000 },
        MessageClaim::WasLost { flight, loss, step } => {
            MessageClaim::WasLost { flight, loss, step: step + 1_000_000 }
        }
        MessageClaim::IsInFlight(id) => MessageClaim::IsInFlight(MessageId(id.0 + 1_000_000)),
    }
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
        PastClaim::CommittedIn { index, by, in_term, step } => {
            PastClaim::CommittedIn { index, by, in_term: later(in_term), step }
        }
        PastClaim::CommittedFromStart { index, by } => {
            PastClaim::CommittedFromStart { index: Index(index.0 + 1_000_000), by }
        }
        PastClaim::HasWonNewer(_) => PastClaim::HasWonNewer(Term(1_000_000_000)),
        PastClaim::TermsLed { terms, leader, last } => PastClaim::TermsLed { terms: terms + 1, leader, last },
        PastClaim::AllWon { servers, term } => PastClaim::AllWon { servers, term: Term(term.0 + 1_000_000) },
        PastClaim::ChangedOwnLog { server, index, term, step } => {
            PastClaim::ChangedOwnLog { server, index, term: later(term), step }
        }
        PastClaim::LogsDiffered { servers, index, term, step } => {
            PastClaim::LogsDiffered { servers, index, term: later(term), step }
        }
        PastClaim::Executed { server, index, term, payload, step } => {
            PastClaim::Executed { server, index, term: later(term), payload, step }
        }
        PastClaim::IsBroken { property, step } => PastClaim::IsBroken { property, step: step + 1 },
        PastClaim::HasWon { server, .. } => PastClaim::HasWon { server, term: Some(Term(1_000_000_000)) },
        PastClaim::InBoth { servers, index, term } => {
            PastClaim::InBoth { servers: other_set(servers), index, term }
        }
        PastClaim::Attempts { server, rejected, agreed } => {
            PastClaim::Attempts { server, rejected: rejected + 1, agreed }
        }
        PastClaim::HasHeld(_)
        | PastClaim::CommittedBefore(_)
        | PastClaim::HasStarted(_)
        | PastClaim::WasAsked { .. } => return None,
        PastClaim::Applies { rule, server } => {
            // What a leader has to do no candidate does, and the other way round; what all have to do has no such rule.
            let other = match rule {
                Rule::E3 => Rule::L7,
                Rule::L7 => Rule::E3,
                _ => return None,
            };
            PastClaim::Applies { rule: other, server }
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
