//! A segment of a lesson in words.

use super::gist::{Detail, Gist, gist};
use super::pointing;
use super::text::{counted, lines, sentence};
use crate::history::Run;
use crate::lesson::play::{AskKind, Asking, Given, Play, Played, Right, Segment, Shown, Stop, Verdict};
use crate::lesson::{Card, Challenge, Lesson, Prose};
use crate::sim::StepId;
use crate::tui::in_words::standing_now;
use crate::tui::lesson::words::target_name;
use crate::untrusted::printable;

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
    let page = play.page();
    let before = page.split_last().map_or(page, |(_, before)| before);
    let mut left_out = 0;
    for shown in &segment.shown {
        match shown {
            Shown::Prose(prose) => block(said, lines(prose)),
            Shown::Played(played) => {
                let mut told = Vec::new();
                let detail = if played.fresh { Detail::Beginning } else { Detail::Gist };
                left_out += story(played, detail, &mut told);
                block(said, told);
            }
            Shown::Logs(table) => block(said, pointing::table(table)),
            Shown::Question(asking) => {
                block(said, pointing::at(segment, before));
                block(said, pointing::asked_about(asking, segment, before));
                blank(said);
                question(asking, play.is_settled(asking.id), said);
            }
            Shown::Challenge(_, challenge) => {
                block(said, pointing::at(segment, before));
                blank(said);
                task(challenge, said);
            }
        }
    }
    if !matches!(segment.stop, Stop::Question | Stop::Challenge) {
        block(said, pointing::at(segment, before));
    }
    if let Some(beside) = segment.scene.as_ref().and_then(|scene| scene.beside.as_ref()) {
        blank(said);
        said.push("This future:".to_owned());
        said.extend(standing_now(&beside.run));
        let mut other = beside.run.as_ref().clone();
        if other.switch(beside.other).is_ok() {
            other.seek(other.end());
            said.push(format!("For comparison, the future of step {}:", beside.step + 1));
            said.extend(standing_now(&other));
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
        let more = if left_out > 0 { " story tells every step." } else { "" };
        said.push(format!("Press Enter to go on.{more}"));
    }
}

/// What a script did.
fn story(played: &Played, detail: Detail, said: &mut Vec<String>) -> usize {
    if played.fresh {
        let size = played.run.world().size();
        said.push(format!("A cluster of {} starts.", counted(size, "server")));
    }
    let Gist { lines, left_out } = gist(&played.run, played.from, detail);
    let note = |text: &String| sentence(&format!("-- {}", printable(text, 600)), "   ");
    let notes = played.notes.iter().map(|(step, text)| ((*step, true), note(text)));
    let mut told: Vec<_> =
        lines.into_iter().map(|(step, lines)| ((step, false), lines)).chain(notes).collect();
    // A note stands after its step.
    told.sort_by_key(|(place, _)| *place);
    said.extend(told.into_iter().flat_map(|(_, lines)| lines));
    left_out
}

/// All that the scripts of a segment did.
pub(super) fn stories(segment: &Segment) -> Vec<String> {
    let mut said = Vec::new();
    for shown in &segment.shown {
        if let Shown::Played(played) = shown {
            story(played, Detail::All, &mut said);
        }
    }
    if said.is_empty() {
        said.push("Nothing happened here.".to_owned());
    }
    said
}

