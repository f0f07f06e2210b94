//! The story of a script that was played: what happened, whether it was as expected, and why not.

use crate::explain::Narration;
use crate::history::Run;
use crate::language::Script;
use crate::paper::{Bug, BugSet, Rule};
use crate::raft::ServerId;
use crate::safety::Violation;
use crate::sim::{Action, MessageId, Setup, Step, StepId, Time, What};
use serde::Serialize;
use std::fmt::{self, Display, Formatter};

/// How many lines a story has at most; the rest is counted.
const LONGEST_STORY: usize = 20_000;

/// What came of playing a script. As JSON, times are in µs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Report {
    /// The script's file.
    pub name: String,
    /// What the script is called.
    pub title: String,
    /// What it shows.
    pub intro: String,
    /// How it ended.
    pub verdict: Verdict,
    /// The rules that are off: from the beginning, or later.
    pub without: Vec<Bug>,
    /// Why the state in which it begins cannot arise, or only without which rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caveat: Option<String>,
    /// What is said of a property that broke, if the state in which it begins cannot arise.
    #[serde(skip)]
    pub blame: Option<&'static str>,
    /// How many servers the cluster had.
    pub servers: usize,
    /// The seed.
    pub seed: u64,
    /// How many expectations held.
    pub expectations: usize,
    /// How many steps were taken, those of starting the servers included.
    pub steps: u64,
    /// How much virtual time passed.
    pub time_us: u64,
    /// A digest of the end state, in hexadecimal: the same script and seed give the same.
    pub digest: String,
    /// What was not as expected, if anything.
    pub failure: Option<Failure>,
    /// Every property that was violated, whether expected or not.
    pub violations: Vec<Violation>,
    /// The notes of the script, each with the last step before it. As JSON they are in the story.
    #[serde(skip)]
    pub notes: Vec<(StepId, String)>,
    /// Where a demo of the script stops.
    #[serde(skip)]
    pub pauses: Vec<Pause>,
    /// What happened.
    pub story: Vec<StoryLine>,
    /// How many lines of the story were left out because it is too long.
    pub left_out: usize,
    /// Whether everything is told, the numbers of messages too.
    #[serde(skip)]
    pub verbose: bool,
}

/// A place in a run at which a demo stops: after a step, at a moment.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Pause {
    /// The last step before.
    pub step: StepId,
    /// The moment.
    pub at: Time,
}

/// How a script ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Everything that it expects held.
    Held,
    /// Something did not hold, or could not be done.
    Failed,
    /// The cluster cannot be set up so.
    Invalid,
}

/// What was not as expected.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Failure {
    /// The line of the script; 0 if it is about the whole.
    pub line: u32,
    /// The command in that line.
    pub command: String,
    /// The last step before.
    pub step: u64,
    /// The moment, in µs.
    pub time_us: u64,
    /// What is wrong, with the live values that make it so.
    pub reason: String,
    /// For a violated property: the steps that prove it. Otherwise the steps in which somebody was asked who could not
    /// take it.
    pub evidence: Vec<String>,
}

/// One line of a story.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StoryLine {
    /// Words of the script.
    Note {
        /// Its line.
        line: u32,
        /// The words.
        text: String,
    },
    /// A command of the script.
    Command {
        /// Its line.
        line: u32,
        /// The command.
        text: String,
    },
    /// Something that happened.
    Step {
        /// Its number.
        number: u64,
        /// When, in µs.
        at_us: u64,
        /// The server that acted, if one did.
        server: Option<ServerId>,
        /// What happened, in a sentence.
        text: String,
        /// Where the paper says so.
        place: String,
        /// The rules at work.
        rules: Vec<Rule>,
        /// The message that arrived or was lost, if it is about one.
        message: Option<MessageId>,
        /// The messages that were sent, or the copy that was made.
        sent: Vec<MessageId>,
    },
    /// Something that was expected.
    Expect(Expectation),
}

/// Something that was expected.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Expectation {
    /// Its line.
    pub line: u32,
    /// The condition.
    pub text: String,
    /// Whether it held.
    pub held: bool,
}

/// A story while it grows.
pub(super) struct Story {
    lines: Vec<StoryLine>,
    left_out: usize,
    verbose: bool,
}

impl Story {
    pub(super) fn new(verbose: bool) -> Story {
        Story { lines: Vec::new(), left_out: 0, verbose }
    }

    pub(super) fn push(&mut self, line: StoryLine) {
        if self.lines.len() < LONGEST_STORY {
            self.lines.push(line);
        } else {
            self.left_out += 1;
        }
    }

    /// Heartbeats and the like are told only if everything is.
    pub(super) fn step(&mut self, step: &Step, told: &Narration, sent: Vec<MessageId>) {
        if told.weight == 0 && !self.verbose {
            return;
        }
        self.push(StoryLine::of(step, told, sent));
    }
}

/// "S3 refuses S1 its vote: its own log is newer (last term 3 > 2)"
impl Report {
    pub(super) fn new(script: &Script, name: &str, setup: &Setup) -> Report {
        Report {
            name: crate::language::printable(name, 200),
            title: script.title().to_owned(),
            intro: script.intro(),
            verdict: Verdict::Held,
            without: setup.options.bugs.iter().collect(),
            caveat: None,
            blame: None,
            servers: setup.servers,
            seed: setup.seed,
            expectations: 0,
            steps: 0,
            time_us: 0,
            digest: String::new(),
            failure: None,
            violations: Vec::new(),
            notes: Vec::new(),
            pauses: Vec::new(),
            story: Vec::new(),
            left_out: 0,
            verbose: false,
        }
    }

