//! Why an entry is not committed: what the commit rule requires, and what is missing.

use super::chance::Chance;
use super::trial::{SOON, Trial};
use super::{Case, ExactEntry, Fate, Prospects, elect, lost, reach, recover};
use crate::explain::answer::{Answer, Clause, Evidence, Held, Remedy};
use crate::explain::claim::{ElectionClaim, EntryClaim, ServerClaim};
use crate::explain::sentence::{Sentence, say};
use crate::explain::words::servers;
use crate::history::Watched;
use crate::language::{Condition, Targets};
use crate::paper::{Bug, Rule};
use crate::raft::{Command, Fact, Index, LeaderState, Server, ServerId, ServerSet};

/// That this very entry is committed, or that a server knows it to be: as a condition of the language, as a claim, and
/// as a test.
pub(super) struct Goal {
    pub(super) condition: Condition,
    pub(super) leads_to: Sentence,
    named: ExactEntry,
    server: Option<ServerId>,
}

impl Goal {
    pub(super) fn of(named: ExactEntry, server: Option<ServerId>) -> Goal {
        let (index, term) = (named.index, named.entry.term);
        let (condition, leads_to) = match server {
            None => {
                (Condition::Committed { index, term: Some(term) }, EntryClaim::IsCommitted { index, term })
            }
            Some(server) => (
                Condition::CommittedOn { index, term: Some(term), who: Targets::server(server) },
                EntryClaim::IsKnownCommitted { server, index, term },
            ),
        };
        Goal { condition, leads_to: leads_to.into(), named, server }
    }

    pub(super) fn holds(&self, state: &Watched) -> bool {
        match self.server {
            None => {
                let there = state.checker.committed_at(self.named.index);
                there.is_some_and(|committed| committed.digest == self.named.digest)
            }
            Some(server) => {
                let node = state.world.node(server);
                let knows = |it: &Server| it.volatile().commit_index >= self.named.index;
                node.server().is_some_and(knows) && self.named.is_in(&node.persistent().log)
            }
        }
    }

    /// What achieves it: time, or a repair; otherwise a leader that sends now, a new command, or an election.
    pub(super) fn remedies(&self, case: &Case<'_>, leader: Option<ServerId>) -> Vec<Remedy> {
        let holds = |state: &Watched| self.holds(state);
        let found = recover::ways(case, &case.trial(), &self.condition, &self.leads_to, holds);
        if !found.is_empty() {
            return found;
        }
        let led = leader
            .and_then(|leader| self.by_sending(case, leader).or_else(|| self.by_own_entry(case, leader)));
        led.or_else(|| self.by_election(case)).into_iter().collect()
    }

    fn reached(&self, mut trial: Trial<'_>, text: String) -> Option<Remedy> {
        trial.until(&self.condition, SOON, |state| self.holds(state));
        if self.holds(trial.state()) { trial.remedy(text, self.leads_to.clone()) } else { None }
    }

    fn by_sending(&self, case: &Case<'_>, leader: ServerId) -> Option<Remedy> {
        let mut trial = case.trial();
        trial.beat(leader);
        self.reached(trial, format!("let {leader} send heartbeats now"))
    }

    /// A new command of the leader's own term: all entries before it are committed with it.
    fn by_own_entry(&self, case: &Case<'_>, leader: ServerId) -> Option<Remedy> {
        let mut trial = case.trial();
        trial.submit(&[Command::set("new", 1)?], leader);
        self.reached(trial, format!("submit new=1 to {leader}"))
    }

