//! The moments of a run on the screen: going to one, and those that have a mark on the scrubber.

use super::seek::{go_to_moment, step_at};
use super::{Pinned, Stage};
use crate::history::BranchId;
use crate::sim::Time;
use crate::tui::branches::view::called;
use crate::tui::order::mistake::{Mistake, refused};
use crate::tui::{Pin, PinKind};

impl Stage {
    /// To a moment that was reached: right after what happened last before it.
    pub(in crate::tui) fn seek_moment(&mut self, moment: Time) -> Result<(), Mistake> {
        let last = self.run.end_at();
        if moment > last {
            let message = format!("This run ends at {} ms so far", last.ms());
            return Err(Mistake { column: "seek ".len(), message });
        }
        self.playback.playing = false;
        go_to_moment(&mut self.run, moment);
        if self.run.cursor() == self.run.start() && step_at(&self.run) > moment {
            return Err(refused(&"Nothing happens before that"));
        }
        self.run.pass(moment);
        self.show_step();
        Ok(())
    }

    /// The title of the run, with the branch in front if there are several.
    pub(in crate::tui) fn titled(&self) -> String {
        // What a hunt has found is one story, with the same told differently beside it.
        let told_twice = self.lab.is_shortest() && self.run.current().id() == BranchId::TRUNK;
        if self.run.branches().len() > 1 && !told_twice {
            format!("{} · {}", called(self.run.current()), self.title)
        } else {
            self.title.clone()
        }
    }

    /// Looks where the marks of the scrubber are, if that may have changed.
    pub(in crate::tui) fn see_pins(&mut self) {
        let run = &self.run;
        let branches = run.branches();
        let here = run.current().id();
        let now = Pinned { branch: here, branches: branches.len(), bookmarks: run.bookmarks().len() };
        if self.pinned == Some(now) {
            return;
        }
        let line: Vec<BranchId> = run.lineage(here).map(crate::history::Branch::id).collect();
        let forks = branches.iter().filter_map(|nested| {
            let fork = nested.branch.fork()?;
            let of_line = line.contains(&nested.branch.id());
            let leaves_it = run.owner(fork.first.after).id() == fork.parent && fork.first.after <= run.end();
            let kind = if of_line { PinKind::Began } else { PinKind::Left };
            (of_line || leaves_it).then_some(Pin { at: fork.first.at, kind })
        });
        let bookmarks = run.bookmarks().iter().filter_map(|bookmark| {
            let here = bookmark.step <= run.end() && run.owner(bookmark.step).id() == bookmark.branch;
            let step = here.then(|| run.step_at(bookmark.step))??;
            Some(Pin { at: step.at, kind: PinKind::Bookmark })
        });
        let mut pins: Vec<Pin> = forks.chain(bookmarks).collect();
        pins.sort_unstable();
        self.pins = pins;
        self.pinned = Some(now);
    }
}
