//! One segment from those before it.

use super::asking::arranged;
use super::order::shown_order;
use super::plan::Cue;
use super::right::Copy;
use super::{AskKind, Asking, Broken, Key, Play, Played, PointKind, Position, Scene, Segment, Shown, TaskId};
use crate::history::Run;
use crate::language::Names;
use crate::lesson::live::resolve;
use crate::lesson::{
    Answering, Correctness, Lesson, Lit, LogTable, Lookahead, Part, PartKind, PointTarget, Prose, Question,
    Show, Step,
};
use crate::paper::Property;
use crate::raft::ServerId;
use std::sync::Arc;

/// How many steps of runs are kept in all segments together: about as many as fit the memory of any machine.
const MOST_KEPT: u64 = 2_000_000;
/// However long a run is, no more of its steps are kept in full.
const KEPT_OF_A_RUN: u64 = 50_000;

/// The properties that a lesson says will be violated: only these may be.
pub(super) fn expected_violations(lesson: &Lesson) -> Vec<Property> {
    let mut expected = Vec::new();
    for part in lesson.steps.iter().flat_map(|step| &step.parts) {
        match &part.kind {
            PartKind::Script(script) => expected.extend(script.expected_violations()),
            PartKind::Question(question) => {
                if let Lookahead::Script(script) = &question.then {
                    expected.extend(script.expected_violations());
                }
                if let Answering::Order { events, .. } = &question.answering {
                    for event in events {
                        event.when.violations_named(&mut expected);
                    }
                }
                if let Some(choices) = question.answering.choices() {
                    for choice in choices {
                        if let Correctness::If(condition) = &choice.correctness {
                            condition.violations_named(&mut expected);
                        }
                    }
                }
            }
            PartKind::Challenge(challenge) => {
                challenge.violations_named(&mut expected);
                expected.extend(challenge.solution.expected_violations());
            }
            PartKind::Prose(_) | PartKind::Logs(_) | PartKind::Show(_) => {}
        }
    }
    expected
}

/// A segment while it is put together.
struct Draft {
    shown: Vec<Shown>,
    scripts: Vec<Played>,
    broken: Option<Broken>,
    /// Another future has begun.
    returned: bool,
}

impl Play {
    /// Computes the segments up to a position that are not there yet.
    pub(super) fn project_to(&mut self, position: Position) {
        let wanted = self.number(position);
        while self.segments.len() <= wanted {
            let Some(position) = self.next_to_project() else { return };
            let segment = self.project(position);
            self.segments.push(Arc::new(segment));
        }
    }

    fn next_to_project(&self) -> Option<Position> {
        match self.segments.last() {
            None => Some(Position::default()),
            Some(segment) => self.after(segment.position),
        }
    }

    fn project(&mut self, position: Position) -> Segment {
        let lesson = self.lesson.clone();
        let step = &lesson.steps[position.step];
        let plan = self.plan[position.step][position.segment].clone();
        if position.segment == 0 {
            (self.cluster.lit, self.cluster.pane, self.cluster.beside) =
                (super::Lights::default(), None, None);
        }
        let mut draft = Draft { shown: Vec::new(), scripts: Vec::new(), broken: None, returned: false };
        for cue in &plan.cues {
            match *cue {
                Cue::Part(at) => self.part(position.step, step, at, &mut draft),
                Cue::Look(at, line) => self.look(step, at, line, &mut draft),
            }
        }
        let broken = draft.broken.or_else(|| self.cluster.broken.clone());
        let scene = self.cluster.run.clone().map(|run| self.scene(run, &draft.scripts, draft.returned));
        Segment { position, shown: draft.shown, stop: plan.stop, scene, broken }
    }

    fn scene(&self, run: Arc<Run>, scripts: &[Played], returned: bool) -> Scene {
        // What was played before another cluster began cannot be watched any more.
        let begun = scripts.iter().rposition(|played| played.fresh).unwrap_or(0);
        let watched = &scripts[begun..];
        Scene {
            from: watched.first().map_or(run.cursor(), |played| played.from),
            fresh: returned || watched.first().is_some_and(|played| played.fresh),
            notes: watched.iter().flat_map(|played| played.notes.clone()).collect(),
            names: self.cluster.names().clone(),
            lit: self.cluster.lit.clone(),
            pane: self.cluster.pane,
            beside: self.cluster.beside.clone(),
            run,
        }
    }

