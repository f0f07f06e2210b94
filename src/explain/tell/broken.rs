//! A property of Figure 3 does not hold: told before everything else.

use super::{BROKEN, Draft, StepView, find};
use crate::explain::words::{entries, range};
use crate::paper::Property;
use crate::raft::Fact;

pub(super) fn tell(view: &StepView) -> Option<Draft> {
    let property = find!(view, Fact::PropertyViolated { property } => property)?;
    let head = format!("{property} is broken");
    Some(Draft::new(BROKEN, property.rule().place(), head, evidence(view, property)))
}

/// What this step did to break it, with its values.
fn evidence(view: &StepView, property: Property) -> String {
    let Some(who) = view.step.server() else { return String::new() };
    let elected = find!(view, Fact::BecameLeader { term, .. } => term);
    let stored = find!(view, Fact::Appended { first, last } => (first, last));
    let applied = find!(view, Fact::Applied { index, .. } => index);
    let committed = find!(view, Fact::CommitAdvanced { from, to, .. } => (from.next(), to));
    match (property, elected, stored, applied, committed) {
        (Property::ElectionSafety, Some(term), ..) => format!("{who} is the second leader of term {term}"),
        (Property::LeaderAppendOnly, ..) => format!("{who} is a leader and changed its own log"),
        (Property::LogMatching, _, Some((first, last)), ..) => {
            format!("{who} stored {}; another log differs before that", entries(first, last))
        }
        (Property::LogMatching, ..) => {
            format!("{who}'s log shares an entry with a log that differs before it")
        }
        (Property::LeaderCompleteness, Some(term), ..) => {
            format!("{who} leads term {term}, but lacks a committed entry")
        }
        (Property::LeaderCompleteness, .., Some((first, last))) => {
            format!("{who} commits {}; a later leader lacks it", range(first, last))
        }
        (Property::StateMachineSafety, _, _, Some(first), _) => {
            let last = view.step.seen().rev().find_map(|fact| match fact {
                Fact::Applied { index, .. } => Some(index),
                _ => None,
            });
            match last.filter(|last| *last > first) {
                Some(last) => format!(
                    "{who} applied {}, and another server differs at one of them",
                    entries(first, last)
                ),
                None => format!("at index {first}, another server applied a different entry than {who}"),
            }
        }
        _ => format!("it happened in this step of {who}"),
    }
}
