//! The entries that a request carries (§5.3). A request is kept by its receiver's queue, by the history and by everyone
//! who looks at it, so its entries are shared and not copied; most requests carry none or one.

use super::{Entry, Knowledge, Whole};
use serde::{Serialize, Serializer};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

/// Entries that follow each other, none for a heartbeat. They are read as a slice.
#[derive(Clone)]
pub struct Entries<K: Knowledge = Whole>(Held<K>);

#[derive(Clone)]
enum Held<K: Knowledge> {
    None,
    One(Entry<K>),
    Several(Arc<[Entry<K>]>),
}

impl<K: Knowledge> Entries<K> {
    /// No entries: those of a heartbeat.
    pub const NONE: Entries<K> = Entries(Held::None);

    /// Whether there are none.
    #[inline]
    pub const fn is_empty(&self) -> bool {
        matches!(self.0, Held::None)
    }
}

impl<K: Knowledge> Default for Entries<K> {
    fn default() -> Self {
        Entries::NONE
    }
}

impl<K: Knowledge> Deref for Entries<K> {
    type Target = [Entry<K>];

    #[inline]
    fn deref(&self) -> &[Entry<K>] {
        match &self.0 {
            Held::None => &[],
            Held::One(entry) => std::slice::from_ref(entry),
            Held::Several(entries) => entries,
        }
    }
}

impl<K: Knowledge> FromIterator<Entry<K>> for Entries<K> {
    fn from_iter<I: IntoIterator<Item = Entry<K>>>(entries: I) -> Self {
        let mut entries = entries.into_iter();
        Entries(match (entries.next(), entries.next()) {
            (None, _) => Held::None,
            (Some(only), None) => Held::One(only),
            (Some(first), Some(second)) => {
                Held::Several([first, second].into_iter().chain(entries).collect())
            }
        })
    }
}

impl<'a, K: Knowledge> IntoIterator for &'a Entries<K> {
    type Item = &'a Entry<K>;
    type IntoIter = std::slice::Iter<'a, Entry<K>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<K: Knowledge> PartialEq for Entries<K> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<K: Knowledge> Eq for Entries<K> {}

impl<K: Knowledge> Hash for Entries<K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl<K: Knowledge> fmt::Debug for Entries<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<K: Knowledge> Serialize for Entries<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}
