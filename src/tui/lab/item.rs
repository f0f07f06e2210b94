//! What can be tried in the bug lab: every rule that can be switched off, and a network too slow for its timeouts.

use crate::paper::{Bug, Property, Rule};
use crate::safety::Stuck;

/// A line of the bug lab.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Item {
    /// A rule off.
    Bug(Bug),
    /// All rules obeyed, and timeouts shorter than a round trip: no switch, but a setup.
    SlowNetwork,
}

/// What to say of a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Words {
    /// What the servers do wrong.
    pub summary: &'static str,
    /// Where the mistake comes from.
    pub story: &'static str,
    /// What a run shows, if it goes badly.
    pub expect: &'static str,
}

/// The heading of those that cost only progress.
const LIVENESS: &str = "Only progress suffers";

impl Item {
    /// All of them: by the property of Figure 3 that breaks, and last those that cost only progress.
    pub fn all() -> Vec<Item> {
        let of = |breaks: Option<Property>| {
            Bug::ALL.iter().copied().filter(move |bug| bug.breaks() == breaks).map(Item::Bug)
        };
        let safety = Property::ALL.into_iter().flat_map(|property| of(Some(property)));
        safety.chain(of(None)).chain([Item::SlowNetwork]).collect()
    }

    /// Its id, as typed.
    pub const fn id(self) -> &'static str {
        match self {
            Item::Bug(bug) => bug.id(),
            Item::SlowNetwork => "slow-network",
        }
    }

    /// The one of this id.
    pub fn parse(id: &str) -> Option<Item> {
        Item::all().into_iter().find(|item| item.id() == id)
    }

    /// The switch, if it is one.
    pub const fn bug(self) -> Option<Bug> {
        match self {
            Item::Bug(bug) => Some(bug),
            Item::SlowNetwork => None,
        }
    }

    /// How many servers a cluster needs at least to show it: half of a cluster can decide only if there are two halves.
    pub const fn servers(self) -> usize {
        match self {
            Item::Bug(Bug::MajorityHalf) => 4,
            _ => crate::tui::home::sandbox::SERVERS,
        }
    }

    /// The rule that it is about.
    pub const fn rule(self) -> Rule {
        match self {
            Item::Bug(bug) => bug.rule(),
            Item::SlowNetwork => Rule::C2,
        }
    }

    /// What this cluster does and a correct one does not.
    pub const fn title(self) -> &'static str {
        match self {
            Item::Bug(bug) => bug.title(),
            Item::SlowNetwork => "timeouts are shorter than a round trip",
        }
    }

    /// What a correct cluster does and this one does not.
    pub const fn rule_off(self) -> &'static str {
        match self {
            Item::Bug(bug) => bug.rule_off(),
            Item::SlowNetwork => "timeouts are far longer than a round trip",
        }
    }

    /// The property that some run breaks; none, if only progress suffers.
    pub const fn breaks(self) -> Option<Property> {
        match self {
            Item::Bug(bug) => bug.breaks(),
            Item::SlowNetwork => None,
        }
    }

    /// The heading that it stands under.
    pub const fn heading(self) -> &'static str {
        match self.breaks() {
            Some(property) => property.name(),
            None => LIVENESS,
        }
    }

    /// What to say of it.
    pub fn words(self) -> Words {
        match self {
            Item::Bug(bug) => {
                let article = bug.article();
                Words { summary: article.summary, story: article.story, expect: article.expect }
            }
            Item::SlowNetwork => Words {
                summary: "Every rule is on, but the one-way latency of messages is 40 to 60 ms and election \
                          timeouts are 50 to 80 ms. This is not a rule to switch off: `latency 40..60ms` and \
                          `election-timeout 50..80ms` at the head of a script set it.",
                story: "Someone measures timeouts in one building and uses them across continents; or a \
                        garbage collector, a full disk or an overloaded machine delays every reply.",
                expect: "Every candidate times out before the votes arrive, term after term. All properties \
                         hold; no server becomes the leader.",
            },
        }
    }

    /// What the diagnosis is to name in its prepared cluster, if only progress suffers.
    pub const fn cause(self) -> Option<Stuck> {
        Some(match self {
            Item::Bug(Bug::FixedTimeouts) => Stuck::TimeoutsNotRandom,
            Item::Bug(Bug::TimerResetByAny) => Stuck::TimerResetByAny,
            Item::Bug(Bug::TimerResetByStale) => Stuck::TimerResetByStale,
            Item::Bug(Bug::NextNeverLowered) => Stuck::NextNeverLowered,
            Item::SlowNetwork => Stuck::TimeoutsTooShort,
            Item::Bug(_) => return None,
        })
    }

    /// The scenario in which it shows, if only progress suffers.
    pub const fn prepared(self) -> Option<&'static str> {
        Some(match self {
            Item::Bug(Bug::FixedTimeouts) => "bug-fixed-timeouts",
            Item::Bug(Bug::TimerResetByAny) => "bug-timer-reset-by-any",
            Item::Bug(Bug::TimerResetByStale) => "bug-timer-reset-by-stale",
            Item::Bug(Bug::NextNeverLowered) => "bug-next-never-lowered",
            Item::SlowNetwork => "timing",
            Item::Bug(_) => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::home::Scenario;

    #[test]
    fn every_switch_is_in_the_list_once_and_under_its_heading() {
        let all = Item::all();
        for bug in Bug::ALL {
            assert_eq!(all.iter().filter(|item| item.bug() == Some(*bug)).count(), 1, "{bug}");
        }
        assert_eq!(all.len(), Bug::ALL.len() + 1);
        // Those of one heading stand together.
        let mut headings: Vec<&str> = all.iter().map(|item| item.heading()).collect();
        headings.dedup();
        assert_eq!(headings.len(), 6, "{headings:?}");
        for item in all {
            assert_eq!(Item::parse(item.id()), Some(item));
        }
    }

    #[test]
    fn whatever_breaks_nothing_has_a_prepared_cluster_and_a_cause() {
        for item in Item::all() {
            assert_eq!(item.breaks().is_none(), item.cause().is_some(), "{}", item.id());
            assert_eq!(item.breaks().is_none(), item.prepared().is_some(), "{}", item.id());
            assert!(item.prepared().is_none_or(|name| Scenario::named(name).is_some()), "{}", item.id());
        }
    }
}
