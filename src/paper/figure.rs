//! Figures 2 and 3 in our words, line by line, so that the line at work can be lit.

use super::Rule;
use serde::Serialize;

/// One line of a box.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Line {
    /// How the catalogue calls it: `RequestVote 2`.
    pub label: &'static str,
    /// What it says, in our words.
    pub text: &'static str,
    /// The rules that it states.
    pub rules: &'static [Rule],
}

/// A box of a figure.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Panel {
    /// Its title.
    pub title: &'static str,
    /// The sections that argue for it.
    pub section: &'static str,
    /// Its lines, from top to bottom.
    pub lines: &'static [Line],
}

const fn line(label: &'static str, text: &'static str, rules: &'static [Rule]) -> Line {
    Line { label, text, rules }
}

/// The boxes of Figure 2, in its order.
pub static FIGURE_2: &[Panel] = &[
    Panel {
        title: "State",
        section: "§5",
        lines: &[
            line(
                "State",
                "on disk: current term, vote of that term, log — saved before any answer leaves",
                &[Rule::P1],
            ),
            line("State", "in memory: commit index, last applied — 0 after a restart", &[Rule::P2]),
            line(
                "State",
                "in memory of a leader: next index (a guess), match index (0) for each server",
                &[Rule::L2],
            ),
        ],
    },
    Panel {
        title: "AppendEntries RPC",
        section: "§5.3",
        lines: &[
            line("AppendEntries 1", "refuse if the request's term is older than your own", &[Rule::T2]),
            line(
                "AppendEntries 2",
                "refuse unless you have the entry before the new ones, same term",
                &[Rule::R1],
            ),
            line(
                "AppendEntries 3",
                "if an entry conflicts with a new one, delete it and all after it",
                &[Rule::R2],
            ),
            line("AppendEntries 4", "append the entries that you lack", &[Rule::R3]),
            line(
                "AppendEntries 5",
                "commit index = min(leader's, last new entry), if that is higher",
                &[Rule::R4],
            ),
        ],
    },
    Panel {
        title: "RequestVote RPC",
        section: "§5.2, §5.4.1",
        lines: &[
            line("RequestVote 1", "refuse if the request's term is older than your own", &[Rule::T2]),
            line(
                "RequestVote 2",
                "grant if your vote is free or the candidate's, and its log no older than yours",
                &[Rule::V1, Rule::V2],
            ),
        ],
    },
    Panel {
        title: "Rules for Servers: All Servers",
        section: "§5.1, §5.3",
        lines: &[
            line("All Servers 1", "apply what is committed, one entry after the other", &[Rule::A1]),
            line("All Servers 2", "a newer term in any message: adopt it and become follower", &[Rule::T1]),
        ],
    },
    Panel {
        title: "Rules for Servers: Followers",
        section: "§5.2",
        lines: &[
            line("Followers 1", "answer candidates and leaders", &[Rule::E0]),
            line(
                "Followers 2",
                "no word of the current leader, no vote granted, for a timeout: stand for election",
                &[Rule::E1, Rule::E6],
            ),
        ],
    },
    Panel {
        title: "Rules for Servers: Candidates",
        section: "§5.2",
        lines: &[
            line("Candidates 1", "new term, vote for yourself, restart the timer, ask everyone", &[Rule::E2]),
            line("Candidates 2", "votes of a majority: become leader", &[Rule::E3]),
            line("Candidates 3", "AppendEntries of the new leader: become follower", &[Rule::E4]),
            line("Candidates 4", "election timeout: start a new election", &[Rule::E5]),
        ],
    },
    Panel {
        title: "Rules for Servers: Leaders",
        section: "§5.2, §5.3, §5.4",
        lines: &[
            line("Leaders 1", "heartbeats to all, on election and whenever idle", &[Rule::L1]),
            line("Leaders 2", "append a client's command, answer after applying it", &[Rule::L3]),
            line("Leaders 3", "to who lacks entries, send from next index on", &[Rule::L4, Rule::L9]),
            line("Leaders 3a", "success: raise next index and match index", &[Rule::L5]),
            line("Leaders 3b", "refused for inconsistency: lower next index and retry", &[Rule::L6]),
            line(
                "Leaders 4",
                "commit N if a majority has it and it is of your own term; what precedes goes along",
                &[Rule::L7, Rule::L8],
            ),
        ],
    },
];

/// The properties of Figure 3, in its order.
pub static FIGURE_3: &[Panel] = &[Panel {
    title: "Figure 3",
    section: "§5.2–§5.4",
    lines: &[
        line("Election Safety", "a term has at most one leader", &[Rule::I1]),
        line("Leader Append-Only", "a leader only ever appends to its own log", &[Rule::I2]),
        line("Log Matching", "logs with the same entry at an index are the same up to there", &[Rule::I3]),
        line("Leader Completeness", "what is committed is in the log of every later leader", &[Rule::I4]),
        line("State Machine Safety", "no two servers apply different entries at an index", &[Rule::I5]),
    ],
}];

/// Both figures, box by box.
pub fn panels() -> impl Iterator<Item = &'static Panel> {
    FIGURE_2.iter().chain(FIGURE_3)
}

/// The box and the line that state a rule, if one of the figures does.
pub fn find(rule: Rule) -> Option<(&'static Panel, &'static Line)> {
    panels().find_map(|panel| {
        let line = panel.lines.iter().find(|line| line.rules.contains(&rule))?;
        Some((panel, line))
    })
}
