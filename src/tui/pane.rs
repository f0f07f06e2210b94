//! The panes of the screen of a cluster.

/// A pane of the screen.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Pane {
    /// The servers as a ring, messages travelling.
    #[default]
    Cluster,
    /// The logs, as in the paper's figures.
    Logs,
    /// The votes of an election, or what the leader knows of its followers, or the stores.
    Votes,
    /// What happened, step by step.
    Events,
    /// The rule that was at work, in Figure 2.
    Rule,
    /// The messages in flight, and the clients' requests.
    Messages,
    /// The five properties of Figure 3, and why nothing moves.
    Properties,
    /// Servers as lines along time, messages as stairs between them.
    SpaceTime,
    /// Our own lines that carried out the rule.
    Code,
}

impl Pane {
    /// All panes, in the order of Tab.
    pub const ALL: [Pane; 9] = [
        Pane::Cluster,
        Pane::Logs,
        Pane::Votes,
        Pane::Events,
        Pane::Rule,
        Pane::Messages,
        Pane::Properties,
        Pane::SpaceTime,
        Pane::Code,
    ];

    /// Whether scrolling counts back from the end: at 0 the end is shown, and followed as it grows.
    pub const fn counts_back(self) -> bool {
        matches!(self, Pane::Logs | Pane::Events | Pane::SpaceTime)
    }

    /// Whether it takes all the room of the panes while it has the focus and no place of its own.
    pub const fn is_whole(self) -> bool {
        matches!(self, Pane::SpaceTime | Pane::Code)
    }

    /// Its title.
    pub const fn title(self) -> &'static str {
        match self {
            Pane::Cluster => "Cluster",
            Pane::Logs => "Logs",
            Pane::Votes => "Votes",
            Pane::Events => "Events",
            Pane::Rule => "Rule",
            Pane::Messages => "Messages",
            Pane::Properties => "Properties",
            Pane::SpaceTime => "Space-time",
            Pane::Code => "Code",
        }
    }
}
