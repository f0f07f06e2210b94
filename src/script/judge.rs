//! Whether a condition holds. What speaks of a server that there is not (a leader, when nobody leads) does
//! not hold.

use crate::history::{FactPattern, Run};
use crate::language::{
    Amount, Condition, DetailValue, EntryAt, FactDetail, Leaders, Names, Op, Quantity, Says, Targets,
};
use crate::raft::{Detail, Index, Log, SeenMessage, Server, ServerId, Term, Value, Word};
use crate::safety::{Diagnosis, diagnose};
use crate::sim::{Contents, Node, Time};

/// What conditions are about: a run at its cursor, and the names that were given to servers.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The run.
    pub run: &'a Run,
    /// The names.
    pub names: &'a Names,
}

/// Whether a condition holds now.
pub fn holds(condition: &Condition, view: View<'_>) -> bool {
    view.judge(condition)
}

/// Whether a message says this.
pub(super) fn is_said(wanted: &Says, message: &Contents) -> bool {
    if *wanted == Says::default() {
        return true;
    }
    let message = message.seen();
    let all = Says::of(&message);
    let is = |entry: Option<EntryAt>, own: Option<EntryAt>| {
        entry.is_none_or(|entry| own.is_some_and(|own| entry.includes(own)))
    };
    let carries = |place: EntryAt| match &*message {
        SeenMessage::AppendEntries(request) => request
            .get(place.index)
            .is_some_and(|entry| place.includes(EntryAt { index: place.index, term: entry.term })),
        _ => false,
    };
    wanted.term.is_none_or(|term| all.term == Some(term))
        && is(wanted.prev, all.prev)
        && wanted.with.is_none_or(carries)
        && wanted.commit.is_none_or(|index| all.commit == Some(index))
        && is(wanted.last, all.last)
        && wanted.answer.is_none_or(|answer| all.answer == Some(answer))
        && wanted.agrees.is_none_or(|index| all.agrees == Some(index))
}

/// Why nothing can go forward, if that is so.
pub(super) fn diagnosis(run: &Run) -> Option<Diagnosis> {
    diagnose(run.world(), run.checker())
}

