//! A segment of a lesson in words.

use super::text::{WIDTH, lines, sentence};
use crate::explain::tell_within;
use crate::history::Run;
use crate::lesson::play::{
    AskKind, Asking, Given, Lights, Play, Played, Right, Segment, Shown, Stop, Verdict,
};
use crate::lesson::{Card, Challenge, Lesson, LogTable, Prose};
use crate::raft::{Index, ServerSet};
use crate::sim::{Step, StepId};
use crate::tui::plain::{line_of, standing};
use crate::untrusted::printable;
use std::collections::BTreeMap;

/// How a challenge is tried.
pub(super) const HOW: &str =
    "Type one command per line: run 100ms lets time pass. Also: goal, hint, undo, reset, solution, skip.";

/// The most steps of a script that are told: of more, the first and the last.
const MOST_TOLD: usize = 60;
/// How many of those are the last.
const LAST_TOLD: usize = 20;
/// A story of so many steps is told with all of them.
const BRIEF: usize = 12;

/// What a lesson is about.
pub(super) fn opening(lesson: &Lesson, said: &mut Vec<String>) {
    let steps = counted(lesson.steps.len(), "step");
    said.push(printable(&lesson.title, 200));
    let minutes = counted(usize::from(lesson.minutes), "minute");
    said.push(format!("{}, {minutes}, {steps}", lesson.places.join(", ")));
    said.extend(sentence(&printable(&lesson.asks, 400), ""));
    said.push(String::new());
    said.extend(lines(&lesson.about));
}

/// All that a segment shows.
pub(super) fn segment(play: &Play, segment: &Segment, said: &mut Vec<String>) {
    let lesson = play.lesson();
    if segment.position.segment == 0 {
        let (number, all) = (segment.position.step + 1, lesson.steps.len());
        let title = printable(&lesson.steps[segment.position.step].title, 200);
        blank(said);
        said.push(format!("Step {number} of {all}. {title}"));
    }
    for shown in &segment.shown {
        blank(said);
        match shown {
            Shown::Prose(prose) => said.extend(lines(prose)),
            Shown::Played(played) => story(played, false, said),
            Shown::Logs(table) => logs(table, said),
            Shown::Question(asking) => question(asking, play.is_settled(asking.id), said),
            Shown::Challenge(_, challenge) => task(challenge, said),
        }
    }
    if let Some(scene) = &segment.scene {
        lights(&scene.lit, said);
        if let Some(beside) = &scene.beside {
            blank(said);
            said.push("This future:".to_owned());
            said.extend(standing(&beside.run));
            let mut other = beside.run.as_ref().clone();
            if other.switch(beside.other).is_ok() {
                other.seek(other.end());
                said.push(format!("For comparison, the future of step {}:", beside.step + 1));
                said.extend(standing(&other));
            }
        }
    }
    if let Some(broken) = &segment.broken {
        blank(said);
        said.extend(sentence(
            &format!("This lesson has a mistake here. {}", printable(&broken.to_string(), 600)),
            "",
        ));
    }
    if segment.stop == Stop::Step && !play.is_last() || segment.stop == Stop::Pause {
        blank(said);
        said.push("Enter goes on.".to_owned());
    }
}

/// What a script did: all of it if that is little, otherwise what matters.
fn story(played: &Played, fully: bool, said: &mut Vec<String>) {
    if played.fresh {
        let size = played.run.world().size();
        said.push(format!("A cluster of {} starts.", counted(size, "server")));
    }
    let notes = |after: StepId| played.notes.iter().filter(move |(step, _)| *step == after);
    let note = |text: &String| sentence(&format!("-- {}", printable(text, 600)), "   ");
    said.extend(notes(played.from).flat_map(|(_, text)| note(text)));
    let least = if fully { 1 } else { least(&played.run, played.from) };
    let mut told: Vec<Vec<String>> = Vec::new();
    for step in steps(&played.run, played.from) {
        let mut of_step = Vec::new();
        if tell_within(step, &played.run).weight >= least {
            of_step.extend(sentence(&line_of(step, &played.run), "  "));
        }
        of_step.extend(notes(step.number).flat_map(|(_, text)| note(text)));
        if !of_step.is_empty() {
            told.push(of_step);
        }
    }
    shorten(told, said);
    if least > 1 {
        said.push("Only the most important steps are told here: story tells all of them.".to_owned());
    }
}

/// How much a step has to matter to be told: of a long story, elections, commits, refusals and the like.
fn least(run: &Run, from: StepId) -> u8 {
    let told = steps(run, from).filter(|step| tell_within(step, run).weight > 0).count();
    if told > BRIEF { 2 } else { 1 }
}

/// All that the scripts of a segment did.
pub(super) fn stories(segment: &Segment) -> Vec<String> {
    let mut said = Vec::new();
    for shown in &segment.shown {
        if let Shown::Played(played) = shown {
            story(played, true, &mut said);
        }
    }
    if said.is_empty() {
        said.push("Nothing happened here.".to_owned());
    }
    said
}

/// What a command did.
pub(super) fn moved(run: &Run, from: StepId, said: &mut Vec<String>) {
    let least = least(run, from);
    let told = steps(run, from).filter(|step| tell_within(step, run).weight >= least);
    shorten(told.map(|step| sentence(&line_of(step, run), "  ")).collect(), said);
}

fn steps(run: &Run, from: StepId) -> impl Iterator<Item = &Step> {
    run.recent().iter().filter(move |step| step.number > from)
}

fn shorten(mut told: Vec<Vec<String>>, said: &mut Vec<String>) {
    if told.len() > MOST_TOLD {
        let left_out = told.len() - MOST_TOLD;
        let gap = vec![format!("… {} …", counted(left_out, "more step"))];
        let first = MOST_TOLD - LAST_TOLD;
        told.splice(first..first + left_out, [gap]);
    }
    said.extend(told.into_iter().flatten());
}

