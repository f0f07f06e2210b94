//! One playing of a lesson from its beginning to its end, with one seed.

use super::challenges;
use super::coverage::Fired;
use super::fairness;
use super::live::{live, view};
use super::prose::StepProse;
use super::questions::{Answers, QuestionCheck};
use super::source::Source;
use super::thumb::OneOf;
use crate::history::Run;
use crate::language::Names;
use crate::lesson::play::{Asking, Halt, LessonOptions, MOST_STEPS, Play, Segment, Shown};
use crate::lesson::{Demo, Lesson, PartKind, Question, Step};
use crate::script::{Player, told_violation};
use std::sync::Arc;

/// What a playing came to.
#[derive(Debug, Default)]
pub(super) struct Rehearsal {
    /// How many steps the clusters took, in copies, solutions and demos too.
    pub steps: u64,
    /// What was right.
    pub answers: Answers,
    /// What happened.
    pub fired: Fired,
    /// Its questions that are answered with one choice, as they were asked.
    pub choices: Vec<OneOf>,
    /// Each question, and what its step had shown before it.
    asked: Vec<(Arc<Asking>, Vec<Shown>)>,
}

/// Plays a lesson, and says what is not as it is written. `written` is what is right as the lesson is written, if that
/// is known.
pub(super) fn play(
    lesson: &Arc<Lesson>,
    seed: Option<u64>,
    written: Option<&Answers>,
    source: &mut Source<'_>,
) -> Rehearsal {
    let mut rehearsal = Rehearsal::default();
    let Some(mut play) = Play::with(lesson.clone(), LessonOptions { seed, learner: None }) else {
        return rehearsal;
    };
    let mut ends: Vec<Option<Arc<Run>>> = Vec::new();
    let mut shown: Vec<Shown> = Vec::new();
    loop {
        let segment = play.segment().clone();
        let step = &lesson.steps[segment.position.step];
        if let Some(broken) = &segment.broken {
            source.say_under(seed, broken.line, broken.message.clone(), "");
        }
        for piece in &segment.shown {
            match piece {
                Shown::Played(played) => {
                    if seed.is_none() {
                        rehearsal.fired.take(&played.run, played.from, played.fresh);
                    }
                }
                Shown::Question(asking) => {
                    let question = question_at(step, asking.line);
                    if seed.is_none() {
                        let before = shown.iter().chain(&segment.shown).cloned();
                        rehearsal.asked.push((asking.clone(), before.collect()));
                    }
                    let checked = QuestionCheck { asking, scene: segment.scene.as_ref(), seed, written };
                    let right = question.and_then(|question| checked.check(question, source));
                    rehearsal.answers.extend(right.map(|right| (asking.id, right)));
                }
                Shown::Prose(_) | Shown::Logs(_) | Shown::Challenge(..) => {}
            }
        }
        if rehearsal.steps > MOST_STEPS {
            let message = format!("stopped after {MOST_STEPS} steps of solutions and demos");
            source.say_under(seed, step.line, message, "the maximum for a lesson");
            return rehearsal;
        }
        if segment.broken.is_none()
            && let Some(trial) = play.begin()
        {
            let challenges = step.parts.iter().filter(|part| matches!(part.kind, PartKind::Challenge(_)));
            let line = challenges.map(|part| part.line).nth(trial.id().number).unwrap_or(step.line);
            let begun = trial.run().cursor();
            if let Some(solved) = challenges::check(trial, line, seed, source) {
                rehearsal.steps += solved.cursor() - begun;
                if seed.is_none() {
                    rehearsal.fired.take(&solved, begun, false);
                }
            }
        }
        shown.extend(segment.shown.iter().cloned());
        let ended = play.pass();
        if ended == Err(Halt::End) || play.position().step != segment.position.step {
            for demo in &step.demos {
                rehearsal.steps += show(demo, &segment, seed, source);
            }
            for notes in step.notes.iter().filter(|_| segment.broken.is_none()) {
                live(notes, segment.scene.as_ref().map(view), seed, source);
            }
            let prose = StepProse::of(step, &shown, &ends);
            // What does not play is not held against what is said of it.
            if segment.broken.is_none() {
                prose.check(seed, source);
            }
            ends.push(prose.end());
            shown.clear();
        }
        if ended.is_err() {
            rehearsal.steps += play.steps_taken();
            return rehearsal;
        }
    }
}

impl Rehearsal {
    /// Says what of the lesson can be answered without knowing anything.
    pub fn give_aways(&mut self, lesson: &Lesson, source: &mut Source<'_>) {
        for (asking, before) in &self.asked {
            let Some(question) = lesson.question(asking.id) else { continue };
            fairness::of_question(question, asking, before, source);
            self.choices.extend(OneOf::of(question, asking));
        }
        fairness::of_lesson(&self.choices, source);
    }
}

fn question_at(step: &Step, line: u32) -> Option<&Question> {
    let part = step.parts.iter().find(|part| part.line == line)?;
    match &part.kind {
        PartKind::Question(question) => Some(question),
        _ => None,
    }
}

/// Plays a demo at the end of its step, on a copy, and hands out how many steps that took.
fn show(demo: &Demo, segment: &Segment, seed: Option<u64>, source: &mut Source<'_>) -> u64 {
    let (run, names) = match &segment.scene {
        _ if demo.script.begins_cluster() => {
            let mut setup = demo.script.setup();
            setup.seed = seed.unwrap_or(setup.seed);
            (Run::new(setup).map_err(|error| error.to_string()), Names::default())
        }
        // What is broken there was said already.
        _ if segment.broken.is_some() => return 0,
        Some(scene) => (Ok(scene.run.as_ref().clone()), scene.names.clone()),
        None => (Err("there is no cluster to show this on yet".to_owned()), Names::default()),
    };
    let mut run = match run {
        Ok(run) => run,
        Err(why) => {
            source.say_under(seed, demo.line, why, "");
            return 0;
        }
    };
    let begun = run.cursor();
    let known = run.checker().violations().len();
    let allowed = demo.script.expected_violations();
    let mut player = Player { names, allowed, most_steps: None };
    let skip = if demo.script.begins_cluster() { demo.script.prologue() } else { 0 };
    for line in demo.script.lines.iter().skip(skip) {
        player.most_steps = Some(MOST_STEPS.saturating_sub(run.cursor() - begun));
        let played = player.execute(&line.command, &mut run);
        let mut new = run.checker().violations().iter().skip(known);
        let broke = new.find(|violation| !player.allowed.contains(&violation.property));
        let wrong = played.err().map(|trouble| trouble.to_string()).or_else(|| broke.map(told_violation));
        if let Some(wrong) = wrong {
            source.say_under(seed, line.number, wrong, "");
            break;
        }
    }
    run.cursor() - begun
}
