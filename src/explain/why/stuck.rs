//! Why nothing new is committed.

use super::{Case, reach, recover};
use crate::explain::answer::{Answer, Clause, Held};
use crate::explain::claim::ElectionClaim;
use crate::explain::sentence::{Sentence, say};
use crate::paper::Rule;
use crate::raft::Timer;
use crate::safety::{Stuck, diagnose};

pub(super) fn answer(case: &Case<'_>) -> Answer {
    let Some(found) = diagnose(case.world, case.checker) else { return moves(case) };
    let waiting = match case.world.leader() {
        Some(leader) => Sentence::from(case.leads(leader)),
        None => {
            say![ElectionClaim::SomebodyLeads.no(), ", so nothing new is committed; nothing is lost either"]
        }
    };
    let stuck = case.is_stuck(&found);
    let mut clauses = vec![needs(case)];
    if let Some(text) = asks(found.cause) {
        let held = Held { holds: false, ..Held::if_so(stuck.yes(), text, "") };
        clauses.push(Clause::of(found.rule, [held]));
    }
    let stopped =
        case.world.roster().minus(case.world.up()).iter().filter_map(|server| case.past.stopped(server));
    let answer = case.answer(stuck).and(waiting).decides(stuck.yes());
    clauses
        .into_iter()
        .fold(answer, Answer::by)
        .with(case.past.tell_all(stopped))
        .with(case.past.told(case.past.cut().as_ref()))
        .because(found.rule.article().why)
        .changed_by("A running, connected majority with enough time to elect a leader.")
        .light(found.servers)
        .do_this(recover::ways_on(case, &found))
}

/// What is missing besides a running, connected majority.
const fn asks(cause: Stuck) -> Option<&'static str> {
    Some(match cause {
        Stuck::NoMajorityUp | Stuck::NoMajorityAwake | Stuck::Partitioned | Stuck::OneWayLinks => {
            return None;
        }
        Stuck::MessagesHeld => "messages arrive",
        Stuck::LeaderDeaf | Stuck::LeaderCutOff => "the leader hears a majority",
        Stuck::LeaderFrozen => "the leader sends messages",
        Stuck::Disturbed => "the server that starts elections hears a leader",
        Stuck::TimeoutsTooShort => "a round trip is far shorter than an election timeout",
        Stuck::LossyLinks => "votes arrive",
        Stuck::TimeoutsNotRandom => "election timeouts differ",
        Stuck::SplitVotes => "one server starts an election before the others",
        Stuck::TimerResetByAny | Stuck::TimerResetByStale => {
            "only a message from the current leader, or a granted vote, restarts an election timer"
        }
        Stuck::NextNeverLowered => "a rejection lowers the next index",
    })
}

/// What a cluster needs to make progress: a running, connected majority.
fn needs(case: &Case<'_>) -> Clause {
    let [runs, in_touch] = reach::majority(case);
    let leads = ElectionClaim::SomebodyLeads.is(case.world.leader().is_some());
    Clause::of(Rule::E3, [runs, in_touch, Held::of(leads, "")])
}

/// The cluster is not stuck, or has nothing to do.
fn moves(case: &Case<'_>) -> Answer {
    let next = case.run.next_at().map(|at| at.since(case.world.now()));
    let waits =
        case.world.nodes().iter().any(|node| {
            node.running().and_then(|it| it.leader()).is_some_and(|state| !state.pending.is_empty())
        });
    let next_in = ElectionClaim::NextIn(next);
    let clients = ElectionClaim::ClientWaits.is(waits);
    let first = match next {
        None => say![next_in],
        Some(_) => say!["it is not stuck: ", next_in],
    };
    let second = match case.world.leader() {
        Some(server) => say![case.leads(server), ", and ", clients],
        None => say![ElectionClaim::SomebodyLeads.no()],
    };
    let flights = case.world.network().in_flight();
    let timers = ElectionClaim::NoTimers;
    let election = case
        .world
        .nodes()
        .iter()
        .any(|node| node.running().is_some() && node.timer(Timer::Election).is_some());
    let clause = Clause::of(
        Rule::L1,
        [
            Held {
                holds: flights > 0,
                ..Held::if_so(
                    ElectionClaim::InFlight(flights).yes(),
                    "messages are in flight",
                    ElectionClaim::InFlight(flights),
                )
            },
            Held {
                holds: election,
                ..Held::if_so(timers.is(!election), "election timers are running", timers.is(!election))
            },
        ],
    );
    case.answer(first).and(second).says(false).by(clause).by(needs(case)).because(Rule::C2.article().why)
}
