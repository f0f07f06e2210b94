//! What a node keeps when it stops, and that it does nothing while it is down (§5.5, Figure 2, State).
//!
//! What nobody has heard of may be lost: a crash before the write is as if the node had never decided. Where a trace
//! tells what is sent, a node is held to what it has sent; otherwise to what it was.

use super::{Case, granted, is_raft, of};
use crate::paper::Rule;
use crate::raft::{RoleKind, Term};
use crate::trace::judge::{Lack, Ledger, Members};
use crate::trace::{Body, Entry, Kind, Node, State, Vote};

/// What is remembered of each node for its next restart.
#[derive(Debug, Default)]
pub(super) struct Restarts {
    nodes: Vec<Promises>,
    /// Whether anyone tells what it sends, and whether votes are among it.
    sends: bool,
    sends_votes: bool,
}

/// What became of a node's vote.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Memory {
    /// The node goes on.
    Kept,
    /// It stopped or began again, and may have forgotten a vote that nobody had heard of.
    Reset,
    /// It forgot a vote that it was bound to.
    Broken,
}

#[derive(Clone, Copy, Debug, Default)]
struct Promises {
    /// The line in which it last said what it is like.
    line: u64,
    down_since: u64,
    /// Whether it has been accused of what it did while it is down.
    accused: bool,
    /// The highest term in which it has sent anything.
    term: Option<(Term, u64)>,
    /// The last vote that it has told anyone of.
    vote: Option<(Term, Node, u64)>,
}

impl Restarts {
    /// Judges stops, starts, and what happens between them.
    pub(super) fn judge(&mut self, case: &Case, members: &Members, ledger: &mut Ledger) -> Memory {
        let seen = case.seen;
        let alone = if members.are_told() { members.len() == 1 } else { self.nodes.len() <= 1 };
        let mut memory = Memory::Kept;
        if seen.boots {
            first_role(case, alone, ledger);
            if !seen.first {
                ledger.judged(Rule::C1);
                committed(case, ledger);
                memory = self.kept(case, ledger);
            }
        } else if case.event.kind == Kind::Crash {
            // Only what it says here is known of its disk.
            let told = case.event.state;
            memory = if told.term.is_some() || told.vote.is_some() {
                self.kept(case, ledger)
            } else {
                Memory::Reset
            };
        } else if seen.was_down {
            self.acts_while_down(case, ledger);
        }
        self.remember(case);
        memory
    }

    /// A node that is down neither sends nor receives nor changes.
    fn acts_while_down(&mut self, case: &Case, ledger: &mut Ledger) {
        let promises = of(&mut self.nodes, case.node());
        if promises.accused || !acts(case) {
            return;
        }
        promises.accused = true;
        ledger.judged(Rule::C1);
        let node = Ledger::name(case.node());
        let what = match case.event.kind {
            Kind::Send => "sends a message",
            Kind::Receive => "receives a message",
            Kind::Timeout | Kind::Heartbeat => "has a timer",
            _ => "changes",
        };
        let says = format!(
            "{node} {what} while it is down: it crashed in line {} and has not restarted since",
            promises.down_since
        );
        ledger.fault(Rule::C1, says, vec![promises.down_since]);
    }

    /// Term and vote are what they were.
    fn kept(&mut self, case: &Case, ledger: &mut Ledger) -> Memory {
        let Case { event, seen } = case;
        let (told, node) = (event.state, Ledger::name(event.node));
        let promises = of(&mut self.nodes, event.node);
        let (does, did) = if seen.boots { ("restarts", "before") } else { ("crashes", "before that") };
        if told.term.is_none() && told.vote.is_none() {
            ledger.lacks(Rule::P1, Lack::Term);
            return Memory::Reset;
        }
        ledger.judged(Rule::P1);
        let floor = if self.sends { promises.term } else { seen.last.term.map(|term| (term, promises.line)) };
        if let (Some(now), Some((floor, line))) = (told.term, floor)
            && now < floor
        {
            let says = format!(
                "{node} {does} in term {now}, but was in term {floor} {did} (line {line}): the current term \
                 is on disk before the node sends it"
            );
            ledger.fault(Rule::P1, says, vec![line]);
            return Memory::Broken;
        }
        let bound = if self.sends_votes { promises.vote } else { last_vote(seen.last, promises.line) };
        if let (Some(vote), Some((term, whom, line))) = (told.vote, bound)
            && seen.after.term == Some(term)
            && vote != Vote::For(whom)
        {
            let now = match vote {
                Vote::Nobody => "without a vote".to_owned(),
                Vote::For(other) => format!("with a vote for {}", Ledger::name(other)),
            };
            let whom = if whom == event.node { "itself".to_owned() } else { Ledger::name(whom).to_string() };
            let says = format!(
                "{node} {does} in term {term} {now}, and had voted for {whom} in it (line {line}): a vote is \
                 on disk before the node sends it"
            );
            ledger.fault(Rule::P1, says, vec![line]);
            return Memory::Broken;
        }
        Memory::Reset
    }

