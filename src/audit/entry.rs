//! Whether what is claimed of an entry is so.

use super::election;
use super::found::Found;
use super::states::Scene;
use super::trials::{act, all_awake, arriving, flights, in_newest_term, wins, without_chance};
use crate::explain::{ElectionClaim, EntryClaim, When};
use crate::paper::Property;
use crate::raft::{Command, Fact, Index, Message, Payload, Server, ServerId, ServerSet, Term, Timer};
use crate::sim::{Action, Node, Span, Step, World};
use std::collections::BTreeMap;

/// The most messages in flight that are delivered first, one by one, in the search for a loss.
const MOST_MESSAGES: usize = 6;
/// How long a leader without an entry is given to commit something else.
const LONG: Span = Span::from_ms(2_000);
/// The most steps of that.
const MOST_STEPS: usize = 1_500;

#[expect(clippy::too_many_lines, reason = "one arm for each claim")]
pub(super) fn found(claim: EntryClaim, scene: &Scene) -> Found {
    let (run, world, checker) = (&scene.run, scene.run.world(), scene.run.checker());
    match claim {
        EntryClaim::CommittedUpTo(index) => {
            let there = checker.committed_index();
            Found::of(there >= index, || format!("it reaches {there}"))
        }
        EntryClaim::IsCommitted { .. } if !log_matching(scene) => Found::NotTried,
        EntryClaim::IsCommitted { index, term } => {
            let there = checker.committed_at(index).map(|committed| committed.entry.term);
            Found::same(Some(term), there)
        }
        EntryClaim::IsKnownCommitted { server, index, term } => {
            let node = world.node(server);
            let reaches = node.server().is_some_and(|it| it.volatile().commit_index >= index);
            Found::same((true, Some(term)), (reaches, node.persistent().log.term_at(index)))
        }
        EntryClaim::IsOn { index, term, servers } => match holders_of_one(scene, index, term) {
            Some(there) => Found::same(servers, there),
            None => Found::NotTried,
        },
        EntryClaim::IsOnAmongSeveral { index, term, digest, servers } => {
            let has = world.which(|node| node.persistent().log.digest_at(index) == Some(digest));
            let other = world.which(|node| node.persistent().log.term_at(index) == Some(term)).minus(has);
            Found::same((servers, false), (has, other.is_empty()))
        }
        EntryClaim::Counts { leader, index, on } => {
            let Some(state) = world.node(leader).server().and_then(Server::leader) else {
                return Found::NotSo("it does not lead".to_owned());
            };
            let has = |server: &ServerId| {
                state.progress(*server).is_some_and(|progress| progress.match_index >= index)
            };
            Found::same(on, world.roster().iter().filter(has).collect())
        }
        EntryClaim::Counted { by, in_term, index, term } => {
            let counts = |fact| matches!(fact, Fact::CommitAdvanced { to, .. } if to == index);
            let mut steps = scene.all_of(by).filter(|step| step.seen().any(counts));
            let of = |step: &Step| {
                let state = run.state_at(step.number)?;
                let disk = state.world.node(by).persistent();
                (disk.current_term == in_term).then(|| disk.log.term_at(index))?
            };
            Found::of(steps.any(|step| of(step) == Some(term)), || "no step counted that".to_owned())
        }
        EntryClaim::CanStillCommit { leader, term, index } => {
            if !world.options().bugs.is_empty() {
                return Found::NotTried;
            }
            Found::of(commits(world, leader, term, index), || {
                "all is delivered, and it commits nothing".to_owned()
            })
        }
        EntryClaim::Stays { index, term } => {
            if !log_matching(scene) {
                return Found::NotTried;
            }
            match loss(world, index, term) {
                None => Found::So,
                Some(how) => Found::NotSo(how),
            }
        }
        EntryClaim::CanBeLost { index, term } => match loss(world, index, term) {
            Some(_) => Found::So,
            // That this search finds no way is no proof that there is none.
            None => Found::NotTried,
        },
        EntryClaim::IsLost { index, term } => {
            if !log_matching(scene) || holders_of_one(scene, index, term).is_none() {
                return Found::NotTried;
            }
            match is_lost(scene, index, term) {
                Some(lost) => Found::of(lost, || "nothing else is committed there".to_owned()),
                None => Found::NotTried,
            }
        }
        EntryClaim::LedWithout { leader, in_term, index } => led_without(scene, leader, in_term, index),
        EntryClaim::CanWinWithout { server, index, term, votes } => {
            if world.node(server).persistent().log.term_at(index) == Some(term) {
                return Found::NotSo("it has it".to_owned());
            }
            let gets = ElectionClaim::WouldGet { candidate: server, votes, when: When::Later };
            let wins = ElectionClaim::CanWin { server, when: When::Later };
            match election::found(gets, run) {
                Found::So => election::found(wins, run),
                other => other,
            }
        }
        EntryClaim::Holds { index, term, payload } => {
            let holds = |node: &Node| node.persistent().log.get(index).copied();
            let there = world.nodes().iter().filter_map(holds).filter(|entry| entry.term == term);
            let there: Vec<Payload> = there.map(|entry| entry.payload).collect();
            Found::of(there.contains(&payload), || format!("it holds {there:?}"))
        }
        EntryClaim::Exists { index, term } => {
            let there = world.which(|node| {
                let of = node.persistent().log.term_at(index);
                of.is_some_and(|of| index > Index::ZERO && term.is_none_or(|term| term == of))
            });
            Found::of(!there.is_empty(), || "no log has it".to_owned())
        }
        EntryClaim::CommittedIsGone(index) => {
            let Some(committed) = checker.committed_at(index) else {
                return Found::NotSo("nothing was committed there".to_owned());
            };
            let has = world.which(|node| node.persistent().log.digest_at(index) == Some(committed.digest));
            Found::of(has.is_empty(), || format!("{has} has it"))
        }
        EntryClaim::LongestLog(index) => {
            let longest = world.nodes().iter().map(|node| node.persistent().log.last_index()).max();
            Found::same(Some(index), longest)
        }
        EntryClaim::NoneReaches { index, term, on } => {
            let reaches = |node: &Node| {
                let log = &node.persistent().log;
                (log.last_term(), log.last_index()) >= (term, index)
            };
            Found::same(on, world.which(reaches))
        }
        EntryClaim::ExecutedAlike => executed_alike(scene),
        EntryClaim::IsOff(bug) => Found::of(world.options().has(bug), || "it is not".to_owned()),
    }
}

