//! Where in the paper a rule stands.

/// A place in the Raft paper: its section, and the box and line of a figure if the rule stands in one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Citation {
    /// The section, or several: `§5.4.1`. In parentheses for which part of the rule, if not for all of it: `§5.2 (votes)`.
    /// Empty for what is in no place at all.
    pub section: &'static str,
    /// The figure with the box and line: `Figure 2, RequestVote 2`.
    pub figure: Option<&'static str>,
    /// The line of Figure 2 that a rule belongs to, where that is not the line cited.
    drawn_at: Option<&'static str>,
}

impl Citation {
    /// No place: what a person does is not in the paper.
    pub const NONE: Citation = Citation::section("");

    /// A section alone.
    pub const fn section(section: &'static str) -> Citation {
        Citation { section, figure: None, drawn_at: None }
    }

    /// A section, and a figure with box and line.
    pub const fn figure(section: &'static str, figure: &'static str) -> Citation {
        Citation { section, figure: Some(figure), drawn_at: None }
    }

    /// Lights up this line of Figure 2 instead of the one cited.
    #[must_use]
    pub const fn drawn_at(self, line: &'static str) -> Citation {
        Citation { drawn_at: Some(line), ..self }
    }

    /// The box and line of the figure alone: `RequestVote 2`. Empty if there is no figure.
    pub fn line(self) -> &'static str {
        let figure = self.figure.unwrap_or_default();
        figure.split_once(", ").map_or(figure, |(_, line)| line)
    }

    /// The lines of Figures 2 and 3 that light up, by their labels.
    pub fn lines_drawn(self) -> impl Iterator<Item = &'static str> {
        self.drawn_at.unwrap_or_else(|| self.line()).split(", ").filter(|label| !label.is_empty())
    }

    /// In full: `§5.4.1 · Figure 2, RequestVote 2`.
    pub fn full(self) -> String {
        join(self.section, self.figure.unwrap_or_default())
    }

    /// For narrow lists: `§5.4.1 · RequestVote 2`.
    pub fn narrow(self) -> String {
        join(self.section, self.line())
    }
}

impl std::fmt::Display for Citation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.full())
    }
}

fn join(section: &str, figure: &str) -> String {
    match (section, figure) {
        ("", only) | (only, "") => only.to_owned(),
        (section, figure) => format!("{section} · {figure}"),
    }
}

/// The sections and figures of the paper.
pub const PLACES: [&str; 39] = [
    "§1",
    "§2",
    "§3",
    "§4",
    "§5",
    "§5.1",
    "§5.2",
    "§5.3",
    "§5.4",
    "§5.4.1",
    "§5.4.2",
    "§5.4.3",
    "§5.5",
    "§5.6",
    "§6",
    "§7",
    "§8",
    "§9",
    "§9.1",
    "§9.2",
    "§9.3",
    "§10",
    "§11",
    "Figure 1",
    "Figure 2",
    "Figure 3",
    "Figure 4",
    "Figure 5",
    "Figure 6",
    "Figure 7",
    "Figure 8",
    "Figure 9",
    "Figure 10",
    "Figure 11",
    "Figure 12",
    "Figure 13",
    "Figure 14",
    "Figure 15",
    "Figure 16",
];

/// Whether the paper has such a place: a section, or a figure.
pub fn is_place(text: &str) -> bool {
    PLACES.contains(&text)
}
