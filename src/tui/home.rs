//! Home: where one begins, and what leads where.

mod scenarios;

pub use scenarios::{Scenario, opening};

use crate::tui::palette::Proposal;

/// A line of the home screen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// The key that opens it at once, or its number.
    pub key: String,
    /// What it is called.
    pub title: String,
    /// Its place in the paper, if it has one.
    pub place: String,
    /// What it is, in a sentence.
    pub what: String,
    /// The command that opens it.
    pub command: String,
}

/// The state of the home screen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Home {
    ways: Vec<Entry>,
    scenarios: Vec<Entry>,
    chosen: usize,
}

impl Home {
    /// The home screen, with the free cluster chosen.
    pub fn new() -> Home {
        let way = |key: &str, title: &str, what: &str, command: &str| Entry {
            key: key.into(),
            title: title.into(),
            place: String::new(),
            what: what.into(),
            command: command.into(),
        };
        let scenario = |scenario: Scenario| Entry {
            key: scenario.number.to_string(),
            title: scenario.title.clone(),
            place: scenario.place.to_string(),
            what: scenario.what.clone(),
            command: format!("scenario {}", scenario.word()),
        };
        Home {
            ways: vec![
                way("s", "Sandbox", "a free cluster", "sandbox"),
                way("r", "Rules", "Figures 2 and 3, rule by rule", "rules"),
                way("?", "Keys", "all keys and commands", "help"),
                way("l", "Last run", "back to the run you left", "last"),
            ],
            scenarios: Scenario::all().map(scenario).collect(),
            chosen: 0,
        }
    }

    /// What can be opened beside the scenarios.
    pub fn ways(&self) -> &[Entry] {
        &self.ways
    }

    /// The scenarios.
    pub fn scenarios(&self) -> &[Entry] {
        &self.scenarios
    }

    /// All lines: ways first, then scenarios.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.ways.iter().chain(&self.scenarios)
    }

    /// The place of the chosen line: ways first, then scenarios.
    pub fn chosen(&self) -> usize {
        self.chosen
    }

    /// The chosen line.
    pub fn entry(&self) -> &Entry {
        let ways = self.ways.len();
        if self.chosen < ways { &self.ways[self.chosen] } else { &self.scenarios[self.chosen - ways] }
    }

    /// Chooses a line.
    pub fn choose(&mut self, line: usize) {
        self.chosen = line.min(self.ways.len() + self.scenarios.len() - 1);
    }

    /// Up, not beyond the first line.
    pub fn up(&mut self, lines: usize) {
        self.choose(self.chosen.saturating_sub(lines));
    }

    /// Down, not beyond the last line.
    pub fn down(&mut self, lines: usize) {
        self.choose(self.chosen.saturating_add(lines));
    }

    /// To the other column: from the scenarios to what stands beside them, and back.
    pub fn across(&mut self, right: bool) {
        let is_right = self.chosen < self.ways.len();
        if is_right != right {
            self.choose(if right { 0 } else { self.ways.len() });
        }
    }

    /// The names of the scenarios, for the palette.
    pub fn scenario_words(&self) -> Vec<Proposal> {
        Scenario::all()
            .map(|scenario| Proposal { word: scenario.word().to_string(), help: scenario.title })
            .collect()
    }
}

impl Default for Home {
    fn default() -> Self {
        Home::new()
    }
}