    pub(super) fn finish(&mut self, run: &Run, story: Story) {
        let beginning = run.world().beginning();
        (self.caveat, self.blame) = (beginning.caveat(), beginning.blame());
        self.steps = run.cursor();
        self.time_us = run.world().now().0;
        self.digest = format!("{:016x}", run.world().digest());
        let later = run.actions().iter().filter_map(|placed| match placed.action {
            Action::SetAside(bug) => Some(bug),
            _ => None,
        });
        self.without = self.without.iter().copied().chain(later).collect::<BugSet>().iter().collect();
        self.violations = run.checker().violations().to_vec();
        self.story = story.lines;
        self.left_out = story.left_out;
        self.verbose = story.verbose;
    }

    /// Whether everything was as expected.
    pub fn held(&self) -> bool {
        self.verdict == Verdict::Held
    }

    /// 0: as expected; 1: not; 2: the script cannot be run.
    pub fn exit_code(&self) -> u8 {
        match self.verdict {
            Verdict::Held => 0,
            Verdict::Failed => 1,
            Verdict::Invalid => 2,
        }
    }

    /// Everything but the story: one line, and what went wrong.
    pub fn summary(&self) -> String {
        Summary(self).to_string()
    }
}

/// µs as milliseconds with three digits.
struct Ms(u64);

impl Display for Ms {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}.{:03}", self.0 / 1000, self.0 % 1000))
    }
}

impl StoryLine {
    /// The line of a step that was told, in which these messages were sent.
    pub fn of(step: &Step, told: &Narration, sent: Vec<MessageId>) -> StoryLine {
        let message = match &step.what {
            What::Delivered(flight) | What::Lost(flight, _) => Some(flight.id),
            What::Nothing
            | What::Booted(_)
            | What::TimerFired { .. }
            | What::Acted(_)
            | What::Recorded { .. } => None,
        };
        StoryLine::Step {
            number: step.number,
            at_us: step.at.0,
            server: told.server,
            text: told.sentence(),
            place: told.short_place.clone(),
            rules: step.rules(),
            message,
            sent,
        }
    }

    /// The numbers of its messages, with a space before: " #3", " #3 → #4 #5", " → #6 to #9".
    fn numbers(&self) -> String {
        let StoryLine::Step { message, sent, .. } = self else { return String::new() };
        let arrived = message.map_or(String::new(), |message| format!(" {message}"));
        let left = match sent.as_slice() {
            [] => String::new(),
            [one] => format!(" → {one}"),
            [one, two] => format!(" → {one} {two}"),
            [first, .., last] => format!(" → {first} to {last}"),
        };
        arrived + &left
    }
}

impl Display for StoryLine {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            StoryLine::Note { text, .. } => write!(f, "\n{text}"),
            StoryLine::Command { text, .. } => write!(f, "> {text}"),
            StoryLine::Step { at_us, text, place, .. } => {
                write!(f, "{:>12} ms  {text}", Ms(*at_us))?;
                if place.is_empty() { Ok(()) } else { write!(f, "   {place}") }
            }
            StoryLine::Expect(Expectation { text, held, .. }) => {
                write!(f, "  {} expect {text}", if *held { "[ok]" } else { "[no]" })
            }
        }
    }
}

/// "1 step", "2 steps"
fn counted(number: u64, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

struct Summary<'a>(&'a Report);

impl Display for Summary<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let report = self.0;
        let word = match report.verdict {
            Verdict::Held => "as expected",
            Verdict::Failed => "NOT as expected",
            Verdict::Invalid => "cannot be run",
        };
        let name = if report.name.is_empty() { "script" } else { &report.name };
        write!(
            f,
            "{name}: {word}. {} held, {}, {} ms, {}, seed {}",
            counted(report.expectations as u64, "expectation"),
            counted(report.steps, "step"),
            Ms(report.time_us),
            counted(report.servers as u64, "server"),
            report.seed
        )?;
        for violation in &report.violations {
            write!(f, "\n  violated: {}", told_violation(violation))?;
        }
        if let Some(caveat) = &report.caveat {
            write!(f, "\n  {caveat}")?;
        }
        if let Some(blame) = report.blame.filter(|_| !report.violations.is_empty()) {
            write!(f, "\n  {blame}")?;
        }
        let Some(failure) = &report.failure else { return Ok(()) };
        if failure.line > 0 {
            write!(
                f,
                "\n  line {}: {}\n  step {}, {} ms",
                failure.line,
                failure.command,
                failure.step,
                Ms(failure.time_us)
            )?;
        }
        write!(f, "\n  {}", failure.reason)?;
        failure.evidence.iter().try_for_each(|step| write!(f, "\n    {step}"))
    }
}

impl Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for line in [&self.title, &self.intro].into_iter().filter(|line| !line.is_empty()) {
            writeln!(f, "{line}")?;
        }
        for bug in &self.without {
            writeln!(f, "Rule off: {} ({}, bug {bug})", bug.rule_off(), bug.rule())?;
        }
        if let Some(caveat) = &self.caveat {
            writeln!(f, "{caveat}.")?;
        }
        for line in &self.story {
            let numbers = if self.verbose { line.numbers() } else { String::new() };
            let gap = if numbers.is_empty() { "" } else { "  " };
            writeln!(f, "{line}{gap}{numbers}")?;
        }
        if self.left_out > 0 {
            writeln!(f, "… and {} more lines", self.left_out)?;
        }
        writeln!(f, "\n{}", Summary(self))
    }
}

/// "Election Safety is violated in step 57 by S1 S3, in term 2"
pub(crate) fn told_violation(violation: &Violation) -> String {
    let Violation { property, step, servers, term, index, .. } = violation;
    let index = index.map_or(String::new(), |index| format!(", index {index}"));
    format!("{property} is violated in step {step} by {servers}, term {term}{index}")
}
