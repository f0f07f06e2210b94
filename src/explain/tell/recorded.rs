//! Steps of a recording: what it tells that is no step of our own servers, what it leaves out, and what in it is not as
//! the paper has it.

use super::{BROKEN, Line, ORDINARY, QUIET, TELLING, Tale, Told, find};
use crate::explain::words::kind;
use crate::paper::{Citation, Rule};
use crate::raft::{Command, Fact, Rpc, ServerId, Term};
use crate::sim::{Driver, Happening, Step};

/// What a network may do: lose, delay and repeat messages, and reorder them.
const INVENTED: Citation = Citation::section("§2, §5.5");

/// What is said where a reason is not known.
pub(super) const UNTOLD: &str = "the trace does not tell why";

/// A step that is not as the paper has it. Which rule it breaks, its recording knows: see [`within`].
pub(super) fn illegal(tale: &Tale) -> Option<Line> {
    let line = tale.step.line().filter(|_| tale.step.is_illegal())?;
    let rest = tale
        .step
        .server()
        .map_or_else(String::new, |who| format!("what {who} does is not as the paper has it"));
    Some(Line::new(BROKEN, Citation::NONE, format!("Line {line}: ILLEGAL"), rest))
}

/// A step told with what its recording says beside it: what is wrong with it, or a note.
pub(super) fn within(told: Told, step: &Step, driver: Driver<'_>) -> Told {
    if let [finding, more @ ..] = driver.findings_at(step.number) {
        let also = match more.len() {
            0 => String::new(),
            1 => " (and one more)".to_owned(),
            many => format!(" (and {many} more)"),
        };
        let place = finding.rule.map_or(INVENTED, Rule::place);
        return Told {
            head: format!("Line {}: ILLEGAL", finding.line),
            rest: format!("{}{also}", finding.says),
            place: place.full(),
            short_place: place.narrow(),
            rule: finding.rule.or(told.rule),
            weight: BROKEN,
            alarm: true,
            ..told
        };
    }
    let notes: Vec<&str> = driver.notes_at(step.number).collect();
    if notes.is_empty() {
        return told;
    }
    let note = format!("“{}”", notes.join(" "));
    let rest = match &told.rest {
        rest if rest.is_empty() || told.weight == QUIET => note,
        rest => format!("{rest} — {note}"),
    };
    Told { rest, ..told }
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
            Line::new(QUIET, Citation::NONE, format!("{who} says how it is"), rest)
        }
        Happening::Sends { to, kind: message } => {
            let (what, rule) = match message {
                reply if reply.is_reply() => {
                    (format!("{who} answers {to} with a {}", kind(*reply)), Rule::T1)
                }
                request => match request.rpc() {
                    Rpc::RequestVote => (format!("{who} asks {to} for its vote"), Rule::E2),
                    Rpc::AppendEntries => (format!("{who} sends AppendEntries to {to}"), Rule::L4),
                },
            };
            let place = if rule == Rule::T1 { Citation::NONE } else { rule.place() };
            Line::new(ORDINARY, place, what, "")
        }
        Happening::SendsOther { to, name } => beyond(name, format!("{who} sends {name} to {to}")),
        Happening::ReceivesOther { from, name } => beyond(name, format!("{who} hears {name} of {from}")),
        Happening::LosesOther { from, name } => beyond(name, format!("{name} of {from} to {who} is lost")),
    }
}

/// Messages that Figure 2 does not have, or of which is not told what they say.
fn beyond(name: &str, head: String) -> Line {
    let own = ["RequestVote", "RequestVoteReply", "AppendEntries", "AppendEntriesReply"].contains(&name);
    let rest = match name {
        _ if own => "the trace does not tell what it says",
        "InstallSnapshot" => "a snapshot in place of the log (§7)",
        _ => "Figure 2 has no such message",
    };
    Line::new(QUIET, Citation::NONE, head, rest)
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
