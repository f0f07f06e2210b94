//! A finding as a text, for a hunt that goes on somewhere else than where it is shown.
//!
//! Its run travels as a session, which plays out the same wherever it is read. The rest is what the session does not say.

use super::{Finding, Intact};
use crate::history::BranchId;
use crate::paper::{Bug, BugSet, Property};
use crate::script::session;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Carried {
    session: String,
    /// The ids of the rules that were off.
    bugs: Vec<String>,
    actions: usize,
    /// The number of the property that breaks in the last step.
    broken: Option<usize>,
    intact: Option<CarriedIntact>,
}

#[derive(Serialize, Deserialize)]
struct CarriedIntact {
    /// Its place among the branches.
    branch: usize,
    parts_at: Option<(u64, Option<u64>)>,
    impossible: usize,
    violated: Vec<usize>,
}

impl Finding {
    /// As a text.
    pub fn write(&self) -> String {
        let place = |id: BranchId| self.run.branches().iter().position(|nested| nested.branch.id() == id);
        let intact = self.intact.as_ref().map(|intact| CarriedIntact {
            branch: place(intact.branch).unwrap_or_default(),
            parts_at: intact.parts_at,
            impossible: intact.impossible,
            violated: intact.violated.iter().map(|property| number(*property)).collect(),
        });
        let carried = Carried {
            session: session::write(&self.run),
            bugs: self.bugs.iter().map(|bug| bug.id().to_owned()).collect(),
            actions: self.actions,
            broken: self.violation.as_ref().map(|violation| number(violation.property)),
            intact,
        };
        // It is made of texts and numbers: writing it cannot fail.
        serde_json::to_string(&carried).unwrap_or_default()
    }

    /// The finding of a text; none if it is not one, or does not play out as it says.
    pub fn read(text: &str) -> Option<Finding> {
        let carried: Carried = serde_json::from_str(text).ok()?;
        let resumed = session::read(&carried.session).ok()?.resume();
        if !resumed.parted.is_empty() {
            return None;
        }
        let mut run = resumed.run;
        let bugs: Option<BugSet> = carried.bugs.iter().map(|id| Bug::parse(id)).collect();
        let branches: Vec<BranchId> = run.branches().iter().map(|nested| nested.branch.id()).collect();
        let violation = match carried.broken {
            None => None,
            Some(broken) => {
                run.switch(*branches.first()?).ok()?;
                run.seek(run.end());
                let (property, last) = (Property::ALL.get(broken)?, run.cursor());
                let mut found = run.checker().violations().iter();
                Some(
                    found
                        .find(|violation| violation.property == *property && violation.step == last)?
                        .clone(),
                )
            }
        };
        let intact = match carried.intact {
            None => None,
            Some(intact) => Some(Intact {
                branch: *branches.get(intact.branch)?,
                parts_at: intact.parts_at,
                impossible: intact.impossible,
                violated: intact
                    .violated
                    .iter()
                    .map(|number| Property::ALL.get(*number).copied())
                    .collect::<Option<_>>()?,
            }),
        };
        run.seek(run.start());
        Some(Finding { run, violation, bugs: bugs?, actions: carried.actions, intact })
    }
}

fn number(property: Property) -> usize {
    Property::ALL.iter().position(|known| *known == property).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hunt::{Goal, Hunt};

    #[test]
    fn a_finding_is_the_same_where_it_arrives() {
        let bugs = BugSet::NONE.with(Bug::parse("vote-twice").expect("a bug"));
        let mut hunt = Hunt::new(bugs, Goal::Violation, 1).expect("a hunt");
        let found = (0..10_000).find_map(|_| hunt.advance(2_000)).expect("it is found");
        let arrived = Finding::read(&found.write()).expect("it arrives");
        assert_eq!(arrived.violation, found.violation);
        assert_eq!(arrived.to_json(), found.to_json());
        let end = |finding: &Finding| {
            let branches = finding.run.branches().iter().map(|nested| nested.branch.id()).collect::<Vec<_>>();
            (finding.run.cursor(), branches.iter().map(|id| finding.run.end_digest(*id)).collect::<Vec<_>>())
        };
        assert_eq!(end(&arrived), end(&found));
        assert!(Finding::read("{}").is_none() && Finding::read("").is_none());
    }
}
