//! A challenge while it is tried line by line.

use super::said::Said;
use super::tell::moved;
use super::text::{counted, lines, sentence};
use crate::history::Run;
use crate::language::{Known, Names, parse_command};
use crate::lesson::play::{Solved, Standing, Trial};
use crate::script::{Outcome, Player, Trouble};
use crate::tui::in_words::usages;
use crate::untrusted::printable;

/// The most commands that can be undone.
const MOST_UNDONE: usize = 50;

/// A challenge while it is tried.
#[derive(Debug)]
pub(super) struct Tried {
    trial: Trial,
    run: Run,
    player: Player,
    /// What there was before each command, and the command.
    before: Vec<(Run, Names, String)>,
    /// It was solved, or the solution was shown.
    pub solved: Option<Solved>,
}

impl Tried {
    pub fn new(trial: Trial) -> Tried {
        let run = trial.run().as_ref().clone();
        let mut allowed = trial.challenge().solution.expected_violations();
        trial.challenge().violations_named(&mut allowed);
        let player = Player { names: trial.names().clone(), allowed, ..Player::default() };
        Tried { trial, run, player, before: Vec::new(), solved: None }
    }

    pub fn run(&self) -> &Run {
        &self.run
    }

    pub fn id(&self) -> crate::lesson::play::TaskId {
        self.trial.id()
    }

    fn judge(&mut self) -> Standing {
        self.trial.judge(&self.run, &self.player.names)
    }

    /// The goal, part by part, and who still fails it.
    pub fn goal(&mut self, said: &mut Vec<String>) {
        let standing = self.judge();
        for part in &standing.parts {
            let mark = if part.met { "[ok]" } else { "[missing]" };
            said.extend(sentence(&printable(&format!("{mark} {}", part.text), 1_000), "  "));
            for missing in &part.missing {
                said.extend(sentence(&printable(&format!("  Now: {missing}"), 1_000), "    "));
            }
        }
        for never in &self.trial.challenge().never {
            said.extend(sentence(&format!("This must not happen: {never}"), "  "));
        }
        let taken = counted(standing.actions as usize, "action");
        said.push(format!("{taken} taken; a good solution takes {}.", standing.par));
    }

    /// The commands that can be used here.
    pub fn commands(&self, said: &mut Vec<String>) {
        let only = &self.trial.challenge().only;
        let may = |word: &str| only.is_empty() || only.iter().any(|allowed| allowed == word);
        said.extend(usages(may));
    }

    pub fn hint(&mut self, said: &mut Vec<String>) {
        let all = self.trial.challenge().hints.len();
        match self.trial.hint().map(lines) {
            Some(hint) => {
                said.push(format!("Hint {} of {all}.", self.trial.hints_taken()));
                said.extend(hint);
            }
            None => said.push("There is no hint.".to_owned()),
        }
    }

    pub fn undo(&mut self) -> Said {
        let Some((run, names, command)) = self.before.pop() else {
            return Said::refused("There is nothing to undo: this is the beginning.");
        };
        (self.run, self.player.names) = (run, names);
        let now = self.run.world().now().ms();
        Said::of(vec![format!("Undone: {command}. The cluster is as before, at {now} ms.")])
    }

    pub fn reset(&mut self) {
        self.remember("reset".to_owned());
        self.run = self.trial.run().as_ref().clone();
        self.player.names = self.trial.names().clone();
    }

    fn remember(&mut self, command: String) {
        if self.before.len() == MOST_UNDONE {
            self.before.remove(0);
        }
        self.before.push((self.run.clone(), self.player.names.clone(), command));
    }

    /// Carries out a command.
    pub fn command(&mut self, line: &str) -> Said {
        let names = self.player.names.iter().map(|(name, _)| name.to_owned()).collect();
        let known = Known { servers: self.run.world().size(), names };
        let command = match parse_command(line, &known) {
            Ok(Some(command)) => command,
            Ok(None) => return Said::default(),
            Err(problem) => {
                let why = printable(&problem.short(), 500);
                return Said::refused(&format!(
                    "{why}. commands lists them; also: goal, hint, undo, reset, solution, skip, help."
                ));
            }
        };
        if let Err(forbidden) = self.trial.allows(&command) {
            return Said::refused(&forbidden.to_string());
        }
        let from = self.run.cursor();
        self.remember(command.to_string());
        let outcome = self.player.execute(&command, &mut self.run);
        let mut said = Said::default();
        moved(&self.run, from, &mut said.lines);
        match outcome {
            Ok(Outcome::Held) => said.lines.push("That holds.".to_owned()),
            Ok(Outcome::Named(server)) => said.lines.push(format!("{command}: {server}")),
            Ok(Outcome::Moved { .. }) if said.lines.is_empty() => {
                said.lines.push(format!("It is {} ms.", self.run.world().now().ms()));
            }
            Ok(_) => {}
            Err(trouble) => {
                // Time that has passed has passed, though not with the end that was hoped for.
                if self.run.cursor() == from && !matches!(trouble, Trouble::NotReached { .. }) {
                    self.before.pop();
                }
                said.refused = true;
                said.lines.push(format!("Not done: {}", printable(&trouble.to_string(), 600)));
            }
        }
        self.look(&mut said.lines);
        said
    }

    /// Whether it is solved now, or cannot be solved from here. That it is solved is said once.
    fn look(&mut self, said: &mut Vec<String>) {
        let standing = self.judge();
        if let Some(met) = standing.met {
            if self.solved.is_some() {
                return;
            }
            let hints = self.trial.hints_taken() as u32;
            let taken = counted(met.actions as usize, "action");
            let good = standing.par;
            said.push(if met.within(good) {
                format!("Solved with {taken}, which is a good solution.")
            } else {
                format!("Solved with {taken}; a good solution takes {good}.")
            });
            self.tell_solved(said);
            self.solved = Some(Solved { actions: met.actions, par: good, hints, shown: false });
        } else if let Some((step, never)) = standing.never {
            let at = self.run.recent().iter().find(|known| known.number == step);
            let when = at.map_or_else(String::new, |step| format!("At {} ms ", step.at.ms()));
            let text = format!(
                "{when}something happened that must not happen: {} undo takes back the last action, reset starts \
                 again.",
                finished(&never)
            );
            said.extend(sentence(&text, ""));
        }
    }

    fn tell_solved(&self, said: &mut Vec<String>) {
        let view = self.player.view(&self.run);
        said.extend(lines(&crate::lesson::resolve(&self.trial.challenge().solved, Some(view)).0));
        said.push("Press Enter to go on.".to_owned());
    }

    /// Shows how it can be done.
    pub fn solution(&mut self) -> Said {
        let mut said = Said::default();
        for line in &self.trial.challenge().solution.lines {
            said.lines.push(format!("> {}", line.command));
        }
        match self.trial.solution() {
            Err(broken) => said.lines.push(format!("The solution cannot be played: {broken}")),
            Ok((run, names)) => {
                let from = self.trial.run().cursor();
                moved(&run, from, &mut said.lines);
                self.remember("solution".to_owned());
                (self.run, self.player.names) = (run, names);
                let standing = self.judge();
                let hints = self.trial.hints_taken() as u32;
                let shown = Solved { actions: standing.actions, par: standing.par, hints, shown: true };
                self.solved.get_or_insert(shown);
                self.tell_solved(&mut said.lines);
            }
        }
        said
    }
}

/// A sentence ends with a full stop.
fn finished(text: &str) -> String {
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}
