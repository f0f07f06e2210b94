//! Time is a tree: branches, bookmarks, two branches side by side, looking elsewhere without going there.

#[path = "tree/branches.rs"]
mod branches;
#[path = "tree/compare.rs"]
mod compare;
#[path = "tree/elsewhere.rs"]
mod elsewhere;
#[path = "tree/forest.rs"]
mod forest;
#[path = "tree/grove.rs"]
mod grove;
#[path = "properties/wild.rs"]
mod wild;
