//! Commitment and application (§5.3, §5.4.2).

use super::{Draft, ORDINARY, StepView, TELLING, find};
use crate::explain::words::{entries, known};
use crate::paper::Rule;
use crate::raft::{Fact, Index, ServerId, ServerSet, Term};
use crate::sim::SeenFact;

pub(super) fn tell(view: &StepView, who: ServerId, fact: SeenFact) -> Option<Draft> {
    Some(match fact {
        Fact::CommitAdvanced { from, to, on } => committed(view, who, (from.next(), to), on),
        Fact::CommitWithheld { index, term, on } => withheld(view, who, index, term, on),
        Fact::FollowerCommitAdvanced { from, to, leader_commit, last_new } => {
            learned(view, who, (from.next(), to), leader_commit, last_new)
        }
        Fact::Applied { index, payload, .. } => Draft::new(
            ORDINARY,
            Rule::A1.place(),
            format!("{who} applies entry {index}"),
            format!("it is committed, and contains {}", known(payload)),
        ),
        Fact::ClientReplied { index, .. } => Draft::new(
            ORDINARY,
            Rule::L3.place(),
            format!("{who} answers the client"),
            format!("entry {index} is committed and applied"),
        ),
        _ => return None,
    })
}

fn committed(view: &StepView, who: ServerId, (first, last): (Index, Index), on: ServerSet) -> Draft {
    let share = view.share(on.len());
    let own = view.term();
    let its = find!(view, Fact::Applied { index, term: Some(term), .. } if index == last => term);
    let indirect = find!(view, Fact::CommittedIndirectly { first, last } => (first, last));
    let rest = match (own, its, indirect) {
        (Some(own), Some(its), _) if its < own => {
            format!("entry {last} is on {share}, but from term {its}, not {own}: {}", view.breach())
        }
        _ if on.is_empty() => "the trace does not say who stores it".to_owned(),
        _ if !view.configuration.is_quorum(on) => {
            format!("{last} is stored on {share}, no majority: {}", view.breach())
        }
        (_, _, Some(_)) => format!("entry {last} is from {who}'s term and stored on {share}"),
        _ if first == last => format!("it is from {who}'s term and stored on {share}"),
        _ => format!("entry {last} is from {who}'s term and stored on {share}"),
    };
    let line = Draft::new(TELLING, Rule::L7.place(), format!("{who} commits {}", entries(first, last)), rest);
    if let Some((first, last)) = indirect {
        return line.and(&format!("; so it also commits {}", entries(first, last)));
    }
    if find!(view, Fact::ClientReplied { .. } => ()).is_some() {
        return line.and("; client answered");
    }
    line
}

fn withheld(view: &StepView, who: ServerId, index: Index, term: Term, on: ServerSet) -> Draft {
    let share = view.share(on.len());
    let own = view.term().map_or_else(String::new, |own| format!(", not {own}"));
    Draft::new(
        TELLING,
        Rule::L7.place(),
        format!("{who} commits nothing"),
        format!("entry {index} is stored on {share}, but is from term {term}{own}"),
    )
}

fn learned(
    view: &StepView,
    who: ServerId,
    (first, last): (Index, Index),
    leader_commit: Option<Index>,
    last_new: Option<Index>,
) -> Draft {
    let what = entries(first, last);
    let are = if first == last { "is" } else { "are" };
    let leader = view.flight().map_or_else(|| "its leader".to_owned(), |flight| flight.from.to_string());
    let place = Rule::R4.place();
    let Some(leader_commit) = leader_commit else {
        let rest = if view.flight().is_some() { "" } else { "the trace does not say from which server" };
        return Draft::new(ORDINARY, place, format!("{who} learns that {what} {are} committed"), rest);
    };
    if let Some(last_new) = last_new
        && last > last_new
    {
        return Draft::new(
            TELLING,
            place,
            format!("{who} takes {what} as committed"),
            format!("but its log is known to match {leader}'s only up to {last_new}"),
        );
    }
    if leader_commit > last {
        return Draft::new(
            ORDINARY,
            place,
            format!("{who} commits only up to {last}"),
            format!(
                "{leader} has committed up to {leader_commit}, but this message checks only up to {}",
                known(last_new)
            ),
        );
    }
    Draft::new(
        ORDINARY,
        place,
        format!("{who} learns that {what} {are} committed"),
        format!("{leader} says so"),
    )
    .and(&last_new.map_or_else(String::new, |last_new| format!(", and the logs match up to {last_new}")))
}