    fn remember(&mut self, case: &Case) {
        let (event, line) = (case.event, case.line());
        let promises = of(&mut self.nodes, event.node);
        if event.state != State::default() {
            promises.line = line;
        }
        match (event.kind, &event.message) {
            (Kind::Crash, _) => promises.down_since = line,
            (Kind::Start | Kind::Restart, _) => promises.accused = false,
            (Kind::Send, Some(message)) if is_raft(message) && message.from == event.node => {
                self.sends = true;
                if let Some(term) = message.term
                    && promises.term.is_none_or(|(shown, _)| shown < term)
                {
                    promises.term = Some((term, line));
                }
                let shown = match message.body {
                    Body::RequestVote { .. } => Some((message.term, event.node)),
                    _ => granted(message),
                };
                let votes = matches!(message.body, Body::RequestVote { .. } | Body::RequestVoteReply { .. });
                self.sends_votes |= votes;
                if let Some((Some(term), whom)) = shown
                    && promises.vote.is_none_or(|(shown, ..)| shown < term)
                {
                    promises.vote = Some((term, whom, line));
                }
            }
            _ => {}
        }
    }
}

/// Whether an event is something that only a running node does.
fn acts(case: &Case) -> bool {
    let event = case.event;
    let nothing: &[Entry] = &[];
    match event.kind {
        Kind::Send | Kind::Receive | Kind::Timeout | Kind::Heartbeat => true,
        Kind::Client | Kind::Change => {
            event.state != State::default() && changes(case)
                || event.entries != nothing
                || event.applied != nothing
        }
        Kind::Start | Kind::Restart | Kind::Crash | Kind::Lose => false,
    }
}

/// Whether the state is another than before: to say what is on the disk of a node that is down is no deed.
fn changes(case: &Case) -> bool {
    let (last, after) = (case.seen.last, case.seen.after);
    (last.term, last.vote, last.last_index, last.commit)
        != (after.term, after.vote, after.last_index, after.commit)
}

fn last_vote(last: State, line: u64) -> Option<(Term, Node, u64)> {
    match (last.term, last.vote) {
        (Some(term), Some(Vote::For(whom))) => Some((term, whom, line)),
        _ => None,
    }
}

/// Servers start as followers; a cluster of one needs nobody's vote.
fn first_role(case: &Case, alone: bool, ledger: &mut Ledger) {
    let (told, last) = (case.event.state, case.seen.last);
    let Some(role) = told.role else {
        ledger.lacks(Rule::E0, Lack::Role);
        return;
    };
    ledger.judged(Rule::E0);
    let opened_a_term = told.term.is_some() && last.term.is_some() && told.term > last.term;
    if role != RoleKind::Follower && !alone && !opened_a_term {
        let (node, role) = (Ledger::name(case.node()), role.name());
        let says = format!(
            "{node} starts as a {role}: every server starts as a follower, because it cannot know whether \
             there is a leader"
        );
        ledger.fault(Rule::E0, says, Vec::new());
    }
}

/// A commit index may be kept, and cannot lie beyond the log that was kept.
fn committed(case: &Case, ledger: &mut Ledger) {
    let Some(commit) = case.event.state.commit else {
        ledger.lacks(Rule::P2, Lack::Commit);
        return;
    };
    ledger.judged(Rule::P2);
    if let Some(last) = case.seen.after.last_index
        && commit > last
    {
        let node = Ledger::name(case.node());
        let says = format!(
            "{node} restarts with commit index {commit}, but its log ends at {last}: committed entries must \
             be there"
        );
        ledger.fault(Rule::P2, says, Vec::new());
    }
}
