//! A lesson line by line, for screen readers and pipes: questions and challenges too.

mod beginning;
mod gist;
mod on_screen;
mod pointing;
mod reviewing;
mod said;
mod tell;
mod text;
mod tried;

use crate::history::Run;
use crate::lesson::play::{AskKind, Asking, Given, Halt, Play, Position, TaskId};
use crate::lesson::progress::Progress;
use crate::lesson::review::Review;
use crate::paper::{Article, Rule};
use crate::script::View;
use crate::tui::in_words::{logs, messages, standing_now};
use crate::untrusted::printable;
pub use on_screen::InWords;
pub use said::Said;
use std::sync::Arc;
use tell::blank;
use tried::Tried;

const HELP: [&str; 15] = [
    "Enter     goes on",
    "back      goes back",
    "go 3      goes to step 3; steps lists them",
    "again     starts this step again; restart starts the whole lesson again",
    "repeat    repeats what was said here",
    "h, hint   a hint",
    "pass      goes on without an answer, and says the right one",
    "story     everything that happened here, step by step",
    "status    the state of every server",
    "logs      the logs of all servers",
    "messages  the messages in flight",
    "rules L3  what rule L3 says; rules lists them",
    "In a challenge: goal says what is missing, commands lists the commands,",
    "undo, reset, solution; skip leaves it",
    "quit      ends; your place is kept",
];

/// What one can do when nothing more comes.
const AT_THE_END: &str = "This is the end: back, go and restart return to the lesson, quit ends.";

/// A lesson that is told line by line.
#[derive(Debug)]
pub struct Aloud {
    play: Play,
    review: Option<Review>,
    tried: Option<Tried>,
    /// What was said in one's own words to the question that waits; which points it makes is still to be said.
    said: Option<(TaskId, String)>,
    progress: Progress,
    /// What day it is.
    when: String,
    /// After the review there is no lesson.
    only_review: bool,
    /// How it went was said, and one has not gone back since.
    over: bool,
}

impl Aloud {
    /// Tells a lesson, after a review of what was missed in others, if there is one. `when` is the date.
    pub fn new(play: Play, review: Option<Review>, progress: Progress, when: &str) -> Aloud {
        let when = when.to_owned();
        Aloud { play, review, tried: None, said: None, progress, when, only_review: false, over: false }
    }

    /// What the learner has done, to be kept.
    pub fn progress(&self) -> &Progress {
        &self.progress
    }

    /// What is said at first.
    pub fn greeting(&mut self) -> Vec<String> {
        let mut said = Vec::new();
        if self.only_review {
            said.push("The questions that you got wrong.".to_owned());
            self.tell_review(&mut said);
            return said;
        }
        tell::opening(self.play.lesson(), &mut said);
        said.push("help lists what you can type, quit ends.".to_owned());
        if self.review.is_some() {
            blank(&mut said);
            said.push("First, a question that you got wrong before.".to_owned());
            self.tell_review(&mut said);
        } else {
            if self.play.position() != Position::default() {
                blank(&mut said);
                said.push("You continue where you stopped; restart starts again.".to_owned());
            }
            self.arrive(&mut said);
        }
        said
    }

    /// Carries out a line.
    pub fn line(&mut self, line: &str) -> Said {
        let line = line.trim();
        let word = line.to_lowercase();
        let said = match word.as_str() {
            _ if line.starts_with('#') => Said::default(),
            "quit" | "q" | "exit" => Said { quit: true, ..Said::default() },
            "help" | "?" => Said::of(HELP.iter().map(|line| (*line).to_owned()).collect()),
            "status" => Said::of(self.about_run(standing_now)),
            "logs" => Said::of(self.about_run(|run| logs(run.world()))),
            "messages" => Said::of(self.about_run(|run| messages(run.world()))),
            _ if self.asks_for_rules(&word) => Self::rules(&word),
            "story" => Said::of(tell::stories(self.now().segment())),
            _ if self.review.is_some() => self.review_line(&word, line),
            _ => self.lesson_line(&word, line),
        };
        if !self.only_review {
            self.progress.note(&self.play, &self.when);
        }
        said
    }

    /// Whether a line asks what rules say. Where a rule is the answer, `rule L3` answers.
    fn asks_for_rules(&self, word: &str) -> bool {
        let asking = || match &self.review {
            Some(review) => review.question().cloned(),
            None => self.open_question(),
        };
        let is_answer = || asking().is_some_and(|asking| asking.kind == AskKind::Rule);
        match word.split_once(' ').map_or(word, |(first, _)| first) {
            "rules" => true,
            "rule" => !is_answer(),
            _ => false,
        }
    }

