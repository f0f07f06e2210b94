//! From segment to segment. The script of a segment is played on the stage: the cursor is put to where the segment begins, time
//! passes to its end, and stands still there.

use super::state::Away;
use super::state::Draft;
use super::state::Lesson;
use crate::lesson::play::{Halt, Segment};
use crate::tui::stage::Stage;
use crate::tui::story::Story;
use crate::tui::{Chosen, Page, Pane};
use std::sync::Arc;

/// Whether a segment is watched from its beginning, or looked at when it is over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::tui) enum Arrival {
    Watch,
    End,
}

impl Stage {
    /// Shows the segment that the lesson is at.
    pub(in crate::tui) fn arrive(&mut self, arrival: Arrival) {
        self.playback.restore();
        let Some(lesson) = &mut self.lesson else { return };
        lesson.clear();
        let segment: Arc<Segment> = lesson.play.segment().clone();
        lesson.trial = lesson.play.begin();
        let front = segment.scene.as_ref().and_then(|scene| scene.pane);
        let before = std::mem::replace(&mut lesson.front, front);
        self.open_answer = None;
        self.groups = None;
        self.compare = None;
        self.chosen = Chosen::Nothing;
        self.zoom = None;
        self.until = None;
        self.playback.playing = false;
        self.stories.clear();
        // What the lesson brought to the front goes back when it speaks of something else; what the learner chose stays.
        if self.focus.is_whole() || before == Some(self.focus) {
            self.focus = Pane::Cluster;
        }
        self.focus = front.unwrap_or(self.focus);
        if let Some(scene) = &segment.scene {
            let before = self.run.world().now();
            self.run = scene.run.as_ref().clone();
            self.player.names = scene.names.clone();
            let (end, at) = (self.run.cursor(), self.run.world().now());
            self.story = Some(Story::beside(&scene.notes));
            if arrival == Arrival::Watch && scene.from < end {
                self.run.seek(scene.from);
                if !scene.fresh {
                    self.run.pass(before.min(at));
                }
                self.until = Some((end, at));
                let span = at.since(self.run.world().now());
                self.playback.hasten(span);
                self.play();
            }
        } else {
            self.story = None;
        }
        self.show_step();
        self.look_for_answer();
    }

    /// Whether the segment itself is being played: not a demo, not a solution.
    pub(in crate::tui) fn watches_segment(&self) -> bool {
        let other = |lesson: &Lesson| lesson.shows_demo() || lesson.shown.is_some();
        self.is_watching() && !self.lesson.as_deref().is_some_and(other)
    }

    /// On to the next segment.
    pub(super) fn next_segment(&mut self, insisting: bool) -> Result<(), Halt> {
        let Some(lesson) = &mut self.lesson else { return Ok(()) };
        if insisting {
            lesson.play.pass()?
        } else {
            lesson.play.forward()?
        };
        self.arrive(Arrival::Watch);
        Ok(())
    }

    /// Back to the end of the segment before.
    pub(super) fn segment_before(&mut self) -> Result<(), Halt> {
        let Some(lesson) = &mut self.lesson else { return Ok(()) };
        if std::mem::take(&mut lesson.over) {
            self.arrive(Arrival::End);
            return Ok(());
        }
        lesson.play.back()?;
        self.arrive(Arrival::End);
        Ok(())
    }

    /// To the sandbox, with the cluster as it is.
    pub(super) fn leave_lesson(&mut self) {
        let names = self.player.names.clone();
        let (run, title, focus, zoom) = (self.run.clone(), self.title.clone(), self.focus, self.zoom);
        self.until = None;
        self.playback.playing = false;
        let Some(lesson) = &mut self.lesson else { return };
        lesson.away = Some(Box::new(Away { run, names, title, focus, zoom }));
        self.title = format!("sandbox, from {}", self.title);
        self.zoom = None;
        self.open_answer = None;
        self.show_step();
    }

    /// Back to the lesson, and to its cluster as it was left. Says whether one was away.
    pub(in crate::tui) fn return_to_lesson(&mut self) -> bool {
        let Some(away) = self.lesson.as_mut().and_then(|lesson| lesson.away.take()) else { return false };
        let Away { run, names, title, focus, zoom } = *away;
        self.playback.playing = false;
        (self.run, self.player.names, self.title) = (run, names, title);
        (self.focus, self.zoom) = (focus, zoom);
        (self.open_answer, self.groups, self.compare) = (None, None, None);
        self.chosen = Chosen::Nothing;
        self.show_step();
        true
    }

    /// The cluster as the lesson left it here.
    pub(super) fn reset_cluster(&mut self) {
        let shown = self.lesson.as_mut().map(|lesson| (lesson.side.page, lesson.side.scroll));
        self.arrive(Arrival::End);
        if let (Some(lesson), Some((page, scroll))) = (&mut self.lesson, shown) {
            (lesson.side.page, lesson.side.scroll) = (page, scroll);
        }
    }
}

impl Lesson {
    /// Nothing is left of what was done at another segment.
    fn clear(&mut self) {
        self.draft = Draft::default();
        (self.trial, self.standing, self.shown) = (None, None, None);
        (self.insists, self.compared, self.away) = (false, false, None);
        (self.side.page, self.side.scroll) = (Page::Read, 0);
        if let Some(presenting) = &mut self.presenting {
            presenting.arrive();
        }
    }
}
