//! Whether a leader can still commit: whether enough servers are not in a newer term.

use super::chance::Chance;
use super::uncommitted::Goal;
use super::{Case, ExactEntry, elect, role};
use crate::explain::answer::{Answer, Clause, Held, Remedy};
use crate::explain::claim::{ElectionClaim, EntryClaim, When};
use crate::explain::sentence::say;
use crate::language::Being;
use crate::paper::Rule;
use crate::raft::{Index, ServerId, ServerSet};

pub(super) fn can_commit(case: &Case<'_>, leader: ServerId, index: Option<Index>) -> Answer {
    let node = case.world.node(leader);
    let Some(server) = node.server().filter(|it| it.leader().is_some()) else {
        return no_leader(case, leader);
    };
    let term = server.term();
    let leads = ElectionClaim::Leads { server: leader, term };
    let log = &server.persistent().log;
    let named = index.and_then(|index| ExactEntry::of(log, index));
    if let Some(index) = index {
        let Some(named) = named else {
            let ends =
                ElectionClaim::LogEnds { server: leader, index: log.last_index(), term: log.last_term() };
            let answer = case.answer(say!["no: ", ends]).says(false).light(ServerSet::only(leader));
            return answer
                .and("A leader commits only entries of its own log.")
                .because(Rule::L7.article().why);
        };
        if server.volatile().commit_index >= index {
            let knows = EntryClaim::IsKnownCommitted { server: leader, index, term: named.entry.term };
            let answer = case.answer(say!["it already has: ", knows]).says(true);
            return answer.light_entry(named.holders(case.world), index).because(Rule::L7.article().why);
        }
    }
    let rival = case.world.nodes().iter().any(|node| {
        node.id != leader && node.server().is_some_and(|it| it.leader().is_some() && it.term() == term)
    });
    if let Some(bug) = case.world.options().bugs.iter().next() {
        return case
            .answer(say!["this is unknown: ", EntryClaim::IsOff(bug)])
            .and("While a rule is off, it is uncertain what a reply proves.");
    }
    if rival {
        return super::leaders::how_many(case);
    }
    let chance = Chance::of(case, server, index.unwrap_or(Index::FIRST));
    let enough = case.is_quorum(chance.all());
    let can = EntryClaim::CanStillCommit { leader, term, index }.is(enough);
    let newer = case.world.which(|node| node.persistent().current_term > term);
    let is_newer = ElectionClaim::InNewerTerm { servers: newer, than: term };
    let answer = case.answer(can.clone()).yes_or_no(enough).decides(can).and(if enough {
        say![is_newer, ", and ", ElectionClaim::IsEnough(chance.all())]
    } else {
        say![is_newer, ", and a server in a newer term rejects what it sends"]
    });
    let counts = ElectionClaim::IsEnough(chance.all()).is(enough);
    let own = ElectionClaim::Leads { server: leader, term };
    answer
        .by(Clause::of(
            Rule::L7,
            [
                Held::if_so(own.yes(), "it is a leader", leads),
                Held::if_so(counts, "a majority has replied or is not in a newer term", is_newer),
            ],
        ))
        .by(Clause::of(
            Rule::T2,
            [Held { holds: newer.is_empty(), ..Held::if_so(is_newer.yes(), "no server rejects it because of a newer term", is_newer) }],
        ))
        .because(Rule::L7.article().why)
        .changed_by(if enough {
            "A newer term that reaches a majority first, from an election that another server starts."
        } else {
            "Winning an election in a newer term: when it commits an entry of that term, every entry before it is committed too."
        })
        .light(chance.all())
        .do_this(if enough { overtaken(case, leader) } else { Vec::new() })
        .do_this(if enough { Vec::new() } else { again(case, leader, named) })
}

/// A newer term that reaches the others first.
fn overtaken(case: &Case<'_>, leader: ServerId) -> Vec<Remedy> {
    let others = case.world.roster().minus(ServerSet::only(leader));
    let heir = others.iter().find_map(|server| {
        let with = super::Prospects::of(case.world, server).by_logs.minus(ServerSet::only(leader));
        if !case.is_quorum(with) {
            return None;
        }
        let trial = elect::won(&case.trial(), server, with)?;
        let world = &trial.state().world;
        let term = world.node(server).persistent().current_term;
        if term <= case.term(leader) {
            return None;
        }
        let leads_to = ElectionClaim::Leads { server, term };
        trial.remedy(format!("let {server} win an election in a newer term first"), leads_to)
    });
    heir.into_iter().collect()
}

/// It wins an election in a newer term.
fn again(case: &Case<'_>, leader: ServerId, named: Option<ExactEntry>) -> Vec<Remedy> {
    let log = &case.world.node(leader).persistent().log;
    let named = named.or_else(|| ExactEntry::of(log, case.checker.committed_index().next()));
    named.map(|named| Goal::of(named, None).remedies(case, None)).unwrap_or_default()
}

/// Only a leader commits by counting.
fn no_leader(case: &Case<'_>, server: ServerId) -> Answer {
    let being = role::being(case.world, server);
    let is = ElectionClaim::Is { server, being };
    let prospects = super::Prospects::of(case.world, server);
    let later = ElectionClaim::CanWin { server, when: When::Later }.is(prospects.ever());
    let answer = case
        .answer(say!["no: ", is, ", and only a leader commits entries"])
        .decides(ElectionClaim::Is { server, being: Being::Leader }.no())
        .and(say!["with all servers running and connected, ", later])
        .by(Clause::of(
            Rule::L7,
            [Held::if_so(ElectionClaim::Is { server, being: Being::Leader }.no(), "it is a leader", is)],
        ))
        .because(Rule::L7.article().why)
        .changed_by("Winning an election.")
        .light(ServerSet::only(server));
    if !prospects.ever() {
        return answer;
    }
    let won = elect::won(&case.trial(), server, prospects.by_logs);
    let leads = ElectionClaim::Is { server, being: Being::Leader };
    answer.do_this(won.and_then(|trial| trial.remedy(format!("let {server} win an election"), leads)))
}
