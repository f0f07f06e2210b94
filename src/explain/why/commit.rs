//! Why an entry is committed or not, and what is missing.

use super::uncommitted::Goal;
use super::{Case, ExactEntry, Fate, facts, lost, reach, uncommitted};
use crate::explain::answer::{Answer, Clause, Held, Remedy};
use crate::explain::claim::{ElectionClaim, EntryClaim, PastClaim, ServerClaim};
use crate::explain::sentence::{Sentence, say};
use crate::explain::words::{known as or_mark, servers};
use crate::paper::Rule;
use crate::raft::{Fact, Index, ServerId, ServerSet};
use crate::safety::Committed;

pub(super) fn answer(case: &Case<'_>, index: Index, server: Option<ServerId>, not: bool) -> Answer {
    let committed = case.checker.committed_at(index);
    let knows = |server: ServerId| {
        case.world.node(server).server().is_some_and(|it| it.volatile().commit_index >= index)
    };
    let so = match server {
        None => committed.is_some(),
        Some(server) => knows(server),
    };
    let answer = match (committed, server) {
        (_, Some(server)) if knows(server) => known(case, index, server, committed),
        (Some(committed), Some(server)) => unknown(case, index, server, committed),
        (Some(committed), None) => by_leader(case, index, committed),
        (None, _) => uncommitted::missing(case, index, server),
    };
    let answer = answer.says(so);
    if so == not {
        let first = match server {
            Some(server) => ServerClaim::CommitReaches { server, index }.is(so),
            None => EntryClaim::CommittedUpTo(index).is(so),
        };
        return answer.first(first);
    }
    answer
}

/// Some leader committed it.
pub(super) fn by_leader(case: &Case<'_>, index: Index, committed: &Committed) -> Answer {
    let Committed { entry, by, in_term, step, .. } = *committed;
    let found = case.past.step(step);
    let fact = found.as_ref().and_then(|step| {
        step.seen().find_map(|fact| match fact {
            Fact::CommitAdvanced { from, to, on } if from < index && index <= to => Some((from, to, on)),
            _ => None,
        })
    });
    let named = ExactEntry { index, entry, digest: committed.digest };
    let holders = named.holders(case.world);
    let answer = match fact {
        Some((from, to, on)) => {
            // What it counted is looked up: while a rule is off, it may be from another term than the leader's.
            let counted =
                case.run.state_at(step).and_then(|it| it.world.node(by).persistent().log.term_at(to));
            let term = counted.unwrap_or(in_term);
            let counted = EntryClaim::Counted { by, in_term, index: to, term };
            let with = PastClaim::CommittedWith { index, by, in_term, on };
            let enough = ElectionClaim::IsEnough(on).is(case.is_quorum(on));
            let clause = Clause::of(
                Rule::L7,
                [
                    Held::new(
                        to > from,
                        Sentence::told(format!("an index above the commit index {from}"), with.clone()),
                        Sentence::told(format!("index {to}"), with.clone()),
                    ),
                    Held::if_so(
                        enough,
                        "stored on a majority, by match index",
                        Sentence::told(servers(on), with.clone()),
                    ),
                    Held::new(term == in_term, "of the leader's own term", counted),
                ],
            );
            let along = if to > index { "; every entry before it is committed with it" } else { "" };
            let answer = case.answer(say![with.clone(), "; ", counted, along]).by(clause);
            if to > index {
                let text = Sentence::told(
                    format!("it precedes entry {to}, which is committed by counting copies"),
                    counted,
                );
                let after = Held::new(true, text, Sentence::told(format!("entry {index}"), with));
                answer.by(Clause::of(Rule::L8, [after]))
            } else {
                answer
            }
        }
        None => case.answer(case.was_committed(index, committed)),
    };
    let won = case.past.won(by, in_term);
    let stored = holders.iter().filter_map(|server| case.past.stored(server, index));
    let answer = answer
        .with(case.past.told(won.as_ref()))
        .with(case.past.tell_all(stored.filter(|stored| stored.number <= step)))
        .with(case.past.told(found.as_ref()))
        .because(Rule::L7.article().why)
        .light(holders)
        .light_entry(holders, index);
    let on = named.is_on(case.world);
    match Fate::of(case.run, named) {
        Fate::Safe(_) => answer
            .and(say![on, ", and ", named.stays()])
            .changed_by("Nothing: what is committed stays committed."),
        Fate::CanBeLost(loss) => answer
            .and(say![
                on,
                ". Although it is committed, ",
                named.can_be_lost(),
                ": ",
                lost::way(case, named, &loss)
            ])
            .do_this([loss.remedy]),
        Fate::Lost(_) => answer.and(say![on, ", and ", named.is_lost()]),
        Fate::Gone => answer.and(on),
        Fate::Open => {
            answer.and(say![on, ". No way to lose it was found, but nothing proves that it is safe"])
        }
    }
}

