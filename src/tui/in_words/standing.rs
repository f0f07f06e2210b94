//! Where a cluster stands, in words: who leads, and the state of every server.

use crate::explain::known;
use crate::history::Run;
use crate::raft::{Index, RoleKind, ServerId, ServerSet};
use crate::sim::{LifeKind, Node, Span, StepId, Vote, World};

/// A timer that runs for longer is set so that it does not expire by itself.
const SOON: Span = Span::from_ms(10_000);

/// Where a cluster stands, in a session that counts its steps.
pub(in crate::tui) fn standing(run: &Run) -> Vec<String> {
    let when = format!("{} ms, step {}", run.world().now().ms(), run.cursor());
    standing_at(&when, |step| format!(" since step {step}"), run)
}

/// The same in a lesson, where steps are those of the lesson.
pub(in crate::tui) fn standing_now(run: &Run) -> Vec<String> {
    let when = format!("{} ms", run.world().now().ms());
    standing_at(&when, |_| String::new(), run)
}

fn standing_at(when: &str, since: impl Fn(StepId) -> String, run: &Run) -> Vec<String> {
    let world = run.world();
    let leader = match world.leader() {
        Some(leader) => format!("{leader} leads term {}", world.node(leader).persistent().current_term),
        None => "no leader".to_string(),
    };
    let committed = run.checker().committed_index();
    let mut lines = vec![format!(
        "{when}: {leader}, {committed} committed, {} messages in flight",
        world.network().in_flight()
    )];
    lines.extend(rules_off(run));
    lines.extend(world.roster().iter().map(|server| about(world, server)));
    if world.network().has_cuts() {
        lines.extend(
            world
                .roster()
                .iter()
                .map(|server| (server, world.network().in_touch(server).minus(ServerSet::only(server))))
                .map(|(server, others)| format!("{server} is connected to {}", others.in_prose())),
        );
    }
    for violation in run.checker().violations() {
        lines.push(format!("{} is broken{}", violation.property.name(), since(violation.step)));
    }
    if !run.checker().violations().is_empty() {
        lines.extend(world.beginning().blame().map(str::to_owned));
    }
    lines
}

/// `Rule off: one vote per term (V1, bug vote-twice)`
pub(in crate::tui) fn rules_off(run: &Run) -> Vec<String> {
    let off = run.world().options().bugs.iter();
    let off = off.map(|bug| format!("Rule off: {} ({}, bug {bug})", bug.rule_off(), bug.rule()));
    off.chain(run.world().beginning().caveat()).collect()
}

/// `S2: follower, term 3, voted S4, log [term 1: x=1; term 2: y=4], commit 1, times out in 40 ms`.
pub(in crate::tui) fn about(world: &World, id: ServerId) -> String {
    let node = world.node(id);
    let being = match (node.kind(), node.server()) {
        (LifeKind::Down, _) | (_, None) => "down".to_string(),
        (LifeKind::Frozen, Some(server)) => format!("{}, frozen", role(server.role().kind())),
        (LifeKind::Up, Some(_)) => node.role().map_or("role unknown", role).to_string(),
    };
    let term = known(node.term());
    let vote = match node.vote() {
        Some(Vote::For(candidate)) => format!("voted {candidate}"),
        Some(Vote::Nobody) => "no vote".to_string(),
        None => "vote ?".to_string(),
    };
    let commit = node.server().map(|_| format!(", commit {}", known(node.commit_index())));
    let runs = node.election.filter(|_| node.kind() == LifeKind::Up);
    let left = runs.map(|timer| timer.due.since(world.now())).filter(|left| *left <= SOON);
    let timer = left.map(|left| format!(", times out in {}", crate::explain::ms(left)));
    let (commit, timer) = (commit.unwrap_or_default(), timer.unwrap_or_default());
    format!("{id}: {being}, term {term}, {vote}, log {}{commit}{timer}", log(node))
}

/// How many entries of a long log are listed.
const MOST_LISTED: usize = 100;

/// `[term 1: x=1, y=3; term 2: y=4]`: of a long log its end.
fn log(node: &Node) -> String {
    let log = node.log();
    let listed = log.first_index().max(log.last_index().minus(MOST_LISTED).next());
    let mut words: Vec<String> = Vec::new();
    if listed > Index::FIRST {
        words.push(format!("{} more", listed.previous()));
    }
    let mut entries = log.slice(listed, MOST_LISTED).peekable();
    while let Some(first) = entries.next() {
        let mut words_of_term = vec![known(first.payload)];
        while let Some(next) = entries.next_if(|next| next.term == first.term) {
            words_of_term.push(known(next.payload));
        }
        words.push(format!("term {}: {}", known(first.term), words_of_term.join(", ")));
    }
    if node.last_index().is_none() {
        words.push("?".to_owned());
    }
    if words.is_empty() { "empty".to_owned() } else { format!("[{}]", words.join("; ")) }
}

fn role(role: RoleKind) -> &'static str {
    match role {
        RoleKind::Leader => "leader",
        RoleKind::Candidate => "candidate",
        RoleKind::Follower => "follower",
    }
}