    fn rules(word: &str) -> Said {
        let Some((_, id)) = word.split_once(' ') else {
            return Said::of(
                Rule::ALL.iter().map(|rule| format!("{rule}  {}", rule.article().name)).collect(),
            );
        };
        let Some(rule) = Rule::parse(id.trim()) else {
            return Said::refused(&format!("There is no rule {}: rules lists them.", printable(id, 40)));
        };
        let Article { name, place, words, why, without, .. } = rule.article();
        let mut said = vec![format!("{rule}, {name}. {place}.")];
        for text in [words, why, &*format!("Without it: {without}")] {
            said.extend(text::sentence(text, ""));
        }
        Said::of(said)
    }

    /// What is played now: the lesson, or what comes back of another.
    fn now(&self) -> &Play {
        self.review.as_ref().and_then(Review::play).unwrap_or(&self.play)
    }

    /// Something about the cluster as it is now, if there is one.
    fn about_run(&self, say: impl Fn(&Run) -> Vec<String>) -> Vec<String> {
        let segment = self.now().segment();
        match (&self.tried, &segment.scene) {
            (Some(tried), _) if self.review.is_none() => say(tried.run()),
            (_, Some(scene)) => say(&scene.run),
            (_, None) => vec!["There is no cluster yet.".to_owned()],
        }
    }

    fn lesson_line(&mut self, word: &str, line: &str) -> Said {
        match word {
            "back" | "b" => return self.back(),
            "steps" => return Said::of(self.steps()),
            "again" => {
                self.play.restart_step();
                return self.told();
            }
            "restart" => {
                self.play.restart();
                self.progress.begin(&self.play.lesson().id.clone());
                return self.told();
            }
            "repeat" => return self.told(),
            _ => {}
        }
        if let Some(step) = word.strip_prefix("go ") {
            return self.go(step.trim());
        }
        if self.tried.is_some() {
            return self.challenge_line(word, line);
        }
        if let Some(asking) = self.open_question() {
            return self.question_line(&asking, word, line);
        }
        match word {
            "" | "next" | "n" | "continue" | "pass" | "skip" => self.forward(),
            "hint" | "h" => Said::refused("There is no question here. Press Enter to go on."),
            _ => Said::refused(&format!(
                "There is no command `{}` here. Press Enter to go on, or type help.",
                printable(line, 60)
            )),
        }
    }

    /// The question that waits for an answer.
    fn open_question(&self) -> Option<Arc<Asking>> {
        let asking = self.play.question()?;
        self.play.verdict(asking.id).is_none().then(|| asking.clone())
    }

    fn question_line(&mut self, asking: &Asking, word: &str, line: &str) -> Said {
        match word {
            "" | "next" | "n" if self.play.is_settled(asking.id) => self.forward(),
            "" | "next" | "n" => Said::refused(&format!("{} pass goes on without an answer.", asking.how())),
            "hint" | "h" => Said::of(match self.play.hint() {
                Some(hint) => text::lines(&hint),
                None => vec!["There is no hint.".to_owned()],
            }),
            "pass" | "skip" => {
                let mut said = Said::default();
                if !self.play.is_settled(asking.id) {
                    tell::passed(asking, self.play.segment().run(), &mut said.lines);
                }
                let on = if self.play.pass().is_ok() { self.told() } else { self.end() };
                said.lines.extend(on.lines);
                said
            }
            _ if self.is_first_word(asking, line) => Self::rubric(asking),
            _ => {
                let said = self.own_words(asking);
                let given = match Self::given(&self.play, asking, line, said) {
                    Ok(given) => given,
                    Err(refused) => return refused,
                };
                let mut said = Said::default();
                self.said = None;
                let segment = self.play.segment().clone();
                match self.play.answer(given) {
                    Ok(verdict) => tell::verdict(asking, verdict, segment.run(), &mut said.lines),
                    Err(none) => return Said::refused(&none.to_string()),
                }
                if self.play.is_last() {
                    said.lines.extend(self.end().lines);
                } else {
                    said.lines.push("Press Enter to go on.".to_owned());
                }
                said
            }
        }
    }

    /// Whether a line answers in one's own words, which are kept until it is said which points they make.
    fn is_first_word(&mut self, asking: &Asking, line: &str) -> bool {
        let first = matches!(asking.kind, AskKind::Why(_)) && self.own_words(asking).is_none();
        if first {
            self.said = Some((asking.id, line.to_owned()));
        }
        first
    }