    /// A server that has the entry wins an election in a newer term, and commits a later entry of that term.
    fn by_election(&self, case: &Case<'_>) -> Option<Remedy> {
        let able = |server: &ServerId| Prospects::of(case.world, *server).ever();
        let holders = self.named.holders(case.world);
        holders.iter().filter(able).find_map(|server| {
            let with = Prospects::of(case.world, server)
                .by_logs
                .or(self.server.map_or(ServerSet::EMPTY, ServerSet::only));
            let mut trial = case.trial();
            if trial.state().world.node(server).leads() {
                // It leads an older term, and must first hear of the newer one.
                elect::wake(&mut trial, with);
                trial.release_links().part(with).beat(server);
                let deposed = Condition::Not(Box::new(Condition::leads(server)));
                trial.until(&deposed, SOON, |state| !state.world.node(server).leads());
            }
            let mut trial = elect::won(&trial, server, with)?;
            trial.submit(&[Command::set("new", 1)?], server);
            let among = servers(with);
            self.reached(trial, format!("let {server}, which has the entry, win an election among {among}"))
        })
    }
}

/// No leader has committed it.
pub(super) fn missing(case: &Case<'_>, index: Index, server: Option<ServerId>) -> Answer {
    // If the question names a leader, its own view counts: another one may lead a newer term.
    let asked = server.filter(|server| case.world.node(*server).leads());
    let leader = asked.or_else(|| case.world.leader());
    let of = |server: ServerId| ExactEntry::of(&case.world.node(server).persistent().log, index);
    let own = server.and_then(of);
    let of_leader = leader.and_then(of);
    let Some(named) = own.or(of_leader).or_else(|| ExactEntry::at(case.run, index, None)) else {
        return nowhere(case, index, server);
    };
    let has_it = of_leader.is_some_and(|it| it.digest == named.digest);
    let on = named.holders(case.world);
    let (headline, second) = match leader {
        None => (
            say![ElectionClaim::SomebodyLeads.no(), ", and only a leader commits entries"],
            Some(named.is_on(case.world).into()),
        ),
        Some(leader) if !has_it => (
            say![case.leads(leader), " without the entry: ", named.is_on(case.world)],
            Some("An entry that a leader commits at an index replaces any other entry there.".into()),
        ),
        Some(leader) => withheld(case, leader, named),
    };
    let fate = Fate::of(case.run, named);
    let answer = case.answer(headline);
    let answer = second.into_iter().fold(answer, Answer::and);
    let clause = leader.filter(|_| has_it).and_then(|leader| committing(case, index, leader));
    let answer = if let Some(clause) = clause {
        answer.by(clause)
    } else {
        let lead = leader.map_or_else(|| ElectionClaim::SomebodyLeads.no(), |it| case.leads(it).yes());
        let lead = Held::if_so(
            lead,
            "a server is the leader",
            leader.map_or_else(|| "none".into(), |it| Sentence::told(it, case.leads(it))),
        );
        let enough = ElectionClaim::IsEnough(on).is(case.is_quorum(on));
        answer.by(Clause::of(
            Rule::L7,
            [
                lead,
                Held::new(has_it, "the leader's log has the entry", named.is_on(case.world)),
                Held::if_so(enough, "stored on a majority", Sentence::told(on, named.is_on(case.world))),
            ],
        ))
    };
    let mut remedies = Goal::of(named, server).remedies(case, leader.filter(|_| has_it));
    if let Fate::CanBeLost(loss) = &fate {
        remedies.push(loss.remedy.clone());
    }
    let reason = match &fate {
        Fate::CanBeLost(loss) => {
            say!["Not safe yet: ", named.can_be_lost(), " because ", lost::way(case, named, loss)].finished()
        }
        Fate::Safe(_) => {
            say![
                capital(named.stays()),
                ", but a leader acts only on what it knows. ",
                Rule::L7.article().why
            ]
        }
        Fate::Gone | Fate::Lost(_) | Fate::Open => Rule::L7.article().why.into(),
    };
    answer
        .because(reason)
        .changed_by(change(case, named, leader.filter(|_| has_it)))
        .with(history(case, named, leader))
        .light(on)
        .light_entry(on, index)
        .do_this(remedies)
}

pub(super) fn capital(claim: EntryClaim) -> Sentence {
    Sentence::from(claim).capitalized()
}

