//! Whether an entry can still be lost, and up to where it is safe to apply.

use super::ballot::tip;
use super::fate::set_aside;
use super::{Case, ExactEntry, Fate, Guard, Loss, reach};
use crate::explain::answer::{Answer, Clause, Held};
use crate::explain::claim::{ElectionClaim, EntryClaim};
use crate::explain::sentence::{Sentence, say};
use crate::explain::words::{range, servers};
use crate::paper::Rule;
use crate::raft::{Index, ServerId, ServerSet, Term};

pub(super) fn can_be_lost(case: &Case<'_>, index: Index, term: Option<Term>) -> Answer {
    let Some(named) = ExactEntry::at(case.run, index, term) else {
        let of = term.map_or(String::new(), |term| format!(" of term {term}"));
        let answer = case.answer(format!("No log has an entry {index}{of}: there is nothing to lose."));
        return answer.says(false).with(case.past.told(cut_away(case, index, term).as_ref()));
    };
    let on = named.holders(case.world);
    let entry = format!("Entry {index} ({}, term {})", named.entry.payload, named.entry.term);
    let fate = Fate::of(case.run, named);
    let answer = match &fate {
        Fate::Gone => case
            .answer(format!("It is lost: {entry} is in no log any more."))
            .and(named.is_on(case.world))
            .says(true),
        Fate::Lost(by) => case
            .answer(say!["Yes: ", named.is_lost()])
            .and(say![named.is_on(case.world), format!("; {} took another one for committed", servers(*by))])
            .decides(named.is_lost().yes()),
        Fate::Safe(guard) => case
            .answer(say!["No: ", named.stays()])
            .and(guarded(named, *guard))
            .says(false)
            .note("That is certain as long as no disk is wiped and no rule is set aside."),
        Fate::CanBeLost(loss) => {
            let answer = case.answer(say!["Yes: ", way(case, loss)]).decides(named.can_be_lost().yes());
            if loss.in_flight { answer.note("Messages in flight take part in this.") } else { answer }
        }
        Fate::Open => {
            let answer = case.answer("No way to lose it was found, and no proof that there is none.");
            match set_aside(case.world, None) {
                Some(bug) => {
                    answer.and(say![EntryClaim::IsSetAside(bug), ": then no count of copies is a promise"])
                }
                None => answer.and(
                    "Tried were all elections with the logs as they are, and those after one message more.",
                ),
            }
        }
    };
    let committed = case.checker.committed_at(index);
    let committed = committed.filter(|committed| committed.digest == named.digest);
    let answer = match committed {
        Some(committed) => answer
            .note(format!(
                "{} committed it in term {}, in step {}.",
                committed.by, committed.in_term, committed.step
            ))
            .with(case.past.evidence_of(committed.step)),
        None if matches!(fate, Fate::Safe(_)) => {
            answer.note("It is not committed yet: no leader knows that it is safe.")
        }
        None => answer,
    };
    let answer = match &fate {
        Fate::CanBeLost(loss) => answer.do_this([loss.remedy.clone()]).changed_by(format!(
            "An entry of the leader's own term on {}, {index} or a later one.",
            case.quorums()
        )),
        _ => answer,
    };
    let stored = on.iter().filter_map(|server| case.past.stored(server, index));
    let answer = answer
        .by(clause(case, named, &fate))
        .because(if case.is_quorum(on) { Rule::L7 } else { Rule::V2 }.article().why)
        .light(on)
        .light_entry(on, index)
        .with(case.past.tell_all(stored));
    today(case, named, &fate, answer)
}

/// How an entry can be lost, in a few words.
pub(super) fn way(case: &Case<'_>, loss: &Loss) -> Sentence {
    let Loss { leader, with, .. } = *loss;
    let others = with.minus(ServerSet::only(leader));
    let others = if others.is_empty() { "nobody else".to_owned() } else { servers(others) };
    if case.world.node(leader).leads() {
        let leads = ElectionClaim::Leads { server: leader, term: case.term(leader) };
        return say![leads, format!(" without it, and {others} can follow it")];
    }
    format!("{leader} lacks it and can be elected, by {others}").into()
}

fn guarded(named: ExactEntry, guard: Guard) -> String {
    let Guard { index, term, on } = guard;
    if index == named.index {
        format!("It is on {on}, and no log without it reaches as far as (term {term}, index {index}).")
    } else {
        format!(
            "Entry {index} of term {term}, which follows it, is on {on}, and no log without that one reaches as far."
        )
    }
}

