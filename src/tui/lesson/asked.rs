//! A question as the page of a lesson shows it, before and after it is answered.

use super::words::{paragraph, target_name, wanted};
use crate::history::Run;
use crate::lesson::grade::typed;
use crate::lesson::play::{AskKind, Asking, Given, Right, Verdict};
use crate::lesson::{Block, Prose};
use crate::paper::Rule;
use crate::raft::ServerId;
use crate::tui::{ChoiceView, LogView, QuestionView, Shape};

/// A question, and what came of the answer.
pub(super) fn question_view(
    asking: &Asking,
    verdict: Option<&Verdict>,
    hints: usize,
    run: Option<&Run>,
) -> QuestionView {
    let right = asking.right().ok();
    let given = verdict.map(|verdict| &verdict.given);
    let shape = match &asking.kind {
        AskKind::One(texts) | AskKind::Several(texts) => {
            let is_right = |place: usize| match right {
                Some(Right::Choices(right)) => right.get(place).copied(),
                _ => None,
            };
            let chosen = match given {
                Some(Given::Choices(chosen)) => chosen.clone(),
                _ => Vec::new(),
            };
            let choice = |(place, text): (usize, &Prose)| ChoiceView {
                text: text.clone(),
                ticked: chosen.contains(&place),
                place: None,
                right: verdict.and_then(|_| is_right(place)),
                is_missed: verdict.is_some()
                    && matches!(asking.kind, AskKind::Several(_))
                    && is_right(place) == Some(true)
                    && !chosen.contains(&place),
                reply: verdict.and_then(|verdict| {
                    let reply = verdict.replies.iter().find(|reply| reply.choice == Some(place))?;
                    Some(reply.text.clone())
                }),
            };
            Shape::Choices {
                choices: texts.iter().enumerate().map(choice).collect(),
                chosen: None,
                several: matches!(asking.kind, AskKind::Several(_)),
                ordered: false,
            }
        }
        AskKind::Order(events) => in_order(events, given, verdict.and(right)),
        AskKind::Logs(servers) => logs_typed(servers, given, verdict.and(right)),
        AskKind::Rule => Shape::Typed {
            how: "Enter, and the id of a rule: `:rules` lists them",
            typed: match given {
                Some(Given::Rule(rule)) => rule_named(*rule),
                _ => String::new(),
            },
            right: verdict.filter(|verdict| !verdict.right).and(right).and_then(|right| match right {
                Right::Rules(rules) => {
                    Some(rules.iter().map(|rule| rule_named(*rule)).collect::<Vec<_>>().join(" or "))
                }
                _ => None,
            }),
        },
        AskKind::Why(points) => match given {
            Some(Given::Why { made, .. }) => rubric(points, made, true),
            _ => Shape::Typed {
                how: "Enter, and a sentence or two in your own words. Then you see a good answer.",
                typed: String::new(),
                right: None,
            },
        },
        AskKind::Number => Shape::Typed {
            how: "…",
            typed: match given {
                Some(Given::Number(number)) => number.to_string(),
                _ => String::new(),
            },
            right: verdict.and(right).and_then(|right| match right {
                Right::Number(number) => Some(number.to_string()),
                _ => None,
            }),
        },
        AskKind::Point(kind) => Shape::Point {
            wanted: wanted(*kind).to_owned(),
            at: match given {
                Some(Given::Point(point)) => Some(target_name(point, run)),
                _ => None,
            },
            right: verdict
                .filter(|verdict| !verdict.right)
                .and(right)
                .and_then(|right| spots_named(right, run)),
        },
    };
    let replies = verdict.iter().flat_map(|verdict| &verdict.replies);
    let mut replies = replies.filter(|reply| reply.choice.is_none()).map(|reply| reply.text.clone());
    let (reply, reply_to_right) = (replies.next(), replies.next());
    let ask = match given {
        Some(Given::Why { said, .. }) if !said.is_empty() => with_own_words(&asking.ask, said),
        _ => asking.ask.clone(),
    };
    QuestionView {
        ask,
        shape,
        keys: &[],
        hints: asking.hints.iter().take(hints).cloned().collect(),
        hints_in_all: asking.hints.len(),
        right: verdict.map(|verdict| verdict.right),
        reply,
        reply_to_right,
        title: "Predict".into(),
        note: String::new(),
    }
}

