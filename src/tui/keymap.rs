//! Which key does what: one table. The hints, the help page and the settings all come from it.

mod context;
mod key;
mod table;

pub use context::Context;
pub use key::{Code, Key, KeyError};

use crate::tui::order::Orders;
use crate::tui::order::mistake::Mistake;
use crate::untrusted::printable;
use std::fmt;
use table::TABLE;

/// What some keys do somewhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Binding {
    /// Where the key means this.
    pub context: Context,
    /// The keys, the one to be shown first.
    pub keys: Vec<Key>,
    /// What they do.
    pub orders: Orders,
    /// One line of help.
    pub help: String,
    /// One word for the line of keys, if it is ever shown there.
    pub hint: String,
}

/// Which key does what.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

impl Default for Keymap {
    fn default() -> Self {
        let bindings = TABLE
            .iter()
            .filter_map(|row| {
                Some(Binding {
                    context: row.context,
                    keys: row.keys.split(' ').filter_map(|key| key.parse().ok()).collect(),
                    orders: Orders::parse(row.orders).ok().flatten()?,
                    help: row.help.to_string(),
                    hint: row.hint.to_string(),
                })
            })
            .collect();
        Keymap { bindings }
    }
}

impl Keymap {
    /// All bindings, in the order in which help lists them.
    pub fn bindings(&self) -> &[Binding] {
        &self.bindings
    }

    /// What a key does, the first of these contexts going first.
    pub fn lookup(&self, key: Key, contexts: &[Context]) -> Option<&Binding> {
        contexts.iter().find_map(|context| {
            self.bindings.iter().find(|binding| binding.context == *context && binding.keys.contains(&key))
        })
    }

    /// The first binding of these orders in a context.
    pub fn binding_of(&self, orders: &Orders, context: Context) -> Option<&Binding> {
        self.bindings.iter().find(|binding| {
            binding.orders == *orders && binding.context == context && !binding.keys.is_empty()
        })
    }

    /// Makes a key do what is typed while a cluster is on the screen, or nothing if nothing is typed.
    ///
    /// # Errors
    /// If it cannot be understood: what is wrong with it. Then the key does what it did.
    pub fn bind(&mut self, key: Key, command: &str) -> Result<(), Mistake> {
        let orders = Orders::parse(command)?;
        for binding in &mut self.bindings {
            if matches!(binding.context, Context::Cluster | Context::Message) {
                binding.keys.retain(|bound| *bound != key);
            }
        }
        let Some(orders) = orders else { return Ok(()) };
        if let Some(known) = self
            .bindings
            .iter_mut()
            .find(|binding| binding.context == Context::Cluster && binding.orders == orders)
        {
            known.keys.insert(0, key);
        } else {
            self.bindings.push(Binding {
                context: Context::Cluster,
                keys: vec![key],
                orders,
                help: format!("{} (from your settings)", printable(command, 80)),
                hint: String::new(),
            });
        }
        Ok(())
    }
}

/// The keys of a binding, as help shows them: `n .`.
pub struct Keys<'a>(pub &'a [Key], pub bool);

impl fmt::Display for Keys<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown: Vec<String> = self.0.iter().map(|key| key.shown(self.1)).collect();
        f.pad(&shown.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::untrusted::hidden;
    use std::collections::BTreeSet;

    #[test]
    fn every_key_of_the_table_is_a_key_and_means_one_thing() {
        let mut seen = BTreeSet::new();
        assert_eq!(Keymap::default().bindings().len(), TABLE.len());
        for (row, binding) in TABLE.iter().zip(Keymap::default().bindings()) {
            assert_eq!(binding.orders.to_string(), row.orders);
            assert_eq!(binding.keys.len(), row.keys.split(' ').count(), "{}", row.keys);
            assert!(!binding.help.is_empty(), "{binding:?}");
            for key in &binding.keys {
                assert!(seen.insert((binding.context, *key)), "{key} twice in {:?}", binding.context);
            }
        }
    }

    #[test]
    fn a_key_of_the_settings_replaces_the_old_one() {
        let mut keymap = Keymap::default();
        let x = Key::char('x');
        keymap.bind(x, "heal").unwrap();
        assert_eq!(keymap.lookup(x, &[Context::Cluster]).unwrap().orders.to_string(), "heal");
        keymap.bind(x, "").unwrap();
        assert_eq!(keymap.lookup(x, &[Context::Cluster, Context::Everywhere]), None);
        keymap.bind(x, "submit y=2").unwrap();
        assert_eq!(keymap.lookup(x, &[Context::Cluster]).unwrap().help, "submit y=2 (from your settings)");
    }

    /// What is bound comes from a file: neither what help shows of it nor what is said to be wrong with it steers a
    /// terminal.
    #[test]
    fn text_from_outside_loses_what_steers_a_terminal() {
        let x = Key::char('x');
        let hostile = [
            "write \u{202e}\u{7}x",
            "save \u{1b}[2Jmine",
            "submit \u{202e}x=1",
            "heal \u{1b}]0;x\u{7}",
            "\u{1b}[2J",
        ];
        for command in hostile {
            let mut keymap = Keymap::default();
            let shown = match keymap.bind(x, command) {
                Ok(()) => keymap.lookup(x, &[Context::Cluster]).unwrap().help.clone(),
                Err(mistake) => mistake.message,
            };
            assert!(!shown.contains(hidden), "{command:?} is shown as {shown:?}");
        }
    }
}
