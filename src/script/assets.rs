//! What ships with the program: the page of the language, and the scenarios. They are part of the program itself,
//! so that they are at hand wherever it runs.

/// The language on one page, as Markdown.
pub const LANGUAGE: &str = include_str!("../../assets/language.md");

/// A script that ships with the program.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Scenario {
    /// Its name: that of its file, without the ending.
    pub name: &'static str,
    /// The script.
    pub text: &'static str,
}

macro_rules! scenarios {
    ($($name:literal,)+) => {
        /// All scenarios, in the order in which they are worth watching.
        pub const SCENARIOS: &[Scenario] = &[$(Scenario {
            name: $name,
            text: include_str!(concat!("../../assets/scenarios/", $name, ".raft")),
        }),+];
    };
}

scenarios! {
    "01-initial-election",
    "02-re-election",
    "03-many-elections",
    "04-basic-agreement",
    "05-follower-failure",
    "06-leader-failure",
    "07-follower-returns",
    "08-no-agreement-without-majority",
    "09-concurrent-commands",
    "10-rejoin-of-a-partitioned-leader",
    "11-backing-up-one-by-one",
    "12-backing-up-by-term",
    "13-restart-of-everyone",
    "14-figure-6",
    "15-figure-7",
    "16-who-can-win-figure-7",
    "17-figure-8-overwritten",
    "18-figure-8-committed",
    "19-bug-commit-by-count",
    "20-unreliable-network",
    "21-churn",
    "22-split-vote",
    "23-one-way-link",
    "24-frozen-leader",
    "25-a-server-returns-with-a-higher-term",
    "26-deposed-leader-commits",
    "27-no-op",
    "28-late-append-entries",
    "29-how-far-a-follower-commits",
    "30-election-restriction",
    "31-bug-no-log-check",
    "32-longer-is-not-newer",
    "33-bug-length-only",
    "34-the-vote-survives-a-crash",
    "35-bug-vote-forgotten",
    "36-timing",
    "37-bug-fixed-timeouts",
}

impl Scenario {
    /// What it shows, in a sentence: its first comment.
    pub fn title(&self) -> &'static str {
        self.text.lines().next().unwrap_or_default().trim_start_matches(['#', ' '])
    }

    /// A scenario by its name, or by its name without the number.
    pub fn find(name: &str) -> Option<Scenario> {
        let bare = |scenario: &Scenario| scenario.name.split_once('-').map(|parts| parts.1 == name);
        SCENARIOS.iter().copied().find(|scenario| scenario.name == name || bare(scenario) == Some(true))
    }
}