/// Events to be put into order; once that is done, in the order that is right, beside the places at which they were put.
fn in_order(events: &[Prose], given: Option<&Given>, right: Option<&Right>) -> Shape {
    let put = match given {
        Some(Given::Order(order)) => order.clone(),
        _ => Vec::new(),
    };
    let shown: Vec<usize> = match right {
        Some(Right::Order(order)) => order.clone(),
        _ => (0..events.len()).collect(),
    };
    let choice = |(here, event): (usize, &usize)| {
        let place = put.iter().position(|put| put == event);
        ChoiceView {
            text: events.get(*event).cloned().unwrap_or_default(),
            ticked: place.is_some(),
            place: place.map(|place| place + 1),
            right: right.map(|_| place == Some(here)),
            ..ChoiceView::default()
        }
    };
    let choices = shown.iter().enumerate().map(choice).collect();
    Shape::Choices { choices, chosen: None, several: true, ordered: true }
}

/// Logs to be typed; once that is done, beside those that are right.
fn logs_typed(servers: &[ServerId], given: Option<&Given>, right: Option<&Right>) -> Shape {
    let row = |server: &ServerId| {
        let given = match given {
            Some(Given::Logs(logs)) => logs.iter().find(|log| log.server == *server),
            _ => None,
        };
        let right = match right {
            Some(Right::Logs(logs)) => logs.iter().find(|(of, _)| of == server),
            _ => None,
        };
        LogView {
            name: server.to_string(),
            typed: given.map(|log| typed(&log.terms)).unwrap_or_default(),
            right: right.map(|(_, terms)| typed(terms)),
        }
    };
    Shape::Logs { rows: servers.iter().map(row).collect(), chosen: None }
}

/// What a good answer says, and what of it was said.
pub(super) fn rubric(points: &[Prose], made: &[usize], judged: bool) -> Shape {
    let choice = |(place, text): (usize, &Prose)| ChoiceView {
        text: text.clone(),
        ticked: made.contains(&place),
        right: judged.then(|| made.contains(&place)),
        ..ChoiceView::default()
    };
    let choices = points.iter().enumerate().map(choice).collect();
    Shape::Choices { choices, chosen: None, several: true, ordered: false }
}

/// What was asked, and what was said to it.
fn with_own_words(ask: &Prose, said: &str) -> Prose {
    let mut blocks = ask.blocks.clone();
    blocks.push(Block::Quote(paragraph(said.to_owned()).blocks));
    Prose { blocks }
}

/// As [`with_own_words`], and what is to be done with that.
pub(super) fn to_be_ticked(ask: &Prose, said: &str) -> Prose {
    let mut asked = with_own_words(ask, said);
    asked.blocks.extend(paragraph("Which of these did you say?".into()).blocks);
    asked
}

/// `L7 · The leader commits only …`
fn rule_named(rule: Rule) -> String {
    format!("{rule} · {}", rule.article().name)
}

/// What is right, shown to a class that has committed to nothing.
pub(super) fn reveal(asking: &Asking, view: &mut QuestionView, run: Option<&Run>) {
    let Some(given) = asking.right_answer() else { return };
    if let Ok(verdict) = asking.judge(given) {
        let note = std::mem::take(&mut view.note);
        *view = question_view(asking, Some(&verdict), 0, run);
        view.note = note;
    }
}

fn spots_named(right: &Right, run: Option<&Run>) -> Option<String> {
    let Right::Points(points) = right else { return None };
    let names: Vec<String> = points.iter().take(4).map(|point| target_name(point, run)).collect();
    (!names.is_empty()).then(|| names.join(" or "))
}
