//! Whether what is claimed of servers, roles and elections is so.

use super::found::Found;
use super::trials::{all_awake, gets_vote, in_newest_term, start_election, wins, without_chance};
use crate::explain::{ElectionClaim, When};
use crate::history::Run;
use crate::language::Being;
use crate::paper::Bug;
use crate::raft::{AppendOutcome, Candidate, Command, Index, Message, RoleKind, Server, ServerId, ServerSet};
use crate::safety::Stuck;
use crate::sim::{Action, Flight, LifeKind, Node, Span, Step, World};

pub(super) fn found(claim: ElectionClaim, run: &Run) -> Found {
    found_of(claim, run.world(), run)
}

/// Whether it is so of a copy; what was so before is read off the run.
#[expect(clippy::too_many_lines, reason = "one arm for each claim")]
pub(super) fn found_of(claim: ElectionClaim, world: &World, run: &Run) -> Found {
    let node = |server: ServerId| world.node(server);
    let role = |server: ServerId| node(server).server().map(|it| it.role().kind());
    let candidate = |server: ServerId| node(server).server().and_then(Server::candidate);
    match claim {
        ElectionClaim::Is { server, being } => Found::same(Some(being), Some(being_of(role(server)))),
        ElectionClaim::Leads { server, term } => {
            let leads = role(server) == Some(RoleKind::Leader);
            Found::same((true, term), (leads, node(server).persistent().current_term))
        }
        ElectionClaim::SomebodyLeads => {
            let leaders = world.which(|node| node.running().is_some_and(|it| it.leader().is_some()));
            Found::of(!leaders.is_empty(), || "nobody does".to_owned())
        }
        ElectionClaim::IsMember { server, of } => {
            Found::same((true, of), (world.roster().contains(server), world.size()))
        }
        ElectionClaim::IsFrozen(server) => Found::same(LifeKind::Frozen, node(server).kind()),
        ElectionClaim::InTerm { server, term } => Found::same(term, node(server).persistent().current_term),
        ElectionClaim::InNewerTerm { servers, than } => {
            Found::same(servers, world.which(|node| node.persistent().current_term > than))
        }
        ElectionClaim::Follows { server, leader } => {
            let follows = node(server).server().filter(|it| it.role().kind() == RoleKind::Follower);
            Found::same(Some(leader), follows.and_then(Server::known_leader))
        }
        ElectionClaim::KnowsNoLeader(server) => {
            Found::same(Some(None), node(server).server().map(Server::known_leader))
        }
        ElectionClaim::HasVotes { candidate: it, votes } => {
            Found::same(Some(votes), candidate(it).map(|it| it.votes))
        }
        ElectionClaim::Refused { candidate: it, voters } => {
            Found::same(Some(voters), candidate(it).map(|it| it.refusals))
        }
        ElectionClaim::WaitsFor { candidate: it, voters } => {
            let heard = |state: &Candidate| state.votes.or(state.refusals).or(ServerSet::only(it));
            Found::same(Some(voters), candidate(it).map(|state| world.roster().minus(heard(state))))
        }
        ElectionClaim::NeedsVotes { least, of } => Found::same((least, of), (needed(world), world.size())),
        ElectionClaim::MajoritiesMeet { least, of } => {
            let meet = of.checked_sub(least).is_none_or(|others| others < least);
            Found::same((true, needed(world), world.size()), (meet, least, of))
        }
        ElectionClaim::IsEnough(votes) => {
            Found::of(votes.len() >= needed(world), || format!("{} are needed", needed(world)))
        }
        ElectionClaim::WouldVote { voter, candidate, when } => {
            let Some(copy) = election(world, candidate, when) else { return Found::NotTried };
            match copy {
                None => Found::NotSo(format!("{candidate} cannot start an election")),
                Some(copy) if voter == candidate => {
                    Found::same(Some(candidate), copy.node(candidate).persistent().voted_for)
                }
                Some(copy) => match gets_vote(&copy, candidate, voter) {
                    Some(so) => Found::of(so, || "asked, it does not".to_owned()),
                    None => Found::NotTried,
                },
            }
        }
        ElectionClaim::WouldGet { candidate, votes, when } => {
            let Some(copy) = election(world, candidate, when) else { return Found::NotTried };
            let Some(copy) = copy else { return Found::same(votes, ServerSet::EMPTY) };
            if copy.node(candidate).leads() {
                return Found::same(votes, ServerSet::only(candidate));
            }
            let others = world.roster().minus(ServerSet::only(candidate));
            let asked: Option<Vec<(ServerId, bool)>> =
                others.iter().map(|voter| Some((voter, gets_vote(&copy, candidate, voter)?))).collect();
            let Some(asked) = asked else { return Found::NotTried };
            let given: ServerSet = asked.into_iter().filter(|(_, gives)| *gives).map(|(it, _)| it).collect();
            Found::same(votes, given.or(ServerSet::only(candidate)))
        }
        ElectionClaim::CanWin { server, when } => {
            let Some(copy) = election(world, server, when) else { return Found::NotTried };
            let won = copy.is_some_and(|copy| wins(&copy, server));
            Found::of(won, || "its requests and their answers delivered, it does not lead".to_owned())
        }
        ElectionClaim::HasVoted { voter, term, candidate } => {
            let disk = node(voter).persistent();
            Found::same((term, candidate), (disk.current_term, disk.voted_for))
        }
        ElectionClaim::LogEnds { server, index, term } => {
            let log = &node(server).persistent().log;
            Found::same((index, term), (log.last_index(), log.last_term()))
        }
        ElectionClaim::LogIsNewer { server, than } => {
            let tip = |server: ServerId| {
                let log = &node(server).persistent().log;
                (log.last_term(), log.last_index())
            };
            Found::of(tip(server) > tip(than), || format!("they end at {:?}, {:?}", tip(server), tip(than)))
        }
        ElectionClaim::Run(servers) => Found::same(servers, world.which(|node| node.kind() == LifeKind::Up)),
        ElectionClaim::InTouch(servers) => {
            let most = world.roster().iter().map(|server| in_touch(world, server).len()).max();
            let is = world.roster().iter().any(|server| in_touch(world, server) == servers);
            Found::of((is || servers.is_empty()) && most == Some(servers.len()), || {
                format!("the most are {most:?}")
            })
        }
        ElectionClaim::LinkCut { from, to } => Found::same(true, world.network().link(from, to).cut),
        ElectionClaim::LinkHeld { from, to } => Found::same(true, world.network().link(from, to).held),
        ElectionClaim::LinkLoses { from, to } => {
            Found::same(1000, world.network().link(from, to).quality.loss)
        }
        ElectionClaim::Candidates(servers) => {
            let stands =
                |node: &Node| node.running().is_some_and(|it| it.role().kind() == RoleKind::Candidate);
            Found::same(servers, world.which(stands))
        }
        ElectionClaim::FirstTimer { server, left } => {
            let of = |server: ServerId| timer_left(world, server).map(|left| (left, server));
            Found::same(Some((left, server)), world.roster().iter().filter_map(of).min())
        }
        ElectionClaim::NoTimers => {
            let runs = world.roster().iter().find(|server| timer_left(world, *server).is_some());
            Found::same(None, runs)
        }
        ElectionClaim::IsStuck { cause, servers, .. } => is_stuck(cause, servers, run),
        ElectionClaim::NextIn(span) => Found::same(span, run.next_at().map(|at| at.since(world.now()))),
        ElectionClaim::ClientWaits => {
            let waits = world.which(|node| {
                node.running().and_then(Server::leader).is_some_and(|state| !state.pending.is_empty())
            });
            Found::of(!waits.is_empty(), || "none does".to_owned())
        }
        ElectionClaim::InFlight(count) => Found::same(count, world.network().flights().count()),
        ElectionClaim::NextIndex { leader, of, index } => {
            let progress = node(leader).server().and_then(Server::leader).and_then(|it| it.progress(of));
            Found::same(Some(index), progress.map(|progress| progress.next_index))
        }
        ElectionClaim::MatchIndex { leader, of, index } => {
            let progress = node(leader).server().and_then(Server::leader).and_then(|it| it.progress(of));
            Found::same(Some(index), progress.map(|progress| progress.match_index))
        }
        ElectionClaim::CommitIndex { server, index } => {
            let there = node(server).server().map(|it| it.volatile().commit_index);
            Found::same(index, there.unwrap_or_default())
        }
        ElectionClaim::TimerLeft { server, left } => {
            let timer = node(server).election;
            Found::same(left, timer.map(|timer| timer.due.since(world.now())))
        }
    }
}

