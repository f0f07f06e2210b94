//! Whether an entry can still be lost.
//!
//! An entry is safe if no server that lacks it can ever lead again. That depends not only on the logs: votes in
//! flight, leaders of older terms and `AppendEntries` in flight count too. So both answers are proved: a [`Guard`]
//! proves that an entry is safe, and a [`Loss`] on a copy of the cluster proves that it can be lost.

use super::exact_entry::ExactEntry;
use super::loss::{Loss, contradicting};
use crate::history::Run;
use crate::paper::{Bug, Property};
use crate::raft::{AppendEntries, Index, Log, Partial, Role, SeenMessage, ServerId, ServerSet, Term};
use crate::sim::{Flight, Node, SeenLog, World};

/// What becomes of an entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fate {
    /// No log has it anymore.
    Gone,
    /// Whatever happens, every later leader has it.
    Safe(Guard),
    /// It can be lost, and this is how.
    CanBeLost(Loss),
    /// These servers know another entry to be committed in its place.
    Lost(ServerSet),
    /// No way to lose it was found, and no proof that it is safe.
    Open,
}

/// Why no server without the entry can ever lead a newer term: enough logs have this entry, which is the same or a later
/// one, and all logs without it are less up-to-date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Guard {
    /// The entry that guards.
    pub index: Index,
    /// Its term.
    pub term: Term,
    /// The servers that have it.
    pub on: ServerSet,
}

/// A rule that is off and that safety depends on: one that this property depends on, if there is one.
pub(super) fn rule_off(world: &World, property: Option<Property>) -> Option<Bug> {
    let off = || Bug::ALL.iter().copied().filter(|bug| world.options().has(*bug) && bug.breaks().is_some());
    off().find(|bug| bug.breaks() == property).or_else(|| off().next())
}

impl Fate {
    /// What becomes of an entry from the state at the cursor on.
    pub fn of(run: &Run, named: ExactEntry) -> Fate {
        let world = run.world();
        if named.holders(world).is_empty() {
            return Fate::Gone;
        }
        if let Some(guard) = Guard::of(world, named) {
            return Fate::Safe(guard);
        }
        let instead = contradicting(world, named.index, Some(named.digest));
        if !instead.is_empty() {
            return Fate::Lost(instead);
        }
        match Loss::find(run, named) {
            Some(loss) => Fate::CanBeLost(loss),
            None => Fate::Open,
        }
    }
}

impl Guard {
    /// What guards an entry, if anything does. Nothing does while a rule is off that safety depends on.
    pub fn of(world: &World, named: ExactEntry) -> Option<Guard> {
        if rule_off(world, None).is_some() {
            return None;
        }
        // After a disk was wiped, several entries may have this index and term: nothing says which one is meant.
        let ExactEntry { index, entry, .. } = named;
        let so_named = world.which(|node| node.persistent().log.term_at(index) == Some(entry.term));
        if so_named != named.holders(world) {
            return None;
        }
        let mut seen: Vec<u64> = Vec::new();
        for holder in named.holders(world).iter() {
            let log = &world.node(holder).persistent().log;
            for index in named.index.through(log.last_index()).rev() {
                let Some(entry) = ExactEntry::of(log, index) else { continue };
                // What another log has in common with this one was looked at already.
                if seen.contains(&entry.digest) {
                    break;
                }
                seen.push(entry.digest);
                if let Some(guard) = guards(world, log, entry) {
                    return Some(guard);
                }
            }
        }
        None
    }

    /// The last index up to which everything is guarded, with its guard.
    pub fn highest(world: &World) -> Option<Guard> {
        let first = world.nodes().iter().filter_map(|node| ExactEntry::of(&node.persistent().log, Index(1)));
        first.filter_map(|named| Guard::of(world, named)).max_by_key(|guard| guard.index)
    }
}

/// Whether an entry keeps all servers without it from ever leading a newer term.
///
/// It does if every majority includes a server that has the entry, if all logs without it are less up-to-date, and if no
/// server without it leads a newer term or can still win one with votes already granted. Then each later leader needs the
/// vote of a server that has the entry, gets that vote only with a log that is at least as up-to-date, and all such logs
/// have the entry; its messages delete the entry from no log. So this remains true forever.
fn guards(world: &World, log: &Log, entry: ExactEntry) -> Option<Guard> {
    let on = entry.holders(world);
    let end = (entry.entry.term, entry.index);
    // Any votes that are enough to win include one of these.
    if world.quorums().is_quorum(world.configuration().voters().minus(on)) {
        return None;
    }
    let knows = |node: &Node| node.persistent().current_term >= end.0;
    if !on.iter().all(|server| knows(world.node(server))) {
        return None;
    }
    let without = world.roster().minus(on);
    let behind = |server: ServerId| {
        let log = &world.node(server).persistent().log;
        (log.last_term(), log.last_index()) < end
    };
    let harmless = without.iter().all(|server| behind(server) && !can_lead(world, server, on, end.0));
    let quiet = world.network().flights().all(|flight| flight.doom.is_some() || !harms(flight, log, end));
    (harmless && quiet).then_some(Guard { index: entry.index, term: end.0, on })
}

/// Whether a server that lacks the entry leads a term at least as new as the entry's, or may still win the election that
/// it has started.
fn can_lead(world: &World, server: ServerId, on: ServerSet, term: Term) -> bool {
    let Some(running) = world.node(server).server() else { return false };
    let own = running.term();
    match running.role() {
        Role::Follower { .. } => false,
        Role::Leader(_) => own >= term,
        Role::Candidate(candidate) => {
            let votes = candidate.votes.or(open_votes(world, server, own, on));
            own >= term && world.quorums().is_quorum(votes)
        }
    }
}

/// Votes that a candidate may still get in its term: those in flight, and those of servers without the entry that have
/// not voted for another candidate.
fn open_votes(world: &World, candidate: ServerId, term: Term, on: ServerSet) -> ServerSet {
    let in_flight = world.network().flights().filter(|flight| {
        flight.to == candidate
            && flight.doom.is_none()
            && flight.message.grants_vote()
            && flight.message.request_term() == Some(term)
    });
    let free = world.roster().minus(on).iter().filter(|voter| {
        let disk = world.node(*voter).persistent();
        disk.current_term < term
            || (disk.current_term == term && disk.voted_for.is_none_or(|vote| vote == candidate))
    });
    in_flight.map(|flight| flight.from).chain(free).collect()
}

/// Whether a message in flight can delete the entry at the end of `log` from a server, or make a log without it at least
/// as up-to-date.
fn harms(flight: &Flight, log: &Log, (term, index): (Term, Index)) -> bool {
    let SeenMessage::AppendEntries(request) = &*flight.message.seen() else { return false };
    // A server that has the entry rejects older terms, and one that lacks it gets only older entries from them.
    if request.term.is_some_and(|of| of < term) || request.entries.is_empty() {
        return false;
    }
    !agrees(request, log, (term, index))
}

/// Whether everything that it carries up to the entry is the same as in the log. What follows an entry of this term or a
/// newer one can only be stored where this entry is.
fn agrees(request: &AppendEntries<Partial>, log: &Log, (term, index): (Term, Index)) -> bool {
    let Some(prev) = request.prev_log_index.filter(|prev| *prev < index) else {
        return request.prev_log_term.is_none_or(|of| of >= term);
    };
    let log = SeenLog::of(log);
    let same = |(at, entry)| at > index || log.get(at) == Some(entry);
    log.term_at(prev) == request.prev_log_term && request.iter().all(same)
}