impl View<'_> {
    fn judge(&self, condition: &Condition) -> bool {
        match condition {
            Condition::And(parts) => parts.iter().all(|part| self.judge(part)),
            Condition::Or(parts) => parts.iter().any(|part| self.judge(part)),
            Condition::Not(inner) => !self.judge(inner),
            Condition::Leaders(leaders) => {
                let count = self.leaders().len();
                match leaders {
                    Leaders::Some => count > 0,
                    Leaders::Exactly(number) => count == usize::from(*number),
                }
            }
            Condition::CandidateExists => {
                let runs_for_leader =
                    |node: &Node| node.server().is_some_and(|server| server.candidate().is_some());
                !self.run.world().which(runs_for_leader).is_empty()
            }
            Condition::Time { op, span } => op.holds(self.run.world().now().since(Time::ZERO), *span),
            Condition::InFlight { pattern, count } => self.flights(pattern).is_ok_and(|flights| {
                count.map_or(!flights.is_empty(), |(op, number)| op.holds(flights.len() as u64, number))
            }),
            Condition::Request { which, is } => self.request_is(*which, *is),
            Condition::LinkIs { links, held } => self.link_is(links, *held),
            Condition::Stuck(cause) => {
                diagnosis(self.run).is_some_and(|found| cause.is_none_or(|cause| cause == found.cause))
            }
            Condition::Digest(digest) => self.run.world().digest() == *digest,
            Condition::Committed { index, term } => self.truly_committed(*index, *term),
            Condition::Happened { fact, details, count, who } => {
                self.times_with(fact, details, who.as_ref()).is_ok_and(|times| count.holds(times))
            }
            Condition::Led { who, term } => self.led(who.as_ref(), *term),
            Condition::Violated(property) => {
                self.run.checker().violations().iter().any(|violation| violation.property == *property)
            }
            Condition::Holds(property) => {
                let violations = self.run.checker().violations();
                violations.iter().all(|violation| property.is_some_and(|held| held != violation.property))
            }
            _ => self.judge_servers(condition),
        }
    }

    /// Conditions that are about each of some servers.
    fn judge_servers(&self, condition: &Condition) -> bool {
        let world = self.run.world();
        match condition {
            Condition::Role { who, role, term } => self.each(who, |id| {
                world.node(id).server().is_some_and(|server| {
                    server.role().kind() == *role && term.is_none_or(|term| server.term() == term)
                })
            }),
            Condition::Life { who, life } => self.each(who, |id| world.node(id).kind() == *life),
            Condition::Same { who, server } => self.each(who, |id| id == *server),
            Condition::Voted { who, vote } => {
                let wanted = match vote.as_ref().map(|vote| self.one_server(vote)) {
                    Some(Err(_)) => return false,
                    Some(Ok(server)) => Some(server),
                    None => None,
                };
                self.each(who, |id| world.node(id).persistent().voted_for == wanted)
            }
            Condition::CommittedOn { index, term, who } => {
                self.each(who, |id| self.reached(id, *index, *term, |server| server.volatile().commit_index))
            }
            Condition::AppliedOn { index, term, who } => {
                self.each(who, |id| self.reached(id, *index, *term, |server| server.volatile().last_applied))
            }
            Condition::On { index, term, who: Some(who) } => {
                self.each(who, |id| has(&world.node(id).persistent().log, *index, *term))
            }
            Condition::On { index, term, who: None } => self.on_majority(*index, *term),
            Condition::Compare { quantity, op, with } => self.compare(quantity, *op, with) == Ok(true),
            Condition::LogIs { who, entries } => self.each(who, |id| {
                let log = &world.node(id).persistent().log;
                log.first_index() == Index::FIRST
                    && log.len() == entries.len()
                    && log.entries().zip(entries).all(|(entry, wanted)| {
                        entry.term == wanted.term
                            && wanted.payload.is_none_or(|payload| payload == entry.payload)
                    })
            }),
            Condition::LogsEqual(who) => self.alike(who.as_ref(), |id| {
                let log = &world.node(id).persistent().log;
                Some((log.last_index(), log.digest_at(log.last_index())))
            }),
            Condition::StoresEqual(who) => self.alike(who.as_ref(), |id| {
                let server = world.node(id).server()?;
                Some(server.volatile().store.iter().collect::<Vec<(Word, Value)>>())
            }),
            Condition::Stored { key, not, value, who } => self.each(who, |id| {
                world.node(id).server().is_some_and(|server| match value {
                    None => server.volatile().store.get(*key).is_none(),
                    value => (server.volatile().store.get(*key) == *value) != *not,
                })
            }),
            _ => false,
        }
    }

    /// Each of the numbers with each of the others. A number that a server does not have now compares with none.
    fn compare(&self, quantity: &Quantity, op: Op, with: &Amount) -> Result<bool, String> {
        let left = self.values(quantity)?;
        let right: Vec<Option<u64>> = match with {
            Amount::Number(number) => vec![Some(*number)],
            Amount::Of(other) => self.values(other)?.into_iter().map(|(_, value)| value).collect(),
        };
        let holds = |a: Option<u64>, b: Option<u64>| a.zip(b).is_some_and(|(a, b)| op.holds(a, b));
        Ok(left.iter().all(|(_, a)| right.iter().all(|b| holds(*a, *b))))
    }

    fn each(&self, who: &Targets, holds: impl Fn(ServerId) -> bool) -> bool {
        self.servers(who).is_ok_and(|servers| servers.iter().all(holds))
    }

    fn reached(
        &self,
        id: ServerId,
        index: Index,
        term: Option<Term>,
        up_to: impl Fn(&Server) -> Index,
    ) -> bool {
        let server = self.run.world().node(id).server();
        server.is_some_and(|server| up_to(server) >= index && has(&server.persistent().log, index, term))
    }

    fn on_majority(&self, index: Index, term: Option<Term>) -> bool {
        let world = self.run.world();
        let terms = world.nodes().iter().filter_map(|node| node.persistent().log.term_at(index));
        let mut terms = terms.filter(|own| index > Index::ZERO && term.is_none_or(|term| term == *own));
        let holders = |term: Term| world.which(|node| node.persistent().log.term_at(index) == Some(term));
        terms.any(|term| world.configuration().is_quorum(holders(term)))
    }

    fn truly_committed(&self, index: Index, term: Option<Term>) -> bool {
        let committed = self.run.checker().committed_at(index);
        committed.is_some_and(|committed| term.is_none_or(|term| committed.entry.term == term))
    }

    /// How often a fact has happened on some servers, or anywhere.
    ///
    /// # Errors
    /// If nobody is meant: why.
    pub fn times(&self, fact: &str, who: Option<&Targets>) -> Result<u32, String> {
        let tally = self.run.tally();
        let Some(who) = who else { return Ok(tally.of(fact, None).unwrap_or(0)) };
        Ok(self.servers(who)?.iter().map(|id| tally.of(fact, Some(id)).unwrap_or(0)).sum())
    }

    /// How often a fact that holds this has happened on some servers, or anywhere.
    ///
    /// # Errors
    /// If nobody is meant: why.
    pub(super) fn times_with(
        &self,
        fact: &'static str,
        details: &[FactDetail],
        who: Option<&Targets>,
    ) -> Result<u32, String> {
        // What has not happened at all has not happened like this.
        let all = self.times(fact, who)?;
        if details.is_empty() || all == 0 {
            return Ok(all);
        }
        let value = |detail: &FactDetail| {
            let value = match &detail.value {
                DetailValue::Number(number) => Detail::Number(*number),
                DetailValue::Servers(servers) => Detail::Servers(self.servers(servers)?),
                DetailValue::Word(word) => Detail::Word(word),
                DetailValue::Payload(payload) => Detail::Payload(*payload),
            };
            Ok((detail.field, value))
        };
        let pattern =
            FactPattern { fact, details: details.iter().map(value).collect::<Result<_, String>>()? };
        let Some(who) = who else { return Ok(self.run.sighted(&pattern, None)) };
        Ok(self.servers(who)?.iter().map(|id| self.run.sighted(&pattern, Some(id))).sum())
    }

    fn led(&self, who: Option<&Targets>, term: Option<Term>) -> bool {
        let mut leaders = self.run.checker().leaders().filter(|led| term.is_none_or(|term| led.0 == term));
        match who.map(|who| self.servers(who)) {
            None => leaders.next().is_none(),
            Some(Err(_)) => false,
            Some(Ok(servers)) => leaders.any(|led| servers.contains(led.1)),
        }
    }

    /// A number of each of the servers that it is asked of; none where a server does not have it now.
    ///
    /// # Errors
    /// If nobody is meant: why.
    pub fn values(&self, quantity: &Quantity) -> Result<Vec<(ServerId, Option<u64>)>, String> {
        let world = self.run.world();
        if *quantity == Quantity::Step {
            return Ok(vec![(ServerId::at(0), Some(world.last_step()))]);
        }
        let (of, on) = match quantity {
            Quantity::Term(of)
            | Quantity::Commit(of)
            | Quantity::Applied(of)
            | Quantity::Length(of)
            | Quantity::LastTerm(of)
            | Quantity::Votes(of) => (self.servers(of)?, None),
            Quantity::Next { of, on } | Quantity::Match { of, on } => {
                let leader = match on {
                    Some(on) => self.one_server(on)?,
                    None => *self.leaders().first().ok_or("no server leads now")?,
                };
                let beside = crate::raft::ServerSet::only(leader);
                (self.servers_beside(of, beside)?, Some(world.node(leader)))
            }
            Quantity::Step => return Ok(Vec::new()),
        };
        let value = |id: ServerId| {
            let (disk, server) = (world.node(id).persistent(), world.node(id).server());
            let number = match quantity {
                Quantity::Term(_) => Some(disk.current_term.0),
                Quantity::Length(_) => Some(disk.log.last_index().0),
                Quantity::LastTerm(_) => Some(disk.log.last_term().0),
                Quantity::Commit(_) => server.map(|server| server.volatile().commit_index.0),
                Quantity::Applied(_) => server.map(|server| server.volatile().last_applied.0),
                Quantity::Votes(_) => {
                    server.and_then(Server::candidate).map(|candidate| candidate.votes.len() as u32)
                }
                Quantity::Next { .. } => on.and_then(|on| on.next_index(id)).map(|index| index.0),
                Quantity::Match { .. } => {
                    let leader = on.and_then(|on| on.server()?.leader());
                    leader.map(|leader| leader.match_index(id).0)
                }
                Quantity::Step => None,
            };
            (id, number.map(u64::from))
        };
        Ok(of.iter().map(value).collect())
    }

    /// Whether something is the same on all servers; on those that are up, if none are named.
    fn alike<T: PartialEq>(&self, who: Option<&Targets>, of: impl Fn(ServerId) -> Option<T>) -> bool {
        let servers = match who.map(|who| self.servers(who)) {
            Some(Err(_)) => return false,
            Some(Ok(servers)) => servers,
            None => self.run.world().up(),
        };
        let Some(first) = servers.first() else { return false };
        let first = of(first);
        first.is_some() && servers.iter().all(|id| of(id) == first)
    }

    fn link_is(&self, links: &crate::language::Links, held: bool) -> bool {
        let Ok((from, to)) = self.ends(links) else { return false };
        let network = self.run.world().network();
        let is = |from: ServerId, to: ServerId| {
            let link = network.link(from, to);
            if held { link.held } else { link.cut }
        };
        let pairs = from.iter().flat_map(|a| to.iter().filter(move |b| *b != a).map(move |b| (a, b)));
        let pairs: Vec<(ServerId, ServerId)> = pairs.collect();
        !pairs.is_empty() && pairs.iter().all(|(a, b)| is(*a, *b) && (!links.both || is(*b, *a)))
    }
}

fn has(log: &Log, index: Index, term: Option<Term>) -> bool {
    index > Index::ZERO && log.term_at(index).is_some_and(|own| term.is_none_or(|term| term == own))
}
