//! What became of a client's request.

use super::{Case, ExactEntry, Fate, commit};
use crate::explain::answer::{Answer, Clause, Held};
use crate::explain::claim::{ClientClaim, EntryClaim};
use crate::explain::sentence::{Sentence, say};
use crate::language::Asked;
use crate::paper::{Property, Rule};
use crate::raft::{Command, Fact, Index, Payload, ServerId, Term};
use crate::sim::{Request, RequestState, Step, StepId};

/// A client's request, its number, and the entry that the leader appended for it.
#[derive(Clone, Copy)]
struct Filed {
    number: u32,
    request: Request,
    entry: Option<(Index, Term)>,
}

pub(super) fn answer(case: &Case<'_>, asked: Asked) -> Answer {
    let Some(filed) = Filed::of(case, asked) else { return unasked(case, asked) };
    let Filed { number, request, entry } = filed;
    let heard = ClientClaim::Heard { request: number, state: request.state };
    let executed = executed(case, request.command);
    let (first, evidence) = match (request.state, entry) {
        (RequestState::Redirected { .. } | RequestState::Lost { index: None, .. }, _) => {
            (say!["it never entered a log: ", heard], Vec::new())
        }
        (RequestState::Answered { .. }, _) => (say!["it was executed: ", heard], Vec::new()),
        (RequestState::Pending { .. } | RequestState::Lost { .. }, None) => (say![heard], Vec::new()),
        (RequestState::Pending { .. } | RequestState::Lost { .. }, Some((index, term))) => {
            fate(case, &filed, index, term, heard)
        }
    };
    let to =
        ClientClaim::Asked { request: number, command: request.command, to: request.to, step: request.step };
    let answered = match request.state {
        RequestState::Answered { step, .. } => case.past.evidence_of(step),
        _ => None,
    };
    let answer = case
        .answer(first)
        .and(say![to])
        .with(case.past.evidence_of(request.step))
        .with(evidence.into_iter().filter_map(|step| case.past.evidence_of(step)))
        .with(answered)
        .because(Rule::L3.article().why);
    let answer = again(case, request.command, executed, answer);
    let Some((index, term)) = entry else { return answer };
    let on = filed.exact(case, index, term).map(|it| it.holders(case.world)).unwrap_or_default();
    let answer = answer.light(on).light_entry(on, index);
    if matches!(request.state, RequestState::Answered { .. }) || on.is_empty() {
        return answer;
    }
    waiting(case, index, answer)
}

impl Filed {
    fn of(case: &Case<'_>, asked: Asked) -> Option<Filed> {
        let mut numbered = (1..).zip(case.world.requests());
        let (number, request) = match asked {
            Asked::Number(number) => numbered.find(|(known, _)| *known == number),
            Asked::Last => numbered.last(),
            Asked::Command(command) => numbered.filter(|(_, request)| request.command == command).last(),
        }?;
        let index = match request.state {
            RequestState::Pending { index } | RequestState::Answered { index, .. } => Some(index),
            RequestState::Lost { index, .. } => index,
            RequestState::Redirected { .. } => None,
        };
        let entry = index.and_then(|index| Some((index, term_of(case, request, index)?)));
        Some(Filed { number, request: *request, entry })
    }

    /// Its entry, if some log has it now.
    fn exact(&self, case: &Case<'_>, index: Index, term: Term) -> Option<ExactEntry> {
        let is_it =
            |it: &ExactEntry| it.entry.term == term && it.entry.payload == self.request.command.into();
        let in_log = |server| ExactEntry::of(&case.world.node(server).persistent().log, index);
        let named = ExactEntry::at(case.run, index, Some(term));
        let named = named.filter(|it| is_it(it) && !it.holders(case.world).is_empty());
        named.or_else(|| case.world.roster().iter().filter_map(in_log).find(is_it))
    }
}

/// The term in which the leader appended it.
fn term_of(case: &Case<'_>, request: &Request, index: Index) -> Option<Term> {
    let after = case.run.state_at(request.step)?;
    after.world.node(request.to).persistent().log.term_at(index)
}

/// No client requested it.
fn unasked(case: &Case<'_>, asked: Asked) -> Answer {
    match asked {
        Asked::Command(command) => {
            let times = ClientClaim::AskedTimes { command, times: 0 };
            let answer = case.answer(say![times]);
            match executed(case, command) {
                Some(executed) => answer.and(say![executed]),
                None => answer,
            }
        }
        Asked::Number(_) | Asked::Last => {
            let count = case.world.requests().len();
            case.answer(say!["there is no such request: ", ClientClaim::AskedSoFar(count)])
        }
    }
}

/// Where a command was executed, if that is known: while two servers disagree, it is uncertain.
fn executed(case: &Case<'_>, command: Command) -> Option<ClientClaim> {
    let disagree = case.checker.violations().iter().any(|it| it.property == Property::StateMachineSafety);
    let payload = Payload::from(command);
    let at = case.checker.executed_from(Index::FIRST).filter(|(_, entry, _)| entry.payload == payload);
    (!disagree).then(|| ClientClaim::Executed { command, at: at.map(|(index, ..)| index).collect() })
}