fn timer_left(world: &World, server: ServerId) -> Option<Span> {
    let node = world.node(server);
    node.running()?;
    node.election.map(|timer| timer.due.since(world.now()))
}

/// How long a cluster that is said to be stuck is let go on.
const LONG: Span = Span::from_ms(3_000);

/// A cluster that is stuck commits nothing new, whatever its clients ask, until somebody changes something.
fn is_stuck(cause: Stuck, servers: ServerSet, run: &Run) -> Found {
    let of_kind = |kind: LifeKind| run.world().which(|node| node.kind() == kind);
    let named = match cause {
        Stuck::NoMajorityUp => of_kind(LifeKind::Down),
        Stuck::NoMajorityAwake => of_kind(LifeKind::Frozen),
        _ => servers,
    };
    if named != servers {
        return Found::NotSo(format!("it hangs on {named}"));
    }
    // What has been unlucky so far may be lucky next, and a leader of others may go on without the one that is cut off.
    let by_chance = matches!(
        cause,
        Stuck::SplitVotes
            | Stuck::LossyLinks
            | Stuck::LeaderFrozen
            | Stuck::LeaderCutOff
            | Stuck::Disturbed
            | Stuck::TimeoutsTooShort
            | Stuck::TimeoutsNotRandom
            | Stuck::TimerResetByAny
            | Stuck::TimerResetByStale
    );
    if by_chance || run.in_past() {
        return Found::NotTried;
    }
    let mut copy = run.present().clone();
    let end = copy.world.now() + LONG;
    let leaders = copy.world.leaders();
    // An answer to what a leader's disk held before it was wiped counts for what comes in its place.
    let beyond = |flight: &Flight| match flight.message.whole() {
        Some(Message::AppendEntriesReply(reply)) => match reply.outcome {
            AppendOutcome::Success { match_index } => {
                match_index > copy.world.node(flight.to).persistent().log.last_index()
            }
            _ => false,
        },
        _ => false,
    };
    if copy.world.network().flights().any(beyond) {
        return Found::NotTried;
    }
    let lengths: Vec<Index> =
        leaders.iter().map(|leader| copy.world.node(*leader).persistent().log.last_index()).collect();
    let mut step = Step::default();
    for leader in &leaders {
        if let Some(command) = Command::set("audit", 1) {
            let _ = copy.act(&Action::Submit { to: *leader, command }, &mut step);
        }
    }
    while copy.world.next_at().is_some_and(|at| at <= end) && copy.step(&mut step) {}
    let news = leaders.iter().zip(lengths).find(|(leader, length)| {
        let new = length.next();
        copy.checker.committed_at(new).is_some_and(|it| {
            it.by == **leader && it.entry.term == run.world().node(**leader).persistent().current_term
        })
    });
    Found::of(news.is_none(), || format!("{news:?} commits a new command"))
}