/// Who lacks it, and whether that server could lead.
fn clause(case: &Case<'_>, named: ExactEntry, fate: &Fate) -> Clause {
    let on = named.holders(case.world);
    let enough = ElectionClaim::IsEnough(on).is(case.is_quorum(on));
    let mut conditions = vec![Held::if_so(enough, "on a majority", named.is_on(case.world))];
    let lacking = case.world.roster().minus(on);
    for server in lacking.iter() {
        let prospects = super::Prospects::of(case.world, server);
        let (term, index) = tip(case.world, server);
        let leads = case.world.node(server).server().is_some_and(|it| it.leader().is_some());
        let harmless = match fate {
            Fate::Safe(_) => true,
            Fate::CanBeLost(loss) => !prospects.ever() && loss.leader != server,
            Fate::Gone | Fate::Lost(_) | Fate::Open => !prospects.ever() && !leads,
        };
        let lead = if leads { format!("leads term {}; ", case.term(server)) } else { String::new() };
        let ends = if index == Index::ZERO {
            "its log is empty".to_owned()
        } else {
            format!("ends at {index}, term {term}")
        };
        let live = format!("{lead}{ends}; votes by logs: {}", prospects.by_logs);
        conditions.push(Held::new(harmless, format!("{server}, which lacks it, cannot be elected"), live));
    }
    Clause::of(Rule::V2, conditions)
}

/// Whether it can be lost with the servers that run and the links as they are.
fn today(case: &Case<'_>, named: ExactEntry, fate: &Fate, answer: Answer) -> Answer {
    if !matches!(fate, Fate::CanBeLost(_)) {
        return answer;
    }
    let able = |server: &ServerId| {
        let votes = super::Prospects::of(case.world, *server).by_logs;
        case.is_quorum(reach::in_touch(case.world, *server).and(votes))
    };
    let up = case.world.up().minus(named.holders(case.world));
    let now: ServerSet = up.iter().filter(able).collect();
    if now.is_empty() {
        answer.note("With the servers that run and the links as they are, nobody without it could be elected; others may return.")
    } else {
        answer.note(format!(
            "It can happen with the servers and links as they are: {} could be elected.",
            servers(now)
        ))
    }
}

fn cut_away(case: &Case<'_>, index: Index, term: Option<Term>) -> Option<crate::sim::Step> {
    case.past.last(|step| {
        step.seen().any(|fact| {
            use crate::raft::Fact;
            matches!(fact, Fact::Truncated { first, last, own_term, .. }
                if (first..=last).contains(&index)
                    && term.is_none_or(|term| own_term.is_some_and(|own_term| term >= own_term)))
        })
    })
}

/// Up to which index everything is safe to apply.
pub(super) fn safe(case: &Case<'_>) -> Answer {
    let committed = case.checker.committed_index();
    let guard = Guard::highest(case.world);
    let knows = |server: ServerId| {
        case.world.node(server).server().map_or(Index::ZERO, |server| server.volatile().commit_index)
    };
    let headline = match committed {
        Index::ZERO => "Nothing is committed yet, so nothing may be applied.".to_owned(),
        only => format!("Up to {only}: so far some leader has committed."),
    };
    let answer = case.answer(headline);
    let answer = match guard {
        Some(guard) if guard.index > committed => answer.and(format!(
            "Nor can {} be lost any more, but no leader knows it yet.",
            crate::explain::words::entries(committed.next(), guard.index)
        )),
        _ => answer,
    };
    let conditions = case.world.roster().iter().map(|server| {
        let (knows, down) = (knows(server), case.world.node(server).is_down());
        let live = match () {
            () if down => "down: it will begin at 0 again".to_owned(),
            () if knows == Index::ZERO => "nothing".to_owned(),
            () => range(Index(1), knows),
        };
        Held::new(knows >= committed && !down, format!("{server} may apply"), live)
    });
    let last = case.checker.committed_at(committed);
    let clause = Clause::of(Rule::A1, conditions.collect::<Vec<_>>());
    let answer = answer.by(clause).because(Rule::L7.article().why);
    match last {
        Some(last) => answer.with(case.past.evidence_of(last.step)).light_entry(
            ExactEntry { index: committed, entry: last.entry, digest: last.digest }.holders(case.world),
            committed,
        ),
        None => answer,
    }
}
