//! Home: where one begins, and what leads where.

mod execute;
pub(in crate::tui) mod sandbox;
mod scenarios;
pub(in crate::tui) mod shelf;
pub mod view;

pub use scenarios::{Group, Scenario, opening};
pub use shelf::Shelf;

use crate::tui::order::{DemoOrder, LabOrder, Order};
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
    /// The heading that it stands under, if there are headings.
    pub group: &'static str,
    /// What it is, in a sentence.
    pub what: String,
    /// What opens it.
    pub order: Order,
    /// Whether it was done, or begun.
    pub mark: Mark,
    /// How much of it is done, in thousandths, once it was begun.
    pub done: u16,
    /// Where one is in it, or how well it went: `step 4 of 9`, `best 90 %`.
    pub stand: String,
    /// How long it takes: `about 10 min`.
    pub length: String,
    /// What it builds on: `builds on 03 Split vote, 06 Normal operation`.
    pub builds_on: String,
}

impl Entry {
    /// A line that this opens, of which nothing else is said yet.
    pub const fn of(order: Order) -> Entry {
        Entry {
            key: String::new(),
            title: String::new(),
            place: String::new(),
            group: "",
            what: String::new(),
            order,
            mark: Mark::New,
            done: 0,
            stand: String::new(),
            length: String::new(),
            builds_on: String::new(),
        }
    }
}

/// Whether a lesson was done.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Mark {
    /// Not yet.
    #[default]
    New,
    /// It was begun.
    Begun,
    /// It was played to its end.
    Done,
}

/// Goes on with the last session.
const CONTINUE: Order = Order::Load(None);

/// The state of the home screen. Its lines are read as they stand there: the scenarios from top to bottom,
/// then what stands beside them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Home {
    shelf: Shelf,
    lessons: Vec<Entry>,
    scenarios: Vec<Entry>,
    demos: Vec<Entry>,
    ways: Vec<Entry>,
    chosen: usize,
    /// What was chosen last of the shelf.
    left: usize,
    /// What is to be asked again, in a line.
    again: String,
}

fn way(key: &str, title: &str, what: &str, order: Order) -> Entry {
    Entry { key: key.into(), title: title.into(), what: what.into(), ..Entry::of(order) }
}

impl Shelf {
    /// The line that shows it.
    fn way(self, key: &str) -> Entry {
        let what = match self {
            Shelf::Lessons => "predict, watch, understand: how Raft works, ten minutes per lesson",
            Shelf::Scenarios => {
                "to watch: short stories about elections, replication, the figures of the paper, faults and bugs"
            }
            Shelf::Demos => {
                "for a class: short runs that stop where there is something to say. PageDown goes on"
            }
        };
        way(key, self.title(), what, Order::Shelf(self))
    }
}

