//! All sentences of a page, each once: most steps say what another step has said.

use super::escape::readable;
use std::collections::BTreeMap;

/// The longest sentence that is shown.
const LONGEST: usize = 400;

/// The table.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    list: Vec<String>,
    known: BTreeMap<String, usize>,
}

impl Words {
    /// The number of a sentence; 0 is the one without words.
    pub(super) fn number(&mut self, text: &str) -> usize {
        let text = readable(text, LONGEST);
        if text.is_empty() {
            return 0;
        }
        let next = self.list.len() + 1;
        *self.known.entry(text).or_insert_with_key(|text| {
            self.list.push(text.clone());
            next
        })
    }

    /// The sentences, the one of number 1 first.
    pub(super) fn list(&self) -> &[String] {
        &self.list
    }
}
