//! The live values behind a condition: what is said when it does not hold.

use super::judge::diagnosis;
use super::{View, holds};
use crate::language::cause_word;
use crate::language::{Amount, Condition, EntrySpec, Quantity, Targets};
use crate::raft::{Entry, Index, ServerId, ServerSet, Term};
use crate::sim::{LifeKind, Span, Time};

/// How many values are said at most.
const MOST: usize = 8;

/// What is so now, of all that the condition speaks of and that keeps it from holding.
pub fn live(condition: &Condition, view: View<'_>) -> Vec<String> {
    let mut values = Vec::new();
    collect(condition, view, &mut values);
    let mut said: Vec<String> = Vec::new();
    for value in values {
        if !said.contains(&value) {
            said.push(value);
        }
    }
    if said.len() > MOST {
        let more = said.len() - MOST;
        said.truncate(MOST);
        said.push(format!("and {more} more"));
    }
    said
}

fn collect(condition: &Condition, view: View<'_>, values: &mut Vec<String>) {
    match condition {
        Condition::And(parts) => {
            let failing: Vec<&Condition> = parts.iter().filter(|part| !holds(part, view)).collect();
            let chosen = if failing.is_empty() { parts.iter().collect() } else { failing };
            for part in chosen {
                collect(part, view, values);
            }
        }
        Condition::Or(parts) => {
            for part in parts {
                collect(part, view, values);
            }
        }
        Condition::Not(inner) => collect(inner, view, values),
        _ => match view.values_of(condition) {
            Ok(said) | Err(said) => values.extend(said),
        },
    }
}

