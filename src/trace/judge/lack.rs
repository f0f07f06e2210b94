//! What a trace has to tell for a rule to be judged.

use super::Law;
use crate::paper::Rule;
use crate::trace::{Body, Event, Kind, State};
use serde::Serialize;

/// Something that a trace may tell or leave out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lack {
    /// `state.term`
    Term,
    /// `state.votedFor`
    Vote,
    /// `state.role`
    Role,
    /// `state.lastIndex` and `lastTerm`
    LogEnd,
    /// `entries`: what was written to the log
    Entries,
    /// `state.commitIndex`
    Commit,
    /// `applied`: what was handed to the state machine
    Applied,
    /// `send` and `receive`, with their messages
    Messages,
    /// `crash` and `restart`
    Restarts,
    /// `timeout`
    Timeouts,
    /// `client`
    Clients,
    /// `nodes` in the first line
    Members,
    /// Nothing that a trace can tell.
    Beyond,
}

impl Lack {
    /// All of them.
    pub const ALL: [Lack; 13] = [
        Lack::Term,
        Lack::Vote,
        Lack::Role,
        Lack::LogEnd,
        Lack::Entries,
        Lack::Commit,
        Lack::Applied,
        Lack::Messages,
        Lack::Restarts,
        Lack::Timeouts,
        Lack::Clients,
        Lack::Members,
        Lack::Beyond,
    ];

    /// What is to be logged, as a reader of the format's description finds it.
    pub const fn what(self) -> &'static str {
        match self {
            Lack::Term => "`term` in `state`",
            Lack::Vote => "`votedFor` in `state`",
            Lack::Role => "`role` in `state`",
            Lack::LogEnd => "`lastIndex` and `lastTerm` in `state`",
            Lack::Entries => "`entries`, the entries written to the log",
            Lack::Commit => "`commitIndex` in `state`",
            Lack::Applied => "`applied`, the entries that the state machine executed",
            Lack::Messages => "`send` and `receive` with the `message` in full",
            Lack::Restarts => "`crash` and `restart`, with the `state` on disk",
            Lack::Timeouts => "`timeout`",
            Lack::Clients => "`client`",
            Lack::Members => "`nodes` in the first line",
            Lack::Beyond => "nothing: no trace can show it",
        }
    }
}

/// Which things a trace has told at all, anywhere.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Coverage(u16);

impl Coverage {
    pub(super) fn note(&mut self, event: &Event) {
        let State { term, vote, role, last_index, last_term, commit, .. } = event.state;
        let replies_or_requests = event.message.as_ref().is_some_and(|message| {
            matches!(event.kind, Kind::Send | Kind::Receive) && !matches!(message.body, Body::Other(_))
        });
        for (lack, told) in [
            (Lack::Term, term.is_some()),
            (Lack::Vote, vote.is_some()),
            (Lack::Role, role.is_some()),
            (Lack::LogEnd, last_index.is_some() && last_term.is_some()),
            (Lack::Entries, !event.entries.is_empty()),
            (Lack::Commit, commit.is_some()),
            (Lack::Applied, !event.applied.is_empty()),
            (Lack::Messages, replies_or_requests),
            (Lack::Restarts, matches!(event.kind, Kind::Crash | Kind::Restart | Kind::Start)),
            (Lack::Timeouts, event.kind == Kind::Timeout),
            (Lack::Clients, event.kind == Kind::Client),
        ] {
            self.0 |= u16::from(told) << lack as u16;
        }
    }

    /// Whether the trace has told this.
    pub(super) fn has(self, lack: Lack) -> bool {
        self.0 & 1 << lack as u16 != 0
    }
}

/// What a law cannot be judged without. A trace that never tells one of these never has an occasion for it either,
/// and that is not the same as having kept it.
pub(super) const fn needs(law: Law) -> &'static [Lack] {
    use Lack::{Applied, Commit, Entries, LogEnd, Messages, Restarts, Role, Term, Vote};
    let Law::Rule(rule) = law else { return &[Messages] };
    match rule {
        Rule::P1 => &[Term, Restarts],
        Rule::P2 => &[Commit, Restarts],
        Rule::C1 | Rule::E0 => &[Restarts],
        Rule::T1 => &[Term],
        Rule::E2 => &[Term, Vote],
        Rule::V1 => &[Vote],
        Rule::T2 | Rule::T3 | Rule::E4 | Rule::L4 | Rule::L5 | Rule::R1 => &[Term, Messages],
        Rule::E3 => &[Term, Role],
        Rule::V2 => &[LogEnd],
        Rule::A1 | Rule::I5 => &[Applied],
        Rule::L7 | Rule::L8 | Rule::I4 => &[Commit],
        Rule::R2 | Rule::R3 | Rule::I2 | Rule::I3 => &[Entries],
        Rule::R4 => &[Commit, Messages],
        _ => &[],
    }
}

/// Why no trace can tell whether a rule was kept, or why it is not a question of its own.
pub const fn beyond(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::E1 | Rule::E5 => {
            "when a timer should expire is a question of time, and an early election is safe"
        }
        Rule::E6 => "a trace shows timeouts, but not whether they are random",
        Rule::L9 => "a request that is not retried yet may still be; only progress depends on it",
        Rule::C2 => "it is about the network and the disks, and only progress depends on it",
        Rule::L1 => "a missing or late heartbeat only costs time",
        Rule::L2 | Rule::L6 => {
            "next index and match index are internal to the leader; the judge checks what it sends and \
             commits with them"
        }
        Rule::L10 => "how clients find the leader is up to them",
        Rule::Q1 => "it is an argument, not an action: it holds if E3 and L7 hold",
        Rule::K2 => {
            "§8 requires a no-op only of leaders that answer reads, and a trace does not contain \
                     reads"
        }
        _ => return None,
    })
}
