//! The line of keys: those that do something here and now, the most useful first. As many are shown as there is
//! room for.

mod cluster;

use crate::tui::app::state::{App, KeyLine, Screen};
use crate::tui::home::Shelf;
use crate::tui::keymap::{Code, Context, Key};
use crate::tui::order::{LabOrder, Order, Orders};

/// A key worth knowing now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hint {
    /// The key, as it is shown.
    pub key: String,
    /// What it does.
    pub word: String,
    /// What it carries out.
    pub orders: Orders,
    /// For so many keys it stands: the digits from 1 on, and 0 as the tenth. None: for the key that is shown.
    pub digits: Option<usize>,
}

impl Hint {
    /// A key, and what it does.
    pub(in crate::tui) fn new(
        key: impl Into<String>,
        word: impl Into<String>,
        orders: impl Into<Orders>,
    ) -> Hint {
        Hint { key: key.into(), word: word.into(), orders: orders.into(), digits: None }
    }
}

/// The most that are ever shown.
const MOST: usize = 24;

impl App {
    /// The keys worth knowing here and now.
    pub fn hints(&self) -> Vec<Hint> {
        let mut hints = Vec::new();
        if self.key_line == KeyLine::LeftOut {
            return hints;
        }
        match &self.screen {
            Screen::Home => self.hints_at_home(&mut hints),
            Screen::Page(page) => self.hints_on_page(page, &mut hints),
            Screen::Cluster => self.hints_on_cluster(&mut hints),
            Screen::Branches(_) => self.hints_on_branches(&mut hints),
            Screen::Compare => self.hints_in_compare(&mut hints),
            Screen::Lab(page) => self.hints_in_lab(page, &mut hints),
        }
        hints.truncate(MOST - 1);
        // Where help is, is never dropped: it stands at the right.
        let f1 = self.preferences.keymap.lookup(Key::plain(Code::F(1)), &[Context::Everywhere]);
        if let Some(binding) = f1.filter(|binding| binding.orders == Order::Help) {
            hints.push(Hint::new("F1", "help", binding.orders.clone()));
        }
        hints
    }

    fn hints_at_home(&self, hints: &mut Vec<Hint>) {
        self.hint(hints, Context::Home, Order::Open, "open");
        if self.home.offers_session() {
            self.hint(hints, Context::Home, Order::Load(None), "continue");
        }
        self.hint(hints, Context::Home, Order::Down(1), "choose");
        self.join(hints, Context::Home, Order::Up(1));
        self.hint(hints, Context::Everywhere, Order::Write("find ".into()), "find");
        self.hint(hints, Context::Everywhere, Order::Write(String::new()), "commands");
        self.hint(hints, Context::Everywhere, Order::Theme(None), "theme");
        // The page itself shows the keys of these.
        self.hint(hints, Context::Home, Order::Sandbox, "sandbox");
        for shelf in [Shelf::Scenarios, Shelf::Demos] {
            let leads = if self.home.shelf() == shelf { Shelf::Lessons } else { shelf };
            self.hint(hints, Context::Home, Order::Shelf(shelf), &leads.title().to_lowercase());
        }
        self.hint(hints, Context::Home, LabOrder::Page(None), "bug lab");
        self.hint(hints, Context::Home, Order::Rules(String::new()), "rules");
        if self.stage.is_some() {
            self.hint(hints, Context::Home, Order::Last, "last run");
        }
        self.hint(hints, Context::Everywhere, Order::Quit, "quit");
    }

    /// The digits, of which each chooses one of so many things: `1–5 choose`.
    pub(in crate::tui) fn hint_digits(
        &self,
        hints: &mut Vec<Hint>,
        count: usize,
        orders: impl Into<Orders>,
        word: &str,
    ) {
        let dash = if self.look.is_ascii() { "-" } else { "–" };
        let key = if count > 1 { format!("1{dash}{}", count.min(9)) } else { "1".to_string() };
        hints.push(Hint { digits: Some(count.min(10)), ..Hint::new(key, word, orders) });
    }

    /// Shows the key that does the opposite along with the last one: `←→ step`.
    pub(in crate::tui) fn join(&self, hints: &mut [Hint], context: Context, orders: impl Into<Orders>) {
        let Some(key) = self.key_of(context, orders) else { return };
        if let Some(hint) = hints.last_mut() {
            // Names, unlike arrows, need something between them.
            let between = if key.chars().count() > 1 { "/" } else { "" };
            hint.key = format!("{key}{between}{}", hint.key);
        }
    }

    pub(in crate::tui) fn key_of(&self, context: Context, orders: impl Into<Orders>) -> Option<String> {
        self.key_for(context, &orders.into())
    }

    fn key_for(&self, context: Context, orders: &Orders) -> Option<String> {
        let binding = self.preferences.keymap.binding_of(orders, context)?;
        Some(binding.keys[0].shown(self.look.is_ascii()))
    }

    pub(in crate::tui) fn hint(
        &self,
        hints: &mut Vec<Hint>,
        context: Context,
        orders: impl Into<Orders>,
        word: &str,
    ) {
        let orders = orders.into();
        if let Some(key) = self.key_for(context, &orders) {
            hints.push(Hint::new(key, word, orders));
        }
    }
}

/// Neither orders nor a key stands in the line twice: the first is the nearest.
pub(in crate::tui) fn once_each(hints: &mut Vec<Hint>) {
    let mut orders: Vec<Orders> = Vec::new();
    let mut keys: Vec<String> = Vec::new();
    hints.retain(|hint| {
        let parts = parts_of(&hint.key);
        let known = orders.contains(&hint.orders) || parts.iter().any(|key| keys.contains(key));
        if !known {
            orders.push(hint.orders.clone());
            keys.extend(parts);
        }
        !known
    });
}

/// The keys of a hint: `Space`, `←` and `→` of `←→`; of `1–5` the first, which every such row of digits has.
fn parts_of(key: &str) -> Vec<String> {
    if key.chars().count() == 1 || key.parse::<Key>().is_ok() {
        return vec![key.into()];
    }
    if let Some((first, _)) = key.split_once(['–', '-']).filter(|(first, _)| first.parse::<u8>().is_ok()) {
        return vec![first.into()];
    }
    if key.contains('/') {
        return key.split('/').map(String::from).collect();
    }
    key.chars().map(String::from).collect()
}
