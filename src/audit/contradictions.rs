//! Claims about one state that cannot be true together.

use crate::explain::{Claim, ElectionClaim, EntryClaim, Said};
use crate::language::Being;
use crate::raft::{Index, ServerSet, Term};

/// All pairs that contradict each other.
pub(super) fn of(said: &[Said]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (place, one) in said.iter().enumerate() {
        for other in &said[place + 1..] {
            if contradict(one, other) {
                found.push((one.to_string(), other.to_string()));
            }
        }
        if let Some(votes) = short_of_votes(one, said) {
            found.push((one.to_string(), votes));
        }
    }
    found
}

/// Whether two claims cannot both be so: the opposite of each other, or two values of what has one.
fn contradict(one: &Said, other: &Said) -> bool {
    if one.claim == other.claim {
        return one.yes != other.yes;
    }
    if let (Claim::Entry(first), Claim::Entry(second)) = (&one.claim, &other.claim) {
        return one.yes && other.yes && entries_contradict(*first, *second);
    }
    let (Claim::Election(first), Claim::Election(second)) = (&one.claim, &other.claim) else { return false };
    if !(one.yes && other.yes) {
        return false;
    }
    match (*first, *second) {
        (
            ElectionClaim::LogIsNewer { server, than },
            ElectionClaim::LogIsNewer { server: other, than: other_than },
        ) => server == other_than && than == other,
        (first, second) => without_value(first).is_some_and(|it| Some(it) == without_value(second)),
    }
}

/// Whether two claims about entries cannot both be so.
fn entries_contradict(first: EntryClaim, second: EntryClaim) -> bool {
    use EntryClaim as E;
    let ends = |claim| match claim {
        E::CanBeLost { index, term } | E::IsLost { index, term } => Some((index, term)),
        _ => None,
    };
    match (first, second) {
        (E::Stays { index, term }, other) | (other, E::Stays { index, term }) => {
            ends(other) == Some((index, term))
        }
        (E::IsCommitted { index, term }, E::IsCommitted { index: other, term: of }) => {
            index == other && term != of
        }
        (E::Counts { leader, index, .. }, E::Counts { leader: other, index: at, .. }) => {
            (leader, index) == (other, at)
        }
        (E::IsOn { index, term, .. }, E::IsOn { index: at, term: of, .. }) => (index, term) == (at, of),
        _ => false,
    }
}

/// What a claim gives a value, without the value. None if it gives none.
fn without_value(claim: ElectionClaim) -> Option<ElectionClaim> {
    Some(match claim {
        ElectionClaim::Is { server, .. } => ElectionClaim::Is { server, being: Being::Down },
        ElectionClaim::Leads { server, .. } => ElectionClaim::Leads { server, term: Term::ZERO },
        ElectionClaim::InTerm { server, .. } => ElectionClaim::InTerm { server, term: Term::ZERO },
        ElectionClaim::HasVotes { candidate, .. } => {
            ElectionClaim::HasVotes { candidate, votes: ServerSet::EMPTY }
        }
        ElectionClaim::Refused { candidate, .. } => {
            ElectionClaim::Refused { candidate, voters: ServerSet::EMPTY }
        }
        ElectionClaim::WaitsFor { candidate, .. } => {
            ElectionClaim::WaitsFor { candidate, voters: ServerSet::EMPTY }
        }
        ElectionClaim::WouldGet { candidate, when, .. } => {
            ElectionClaim::WouldGet { candidate, votes: ServerSet::EMPTY, when }
        }
        ElectionClaim::Run(_) => ElectionClaim::Run(ServerSet::EMPTY),
        ElectionClaim::HasVoted { voter, .. } => {
            ElectionClaim::HasVoted { voter, term: Term::ZERO, candidate: None }
        }
        ElectionClaim::LogEnds { server, .. } => {
            ElectionClaim::LogEnds { server, index: Index::ZERO, term: Term::ZERO }
        }
        ElectionClaim::Follows { server, .. } => ElectionClaim::Follows { server, leader: server },
        _ => return None,
    })
}

/// Somebody is said to win, but those that are said to vote for it, or not, are too few, or not too few.
fn short_of_votes(one: &Said, said: &[Said]) -> Option<String> {
    let Said { claim: Claim::Election(ElectionClaim::CanWin { server, when }), yes } = *one else {
        return None;
    };
    said.iter().find_map(|other| {
        let Said { claim: Claim::Election(ElectionClaim::IsEnough(votes)), yes: enough } = *other else {
            return None;
        };
        let gets = |it: &&Said| {
            let get = ElectionClaim::WouldGet { candidate: server, votes, when };
            it.yes && it.claim == Claim::Election(get)
        };
        let about_it = votes != ServerSet::EMPTY && said.iter().any(|it| gets(&it));
        (about_it && enough != yes).then(|| other.to_string())
    })
}
