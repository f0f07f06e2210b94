//! Commit indexes: a leader's rises by counting what its followers have confirmed (L7, L8), a follower's by what the
//! leader says, as far as their logs are known to agree (R4). And what is committed anywhere is the same everywhere.

use super::completeness::of_term;
use super::log::Slot;
use super::peer::{NodeEvent, Peer};
use super::{Lack, Ledger, Logs, Members, is_term};
use crate::paper::Rule;
use crate::raft::{Index, Term};
use crate::trace::{Body, Kind, Node};
use std::fmt::Write;

/// How many nodes a sentence names at most.
const MOST_NAMED: usize = 9;

/// What is known of whether a majority holds an entry.
enum Support {
    Enough,
    TooFew,
    /// Too little is told, and of what.
    Unknown(Lack),
}

impl Logs {
    /// The node's commit index, before and after.
    pub(super) fn change_commit(
        &mut self,
        peer: &mut Peer,
        case: &NodeEvent,
        members: &Members,
        ledger: &mut Ledger,
    ) {
        let Some(commit) = case.event.state.commit else {
            self.compare(peer, case, peer.commit.max(peer.applied), ledger);
            return;
        };
        let old = peer.commit.replace(commit);
        let boots = case.seen.boots || case.event.kind == Kind::Crash;
        if old == Some(commit) {
            self.compare(peer, case, Some(commit), ledger);
            return;
        }
        let rule = if case.leads_through.is_some() { Rule::L7 } else { Rule::R4 };
        let here = Ledger::name(case.here.0);
        if peer.log.ends_before(commit) && !boots {
            ledger.judged(rule);
            ledger.fault(
                rule,
                format!(
                    "{here} has commit index {commit}, but its log ends at {}",
                    peer.log.last().unwrap_or_default()
                ),
                Vec::new(),
            );
        }
        if let Some(old) = old
            && !boots
        {
            if commit < old {
                ledger.judged(rule);
                ledger.fault(
                    rule,
                    format!(
                        "{here} had commit index {old}, and now only {commit}: while a node runs, its \
                             commit index only increases"
                    ),
                    Vec::new(),
                );
            } else if let Some(term) = case.leads_through {
                self.leader_commits(peer, case, term, (old, commit), members, ledger);
            } else {
                self.follower_commits(peer, case, commit, members, ledger);
            }
        }
        self.compare(peer, case, Some(commit), ledger);
    }

    /// Leaders 4: a majority has it, and it is of the leader's term (§5.3, §5.4.2).
    fn leader_commits(
        &mut self,
        peer: &mut Peer,
        case: &NodeEvent,
        term: Term,
        (old, commit): (Index, Index),
        members: &Members,
        ledger: &mut Ledger,
    ) {
        // What it knew as a follower it may say as a leader.
        if commit <= peer.heard.bound || peer.heard.boundless {
            return;
        }
        let here = Ledger::name(case.here.0);
        let of = peer.log.get(commit).term();
        match of {
            Some(of) if of != term => {
                ledger.judged(Rule::L7);
                ledger.fault(
                    Rule::L7,
                    format!(
                        "{here} commits entry {commit} of term {of} while it leads term {term}: a leader \
                         counts only entries of its own term"
                    ),
                    vec![self.history.line_of(commit, peer.log.get(commit))],
                );
                return;
            }
            Some(_) if peer.log.term(old.next()).is_some_and(|first| is_term(first) && first < term) => {
                // Rule L8: older entries go along.
                ledger.judged(Rule::L8);
            }
            _ => {}
        }
        match self.support(peer, case, commit, members) {
            Support::Enough if of.is_none() => ledger.lacks(Rule::L7, Lack::Entries),
            Support::Enough => {
                ledger.judged(Rule::L7);
                ledger.judged(Rule::L5);
                self.holders.remove(case.here.0);
                if !members.is_quorum(&self.holders) && commit > peer.vouched.0 {
                    peer.vouched = (commit, case.event.line);
                }
            }
            Support::TooFew => {
                ledger.judged(Rule::L7);
                let says =
                    format!("{here} commits entry {commit}, but only {}", self.who_holds(members, commit));
                let lines = peer.leadership.lines(commit).collect();
                ledger.fault(Rule::L7, says, lines);
            }
            Support::Unknown(lack) => {
                ledger.lacks(Rule::L7, lack);
                // It tells of the votes that it received, and was elected before our eyes.
                let watched = peer.hears && !peer.leadership.blind && peer.leadership.is_whole();
                if watched && peer.unproven.is_none() && members.are_told() && members.len() > 1 {
                    let says = format!(
                        "{here} commits entry {commit}, but no follower has acknowledged it \
                                        yet"
                    );
                    peer.unproven = Some((case.event.line, says));
                }
            }
        }
    }

