//! Whether an entry can still be lost, and up to where it is safe to apply.

use super::ballot::tip;
use super::fate::rule_off;
use super::{Case, ExactEntry, Fate, Guard, Loss};
use crate::explain::answer::{Answer, Clause, Held};
use crate::explain::claim::{ElectionClaim, EntryClaim, ServerClaim, When};
use crate::explain::sentence::{Sentence, say};
use crate::explain::words::range;
use crate::language::Being;
use crate::paper::Rule;
use crate::raft::{Index, ServerId, ServerSet, Term};

pub(super) fn can_be_lost(case: &Case<'_>, index: Index, term: Option<Term>) -> Answer {
    let Some(named) = ExactEntry::at(case.run, index, term) else {
        let none = EntryClaim::Exists { index, term }.no();
        let answer = case.answer(say![none, ": there is nothing to lose"]);
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
                "; another entry is committed there: ",
                replaced(case, named, *by)
            ])
            .decides(named.is_lost().yes()),
        Fate::Safe(guard) => case
            .answer(say!["No: ", named.stays()])
            .and(guarded(case, named, *guard))
            .says(false)
            .note("That is certain as long as no disk is wiped and no rule is off."),
        Fate::CanBeLost(loss) => {
            let answer =
                case.answer(say!["Yes: ", way(case, named, loss)]).decides(named.can_be_lost().yes());
            if loss.in_flight { answer.note("Messages in flight take part in this.") } else { answer }
        }
        Fate::Open => {
            let answer = case.answer("No way to lose it was found, and no proof that there is none.");
            match rule_off(case.world, None) {
                Some(bug) => {
                    answer.and(say![EntryClaim::IsOff(bug), ": then no count of copies is a promise"])
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
        Fate::CanBeLost(loss) => answer
            .do_this([loss.remedy.clone()])
            .changed_by("An entry of the leader's own term on a majority: this one or a later one."),
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
        return say![leads, " without it, and the others can follow that leader"];
    }
    if loss.in_flight || !super::Prospects::of(case.world, leader).ever() {
        return "a server can be elected without it, once messages in flight have arrived".into();
    }
    let votes = super::Prospects::of(case.world, leader).by_logs;
    let (index, term) = (named.index, named.entry.term);
    if case.world.node(leader).persistent().log.term_at(index) == Some(term) {
        // One of the same index and term, behind another beginning.
        let can = ElectionClaim::CanWin { server: leader, when: When::Later };
        return say![named.is_on_one(case.world, leader), ", and ", can];
    }
    EntryClaim::CanWinWithout { server: leader, index, term, votes }.into()
}

/// Who took something else for committed at the index of an entry: each with what it has there.
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
    say![EntryClaim::IsOn { index, term, servers: on }, ", which follows it, and ", none]
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

/// Whether it can be lost with the servers that run and the links as they are.
fn today(case: &Case<'_>, named: ExactEntry, fate: &Fate, answer: Answer) -> Answer {
    if !matches!(fate, Fate::CanBeLost(_)) {
        return answer;
    }
    let win = |server: ServerId| ElectionClaim::CanWin { server, when: When::Now };
    let up = case.world.up().minus(named.holders(case.world));
    let able = |server: &ServerId| super::Prospects::of(case.world, *server).now();
    match up.iter().find(able) {
        Some(server) => answer
            .note(say!["It can happen with the servers that run and the links as they are: ", win(server)]),
        None if up.is_empty() => answer.note("Every server that runs has it; others may return."),
        None => {
            let none = up.iter().map(|server| Sentence::from(win(server).no()));
            answer.note(say![
                "With the servers that run and the links as they are, ",
                Sentence::joined(none, ", "),
                "; that may change"
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
        Index::ZERO => say![EntryClaim::CommittedUpTo(Index::FIRST).no(), ": nothing may be applied yet"],
        only => say![
            Sentence::told(format!("Up to {only}: "), EntryClaim::CommittedUpTo(only)),
            EntryClaim::CommittedUpTo(only),
            ", and ",
            EntryClaim::CommittedUpTo(only.next()).no()
        ],
    };
    let answer = case.answer(headline);
    let answer = match guard {
        Some(guard) if guard.index > committed => answer.and(say![
            EntryClaim::Stays { index: guard.index, term: guard.term },
            ", with all that precede it; but no leader knows it yet"
        ]),
        _ => answer,
    };
    let conditions = case.world.roster().iter().map(|server| {
        let (knows, down) = (knows(server), case.world.node(server).is_down());
        let known = ElectionClaim::CommitIndex { server, index: knows };
        let live = match () {
            () if down => {
                say![ElectionClaim::Is { server, being: Being::Down }, ": its commit index begins at 0 again"]
            }
            () if knows == Index::ZERO => Sentence::told("nothing", known),
            () => Sentence::told(range(Index(1), knows), known),
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
