//! A seed that went wrong as a script: to be played, and watched step by step.

use super::{Failure, Schedule, WentWrong, schedule};
use crate::history::Run;
use crate::language::{Amount, Command, Condition, Line, Op, Quantity, Script, spell_placed, spell_setup};
use crate::safety::diagnose;
use crate::script::{PlayOptions, play_through};

impl Failure {
    /// The run as a script: the cluster, everything that was done to it, and what went wrong in the end.
    pub fn script(&self) -> Script {
        let Schedule { setup, actions } = schedule(&self.options(), self.seed);
        let done = actions.iter().map(|recorded| recorded.after + 1).max().unwrap_or_default();
        let mut commands = spell_setup(&setup);
        commands.extend(actions.iter().map(spell_placed));
        let rest = u32::try_from(self.at_step.saturating_sub(done)).unwrap_or(u32::MAX);
        commands.extend((rest > 0).then_some(Command::Step(rest)));
        let mut script = self.titled(commands);
        // What it expects is read off its own end: a step can break more than one property.
        if let (_, Some(run)) = play_through(&script, &PlayOptions::default()) {
            let lines = ending(&run, &self.what).into_iter().map(|command| Line { number: 0, command });
            script.lines.extend(lines);
        }
        script
    }

    fn titled(&self, commands: Vec<Command>) -> Script {
        let what = match &self.what {
            WentWrong::Violation(violation) => format!("{} is violated", violation.property),
            WentWrong::Liveness { .. } => "nothing more is committed".to_owned(),
            WentWrong::Setup(_) => "the cluster cannot be set up".to_owned(),
        };
        let mut head = vec![format!("Seed {} of the fuzzer: {what}.", self.seed)];
        head.extend(self.without.iter().map(|bug| format!("Rule off: {}.", bug.rule_off())));
        head.push(format!("Made by: {}", self.replay()));
        let lines = (1..).zip(commands).map(|(number, command)| Line { number, command });
        Script { head, lines: lines.collect() }
    }
}

/// What holds at the end, to the last bit.
fn ending(run: &Run, what: &WentWrong) -> Vec<Command> {
    let properties = run.checker().violations().iter().map(|violation| violation.property);
    let mut conditions: Vec<Condition> = properties.map(Condition::Violated).collect();
    if conditions.is_empty() {
        let cause = diagnose(run.world(), run.checker()).map(|found| found.cause);
        conditions.extend(cause.map(|cause| Condition::Stuck(Some(cause))));
    }
    let step = Amount::Number(run.cursor());
    conditions.push(Condition::Compare { quantity: Quantity::Step, op: Op::Is, with: step });
    conditions.push(Condition::Digest(run.world().digest()));
    let expected = conditions.into_iter().map(Command::Expect);
    expected.chain([Command::Note(what.to_string())]).collect()
}
