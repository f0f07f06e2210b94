//! What a script says about its run: a beginning, chapters at the steps where its notes stand, and an end.

pub(super) mod execute;

use crate::explain::Narration;
use crate::history::Run;
use crate::sim::StepId;
use std::sync::Arc;

/// The words of a script that was played.
#[derive(Clone, Debug, Default)]
pub struct Story {
    opening: Option<Narration>,
    /// Where each note stands: after which step. One a step.
    notes: Vec<(StepId, String)>,
    /// The last step of the script; none once something else was done.
    end: Option<StepId>,
    /// The step whose note is, or was, in the subtitle.
    shown: Option<StepId>,
    /// The end was said.
    ended: bool,
    /// The script itself.
    script: Option<Arc<str>>,
}

/// How much a note matters while playing: more than what happens meanwhile.
const WEIGHT: u8 = 3;
/// From this weight on, what a step is goes before what the script says there.
const TELLING: u8 = 2;

impl Story {
    /// The story of a script: what it says after which step, and its last step.
    pub fn new(notes: &[(StepId, String)], end: StepId) -> Story {
        let mut story = Story { end: Some(end), ..Story::default() };
        for (step, note) in notes {
            match story.notes.last_mut() {
                Some((last, said)) if last == step => {
                    said.push(' ');
                    said.push_str(note);
                }
                _ => story.notes.push((*step, note.clone())),
            }
        }
        story
    }

    /// What a lesson says along with its run, which has no end of its own.
    pub fn beside(notes: &[(StepId, String)]) -> Story {
        Story { end: None, ..Story::new(notes, 0) }
    }

    /// The script is this text.
    pub fn written(&mut self, script: &str) {
        self.script = Some(script.into());
    }

    /// The script, while nothing was done that is not in it.
    pub fn script(&self) -> Option<&str> {
        self.script.as_deref().filter(|_| self.end.is_some())
    }

    /// What is said before anything happens.
    pub fn open(&mut self, title: &str, place: &str, what: &str) {
        self.opening = Some(Narration {
            head: title.to_string(),
            rest: what.to_string(),
            place: place.to_string(),
            short_place: place.to_string(),
            weight: WEIGHT,
            ..Narration::default()
        });
    }

    /// What the script says after which step.
    pub(in crate::tui) fn notes(&self) -> &[(StepId, String)] {
        &self.notes
    }

    /// The step that comes after this one and has a note.
    pub fn next_note(&self, after: StepId) -> Option<StepId> {
        self.notes.iter().map(|(step, _)| *step).find(|step| *step > after)
    }

    /// The last step before this one that has a note.
    pub fn note_before(&self, before: StepId) -> Option<StepId> {
        self.notes.iter().rev().map(|(step, _)| *step).find(|step| *step < before)
    }

    /// The note after a step.
    pub fn note(&self, step: StepId) -> Option<&str> {
        self.notes.iter().find(|(at, _)| *at == step).map(|(_, note)| note.as_str())
    }

    /// The cursor has come to a step: what the subtitle says instead of the step, if anything. A step that
    /// matters goes first, and its note is read after it.
    pub(in crate::tui) fn arrive(&mut self, run: &Run, told: &Narration) -> Option<Narration> {
        self.shown = None;
        self.ended = false;
        if run.cursor() == run.start() && self.opening.is_some() {
            return self.opening.clone();
        }
        if told.weight >= TELLING { None } else { self.unread(run) }
    }

    /// The note of the step at the cursor, once.
    pub(in crate::tui) fn unread(&mut self, run: &Run) -> Option<Narration> {
        let step = run.cursor();
        if self.shown == Some(step) {
            return None;
        }
        let head = self.note(step)?.to_string();
        self.shown = Some(step);
        Some(Narration { head, weight: WEIGHT, ..Narration::default() })
    }

    /// Whether the cursor is at the end of the script.
    pub(in crate::tui) fn is_over(&self, run: &Run) -> bool {
        self.end == Some(run.cursor()) && !run.in_past()
    }

    /// Whether the end is to be said now: once each time that one comes there.
    pub(in crate::tui) fn ends(&mut self, run: &Run) -> bool {
        let over = self.is_over(run);
        over && !std::mem::replace(&mut self.ended, true)
    }

    /// Something was done after this step that is not in the script: it has no more to say.
    pub(in crate::tui) fn leave(&mut self, after: StepId) {
        self.notes.retain(|(step, _)| *step <= after);
        self.end = None;
    }
}
