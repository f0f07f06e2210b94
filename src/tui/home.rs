//! Home: where one begins, and what leads where.

mod draw;
mod scenarios;

pub use scenarios::Scenario;

use crate::tui::palette::Proposal;

/// Where on the home screen a line stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Section {
    /// A free cluster.
    Begin,
    /// Stories that are watched.
    Scenarios,
    /// Everything else.
    Or,
}

/// A line of the home screen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Where it stands.
    pub section: Section,
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
    entries: Vec<Entry>,
    chosen: usize,
}

impl Home {
    /// The home screen, with the free cluster chosen.
    pub fn new() -> Home {
        let entry = |section, key: &str, title: &str, what: &str, command: &str| Entry {
            section,
            key: key.into(),
            title: title.into(),
            place: String::new(),
            what: what.into(),
            command: command.into(),
        };
        let sandbox =
            "Five servers of your own: let them elect a leader, cut them apart, see why Raft stays safe.";
        let mut entries = vec![entry(Section::Begin, "s", "Sandbox", sandbox, "sandbox")];
        entries.extend(Scenario::all().map(|scenario| Entry {
            section: Section::Scenarios,
            key: scenario.number.to_string(),
            title: scenario.title.to_string(),
            place: scenario.place.to_string(),
            what: scenario.what.to_string(),
            command: format!("scenario {}", scenario.word()),
        }));
        let rules = "Every rule of Figures 2 and 3: where it stands, why it exists, what breaks without it.";
        let keys = "Every key and every command, with what it does.";
        let last = "Back to the run that you left, as it was.";
        entries.push(entry(Section::Or, "r", "Rules", rules, "rules"));
        entries.push(entry(Section::Or, "?", "Keys", keys, "help"));
        entries.push(entry(Section::Or, "l", "Last run", last, "last"));
        Home { entries, chosen: 0 }
    }

    /// All lines.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The place of the chosen line.
    pub fn chosen(&self) -> usize {
        self.chosen
    }

    /// The chosen line.
    pub fn entry(&self) -> &Entry {
        &self.entries[self.chosen]
    }

    /// Chooses a line.
    pub fn choose(&mut self, line: usize) {
        self.chosen = line.min(self.entries.len() - 1);
    }

    /// Up, not beyond the first line.
    pub fn up(&mut self, lines: usize) {
        self.choose(self.chosen.saturating_sub(lines));
    }

    /// Down, not beyond the last line.
    pub fn down(&mut self, lines: usize) {
        self.choose(self.chosen.saturating_add(lines));
    }

    /// To the other column: from the left to what stands at the right, and back.
    pub fn across(&mut self, right: bool) {
        let is_right = self.entry().section == Section::Or;
        if is_right != right {
            let first = self.entries.iter().position(|entry| (entry.section == Section::Or) == right);
            self.choose(first.unwrap_or(0));
        }
    }

    /// The names of the scenarios, for the palette.
    pub fn scenario_words(&self) -> Vec<Proposal> {
        Scenario::all()
            .map(|scenario| Proposal { word: scenario.word().to_string(), help: scenario.title.to_string() })
            .collect()
    }
}

impl Default for Home {
    fn default() -> Self {
        Home::new()
    }
}
