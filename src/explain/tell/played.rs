//! Steps of a trace: what it tells that is no step of our own servers, what it leaves out, and what in it is not as
//! the paper has it.

use super::{BROKEN, Draft, Narration, ORDINARY, QUIET, StepView, TELLING, find};
use crate::explain::words::kind;
use crate::paper::{Citation, Rule};
use crate::raft::{Command, Fact, Rpc, ServerId, Term};
use crate::sim::{Driver, Happening, Step};

/// What a network may do: lose, delay and repeat messages, and reorder them.
const INVENTED: Citation = Citation::section("§2, §5.5");

/// What is said where a reason is not known.
pub(super) const UNTOLD: &str = "the trace does not say why";

/// A step that is not as the paper has it. Which rule it breaks, its trace knows: see [`within`].
pub(super) fn illegal(view: &StepView) -> Option<Draft> {
    let line = view.step.line().filter(|_| view.step.is_illegal())?;
    let rest =
        view.step.server().map_or_else(String::new, |who| format!("{who} does not follow the paper here"));
    Some(Draft::new(BROKEN, Citation::NONE, format!("Line {line}: ILLEGAL"), rest))
}

/// A step told with what its trace says beside it: what is wrong with it, or a note.
pub(super) fn within(narration: Narration, step: &Step, driver: Driver<'_>) -> Narration {
    if let [finding, more @ ..] = driver.findings_at(step.number) {
        let also = match more.len() {
            0 => String::new(),
            1 => " (and one more)".to_owned(),
            many => format!(" (and {many} more)"),
        };
        let place = finding.rule.map_or(INVENTED, Rule::place);
        return Narration {
            head: format!("Line {}: ILLEGAL", finding.line),
            rest: format!("{}{also}", finding.says),
            place: place.full(),
            short_place: place.narrow(),
            rule: finding.rule.or(narration.rule),
            weight: BROKEN,
            alarm: true,
            ..narration
        };
    }
    let notes: Vec<&str> = driver.notes_at(step.number).collect();
    if notes.is_empty() {
        return narration;
    }
    let note = format!("“{}”", notes.join(" "));
    let rest = match &narration.rest {
        rest if rest.is_empty() || narration.weight == QUIET => note,
        rest => format!("{rest} — {note}"),
    };
    Narration { rest, ..narration }
}

pub(super) fn tell(view: &StepView, who: ServerId, what: &Happening) -> Draft {
    match what {
        Happening::Appears => {
            let term = view.term().filter(|term| *term > Term::ZERO);
            let rest = term.map_or_else(String::new, |term| format!("in term {term}"));
            Draft::new(ORDINARY, Rule::E0.place(), format!("{who} starts"), rest)
        }
        Happening::Changes => {
            let rest = match view.step.term {
                Some(term) if term > Term::ZERO => format!("it is in term {term}"),
                _ => String::new(),
            };
            Draft::new(QUIET, Citation::NONE, format!("{who} reports its state"), rest)
        }
        Happening::Sends { to, kind: message } => {
            let (what, rule) = match message {
                reply if reply.is_reply() => (format!("{who} sends a {} to {to}", kind(*reply)), Rule::T1),
                request => match request.rpc() {
                    Rpc::RequestVote => (format!("{who} requests a vote from {to}"), Rule::E2),
                    Rpc::AppendEntries => (format!("{who} sends AppendEntries to {to}"), Rule::L4),
                },
            };
            let place = if rule == Rule::T1 { Citation::NONE } else { rule.place() };
            Draft::new(ORDINARY, place, what, "")
        }
        Happening::SendsOther { to, name } => beyond(name, format!("{who} sends {name} to {to}")),
        Happening::ReceivesOther { from, name } => beyond(name, format!("{who} receives {name} from {from}")),
        Happening::LosesOther { from, name } => beyond(name, format!("{name} from {from} to {who} is lost")),
    }
}

/// Messages that Figure 2 does not have, or of which is not narration what they say.
fn beyond(name: &str, head: String) -> Draft {
    let own = ["RequestVote", "RequestVoteReply", "AppendEntries", "AppendEntriesReply"].contains(&name);
    let rest = match name {
        _ if own => "the trace does not say what the message contains",
        "InstallSnapshot" => "a snapshot instead of log entries (§7)",
        _ => "Figure 2 has no such message",
    };
    Draft::new(QUIET, Citation::NONE, head, rest)
}

/// A client that asks, and what is seen to come of it.
pub(super) fn submitted(view: &StepView, to: ServerId, command: Command) -> Draft {
    let head = format!("A client sends {command} to {to}");
    match find!(view, Fact::EntryAppended { index, .. } => index) {
        Some(index) => {
            let head = format!("{to} appends {command} as entry {index}");
            Draft::new(TELLING, Rule::L3.place(), head, "a client sent it")
        }
        None => {
            Draft::new(ORDINARY, Rule::L3.place(), head, "the trace does not say here what happens to it")
        }
    }
}
