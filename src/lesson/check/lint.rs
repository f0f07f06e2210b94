//! What has to be there, whatever the run does.

use super::report::CheckOptions;
use super::source::Source;
use crate::lesson::{
    Answering, Challenge, Choice, Correctness, FEWEST_SENTENCES, Lesson, Lookahead, MOST_SENTENCES, Part,
    PartKind, Prose, Question, SaidToAnswers,
};
use crate::nearest::hint;

pub(super) fn lint(lesson: &Lesson, options: &CheckOptions, source: &mut Source<'_>) {
    after(lesson, options, source);
    if lesson.about.blocks.is_empty() {
        let line = lesson.steps.first().map_or(1, |step| step.line);
        source.say(
            line,
            "the lesson does not say what it is about",
            "one or two sentences before the first step",
        );
    }
    card(lesson, source);
    for step in &lesson.steps {
        if step.parts.is_empty() {
            source.say(step.line, "the step is empty", "prose, or a block");
        }
        for (at, part) in step.parts.iter().enumerate() {
            match &part.kind {
                PartKind::Question(asked) => question(asked, part, &step.parts[at + 1..], source),
                PartKind::Challenge(asked) => challenge(asked, part, source),
                PartKind::Prose(_) | PartKind::Logs(_) | PartKind::Script(_) | PartKind::Show(_) => {}
            }
        }
    }
}

/// The lessons that it builds on are there, and it is none of them.
fn after(lesson: &Lesson, options: &CheckOptions, source: &mut Source<'_>) {
    let line = (1..30).find(|line| source.line(*line).starts_with("after:"));
    for id in &lesson.after {
        let line = line.unwrap_or(1);
        if *id == lesson.id {
            source.say_of(None, line, &id.0, "a lesson cannot build on itself".to_owned(), "others");
        } else if !options.lessons.contains(id) {
            let near = hint(&id.0, options.lessons.iter().map(|known| known.0.as_str()));
            let expected = format!("the id of a lesson that ships, or of one in the same folder{near}");
            source.say_of(None, line, &id.0, format!("there is no lesson {id}"), &expected);
        }
    }
}

/// A card that is there says neither too little nor too much.
fn card(lesson: &Lesson, source: &mut Source<'_>) {
    let Some(card) = lesson.card() else { return };
    let sentences = card.sentences.len();
    if !(FEWEST_SENTENCES..=MOST_SENTENCES).contains(&sentences) {
        let there = if sentences == 1 { "one sentence".to_owned() } else { format!("{sentences} sentences") };
        let expected = format!("{FEWEST_SENTENCES} to {MOST_SENTENCES} sentences, one per line");
        source.say(card.line, format!("the card has {there}"), expected);
    }
}

fn is_empty(prose: &Prose) -> bool {
    prose.blocks.is_empty()
}

fn question(question: &Question, part: &Part, rest: &[Part], source: &mut Source<'_>) {
    match &question.answering {
        Answering::One(choices) => {
            let right = choices.iter().filter(|choice| choice.correctness == Correctness::Right).count();
            let open = choices.iter().any(is_open);
            if right == 0 && !open {
                source.say(part.line, "no choice is right", "- [x] before the right one");
            } else if right > 1 {
                source.say(part.line, format!("{right} choices are right"), "one; or `choose: several`");
            }
            for choice in choices {
                check_choice(choice, source);
            }
        }
        Answering::Several(choices) => {
            if !choices.iter().any(|choice| choice.correctness == Correctness::Right || is_open(choice)) {
                source.say(part.line, "no choice is right", "- [x] before the right ones");
            }
            for choice in choices {
                check_choice(choice, source);
            }
        }
        answering => {
            if let Some(said) = answering.said_to_answers() {
                explained(&said, part, source);
            }
        }
    }
    let next = rest.iter().take_while(|part| !matches!(part.kind, PartKind::Question(_)));
    let played = next.into_iter().any(|part| matches!(part.kind, PartKind::Script(_)));
    if question.then == Lookahead::Following
        && !played
        && let Some(choices) = question.answering.choices()
        && let Some(open) = choices.iter().find(|choice| is_open(choice))
    {
        let expected = "`then: nothing` if the question is about the current state, `then: COMMANDS`, or a block \
             ```raft after the question";
        source.say(open.line, "this step plays nothing after the question", expected);
    }
}

fn is_open(choice: &Choice) -> bool {
    matches!(choice.correctness, Correctness::If(_))
}

fn check_choice(choice: &Choice, source: &mut Source<'_>) {
    if is_empty(&choice.text) {
        source.say(choice.line, "the choice is empty", "- [ ] what somebody might think");
    }
    if choice.correctness == Correctness::Wrong && choice.believes.is_none() {
        let expected = "a line below: believes: the misconception, as somebody might say it";
        source.say(choice.line, "the misconception behind this choice is missing", expected);
    }
    if is_empty(&choice.reply) {
        source.say(
            choice.line,
            "the explanation of this choice is missing",
            "an explanation on the lines below, indented",
        );
    }
}

/// Each wrong answer that was thought of is explained, and so are all others.
fn explained(said: &SaidToAnswers<'_>, part: &Part, source: &mut Source<'_>) {
    for (line, _) in said.wrong.iter().filter(|(_, reply)| is_empty(reply)) {
        source.say(
            *line,
            "the explanation of this answer is missing",
            "an explanation on the lines below, indented",
        );
    }
    if is_empty(said.other) {
        source.say(
            part.line,
            "the explanation of other answers is missing",
            "- other, and an explanation on the lines below it",
        );
    }
}

fn challenge(challenge: &Challenge, part: &Part, source: &mut Source<'_>) {
    if challenge.hints.len() < 2 {
        let hints = challenge.hints.len();
        let there = if hints == 1 { "there is only one hint" } else { "there are no hints" };
        source.say(part.line, there, "at least two, from a small help to nearly the whole solution");
    }
    // What happens has names in the language that nobody else knows.
    let goals = challenge.goals.iter().chain(&challenge.never);
    for goal in goals.filter(|goal| goal.words.is_none() && goal.when.names_fact()) {
        source.say(
            goal.line,
            format!("this has no words: {goal}"),
            "a sentence that says what is meant, and below it, indented, when: CONDITION",
        );
    }
    if let Some(empty) = challenge.hints.iter().position(is_empty) {
        source.say(part.line, format!("hint {} is empty", empty + 1), "hint: a small help");
    }
}
