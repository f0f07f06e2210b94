//! Candidacies: how they begin, who gives them votes, and how they end (§5.2).

use super::candidate_logs::{CandidateLogs, LogEnd};
use super::tallies::Tallies;
use super::votes::Votes;
use super::wins::{Win, Wins};
use super::{Case, Shared, is_of_a_leader, is_raft, of};
use crate::paper::Rule;
use crate::raft::{RoleKind, Term};
use crate::trace::judge::{Lack, Ledger, Members, NodeSet};
use crate::trace::{Body, Kind, Message, Vote};

/// What is remembered of each node's candidacies.
#[derive(Debug, Default)]
pub(super) struct Candidacies {
    nodes: Vec<Candidate>,
    wins: Wins,
    conventions: Conventions,
}

/// How the implementation holds its elections, as far as it has shown.
#[derive(Clone, Copy, Debug, Default)]
struct Conventions {
    /// It tells when it asks for votes.
    asks: bool,
    /// It asks whether it would be elected before it stands. Some call it a candidate by then.
    asks_before: bool,
}

impl Conventions {
    fn note(&mut self, message: &Message) {
        match &message.body {
            Body::RequestVote { .. } => self.asks = true,
            Body::Other(name) if !self.asks_before => {
                let pre = |part: &[u8]| part.eq_ignore_ascii_case(b"pre");
                self.asks_before = name.as_bytes().windows(3).any(pre);
            }
            _ => {}
        }
    }
}

#[derive(Clone, Debug, Default)]
struct Candidate {
    /// The latest term that it has been in, by its state or by what it sent.
    term: Option<Term>,
    /// That term, if the trace has seen it come into it.
    entered: Option<Term>,
    /// That term, if it came into it by hearing of it.
    heard: Option<Term>,
    /// The latest term in which it started an election.
    stood: Option<Term>,
    /// The latest term that it led, in this life.
    led: Option<Term>,
    /// Votes that have reached it in its term; votes of older terms that have.
    votes: NodeSet,
    stale: NodeSet,
    /// Votes that have reached it more than once.
    repeated: u32,
    /// Whether a reply came of which it is not told whether it is a vote.
    unclear: bool,
}

impl Candidacies {
    /// A node may have come into another term.
    pub(super) fn enter(&mut self, case: &Case, logs: &mut CandidateLogs) {
        let Case { event, seen } = *case;
        let candidate = of(&mut self.nodes, event.node);
        let own = event.message.as_ref().filter(|message| is_raft(message));
        if seen.boots {
            candidate.start_afresh();
        }
        let sent = own.filter(|message| event.kind == Kind::Send && message.from == event.node);
        let sent = sent.and_then(|message| message.term);
        let now = seen.after.term.max(sent);
        let before = candidate.term.or(seen.before.term);
        if now.is_some() && now != before {
            candidate.votes.clear();
            candidate.stale.clear();
            candidate.repeated = 0;
            candidate.unclear = false;
            candidate.entered = now.filter(|_| before.is_some() && before < now);
            let told = event.state.term.filter(|_| event.kind == Kind::Receive);
            let heard = own.filter(|message| message.term == told && is_request(message)).and(told);
            candidate.heard = heard.filter(|_| candidate.entered.is_some());
        }
        candidate.term = now.or(candidate.term);
        if seen.after.role == Some(RoleKind::Candidate)
            && let (Some(term), Some(place)) = (seen.after.term, seen.after.log_end())
            && (logs.latest(event.node).is_none_or(|latest| latest.term < term)
                || seen.before.role != seen.after.role)
        {
            logs.set(event.node, LogEnd { term, place, line: event.line });
        }
    }