/// What became of an entry whose client has no response, with the steps that show it.
fn fate(
    case: &Case<'_>,
    filed: &Filed,
    index: Index,
    term: Term,
    heard: ClientClaim,
) -> (Sentence, Vec<StepId>) {
    let payload = Payload::from(filed.request.command);
    let committed =
        case.checker.committed_at(index).filter(|it| it.entry.term == term && it.entry.payload == payload);
    if let Some(committed) = committed {
        let is = EntryClaim::IsCommitted { index, term };
        return (say!["only the response is missing: ", is, "; ", heard], vec![committed.step]);
    }
    let Some(named) = filed.exact(case, index, term) else {
        let gone = taken(case, index, term);
        let others = case.world.which(|node| node.persistent().log.term_at(index) == Some(term));
        let nowhere = if others.is_empty() {
            EntryClaim::IsOn { index, term, servers: others }.yes()
        } else {
            EntryClaim::Holds { index, term, payload }.no()
        };
        let Some((step, server)) = gone else { return (say![nowhere, "; ", heard], Vec::new()) };
        let took = ClientClaim::TakenAway { server, step, index, term };
        let said = if in_flight(case, index, term) {
            say!["only a message in flight has it: ", took]
        } else {
            say!["it was overwritten for good: ", took, "; ", nowhere]
        };
        return (said, vec![step]);
    };
    let on = named.is_on(case.world);
    let not = EntryClaim::IsCommitted { index, term }.no();
    match Fate::of(case.run, named) {
        Fate::Lost(_) => {
            let step = case.checker.committed_at(index).map(|it| it.step);
            (say!["it was overwritten for good: ", named.is_lost(), "; ", on], step.into_iter().collect())
        }
        Fate::Safe(_) => {
            (say!["it will be executed: ", on, ", and ", named.stays(), "; ", not, " yet"], Vec::new())
        }
        Fate::CanBeLost(_) => {
            (say!["it is waiting: ", on, "; ", not, ", and ", named.can_be_lost()], Vec::new())
        }
        Fate::Open | Fate::Gone => (say!["it is waiting: ", on, "; ", not], Vec::new()),
    }
}

/// Whether a message carries an entry.
fn in_flight(case: &Case<'_>, index: Index, term: Term) -> bool {
    case.world.network().flights().any(|flight| match &*flight.message.seen() {
        crate::raft::SeenMessage::AppendEntries(request) => {
            flight.doom.is_none() && request.iter().any(|(at, entry)| at == index && entry.term == Some(term))
        }
        _ => false,
    })
}

/// The last step that removed an entry from a log.
fn taken(case: &Case<'_>, index: Index, term: Term) -> Option<(StepId, ServerId)> {
    let has = |number: StepId, server: ServerId| {
        let state = case.run.state_at(number)?;
        Some(state.world.node(server).persistent().log.term_at(index) == Some(term))
    };
    let takes = |step: &Step| {
        let may = step.seen().any(|fact| match fact {
            Fact::Truncated { first, last, .. } => (first..=last).contains(&index),
            Fact::Crashed { entries_lost, .. } => entries_lost > 0,
            _ => false,
        });
        let server = step.server()?;
        (may && has(step.number.checked_sub(1)?, server)? && !has(step.number, server)?).then_some(server)
    };
    let step = case.past.last(|step| takes(step).is_some())?;
    takes(&step).map(|server| (step.number, server))
}

/// How many times it was requested and executed, and what that means.
fn again(case: &Case<'_>, command: Command, executed: Option<ClientClaim>, answer: Answer) -> Answer {
    let times = case.world.requests().filter(|it| it.command == command).count();
    let asked = ClientClaim::AskedTimes { command, times };
    let Some(executed) = executed else { return answer };
    let ClientClaim::Executed { at, .. } = &executed else { return answer };
    let steps = case.checker.executed_from(Index::FIRST).filter(|(index, ..)| at.contains(index));
    let steps: Vec<_> = steps.filter_map(|(.., step)| case.past.evidence_of(step)).take(4).collect();
    let held = Held::new(at.len() == 1, "executed once", executed.clone());
    let answer = answer.by(Clause::of(Rule::A1, [held])).with(steps);
    match (times, at.len()) {
        (1, 0 | 1) => answer,
        (_, 0 | 1) => answer.note(say![asked, ", and ", executed]),
        _ => answer.note(say![
            asked,
            ", and ",
            executed,
            ": Raft executes each entry once and does not know that two entries come from one request (§8)"
        ]),
    }
}

/// What would get it executed: committing its entry.
fn waiting(case: &Case<'_>, index: Index, mut answer: Answer) -> Answer {
    let why = commit::answer(case, index, None, true);
    answer.rules.extend(why.rules);
    answer.changed_by(why.change).do_this(why.remedies)
}