    fn part(&mut self, step_number: usize, step: &Step, at: usize, draft: &mut Draft) {
        let part = &step.parts[at];
        match &part.kind {
            PartKind::Prose(prose) => {
                let said = self.say(prose, draft);
                draft.shown.push(Shown::Prose(said));
            }
            PartKind::Script(script) => {
                if !self.may_keep(part.line) {
                    return;
                }
                let Some(played) = self.cluster.play(script, part.line) else { return };
                draft.broken = draft.broken.take().or(played.broken);
                let Some(run) = self.cluster.run.clone() else { return };
                self.kept += run.end().min(KEPT_OF_A_RUN);
                let played = Played {
                    line: part.line,
                    run,
                    from: played.from,
                    fresh: played.fresh,
                    notes: played.notes,
                };
                draft.scripts.push(played.clone());
                draft.shown.push(Shown::Played(played));
            }
            PartKind::Question(question) => {
                let id = task(step_number, step, at, |kind| matches!(kind, PartKind::Question(_)));
                let asking = self.asking(id, part.line, question, &step.parts[at + 1..], draft);
                draft.shown.push(Shown::Question(Arc::new(asking)));
            }
            PartKind::Challenge(challenge) => {
                let id = task(step_number, step, at, |kind| matches!(kind, PartKind::Challenge(_)));
                let mut challenge = challenge.as_ref().clone();
                for prose in challenge.hints.iter_mut().chain([&mut challenge.ask]) {
                    *prose = self.say(prose, draft);
                }
                draft.shown.push(Shown::Challenge(id, Arc::new(challenge)));
            }
            PartKind::Logs(caption) => {
                let caption = caption.as_ref().map(|caption| self.say(caption, draft));
                if let Some(run) = &self.cluster.run {
                    draft.shown.push(Shown::Logs(LogTable::of(run.world(), caption)));
                }
            }
            PartKind::Show(_) => {}
        }
    }

    /// Whether there is room for the run of one more script.
    fn may_keep(&mut self, line: u32) -> bool {
        if self.kept > MOST_KEPT {
            let message = "the clusters of this lesson take too much memory".to_owned();
            self.cluster.broken.get_or_insert(Broken { line, message });
            return false;
        }
        true
    }

    fn look(&mut self, step: &Step, at: usize, line: usize, draft: &mut Draft) {
        let PartKind::Show(lines) = &step.parts[at].kind else { return };
        let Some((number, show)) = lines.get(line) else { return };
        match show {
            Show::Light(lit) => {
                // One block says all that is lit.
                let first = lines.iter().position(|(_, show)| matches!(show, Show::Light(_)));
                if first == Some(line) {
                    self.cluster.lit = super::Lights::default();
                }
                if self.cluster.broken.is_none() || matches!(lit, Lit::Rule(_)) {
                    self.cluster.light(*number, lit);
                }
            }
            Show::Pane(pane) => self.cluster.pane = Some(*pane),
            Show::Pause => {}
            Show::ReturnTo(step) => {
                self.return_to(*number, *step);
                draft.returned = true;
                draft.scripts.clear();
            }
            Show::Beside(step) => {
                let other = self.end_of(*step).map(|(run, _)| run);
                self.cluster.beside(*number, *step, other.as_deref());
            }
        }
    }

    fn return_to(&mut self, line: u32, step: usize) {
        let scene = self.end_of(step);
        self.cluster.return_to(line, scene);
    }

    /// The cluster at the end of a step that was played.
    fn end_of(&self, step: usize) -> Option<(Arc<Run>, Names)> {
        let last = Position { step, segment: self.segments_of(step).checked_sub(1)? };
        let segment = self.segments.get(self.number(last))?;
        let scene = segment.scene.as_ref().filter(|_| segment.broken.is_none())?;
        Some((scene.run.clone(), scene.names.clone()))
    }

    /// A text with its live values said. One that cannot be said breaks the segment, not what is played after it.
    fn say(&self, prose: &Prose, draft: &mut Draft) -> Prose {
        let (said, errors) = resolve(prose, self.cluster.view());
        if let Some(error) = errors.first() {
            let broken = Broken { line: error.line, message: error.to_string() };
            draft.broken.get_or_insert(broken);
        }
        said
    }

