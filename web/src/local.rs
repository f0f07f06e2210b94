//! Texts in a browser's `localStorage`. Each is there whole or not at all: that is how a browser keeps them.

use raftarium::storage::{Store, StoreError};
use web_sys::Storage;

/// What stands before the names of ours, among what else an origin keeps.
const OURS: &str = "raftarium/";

/// The texts of this origin.
#[derive(Clone, Debug)]
pub struct LocalStore(Storage);

impl LocalStore {
    /// The storage, unless the browser keeps nothing here.
    pub fn open() -> Option<LocalStore> {
        web_sys::window()?.local_storage().ok().flatten().map(LocalStore)
    }

    /// The names of all texts.
    pub fn names(&self) -> Vec<String> {
        let count = self.0.length().unwrap_or(0);
        let keys = (0..count).filter_map(|at| self.0.key(at).ok().flatten());
        let mut names: Vec<String> =
            keys.filter_map(|key| key.strip_prefix(OURS).map(str::to_owned)).collect();
        names.sort();
        names
    }

    /// Keeps this text no longer.
    pub fn remove(&self, name: &str) {
        let _ = self.0.remove_item(&key(name));
    }

    fn get(&self, name: &str) -> Option<String> {
        self.0.get_item(&key(name)).ok().flatten()
    }
}

impl Store for LocalStore {
    fn read(&self, name: &str, limit: u64) -> Result<Option<String>, StoreError> {
        match self.get(name) {
            Some(text) if text.len() as u64 > limit => Err(StoreError::TooLarge { limit }),
            text => Ok(text),
        }
    }

    fn write(&mut self, name: &str, text: &str) -> Result<(), StoreError> {
        let full = || StoreError::System("the browser has no more room for this page".into());
        self.0.set_item(&key(name), text).map_err(|_| full())
    }

    fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    fn rename(&mut self, from: &str, to: &str) -> Result<(), StoreError> {
        self.copy(from, to)?;
        self.remove(from);
        Ok(())
    }

    fn copy(&mut self, from: &str, to: &str) -> Result<(), StoreError> {
        let text = self.get(from).ok_or_else(|| StoreError::System("there is no such text".into()))?;
        self.write(to, &text)
    }

    fn shown(&self, name: &str) -> String {
        format!("{name} in this browser")
    }
}

fn key(name: &str) -> String {
    format!("{OURS}{name}")
}
