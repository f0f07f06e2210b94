//! Grading with no screen: a lesson and somebody's answers make a report.

mod answers;

pub use answers::{Answers, MOST_ANSWERS_BYTES, Text};

use super::play::{AskKind, Asking, LessonOptions, Play, Pointed, Right, Solved, Standing, TaskId, Trial};
use super::{Lesson, LessonId};
use crate::history::Run;
use crate::language::{Known, Line, Names, Problem, Problems, Script, parse_command};
use crate::raft::{ServerId, Term};
use crate::script::View;
use serde::Serialize;
use std::sync::Arc;

/// The version of the report's form.
const VERSION: u32 = 1;

/// How somebody did in a lesson.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Grade {
    /// The version of the form.
    pub version: u32,
    /// The lesson.
    pub lesson: LessonId,
    /// What it is called.
    pub title: String,
    /// Whose answers these are, if they say so.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Of a hundred: each question and each challenge counts the same.
    pub score: u32,
    /// Every question of the lesson.
    pub questions: Vec<GradedQuestion>,
    /// Every challenge of the lesson.
    pub challenges: Vec<GradedChallenge>,
    /// The misconceptions met, each once.
    pub misconceptions: Vec<String>,
    /// How many steps the lesson's clusters took.
    pub steps: u64,
    /// A choice was answered wrongly by its number, and nothing says in which order the learner saw the choices: perhaps
    /// another one was meant.
    #[serde(skip)]
    pub order_matters: bool,
}

/// A question and the answer to it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct GradedQuestion {
    /// Which: `2.1` is the first question of step 2.
    pub question: TaskId,
    /// What was asked.
    pub ask: String,
    /// What was answered; none if nothing was.
    pub given: Option<String>,
    /// Whether it was right.
    pub right: bool,
    /// Whether that is what the learner found, holding own words against a rubric.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub self_assessed: bool,
    /// What would have been right.
    pub expected: String,
    /// The misconceptions that the answer stands for.
    pub misconceptions: Vec<String>,
}

/// A challenge and the attempt at it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct GradedChallenge {
    /// Which: `7.1` is the first challenge of step 7.
    pub challenge: TaskId,
    /// Whether it was tried.
    pub tried: bool,
    /// Whether the goal was met.
    pub solved: bool,
    /// How many actions were taken until it was met, or in all.
    pub actions: u32,
    /// How many a good solution takes.
    pub par: u32,
    /// Whether it was met with no more.
    pub within_par: bool,
    /// Why it was not met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

impl Grade {
    /// Whether everything is right and solved.
    pub fn is_full(&self) -> bool {
        self.questions.iter().all(|question| question.right)
            && self.challenges.iter().all(|challenge| challenge.solved)
    }

    /// How many questions were answered rightly.
    pub fn right(&self) -> usize {
        self.questions.iter().filter(|question| question.right).count()
    }

    /// How many challenges were solved.
    pub fn solved(&self) -> usize {
        self.challenges.iter().filter(|challenge| challenge.solved).count()
    }

    /// One line for people.
    pub fn summary(&self) -> String {
        let (right, solved) = (self.right(), self.solved());
        let name = if self.name.is_empty() { String::new() } else { format!("{}: ", self.name) };
        format!(
            "{name}{}: {} of 100. Questions: {right} of {} right. Challenges: {solved} of {} solved",
            self.lesson,
            self.score,
            self.questions.len(),
            self.challenges.len()
        )
    }
}

