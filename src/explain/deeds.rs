//! What is done in a run in which nothing happens of its own accord, and what of it can be left out.

use crate::history::Run;
use crate::raft::ServerId;
use crate::sim::{Action, Setup, Span, StepId};
use std::collections::BTreeMap;

/// What is done in such a run, in order.
#[derive(Clone, Debug)]
pub struct Deeds {
    setup: Setup,
    /// How much time passes between two of them.
    pause: Span,
    list: Vec<Deed>,
}

/// One thing that is done; a message is named by what sent it, so that it means the same when something else is left out.
#[derive(Clone, Debug)]
struct Deed {
    number: usize,
    action: Action,
    /// Of a message that is delivered: the number of what sent it, from whom and to whom.
    message: Option<(usize, ServerId, ServerId)>,
}

impl Deeds {
    /// Of a run from its start to its end, with so much time between them. None if something happens in it of its own
    /// accord.
    pub fn of(run: &Run, pause: Span) -> Option<Deeds> {
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
        Some(Deeds { setup, pause, list })
    }

    /// How many.
    pub fn count(&self) -> usize {
        self.list.len()
    }

    /// Plays it until it has come to something, without what cannot be done: what was done, and the run.
    fn played_to(&self, is_there: &impl Fn(&Run) -> bool) -> Option<(Deeds, Run)> {
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
            run.pass(begun + Span(self.pause.0 * (done.len() as u64 + 1)));
            if run.act(&action).is_ok() {
                steps.insert(deed.number, run.cursor());
                done.push(deed.clone());
                if is_there(&run) {
                    return Some((Deeds { list: done, ..self.clone() }, run));
                }
            }
        }
        None
    }

    /// What is left once nothing can be left out any more, with its run to where it is to come. None if it does not come
    /// there.
    pub fn without_what_can_be_left_out(self, is_there: impl Fn(&Run) -> bool) -> Option<(Deeds, Run)> {
        let mut best = self.played_to(&is_there)?;
        loop {
            let before = best.0.count();
            // What is done late is tried first: what it was for is gone then, too.
            for at in (0..before).rev() {
                let mut fewer = best.0.clone();
                if at < fewer.list.len() {
                    fewer.list.remove(at);
                    best = fewer.played_to(&is_there).unwrap_or(best);
                }
            }
            if best.0.count() == before {
                return Some(best);
            }
        }
    }
}