/// Whether a leader of a term lacked, at some step of it, what was committed at an index.
fn led_without(scene: &Scene, leader: ServerId, in_term: Term, index: Index) -> Found {
    let (run, checker) = (&scene.run, scene.run.checker());
    let log_at = |step: &Step, server: ServerId| {
        run.state_at(step.number)?.world.node(server).persistent().log.digest_at(index)
    };
    // While a rule is off, several may have been committed there.
    let commits = |step: &&Step| {
        step.seen()
            .any(|fact| matches!(fact, Fact::CommitAdvanced { from, to, .. } if from < index && index <= to))
    };
    let counted = scene.steps.iter().filter(commits).filter_map(|step| log_at(step, step.server()?));
    let known = checker.committed_at(index).map(|committed| committed.digest);
    let committed: Vec<u64> = counted.chain(known).collect();
    let leads = |step: &&Step| {
        let leads = || run.state_at(step.number).is_some_and(|state| state.world.node(leader).leads());
        step.term == Some(in_term) && leads()
    };
    let lacked = scene
        .all_of(leader)
        .filter(leads)
        .any(|step| committed.iter().any(|digest| log_at(step, leader) != Some(*digest)));
    Found::of(lacked, || "it always had what was committed there".to_owned())
}

/// Whether all that was executed at an index is one entry.
pub(super) fn executed_alike(scene: &Scene) -> Found {
    let run = &scene.run;
    let mut first: BTreeMap<Index, (Option<Term>, Payload)> = BTreeMap::new();
    for fact in scene.steps.iter().filter(|step| step.number <= run.cursor()).flat_map(Step::seen) {
        if let Fact::Applied { index, term, payload: Some(payload) } = fact
            && *first.entry(index).or_insert((term, payload)) != (term, payload)
        {
            return Found::NotSo(format!("{index} was"));
        }
    }
    Found::So
}

/// Whether index and term name one entry: only then two logs with them have the same up to there.
fn log_matching(scene: &Scene) -> bool {
    !scene.run.checker().violations().iter().any(|it| it.property == Property::LogMatching)
}

/// Who has an entry; none if two logs have different ones of this index and term.
fn holders(world: &World, index: Index, term: Term) -> Option<ServerSet> {
    let has = world.which(|node| node.persistent().log.term_at(index) == Some(term));
    let mut digests = has.iter().map(|server| world.node(server).persistent().log.digest_at(index));
    let first = digests.next();
    digests.all(|digest| Some(digest) == first).then_some(has)
}

/// Who has an entry; none if another one of this index and term was committed, as after a disk was wiped.
fn holders_of_one(scene: &Scene, index: Index, term: Term) -> Option<ServerSet> {
    let on = holders(scene.run.world(), index, term)?;
    let committed = scene.run.checker().committed_at(index).filter(|it| it.entry.term == term);
    let digest = |server| scene.run.world().node(server).persistent().log.digest_at(index);
    let other = committed.is_some_and(|it| on.iter().any(|server| digest(server) != Some(it.digest)));
    (!other).then_some(on)
}

