//! The branches of a run, and the bookmarks in them.

use super::checkpoints::Checkpoints;
use super::state_digests::StateDigests;
use super::{Bookmark, Branch, BranchId, Fork, Mark, Name, PlacedAction, Watched};
use crate::sim::StepId;

/// The most branches that a run keeps. One more, and the oldest goes that nothing depends on.
pub const MOST_BRANCHES: usize = 2_000;

/// All branches. The trunk is always there, and every other branch leaves one that is there, after one of its
/// own steps: branches are only ever added by [`Tree::fork`], and go with all that left from them.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    trunk: Branch,
    /// In the order of their ids.
    sides: Vec<Branch>,
    last_id: BranchId,
    pub bookmarks: Vec<Bookmark>,
}

/// A branch in the picture of the tree.
#[derive(Clone, Copy, Debug)]
pub struct NestedBranch<'a> {
    /// The branch.
    pub branch: &'a Branch,
    /// How many forks lie between it and the trunk.
    pub depth: usize,
}

/// Why something cannot be done to the tree. Nothing has changed.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TreeError {
    /// There is no such branch.
    #[error("there is no branch {0}")]
    NoSuchBranch(BranchId),
    /// The branch is the one that is looked at.
    #[error("you are on branch {0}: switch to another one before you remove it")]
    Current(BranchId),
    /// The branch carries the one that is looked at.
    #[error("your current branch began on branch {0}: switch to another one before you remove it")]
    Ancestor(BranchId),
    /// The trunk stays.
    #[error("branch {} is the first branch of the run and cannot be removed", BranchId::TRUNK)]
    Trunk,
    /// Another branch or bookmark has this name.
    #[error("the name '{0}' is taken")]
    NameTaken(Name),
    /// There is no such bookmark.
    #[error("there is no bookmark '{0}'")]
    NoSuchBookmark(Name),
    /// The step was never reached there.
    #[error("branch {branch} has no step {step}")]
    NoSuchStep {
        /// The branch on which it was looked for.
        branch: BranchId,
        /// The step that was asked for.
        step: StepId,
    },
}

impl Tree {
    pub fn new(beginning: &Watched) -> Tree {
        let trunk = Branch {
            id: BranchId::TRUNK,
            name: None,
            fork: None,
            later: Vec::new(),
            marks: Vec::new(),
            checkpoints: Checkpoints::new(Some(beginning.clone())),
            state_digests: StateDigests::default(),
            ending: super::Ending::of(beginning, beginning.world.now()),
        };
        Tree { trunk, sides: Vec::new(), last_id: BranchId::TRUNK, bookmarks: Vec::new() }
    }

    fn position(&self, id: BranchId) -> Option<usize> {
        self.sides.binary_search_by_key(&id, |branch| branch.id).ok()
    }

    pub fn get(&self, id: BranchId) -> Option<&Branch> {
        if id == BranchId::TRUNK { Some(&self.trunk) } else { self.position(id).map(|at| &self.sides[at]) }
    }

    /// A branch that is known to be there: the trunk stands for one that is not.
    pub fn known(&self, id: BranchId) -> &Branch {
        self.get(id).unwrap_or(&self.trunk)
    }

    /// As [`Tree::known`], to be changed.
    pub fn known_mut(&mut self, id: BranchId) -> &mut Branch {
        match self.position(id) {
            Some(at) => &mut self.sides[at],
            None => &mut self.trunk,
        }
    }

    pub fn all(&self) -> impl Iterator<Item = &Branch> {
        std::iter::once(&self.trunk).chain(&self.sides)
    }

    /// A branch, the one that it left, and so on to the trunk.
    pub fn lineage(&self, id: BranchId) -> impl Iterator<Item = &Branch> {
        std::iter::successors(self.get(id), |branch| branch.fork().map(|fork| self.known(fork.parent)))
    }

    /// Which of a branch and those that it came from a step happened on. One after the end counts as the branch's.
    pub fn owner(&self, id: BranchId, step: StepId) -> &Branch {
        self.lineage(id).find(|branch| step > branch.after()).unwrap_or(&self.trunk)
    }

    /// The last state at or before a step that is kept on a branch or those that it came from.
    pub fn checkpoint(&self, id: BranchId, step: StepId) -> Option<&Watched> {
        let mut step = step;
        for branch in self.lineage(id) {
            if let Some(state) = branch.checkpoints.before(step) {
                return Some(state);
            }
            step = step.min(branch.after());
        }
        None
    }

    /// All that was done after a step, up to the end of a branch.
    pub fn actions_after(&self, id: BranchId, step: StepId) -> Vec<PlacedAction> {
        let line = self.line_after(id, step);
        line.into_iter().flat_map(|(branch, from, to)| branch.actions_between(from, to).cloned()).collect()
    }

    /// The interesting steps after a step, up to the end of a branch.
    pub fn marks_after(&self, id: BranchId, step: StepId) -> Vec<Mark> {
        let line = self.line_after(id, step);
        line.into_iter()
            .flat_map(|(branch, from, to)| branch.marks_between(from, to).iter().copied())
            .collect()
    }

