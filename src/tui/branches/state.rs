//! The page of branches: where one is on it.

/// The page of branches: which line is chosen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct BranchesPage {
    pub(in crate::tui) chosen: usize,
}
