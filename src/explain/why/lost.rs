//! Whether an entry can still be lost, and up to which index entries are safe to apply.

use super::ballot::tip;
use super::fate::rule_off;
use super::{Case, ExactEntry, Fate, Guard, Loss};
use crate::explain::answer::{Answer, Clause, Held};
use crate::explain::claim::{ElectionClaim, EntryClaim, ServerClaim, When};
use crate::explain::sentence::{Sentence, say};
use crate::explain::words::entries;
use crate::language::Being;
use crate::paper::Rule;
use crate::raft::{Index, ServerId, ServerSet, Term};

pub(super) fn can_be_lost(case: &Case<'_>, index: Index, term: Option<Term>) -> Answer {
    let Some(named) = ExactEntry::at(case.run, index, term) else {
        let none = EntryClaim::Exists { index, term }.no();
        let answer = case.answer(say![none, ", so there is nothing to lose"]);
        return answer.says(false).with(case.past.told(cut_away(case, index, term).as_ref()));
    };
    let on = named.holders(case.world);
    let fate = Fate::of(case.run, named);
    let answer = match &fate {
        Fate::Gone => case.answer(say!["It is lost: ", named.is_on(case.world)]).says(true),
        Fate::Lost(by) => case
            .answer(say!["Yes: ", named.is_lost()])
            .and(say![
                named.is_on(case.world),
                "; a different entry is committed there: ",
                replaced(case, named, *by)
            ])
            .decides(named.is_lost().yes()),
        Fate::Safe(guard) => case
            .answer(say!["No: ", named.stays()])
            .and(guarded(case, named, *guard))
            .says(false)
            .note("This is certain as long as no disk is wiped and no rule is switched off."),
        Fate::CanBeLost(loss) => {
            let answer =
                case.answer(say!["Yes: ", way(case, named, loss)]).decides(named.can_be_lost().yes());
            if loss.in_flight { answer.note("This involves messages in flight.") } else { answer }
        }
        Fate::Open => {
            let answer = case.answer(
                "This is unknown: no way to lose the entry was found, but nothing proves that it is safe.",
            );
            match rule_off(case.world, None) {
                Some(bug) => {
                    answer.and(say![EntryClaim::IsOff(bug), ", so no number of copies makes an entry safe for certain"])
                }
                None => answer.and(
                    "Every election with the current logs was tried, and every election after one more message.",
                ),
            }
        }
    };
    let committed = case.checker.committed_at(index);
    let committed = committed.filter(|committed| committed.digest == named.digest);
    let answer = match committed {
        Some(committed) => answer.note(case.was_committed(index, committed)).with(
            (!case.world.is_boot(committed.step)).then(|| case.past.evidence_of(committed.step)).flatten(),
        ),
        None if matches!(fate, Fate::Safe(_)) => {
            let so = EntryClaim::IsCommitted { index, term: named.entry.term };
            answer.note(say![so.no(), " yet: no leader knows that it is safe"])
        }
        None => answer,
    };
    let answer = match &fate {
        Fate::CanBeLost(loss) => answer.do_this([loss.remedy.clone()]).changed_by(
            "An entry of the leader's own term, stored on a majority: this entry or a later one.",
        ),
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
pub(super) fn way(case: &Case<'_>, named: ExactEntry, loss: &Loss) -> Sentence {
    let Loss { leader, .. } = *loss;
    if case.world.node(leader).leads() {
        let leads = case.leads(leader);
        return say![leads, " without the entry, and the other servers can follow that leader"];
    }
    if loss.in_flight || !super::Prospects::of(case.world, leader).ever() {
        return "a server without the entry can be elected once messages in flight arrive".into();
    }
    let votes = super::Prospects::of(case.world, leader).by_logs;
    let (index, term) = (named.index, named.entry.term);
    if case.world.node(leader).persistent().log.term_at(index) == Some(term) {
        // Its log has an entry with the same index and term, but differs before it.
        let can = ElectionClaim::CanWin { server: leader, when: When::Later };
        return say![named.is_on_one(case.world, leader), ", and ", can];
    }
    EntryClaim::CanWinWithout { server: leader, index, term, votes }.into()
}

/// The servers that know another entry to be committed at the index of an entry, each with its entry there.
fn replaced(case: &Case<'_>, named: ExactEntry, by: ServerSet) -> Sentence {
    let there = by.iter().filter_map(|server| {
        let entry = case.world.node(server).persistent().log.get(named.index)?;
        let (index, term, payload) = (named.index, entry.term, entry.payload);
        Some(ServerClaim::Stores { server, index, term, payload }.into())
    });
    Sentence::joined(there.take(3), ", ")
}

fn guarded(case: &Case<'_>, named: ExactEntry, guard: Guard) -> Sentence {
    let Guard { index, term, on } = guard;
    let none = EntryClaim::NoneReaches { index, term, on };
    if index == named.index {
        return say![named.is_on(case.world), ", and ", none];
    }
    say![EntryClaim::IsOn { index, term, servers: on }, ". It comes after the entry in question, and ", none]
}

/// The servers that lack it, and whether they could lead.
fn clause(case: &Case<'_>, named: ExactEntry, fate: &Fate) -> Clause {
    let on = named.holders(case.world);
    let enough = ElectionClaim::IsEnough(on).is(case.is_quorum(on));
    let mut conditions = vec![Held::if_so(enough, "stored on a majority", named.is_on(case.world))];
    let lacking = case.world.roster().minus(on);
    for server in lacking.iter() {
        let prospects = super::Prospects::of(case.world, server);
        let (term, index) = tip(case.world, server);
        let leads = case.world.node(server).server().is_some_and(|it| it.leader().is_some());
        let can = ElectionClaim::CanWin { server, when: When::Later };
        let harmless = match fate {
            Fate::Safe(_) => true,
            Fate::CanBeLost(loss) => !prospects.ever() && loss.leader != server,
            Fate::Gone | Fate::Lost(_) | Fate::Open => !prospects.ever() && !leads,
        };
        let mut live: Vec<Sentence> = Vec::new();
        if leads {
            live.push(case.leads(server).into());
        }
        live.push(ElectionClaim::LogEnds { server, index, term }.into());
        live.push(
            ElectionClaim::WouldGet { candidate: server, votes: prospects.by_logs, when: When::Later }.into(),
        );
        let text = say![named.is_on_one(case.world, server), ", and ", can.is(prospects.ever())];
        conditions.push(Held::new(harmless, text, Sentence::joined(live, "; ")));
    }
    Clause::of(Rule::V2, conditions)
}

/// Whether it can be lost with the running servers and the links as they are.
fn today(case: &Case<'_>, named: ExactEntry, fate: &Fate, answer: Answer) -> Answer {
    if !matches!(fate, Fate::CanBeLost(_)) {
        return answer;
    }
    let win = |server: ServerId| ElectionClaim::CanWin { server, when: When::Now };
    let up = case.world.up().minus(named.holders(case.world));
    let able = |server: &ServerId| super::Prospects::of(case.world, *server).now();
    match up.iter().find(able) {
        Some(server) => {
            answer.note(say!["This can happen with the servers and links as they are: ", win(server)])
        }
        None if up.is_empty() => answer.note("Every running server has it, but other servers may restart."),
        None => {
            let none = up.iter().map(|server| Sentence::from(win(server).no()));
            answer.note(say![
                "With the servers and links as they are, ",
                Sentence::joined(none, ", "),
                "; this may change"
            ])
        }
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
        Index::ZERO => say![EntryClaim::CommittedUpTo(Index::FIRST).no(), ", so no entry may be applied yet"],
        only => say![
            Sentence::told(format!("Up to index {only}: "), EntryClaim::CommittedUpTo(only)),
            EntryClaim::CommittedUpTo(only),
            ", and ",
            EntryClaim::CommittedUpTo(only.next()).no()
        ],
    };
    let answer = case.answer(headline);
    let answer = match guard {
        Some(guard) if guard.index > committed => answer.and(say![
            EntryClaim::Stays { index: guard.index, term: guard.term },
            ". So is every entry before it, but no leader knows this yet"
        ]),
        _ => answer,
    };
    let conditions = case.world.roster().iter().map(|server| {
        let (knows, down) = (knows(server), case.world.node(server).is_down());
        let known = ElectionClaim::CommitIndex { server, index: knows };
        let live = match () {
            () if down => {
                say![ElectionClaim::Is { server, being: Being::Down }, ": its commit index starts again at 0"]
            }
            () if knows == Index::ZERO => Sentence::told("no entries", known),
            () => Sentence::told(entries(Index(1), knows), known),
        };
        Held::if_so(
            ServerClaim::CommitReaches { server, index: committed }.is(knows >= committed && !down),
            Sentence::told(format!("{server} may apply"), known),
            live,
        )
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
