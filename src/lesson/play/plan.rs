//! The segments of a lesson: where it stops and waits.

use crate::lesson::{Lesson, PartKind, Show, Step};

/// Something that plays, by its place in a step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Cue {
    /// A part as a whole.
    Part(usize),
    /// One line of a part that says where to look.
    Look(usize, usize),
}

/// What a segment ends with.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Stop {
    /// A question waits for an answer.
    Question,
    /// A challenge waits to be tried; one may go on without.
    Challenge,
    /// What follows waits for a key.
    Pause,
    /// The step is over.
    Step,
}

/// What plays without a stop, and the stop.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct SegmentPlan {
    pub cues: Vec<Cue>,
    pub stop: Stop,
}

/// The segments of each step; every step has at least one.
pub(super) fn plan(lesson: &Lesson) -> Vec<Vec<SegmentPlan>> {
    lesson.steps.iter().map(segments).collect()
}

fn segments(step: &Step) -> Vec<SegmentPlan> {
    let mut segments = Vec::new();
    let mut cues = Vec::new();
    for (at, part) in step.parts.iter().enumerate() {
        match &part.kind {
            PartKind::Show(lines) => {
                for (line, (_, show)) in lines.iter().enumerate() {
                    if *show == Show::Pause {
                        segments.push(SegmentPlan { cues: std::mem::take(&mut cues), stop: Stop::Pause });
                    } else {
                        cues.push(Cue::Look(at, line));
                    }
                }
                continue;
            }
            _ => cues.push(Cue::Part(at)),
        }
        let stop = match &part.kind {
            PartKind::Question(_) => Stop::Question,
            PartKind::Challenge(_) => Stop::Challenge,
            _ => continue,
        };
        segments.push(SegmentPlan { cues: std::mem::take(&mut cues), stop });
    }
    if !cues.is_empty() || segments.is_empty() {
        segments.push(SegmentPlan { cues, stop: Stop::Step });
    }
    segments
}