fn being_of(role: Option<RoleKind>) -> Being {
    match role {
        None => Being::Down,
        Some(RoleKind::Leader) => Being::Leader,
        Some(RoleKind::Candidate) => Being::Candidate,
        Some(RoleKind::Follower) => Being::Follower,
    }
}

/// How many votes win (§5.2): more than half, or half while that rule is off.
fn needed(world: &World) -> usize {
    let half = world.options().has(Bug::MajorityHalf);
    if half { world.size().div_ceil(2) } else { world.size() / 2 + 1 }
}

/// The servers that run and exchange messages with one that runs, itself included.
fn in_touch(world: &World, server: ServerId) -> ServerSet {
    if world.node(server).kind() != LifeKind::Up {
        return ServerSet::EMPTY;
    }
    let open = |from: ServerId, to: ServerId| {
        let link = world.network().link(from, to);
        !link.cut && !link.held && link.quality.loss < 1000
    };
    world.which(|other| {
        let both = other.id == server || (open(server, other.id) && open(other.id, server));
        other.kind() == LifeKind::Up && both
    })
}

/// A copy on which a server has just started an election. None in it if the server cannot; none at all if this state
/// does not let it be tried.
#[expect(clippy::option_option, reason = "that it cannot be is an outcome, that it cannot be tried is none")]
fn election(world: &World, server: ServerId, when: When) -> Option<Option<World>> {
    match when {
        When::Now => {
            let mut copy = without_chance(world);
            if copy.node(server).leads() {
                return Some(None);
            }
            Some(start_election(&mut copy, server).then_some(copy))
        }
        When::Later => Some(Some(in_newest_term(&all_awake(world), server)?)),
    }
}
