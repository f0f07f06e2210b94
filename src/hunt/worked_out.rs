//! A run to logs that are asked for: which leaders can have made them is worked out, not searched for at random
//! ([`crate::arise`]). What can be left out of the run is.

use super::finding::Finding;
use super::replay::PAUSE;
use crate::arise::{Effort, Situation, Verdict, decide};
use crate::explain::arrive;
use crate::history::Run;
use crate::language::{Condition, Names, Target, default_command};
use crate::paper::BugSet;
use crate::raft::{Entry, Index, ServerId};
use crate::script::{View, holds};
use crate::sim::{Action, Setup, Span, StepId};
use std::collections::BTreeMap;

/// The largest cluster that is tried, as in the search at random.
const MOST_SERVERS: usize = 5;
/// The most sets of logs that are tried, where some servers' logs are not said.
const MOST_SETS: usize = 200;

/// A run to a condition that says what is in logs. None if it says nothing of that, or none is found so.
pub(super) fn run_to(condition: &Condition) -> Option<Finding> {
    let mut said: BTreeMap<ServerId, Vec<Entry>> = BTreeMap::new();
    logs_said(condition, &mut said);
    let least = said.keys().last()?.position() + 1;
    let sets = (least.max(2)..=MOST_SERVERS).flat_map(|size| sets(&said, size)).take(MOST_SETS);
    let deeds = sets.filter_map(|logs| {
        let situation = Situation::of_logs(logs);
        let Verdict::Possible(plan) = decide(&situation, Effort::QUICK) else { return None };
        let run = arrive(&plan, &situation)?.run;
        is_so(condition, &run).then(|| Deeds::of(&run))?
    });
    let mut deeds = deeds.min_by_key(|deeds| deeds.list.len())?;
    deeds.leave_out(condition);
    let mut run = deeds.played_to(condition)?.0;
    run.seek(run.start());
    Some(Finding { run, violation: None, bugs: BugSet::NONE, actions: deeds.list.len(), intact: None })
}

/// The logs that have to be so, of servers that are named.
fn logs_said(condition: &Condition, said: &mut BTreeMap<ServerId, Vec<Entry>>) {
    match condition {
        Condition::And(all) => all.iter().for_each(|one| logs_said(one, said)),
        Condition::LogIs { who, entries } => {
            let entry = |(index, spec): (Index, &crate::language::EntrySpec)| Entry {
                term: spec.term,
                payload: spec.payload.unwrap_or_else(|| default_command(spec.term, index).into()),
            };
            let log: Vec<Entry> = Index::FIRST.onwards().zip(entries).map(entry).collect();
            for target in &who.0 {
                if let Target::Server(server) = target {
                    said.insert(*server, log.clone());
                }
            }
        }
        _ => {}
    }
}

/// All logs of a cluster: those that are said; of the others each one that is said, or none.
fn sets(said: &BTreeMap<ServerId, Vec<Entry>>, size: usize) -> Vec<Vec<Vec<Entry>>> {
    let mut others: Vec<Vec<Entry>> = vec![Vec::new()];
    others.extend(said.values().cloned());
    others.sort();
    others.dedup();
    let mut sets: Vec<Vec<Vec<Entry>>> = vec![Vec::new()];
    for server in (0..size).map(ServerId::at) {
        let choices = said.get(&server).map_or(others.as_slice(), std::slice::from_ref);
        let longer = sets
            .iter()
            .flat_map(|set| choices.iter().map(|log| [set.as_slice(), std::slice::from_ref(log)].concat()));
        sets = longer.take(MOST_SETS).collect();
    }
    sets
}

fn is_so(condition: &Condition, run: &Run) -> bool {
    holds(condition, View { run, names: &Names::default() })
}

/// What is done in a run in which nothing happens of its own accord.
struct Deeds {
    setup: Setup,
    list: Vec<Deed>,
}

/// One thing that is done; a message is named by what sent it, so that it means the same when something else is left out.
#[derive(Clone)]
struct Deed {
    number: usize,
    action: Action,
    /// Of a message that is delivered: the number of what sent it, from whom and to whom.
    message: Option<(usize, ServerId, ServerId)>,
}

impl Deeds {
    /// Of a run from its start to its end. None if it is no such run.
    fn of(run: &Run) -> Option<Deeds> {
        let setup = run.world().setup().clone();
        let mut again = Run::new(setup.clone()).ok()?;
        let mut steps: Vec<StepId> = Vec::new();
        let mut list = Vec::new();
        for placed in run.actions() {
            let message = match placed.action {
                Action::Deliver(id) => {
                    let flight = again.world().network().flight(id)?;
                    let sent_by = steps.iter().position(|step| *step == flight.cause)?;
                    Some((sent_by, flight.from, flight.to))
                }
                _ => None,
            };
            again.act(&placed.action).ok()?;
            list.push(Deed { number: steps.len(), action: placed.action.clone(), message });
            steps.push(again.cursor());
        }
        Some(Deeds { setup, list })
    }

    /// Plays it until a condition holds, without what cannot be done: the run, and what was done.
    fn played_to(&self, condition: &Condition) -> Option<(Run, Vec<Deed>)> {
        let mut run = Run::new(self.setup.clone()).ok()?;
        let begun = run.world().now();
        let mut steps: BTreeMap<usize, StepId> = BTreeMap::new();
        let mut done = Vec::new();
        for deed in &self.list {
            let action = match deed.message {
                Some((sent_by, from, to)) => {
                    let step = steps.get(&sent_by);
                    let mut flights = run.world().network().flights();
                    let sent = flights.find(|it| Some(&it.cause) == step && (it.from, it.to) == (from, to));
                    let Some(flight) = sent else { continue };
                    Action::Deliver(flight.id)
                }
                None => deed.action.clone(),
            };
            run.pass(begun + Span(PAUSE.0 * (done.len() as u64 + 1)));
            if run.act(&action).is_ok() {
                steps.insert(deed.number, run.cursor());
                done.push(deed.clone());
                if is_so(condition, &run) {
                    return Some((run, done));
                }
            }
        }
        None
    }

    /// Leaves out what can be left out, one thing at a time, until nothing can.
    fn leave_out(&mut self, condition: &Condition) {
        if let Some((_, done)) = self.played_to(condition) {
            self.list = done;
        }
        let mut at = 0;
        while at < self.list.len() {
            let mut list = self.list.clone();
            list.remove(at);
            let fewer = Deeds { setup: self.setup.clone(), list };
            match fewer.played_to(condition) {
                Some((_, done)) => (self.list, at) = (done, 0),
                None => at += 1,
            }
        }
    }
}
