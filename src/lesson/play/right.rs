//! What is right, read from the cluster.

use super::answer::{Pointed, Right};
use super::cluster::LessonCluster;
use crate::history::Run;
use crate::language::Script;
use crate::lesson::{Answering, Choice, Correctness, Event, Number, PointTarget, Question, RightRule};
use crate::paper::Rule;
use crate::raft::Term;
use crate::script::{View, holds};
use crate::sim::StepId;

/// A copy of the cluster in which it was played on.
pub(super) struct Copy {
    /// As it stands then.
    pub cluster: LessonCluster,
    /// The step after which it was played on.
    pub from: StepId,
}

/// What is right, or the line (0 if none is known) and what is wrong there.
pub(super) fn right(question: &Question, copy: &Copy) -> Result<Right, (u32, String)> {
    let then = &copy.cluster;
    let view = || then.view().ok_or_else(|| "there is no cluster yet".to_owned());
    let judge = |choice: &Choice| match &choice.correctness {
        Correctness::Right => Ok(true),
        Correctness::Wrong => Ok(false),
        Correctness::If(condition) => {
            view().map(|view| holds(condition, view)).map_err(|why| (choice.line, why))
        }
    };
    match &question.answering {
        Answering::One(choices) | Answering::Several(choices) => {
            Ok(Right::Choices(choices.iter().map(judge).collect::<Result<Vec<bool>, _>>()?))
        }
        Answering::Number { right: Number::Exactly(number), .. } => Ok(Right::Number(*number)),
        Answering::Number { right: Number::Of(quantity), .. } => {
            let values = view().and_then(|view| view.values(quantity)).map_err(|why| (0, why))?;
            let mut numbers = values.iter().map(|(_, number)| *number);
            let first = numbers.next().flatten();
            match first.filter(|first| numbers.all(|number| number == Some(*first))) {
                Some(number) => Ok(Right::Number(number)),
                None => Err((0, "the run has no such number, or more than one".to_owned())),
            }
        }
        Answering::Point { right, .. } => {
            let found = view().and_then(|view| points(right, view)).map_err(|why| (0, why))?;
            Ok(Right::Points(found))
        }
        Answering::Order { events, .. } => order(events, copy).map(Right::Order),
        Answering::Logs { of, .. } => {
            let view = view().map_err(|why| (0, why))?;
            let servers = view.servers(of).map_err(|why| (0, why))?;
            let log = |server| {
                let log = &view.run.world().node(server).persistent().log;
                (server, log.entries().map(|entry| entry.term).collect::<Vec<Term>>())
            };
            Ok(Right::Logs(servers.iter().map(log).collect()))
        }
        Answering::Rule { right: RightRule::These(rules), .. } => Ok(Right::Rules(rules.clone())),
        Answering::Rule { right: RightRule::Behind(fact), .. } => {
            let run = copy.run().map_err(|why| (0, why))?;
            match behind(fact, run, copy.from) {
                rules if rules.is_empty() => Err((0, format!("no {fact} happens in the run"))),
                rules => Ok(Right::Rules(rules)),
            }
        }
        Answering::Why { rubric, .. } => Ok(Right::Own(rubric.len())),
    }
}

impl Copy {
    /// What is played from here on counts.
    pub fn begins_here(&mut self) {
        self.from = self.cluster.run.as_ref().map_or(0, |run| run.cursor());
    }

    /// Plays on; another cluster counts from its beginning.
    pub fn play(&mut self, script: &Script, line: u32) {
        if let Some(played) = self.cluster.play(script, line).filter(|played| played.fresh) {
            self.from = played.from;
        }
    }

    fn run(&self) -> Result<&Run, String> {
        self.cluster.run.as_deref().ok_or_else(|| "there is no cluster yet".to_owned())
    }
}

/// The rules behind the facts of a name that happened after a step.
fn behind(fact: &str, run: &Run, from: StepId) -> Vec<Rule> {
    let mut rules = Vec::new();
    let mut run = run.clone();
    let end = run.cursor();
    run.seek(from.max(run.start()));
    while run.cursor() < end {
        let Some(step) = run.forward() else { break };
        for found in step.seen().filter(|found| found.name() == fact) {
            if !rules.contains(&found.rule()) {
                rules.push(found.rule());
            }
        }
    }
    rules
}

/// The events in the order in which they come about, counted from 0 as they are written.
fn order(events: &[Event], copy: &Copy) -> Result<Vec<usize>, (u32, String)> {
    let mut run = copy.run().map_err(|why| (0, why))?.clone();
    let names = copy.cluster.names();
    let end = run.cursor();
    run.seek(copy.from.max(run.start()));
    if let Some(event) = events.iter().find(|event| holds(&event.when, View { run: &run, names })) {
        return Err((event.line, "this event has already happened before the question".to_owned()));
    }
    let mut order: Vec<usize> = Vec::new();
    while run.cursor() < end && order.len() < events.len() {
        if run.forward().is_none() {
            break;
        }
        let view = View { run: &run, names };
        let open = (0..events.len()).filter(|number| !order.contains(number));
        let now: Vec<usize> = open.filter(|number| holds(&events[*number].when, view)).collect();
        if let [_, second, ..] = now[..] {
            return Err((
                events[second].line,
                "this event happens in the same step as another one".to_owned(),
            ));
        }
        order.extend(now);
    }
    match (0..events.len()).find(|number| !order.contains(number)) {
        Some(never) => Err((events[never].line, "this event never happens in the run".to_owned())),
        None => Ok(order),
    }
}

/// What is meant; any one is right.
pub(super) fn points(point: &PointTarget, view: View<'_>) -> Result<Vec<Pointed>, String> {
    Ok(match point {
        PointTarget::Server(who) => view.servers(who)?.iter().map(Pointed::Server).collect(),
        PointTarget::Entry { index, on } => {
            view.servers(on)?.iter().map(|server| Pointed::Entry(server, *index)).collect()
        }
        PointTarget::Message(pattern) => {
            let found: Vec<Pointed> =
                view.flights(pattern)?.iter().map(|flight| Pointed::Message(flight.id)).collect();
            if found.is_empty() {
                return Err(format!("no {pattern} is in flight"));
            }
            found
        }
    })
}