    /// Whether a majority is known to hold an entry of this leader: by what it was confirmed, or, where confirmations are
    /// not told, by the nodes' own logs. Leaves in `holders` who holds it, or may.
    fn support(&mut self, peer: &Peer, case: &NodeEvent, index: Index, members: &Members) -> Support {
        let me = case.here.0;
        self.holders.clear();
        self.holders.insert(me);
        if peer.leadership.blind {
            return Support::Unknown(Lack::Messages);
        }
        // Some may confirm of whom the trace has shown nothing else.
        let reach = self.peers.len().max(peer.leadership.reach());
        if self.traffic.replies_heard && peer.hears {
            for node in (0..reach as u16).map(Node).filter(|node| *node != me) {
                if peer.leadership.may_hold(node, index) {
                    self.holders.insert(node);
                }
            }
            // Others may be known to the leader from before.
            for node in members.told().iter().filter(|node| node.position() >= reach) {
                if peer.leadership.may_hold(*node, index) {
                    self.holders.insert(*node);
                }
            }
            return if members.is_quorum(&self.holders) { Support::Enough } else { Support::TooFew };
        }
        if !members.are_told() {
            // There may be some who log nothing.
            return Support::Unknown(Lack::Members);
        }
        let own = peer.log.get(index);
        let mut certain = 1;
        for node in (0..reach as u16).map(Node).filter(|node| *node != me) {
            let Some(Peer { log, .. }) = self.peers.get(node.position()) else {
                self.holders.insert(node);
                continue;
            };
            let theirs = log.get(index);
            if !log.ends_before(index) && !theirs.conflicts(own) {
                self.holders.insert(node);
                certain += usize::from(log.last().is_some() && theirs.term().is_some());
            }
        }
        for node in members.told().iter().filter(|node| node.position() >= reach) {
            self.holders.insert(*node);
        }
        let logs_are_told = self.traffic.growth || self.traffic.appends_heard;
        if !members.is_quorum(&self.holders) && logs_are_told {
            Support::TooFew
        } else if 2 * certain > members.len() {
            Support::Enough
        } else {
            Support::Unknown(Lack::Messages)
        }
    }

    /// `a and b of 5 are known to hold it`.
    fn who_holds(&self, members: &Members, index: Index) -> String {
        let mut text = String::new();
        let holders = self.holders.len();
        for (number, node) in self.holders.iter().take(MOST_NAMED).enumerate() {
            let between = match number {
                0 => "",
                _ if number + 1 == holders => " and ",
                _ => ", ",
            };
            let _ = write!(text, "{between}{}", Ledger::name(node));
        }
        if holders > MOST_NAMED {
            let _ = write!(text, " and {} more", holders - MOST_NAMED);
        }
        let are = if holders == 1 { "is" } else { "are" };
        let _ = write!(text, " of {} {are} known to hold entry {index}", members.len());
        text
    }

    /// `AppendEntries` 5: no further than the leader's, and no further than the logs are known to agree.
    fn follower_commits(
        &mut self,
        peer: &mut Peer,
        case: &NodeEvent,
        commit: Index,
        members: &Members,
        ledger: &mut Ledger,
    ) {
        if case.seen.after.role.is_none() {
            ledger.lacks(Rule::R4, Lack::Role);
            return;
        }
        if !(self.traffic.appends_heard && peer.hears) || peer.heard.vague || peer.heard.boundless {
            ledger.lacks(Rule::R4, Lack::Messages);
            return;
        }
        ledger.judged(Rule::R4);
        if commit <= peer.heard.bound {
            return;
        }
        // It may have counted as a leader, in this very line or before it stepped down.
        let (before, after) = (case.seen.before.role, case.seen.after.role);
        let leader = Some(crate::raft::RoleKind::Leader);
        let led = before == leader || after == leader || before.is_none();
        if led {
            let term = Some(peer.leadership.term);
            let known = case.seen.before.term == term || case.seen.after.term == term;
            if !known || !matches!(self.support(peer, case, commit, members), Support::TooFew) {
                return;
            }
        }
        let here = Ledger::name(case.here.0);
        let bound = peer.heard.bound;
        let asked = case.event.message.as_ref().is_some_and(
            |message| matches!(&message.body, Body::AppendEntries { prev: Some(_), .. } if message.from != case.here.0),
        );
        if case.event.kind == Kind::Receive && asked && !led {
            let says = if bound == Index::ZERO {
                format!(
                    "{here} has commit index {commit}, but no message told it that an entry that it shares \
                         with the leader is committed"
                )
            } else {
                format!(
                    "{here} has commit index {commit}: only up to {bound} does it know that the leader has \
                         committed the entries and that their logs match"
                )
            };
            ledger.fault(Rule::R4, says, Vec::new());
        } else if commit > self.traffic.highest_commit {
            ledger.fault(
                Rule::R4,
                format!("{here} has commit index {commit}, but no leader has announced that commit"),
                Vec::new(),
            );
        }
    }

