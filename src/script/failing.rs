//! Why a condition does not hold, in sentences for people who do not know the language: who still fails it.

use super::{View, holds, live};
use crate::language::{Amount, Condition, Quantity, Targets};
use crate::raft::{Index, RoleKind, ServerId, Term};
use crate::sim::LifeKind;

/// How many sentences are said at most.
const MOST: usize = 6;

/// What keeps a condition from holding: a sentence for each server that fails, without a full stop. Of a condition that
/// is not about servers, how things stand.
pub fn failing(condition: &Condition, view: View<'_>) -> Vec<String> {
    let mut said = Vec::new();
    collect(condition, view, &mut said);
    let mut seen: Vec<String> = Vec::new();
    said.retain(|sentence| {
        let new = !seen.contains(sentence);
        seen.extend(new.then(|| sentence.clone()));
        new
    });
    if said.len() > MOST {
        let more = said.len() - MOST;
        said.truncate(MOST);
        said.push(format!("and {more} more"));
    }
    said
}

fn collect(condition: &Condition, view: View<'_>, said: &mut Vec<String>) {
    match condition {
        Condition::And(parts) => {
            for part in parts.iter().filter(|part| !holds(part, view)) {
                collect(part, view, said);
            }
        }
        Condition::Or(parts) => parts.iter().for_each(|part| collect(part, view, said)),
        _ => match view.failing_servers(condition) {
            Some(sentences) if !sentences.is_empty() => said.extend(sentences),
            _ => said.extend(live(condition, view)),
        },
    }
}

