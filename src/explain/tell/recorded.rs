//! Steps of a recording: what it tells that is no step of our own servers, what it leaves out, and what in it is not as
//! the paper has it.

use super::{BROKEN, Line, ORDINARY, QUIET, TELLING, Tale, find};
use crate::explain::words::kind;
use crate::paper::{Place, Rule};
use crate::raft::{Command, Fact, MessageKind, ServerId, Term};
use crate::sim::Happening;

/// What a network may do: lose, delay and repeat messages, and reorder them.
const INVENTED: Place = Place::section("§2, §5.5");

/// What is said where a reason is not known.
pub(super) const UNTOLD: &str = "the trace does not tell why";

/// A step that a rule does not allow.
pub(super) fn illegal(tale: &Tale) -> Option<Line> {
    let rule = find!(tale, Fact::RuleBroken { rule } => Some(rule)).or(find!(tale, Fact::MessageUnsent => None))?;
    let who = tale.step.server().map_or_else(String::new, |who| format!("{who}: "));
    let head = match tale.step.line {
        Some(line) => format!("Line {line}: {who}ILLEGAL"),
        None => format!("{who}ILLEGAL"),
    };
    Some(match rule {
        Some(rule) => Line::new(BROKEN, rule.place(), head, format!("rule {rule} does not allow it")),
        None => Line::new(BROKEN, INVENTED, head, "nobody sent this message as it is"),
    })
}

pub(super) fn tell(tale: &Tale, who: ServerId, what: &Happening) -> Line {
    match what {
        Happening::Appears => {
            let term = tale.term().filter(|term| *term > Term::ZERO);
            let rest = term.map_or_else(String::new, |term| format!("in term {term}"));
            Line::new(ORDINARY, Rule::E0.place(), format!("{who} starts"), rest)
        }
        Happening::Changes => {
            let rest = match tale.step.term {
                Some(term) if term > Term::ZERO => format!("it is in term {term}"),
                _ => String::new(),
            };
            Line::new(QUIET, Place::NONE, format!("{who} says how it is"), rest)
        }
        Happening::Sends { to, kind: message } => {
            let (what, rule) = match message {
                MessageKind::RequestVote => (format!("{who} asks {to} for its vote"), Rule::E2),
                MessageKind::AppendEntries => (format!("{who} sends AppendEntries to {to}"), Rule::L4),
                MessageKind::RequestVoteReply | MessageKind::AppendEntriesReply => {
                    (format!("{who} answers {to} with a {}", kind(*message)), Rule::T1)
                }
            };
            let place = if rule == Rule::T1 { Place::NONE } else { rule.place() };
            Line::new(ORDINARY, place, what, "")
        }
        Happening::SendsOther { to, name } => beyond(format!("{who} sends {name} to {to}")),
        Happening::ReceivesOther { from, name } => beyond(format!("{who} hears {name} of {from}")),
        Happening::LosesOther { from, name } => beyond(format!("{name} of {from} to {who} is lost")),
    }
}

/// Messages that Figure 2 does not have.
fn beyond(head: String) -> Line {
    Line::new(QUIET, Place::NONE, head, "Figure 2 has no such message")
}

/// A client that asks, and what is seen to come of it.
pub(super) fn submitted(tale: &Tale, to: ServerId, command: Command) -> Line {
    let head = format!("A client asks {to} for {command}");
    match find!(tale, Fact::EntryAppended { index, .. } => index) {
        Some(index) => {
            let head = format!("{to} appends {command} as entry {index}");
            Line::new(TELLING, Rule::L3.place(), head, "a client asked for it")
        }
        None => Line::new(ORDINARY, Rule::L3.place(), head, "the trace does not tell what comes of it here"),
    }
}

/// The words for a rule that was set aside here: elsewhere nobody did so.
pub(super) fn in_words_of_a_trace(rest: &str) -> String {
    rest.replace("rule set aside", "not as the paper has it")
}