impl View<'_> {
    /// The values of one simple condition, or why it has none.
    fn values_of(&self, condition: &Condition) -> Result<Vec<String>, Vec<String>> {
        let world = self.run.world();
        let said = match condition {
            Condition::Role { who, .. } | Condition::Life { who, .. } => {
                let mut said = self.of_each(who, |id| self.being(id))?;
                said.push(self.who_leads());
                said
            }
            Condition::Same { who, .. } => vec![format!("{who} is {}", self.resolved(who)?)],
            Condition::Leaders(_) => vec![self.who_leads()],
            Condition::CandidateExists => {
                vec!["no server is a candidate".to_owned(), self.who_leads()]
            }
            Condition::Voted { who, .. } => self.of_each(who, |id| {
                let disk = world.node(id).persistent();
                let vote = disk.voted_for.map_or("nobody".to_owned(), |vote| vote.to_string());
                format!("{id} voted for {vote} in term {}", disk.current_term)
            })?,
            Condition::Committed { index, .. } => vec![self.committed_to(*index)],
            Condition::CommittedOn { who, index, .. } => {
                let mut said = self.of_each(who, |id| self.knows(id, *index))?;
                said.push(self.committed_to(*index));
                said
            }
            Condition::AppliedOn { who, index, .. } => self.of_each(who, |id| self.knows(id, *index))?,
            Condition::On { index, who, .. } => {
                let all = world.roster();
                let servers = who.as_ref().map_or(Ok(all), |who| self.resolved(who))?;
                servers.iter().map(|id| self.holds_at(id, *index)).collect()
            }
            Condition::Compare { quantity, with, .. } => {
                let mut said = self.compared(quantity)?;
                if let Amount::Of(other) = with {
                    said.extend(self.compared(other)?);
                }
                said
            }
            Condition::Time { .. } => vec![format!("it is {}", Span(world.now().since(Time::ZERO).0))],
            Condition::InFlight { pattern, .. } => {
                let count = self.flights(pattern).map_err(|why| vec![why])?.len();
                let others = self.say_others(pattern).into_iter().map(|said| format!("in flight is {said}"));
                [format!("{count} such in flight")].into_iter().chain(others).collect()
            }
            Condition::LogIs { who, entries } => {
                let commands = entries.iter().any(|entry| entry.payload.is_some());
                self.of_each(who, |id| self.log(id, commands))?
            }
            Condition::LogsEqual(who) => {
                let up = world.up();
                let servers = who.as_ref().map_or(Ok(up), |who| self.resolved(who))?;
                // Logs of equal terms differ in their commands.
                let terms = |id: ServerId| {
                    let log = &world.node(id).persistent().log;
                    log.entries().map(|entry| entry.term).collect::<Vec<Term>>()
                };
                let commands =
                    servers.first().is_some_and(|first| servers.iter().all(|id| terms(id) == terms(first)));
                servers.iter().map(|id| self.log(id, commands)).collect()
            }
            Condition::StoresEqual(who) => {
                let up = world.up();
                let servers = who.as_ref().map_or(Ok(up), |who| self.resolved(who))?;
                servers.iter().map(|id| self.store(id)).collect()
            }
            Condition::Stored { key, who, .. } => self.of_each(who, |id| match world.node(id).server() {
                None => format!("{id} is down"),
                Some(server) => match server.volatile().store.get(*key) {
                    Some(value) => format!("{key} is {value} on {id}"),
                    None => format!("{key} is missing on {id}"),
                },
            })?,
            Condition::Happened { fact, details, who, .. } => {
                let place = who.as_ref().map_or(String::new(), |who| format!(" on {who}"));
                let times = self.times_with(fact, details, who.as_ref()).map_err(|why| vec![why])?;
                let such = if details.is_empty() { *fact } else { "such a fact" };
                let mut said = vec![format!("{such} {}{place}", happened(times))];
                if !details.is_empty() {
                    let all = self.times(fact, who.as_ref()).map_err(|why| vec![why])?;
                    said.push(format!("{fact} {}{place}, with any values", happened(all)));
                }
                said
            }
            Condition::Led { .. } => vec![self.who_led()],
            Condition::Violated(_) | Condition::Holds(_) => vec![self.violated()],
            Condition::Request { which, .. } => self.say_requests(*which),
            Condition::LinkIs { links, .. } => self.links(links)?,
            Condition::Stuck(_) => vec![match diagnosis(self.run) {
                Some(found) => format!("stuck because {}: {}", cause_word(found.cause), found.headline()),
                None => "nothing keeps the cluster from making progress".to_owned(),
            }],
            Condition::Digest(_) => vec![format!("digest is {:016x}", world.digest())],
            Condition::And(_) | Condition::Or(_) | Condition::Not(_) => Vec::new(),
        };
        Ok(said)
    }

    fn resolved(&self, who: &Targets) -> Result<ServerSet, Vec<String>> {
        self.servers(who).map_err(|why| vec![why])
    }

    fn of_each(&self, who: &Targets, say: impl Fn(ServerId) -> String) -> Result<Vec<String>, Vec<String>> {
        Ok(self.resolved(who)?.iter().map(say).collect())
    }

    /// "S3 is follower in term 2", "S3 is down"
    fn being(&self, id: ServerId) -> String {
        let node = self.run.world().node(id);
        let term = node.persistent().current_term;
        match (node.kind(), node.server()) {
            (LifeKind::Frozen, Some(server)) => {
                format!("{id} is frozen as {} in term {term}", server.role().kind().name())
            }
            (LifeKind::Up, Some(server)) => format!("{id} is {} in term {term}", server.role().kind().name()),
            _ => format!("{id} is down with term {term}"),
        }
    }

    fn who_leads(&self) -> String {
        let world = self.run.world();
        let leads = |id: ServerId| {
            let node = world.node(id);
            let frozen = if node.kind() == LifeKind::Frozen { " and is frozen" } else { "" };
            format!("{id} leads term {}{frozen}", node.persistent().current_term)
        };
        let leaders: Vec<String> = self.leaders().into_iter().map(leads).collect();
        if leaders.is_empty() { "no server leads".to_owned() } else { leaders.join(" and ") }
    }

    fn who_led(&self) -> String {
        let led: Vec<String> =
            self.run.checker().leaders().map(|(term, id, _)| format!("{id} led term {term}")).collect();
        if led.is_empty() { "there has been no leader yet".to_owned() } else { led.join(", ") }
    }

    fn committed_to(&self, index: Index) -> String {
        let checker = self.run.checker();
        match checker.committed_at(index) {
            Some(entry) => format!("index {index} is committed with term {}", entry.entry.term),
            None => format!("{} entries are committed", checker.committed_index()),
        }
    }

    fn knows(&self, id: ServerId, index: Index) -> String {
        match self.run.world().node(id).server() {
            None => format!("{id} is down"),
            Some(server) => {
                let volatile = server.volatile();
                format!(
                    "{id} has commit index {} and last applied {}, and {}",
                    volatile.commit_index,
                    volatile.last_applied,
                    self.holds_at(id, index)
                )
            }
        }
    }

    fn holds_at(&self, id: ServerId, index: Index) -> String {
        match self.run.world().node(id).persistent().log.get(index) {
            Some(entry) => format!("{id} has {} of term {} at index {index}", entry.payload, entry.term),
            None => format!("{id} has nothing at index {index}"),
        }
    }

    /// "log of S1 is 1 1 2"; with their commands, "log of S1 is 1:a=1 1:x=7 2:b=3"
    fn log(&self, id: ServerId, commands: bool) -> String {
        let log = &self.run.world().node(id).persistent().log;
        if log.last_index() == Index::ZERO {
            return format!("log of {id} is empty");
        }
        let first = log.first_index().max(log.last_index().minus(30).next());
        let say = |entry: &Entry| {
            let payload = Some(entry.payload).filter(|_| commands);
            EntrySpec { term: entry.term, payload }.to_string()
        };
        let entries: Vec<String> = log.slice(first, 30).map(say).collect();
        let dots = if first > Index::FIRST { "… " } else { "" };
        format!("log of {id} is {dots}{}", entries.join(" "))
    }

    fn store(&self, id: ServerId) -> String {
        let Some(server) = self.run.world().node(id).server() else { return format!("{id} is down") };
        let pairs: Vec<String> =
            server.volatile().store.iter().take(12).map(|(key, value)| format!("{key}={value}")).collect();
        if pairs.is_empty() {
            format!("{id} stores nothing")
        } else {
            format!("{id} stores {}", pairs.join(" "))
        }
    }

    fn compared(&self, quantity: &Quantity) -> Result<Vec<String>, Vec<String>> {
        let values = self.values(quantity).map_err(|why| vec![why])?;
        let name = match quantity {
            Quantity::Step => {
                return Ok(values
                    .iter()
                    .map(|(_, step)| format!("it is step {}", step.unwrap_or(0)))
                    .collect());
            }
            Quantity::Term(_) => "term",
            Quantity::Commit(_) => "commit",
            Quantity::Applied(_) => "applied",
            Quantity::Length(_) => "length",
            Quantity::LastTerm(_) => "last-term",
            Quantity::Votes(_) => "votes",
            Quantity::Next { .. } => "next",
            Quantity::Match { .. } => "match",
        };
        let say = |(id, value): &(ServerId, Option<u64>)| match value {
            Some(value) => format!("{name} of {id} is {value}"),
            None => format!("{id} has no {name}: {}", self.without(*id, quantity)),
        };
        Ok(values.iter().map(say).collect())
    }

    fn without(&self, id: ServerId, quantity: &Quantity) -> String {
        match quantity {
            Quantity::Next { on, .. } | Quantity::Match { on, .. } => {
                let leader = on.as_ref().map_or_else(|| "nobody".to_owned(), ToString::to_string);
                format!("{leader} is not the leader")
            }
            Quantity::Votes(_) if !self.run.world().node(id).is_down() => format!("{id} is not a candidate"),
            _ => format!("{id} is down"),
        }
    }

    fn violated(&self) -> String {
        let violations = self.run.checker().violations();
        if violations.is_empty() {
            return "no property is violated".to_owned();
        }
        let list: Vec<String> = violations
            .iter()
            .map(|violation| format!("{} is violated at step {}", violation.property, violation.step))
            .collect();
        list.join(", ")
    }

    fn links(&self, links: &crate::language::Links) -> Result<Vec<String>, Vec<String>> {
        let (from, to) = self.ends(links).map_err(|why| vec![why])?;
        let network = self.run.world().network();
        let mut said = Vec::new();
        for a in from.iter() {
            for b in to.iter().filter(|b| *b != a) {
                let link = network.link(a, b);
                let is = if link.cut {
                    "cut"
                } else if link.held {
                    "held"
                } else {
                    "open"
                };
                said.push(format!("link {a} -> {b} is {is}"));
            }
        }
        Ok(said)
    }
}

/// `happened 3 times`
fn happened(times: u32) -> String {
    match times {
        0 => "never happened".to_owned(),
        1 => "happened once".to_owned(),
        2 => "happened twice".to_owned(),
        times => format!("happened {times} times"),
    }
}