/// What has to happen for a leader to commit an entry; if no leader has it, for any server.
fn change(case: &Case<'_>, named: ExactEntry, leader: Option<ServerId>) -> Sentence {
    let Some(leader) = leader else {
        return "A leader that has the entry, and an entry of that leader's own term that is stored on a majority.".into();
    };
    let Some(server) = case.world.node(leader).server() else { return Sentence::default() };
    let term = server.term();
    let own = if named.entry.term == term {
        Sentence::from("Copies on a majority, and replies that tell the leader about them.")
    } else {
        "A later entry of the leader's own term, stored on a majority: both are committed together.".into()
    };
    // While rules are off, it is uncertain what a reply proves.
    let rival = case.world.nodes().iter().any(|node| {
        node.id != leader && node.server().is_some_and(|it| it.leader().is_some() && it.term() == term)
    });
    if !case.world.options().bugs.is_empty() || rival {
        return own;
    }
    let Chance { own: own_entry, known, follow } = Chance::of(case, server, Index::FIRST);
    let can = EntryClaim::CanStillCommit { leader, term, index: None };
    if !case.is_quorum(known.or(follow)) {
        return say![can.no(), ": too many servers are in a newer term and reject its messages"].finished();
    }
    if own_entry.is_some_and(|index| index >= named.index)
        && let Some(enough) = case.quorums().completed(known, follow.minus(known).iter())
    {
        return say![can, ": ", ElectionClaim::IsEnough(enough), " once all their replies arrive"].finished();
    }
    own
}

/// Why a leader that has the entry has not committed it.
fn withheld(case: &Case<'_>, leader: ServerId, named: ExactEntry) -> (Sentence, Option<Sentence>) {
    let Some(server) = case.world.node(leader).server() else { return (Sentence::default(), None) };
    let (index, term) = (named.index, named.entry.term);
    let known = server.holders(index);
    let counts = EntryClaim::Counts { leader, index, on: known };
    if case.is_quorum(known) {
        let not = EntryClaim::IsCommitted { index, term }.no();
        let why = if term < server.term() && !case.world.options().has(Bug::CommitByCount) {
            say![
                not,
                ": ",
                case.leads(leader),
                ", and a leader counts copies only for entries of its own term"
            ]
        } else {
            say![not, ": the leader counts again when the next reply arrives"]
        };
        return (say![counts, ", which are a majority"], Some(why));
    }
    let really = named.holders(case.world);
    let second = if case.is_quorum(really) {
        say![named.is_on(case.world), ", but not all of them have acknowledged it to the leader"]
    } else {
        let lacking = case.world.roster().minus(known).minus(really);
        let obstacles: Vec<Sentence> =
            lacking.iter().filter_map(|it| obstacle(case, leader, it)).take(3).collect();
        let on = named.is_on(case.world);
        if obstacles.is_empty() { on.into() } else { say![on, "; ", Sentence::joined(obstacles, "; ")] }
    };
    (say![counts, ", not a majority"], Some(second))
}

/// What keeps a server from accepting what a leader sends: it is in a newer term, or it is not connected.
pub(super) fn obstacle(case: &Case<'_>, leader: ServerId, server: ServerId) -> Option<Sentence> {
    let term = case.term(server);
    let newer = (term > case.term(leader)).then(|| ElectionClaim::InTerm { server, term }.into());
    reach::obstacle(case.world, leader, server).or(newer)
}

