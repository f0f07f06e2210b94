//! Votes: one a term, and none for a log that is behind (§5.2, §5.4.1).

use super::candidate_logs::CandidateLogs;
use super::restarts::Memory;
use super::{Case, Shared, granted, of};
use crate::paper::Rule;
use crate::raft::Term;
use crate::trace::judge::{Lack, Ledger};
use crate::trace::{Body, EntryId, Kind, Node, Vote};

/// How many requests for its vote are remembered of a node: those of the latest terms.
const MOST_REQUESTS: usize = 64;

/// What is remembered of each node's votes.
#[derive(Debug, Default)]
pub(super) struct Votes {
    nodes: Vec<Voter>,
}

#[derive(Clone, Debug, Default)]
struct Voter {
    /// Its vote in the latest term in which it has voted, and the one before.
    ballot: Option<Ballot>,
    previous: Option<Ballot>,
    /// Requests for its vote, each candidate's last.
    requests: Vec<Request>,
}

/// A vote.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Ballot {
    pub term: Term,
    pub candidate: Node,
    /// The line that tells it first.
    pub line: u64,
}

/// A request that a node has received, and what its own log was like.
#[derive(Clone, Copy, Debug)]
struct Request {
    candidate: Node,
    term: Term,
    last: Option<EntryId>,
    own: Option<EntryId>,
    line: u64,
}

/// How a vote came to be known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Source {
    /// It stands in the node's state before or after the event.
    State,
    /// The node has said so to another.
    Reply,
    /// The node asks for votes: it has its own.
    Candidacy,
}

impl Votes {
    /// A node's vote of a term, if it is known to have voted.
    pub(super) fn of(&self, node: Node, term: Term) -> Option<Ballot> {
        let voter = self.nodes.get(node.position())?;
        [voter.ballot, voter.previous].into_iter().flatten().find(|ballot| ballot.term == term)
    }

    /// Judges the votes of an event.
    pub(super) fn judge(&mut self, case: &Case, memory: Memory, shared: &mut Shared) {
        let Case { event, seen } = *case;
        self.hear(case);
        if let (Some(vote), Some(term)) = (event.before.vote, seen.before.term) {
            self.state_tells(case, term, vote, Memory::Kept, shared);
        }
        if let (Some(vote), Some(term)) = (event.state.vote, seen.after.term) {
            self.state_tells(case, term, vote, memory, shared);
        } else if let (Memory::Reset, Some(term)) = (memory, event.state.term) {
            self.forget(case.node(), term.next());
        }
        let Some(message) = event.message.as_ref() else { return };
        if event.kind != Kind::Send || message.from != event.node {
            return;
        }
        if let Body::RequestVote { .. } = message.body {
            shared.members.votes(message.to);
            if let Some(term) = message.term {
                self.cast(case, term, event.node, Source::Candidacy, shared);
            }
        } else if let Some((term, candidate)) = granted(message)
            && let Some(term) = term.or(seen.after.term)
        {
            shared.members.votes(candidate);
            self.cast(case, term, candidate, Source::Reply, shared);
        }
    }

    /// A candidate's request comes in: its log is compared with what the voter's is now.
    fn hear(&mut self, case: &Case) {
        let Case { event, seen } = *case;
        let Some(message) = event.message.as_ref().filter(|_| event.kind == Kind::Receive) else { return };
        let (Body::RequestVote { last }, Some(term)) = (&message.body, message.term) else { return };
        let first = seen.first && event.entries.is_empty();
        let own = seen.before.log_end().or_else(|| seen.after.log_end().filter(|_| first));
        let request = Request { candidate: message.from, term, last: *last, own, line: event.line };
        let voter = of(&mut self.nodes, event.node);
        let voted = voter.ballot.is_some_and(|ballot| ballot.term == term);
        match voter.requests.iter_mut().find(|known| known.candidate == message.from) {
            // Once it has voted, a repetition of the request is not what it has judged.
            Some(known) if voted && known.term == term => {}
            Some(known) => *known = request,
            None => {
                if voter.requests.len() == MOST_REQUESTS
                    && let Some(oldest) = (0..MOST_REQUESTS).min_by_key(|at| voter.requests[*at].term)
                {
                    voter.requests.swap_remove(oldest);
                }
                voter.requests.push(request);
            }
        }
    }

