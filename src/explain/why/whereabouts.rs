//! Where an entry is, and where it went.

use super::{Case, ExactEntry, facts, recover};
use crate::explain::answer::{Answer, Clause, Held, Remedy};
use crate::explain::claim::{Cited, ElectionClaim, EntryClaim, PastClaim, ServerClaim};
use crate::explain::sentence::{Sentence, say};
use crate::explain::words::known;
use crate::history::Watched;
use crate::language::{Condition, Targets};
use crate::paper::Rule;
use crate::raft::{Fact, Index, SeenFact, ServerId, ServerSet, Term};
use crate::sim::{Action, Step, What};

/// The most losses that are listed.
const MOST: usize = 6;

/// An entry that a server had and no longer has.
struct Gone {
    step: Step,
    server: ServerId,
    named: ExactEntry,
    /// The index of the conflict, and both terms there; none if a crash or a person removed the entry.
    conflict: Option<(Index, Option<Term>, Option<Term>)>,
    /// The fact of the step that removed it.
    fact: Option<SeenFact>,
}

pub(super) fn answer(case: &Case<'_>, index: Index, term: Option<Term>) -> Answer {
    let gone: Vec<Gone> = gone(case, index)
        .into_iter()
        .filter(|it| term.is_none_or(|term| it.named.entry.term == term))
        .collect();
    let evidence: Vec<_> = gone.iter().map(|it| case.past.evidence(&it.step)).collect();
    let answer = match ExactEntry::at(case.run, index, term) {
        Some(named) if !named.holders(case.world).is_empty() => here(case, named),
        named => nowhere(case, index, term, named, &gone),
    };
    // If a log still has it, only the loss of other entries needs an explanation.
    let lost = answer.lit.entries.is_empty();
    let answer = gone.iter().rev().filter_map(clause).take(usize::from(lost)).fold(answer, Answer::by);
    let answer = gone.iter().fold(answer, |answer, it| answer.note(told(it)));
    let reason = if gone.is_empty() { Rule::R3.article().why } else { Rule::R2.article().why };
    answer.with(evidence).because(reason)
}

fn here(case: &Case<'_>, named: ExactEntry) -> Answer {
    let ExactEntry { index, entry, .. } = named;
    let on = named.holders(case.world);
    let others: Vec<Sentence> = case
        .world
        .roster()
        .minus(on)
        .iter()
        .map(|server| {
            let log = &case.world.node(server).persistent().log;
            let end = ElectionClaim::LogEnds { server, index: log.last_index(), term: log.last_term() };
            log.get(index).map_or_else(
                || end.into(),
                |there| {
                    let (term, payload) = (there.term, there.payload);
                    ServerClaim::Stores { server, index, term, payload }.into()
                },
            )
        })
        .collect();
    let holds = EntryClaim::Holds { index, term: entry.term, payload: entry.payload };
    let answer = case.answer(say![holds, ", and ", named.is_on(case.world)]);
    let answer = if others.is_empty() {
        answer.and("Every server has it.")
    } else {
        answer.and(Sentence::joined(others, "; "))
    };
    let born = case.past.last(|step| {
        step.seen().any(|fact| matches!(fact, Fact::EntryAppended { index: at, term: Some(term), .. } | Fact::NoOpAppended { index: at, term: Some(term) } if at == index && term == entry.term))
    });
    let stored = on.iter().filter_map(|server| case.past.stored(server, index));
    let committed = case.checker.committed_at(index).filter(|it| it.digest == named.digest);
    let answer = match committed {
        Some(committed) => answer.note(case.was_committed(index, committed)),
        None => answer.note(EntryClaim::IsCommitted { index, term: entry.term }.no()),
    };
    answer
        .with(case.past.told(born.as_ref()))
        .with(case.past.tell_all(stored))
        .light(on)
        .light_entry(on, index)
        .changed_by(if on == case.world.roster() {
            ""
        } else {
            "A leader that has the entry replicates it to the others."
        })
        .do_this(spread(case, named))
}

