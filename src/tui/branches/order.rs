//! Commands about branches and bookmarks.

use crate::tui::order::text::optional;
use std::fmt;

/// What is done to the branches and bookmarks of a run. Branches are called by number or name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TreeOrder {
    /// Show the branches.
    Branches,
    /// Show the bookmarks.
    Bookmarks,
    /// To another branch.
    Switch(String),
    /// Name a branch: maybe its number, then the name. Without a name, its name is taken away.
    Rename(String),
    /// Remove a branch or a bookmark; none: what is chosen.
    Remove(Option<String>),
    /// Set a bookmark; none: what happened is its name.
    Bookmark(Option<String>),
    /// To a bookmark.
    Visit(String),
    /// Two branches side by side.
    Compare(Option<String>),
    /// In a comparison: to the other side.
    Other,
}

impl fmt::Display for TreeOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TreeOrder::Branches => f.write_str("branches"),
            TreeOrder::Bookmarks => f.write_str("bookmarks"),
            TreeOrder::Switch(branch) => write!(f, "branch {branch}"),
            TreeOrder::Rename(name) => optional("rename", Some(name).filter(|name| !name.is_empty()), f),
            TreeOrder::Remove(which) => optional("remove", which.as_ref(), f),
            TreeOrder::Bookmark(name) => optional("bookmark", name.as_ref(), f),
            TreeOrder::Visit(name) => write!(f, "visit {name}"),
            TreeOrder::Compare(with) => optional("compare", with.as_ref(), f),
            TreeOrder::Other => f.write_str("other"),
        }
    }
}