    /// Judges what an event says about candidacies.
    pub(super) fn judge(&mut self, case: &Case, votes: &Votes, shared: &mut Shared) {
        let Case { event, seen } = *case;
        let candidate = of(&mut self.nodes, event.node);
        if matches!(seen.after.role, Some(RoleKind::Candidate | RoleKind::Leader))
            && event.state.role.is_some()
        {
            shared.members.votes(event.node);
        }
        if let Some(message) = &event.message {
            self.conventions.note(message);
        }
        match (&event.message, event.kind) {
            (Some(message), Kind::Receive) => {
                self.wins.receivers.insert(event.node);
                candidate.hear_vote(message, &mut self.wins, shared.ledger);
                yields(case, message, shared.ledger);
            }
            (Some(message), Kind::Send) => asks(case, message, shared.candidate_logs, shared.ledger),
            (_, Kind::Timeout) => opens_a_term(case, self.conventions, shared.ledger),
            _ => {}
        }
        candidate.stands(case, votes, shared.ledger);
        if let Some(term) = leads(case, candidate.term)
            && candidate.led != Some(term)
        {
            candidate.led = Some(term);
            if candidate.entered == Some(term) {
                loyal(case, term, votes, shared.ledger);
                let win = candidate.win(term, case);
                self.wins.add(win, shared.tallies, shared.members, shared.ledger);
            }
        }
    }

    /// Judges the elections whose votes are complete only now.
    pub(super) fn finish(&mut self, tallies: &Tallies, members: &Members, ledger: &mut Ledger) {
        self.wins.finish(tallies, members, ledger);
    }
}

impl Candidate {
    /// What a restart forgets.
    fn start_afresh(&mut self) {
        self.votes.clear();
        self.stale.clear();
        self.led = None;
    }

    /// A vote counts once, and in its own term.
    fn hear_vote(&mut self, message: &Message, wins: &mut Wins, ledger: &mut Ledger) {
        let Body::RequestVoteReply { granted, request_term } = message.body else { return };
        wins.replies_are_told |= granted.is_some();
        match granted {
            Some(true) => {}
            Some(false) => return,
            None => {
                self.unclear = true;
                return;
            }
        }
        let terms = [message.term, request_term];
        let Some(own) = self.term else { return };
        if terms.iter().flatten().any(|term| *term > own) {
            return;
        }
        if terms.iter().flatten().any(|term| *term < own) {
            ledger.judged(Rule::T3);
            self.stale.insert(message.from);
        } else if !self.votes.insert(message.from) {
            self.repeated += 1;
        }
    }

    /// A candidacy begins: in a term of its own, not in one that others have opened.
    fn stands(&mut self, case: &Case, votes: &Votes, ledger: &mut Ledger) {
        let Some(term) = self.term.filter(|term| self.stood != Some(*term)) else { return };
        let node = case.node();
        let asks = case.event.kind == Kind::Send
            && case.event.message.as_ref().is_some_and(|message| {
                message.term == Some(term) && matches!(message.body, Body::RequestVote { .. })
            });
        let told = case.event.state.vote == Some(Vote::For(node)) && case.seen.after.term == Some(term);
        if !(asks || told && votes.of(node, term).is_some_and(|ballot| ballot.candidate == node)) {
            return;
        }
        self.stood = Some(term);
        ledger.judged(Rule::E2);
        if self.heard == Some(term) {
            let says = format!(
                "{} starts an election for term {term}, but it has already learned of that term from another \
                 node: a candidate starts a new term",
                Ledger::name(node)
            );
            ledger.fault(Rule::E2, says, Vec::new());
        }
    }

    fn win(&self, term: Term, case: &Case) -> Win {
        let mut votes = self.votes.clone();
        votes.insert(case.node());
        Win {
            term,
            node: case.node(),
            line: case.line(),
            votes,
            stale: self.stale.clone(),
            repeated: self.repeated,
            unclear: self.unclear,
        }
    }
}

/// Whether it is a request, which anyone may get without having asked for something.
fn is_request(message: &Message) -> bool {
    is_of_a_leader(message) || matches!(message.body, Body::RequestVote { .. })
}

/// The term that a node leads after an event, by its role or, if the trace tells no roles, by what it sends.
fn leads(case: &Case, term: Option<Term>) -> Option<Term> {
    match case.seen.after.role {
        Some(RoleKind::Leader) => case.seen.after.term,
        Some(_) => None,
        None => {
            let message = case.event.message.as_ref().filter(|_| case.event.kind == Kind::Send)?;
            (is_of_a_leader(message) && message.from == case.node() && message.term == term)
                .then_some(term)?
        }
    }
}

