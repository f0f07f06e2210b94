//! Questions: each has its right answers, and only these.

use super::live::{live, view};
use super::source::Source;
use crate::lesson::play::{Asking, Given, Pointed, Right, Scene, TaskId};
use crate::lesson::{Answering, Choice, Correctness, PointTarget, Question, Wrong};
use std::collections::BTreeMap;

/// What is right, by question.
pub(super) type Answers = BTreeMap<TaskId, Right>;

/// A question as it is asked in a run.
pub(super) struct QuestionCheck<'a> {
    pub asking: &'a Asking,
    pub scene: Option<&'a Scene>,
    pub seed: Option<u64>,
    /// What is right as the lesson is written, if that is known.
    pub written: Option<&'a Answers>,
}

impl QuestionCheck<'_> {
    /// Says what is wrong with a question, and hands out what is right.
    pub fn check(&self, question: &Question, source: &mut Source<'_>) -> Option<Right> {
        let (asking, seed) = (self.asking, self.seed);
        for reply in question.answering.replies() {
            live(reply, self.scene.map(view), seed, source);
        }
        let right = match asking.right() {
            Ok(right) => right.clone(),
            Err(broken) => {
                let line = if broken.line == 0 { asking.line } else { broken.line };
                source.say_under(seed, line, broken.message.clone(), "");
                return None;
            }
        };
        let before = self.written.and_then(|written| written.get(&asking.id));
        match (&question.answering, &right) {
            (Answering::One(choices) | Answering::Several(choices), Right::Choices(found)) => {
                if let Some(Right::Choices(before)) = before {
                    same(choices, before, found, seed, source);
                } else {
                    let one = matches!(question.answering, Answering::One(_));
                    choose(choices, found, one, asking.line, source);
                }
            }
            (Answering::Number { replies, .. }, Right::Number(number)) => {
                if let Some(Right::Number(before)) = before.filter(|before| **before != right) {
                    let message = format!(
                        "{number} is right with this seed, and {before} with the lesson's \
                                           own seed"
                    );
                    source.say_under(seed, source.field(asking.line, "number"), message, SAME);
                }
                for wrong in replies.wrong.iter().filter(|wrong| wrong.answer == *number) {
                    source.say_under(
                        seed,
                        wrong.line,
                        format!("{number} is the right answer"),
                        "a wrong one",
                    );
                }
            }
            (Answering::Point { replies, .. }, _) => {
                for wrong in &replies.wrong {
                    self.wrong_target(wrong, source);
                }
            }
            (_, Right::Order(_) | Right::Logs(_) | Right::Rules(_)) => {
                if let Some(before) = before.filter(|before| **before != right) {
                    let message = format!(
                        "{right} is right with this seed, and {before} with the lesson's \
                                           own seed"
                    );
                    source.say_under(seed, asking.line, message, SAME);
                }
                self.wrong_words(question, source);
            }
            _ => {}
        }
        Some(right)
    }

    /// Wrong logs and rules are not right ones.
    fn wrong_words(&self, question: &Question, source: &mut Source<'_>) {
        let right = self.asking.right().ok();
        let lines: Vec<u32> = match (&question.answering, right) {
            (Answering::Logs { replies, .. }, Some(Right::Logs(logs))) => {
                replies.lines_of(|log| logs.contains(&(log.server, log.terms.clone())))
            }
            (Answering::Rule { replies, .. }, Some(Right::Rules(rules))) => {
                replies.lines_of(|rule| rules.contains(rule))
            }
            _ => Vec::new(),
        };
        for line in lines {
            source.say_under(self.seed, line, "this is the right answer", "a wrong one");
        }
    }

    fn wrong_target(&self, wrong: &Wrong<PointTarget>, source: &mut Source<'_>) {
        let right =
            |point: &Pointed| self.asking.judge(Given::Point(*point)).is_ok_and(|verdict| verdict.right);
        match pointed(&wrong.answer, self.scene) {
            Ok(points) if points.iter().any(right) => {
                source.say_under(self.seed, wrong.line, "this is the right answer", "a wrong one");
            }
            Ok(_) => {}
            Err(why) => source.say_under(self.seed, wrong.line, why, "something that exists, to point at"),
        }
    }
}

const SAME: &str =
    "the same answers with every seed; or `seed: pinned` in the head, if the story is true for one seed only";

/// As the lesson is written.
fn choose(choices: &[Choice], right: &[bool], one: bool, line: u32, source: &mut Source<'_>) {
    let count = right.iter().filter(|right| **right).count();
    let open = choices.iter().any(|choice| matches!(choice.correctness, Correctness::If(_)));
    if !open {
        // Nothing turns out: what is written was looked at already.
    } else if count == 0 {
        source.say(line, "no choice is right in the run", if one { "a right one" } else { "right ones" });
    } else if one && count > 1 {
        let list: Vec<String> = (1..)
            .zip(right)
            .filter(|(_, right)| **right)
            .map(|(number, _): (u32, _)| number.to_string())
            .collect();
        let message = format!("{count} choices are right in the run: {}", list.join(" and "));
        source.say(line, message, "one; or `choose: several`");
    }
    for (choice, _) in choices.iter().zip(right).filter(|(choice, right)| {
        !**right && matches!(choice.correctness, Correctness::If(_)) && choice.believes.is_none()
    }) {
        let expected = "a line below: believes: the misconception, as somebody might say it";
        source.say(
            choice.line,
            "this choice is wrong in the run, and the misconception behind it is missing",
            expected,
        );
    }
}

fn same(choices: &[Choice], before: &[bool], found: &[bool], seed: Option<u64>, source: &mut Source<'_>) {
    for ((choice, before), found) in choices.iter().zip(before).zip(found) {
        if before != found {
            let (is, was) = if *found { ("right", "wrong") } else { ("wrong", "right") };
            let message = format!("this choice is {is} with this seed, and {was} with the lesson's own seed");
            source.say_under(seed, choice.line, message, SAME);
        }
    }
}

/// What a wrong answer points at, on the screen where the question is asked.
fn pointed(point: &PointTarget, scene: Option<&Scene>) -> Result<Vec<Pointed>, String> {
    let view = scene.map(view).ok_or("there is no cluster to point at yet")?;
    Ok(match point {
        PointTarget::Server(who) => view.servers(who)?.iter().map(Pointed::Server).collect(),
        PointTarget::Entry { index, on } => {
            let servers = view.servers(on)?;
            let lacks =
                servers.iter().find(|id| view.run.world().node(*id).persistent().log.get(*index).is_none());
            if let Some(lacks) = lacks {
                return Err(format!("{lacks} has no entry {index}"));
            }
            servers.iter().map(|server| Pointed::Entry(server, *index)).collect()
        }
        PointTarget::Message(pattern) => {
            let flights = view.flights(pattern)?;
            if flights.is_empty() {
                return Err(format!("no {pattern} is in flight"));
            }
            flights.iter().map(|flight| Pointed::Message(flight.id)).collect()
        }
    })
}
