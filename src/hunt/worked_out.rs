//! A run to logs that are asked for: which leaders can have made them is worked out, not searched for at random
//! ([`crate::arise`]). What can be left out of the run is.

use super::finding::Finding;
use super::replay::PAUSE;
use crate::arise::{Effort, Situation, Verdict, decide};
use crate::explain::arrive;
use crate::history::{ActionSequence, Run};
use crate::language::{Condition, Names, Target, default_command};
use crate::paper::BugSet;
use crate::raft::{Entry, Index, ServerId};
use crate::script::{View, holds};
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
    let sequences = sets.filter_map(|logs| {
        let situation = Situation::of_logs(logs);
        let Verdict::Possible(plan) = decide(&situation, Effort::QUICK) else { return None };
        let run = arrive(&plan, &situation)?.run;
        is_so(condition, &run).then(|| ActionSequence::of(&run, PAUSE))?
    });
    let shortest = sequences.min_by_key(ActionSequence::count)?;
    let (actions, mut run) = shortest.reduced(|run| is_so(condition, run))?;
    run.seek(run.start());
    Some(Finding { run, violation: None, bugs: BugSet::NONE, actions: actions.count(), intact: None })
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
