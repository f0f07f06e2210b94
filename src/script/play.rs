//! A whole script, played with no screen.

use super::report::{Story, Verdict, told_violation};
use super::{Expectation, Failure, Pause, Player, Report, StoryLine, Trouble};
use crate::explain;
use crate::history::Run;
use crate::language::{Command, Names, Script, SetupCommand};
use crate::paper::Property;
use crate::safety::Violation;
use crate::sim::{Action, MessageId, RequestState, Step, What};

/// The most steps that a whole script takes.
const MOST_STEPS: u64 = 10_000_000;

/// How a script is played.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PlayOptions {
    /// What the script is called in the report: its file.
    pub name: String,
    /// So many servers, whatever the script says.
    pub servers: Option<u8>,
    /// This seed, whatever the script says.
    pub seed: Option<u64>,
    /// Tell every step, heartbeats too.
    pub verbose: bool,
}

/// Plays a script from its beginning to its end, or to the first thing that is not as it says.
pub fn play(script: &Script, options: &PlayOptions) -> Report {
    play_through(script, options).0
}

/// Plays a script, and hands out the run too: for questions about it, or to go on from there. There is none
/// if the cluster cannot be set up.
pub fn play_through(script: &Script, options: &PlayOptions) -> (Report, Option<Run>) {
    let (report, end) = play_named(script, options);
    (report, end.map(|(run, _)| run))
}

/// As [`play_through`], with the names that the script has given to servers.
pub fn play_named(script: &Script, options: &PlayOptions) -> (Report, Option<(Run, Names)>) {
    let servers = options.servers.map(SetupCommand::Servers);
    let seed = options.seed.map(SetupCommand::Seed);
    let more: Vec<SetupCommand> = servers.into_iter().chain(seed).collect();
    let setup = script.setup_of(&more, usize::MAX);
    let mut report = Report::new(script, &options.name, &setup);
    let begun = Run::new(setup).and_then(|run| {
        let world = run.world();
        world.setup().admit(world.beginning()).map(|()| run)
    });
    let mut run = match begun {
        Ok(run) => run,
        Err(error) => {
            report.verdict = Verdict::Invalid;
            report.failure = Some(Failure { reason: error.to_string(), ..Failure::default() });
            return (report, None);
        }
    };
    let mut story = Story::new(options.verbose);
    tell_beginning(&run, &mut story);
    let mut player = Player { allowed: script.expected_violations(), ..Player::default() };
    if let Err(failure) = play_lines(script, &mut player, &mut run, &mut story, &mut report) {
        report.verdict = Verdict::Failed;
        report.failure = Some(failure);
    }
    report.finish(&run, story);
    (report, Some((run, player.names)))
}

impl Script {
    /// The properties that it says will be violated: only these may be.
    pub fn expected_violations(&self) -> Vec<Property> {
        let mut named = Vec::new();
        for line in &self.lines {
            if let Command::Expect(condition) | Command::RunUntil { condition, .. } = &line.command {
                condition.violations_named(&mut named);
            }
        }
        named
    }

    /// The names that it gives to servers.
    pub fn names(&self) -> Vec<String> {
        let named = |line: &crate::language::Line| match &line.command {
            Command::Call { name, .. } => Some(name.clone()),
            _ => None,
        };
        self.lines.iter().filter_map(named).collect()
    }
}

fn tell_beginning(run: &Run, story: &mut Story) {
    let configuration = run.world().configuration();
    for step in run.recent() {
        let sent = run.world().network().flights().filter(|flight| flight.cause == step.number);
        let mut sent: Vec<MessageId> = sent.map(|flight| flight.id).collect();
        sent.sort_unstable();
        story.step(step, &explain::tell(step, configuration), sent);
    }
}

fn play_lines(
    script: &Script,
    player: &mut Player,
    run: &mut Run,
    story: &mut Story,
    report: &mut Report,
) -> Result<(), Failure> {
    let configuration = run.world().configuration();
    let mut not_taken: Vec<String> = Vec::new();
    for (position, line) in script.lines.iter().enumerate() {
        let command = &line.command;
        let text = command.to_string();
        match command {
            Command::Note(note) => {
                report.notes.push((run.cursor(), note.clone()));
                story.push(StoryLine::Note { line: line.number, text: note.clone() });
                continue;
            }
            Command::Pause(words) => {
                report.pauses.push(Pause { step: run.cursor(), at: run.world().now() });
                if !words.is_empty() {
                    report.notes.push((run.cursor(), words.clone()));
                    story.push(StoryLine::Note { line: line.number, text: words.clone() });
                }
                continue;
            }
            Command::Expect(_) => {}
            _ => story.push(StoryLine::Command { line: line.number, text: text.clone() }),
        }
        if position < script.prologue() {
            continue;
        }
        let mut last_message = run.world().network().last_id();
        let result = player.execute_heard(command, run, &mut |run: &Run| {
            let sent = (last_message + 1..=run.world().network().last_id()).map(MessageId).collect();
            last_message = run.world().network().last_id();
            let Some(step) = run.step() else { return };
            let told = explain::tell(step, configuration);
            if was_not_taken(run, step) {
                not_taken.push(told_step(step, &told.sentence()));
            }
            story.step(step, &told, sent);
        });
        let fail = |run: &Run, reason: String| Failure {
            line: line.number,
            command: text.clone(),
            step: run.cursor(),
            time_us: run.world().now().0,
            reason,
            evidence: Vec::new(),
        };
        if let Some(violation) = unexpected_violation(player, run) {
            let evidence = evidence(run, violation);
            return Err(Failure { evidence, ..fail(run, told_violation(violation)) });
        }
        if let Err(trouble) = result {
            if let Trouble::Unmet { .. } = trouble {
                let text = text.trim_start_matches("expect ").to_owned();
                story.push(StoryLine::Expect(Expectation { line: line.number, text, held: false }));
            }
            // What nobody has taken is often why something else did not happen.
            return Err(Failure { evidence: not_taken, ..fail(run, trouble.to_string()) });
        }
        if let Command::Expect(condition) = command {
            report.expectations += 1;
            let text = condition.to_string();
            story.push(StoryLine::Expect(Expectation { line: line.number, text, held: true }));
        }
        if run.cursor() > MOST_STEPS {
            return Err(fail(run, format!("stopped after {MOST_STEPS} steps, the maximum for a script")));
        }
    }
    Ok(())
}

fn unexpected_violation<'a>(player: &Player, run: &'a Run) -> Option<&'a Violation> {
    run.checker().violations().iter().find(|violation| !player.allowed.contains(&violation.property))
}

/// Whether a client has asked in this step, and the server that was asked cannot take it.
fn was_not_taken(run: &Run, step: &Step) -> bool {
    let asks = matches!(step.what, What::Acted(Action::Submit { .. }));
    let last = run.world().requests().next_back().filter(|_| asks);
    last.is_some_and(|request| {
        matches!(request.state, RequestState::Redirected { .. } | RequestState::Lost { .. })
    })
}

/// "step 17 at 12.5 ms: S2 does not take x=1: …"
fn told_step(step: &Step, sentence: &str) -> String {
    format!("step {} at {} ms: {sentence}", step.number, step.at.ms())
}

/// The steps that prove a violation, told.
fn evidence(run: &Run, violation: &Violation) -> Vec<String> {
    let configuration = run.world().configuration();
    let tell = |number: &u64| {
        let step = run.recent().iter().find(|step| step.number == *number)?;
        Some(told_step(step, &explain::tell(step, configuration).sentence()))
    };
    violation.evidence.iter().map(|number| tell(number).unwrap_or_else(|| format!("step {number}"))).collect()
}
