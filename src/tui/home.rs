//! Home: where one begins, and what leads where.

use crate::tui::palette::Proposal;

/// A line of the home screen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// The key that opens it at once, if one does.
    pub key: &'static str,
    /// What it is called.
    pub title: String,
    /// What it is, in a few words, or its place in the paper.
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
    /// The home screen, with nothing to go back to yet.
    pub fn new() -> Home {
        let entry = |key, title: &str, what: &str, command: &str| Entry {
            key,
            title: title.into(),
            what: what.into(),
            command: command.into(),
        };
        Home {
            ways: vec![
                entry("s", "Sandbox", "a free cluster", "sandbox"),
                entry("r", "Rules", "the rules of the paper, one by one", "rules"),
                entry("?", "Keys", "all keys and commands", "help"),
            ],
            scenarios: Vec::new(),
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

    /// The place of the chosen entry: ways first, then scenarios.
    pub fn chosen(&self) -> usize {
        self.chosen
    }

    /// The chosen entry.
    pub fn entry(&self) -> &Entry {
        let at = self.chosen;
        self.ways.get(at).unwrap_or_else(|| &self.scenarios[at - self.ways.len()])
    }

    /// Up or down, not beyond the ends.
    pub fn go(&mut self, by: i32) {
        let last = (self.ways.len() + self.scenarios.len()) as i32 - 1;
        self.chosen = (self.chosen as i32 + by).clamp(0, last) as usize;
    }

    /// The names of the scenarios, for the palette.
    pub fn scenario_words(&self) -> Vec<Proposal> {
        let name = |entry: &Entry| entry.command.split(' ').nth(1).unwrap_or_default().to_string();
        self.scenarios.iter().map(|entry| Proposal { word: name(entry), help: entry.title.clone() }).collect()
    }
}

impl Default for Home {
    fn default() -> Self {
        Home::new()
    }
}