    fn asking(
        &mut self,
        id: TaskId,
        line: u32,
        question: &Question,
        rest: &[Part],
        draft: &mut Draft,
    ) -> Asking {
        let copy = self.copy(question, line, rest);
        self.cluster.left = copy.cluster.left;
        let order = self.order(question, id);
        let key = Key::read(question, &self.cluster, &copy).arranged(&order);
        let servers = servers_of(question, &copy);
        let mut texts = |texts: Vec<&Prose>| {
            let said: Vec<Prose> = texts.into_iter().map(|text| self.say(text, draft)).collect();
            arranged(&said, &order)
        };
        let kind = match &question.answering {
            Answering::One(of) => AskKind::One(texts(of.iter().map(|choice| &choice.text).collect())),
            Answering::Several(of) => AskKind::Several(texts(of.iter().map(|choice| &choice.text).collect())),
            Answering::Order { events, .. } => {
                AskKind::Order(texts(events.iter().map(|event| &event.text).collect()))
            }
            Answering::Why { rubric, .. } => AskKind::Why(texts(rubric.iter().collect())),
            Answering::Logs { .. } => AskKind::Logs(servers),
            Answering::Rule { .. } => AskKind::Rule,
            Answering::Number { .. } => AskKind::Number,
            Answering::Point { right, .. } => AskKind::Point(match right {
                PointTarget::Server(_) => PointKind::Server,
                PointTarget::Entry { .. } => PointKind::Entry,
                PointTarget::Message(_) => PointKind::Message,
            }),
        };
        let ask = self.say(&question.ask, draft);
        let hints = question.hints.iter().map(|hint| self.say(hint, draft)).collect();
        Asking { id, line, ask, kind, hints, discuss: question.discuss, order, key }
    }

    /// In which order the choices of a question are shown.
    fn order(&self, question: &Question, id: TaskId) -> Vec<usize> {
        let choices = match &question.answering {
            Answering::One(choices) | Answering::Several(choices) => choices.len(),
            Answering::Order { events, .. } => events.len(),
            Answering::Why { rubric, .. } => rubric.len(),
            Answering::Number { .. }
            | Answering::Point { .. }
            | Answering::Logs { .. }
            | Answering::Rule { .. } => 0,
        };
        let stays = question.pinned || matches!(question.answering, Answering::Why { .. });
        match self.options.learner.filter(|_| !stays) {
            Some(learner) => shown_order(choices, learner, &self.lesson.id, id),
            None => (0..choices).collect(),
        }
    }

    /// The cluster in which it is seen what is right.
    fn copy(&self, question: &Question, line: u32, rest: &[Part]) -> Copy {
        let mut copy = Copy { cluster: self.cluster.clone(), from: 0 };
        copy.begins_here();
        match &question.then {
            Lookahead::Nothing => {}
            Lookahead::Script(script) => copy.play(script, line),
            Lookahead::Following => {
                for part in rest {
                    match &part.kind {
                        PartKind::Question(_) => break,
                        PartKind::Script(script) => copy.play(script, part.line),
                        PartKind::Show(lines) => {
                            for (line, show) in lines {
                                if let Show::ReturnTo(step) = show {
                                    copy.cluster.return_to(*line, self.end_of(*step));
                                    copy.begins_here();
                                }
                            }
                        }
                        PartKind::Prose(_) | PartKind::Logs(_) | PartKind::Challenge(_) => {}
                    }
                }
            }
        }
        copy
    }
}

/// The servers whose logs are asked for.
fn servers_of(question: &Question, copy: &Copy) -> Vec<ServerId> {
    let Answering::Logs { of, .. } = &question.answering else { return Vec::new() };
    let found = copy.cluster.view().and_then(|view| view.servers(of).ok());
    found.map(|servers| servers.iter().collect()).unwrap_or_default()
}

/// Which of its kind a part is in its step.
fn task(step_number: usize, step: &Step, at: usize, is_one: impl Fn(&PartKind) -> bool) -> TaskId {
    let number = step.parts[..at].iter().filter(|part| is_one(&part.kind)).count();
    TaskId { step: step_number, number }
}
