//! Claims about one state that cannot be true together.

use crate::explain::{Claim, ElectionClaim, Said};
use crate::raft::ServerSet;

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

/// Whether two claims cannot both be so.
fn contradict(one: &Said, other: &Said) -> bool {
    if one.claim == other.claim {
        return one.yes != other.yes;
    }
    if !(one.yes && other.yes) {
        return false;
    }
    use ElectionClaim as E;
    let (Claim::Election(one), Claim::Election(other)) = (&one.claim, &other.claim) else { return false };
    match (*one, *other) {
        // One server has one state, and exactly so many of everything.
        (E::Is { server: a, being: x }, E::Is { server: b, being: y }) => a == b && x != y,
        (E::Leads { server: a, term: x }, E::Leads { server: b, term: y })
        | (E::InTerm { server: a, term: x }, E::InTerm { server: b, term: y })
        | (E::Leads { server: a, term: x }, E::InTerm { server: b, term: y })
        | (E::InTerm { server: a, term: x }, E::Leads { server: b, term: y }) => a == b && x != y,
        (E::HasVotes { candidate: a, votes: x }, E::HasVotes { candidate: b, votes: y })
        | (E::Refused { candidate: a, voters: x }, E::Refused { candidate: b, voters: y })
        | (E::WaitsFor { candidate: a, voters: x }, E::WaitsFor { candidate: b, voters: y }) => {
            a == b && x != y
        }
        (
            E::WouldGet { candidate: a, votes: x, when: i },
            E::WouldGet { candidate: b, votes: y, when: j },
        ) => a == b && i == j && x != y,
        (E::Run(x), E::Run(y)) => x != y,
        (
            E::HasVoted { voter: a, term: x, candidate: c },
            E::HasVoted { voter: b, term: y, candidate: d },
        ) => a == b && (x != y || c != d),
        (E::LogEnds { server: a, index: i, term: x }, E::LogEnds { server: b, index: j, term: y }) => {
            a == b && (i, x) != (j, y)
        }
        (E::LogIsNewer { server: a, than: b }, E::LogIsNewer { server: c, than: d }) => a == d && b == c,
        (E::Follows { server: a, leader: x }, E::Follows { server: b, leader: y }) => a == b && x != y,
        _ => false,
    }
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
