//! The steps of a lesson, which are read when they are first asked for.
//!
//! Twenty lessons are listed, and one is played: what is listed stands in the heads.

use super::{Card, Step};
use std::fmt::{self, Debug, Formatter};
use std::ops::Deref;
use std::sync::{Arc, LazyLock};

/// What stands below the head of a lesson.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Body {
    pub steps: Vec<Step>,
    pub card: Option<Card>,
}

type Read = Box<dyn FnOnce() -> Body + Send>;

/// The steps of a lesson.
#[derive(Clone)]
pub struct Steps {
    count: usize,
    body: Arc<LazyLock<Body, Read>>,
}

impl Steps {
    /// These steps.
    pub(super) fn of(body: Body) -> Steps {
        Steps::later(body.steps.len(), || body)
    }

    /// So many steps, which are read when they are first asked for.
    pub(super) fn later(count: usize, read: impl FnOnce() -> Body + Send + 'static) -> Steps {
        let read: Read = Box::new(read);
        Steps { count, body: Arc::new(LazyLock::new(read)) }
    }

    /// How many there are: known without reading them.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// What is to be kept of the lesson.
    pub(super) fn card(&self) -> Option<&Card> {
        self.body.card.as_ref()
    }
}

impl Deref for Steps {
    type Target = Vec<Step>;

    fn deref(&self) -> &Vec<Step> {
        &self.body.steps
    }
}

impl<'a> IntoIterator for &'a Steps {
    type Item = &'a Step;
    type IntoIter = std::slice::Iter<'a, Step>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl PartialEq for Steps {
    fn eq(&self, other: &Steps) -> bool {
        **self.body == **other.body
    }
}

impl Debug for Steps {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        Debug::fmt(&**self.body, f)
    }
}