/// What a command did.
pub(super) fn moved(run: &Run, from: StepId, said: &mut Vec<String>) {
    let Gist { lines, left_out } = gist(run, from, Detail::Done);
    said.extend(lines.into_iter().flat_map(|(_, lines)| lines));
    if left_out > 0 {
        let (matter, are) = if left_out == 1 { ("matters", "is") } else { ("matter", "are") };
        said.push(format!("{} that {matter} less {are} left out.", counted(left_out, "step")));
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
        said.push("You have seen this question before. Press Enter to go on.".to_owned());
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
pub(super) fn verdict(asking: &Asking, verdict: &Verdict, run: Option<&Run>, said: &mut Vec<String>) {
    said.push(match (&verdict.given, asking.right()) {
        (Given::Why { made, .. }, Ok(Right::Own(points))) => {
            format!("You said {} of {}. A good answer:", made.len(), counted(*points, "point"))
        }
        _ if verdict.right => "Right.".to_owned(),
        _ => "Not quite.".to_owned(),
    });
    let missed =
        |choice: usize| !matches!(&verdict.given, Given::Choices(chosen) if chosen.contains(&choice));
    let one = matches!(asking.kind, AskKind::One(_));
    for reply in &verdict.replies {
        let text = reply.text.words();
        said.extend(match reply.choice {
            Some(choice) if one && missed(choice) => right_choice(asking, choice, &text),
            Some(choice) if !one => {
                let judged = match (missed(choice), reply.right) {
                    (true, _) => "is right too, and you did not choose it",
                    (false, true) => "is right",
                    (false, false) => "is not right",
                };
                sentence(&format!("{}{} {judged}. {text}", choice + 1, named(asking, choice)), "")
            }
            None if reply.right && !verdict.right => tell_right(asking, run, &text),
            _ => sentence(&text, ""),
        });
    }
}

/// A short choice with its number, so that its reason need not name it again.
fn named(asking: &Asking, choice: usize) -> String {
    let AskKind::Several(choices) = &asking.kind else { return String::new() };
    let text = choices.get(choice).map(Prose::words).unwrap_or_default();
    if text.is_empty() || text.chars().count() > 24 { String::new() } else { format!(" ({text})") }
}

/// What would have been right, and why: for somebody who goes on without an answer.
pub(super) fn passed(asking: &Asking, run: Option<&Run>, said: &mut Vec<String>) {
    let judged = asking.right_answer().and_then(|given| asking.judge(given).ok());
    let Some(judged) = judged else { return };
    for reply in &judged.replies {
        let text = reply.text.words();
        said.extend(match (reply.choice, &asking.kind) {
            (Some(choice), _) => right_choice(asking, choice, &text),
            (None, AskKind::Why(_)) => sentence(&format!("A good answer: {text}"), ""),
            (None, _) => tell_right(asking, run, &text),
        });
    }
}

fn right_choice(asking: &Asking, choice: usize, why: &str) -> Vec<String> {
    let (AskKind::One(choices) | AskKind::Several(choices)) = &asking.kind else { return Vec::new() };
    let text = choices.get(choice).map(Prose::words).unwrap_or_default();
    let right = if matches!(asking.kind, AskKind::One(_)) { "The right answer" } else { "A right answer" };
    let mut lines = sentence(&format!("{right}: {}. {text}", choice + 1), "");
    lines.extend(sentence(why, ""));
    lines
}

fn tell_right(asking: &Asking, run: Option<&Run>, why: &str) -> Vec<String> {
    let right = match asking.right() {
        // A message is called what it is, not by its number.
        Ok(Right::Points(points)) => {
            points.iter().map(|point| target_name(point, run)).collect::<Vec<_>>().join(" or ")
        }
        Ok(right) => right.to_string(),
        Err(_) => return Vec::new(),
    };
    let mut lines = sentence(&format!("The right answer: {right}."), "");
    lines.extend(sentence(why, ""));
    lines
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
    said.extend(sentence(
        "Type one command per line, such as run 100ms, which lets time pass. commands lists them; goal, hint, undo, \
         reset, solution and skip are for challenges.",
        "",
    ));
}

/// Some lines after a blank one, if there are any.
pub(super) fn block(said: &mut Vec<String>, lines: Vec<String>) {
    if !lines.is_empty() {
        blank(said);
        said.extend(lines);
    }
}

/// One blank line before what follows.
pub(super) fn blank(said: &mut Vec<String>) {
    if said.last().is_some_and(|last| !last.is_empty()) {
        said.push(String::new());
    }
}