/// Leaders 4, with the values on a leader.
pub(super) fn committing(case: &Case<'_>, index: Index, leader: ServerId) -> Option<Clause> {
    let server = case.world.node(leader).server()?;
    let state: &LeaderState = server.leader()?;
    let entry = server.persistent().log.get(index)?;
    let commit = server.volatile().commit_index;
    let known = server.holders(index);
    let term = server.term();
    let behind: Vec<Sentence> = state
        .everyone()
        .filter(|(_, progress)| progress.match_index < index)
        .map(|(of, progress)| {
            let index = progress.match_index;
            let claim = ElectionClaim::MatchIndex { leader, of, index };
            Sentence::told(format!("for {of} it is {index}"), claim)
        })
        .collect();
    let enough = case.is_quorum(known);
    let of_known = EntryClaim::Counts { leader, index, on: known };
    let live = match behind.len() {
        _ if enough => Sentence::told(servers(known), of_known),
        1..=4 => {
            say![
                Sentence::told(format!("only {}", servers(known)), of_known),
                "; ",
                Sentence::joined(behind, ", ")
            ]
        }
        _ => Sentence::told(format!("{}: {known}", case.share(known.len())), of_known),
    };
    let counts = ElectionClaim::IsEnough(known).is(enough);
    let own = ServerClaim::IsOfOwnTerm { leader, index, term: entry.term }.is(entry.term == term);
    Some(
        Clause::of(
            Rule::L7,
            [
                Held::unless(
                    ServerClaim::CommitReaches { server: leader, index }.is(commit >= index),
                    "an index above the commit index",
                    Sentence::told(
                        format!("{index} {} {commit}", if index > commit { ">" } else { "≤" }),
                        ElectionClaim::CommitIndex { server: leader, index: commit },
                    ),
                ),
                Held::if_so(counts, "stored on a majority, by match index", live),
                Held::if_so(
                    own,
                    "of the leader's own term",
                    Sentence::told(
                        if entry.term == term {
                            format!("term {term}")
                        } else {
                            format!("term {}, not {term}", entry.term)
                        },
                        ServerClaim::Has { server: leader, index, term: entry.term },
                    ),
                ),
            ],
        )
        .speaking_to(leader),
    )
}

/// There is no such entry.
fn nowhere(case: &Case<'_>, index: Index, server: Option<ServerId>) -> Answer {
    let longest =
        case.world.nodes().iter().map(|node| node.persistent().log.last_index()).max().unwrap_or_default();
    let none = EntryClaim::Exists { index, term: None }.no();
    case.answer(say![none, ": ", EntryClaim::LongestLog(longest)])
        .because(Rule::L3.article().why)
        .changed_by("Commands that clients send to a leader.")
        .do_this(filled(case, index, server, longest))
}

/// As many commands as are missing, submitted to a leader.
fn filled(case: &Case<'_>, index: Index, server: Option<ServerId>, longest: Index) -> Option<Remedy> {
    let leader = case.world.leader()?;
    let missing = index.since(case.world.node(leader).persistent().log.last_index().min(longest)).max(1);
    if missing > 20 || index == Index::ZERO {
        return None;
    }
    let commands: Vec<Command> = (1..).take(missing).filter_map(|it| Command::set("new", it)).collect();
    let mut trial = case.trial();
    trial.submit(&commands, leader);
    let log = &trial.state().world.node(leader).persistent().log;
    let goal = Goal::of(ExactEntry::of(log, index)?, server);
    let what = match &commands[..] {
        [only] => only.to_string(),
        all => format!(
            "{}, {} to {},",
            crate::explain::words::count(missing, "command"),
            all[0],
            all[all.len() - 1]
        ),
    };
    goal.reached(trial, format!("submit {what} to {leader}"))
}

/// How this happened: the step that appended the entry, the present leader's election, the last copies.
fn history(case: &Case<'_>, named: ExactEntry, leader: Option<ServerId>) -> Vec<Evidence> {
    let ExactEntry { index, entry, .. } = named;
    let born = case.past.last(|step| {
        step.seen().any(|fact| matches!(fact, Fact::EntryAppended { index: at, term: Some(term), .. } | Fact::NoOpAppended { index: at, term: Some(term) } if at == index && term == entry.term))
    });
    let won = leader.and_then(|leader| case.past.won(leader, case.term(leader)));
    let since = won.as_ref().map_or(0, |won| won.number);
    let known = leader.map_or_else(Vec::new, |leader| {
        case.past.all(2, |step| {
            step.number > since
                && step.server() == Some(leader)
                && step.seen().any(|fact| match fact {
                    Fact::MatchAdvanced { from, to, .. } => from < index && index <= to,
                    Fact::CommitWithheld { index: at, .. } => at >= index,
                    _ => false,
                })
        })
    });
    let steps = born.into_iter().chain(won).chain(known);
    case.past.tell_all(steps)
}