impl Home {
    /// The home screen, with the first scenario chosen.
    pub fn new() -> Home {
        let entry = |scenario: &Scenario, group: &'static str, order: Order| Entry {
            key: scenario.number.to_string(),
            title: scenario.title.clone(),
            place: scenario.place.to_string(),
            group,
            what: scenario.what.clone(),
            ..Entry::of(order)
        };
        let scenario = |scenario: Scenario| {
            entry(&scenario, scenario.group().heading(), Order::Scenario(scenario.word().to_string()))
        };
        let demo =
            |demo: Scenario| entry(&demo, "", Order::Demo(DemoOrder::Show(Some(demo.word().to_string()))));
        let mut all: Vec<Scenario> = Scenario::all().collect();
        all.sort_by_key(Scenario::group);
        Home {
            shelf: Shelf::Scenarios,
            lessons: Vec::new(),
            again: String::new(),
            scenarios: all.into_iter().map(scenario).collect(),
            demos: Scenario::demos().map(demo).collect(),
            ways: vec![
                way(
                    "s",
                    "Sandbox",
                    "to play with: a cluster of 5 servers to watch, pause, step back, crash, partition and send \
                     commands to. For another one: `:new 7 servers seed 3`",
                    Order::Sandbox,
                ),
                way(
                    "r",
                    "Rules",
                    "one by one: Figures 2 and 3, the purpose of each rule, what breaks without it",
                    Order::Rules(String::new()),
                ),
                way(
                    "b",
                    "Bug lab",
                    "break a rule: each is a mistake that implementers make, with a run that shows what \
                     goes wrong",
                    Order::Lab(LabOrder::Page(None)),
                ),
                Shelf::Scenarios.way("v"),
                Shelf::Demos.way("d"),
                way("?", "Keys", "and commands: those of this screen, then all", Order::Help),
            ],
            chosen: 0,
            left: 0,
        }
    }

    /// There is a session that was saved before: this is what it is.
    pub fn offer_session(&mut self, what: &str) {
        self.ways.retain(|way| way.order != CONTINUE);
        self.ways.insert(0, way("c", "Continue", &format!("the last session: {what}"), CONTINUE));
    }

    /// Whether there is a session to go on with.
    pub fn offers_session(&self) -> bool {
        self.ways.iter().any(|way| way.order == CONTINUE)
    }

    /// From now on there is a run to go back to. It is the last session now.
    pub fn offer_last_run(&mut self, title: &str) {
        self.ways.retain(|way| way.order != CONTINUE);
        let title = title.split(" · ").next().unwrap_or(title);
        let last = way("l", "Last run", &format!("{title}: continue where you left off"), Order::Last);
        match self.ways.iter_mut().find(|way| way.order == last.order) {
            Some(way) => *way = last,
            None => self.ways.push(last),
        }
        self.choose(self.chosen);
    }

    /// What can be opened beside the scenarios.
    pub fn ways(&self) -> &[Entry] {
        &self.ways
    }

    /// What is listed: the lessons in order, or the scenarios, group by group.
    pub fn listed(&self) -> &[Entry] {
        self.shelved(self.shelf)
    }

    /// What one of the lists has.
    pub fn shelved(&self, shelf: Shelf) -> &[Entry] {
        match shelf {
            Shelf::Lessons => &self.lessons,
            Shelf::Scenarios => &self.scenarios,
            Shelf::Demos => &self.demos,
        }
    }

    /// Which list it is.
    pub fn shelf(&self) -> Shelf {
        self.shelf
    }

    /// What is to be asked again, in a line; empty if nothing is.
    pub fn again(&self) -> &str {
        &self.again
    }

    /// The lessons as they stand now, the one to take up next chosen, and what is to be asked again.
    pub fn show_lessons(&mut self, lessons: Vec<Entry>, next: usize, again: String) {
        let first = self.lessons.is_empty();
        (self.lessons, self.again) = (lessons, again);
        if self.lessons.is_empty() {
            return;
        }
        if first {
            self.show_shelf(Shelf::Lessons);
        }
        if self.shelf == Shelf::Lessons && self.chosen < self.lessons.len() {
            self.choose(next);
        }
    }

    /// Shows another list.
    pub fn show_shelf(&mut self, shelf: Shelf) {
        self.shelf = shelf;
        // What is listed is not offered besides: its key leads back to the lessons.
        for (key, other) in [("v", Shelf::Scenarios), ("d", Shelf::Demos)] {
            let leads = if other == shelf { Shelf::Lessons } else { other };
            if let Some(way) = self.ways.iter_mut().find(|way| way.key == key) {
                *way = leads.way(key);
            }
        }
        (self.chosen, self.left) = (0, 0);
    }

    /// All lines: what is listed first, then ways.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.listed().iter().chain(&self.ways)
    }

    /// The place of the chosen line: scenarios first, then ways.
    pub fn chosen(&self) -> usize {
        self.chosen
    }

    /// The place of the scenario that was chosen last.
    pub fn scenario(&self) -> usize {
        self.left
    }

    /// The chosen line.
    pub fn entry(&self) -> &Entry {
        let listed = self.listed();
        listed.get(self.chosen).unwrap_or_else(|| &self.ways[self.chosen - listed.len()])
    }

    /// Chooses a line.
    pub fn choose(&mut self, line: usize) {
        let listed = self.listed().len();
        self.chosen = line.min(self.ways.len() + listed - 1);
        if self.chosen < listed {
            self.left = self.chosen;
        }
    }

    /// Up, not beyond the first line.
    pub fn up(&mut self, lines: usize) {
        self.choose(self.chosen.saturating_sub(lines));
    }

    /// Down, not beyond the last line.
    pub fn down(&mut self, lines: usize) {
        self.choose(self.chosen.saturating_add(lines));
    }

    /// To the other column: from the scenarios to what stands beside them, and back to where one was.
    pub fn across(&mut self, right: bool) {
        let listed = self.listed().len();
        let is_right = self.chosen >= listed;
        if is_right != right {
            self.choose(if right { listed } else { self.left });
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