/// A server knows that it is committed.
fn known(case: &Case<'_>, index: Index, server: ServerId, committed: Option<&Committed>) -> Answer {
    let step = case.past.last_of(server, |fact| match fact {
        Fact::FollowerCommitAdvanced { from, to, .. } | Fact::CommitAdvanced { from, to, .. } => {
            from < index && index <= to
        }
        _ => false,
    });
    let learned = step.as_ref().and_then(|step| {
        let fact = step.seen().find(|fact| {
            matches!(fact, Fact::FollowerCommitAdvanced { from, to, .. } if *from < index && index <= *to)
        });
        Some((step, fact?))
    });
    match (learned, committed) {
        (Some((learned, fact)), _) => {
            let (leader_commit, last_new) = match fact {
                Fact::FollowerCommitAdvanced { leader_commit, last_new, .. } => {
                    (or_mark(leader_commit), or_mark(last_new))
                }
                _ => (or_mark(None::<Index>), or_mark(None::<Index>)),
            };
            let told = format!(
                "{server} learned this from its leader, which had committed up to index {leader_commit}; their logs matched up to index {last_new}"
            );
            let answer = case.answer(Sentence::told(told, facts::cited(learned, fact)));
            let clauses = facts::clauses_of(learned, fact, case.world.configuration());
            let answer = clauses
                .into_iter()
                .fold(answer, Answer::by)
                .with(case.past.with_cause(step.as_ref()))
                .because(Rule::R4.article().why)
                .light(ServerSet::only(server))
                .light_entry(ServerSet::only(server), index);
            answer
                .with(committed.and_then(|it| case.past.evidence_of(it.step)))
                .changed_by("Only a crash of this server, which would then have to learn this again.")
                .do_this(forget(case, server))
        }
        (None, Some(committed)) => by_leader(case, index, committed),
        (None, None) => {
            let so = ServerClaim::CommitReaches { server, index };
            case.answer(say![so, ", but ", EntryClaim::CommittedUpTo(index).no(), " by any leader"])
        }
    }
}

fn forget(case: &Case<'_>, server: ServerId) -> Option<Remedy> {
    let mut trial = case.trial();
    trial.crash(ServerSet::only(server)).restart(ServerSet::only(server));
    let forgotten = ElectionClaim::CommitIndex { server, index: Index::ZERO };
    trial.remedy(format!("crash and restart {server}"), forgotten)
}

/// Why a server does not know that an entry is committed.
enum Ignorance {
    /// It is down: a commit index is in memory only.
    Down,
    /// It leads, and has to count copies itself.
    Leads,
    /// Its log does not have the entry.
    Lacks,
    /// No server leads.
    Leaderless,
    /// The leader does not have the entry.
    LeaderLacks(ServerId),
    /// The leader does not know it either.
    LeaderIgnorant(ServerId),
    /// The leader knows, but something keeps it from telling the server.
    Obstacle(Sentence),
    /// The leader knows, and will tell.
    NotTold(ServerId),
}

impl Ignorance {
    fn of(case: &Case<'_>, server: ServerId, named: ExactEntry) -> Ignorance {
        let node = case.world.node(server);
        let commit =
            |of: ServerId| case.world.node(of).server().map_or(Index::ZERO, |it| it.volatile().commit_index);
        match case.world.leader() {
            _ if node.is_down() => Ignorance::Down,
            // A frozen leader is one, too.
            _ if node.server().is_some_and(|it| it.leader().is_some()) => Ignorance::Leads,
            None => Ignorance::Leaderless,
            Some(leader) if !named.is_in(&case.world.node(leader).persistent().log) => {
                Ignorance::LeaderLacks(leader)
            }
            Some(leader) if commit(leader) < named.index => Ignorance::LeaderIgnorant(leader),
            Some(leader) => match uncommitted::obstacle(case, leader, server) {
                Some(obstacle) => Ignorance::Obstacle(obstacle),
                None if !named.is_in(&node.persistent().log) => Ignorance::Lacks,
                None => Ignorance::NotTold(leader),
            },
        }
    }