/// A candidate that hears of the leader of its term follows it.
fn yields(case: &Case, message: &Message, ledger: &mut Ledger) {
    let Case { event, seen } = *case;
    let stood = seen.before.role == Some(RoleKind::Candidate)
        && seen.before.term.is_some()
        && seen.before.term == message.term;
    if !stood || !is_of_a_leader(message) || seen.after.term != seen.before.term {
        return;
    }
    if event.state.role.is_none() {
        ledger.lacks(Rule::E4, Lack::Role);
        return;
    }
    ledger.judged(Rule::E4);
    if event.state.role == Some(RoleKind::Candidate) {
        let (node, from) = (Ledger::name(event.node), Ledger::name(message.from));
        let says = format!(
            "{node} hears from {from}, the leader of its own term {}, and remains a candidate: only the winner sends \
             AppendEntries, so its election is over",
            message.term.unwrap_or_default()
        );
        ledger.fault(Rule::E4, says, Vec::new());
    }
}

/// A request for votes tells the candidate's log as it is, or as less than it is.
fn asks(case: &Case, message: &Message, logs: &mut CandidateLogs, ledger: &mut Ledger) {
    let Case { event, seen } = *case;
    let (Body::RequestVote { last: Some(last) }, Some(term)) = (&message.body, message.term) else { return };
    if message.from != event.node || logs.latest(event.node).is_some_and(|latest| latest.term > term) {
        return;
    }
    let own = logs.end(event.node, term);
    let stands =
        seen.after.role.is_none_or(|role| role == RoleKind::Candidate) && seen.after.term == Some(term);
    let now = seen.after.log_end().filter(|_| stands).map(|place| (place, event.line));
    logs.set(event.node, LogEnd { term, place: *last, line: event.line });
    let Some((place, line)) = own.or(now) else { return };
    ledger.judged(Rule::E2);
    if (last.term, last.index) > (place.term, place.index) {
        let says = format!(
            "{} requests votes with a log that ends at entry {} of term {}, but its log ends at entry {} of \
             term {}: voters compare the end in the request with their own logs",
            Ledger::name(event.node),
            last.index,
            last.term,
            place.index,
            place.term
        );
        ledger.fault(Rule::E2, says, vec![line]);
    }
}

/// An election timeout that makes a candidate opens a term, and the vote of that term is the candidate's own.
fn opens_a_term(case: &Case, conventions: Conventions, ledger: &mut Ledger) {
    let Case { event, seen } = *case;
    let (Some(RoleKind::Candidate), Some(vote), Some(term), Some(before)) =
        (event.state.role, event.state.vote, event.state.term, seen.before.term)
    else {
        return;
    };
    if term == before {
        let begins = seen.before.role == Some(RoleKind::Follower) && vote == Vote::For(event.node);
        if begins && conventions.asks && !conventions.asks_before {
            ledger.judged(Rule::E2);
            let says = format!(
                "{} becomes a candidate and remains in term {term}: a candidate starts a new term, because \
                 servers have already voted in the old one",
                Ledger::name(event.node)
            );
            ledger.fault(Rule::E2, says, Vec::new());
        }
        return;
    }
    if term < before {
        return;
    }
    if vote != Vote::For(event.node) {
        ledger.judged(Rule::E2);
        let whom = match vote {
            Vote::Nobody => "nobody".to_owned(),
            Vote::For(other) => Ledger::name(other).to_string(),
        };
        let says = format!(
            "{} starts term {term} as a candidate and votes for {whom}: a candidate votes for itself",
            Ledger::name(event.node)
        );
        ledger.fault(Rule::E2, says, Vec::new());
    }
}

/// Who leads a term has stood in it, and has its own vote.
fn loyal(case: &Case, term: Term, votes: &Votes, ledger: &mut Ledger) {
    if let Some(ballot) = votes.of(case.node(), term)
        && ballot.candidate != case.node()
    {
        ledger.judged(Rule::E2);
        let says = format!(
            "{} leads term {term} but has voted for {} in that term (line {}): a candidate votes for itself",
            Ledger::name(case.node()),
            Ledger::name(ballot.candidate),
            ballot.line
        );
        ledger.fault(Rule::E2, says, vec![ballot.line]);
    }
}