    /// Holds the node's log against what is committed, up to an index that it holds committed.
    pub(super) fn compare(
        &mut self,
        peer: &mut Peer,
        case: &NodeEvent,
        upto: Option<Index>,
        ledger: &mut Ledger,
    ) {
        let Some(upto) = upto.filter(|upto| *upto > peer.compared) else { return };
        let term = case.seen.after.term;
        for index in peer.log.known_part(peer.compared.next(), upto) {
            let slot = peer.log.get(index);
            if let Some(other) = self.history.choose(index, slot, case.here.0, case.here.1) {
                self.contradicted(case, (index, slot, "holds"), other, ledger);
                let of = self.completeness.term_of(index);
                if peer.leads && of.is_some() && of != term {
                    let here = Ledger::name(case.here.0);
                    ledger.fault(
                        Rule::I4,
                        format!(
                            "{here} leads without entry {index}{}, which {} knows to be committed: it has \
                             {slot} there",
                            of_term(other.slot),
                            Ledger::name(other.node)
                        ),
                        vec![other.line, peer.leadership.since],
                    );
                }
                break;
            }
        }
        peer.compared = upto;
        if let Some(term) = term {
            self.completeness.committed(case.here, term, upto, &self.peers, &self.history, ledger);
        }
    }

    /// State Machine Safety (§5.4.3): two entries at one index.
    pub(super) fn contradicted(
        &self,
        case: &NodeEvent,
        (index, slot, does): (Index, Slot, &str),
        other: super::history::Chosen,
        ledger: &mut Ledger,
    ) {
        let committed = if does == "holds" { " committed" } else { "" };
        let apart = if slot.conflicts(other.slot) { "" } else { ", with another command" };
        ledger.judged(Rule::I5);
        ledger.fault(
            Rule::I5,
            format!(
                "{} {does} {slot}{committed} at {index}, where {} has {} committed{apart}: all state \
                 machines execute the same command at an index",
                Ledger::name(case.here.0),
                Ledger::name(other.node),
                other.slot
            ),
            vec![other.line, self.history.line_of(index, slot)],
        );
    }

    /// A leader tells others that something is committed which it has not said of itself.
    pub(super) fn claims(
        &mut self,
        peer: &Peer,
        case: &NodeEvent,
        claimed: Index,
        members: &Members,
        ledger: &mut Ledger,
    ) {
        if peer.commit.is_none_or(|commit| claimed <= commit) || claimed <= peer.heard.bound {
            return;
        }
        if !peer.leads || peer.heard.boundless {
            return;
        }
        let foreign = peer.log.get(claimed).term().is_some_and(|of| of != peer.leadership.term);
        let supported = !matches!(self.support(peer, case, claimed, members), Support::TooFew);
        if supported && !foreign {
            return;
        }
        ledger.judged(Rule::L7);
        let here = Ledger::name(case.here.0);
        ledger.fault(
            Rule::L7,
            format!(
                "{here} tells others that {claimed} is committed, but only {}",
                self.who_holds(members, claimed)
            ),
            peer.leadership.lines(claimed).collect(),
        );
    }
}

/// A leader hears a confirmation, and the trace tells it. So it would have told those that came before.
pub(super) fn prove(peer: &mut Peer, case: &NodeEvent, ledger: &mut Ledger) {
    let Some((line, says)) = peer.unproven.take() else { return };
    if peer.leads {
        ledger.judged(Rule::L7);
        ledger.fault_at(line, case.here.0, Rule::L7, says, Vec::new());
    }
}