fn lights(lit: &Lights, said: &mut Vec<String>) {
    let servers = lit.servers.iter().map(|server| server.to_string());
    let mut by_index: BTreeMap<Index, ServerSet> = BTreeMap::new();
    for (server, index) in &lit.entries {
        let on = by_index.entry(*index).or_default();
        *on = on.or(ServerSet::only(*server));
    }
    let entries = by_index.iter().map(|(index, on)| format!("entry {index} on {on}"));
    let messages = lit.messages.iter().map(|message| format!("message {message}"));
    let rules = lit.rules.iter().map(|rule| format!("rule {rule}"));
    let all: Vec<String> = servers.chain(entries).chain(messages).chain(rules).collect();
    if !all.is_empty() {
        blank(said);
        said.extend(sentence(&format!("Look at {}.", all.join(", ")), ""));
    }
}

/// The logs of all servers, as a small table.
fn logs(table: &LogTable, said: &mut Vec<String>) {
    if let Some(caption) = &table.caption {
        said.extend(lines(caption));
    }
    for line in table.lines(WIDTH) {
        let line: String = line.iter().map(|cell| cell.text.as_str()).collect();
        said.push(line.trim_end().to_owned());
    }
}

/// What is to be kept of the lesson.
pub(super) fn card(card: &Card, said: &mut Vec<String>) {
    blank(said);
    said.push("To keep:".to_owned());
    for kept in &card.sentences {
        said.extend(sentence(&format!("- {}", kept.words()), "  "));
    }
}

/// A question and its choices.
pub(super) fn question(asking: &Asking, answered: bool, said: &mut Vec<String>) {
    let text = lines(&asking.ask);
    let first = text.iter().position(String::is_empty).unwrap_or(text.len());
    let (first, rest) = text.split_at(first);
    said.extend(sentence(&format!("Question: {}", first.join(" ")), ""));
    said.extend(rest.iter().cloned());
    if let AskKind::One(choices) | AskKind::Several(choices) | AskKind::Order(choices) = &asking.kind {
        for (number, choice) in (1..).zip(choices) {
            said.extend(sentence(&format!("{number}. {}", choice.words()), "   "));
        }
    }
    if answered {
        said.push("You have seen this question before: Enter goes on.".to_owned());
    } else {
        let hint = if asking.hints.is_empty() { "" } else { " h gives a hint." };
        said.extend(sentence(&format!("{}{hint}", asking.how()), ""));
    }
}

/// What a good answer says, once somebody has answered in their own words.
pub(super) fn rubric(points: &[Prose], said: &mut Vec<String>) {
    said.push("A good answer says:".to_owned());
    for (number, point) in (1..).zip(points) {
        said.extend(sentence(&format!("{number}. {}", point.words()), "   "));
    }
    said.push("Which of these did you say? Answer with their numbers, such as 1, 3, or none.".to_owned());
}

/// What came of an answer.
pub(super) fn verdict(asking: &Asking, verdict: &Verdict, said: &mut Vec<String>) {
    said.push(match (&verdict.given, asking.right()) {
        (Given::Why { made, .. }, Ok(Right::Own(points))) => {
            format!("You said {} of {}. A good answer:", made.len(), counted(*points, "point"))
        }
        _ if verdict.right => "Right.".to_owned(),
        _ => "Not quite.".to_owned(),
    });
    for reply in &verdict.replies {
        let text = reply.text.words();
        let text = match reply.choice {
            Some(choice) if verdict.replies.len() > 1 => format!("{}. {text}", choice + 1),
            _ => text,
        };
        said.extend(sentence(&text, ""));
    }
    if !verdict.right && !matches!(asking.kind, AskKind::Why(_)) {
        tell_right(asking, said);
    }
}

/// What would have been right. Of several choices it was said with the answer.
fn tell_right(asking: &Asking, said: &mut Vec<String>) {
    match (&asking.kind, asking.right()) {
        (AskKind::One(choices), Ok(Right::Choices(right))) => {
            let right = right.iter().position(|right| *right);
            let Some((choice, text)) = right.and_then(|at| Some((at, choices.get(at)?))) else { return };
            said.extend(sentence(&format!("The right answer is: {}. {}", choice + 1, text.words()), ""));
            let judged = asking.judge(Given::Choices(vec![choice]));
            let reply = judged.ok().and_then(|verdict| verdict.replies.into_iter().next());
            said.extend(reply.map(|reply| sentence(&reply.text.words(), "")).unwrap_or_default());
        }
        (_, Ok(right)) => said.push(format!("The right answer is: {right}.")),
        (_, Err(_)) => {}
    }
}

/// A challenge.
pub(super) fn task(challenge: &Challenge, said: &mut Vec<String>) {
    match &challenge.title {
        Some(title) => said.extend(sentence(&format!("Challenge: {}.", printable(title, 200)), "")),
        None => said.push("Challenge.".to_owned()),
    }
    said.extend(lines(&challenge.ask));
    said.push(format!("A good solution takes {}.", counted(challenge.par as usize, "action")));
    if !challenge.only.is_empty() {
        said.extend(sentence(
            &format!("You may use these commands, and let time pass: {}.", challenge.only.join(", ")),
            "",
        ));
    }
    said.push(HOW.to_owned());
}

/// "1 step", "2 steps"
pub(super) fn counted(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

/// One blank line before what follows.
pub(super) fn blank(said: &mut Vec<String>) {
    if said.last().is_some_and(|last| !last.is_empty()) {
        said.push(String::new());
    }
}
