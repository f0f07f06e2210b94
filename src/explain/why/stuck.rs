//! Why nothing moves.

use super::{Case, reach, recover};
use crate::explain::answer::{Answer, Clause, Held};
use crate::explain::words::{capitalized, ms};
use crate::paper::Rule;
use crate::raft::{ServerSet, Timer};
use crate::safety::{Stuck, diagnose};

pub(super) fn answer(case: &Case<'_>) -> Answer {
    let Some(found) = diagnose(case.world, case.checker) else { return moves(case) };
    let waiting = match case.world.leader() {
        Some(leader) if found.cause == Stuck::LeaderCutOff => {
            format!("{leader} leads and goes on without it.")
        }
        Some(leader) => format!("{leader} leads, and nothing new is committed."),
        None => "So nobody leads, and nothing is committed. Nothing is lost either.".to_owned(),
    };
    let mut clauses = vec![needs(case)];
    if let Some(text) = asks(found.cause) {
        clauses.push(Clause::of(found.rule, [Held::new(false, text, found.servers.to_string())]));
    }
    let stopped =
        case.world.roster().minus(case.world.up()).iter().filter_map(|server| case.past.stopped(server));
    let answer = case.answer(format!("{}.", capitalized(found.headline()))).and(waiting).says(true);
    clauses
        .into_iter()
        .fold(answer, Answer::by)
        .with(case.past.tell_all(stopped))
        .with(case.past.told(case.past.cut().as_ref()))
        .because(found.rule.article().why)
        .changed_by("A majority that runs, is in touch, and has time enough to elect a leader.")
        .light(found.servers)
        .do_this(recover::ways_on(case, found.cause))
}

/// What is missing besides a majority that runs and is in touch.
const fn asks(cause: Stuck) -> Option<&'static str> {
    Some(match cause {
        Stuck::NoMajorityUp | Stuck::NoMajorityAwake | Stuck::Partitioned | Stuck::OneWayLinks => {
            return None;
        }
        Stuck::MessagesHeld => "messages arrive",
        Stuck::LeaderDeaf | Stuck::LeaderCutOff => "the leader hears a majority",
        Stuck::LeaderFrozen => "the leader speaks",
        Stuck::Disturbed => "whoever stands could hear a leader",
        Stuck::TimeoutsTooShort => "a round trip is far shorter than an election timeout",
        Stuck::LossyLinks => "votes get through",
        Stuck::TimeoutsNotRandom => "election timeouts differ",
        Stuck::SplitVotes => "one stands before the others",
        Stuck::TimerResetByAny | Stuck::TimerResetByStale => {
            "only its leader, or a vote given, restarts a timer"
        }
        Stuck::NextNeverLowered => "a refusal lowers next index",
    })
}

/// What a cluster needs to go on: a majority that runs and is in touch.
fn needs(case: &Case<'_>) -> Clause {
    let [runs, in_touch] = reach::majority(case);
    let leader = case.world.leader().map_or_else(|| "nobody".to_owned(), |it| it.to_string());
    Clause::of(Rule::E3, [runs, in_touch, Held::new(case.world.leader().is_some(), "somebody leads", leader)])
}

/// It does move, or has nothing to do.
fn moves(case: &Case<'_>) -> Answer {
    let now = case.world.now();
    let next = case.run.next_at().map(|at| ms(at.since(now)));
    let waits =
        case.world.nodes().iter().any(|node| {
            node.running().and_then(|it| it.leader()).is_some_and(|state| !state.pending.is_empty())
        });
    let first = match (&next, waits) {
        (None, _) => "Nothing is in flight and no timer runs.".to_owned(),
        (Some(next), true) => format!("It moves: a client waits, and the next thing happens in {next}."),
        (Some(next), false) => format!("It moves: the next thing happens in {next}."),
    };
    let flights = case.world.network().in_flight();
    let timers = case.world.nodes().iter().filter(|node| {
        node.running().is_some()
            && (node.timer(Timer::Election).is_some() || node.timer(Timer::Heartbeat).is_some())
    });
    let timers: ServerSet = timers.map(|node| node.id).collect();
    let second = match case.world.leader() {
        Some(leader) if !waits => {
            format!("{leader} leads, and no client waits: there is nothing to do but to beat.")
        }
        Some(leader) => format!("{leader} leads and works on what clients have asked."),
        None => "Nobody leads yet.".to_owned(),
    };
    let clause = Clause::of(
        Rule::L1,
        [
            Held::new(flights > 0, "messages are in flight", flights.to_string()),
            Held::new(!timers.is_empty(), "timers run", timers.to_string()),
        ],
    );
    case.answer(first).and(second).says(false).by(clause).by(needs(case)).because(Rule::C2.article().why)
}