/// Grades answers.
///
/// # Errors
/// What in the answers is none: another lesson's, a question that there is not, an answer that cannot be read.
pub fn grade(lesson: &Arc<Lesson>, answers: &Answers) -> Result<Grade, Problems> {
    let mut grading = Grading { answers, problems: Problems::default(), numbered_wrongly: false };
    grading.check_lesson(lesson);
    let Some(mut play) = Play::with(lesson.clone(), LessonOptions { seed: None, learner: answers.learner })
    else {
        return Err(Problems::from(Problem::unseen(1, 1, "the lesson has no steps")));
    };
    let (mut questions, mut challenges) = (Vec::new(), Vec::new());
    loop {
        if let Some(asking) = play.question().cloned() {
            questions.push(grading.question(&asking, &mut play));
        }
        if let Some((id, challenge)) = play.challenge().map(|(id, challenge)| (id, challenge.clone())) {
            let (graded, solved) = match play.begin() {
                Some(trial) => grading.challenge(trial),
                None => (GradedChallenge::untried(id, challenge.par), None),
            };
            if let Some(solved) = solved {
                play.solved(id, solved);
            }
            challenges.push(graded);
        }
        if play.pass().is_err() {
            break;
        }
    }
    grading.check_places(&questions, &challenges);
    grading.check_anything();
    if !grading.problems.list.is_empty() {
        grading.problems.list.sort_by_key(|problem| (problem.line, problem.column));
        return Err(grading.problems);
    }
    let mut misconceptions: Vec<String> = Vec::new();
    for believed in questions.iter().flat_map(|question| &question.misconceptions) {
        if !misconceptions.contains(believed) {
            misconceptions.push(believed.clone());
        }
    }
    Ok(Grade {
        version: VERSION,
        lesson: lesson.id.clone(),
        title: lesson.title.clone(),
        name: answers.name.clone(),
        score: play.score().percent(),
        questions,
        challenges,
        misconceptions,
        steps: play.steps_taken(),
        order_matters: grading.numbered_wrongly && answers.learner.is_none(),
    })
}

struct Grading<'a> {
    answers: &'a Answers,
    problems: Problems,
    /// A choice was answered wrongly by its number.
    numbered_wrongly: bool,
}

impl Grading<'_> {
    fn check_lesson(&mut self, lesson: &Lesson) {
        if let Some(text) = self.answers.lesson.as_ref().filter(|text| text.text != lesson.id.0) {
            let problem = text.problem(format!("these are answers to another lesson than {}", lesson.id));
            self.problems.push(problem.expecting(format!("lesson: {}", lesson.id)));
        }
    }

    /// Answers to what is not asked.
    fn check_places(&mut self, questions: &[GradedQuestion], challenges: &[GradedChallenge]) {
        let asked: Vec<TaskId> = questions.iter().map(|question| question.question).collect();
        let set: Vec<TaskId> = challenges.iter().map(|challenge| challenge.challenge).collect();
        let named = |ids: &[TaskId]| ids.iter().map(TaskId::to_string).collect::<Vec<_>>().join(", ");
        for (id, text) in self.answers.questions.iter().filter(|(id, _)| !asked.contains(id)) {
            let problem = text.name_problem(format!("the lesson has no question {id}"));
            self.problems.push(problem.expecting(format!("its questions are {}", named(&asked))));
        }
        for (id, lines) in self.answers.challenges.iter().filter(|(id, _)| !set.contains(id)) {
            let Some(text) = lines.first() else { continue };
            let problem = text.problem(format!("the lesson has no challenge {id}"));
            let there = if set.is_empty() { "it has none".to_owned() } else { named(&set) };
            self.problems.push(problem.expecting(format!("its challenges are {there}")));
        }
    }

    /// A file with no answer at all is the wrong file, or one that was never filled in.
    fn check_anything(&mut self) {
        let Answers { questions, challenges, .. } = self.answers;
        if self.problems.list.is_empty() && questions.is_empty() && challenges.is_empty() {
            let problem = Problem::unseen(1, 1, "there are no answers in this file");
            self.problems.push(problem.expecting("a line such as 2.1: 3, or 2.1: pass"));
        }
    }

    fn question(&mut self, asking: &Asking, play: &mut Play) -> GradedQuestion {
        let mut graded = GradedQuestion {
            question: asking.id,
            ask: asking.ask.words(),
            given: None,
            right: false,
            self_assessed: matches!(asking.kind, AskKind::Why(_)),
            expected: asking.right().map_or_else(ToString::to_string, Right::to_string),
            misconceptions: Vec::new(),
        };
        let text = self.answers.questions.get(&asking.id).filter(|text| text.text != "pass");
        let Some(text) = text else { return graded };
        let scene = play.segment().scene.clone();
        let view = scene.as_ref().map(|scene| View { run: &scene.run, names: &scene.names });
        let given = asking.read(&text.text, view);
        match given.map(|given| play.answer(given).cloned()) {
            Ok(Ok(verdict)) => {
                graded.given = Some(text.text.clone());
                graded.right = verdict.right;
                let is_choice = matches!(asking.kind, AskKind::One(_) | AskKind::Several(_));
                self.numbered_wrongly |=
                    is_choice && !verdict.right && text.text.starts_with(|char: char| char.is_ascii_digit());
                graded.misconceptions = verdict.believes;
            }
            Ok(Err(none)) => self.problems.push(text.problem(none.to_string())),
            Err(why) => {
                self.problems.push(text.problem(why).expecting(asking.how().to_lowercase().replace('.', "")));
            }
        }
        graded
    }

    fn challenge(&mut self, mut trial: Trial) -> (GradedChallenge, Option<Solved>) {
        let par = trial.challenge().par;
        let mut graded = GradedChallenge::untried(trial.id(), par);
        let Some(lines) = self.answers.challenges.get(&trial.id()) else { return (graded, None) };
        let Some(script) = self.script(lines, trial.run(), trial.names()) else { return (graded, None) };
        graded.tried = true;
        let (run, names) = match trial.attempt(&script) {
            (end, None) => end,
            (end, Some(broken)) => {
                graded.why = Some(broken.to_string());
                end
            }
        };
        let standing = trial.judge(&run, &names);
        graded.actions = standing.actions;
        if let Some(met) = standing.met {
            (graded.solved, graded.actions, graded.why) = (true, met.actions, None);
            graded.within_par = met.within(par);
            let solved = Solved { actions: met.actions, par, hints: 0, shown: false };
            return (graded, Some(solved));
        }
        if graded.why.is_none() {
            graded.why = Some(shortcoming(&standing));
        }
        (graded, None)
    }

    fn script(&mut self, lines: &[Text], run: &Run, names: &Names) -> Option<Script> {
        let names = names.iter().map(|(name, _)| name.to_owned()).collect();
        let mut known = Known { servers: run.world().size(), names };
        let mut script = Script::default();
        let before = self.problems.list.len();
        for text in lines {
            match parse_command(&text.text, &known) {
                Ok(Some(command)) => {
                    let line = Line { number: text.line, command };
                    script.lines.push(line);
                    known.names = known.names.into_iter().chain(script.names()).collect();
                    known.names.dedup();
                }
                Ok(None) => {}
                Err(problem) => self.problems.push(text.place(&problem)),
            }
        }
        (self.problems.list.len() == before).then_some(script)
    }
}