    fn own_words(&self, asking: &Asking) -> Option<String> {
        self.said.as_ref().filter(|(id, _)| *id == asking.id).map(|(_, said)| said.clone())
    }

    fn rubric(asking: &Asking) -> Said {
        let mut said = Said::default();
        if let AskKind::Why(points) = &asking.kind {
            tell::rubric(points, &mut said.lines);
        }
        said
    }

    fn given(play: &Play, asking: &Asking, line: &str, said: Option<String>) -> Result<Given, Said> {
        if let Some(said) = said {
            return asking.own_words(&said, line).map_err(|why| Said::refused(&printable(&why, 400)));
        }
        let scene = play.segment().scene.as_ref();
        let view = scene.map(|scene| View { run: &scene.run, names: &scene.names });
        asking.read(line, view).map_err(|why| {
            Said::refused(&format!(
                "Not an answer: {}. h gives a hint, pass goes on without an answer.",
                printable(&why, 400)
            ))
        })
    }

    fn challenge_line(&mut self, word: &str, line: &str) -> Said {
        let Some(tried) = &mut self.tried else { return Said::default() };
        let mut said = Said::default();
        let was_solved = tried.solved.is_some();
        match word {
            "goal" => tried.goal(&mut said.lines),
            "commands" => tried.commands(&mut said.lines),
            "hint" | "h" => tried.hint(&mut said.lines),
            "undo" => return tried.undo(),
            "reset" => {
                tried.reset();
                said.lines.push("The challenge starts again; undo takes that back.".to_owned());
            }
            "skip" | "pass" => return self.forward(),
            "" | "next" | "n" if was_solved => return self.forward(),
            "" | "next" | "n" => {
                return Said::refused(
                    "The goal is not reached yet: goal says what is missing, skip leaves the challenge.",
                );
            }
            "solution" => said = tried.solution(),
            _ => said = tried.command(line),
        }
        if let Some((id, solved)) = self.tried.as_ref().and_then(|tried| Some((tried.id(), tried.solved?))) {
            self.play.solved(id, solved);
            if !was_solved && self.play.is_last() {
                said.lines.extend(self.end().lines);
            }
        }
        said
    }

    fn forward(&mut self) -> Said {
        match self.play.forward() {
            Ok(_) => self.told(),
            Err(Halt::End) => self.end(),
            Err(halt) => Said::refused(&halt.to_string()),
        }
    }

    fn back(&mut self) -> Said {
        match self.play.back() {
            Ok(_) => self.told(),
            Err(halt) => Said::refused(&halt.to_string()),
        }
    }

    fn go(&mut self, step: &str) -> Said {
        let all = self.play.lesson().steps.len();
        let number = step.parse::<usize>().ok().and_then(|step| step.checked_sub(1));
        match number.map(|step| self.play.go(step)) {
            Some(Ok(_)) => self.told(),
            _ => Said::refused(&format!("Expected a step from 1 to {all}: steps lists them.")),
        }
    }

    fn steps(&self) -> Vec<String> {
        let here = self.play.position().step;
        let steps = self.play.lesson().steps.iter().enumerate();
        steps
            .map(|(number, step)| {
                let here = if number == here { ", where you are" } else { "" };
                format!("{}. {}{here}", number + 1, printable(&step.title, 200))
            })
            .collect()
    }

    fn told(&mut self) -> Said {
        let mut said = Said::of(vec![String::new()]);
        self.arrive(&mut said.lines);
        said
    }

    /// Says what there is at the segment that one has come to.
    fn arrive(&mut self, said: &mut Vec<String>) {
        self.said = None;
        self.over = false;
        let segment = self.play.segment().clone();
        tell::segment(&self.play, &segment, said);
        self.tried = self.play.begin().map(Tried::new);
        if self.play.is_last() && self.play.question().is_none() && self.tried.is_none() {
            blank(said);
            said.extend(self.end().lines);
        }
    }

    /// The lesson is over. How it went is said once.
    fn end(&mut self) -> Said {
        self.tried = None;
        if std::mem::replace(&mut self.over, true) {
            return Said::of(vec![AT_THE_END.to_owned()]);
        }
        let score = self.play.score();
        let mut said = vec![format!(
            "The lesson is over. Questions: {} of {} right. Challenges: {} of {} solved. Score: {} of 100.",
            score.right(),
            score.questions().len(),
            score.met(),
            score.challenges().len(),
            score.percent()
        )];
        if let Some(card) = self.play.lesson().card() {
            tell::card(card, &mut said);
            said.push(String::new());
        }
        said.push(AT_THE_END.to_owned());
        Said::of(said)
    }
}