/// Something else is committed at its index; or, where the entry still is, before it. None if no log has it any more and
/// it was committed itself, as can be while a rule is off: what stood before it is not known then.
fn is_lost(scene: &Scene, index: Index, term: Term) -> Option<bool> {
    let (world, checker) = (scene.run.world(), scene.run.checker());
    let Some(on) = holders(world, index, term) else { return Some(false) };
    let terms = |at: Index| {
        let known = checker.committed_at(at).map(|committed| committed.entry.term);
        let knows = world
            .nodes()
            .iter()
            .filter(move |node| node.server().is_some_and(|server| server.volatile().commit_index >= at));
        known.into_iter().chain(knows.filter_map(move |node| node.persistent().log.term_at(at)))
    };
    let Some(holder) = on.first() else {
        let replaced = terms(index).any(|there| there != term);
        return if replaced || checker.committed_at(index).is_none() { Some(true) } else { None };
    };
    let log = &world.node(holder).persistent().log;
    // Terms do not tell entries apart that two leaders of one term have made.
    let commits = |node: &Node, at: Index| node.server().is_some_and(|it| it.volatile().commit_index >= at);
    let digests = |at: Index| {
        let known = checker.committed_at(at).map(|committed| committed.digest);
        let knows = world.nodes().iter().filter(move |node| commits(node, at));
        known.into_iter().chain(knows.filter_map(move |node| node.persistent().log.digest_at(at)))
    };
    Some(Index::FIRST.through(index).any(|at| digests(at).any(|there| Some(there) != log.digest_at(at))))
}

/// A way to lose an entry: a later leader without it, or something else committed in its place. One message that
/// travels may arrive first.
fn loss(world: &World, index: Index, term: Term) -> Option<String> {
    let carries = |flight: &crate::sim::Flight| matches!(flight.message.whole(), Some(Message::AppendEntries(request)) if !request.entries.is_empty());
    let first = flights(world, carries).into_iter().take(MOST_MESSAGES).filter_map(|message| {
        let mut copy = world.clone();
        act(&mut copy, &Action::Deliver(message)).then_some(copy)
    });
    std::iter::once(world.clone()).chain(first).find_map(|copy| loss_now(&copy, index, term))
}

fn loss_now(world: &World, index: Index, term: Term) -> Option<String> {
    let lacks =
        |world: &World, server: ServerId| world.node(server).persistent().log.term_at(index) != Some(term);
    let lacking: Vec<ServerId> = world.roster().iter().filter(|server| lacks(world, *server)).collect();
    for server in lacking {
        if let Some(copy) = in_newest_term(world, server)
            && lacks(&copy, server)
            && wins(&copy, server)
        {
            return Some(format!("{server} wins without it"));
        }
        if world.node(server).server().is_some_and(|it| it.leader().is_some()) {
            let mut copy = all_awake(world);
            let commit = |world: &World| {
                world.node(server).server().map_or(Index::ZERO, |it| it.volatile().commit_index)
            };
            let before = commit(&copy);
            if let Some(command) = Command::set("audit", 1) {
                act(&mut copy, &Action::Submit { to: server, command });
            }
            let end = copy.now() + LONG;
            let mut step = Step::default();
            for _ in 0..MOST_STEPS {
                if copy.next_at().is_none_or(|at| at > end) || !copy.step(&mut step) {
                    break;
                }
            }
            let new = before < index && commit(&copy) >= index;
            if new && copy.node(server).leads() && lacks(&copy, server) {
                return Some(format!("{server}, which leads without it, commits"));
            }
        }
    }
    None
}

/// Whether a leader commits something more, or an entry, if all that it sends to servers in no newer term arrives, and
/// their answers.
fn commits(world: &World, leader: ServerId, term: Term, index: Option<Index>) -> bool {
    let mut world = without_chance(&all_awake(world));
    let disk = world.node(leader).persistent();
    if !world.node(leader).leads() || disk.current_term != term {
        return false;
    }
    let rounds = 4 * (disk.log.len() + 2);
    let commit =
        |world: &World| world.node(leader).running().map_or(Index::ZERO, |it| it.volatile().commit_index);
    let goal = index.unwrap_or_else(|| commit(&world).next());
    if let Some(command) = Command::set("audit", 1) {
        act(&mut world, &Action::Submit { to: leader, command });
    }
    for _ in 0..rounds {
        if commit(&world) >= goal || !world.node(leader).leads() {
            return commit(&world) >= goal;
        }
        act(&mut world, &Action::Fire { server: leader, timer: Timer::Heartbeat });
        for answers in [false, true] {
            let copy = world.clone();
            let wanted = |flight: &crate::sim::Flight| match flight.message.whole() {
                Some(Message::AppendEntries(request)) => {
                    let to = copy.node(flight.to).persistent().current_term;
                    !answers && flight.from == leader && request.term == term && to <= term
                }
                Some(Message::AppendEntriesReply(reply)) => {
                    answers && flight.to == leader && reply.term <= term
                }
                _ => false,
            };
            for message in arriving(&world, wanted) {
                act(&mut world, &Action::Deliver(message));
            }
        }
    }
    commit(&world) >= goal
}
