//! Texts that are kept by name.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::io;
use std::rc::Rc;

/// Texts that are kept by name: the files of a folder, or a browser's storage.
pub trait Store: Debug {
    /// The text of this name, if it is no longer than so many bytes; none if nothing has this name.
    ///
    /// # Errors
    /// Why it cannot be read.
    fn read(&self, name: &str, limit: u64) -> Result<Option<String>, StoreError>;

    /// Keeps a text under this name, all or nothing: there is the old text or the new one at any moment.
    ///
    /// # Errors
    /// Why it cannot be kept. Then the old one is still there.
    fn write(&mut self, name: &str, text: &str) -> Result<(), StoreError>;

    /// Whether anything has this name, even if it cannot be read.
    fn has(&self, name: &str) -> bool;

    /// Gives what has one name another one, in the place of what has that.
    ///
    /// # Errors
    /// Why not.
    fn rename(&mut self, from: &str, to: &str) -> Result<(), StoreError>;

    /// Keeps what has one name under another one too, in the place of what has that.
    ///
    /// # Errors
    /// Why not.
    fn copy(&mut self, from: &str, to: &str) -> Result<(), StoreError>;

    /// A name as people are told it, such as a path.
    fn shown(&self, name: &str) -> String;

    /// Nobody else who asks for the same changes the text of this name, as long as there is what is returned.
    fn hold(&self, name: &str) -> Hold {
        let _ = name;
        Hold::default()
    }
}

/// Several may have one store, such as the tabs of a browser: each has a handle to it.
impl<S: Store> Store for Rc<RefCell<S>> {
    fn read(&self, name: &str, limit: u64) -> Result<Option<String>, StoreError> {
        self.borrow().read(name, limit)
    }

    fn write(&mut self, name: &str, text: &str) -> Result<(), StoreError> {
        self.borrow_mut().write(name, text)
    }

    fn has(&self, name: &str) -> bool {
        self.borrow().has(name)
    }

    fn rename(&mut self, from: &str, to: &str) -> Result<(), StoreError> {
        self.borrow_mut().rename(from, to)
    }

    fn copy(&mut self, from: &str, to: &str) -> Result<(), StoreError> {
        self.borrow_mut().copy(from, to)
    }

    fn shown(&self, name: &str) -> String {
        self.borrow().shown(name)
    }

    fn hold(&self, name: &str) -> Hold {
        self.borrow().hold(name)
    }
}

/// Others wait as long as this is there: see [`Store::hold`].
#[derive(Debug, Default)]
pub struct Hold {
    _held: Option<Box<dyn Debug>>,
}

impl Hold {
    /// As long as this is there.
    pub fn of(held: impl Debug + 'static) -> Hold {
        Hold { _held: Some(Box::new(held)) }
    }
}

/// Why something is not read or kept; said behind its name.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum StoreError {
    /// It has more bytes than such a text can have.
    #[error("it is larger than {} KiB", .limit / 1024)]
    TooLarge {
        /// The most bytes.
        limit: u64,
    },
    /// It is no text.
    #[error("it is not UTF-8")]
    NotText,
    /// What the system says.
    #[error("{0}")]
    System(String),
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> StoreError {
        StoreError::System(error.to_string())
    }
}

/// Texts that are kept in memory: for tests, and for a shell that keeps nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Memory {
    texts: BTreeMap<String, String>,
}

impl Memory {
    /// The names of all texts, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }

    fn find(&self, name: &str) -> Result<&String, StoreError> {
        self.texts.get(name).ok_or_else(|| StoreError::System("there is no such text".into()))
    }
}

impl Store for Memory {
    fn read(&self, name: &str, limit: u64) -> Result<Option<String>, StoreError> {
        match self.texts.get(name) {
            Some(text) if text.len() as u64 > limit => Err(StoreError::TooLarge { limit }),
            text => Ok(text.cloned()),
        }
    }

    fn write(&mut self, name: &str, text: &str) -> Result<(), StoreError> {
        self.texts.insert(name.to_owned(), text.to_owned());
        Ok(())
    }

    fn has(&self, name: &str) -> bool {
        self.texts.contains_key(name)
    }

    fn rename(&mut self, from: &str, to: &str) -> Result<(), StoreError> {
        self.copy(from, to)?;
        self.texts.remove(from);
        Ok(())
    }

    fn copy(&mut self, from: &str, to: &str) -> Result<(), StoreError> {
        let text = self.find(from)?.clone();
        self.write(to, &text)
    }

    fn shown(&self, name: &str) -> String {
        name.to_owned()
    }
}