    /// Votes of these and later terms may be gone after a restart, if nobody has heard of them.
    fn forget(&mut self, node: Node, from: Term) {
        let voter = of(&mut self.nodes, node);
        voter.previous = voter.previous.filter(|ballot| ballot.term < from);
        if voter.ballot.is_some_and(|ballot| ballot.term >= from) {
            voter.ballot = voter.previous.take();
        }
    }

    /// The node's state tells its vote.
    fn state_tells(&mut self, case: &Case, term: Term, vote: Vote, memory: Memory, shared: &mut Shared) {
        let voter = of(&mut self.nodes, case.node());
        let known = voter.ballot.filter(|ballot| ballot.term == term);
        match (vote, memory) {
            (Vote::For(candidate), Memory::Kept) => {
                self.cast(case, term, candidate, Source::State, shared);
            }
            (Vote::Nobody, Memory::Kept) => {
                if let Some(ballot) = known {
                    shared.ledger.judged(Rule::V1);
                    let (node, whom) = (Ledger::name(case.node()), whom(case.node(), ballot.candidate));
                    let says = format!(
                        "{node} has no vote in term {term} any more, but it had voted for {whom} in that \
                         term (line {}): only a new term clears a vote",
                        ballot.line
                    );
                    shared.ledger.fault(Rule::V1, says, vec![ballot.line]);
                    // Once is enough; a second vote would be told again.
                    voter.previous = voter.ballot.take();
                }
            }
            // Broken is found already (P1). What it has promised stays promised.
            (Vote::Nobody, Memory::Broken) => {}
            (Vote::Nobody, Memory::Reset) => self.forget(case.node(), term),
            (Vote::For(candidate), Memory::Broken | Memory::Reset) => {
                self.forget(case.node(), term);
                let voter = of(&mut self.nodes, case.node());
                voter.previous = voter.ballot.replace(Ballot { term, candidate, line: case.line() });
                shared.tallies.add(case.node(), term, candidate);
            }
        }
    }

    /// A vote becomes known.
    fn cast(&mut self, case: &Case, term: Term, candidate: Node, source: Source, shared: &mut Shared) {
        let node = case.node();
        let voter = of(&mut self.nodes, node);
        let slot = match voter.ballot {
            Some(ballot) if ballot.term > term => &mut voter.previous,
            _ => &mut voter.ballot,
        };
        match *slot {
            Some(ballot) if ballot.term == term && ballot.candidate == candidate => {
                if source != Source::State {
                    shared.ledger.judged(Rule::V1);
                }
                return;
            }
            Some(ballot) if ballot.term == term => {
                shared.ledger.judged(Rule::V1);
                twice(case, ballot, candidate, source, shared.ledger);
                slot.replace(Ballot { term, candidate, line: case.line() });
                return;
            }
            // So old that it is no longer remembered.
            Some(ballot) if ballot.term > term => return,
            _ => {}
        }
        shared.ledger.judged(Rule::V1);
        let ballot = Ballot { term, candidate, line: case.line() };
        if voter.ballot.is_some_and(|latest| latest.term > term) {
            voter.previous = Some(ballot);
        } else {
            voter.previous = voter.ballot.replace(ballot);
        }
        shared.members.votes(node);
        shared.members.votes(candidate);
        shared.tallies.add(node, term, candidate);
        written_down(case, term, candidate, source, shared.ledger);
        if candidate != node {
            let request =
                voter.requests.iter().find(|request| request.candidate == candidate && request.term == term);
            up_to_date(case, ballot, request, shared.candidate_logs, shared.ledger);
        }
    }
}

fn whom(node: Node, candidate: Node) -> String {
    if candidate == node { "itself".to_owned() } else { Ledger::name(candidate).to_string() }
}

