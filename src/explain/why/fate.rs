//! Whether an entry can still be lost.
//!
//! An entry is safe if no server that lacks it can ever lead again. That is not only a matter of today's logs:
//! votes that are under way, leaders that have been passed over and messages in flight count too. So both answers
//! are proved: that it is safe by a [`Guard`], that it is not by losing it on a copy of the cluster ([`Loss`]).

use super::exact_entry::ExactEntry;
use super::loss::{Loss, contradicting};
use crate::history::Run;
use crate::paper::{Bug, Property};
use crate::raft::{AppendEntries, Index, Log, Partial, Role, SeenMessage, ServerId, ServerSet, Term};
use crate::sim::{Flight, Node, SeenLog, World};

/// What becomes of an entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fate {
    /// No log has it any more.
    Gone,
    /// Whatever happens, every later leader has it.
    Safe(Guard),
    /// It can be lost, and this is how.
    CanBeLost(Loss),
    /// Something else is committed in its place: by these.
    Lost(ServerSet),
    /// Neither was found a way to lose it, nor a proof that there is none.
    Open,
}

/// Why no server without the entry can ever lead a term newer than those that were: enough logs reach as far as
/// this entry, which is the same or a later one, and all logs without it end earlier.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Guard {
    /// The entry that guards.
    pub index: Index,
    /// Its term.
    pub term: Term,
    /// Who has it.
    pub on: ServerSet,
}

/// A rule that is off and on which safety rests: if one does, one on which this property does.
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
    /// What guards an entry, if anything does. Nothing does while a rule is off on which safety rests.
    pub fn of(world: &World, named: ExactEntry) -> Option<Guard> {
        if rule_off(world, None).is_some() {
            return None;
        }
        // After a disk was wiped there may be several of this index and term: of which one it is said nobody could tell.
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
/// It does if no majority can do without those who have it, everyone without it has a log that ends before it, and nobody without it leads a newer
/// term or can still win one with votes given before. Then each later leader needs a vote of somebody who has it,
/// gets that vote only with a log that reaches as far, and all such logs have it; what it sends takes the entry away
/// from nobody. So it stays like this forever.
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

/// Whether a server that lacks the entry leads a term at least as new as the entry's, or may still win the one in which
/// it stands.
fn can_lead(world: &World, server: ServerId, on: ServerSet, term: Term) -> bool {
    let Some(running) = world.node(server).server() else { return false };
    let stands = running.term();
    match running.role() {
        Role::Follower { .. } => false,
        Role::Leader(_) => stands >= term,
        Role::Candidate(candidate) => {
            let votes = candidate.votes.or(open_votes(world, server, stands, on));
            stands >= term && world.quorums().is_quorum(votes)
        }
    }
}

/// Votes that a candidate may still get in its term: those under way, and those of servers without the entry that
/// have not given theirs away.
fn open_votes(world: &World, candidate: ServerId, term: Term, on: ServerSet) -> ServerSet {
    let under_way = world.network().flights().filter(|flight| {
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
    under_way.map(|flight| flight.from).chain(free).collect()
}

/// Whether a message in flight can take the entry at the end of `log` away from somebody, or give somebody who lacks it
/// a log that reaches as far.
fn harms(flight: &Flight, log: &Log, (term, index): (Term, Index)) -> bool {
    let SeenMessage::AppendEntries(request) = &*flight.message.seen() else { return false };
    // Whoever has the entry refuses older terms, and who lacks it gets only older entries from them.
    if request.term.is_some_and(|of| of < term) || request.entries.is_empty() {
        return false;
    }
    !agrees(request, log, (term, index))
}

/// Whether all that it carries up to the entry is as in the log. What follows an entry as new as this one can only be
/// stored where this one is.
fn agrees(request: &AppendEntries<Partial>, log: &Log, (term, index): (Term, Index)) -> bool {
    let Some(prev) = request.prev_log_index.filter(|prev| *prev < index) else {
        return request.prev_log_term.is_none_or(|of| of >= term);
    };
    let log = SeenLog::of(log);
    let same = |(at, entry)| at > index || log.get(at) == Some(entry);
    log.term_at(prev) == request.prev_log_term && request.iter().all(same)
}