    /// The branches that the way to the end of a branch goes along after a step, each with the steps after which and
    /// up to which it does.
    fn line_after(&self, id: BranchId, step: StepId) -> Vec<(&Branch, StepId, StepId)> {
        let mut line = Vec::new();
        let mut to = StepId::MAX;
        for branch in self.lineage(id) {
            line.push((branch, step.max(branch.after()), to));
            if branch.after() <= step {
                break;
            }
            to = branch.after();
        }
        line.reverse();
        line
    }

    /// The last step that two branches share; with itself a branch shares all of its steps.
    pub fn shared(&self, a: BranchId, b: BranchId) -> StepId {
        let line: Vec<(BranchId, StepId)> = self.ends_along(a).collect();
        self.ends_along(b)
            .find_map(|(id, end)| {
                let (_, other) = line.iter().find(|(other, _)| *other == id)?;
                Some(end.min(*other))
            })
            .unwrap_or(0)
    }

    /// The branches of a line from its tip, each with the last of its steps that belongs to the line.
    fn ends_along(&self, id: BranchId) -> impl Iterator<Item = (BranchId, StepId)> {
        let mut end = self.known(id).ending.step;
        self.lineage(id).map(move |branch| {
            let last = std::mem::replace(&mut end, branch.after());
            (branch.id, last)
        })
    }

    /// A new branch that leaves the line of another with an action.
    pub fn fork(&mut self, from: BranchId, first: PlacedAction, ending: super::Ending) -> BranchId {
        if self.sides.len() + 1 >= MOST_BRANCHES {
            self.make_room(from);
        }
        self.last_id = BranchId(self.last_id.0 + 1);
        let id = self.last_id;
        let parent = self.owner(from, first.after).id;
        self.sides.push(Branch {
            id,
            name: None,
            fork: Some(Fork { parent, first }),
            later: Vec::new(),
            marks: Vec::new(),
            checkpoints: Checkpoints::new(None),
            state_digests: StateDigests::default(),
            ending,
        });
        id
    }

    /// Removes the oldest branch that has no name, no bookmark and nothing that left from it, or else the oldest from
    /// which nothing left.
    fn make_room(&mut self, current: BranchId) {
        let line: Vec<BranchId> = self.lineage(current).map(Branch::id).collect();
        let bare = |branch: &&Branch| {
            !line.contains(&branch.id) && !self.sides.iter().any(|other| other.leaves(branch.id))
        };
        let plain = |branch: &&Branch| {
            branch.name.is_none() && !self.bookmarks.iter().any(|bookmark| bookmark.branch == branch.id)
        };
        let oldest = self.sides.iter().filter(bare).find(plain).or_else(|| self.sides.iter().find(bare));
        if let Some(id) = oldest.map(Branch::id) {
            self.remove(id);
        }
    }

    /// The branches that leave the line of another right after a step, and those on whose line that step is too.
    pub fn futures(&self, of: BranchId, step: StepId) -> impl Iterator<Item = &Branch> {
        let owner = self.owner(of, step);
        let leaving = move |branch: &&Branch| branch.leaves(owner.id) && branch.after() == step;
        std::iter::once(owner).chain(self.sides.iter().filter(leaving))
    }

    /// Removes a branch and all that left from it. Says how many those were.
    pub fn remove(&mut self, id: BranchId) -> usize {
        // A branch is younger than the one that it left: one pass finds them all.
        let mut gone = vec![id];
        for branch in &self.sides {
            if branch.fork().is_some_and(|fork| gone.contains(&fork.parent)) {
                gone.push(branch.id);
            }
        }
        self.sides.retain(|branch| !gone.contains(&branch.id));
        self.bookmarks.retain(|bookmark| !gone.contains(&bookmark.branch));
        gone.len()
    }

    /// The tree from the trunk on: after each branch those that left from it, the earliest first.
    pub fn nested_branches(&self) -> Vec<NestedBranch<'_>> {
        let mut children: Vec<&Branch> = self.sides.iter().collect();
        children.sort_by_key(|branch| (branch.parent(), std::cmp::Reverse((branch.after(), branch.id))));
        let mut branches = Vec::with_capacity(children.len() + 1);
        let mut open = vec![NestedBranch { branch: &self.trunk, depth: 0 }];
        while let Some(nested) = open.pop() {
            branches.push(nested);
            let from = children.partition_point(|branch| branch.parent() < Some(nested.branch.id));
            let to = children.partition_point(|branch| branch.parent() <= Some(nested.branch.id));
            open.extend(
                children[from..to].iter().map(|branch| NestedBranch { branch, depth: nested.depth + 1 }),
            );
        }
        branches
    }
}

impl Branch {
    fn parent(&self) -> Option<BranchId> {
        self.fork().map(|fork| fork.parent)
    }

    fn leaves(&self, other: BranchId) -> bool {
        self.parent() == Some(other)
    }
}
