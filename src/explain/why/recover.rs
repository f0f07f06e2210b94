//! Ways for a cluster to make progress: time, restarted servers, repaired links.

use super::Case;
use super::elect::wake;
use super::reach;
use super::trial::{SOON, Trial};
use crate::explain::answer::Remedy;
use crate::explain::claim::EntryClaim;
use crate::explain::sentence::Sentence;
use crate::history::Watched;
use crate::language::{Condition, Group, Leaders, Pick, Target, Targets};
use crate::paper::Bug;
use crate::raft::{Command, ServerSet};
use crate::safety::{Diagnosis, Stuck, diagnose};
use crate::sim::{LifeKind, Node, World};

/// The most ways that are offered.
const MOST: usize = 3;

/// What makes a condition of the language true: time, if that is enough; otherwise each way alone, or all together.
pub(super) fn ways(
    case: &Case<'_>,
    start: &Trial<'_>,
    condition: &Condition,
    leads_to: &Sentence,
    holds: impl Fn(&Watched) -> bool + Copy,
) -> Vec<Remedy> {
    ways_to(case, start, |mut trial, text| {
        trial.until(condition, SOON, holds);
        if holds(trial.state()) { trial.remedy(text, leads_to.clone()) } else { None }
    })
}

/// What lets a stuck cluster commit something new, or tells waiting clients what became of their requests.
pub(super) fn ways_on(case: &Case<'_>, found: &Diagnosis) -> Vec<Remedy> {
    ways_to(case, &case.trial(), |mut trial, text| {
        trial.until(&Condition::Not(Box::new(Condition::Stuck(None))), SOON, |state| {
            diagnose(&state.world, &state.checker).is_none()
        });
        if found.cause == Stuck::LeaderCutOff {
            return trial.remedy(text, case.is_stuck(found).no());
        }
        let leads = somebody_leads(&trial.state().world);
        trial.until(&leads, SOON, |state| state.world.leader().is_some());
        let leader = trial.state().world.leader()?;
        let committed = trial.state().checker.committed_index();
        let length = trial.state().world.node(leader).persistent().log.last_index();
        trial.submit(&[Command::set("new", 1)?], leader);
        let next = length.max(committed).next();
        let holds = move |state: &Watched| state.checker.committed_index() >= next;
        trial.until(&Condition::committed(next), SOON, holds);
        if holds(trial.state()) { trial.remedy(text, EntryClaim::CommittedUpTo(next)) } else { None }
    })
}

/// That a running server leads. In the language, a frozen leader is a leader, too.
pub(super) fn somebody_leads(world: &World) -> Condition {
    let exists = Condition::Leaders(Leaders::Some);
    let frozen = |node: &Node| {
        node.kind() == LifeKind::Frozen && node.server().is_some_and(|server| server.leader().is_some())
    };
    if world.which(frozen).is_empty() {
        return exists;
    }
    let who = Targets(vec![Target::Of(Group::Leader, Pick::Each)]);
    Condition::And(vec![exists, Condition::Not(Box::new(Condition::Life { who, life: LifeKind::Frozen }))])
}

fn ways_to<'a>(
    case: &Case<'_>,
    start: &Trial<'a>,
    finish: impl Fn(Trial<'a>, String) -> Option<Remedy>,
) -> Vec<Remedy> {
    let mut found: Vec<Remedy> = finish(start.clone(), "let time pass".to_owned()).into_iter().collect();
    if !found.is_empty() {
        return found;
    }
    let fixes = fixes(case);
    for fix in &fixes {
        let mut trial = start.clone();
        fix.carry_out(&mut trial);
        found.extend(finish(trial, fix.text()));
    }
    if found.is_empty() && fixes.len() > 1 {
        let mut trial = start.clone();
        for fix in &fixes {
            fix.carry_out(&mut trial);
        }
        let texts: Vec<String> = fixes.iter().map(Fix::text).collect();
        found.extend(finish(trial, texts.join(", ")));
    }
    found.truncate(MOST);
    found
}

/// An obstacle that can be removed.
enum Fix {
    Wake(ServerSet),
    Heal,
    Release,
    /// Links lose nothing, and have their default latency.
    Quality,
    PutBack(Bug),
}

fn fixes(case: &Case<'_>) -> Vec<Fix> {
    let world = case.world;
    let asleep = reach::down(world).or(reach::frozen(world));
    let mut fixes = Vec::new();
    if !asleep.is_empty() {
        fixes.push(Fix::Wake(asleep));
    }
    if world.network().has_cuts() {
        fixes.push(Fix::Heal);
    }
    let all = world.roster();
    if all.iter().any(|from| all.iter().any(|to| world.network().link(from, to).held)) {
        fixes.push(Fix::Release);
    }
    let bad = |from, to| {
        let quality = world.network().link(from, to).quality;
        from != to && (quality.loss > 0 || quality.latency.max > world.setup().timing.heartbeat)
    };
    if all.iter().any(|from| all.iter().any(|to| bad(from, to))) {
        fixes.push(Fix::Quality);
    }
    let slow = [Bug::TimerResetByAny, Bug::TimerResetByStale, Bug::NextNeverLowered, Bug::FixedTimeouts];
    fixes.extend(slow.into_iter().filter(|bug| world.options().has(*bug)).map(Fix::PutBack));
    fixes
}

impl Fix {
    fn carry_out(&self, trial: &mut Trial<'_>) {
        match self {
            Fix::Wake(servers) => wake(trial, *servers),
            Fix::Heal => {
                trial.heal();
            }
            Fix::Release => {
                trial.release_links();
            }
            Fix::Quality => {
                trial.quicken();
            }
            Fix::PutBack(bug) => {
                trial.put_back(*bug);
            }
        }
    }

    fn text(&self) -> String {
        match self {
            Fix::Wake(servers) => format!("bring {} back", crate::explain::words::servers(*servers)),
            Fix::Heal => "repair all links".to_owned(),
            Fix::Release => "release all held messages".to_owned(),
            Fix::Quality => "make all links fast and lossless".to_owned(),
            Fix::PutBack(bug) => format!("switch rule {} back on", bug.rule()),
        }
    }
}
