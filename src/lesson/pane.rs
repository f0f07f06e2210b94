//! The panes of the screen by name: a lesson brings one to the front, the palette goes to one.
//!
//! A pane is one entry here; what it draws is the business of the screen.

/// The table of panes becomes the type, their order and what is known of each.
macro_rules! panes {
    ($($(#[$meta:meta])* $name:ident {
        title: $title:literal, counts_back: $counts_back:literal, is_whole: $is_whole:literal,
        is_beside_cluster: $is_beside_cluster:literal,
    })*) => {
        /// A pane of the screen.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
        pub enum Pane {
            $($(#[$meta])* $name,)*
        }

        impl Pane {
            /// All panes, in the order of Tab.
            pub const ALL: [Pane; [$(Pane::$name),*].len()] = [$(Pane::$name),*];

            /// Its title.
            pub const fn title(self) -> &'static str {
                match self {
                    $(Pane::$name => $title,)*
                }
            }

            /// Whether scrolling counts back from the end: at 0 the end is shown, and followed as it grows.
            pub const fn counts_back(self) -> bool {
                match self {
                    $(Pane::$name => $counts_back,)*
                }
            }

            /// Whether it takes all the room of the panes while it has the focus and no place of its own.
            pub const fn is_whole(self) -> bool {
                match self {
                    $(Pane::$name => $is_whole,)*
                }
            }

            /// Whether it is seen along with the cluster, so that no view of its own is needed.
            pub const fn is_beside_cluster(self) -> bool {
                match self {
                    $(Pane::$name => $is_beside_cluster,)*
                }
            }
        }
    };
}

panes! {
    /// The servers as a ring, messages travelling.
    #[default]
    Cluster { title: "Cluster", counts_back: false, is_whole: false, is_beside_cluster: false, }
    /// The logs, as in the paper's figures.
    Logs { title: "Logs", counts_back: true, is_whole: false, is_beside_cluster: true, }
    /// The votes of an election, or what the leader knows of its followers, or the stores.
    Votes { title: "Votes", counts_back: false, is_whole: false, is_beside_cluster: true, }
    /// What happened, step by step.
    Events { title: "Events", counts_back: true, is_whole: false, is_beside_cluster: false, }
    /// The rule that was at work, in Figure 2.
    Rule { title: "Rule", counts_back: false, is_whole: false, is_beside_cluster: false, }
    /// The messages in flight, and the clients' requests.
    Messages { title: "Messages", counts_back: false, is_whole: false, is_beside_cluster: false, }
    /// The five properties of Figure 3, and why nothing moves.
    Properties { title: "Properties", counts_back: false, is_whole: false, is_beside_cluster: false, }
    /// Servers as lines along time, messages as stairs between them.
    SpaceTime { title: "Space-time", counts_back: true, is_whole: true, is_beside_cluster: false, }
    /// Our own lines that carried out the rule.
    Code { title: "Code", counts_back: false, is_whole: true, is_beside_cluster: false, }
}

impl Pane {
    /// Those that a lesson can bring to the front, in the order in which its errors list them.
    pub const IN_LESSONS: [Pane; 8] = [
        Pane::Cluster,
        Pane::Logs,
        Pane::Votes,
        Pane::Messages,
        Pane::Events,
        Pane::SpaceTime,
        Pane::Rule,
        Pane::Properties,
    ];

    /// The word for it in a lesson: its title in small letters.
    pub fn word(self) -> String {
        self.title().to_ascii_lowercase()
    }
}
