//! Time is a tree: branches, bookmarks, two branches side by side, looking elsewhere without going there.

mod branches;
mod compare;
mod elsewhere;
mod grove;
mod random_walks;