/// A second vote in one term.
fn twice(case: &Case, first: Ballot, candidate: Node, source: Source, ledger: &mut Ledger) {
    let node = Ledger::name(case.node());
    let does = match source {
        Source::State => format!("votes for {}", whom(case.node(), candidate)),
        Source::Reply => format!("grants {} its vote", whom(case.node(), candidate)),
        Source::Candidacy => "starts an election".to_owned(),
    };
    let says = format!(
        "{node} {does} in term {}, but has voted for {} in it (line {}): a server votes for at most one \
         candidate per term",
        first.term,
        whom(case.node(), first.candidate),
        first.line
    );
    ledger.fault(Rule::V1, says, vec![first.line]);
}

/// What is said of a vote is in the state that says it, and not for a request of an older term.
fn written_down(case: &Case, term: Term, candidate: Node, source: Source, ledger: &mut Ledger) {
    let Case { event, seen } = *case;
    let node = Ledger::name(event.node);
    let unwritten = event.state.vote == Some(Vote::Nobody) && seen.after.term == Some(term);
    match source {
        Source::Reply if unwritten => {
            ledger.judged(Rule::P1);
            let says = format!(
                "{node} grants {} its vote in term {term}, but its own state says that it has not voted: a \
                 vote is on disk before the node sends it",
                Ledger::name(candidate)
            );
            ledger.fault(Rule::P1, says, Vec::new());
        }
        Source::Reply => {
            if let Some(own) = event.message.as_ref().and_then(|message| message.term)
                && own > term
            {
                ledger.judged(Rule::T2);
                let says = format!(
                    "{node} is in term {own} and grants {} a vote in term {term}, which it had not granted \
                     before: a server rejects a request of an older term",
                    Ledger::name(candidate)
                );
                ledger.fault(Rule::T2, says, Vec::new());
            }
        }
        Source::Candidacy if seen.after.vote == Some(Vote::Nobody) && seen.after.term == Some(term) => {
            ledger.judged(Rule::E2);
            let says = format!(
                "{node} requests votes in term {term} and has not voted itself: a candidate votes for itself \
                 first, otherwise it could vote for another candidate"
            );
            ledger.fault(Rule::E2, says, Vec::new());
        }
        Source::Candidacy | Source::State => {}
    }
}

/// The log of who gets the vote is at least as up-to-date as the voter's: the later last term wins, then length.
fn up_to_date(
    case: &Case,
    ballot: Ballot,
    request: Option<&Request>,
    candidate_logs: &CandidateLogs,
    ledger: &mut Ledger,
) {
    let now = case.seen.before.log_end();
    let (theirs, own, line) = match (request, candidate_logs.end(ballot.candidate, ballot.term)) {
        (Some(Request { last: Some(last), own, line, .. }), _) => (*last, *own, *line),
        (Some(Request { last: None, own, line, .. }), Some((last, _))) => (last, *own, *line),
        (None, Some((last, line))) => (last, now, line),
        (_, None) => {
            ledger.lacks(Rule::V2, Lack::Messages);
            return;
        }
    };
    let seen = case.seen;
    let given_now = line == case.line()
        && (seen.before.term, seen.before.vote) == (Some(ballot.term), Some(Vote::Nobody));
    // Entries of the vote's own term came from its winner, unless the vote is seen to be given here and now: it is told
    // later than it was given.
    let Some(own) = own.filter(|own| given_now || own.term < ballot.term) else {
        ledger.lacks(Rule::V2, Lack::LogEnd);
        return;
    };
    ledger.judged(Rule::V2);
    if (theirs.term, theirs.index) < (own.term, own.index) {
        let (node, candidate) = (Ledger::name(case.node()), Ledger::name(ballot.candidate));
        let because = if theirs.term < own.term { "a last entry of a later term" } else { "a longer log" };
        let says = format!(
            "{node} votes for {candidate} in term {}, whose log ends at entry {} of term {} (line {line}), \
             while its own ends at entry {} of term {}: {because} is more up-to-date, and a server denies \
             its vote to a candidate with a less up-to-date log",
            ballot.term, theirs.index, theirs.term, own.index, own.term
        );
        ledger.fault(Rule::V2, says, vec![line]);
    }
}
