//! A beat of a lesson in words.

use super::text::{lines, sentence};
use crate::explain::tell_within;
use crate::history::Run;
use crate::lesson::play::{AskKind, Asking, Beat, Lights, Play, Played, Shown, Stop, Verdict};
use crate::lesson::{Challenge, Lesson};
use crate::sim::StepId;
use crate::tui::keymap::printable;
use crate::tui::plain::{line_of, standing};

/// The most steps of a script that are told: of more, the first and the last.
const MOST_TOLD: usize = 60;
/// How many of those are the last.
const LAST_TOLD: usize = 20;

/// What a lesson is about.
pub(super) fn opening(lesson: &Lesson, said: &mut Vec<String>) {
    let steps = counted(lesson.steps.len(), "step");
    said.push(printable(&lesson.title, 200));
    said.push(format!("{}, {} minutes, {steps}", lesson.places.join(", "), lesson.minutes));
    said.extend(sentence(&printable(&lesson.asks, 400), ""));
    said.push(String::new());
    said.extend(lines(&lesson.about));
}

/// All that a beat shows.
pub(super) fn beat(play: &Play, beat: &Beat, said: &mut Vec<String>) {
    let lesson = play.lesson();
    if beat.position.beat == 0 {
        let (number, all) = (beat.position.step + 1, lesson.steps.len());
        let title = printable(&lesson.steps[beat.position.step].title, 200);
        blank(said);
        said.push(format!("Step {number} of {all}. {title}"));
    }
    for shown in &beat.shown {
        blank(said);
        match shown {
            Shown::Prose(prose) => said.extend(lines(prose)),
            Shown::Played(played) => story(played, said),
            Shown::Question(asking) => question(asking, play.is_settled(asking.id), said),
            Shown::Challenge(_, challenge) => task(challenge, said),
        }
    }
    if let Some(scene) = &beat.scene {
        lights(&scene.lit, said);
        if let Some(beside) = &scene.beside {
            blank(said);
            said.push("This future:".to_owned());
            said.extend(standing(&beside.run));
            let mut other = beside.run.as_ref().clone();
            if other.switch(beside.other).is_ok() {
                other.seek(other.end());
                said.push(format!("Beside it the future of step {}:", beside.step + 1));
                said.extend(standing(&other));
            }
        }
    }
    if let Some(broken) = &beat.broken {
        blank(said);
        said.extend(sentence(
            &format!("This lesson is broken here. {}", printable(&broken.to_string(), 600)),
            "",
        ));
    }
    if beat.stop == Stop::Step && !play.is_last() || beat.stop == Stop::Pause {
        blank(said);
        said.push("Enter goes on.".to_owned());
    }
}

/// What a script did.
fn story(played: &Played, said: &mut Vec<String>) {
    if played.fresh {
        let size = played.run.world().size();
        said.push(format!("A cluster of {} begins.", counted(size, "server")));
    }
    let notes = |after: StepId| played.notes.iter().filter(move |(step, _)| *step == after);
    let note = |text: &String| sentence(&format!("-- {}", printable(text, 600)), "   ");
    said.extend(notes(played.from).flat_map(|(_, text)| note(text)));
    let mut told: Vec<Vec<String>> = Vec::new();
    for step in steps(&played.run, played.from) {
        let mut of_step = Vec::new();
        if tell_within(step, &played.run).weight > 0 {
            of_step.extend(sentence(&line_of(step, &played.run), "  "));
        }
        of_step.extend(notes(step.number).flat_map(|(_, text)| note(text)));
        if !of_step.is_empty() {
            told.push(of_step);
        }
    }
    shorten(told, said);
}

/// What a command did.
pub(super) fn moved(run: &Run, from: StepId, said: &mut Vec<String>) {
    let told = steps(run, from).filter(|step| tell_within(step, run).weight > 0);
    shorten(told.map(|step| sentence(&line_of(step, run), "  ")).collect(), said);
}

fn steps(run: &Run, from: StepId) -> impl Iterator<Item = &crate::sim::Step> {
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
    let entries = lit.entries.iter().map(|(server, index)| format!("entry {index} on {server}"));
    let messages = lit.messages.iter().map(|message| format!("message {message}"));
    let rules = lit.rules.iter().map(|rule| format!("rule {rule}"));
    let all: Vec<String> = servers.chain(entries).chain(messages).chain(rules).collect();
    if !all.is_empty() {
        blank(said);
        said.extend(sentence(&format!("Look at {}.", all.join(", ")), ""));
    }
}

/// A question and its choices.
pub(super) fn question(asking: &Asking, answered: bool, said: &mut Vec<String>) {
    let text = lines(&asking.ask);
    let mut text = text.iter();
    if let Some(first) = text.next() {
        said.extend(sentence(&format!("Question: {first}"), ""));
    }
    said.extend(text.cloned());
    if let AskKind::One(choices) | AskKind::Several(choices) = &asking.kind {
        for (number, choice) in (1..).zip(choices) {
            said.extend(sentence(&format!("{number}. {}", choice.words()), "   "));
        }
    }
    if answered {
        said.push("You have been asked this before: Enter goes on.".to_owned());
    } else {
        let hint = if asking.hints.is_empty() { "" } else { " h gives a hint." };
        said.push(format!("{}{hint}", asking.how()));
    }
}

/// What came of an answer.
pub(super) fn verdict(asking: &Asking, verdict: &Verdict, said: &mut Vec<String>) {
    said.push(if verdict.right { "Right.".to_owned() } else { "Not so.".to_owned() });
    if !verdict.right
        && let Ok(right) = asking.right()
    {
        said.push(format!("Right would be: {right}."));
    }
    for reply in &verdict.replies {
        let text = reply.text.words();
        let text = match reply.choice {
            Some(choice) if verdict.replies.len() > 1 => format!("{}. {text}", choice + 1),
            _ => text,
        };
        said.extend(sentence(&text, ""));
    }
}

/// A challenge.
pub(super) fn task(challenge: &Challenge, said: &mut Vec<String>) {
    said.push("Challenge.".to_owned());
    said.extend(lines(&challenge.ask));
    said.push(format!("A good solution takes {}.", counted(challenge.par as usize, "action")));
    if !challenge.only.is_empty() {
        said.extend(sentence(
            &format!("You have these commands, and time: {}.", challenge.only.join(", ")),
            "",
        ));
    }
    said.push(super::tried::HOW.to_owned());
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
