//! Commands about branches and bookmarks.

use crate::tui::order::text::optional;
use std::fmt;

/// What is done to the branches and bookmarks of a run. Branches are called by number or name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum BranchOrder {
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

impl fmt::Display for BranchOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BranchOrder::Branches => f.write_str("branches"),
            BranchOrder::Bookmarks => f.write_str("bookmarks"),
            BranchOrder::Switch(branch) => write!(f, "branch {branch}"),
            BranchOrder::Rename(name) => optional("rename", Some(name).filter(|name| !name.is_empty()), f),
            BranchOrder::Remove(which) => optional("remove", which.as_ref(), f),
            BranchOrder::Bookmark(name) => optional("bookmark", name.as_ref(), f),
            BranchOrder::Visit(name) => write!(f, "visit {name}"),
            BranchOrder::Compare(with) => optional("compare", with.as_ref(), f),
            BranchOrder::Other => f.write_str("other"),
        }
    }
}