    fn told(&self, case: &Case<'_>, server: ServerId, named: ExactEntry) -> Sentence {
        let (index, term) = (named.index, named.entry.term);
        let knows = |server| EntryClaim::IsKnownCommitted { server, index, term };
        match self {
            Ignorance::Down => {
                let being = crate::language::Being::Down;
                say![ElectionClaim::Is { server, being }, ": its commit index was only in memory and is gone"]
            }
            Ignorance::Leads => match case.world.node(server).server() {
                Some(it) if named.is_in(&it.persistent().log) => {
                    let on = it.holders(index);
                    let counts = EntryClaim::Counts { leader: server, index, on };
                    let leads = ElectionClaim::Leads { server, term: it.term() };
                    match case.is_quorum(on) {
                        true if term != it.term() => say![
                            counts,
                            ", which are a majority; but ",
                            leads,
                            ", and a leader counts copies only for entries of its own term"
                        ],
                        true => say![
                            counts,
                            ", which are a majority, and counts again when the next reply arrives"
                        ],
                        false => {
                            say![
                                counts,
                                ", which is not a majority, and no other server tells a leader what is committed"
                            ]
                        }
                    }
                }
                _ => say![
                    ElectionClaim::Leads { server, term: case.term(server) },
                    " without the entry: ",
                    named.is_on(case.world)
                ],
            },
            Ignorance::Lacks => say![knows(server).no(), ": ", log_end(case, server)],
            Ignorance::Leaderless => {
                say![knows(server).no(), ", and ", ElectionClaim::SomebodyLeads.no()]
            }
            Ignorance::LeaderLacks(leader) => {
                let leads = ElectionClaim::Leads { server: *leader, term: case.term(*leader) };
                say![leads, " without the entry: ", named.is_on(case.world)]
            }
            Ignorance::LeaderIgnorant(leader) => say![
                knows(*leader).no(),
                ", although it leads: a new leader learns this when it commits an entry of its own term"
            ],
            Ignorance::Obstacle(obstacle) => say![knows(server).no(), ": ", obstacle.clone()],
            Ignorance::NotTold(leader) => {
                let leads = ElectionClaim::Leads { server: *leader, term: case.term(*leader) };
                say![
                    knows(server).no(),
                    ": it has the entry, and ",
                    leads,
                    " but has not sent it the new commit index yet"
                ]
            }
        }
    }

    fn change(&self) -> &'static str {
        match self {
            Ignorance::Down => "A restart, and then a message from a leader that knows.",
            Ignorance::Leads => {
                "Counting copies on a majority for an entry of its own term: this entry or a later one."
            }
            Ignorance::Lacks => "The entry, in a message from the leader.",
            Ignorance::Leaderless => {
                "A leader, which must first learn this itself by committing an entry of its own term."
            }
            Ignorance::LeaderLacks(_) => "A leader that has the entry.",
            Ignorance::LeaderIgnorant(_) => {
                "An entry of the leader's own term that is stored on a majority, and then the leader's next message."
            }
            Ignorance::Obstacle(_) => "Fixing this, and then the leader's next message.",
            Ignorance::NotTold(_) => "The leader's next message.",
        }
    }
}

/// It is committed, but this server does not know.
fn unknown(case: &Case<'_>, index: Index, server: ServerId, committed: &Committed) -> Answer {
    let node = case.world.node(server);
    let named = ExactEntry { index, entry: committed.entry, digest: committed.digest };
    let why = Ignorance::of(case, server, named);
    let leads = matches!(why, Ignorance::Leads);
    let clause =
        if leads { uncommitted::committing(case, index, server) } else { Some(hearing(case, server, named)) };
    let teacher = if leads { Some(server) } else { case.world.leader() };
    let remedies = Goal::of(named, Some(server)).remedies(case, teacher);
    let so = EntryClaim::IsCommitted { index, term: committed.entry.term };
    let second = say![so, ": ", case.was_committed(index, committed)];
    let answer = case.answer(why.told(case, server, named)).and(second);
    let answer = clause.into_iter().fold(answer, Answer::by);
    answer
        .with(case.past.evidence_of(committed.step))
        .with(case.past.told(case.past.stopped(server).filter(|_| !node.leads()).as_ref()))
        .because(if leads { Rule::L7 } else { Rule::R4 }.article().why)
        .changed_by(why.change())
        .light(ServerSet::only(server))
        .light_entry(named.holders(case.world), index)
        .do_this(remedies)
}

/// What a follower needs to learn that an entry is committed (`AppendEntries` 5), with the values now.
fn hearing(case: &Case<'_>, server: ServerId, named: ExactEntry) -> Clause {
    let node = case.world.node(server);
    let leader = case.world.leader();
    let reached = leader.is_some_and(|leader| reach::in_touch(case.world, leader).contains(server));
    let commit = |of: Option<ServerId>| {
        let server = of.and_then(|it| case.world.node(it).server());
        server.map_or(Index::ZERO, |it| it.volatile().commit_index)
    };
    let known = |of: ServerId| ElectionClaim::CommitIndex { server: of, index: commit(Some(of)) };
    Clause::of(
        Rule::R4,
        [
            case.runs(server),
            Held::new(
                leader.is_some() && reached,
                "it is connected to a leader",
                leader.map_or_else(
                    || "none".into(),
                    |it| Sentence::told(it, ElectionClaim::Leads { server: it, term: case.term(it) }),
                ),
            ),
            Held::new(
                commit(leader) >= named.index,
                "the leader's commit index reaches it",
                leader.map_or_else(|| "none".into(), |leader| Sentence::from(known(leader))),
            ),
            Held::new(named.is_in(&node.persistent().log), "its log has the entry", log_end(case, server)),
            Held::new(false, "a message has told it", known(server)),
        ],
    )
    .speaking_to(server)
}

fn log_end(case: &Case<'_>, server: ServerId) -> ElectionClaim {
    let log = &case.world.node(server).persistent().log;
    ElectionClaim::LogEnds { server, index: log.last_index(), term: log.last_term() }
}