impl View<'_> {
    /// A sentence for each server that fails; none if the condition is not about each of some servers, or if one that
    /// it names is not there.
    fn failing_servers(&self, condition: &Condition) -> Option<Vec<String>> {
        Some(match condition {
            Condition::Role { who, role, term } => self.those_that_fail(who, |who| {
                (Condition::Role { who, role: *role, term: *term }, |id| self.role_of(id))
            })?,
            Condition::Life { who, life } => self
                .those_that_fail(who, |who| (Condition::Life { who, life: *life }, |id| self.role_of(id)))?,
            Condition::Voted { who, vote } => self.those_that_fail(who, |who| {
                (Condition::Voted { who, vote: vote.clone() }, |id| self.vote_of(id))
            })?,
            Condition::CommittedOn { index, term, who } => self.those_that_fail(who, |who| {
                let one = Condition::CommittedOn { index: *index, term: *term, who };
                (one, |id| self.has_not(id, *index, *term, "does not know that", "is committed"))
            })?,
            Condition::AppliedOn { index, term, who } => self.those_that_fail(who, |who| {
                let one = Condition::AppliedOn { index: *index, term: *term, who };
                (one, |id| self.has_not(id, *index, *term, "has not applied", ""))
            })?,
            Condition::On { index, term, who: Some(who) } => self.those_that_fail(who, |who| {
                let one = Condition::On { index: *index, term: *term, who: Some(who) };
                (one, |id| self.has_not(id, *index, *term, "does not store", ""))
            })?,
            Condition::On { index, term, who: None } => {
                let world = self.run.world();
                let stores = |id: &ServerId| {
                    let one = Condition::On { index: *index, term: *term, who: Some(Targets::server(*id)) };
                    holds(&one, *self)
                };
                let stored = world.roster().iter().filter(stores).count();
                vec![format!("{} is stored on {stored} of {}", entry(*index, *term), world.size())]
            }
            Condition::Committed { index, term } => {
                let other = self.run.checker().committed_at(*index).map(|known| known.entry.term);
                vec![match other {
                    Some(other) => format!("entry {index} of term {other} is committed"),
                    None => format!("{} is not committed", entry(*index, *term)),
                }]
            }
            Condition::Compare { quantity, op, with: Amount::Number(number) } => {
                let values = self.values(quantity).ok()?;
                let fails = |(_, value): &&(ServerId, Option<u64>)| {
                    value.is_none_or(|value| !op.holds(value, *number))
                };
                values.iter().filter(fails).filter_map(|(id, value)| said_of(*id, quantity, *value)).collect()
            }
            Condition::Compare { quantity, with: Amount::Of(other), .. } => {
                let both = [quantity, other].into_iter().filter_map(|quantity| {
                    let values = self.values(quantity).ok()?;
                    Some(values.into_iter().filter_map(|(id, value)| said_of(id, quantity, value)))
                });
                both.flatten().collect()
            }
            Condition::Happened { fact, details, who, .. } => {
                let times = self.times_with(fact, details, who.as_ref()).ok()?;
                vec![match times {
                    0 => "it has not happened yet".to_owned(),
                    1 => "it has happened once so far".to_owned(),
                    times => format!("it has happened {times} times so far"),
                }]
            }
            _ => return None,
        })
    }

    /// What is said of each server for which the condition about it alone does not hold.
    fn those_that_fail<S: Fn(ServerId) -> String>(
        &self,
        who: &Targets,
        one: impl Fn(Targets) -> (Condition, S),
    ) -> Option<Vec<String>> {
        let servers = self.servers(who).ok()?;
        let said = servers.iter().filter_map(|id| {
            let (alone, say) = one(Targets::server(id));
            (!holds(&alone, *self)).then(|| say(id))
        });
        Some(said.collect())
    }

    /// "S3 is a candidate in term 2", "S3 is down"
    fn role_of(&self, id: ServerId) -> String {
        let node = self.run.world().node(id);
        let term = node.persistent().current_term;
        let frozen = if node.kind() == LifeKind::Frozen { "frozen as " } else { "" };
        match node.server().map(|server| server.role().kind()) {
            None => format!("{id} is down"),
            Some(RoleKind::Leader) => format!("{id} is {frozen}the leader of term {term}"),
            Some(role) => format!("{id} is {frozen}a {} in term {term}", role.name()),
        }
    }

    fn vote_of(&self, id: ServerId) -> String {
        let disk = self.run.world().node(id).persistent();
        match disk.voted_for {
            None => format!("{id} has not voted in term {}", disk.current_term),
            Some(vote) if vote == id => format!("{id} voted for itself in term {}", disk.current_term),
            Some(vote) => format!("{id} voted for {vote} in term {}", disk.current_term),
        }
    }

    fn has_not(&self, id: ServerId, index: Index, term: Option<Term>, has_not: &str, end: &str) -> String {
        let node = self.run.world().node(id);
        let at_index = node.persistent().log.get(index).map(|entry| entry.term);
        if let Some(other) = at_index.filter(|other| term.is_some_and(|term| term != *other)) {
            return format!("{id} stores an entry {index} of term {other}");
        }
        format!("{id} {has_not} {} {end}", entry(index, term)).trim_end().to_owned()
    }
}

fn entry(index: Index, term: Option<Term>) -> String {
    term.map_or_else(|| format!("entry {index}"), |term| format!("entry {index} of term {term}"))
}

/// "S2 has 3 entries", "S5 is in term 2"; none of a number that is no server's.
fn said_of(id: ServerId, quantity: &Quantity, value: Option<u64>) -> Option<String> {
    let Some(value) = value else {
        return Some(match quantity {
            Quantity::Votes(_) => format!("{id} is not a candidate"),
            Quantity::Next { .. } | Quantity::Match { .. } => return None,
            _ => format!("{id} is down"),
        });
    };
    Some(match quantity {
        Quantity::Step => return None,
        Quantity::Term(_) => format!("{id} is in term {value}"),
        Quantity::Commit(_) => format!("{id}'s commit index is {value}"),
        Quantity::Applied(_) => format!("{id} has applied up to index {value}"),
        Quantity::Length(_) => format!("{id} has {value} {}", if value == 1 { "entry" } else { "entries" }),
        Quantity::LastTerm(_) => format!("{id}'s last entry is from term {value}"),
        Quantity::Votes(_) => format!("{id} has {value} {}", if value == 1 { "vote" } else { "votes" }),
        Quantity::Next { .. } => format!("the next index for {id} is {value}"),
        Quantity::Match { .. } => format!("the match index for {id} is {value}"),
    })
}