/// Replicates the entry to a server that lacks it.
fn spread(case: &Case<'_>, named: ExactEntry) -> Vec<Remedy> {
    let lacking = case.world.roster().minus(named.holders(case.world));
    let Some(server) = lacking.first() else { return Vec::new() };
    let condition = Condition::On {
        index: named.index,
        term: Some(named.entry.term),
        who: Some(Targets::server(server)),
    };
    let holds = move |state: &Watched| named.is_in(&state.world.node(server).persistent().log);
    let has = ServerClaim::Has { server, index: named.index, term: named.entry.term };
    recover::ways(case, &case.trial(), &condition, &has.into(), holds)
}

fn nowhere(
    case: &Case<'_>,
    index: Index,
    term: Option<Term>,
    named: Option<ExactEntry>,
    gone: &[Gone],
) -> Answer {
    let none =
        named.map_or_else(|| EntryClaim::Exists { index, term }.no(), |named| named.is_nowhere(case.world));
    let Some(last) = gone.last() else {
        return case.answer(say![none, ", and none was removed in the available history"]);
    };
    let who: ServerSet = gone.iter().map(|it| it.server).collect();
    case.answer(say![none, " anymore"]).and(told(last)).light(who)
}

/// What removed an entry, as the fact or the action of its step says.
fn told(gone: &Gone) -> Sentence {
    let cited = match (&gone.fact, &gone.step.what) {
        (Some(fact), _) => Cited::Fact(*fact),
        (None, What::Acted(action)) => Cited::Action(action.clone()),
        (None, _) => Cited::Step,
    };
    Sentence::told(in_words(gone), PastClaim::HappenedAt { step: gone.step.number, cited })
}

fn in_words(gone: &Gone) -> String {
    let Gone { step, server, named, conflict, .. } = gone;
    let what = format!("{} of term {}", named.entry.payload, named.entry.term);
    let leader = match &step.what {
        What::Delivered(flight) => flight.from.to_string(),
        _ => "its leader".to_owned(),
    };
    match conflict {
        Some((first, own, theirs)) if *first == named.index => {
            let (own, theirs) = (known(*own), known(*theirs));
            format!(
                "{server} deleted {what} in step {}: {leader} has an entry of term {theirs} there, not of term {own}.",
                step.number
            )
        }
        Some((first, own, theirs)) => format!(
            "{server} deleted {what} in step {}: {leader} has an entry of term {} before it, at index {first}, not of term {}.",
            step.number,
            known(*theirs),
            known(*own)
        ),
        None => format!("{server} lost {what} in step {}: it was no longer on its disk.", step.number),
    }
}

fn clause(gone: &Gone) -> Option<Clause> {
    let (first, own, theirs) = gone.conflict?;
    let cited = facts::cited(&gone.step, gone.fact?);
    let told = |words: String| Sentence::told(words, cited.clone());
    let text = told(format!("a term at index {first} that differs from the leader's"));
    let terms = told(format!("its term is {}, the leader's is {}", known(own), known(theirs)));
    let all = told(format!("index {} is not before index {first}", gone.named.index));
    Some(Clause::of(
        Rule::R2,
        [
            Held::new(own != theirs, text, terms),
            Held::new(true, "deletes that entry and all that follow it", all),
        ],
    ))
}

/// The entries that were removed from an index, earliest first.
fn gone(case: &Case<'_>, index: Index) -> Vec<Gone> {
    let takes = |step: &Step| {
        let facts = step.seen().any(|fact| match fact {
            Fact::Truncated { first, last, .. } => (first..=last).contains(&index),
            Fact::Crashed { entries_lost, .. } => entries_lost > 0,
            _ => false,
        });
        facts || matches!(step.what, What::Acted(Action::Wipe(_)))
    };
    let steps = case.past.all(MOST, takes);
    steps.into_iter().filter_map(|step| taken(case, step, index)).collect()
}

fn taken(case: &Case<'_>, step: Step, index: Index) -> Option<Gone> {
    let server = step.server()?;
    let before = case.past.before(step.number)?;
    let named = ExactEntry::of(&before.world.node(server).persistent().log, index)?;
    let after = case.run.state_at(step.number)?;
    if named.is_in(&after.world.node(server).persistent().log) {
        return None;
    }
    let conflict = step.seen().find_map(|fact| match fact {
        Fact::Truncated { first, own_term, their_term, .. } => Some((first, own_term, their_term)),
        _ => None,
    });
    let fact = step.seen().find(|fact| matches!(fact, Fact::Truncated { .. } | Fact::Crashed { .. }));
    Some(Gone { step, server, named, conflict, fact })
}
