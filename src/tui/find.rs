//! Finding something on the screen by its words: lessons, scenarios and demos, rules, lines of help, rules of the bug lab,
//! branches, steps of a lesson, events of a run.

use crate::explain::tell_within;
use crate::paper::Rule;
use crate::sim::StepId;
use crate::tui::app::state::{App, Screen};
use crate::tui::branches::view::{BranchesItem, called, rows};
use crate::tui::home::Shelf;
use crate::tui::lab::Item;
use crate::tui::order::mistake::{Mistake, refused};
use crate::tui::order::{LessonOrder, Order};
use crate::tui::palette::Proposal;
use crate::untrusted::printable;

/// The most events that are looked through, the latest.
const MOST_EVENTS: usize = 2_000;

/// Something on the screen that can be gone to.
struct Found {
    /// What it is called.
    word: String,
    /// What there is to say of it.
    help: String,
    /// What else it is found by.
    name: String,
    /// How one gets there.
    place: Place,
}

enum Place {
    /// A line of the home screen.
    Entry(Shelf, usize),
    /// A line of a page, a list or the bug lab.
    Line(usize),
    /// What a script says at a step.
    Note(StepId),
    /// Whatever this leads to.
    Order(Order),
}

impl Found {
    /// Whether it has all these words, in any order.
    fn has(&self, words: &str) -> bool {
        let text = format!("{} {} {}", self.word, self.help, self.name).to_lowercase();
        words.to_lowercase().split_whitespace().all(|word| text.contains(word))
    }
}

impl App {
    /// What is on the screen.
    fn on_this_screen(&self) -> Vec<Found> {
        match &self.screen {
            Screen::Home => {
                let entries = Shelf::ALL.into_iter().flat_map(|shelf| {
                    let numbered = self.home.shelved(shelf).iter().enumerate();
                    numbered.map(move |(line, entry)| Found {
                        word: entry.title.clone(),
                        help: format!("{}: {}", shelf.title(), entry.what),
                        name: entry.order.to_string(),
                        place: Place::Entry(shelf, line),
                    })
                });
                entries.collect()
            }
            Screen::Page(page) if page.is_contents() => {
                let rule = |rule: &Rule| Found {
                    word: rule.id().into(),
                    help: rule.article().name.into(),
                    name: rule.place().full(),
                    place: Place::Order(Order::Rules(rule.id().into())),
                };
                Rule::ALL.iter().map(rule).collect()
            }
            Screen::Page(page) => {
                let lines = page.all_lines(&self.preferences.keymap, &self.look, self.area);
                let numbered = lines.into_iter().enumerate();
                let lines = numbered.map(|(line, text)| Found {
                    word: text.trim().into(),
                    help: String::new(),
                    name: String::new(),
                    place: Place::Line(line),
                });
                lines.filter(|found| !found.word.is_empty()).collect()
            }
            Screen::Lab(_) => {
                let item = |(line, item): (usize, Item)| Found {
                    word: item.id().into(),
                    help: item.title().into(),
                    name: item.rule_off().into(),
                    place: Place::Line(line),
                };
                Item::all().into_iter().enumerate().map(item).collect()
            }
            Screen::Branches(_) => self.branches_to_find(),
            Screen::Cluster => self.events_to_find(),
            Screen::Compare => Vec::new(),
        }
    }

    fn branches_to_find(&self) -> Vec<Found> {
        let Some(stage) = &self.stage else { return Vec::new() };
        let named = |row: BranchesItem| match row {
            BranchesItem::Branch(id) => (format!("branch {id}"), stage.run.branch(id).map(called)),
            BranchesItem::Bookmark(name) => (name.to_string(), Some("a bookmark".to_string())),
        };
        let numbered = rows(&stage.run).into_iter().enumerate();
        let found = numbered.map(|(line, row)| {
            let (word, help) = named(row);
            Found { word, help: help.unwrap_or_default(), name: String::new(), place: Place::Line(line) }
        });
        found.collect()
    }

    /// The steps of a lesson, then what happened: heartbeats and the like are left out.
    fn events_to_find(&self) -> Vec<Found> {
        let Some(stage) = &self.stage else { return Vec::new() };
        let steps =
            stage.lesson_here().into_iter().flat_map(|lesson| lesson.play.lesson().steps.iter().enumerate());
        let steps = steps.map(|(place, step)| Found {
            word: format!("lesson step {}", place + 1),
            help: step.title.clone(),
            name: String::new(),
            place: Place::Order(Order::Lesson(LessonOrder::Step(place + 1))),
        });
        let notes = stage.story.iter().flat_map(super::story::Story::notes).map(|(step, note)| Found {
            word: format!("note at step {step}"),
            help: note.clone(),
            name: String::new(),
            place: Place::Note(*step),
        });
        let steps = steps.chain(notes);
        let recent = stage.run.recent();
        let events = recent[recent.len().saturating_sub(MOST_EVENTS)..].iter().filter_map(|step| {
            let told = tell_within(step, &stage.run);
            (told.weight > 0).then(|| Found {
                word: format!("step {}", step.number),
                help: told.sentence(),
                name: told.place,
                place: Place::Order(Order::Seek(step.number)),
            })
        });
        steps.chain(events).collect()
    }

    /// What `find` with these words would go to, the first line being the first of them.
    pub(in crate::tui) fn finds(&self, words: &str) -> Vec<Proposal> {
        let found = self.on_this_screen().into_iter().filter(|found| found.has(words));
        found.map(|found| Proposal { word: found.word, help: found.help }).collect()
    }

    /// Goes to what has these words: to what is called so, or to the next that has them.
    pub(in crate::tui) fn find(&mut self, words: &str) -> Result<(), Mistake> {
        let all = self.on_this_screen();
        if all.is_empty() {
            return Err(refused(&"There is nothing here to search: Esc goes back"));
        }
        let here = match &self.screen {
            Screen::Page(page) => page.scrolled(),
            _ => 0,
        };
        let beyond = |found: &Found| matches!(found.place, Place::Line(line) if line > here);
        let exact = all.iter().position(|found| found.word == words);
        let next = || all.iter().position(|found| found.has(words) && beyond(found));
        let first = || all.iter().position(|found| found.has(words));
        let Some(place) = exact.or_else(next).or_else(first) else {
            let message = format!("nothing on this screen has '{}'", printable(words, 40));
            return Err(Mistake { column: "find ".len(), message });
        };
        match all.into_iter().nth(place).map(|found| found.place) {
            Some(Place::Entry(shelf, line)) => {
                self.home.show_shelf(shelf);
                self.home.choose(line);
            }
            Some(Place::Line(line)) => self.go_to_line(line),
            Some(Place::Note(step)) => {
                self.execute(Order::Seek(step))?;
                self.read_note();
            }
            Some(Place::Order(order)) => return self.execute(order),
            None => {}
        }
        Ok(())
    }

    fn go_to_line(&mut self, line: usize) {
        let area = self.area;
        match &mut self.screen {
            Screen::Page(page) => page.scroll_to(line, &self.preferences.keymap, &self.look, area),
            Screen::Lab(page) => (page.chosen, page.scroll) = (line, 0),
            Screen::Branches(page) => page.chosen = line,
            Screen::Home | Screen::Cluster | Screen::Compare => {}
        }
    }
}
