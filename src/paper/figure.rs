//! Figures 2 and 3 in our words, line by line, so that the line at work can be lit. Which rules a line states is said by
//! the rules: see [`Citation::lines_drawn`](super::Citation::lines_drawn).

use super::Rule;
use std::sync::LazyLock;

/// One line of a box.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FigureLine {
    /// How rules call it: `RequestVote 2`.
    pub label: &'static str,
    /// What it says, in our words.
    pub text: &'static str,
    /// The rules that it states.
    pub rules: Vec<Rule>,
}

/// A box of a figure.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FigureBox {
    /// Its title.
    pub title: &'static str,
    /// The sections that argue for it.
    pub section: &'static str,
    /// Its lines, from top to bottom.
    pub lines: Vec<FigureLine>,
}

fn line(label: &'static str, text: &'static str) -> FigureLine {
    let states = |rule: &Rule| rule.place().lines_drawn().any(|drawn| drawn == label);
    FigureLine { label, text, rules: Rule::ALL.iter().copied().filter(states).collect() }
}

/// The boxes of Figure 2, in its order.
pub static FIGURE_2: LazyLock<Vec<FigureBox>> = LazyLock::new(|| {
    vec![
        FigureBox {
            title: "State",
            section: "§5",
            lines: vec![
                line(
                    "State: on disk",
                    "on disk: current term, vote of that term, log — saved before any reply leaves",
                ),
                line("State: in memory", "in memory: commit index, last applied — 0 after a restart"),
                line(
                    "State: of a leader",
                    "in memory of a leader: next index (a guess), match index (0) for each server",
                ),
            ],
        },
        FigureBox {
            title: "AppendEntries RPC",
            section: "§5.3",
            lines: vec![
                line("AppendEntries 1", "reject if the request's term is older than your own"),
                line("AppendEntries 2", "reject unless you have the preceding entry, with the same term"),
                line(
                    "AppendEntries 3",
                    "if an entry conflicts with a new one, delete it and all that follow",
                ),
                line("AppendEntries 4", "append the entries that you lack"),
                line("AppendEntries 5", "commit index = min(leader's, last new entry), if that is higher"),
            ],
        },
        FigureBox {
            title: "RequestVote RPC",
            section: "§5.2, §5.4.1",
            lines: vec![
                line("RequestVote 1", "reject if the request's term is older than your own"),
                line(
                    "RequestVote 2",
                    "grant if you have not voted for another, and its log is at least as up-to-date",
                ),
            ],
        },
        FigureBox {
            title: "Rules for Servers: All Servers",
            section: "§5.1, §5.3",
            lines: vec![
                line("All Servers 1", "apply committed entries, one after another"),
                line("All Servers 2", "a newer term in any message: adopt it and become a follower"),
            ],
        },
        FigureBox {
            title: "Rules for Servers: Followers",
            section: "§5.2",
            lines: vec![
                line("Followers 1", "answer candidates and leaders"),
                line("Followers 2", "election timeout without leader or granted vote: start an election"),
            ],
        },
        FigureBox {
            title: "Rules for Servers: Candidates",
            section: "§5.2",
            lines: vec![
                line("Candidates 1", "new term, vote for yourself, restart the timer, request votes"),
                line("Candidates 2", "votes from a majority: become the leader"),
                line("Candidates 3", "AppendEntries from the new leader: become a follower"),
                line("Candidates 4", "election timeout: start a new election"),
            ],
        },
        FigureBox {
            title: "Rules for Servers: Leaders",
            section: "§5.2, §5.3, §5.4",
            lines: vec![
                line("Leaders 1", "heartbeats to all, on election and whenever idle"),
                line("Leaders 2", "append a client's command, answer after applying it"),
                line("Leaders 3", "send missing entries, from next index on"),
                line("Leaders 3a", "success: raise next index and match index"),
                line("Leaders 3b", "rejected for inconsistency: lower next index and retry"),
                line("Leaders 4", "commit N if a majority stores it and it is of your own term"),
            ],
        },
    ]
});

/// The properties of Figure 3, in its order.
pub static FIGURE_3: LazyLock<Vec<FigureBox>> = LazyLock::new(|| {
    vec![FigureBox {
        title: "Figure 3",
        section: "§5.2–§5.4",
        lines: vec![
            line("Election Safety", "a term has at most one leader"),
            line("Leader Append-Only", "a leader only ever appends to its own log"),
            line("Log Matching", "logs with the same entry at an index are equal up to it"),
            line("Leader Completeness", "committed entries are in the logs of all later leaders"),
            line("State Machine Safety", "no two servers apply different entries at an index"),
        ],
    }]
});

/// Both figures, box by box.
pub fn boxes() -> impl Iterator<Item = &'static FigureBox> {
    FIGURE_2.iter().chain(FIGURE_3.iter())
}

/// The box and the line that state a rule, if one of the figures does.
pub fn find(rule: Rule) -> Option<(&'static FigureBox, &'static FigureLine)> {
    boxes().find_map(|around| {
        let line = around.lines.iter().find(|line| line.rules.contains(&rule))?;
        Some((around, line))
    })
}
