//! The tree of a run: which branches there are, and which one is looked at.

use super::Run;
use crate::history::placed_action::first_after;
use crate::history::{Bookmark, Branch, BranchId, Name, NestedBranch, PlacedAction, TreeError};
use crate::sim::StepId;

impl Run {
    /// The branch that is looked at.
    pub fn current(&self) -> &Branch {
        self.tree.known(self.current)
    }

    /// A branch, if there is one of this id.
    pub fn branch(&self, id: BranchId) -> Option<&Branch> {
        self.tree.get(id)
    }

    /// A branch by its number or, small or large letters alike, its name.
    pub fn branch_called(&self, which: &str) -> Option<BranchId> {
        let numbered = which.parse().ok().map(BranchId::numbered).filter(|id| self.branch(*id).is_some());
        let is_it = |name: &Name| name.as_str().eq_ignore_ascii_case(which);
        let named = || self.tree.all().find(|branch| branch.name().is_some_and(is_it)).map(Branch::id);
        numbered.or_else(named)
    }

    /// How often the run has changed: steps that were reached for the first time, things that were done, names,
    /// bookmarks. Where the cursor is does not count.
    pub fn changes(&self) -> u64 {
        self.changes
    }

    /// All branches as the picture of a tree: the trunk first, after each branch those that left from it, the earliest
    /// first. A run in which nobody acted in the past has one.
    pub fn branches(&self) -> Vec<NestedBranch<'_>> {
        self.tree.nested_branches()
    }

    /// A branch and those that it came from, the trunk last.
    pub fn lineage(&self, id: BranchId) -> impl Iterator<Item = &Branch> {
        self.tree.lineage(id)
    }

    /// The branch on which a step of the branch that is looked at happened: itself, or one that it came from.
    pub fn owner(&self, step: StepId) -> &Branch {
        self.tree.owner(self.current, step)
    }

    /// Looks at another branch. The cursor stays where it is if the other branch has that step too, and goes back to
    /// the last step that both have otherwise: from there one sees what is different. Says where it is then.
    ///
    /// # Errors
    /// If there is no such branch.
    pub fn switch(&mut self, to: BranchId) -> Result<StepId, TreeError> {
        if self.tree.get(to).is_none() {
            return Err(TreeError::NoSuchBranch(to));
        }
        let shared = self.tree.shared(self.current, to);
        let cursor = self.cursor().min(shared);
        // Time that has passed since the step belongs to the future that is left: in the other one something may have
        // been done earlier.
        if self.cursor() > cursor
            || self.world().now() > self.step().map_or(self.world().now(), |step| step.at)
        {
            self.go_exactly_to(cursor);
        }
        self.look_at(to, shared);
        Ok(cursor)
    }

    /// Gives a branch a name, or takes it away.
    ///
    /// # Errors
    /// If there is no such branch, or another one has this name.
    pub fn rename(&mut self, id: BranchId, name: Option<Name>) -> Result<(), TreeError> {
        if self.tree.get(id).is_none() {
            return Err(TreeError::NoSuchBranch(id));
        }
        if let Some(name) = &name
            && self.tree.all().any(|branch| branch.id != id && branch.name() == Some(name))
        {
            return Err(TreeError::NameTaken(name.clone()));
        }
        self.tree.known_mut(id).name = name;
        self.changes += 1;
        Ok(())
    }

    /// Removes a branch, all that left from it, and the bookmarks there. Says how many branches those were.
    ///
    /// # Errors
    /// If there is no such branch, if it is the trunk, or if it is looked at, or one that left from it is.
    pub fn remove(&mut self, id: BranchId) -> Result<usize, TreeError> {
        if self.tree.get(id).is_none() {
            return Err(TreeError::NoSuchBranch(id));
        }
        if id == self.current {
            return Err(TreeError::Current(id));
        }
        if id == BranchId::TRUNK {
            return Err(TreeError::Trunk);
        }
        if self.tree.lineage(self.current).any(|branch| branch.id == id) {
            return Err(TreeError::Ancestor(id));
        }
        self.changes += 1;
        Ok(self.tree.remove(id))
    }

    /// All bookmarks, by branch and step.
    pub fn bookmarks(&self) -> &[Bookmark] {
        &self.tree.bookmarks
    }

    /// Sets a bookmark at the cursor.
    ///
    /// # Errors
    /// If another one has this name.
    pub fn bookmark(&mut self, name: Name) -> Result<(), TreeError> {
        self.bookmark_at(self.current, self.cursor(), name)
    }

    /// Sets a bookmark at a step of a branch or of one that it came from.
    ///
    /// # Errors
    /// If there is no such branch or step, or another bookmark has this name.
    pub fn bookmark_at(&mut self, branch: BranchId, step: StepId, name: Name) -> Result<(), TreeError> {
        let Some(found) = self.tree.get(branch) else { return Err(TreeError::NoSuchBranch(branch)) };
        if step < self.start() || step > found.ending().step {
            return Err(TreeError::NoSuchStep { branch, step });
        }
        if self.bookmarks().iter().any(|bookmark| bookmark.name == name) {
            return Err(TreeError::NameTaken(name));
        }
        let branch = self.tree.owner(branch, step).id;
        let new = Bookmark { branch, step, name };
        let place = self.bookmarks().partition_point(|bookmark| *bookmark < new);
        self.tree.bookmarks.insert(place, new);
        self.changes += 1;
        Ok(())
    }

    /// Removes a bookmark.
    ///
    /// # Errors
    /// If there is none of this name.
    pub fn remove_bookmark(&mut self, name: &Name) -> Result<(), TreeError> {
        let position = self.bookmarks().iter().position(|bookmark| bookmark.name == *name);
        let position = position.ok_or_else(|| TreeError::NoSuchBookmark(name.clone()))?;
        self.tree.bookmarks.remove(position);
        self.changes += 1;
        Ok(())
    }

    /// Goes to a bookmark; to its branch too, if the branch that is looked at does not have that step.
    ///
    /// # Errors
    /// If there is none of this name.
    pub fn visit(&mut self, name: &Name) -> Result<(), TreeError> {
        let Some(Bookmark { branch, step, .. }) =
            self.bookmarks().iter().find(|bookmark| bookmark.name == *name).cloned()
        else {
            return Err(TreeError::NoSuchBookmark(name.clone()));
        };
        if step > self.tree.shared(self.current, branch) {
            self.switch(branch)?;
        }
        self.seek(step);
        Ok(())
    }

    /// A digest of the state at the end of a branch. None if there is no such branch.
    pub fn end_digest(&self, id: BranchId) -> Option<u64> {
        let branch = self.tree.get(id)?;
        let end = branch.ending().step;
        branch.state_digests.end(end).or_else(|| Some(self.state_on(id, end)?.world.digest()))
    }

    /// Before a branch is left, which will not change then: so that nobody has to go to its end again.
    fn remember_end(&mut self) {
        let end = self.end();
        if let Some(digest) = self.end_digest(self.current) {
            self.tree.known_mut(self.current).state_digests.set_end(end, digest);
        }
    }

    /// The branch on which exactly this was done before: the one that is looked at, if it is one of several.
    pub(super) fn known_future(&self, placed: &PlacedAction) -> Option<BranchId> {
        if self.due_action() == Some(placed) {
            return Some(self.current);
        }
        let next = placed.after..placed.after + 1;
        let of_branch =
            |branch: &&Branch| branch.actions_between(next.start, next.end).next() == Some(placed);
        self.tree.futures(self.current, placed.after).find(of_branch).map(Branch::id)
    }

    /// Looks at another branch, which has all steps up to this one too; the cursor is not beyond it.
    pub(super) fn look_at(&mut self, branch: BranchId, shared: StepId) {
        if branch == self.current {
            return;
        }
        self.remember_end();
        self.current = branch;
        self.actions.truncate(first_after(&self.actions, shared));
        self.actions.extend(self.tree.actions_after(branch, shared));
        self.marks.truncate(self.marks.partition_point(|mark| mark.step <= shared));
        self.marks.extend(self.tree.marks_after(branch, shared));
        self.window.truncate(self.window.partition_point(|step| step.number <= shared));
        self.next_action = first_after(&self.actions, self.cursor().min(shared));
    }
}
