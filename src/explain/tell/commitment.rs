//! Commitment and application (§5.3, §5.4.2).

use super::{Line, ORDINARY, TELLING, Tale, find};
use crate::explain::words::{entries, known, range};
use crate::paper::Rule;
use crate::raft::{Fact, Index, ServerId, ServerSet, Term};
use crate::sim::SeenFact;

pub(super) fn tell(tale: &Tale, who: ServerId, fact: SeenFact) -> Option<Line> {
    Some(match fact {
        Fact::CommitAdvanced { from, to, on } => committed(tale, who, (from.next(), to), on),
        Fact::CommitWithheld { index, term, on } => withheld(tale, who, index, term, on),
        Fact::FollowerCommitAdvanced { from, to, leader_commit, last_new } => {
            learned(tale, who, (from.next(), to), leader_commit, last_new)
        }
        Fact::Applied { index, payload, .. } => Line::new(
            ORDINARY,
            Rule::A1.place(),
            format!("{who} applies entry {index}"),
            format!("it is committed, and says {}", known(payload)),
        ),
        Fact::ClientReplied { index, .. } => Line::new(
            ORDINARY,
            Rule::L3.place(),
            format!("{who} answers the client"),
            format!("entry {index} is committed and applied"),
        ),
        _ => return None,
    })
}

fn committed(tale: &Tale, who: ServerId, (first, last): (Index, Index), on: ServerSet) -> Line {
    let share = tale.share(on.len());
    let own = tale.term();
    let its = find!(tale, Fact::Applied { index, term: Some(term), .. } if index == last => term);
    let indirect = find!(tale, Fact::CommittedIndirectly { first, last } => (first, last));
    let rest = match (own, its, indirect) {
        (Some(own), Some(its), _) if its < own => {
            format!("on {share}, though of term {its}, not {own}: {}", tale.breach())
        }
        _ if on.is_empty() => "the trace does not tell who has it".to_owned(),
        _ if !tale.configuration.is_quorum(on) => {
            format!("{last} is on {share}, no majority: {}", tale.breach())
        }
        (_, _, Some(_)) => format!("{last} is of its own term and on {share}"),
        _ if first == last => format!("it is of its own term and on {share}"),
        _ => format!("they are of its own term, and {last} is on {share}"),
    };
    let line = Line::new(TELLING, Rule::L7.place(), format!("{who} commits {}", entries(first, last)), rest);
    if let Some((first, last)) = indirect {
        let go = if first == last { "goes" } else { "go" };
        return line.and(&format!("; {} {go} along", range(first, last)));
    }
    if find!(tale, Fact::ClientReplied { .. } => ()).is_some() {
        return line.and("; client answered");
    }
    line
}

fn withheld(tale: &Tale, who: ServerId, index: Index, term: Term, on: ServerSet) -> Line {
    let share = tale.share(on.len());
    let own = tale.term().map_or_else(String::new, |own| format!(", not {own}"));
    Line::new(
        TELLING,
        Rule::L7.place(),
        format!("{who} commits nothing"),
        format!("entry {index} is on {share}, but it is of term {term}{own}"),
    )
}

fn learned(
    tale: &Tale,
    who: ServerId,
    (first, last): (Index, Index),
    leader_commit: Option<Index>,
    last_new: Option<Index>,
) -> Line {
    let what = entries(first, last);
    let are = if first == last { "is" } else { "are" };
    let leader = tale.flight().map_or_else(|| "its leader".to_owned(), |flight| flight.from.to_string());
    let place = Rule::R4.place();
    let Some(leader_commit) = leader_commit else {
        let rest = if tale.flight().is_some() { "" } else { "the trace does not tell from whom" };
        return Line::new(ORDINARY, place, format!("{who} learns that {what} {are} committed"), rest);
    };
    if let Some(last_new) = last_new
        && last > last_new
    {
        return Line::new(
            TELLING,
            place,
            format!("{who} takes {what} for committed"),
            format!("but is known to agree with {leader} only up to {last_new}"),
        );
    }
    if leader_commit > last {
        return Line::new(
            ORDINARY,
            place,
            format!("{who} commits only up to {last}"),
            format!("{leader} has committed {leader_commit}, but this message covers {}", known(last_new)),
        );
    }
    Line::new(
        ORDINARY,
        place,
        format!("{who} learns that {what} {are} committed"),
        format!("{leader} says so"),
    )
    .and(&last_new.map_or_else(String::new, |last_new| format!(", and they agree up to {last_new}")))
}