/// Why a goal is not met.
fn shortcoming(standing: &Standing) -> String {
    if let Some((step, never)) = &standing.never {
        return format!("this must not happen, and it did in step {step}: {never}");
    }
    let missing = standing.parts.iter().filter(|part| !part.met);
    let missing: Vec<String> =
        missing.map(|part| format!("not reached: {} ({})", part.text, part.missing.join("; "))).collect();
    missing.join("; ")
}

impl GradedChallenge {
    fn untried(challenge: TaskId, par: u32) -> GradedChallenge {
        GradedChallenge {
            challenge,
            tried: false,
            solved: false,
            actions: 0,
            par,
            within_par: false,
            why: None,
        }
    }
}

impl std::fmt::Display for Right {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let said: Vec<String> = match self {
            Right::Choices(right) => {
                (1..).zip(right).filter(|(_, right)| **right).map(|(number, _)| format!("{number}")).collect()
            }
            Right::Number(number) => vec![number.to_string()],
            Right::Points(points) => return f.write_str(&either(points)),
            Right::Rules(rules) => return f.write_str(&either(rules)),
            Right::Order(order) => order.iter().map(|event| format!("{}", event + 1)).collect(),
            Right::Own(points) => (1..=*points).map(|point| point.to_string()).collect(),
            Right::Logs(logs) => {
                let log = |(server, terms): &(ServerId, Vec<Term>)| format!("{server}: {}", typed(terms));
                return f.write_str(&logs.iter().map(log).collect::<Vec<_>>().join("; "));
            }
        };
        f.write_str(&said.join(", "))
    }
}

/// The terms of a log: `1 1 2`, `empty`.
pub fn typed(terms: &[Term]) -> String {
    let terms: Vec<String> = terms.iter().map(Term::to_string).collect();
    if terms.is_empty() { "empty".to_owned() } else { terms.join(" ") }
}

fn either<T: ToString>(points: &[T]) -> String {
    points.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ")
}

impl std::fmt::Display for Pointed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Pointed::Server(server) => write!(f, "{server}"),
            Pointed::Entry(server, index) => write!(f, "entry {index} on {server}"),
            Pointed::Message(message) => write!(f, "message {message}"),
        }
    }
}
