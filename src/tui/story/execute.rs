//! Commands of the script language, carried out on the run that is shown.

use crate::history::Run;
use crate::language::Place as Group;
use crate::language::{
    Act, Command, Known, Script, Usage, commands, complete_with, parse, parse_command, targets,
};
use crate::nearest::hint;
use crate::script::{Outcome, PlayOptions, Report, Trouble, play_through};
use crate::tui::app::state::{App, Screen};
use crate::tui::home::Scenario;
use crate::tui::home::sandbox::title;
use crate::tui::order::Order;
use crate::tui::order::asks;
use crate::tui::order::mistake::Mistake;
use crate::tui::order::mistake::refused;
use crate::tui::order::pointed;
use crate::tui::order::table::WORDS;
use crate::tui::palette::Proposal;
use crate::tui::stage::Stage;
use crate::tui::story::Story;
use crate::untrusted::printable;

impl App {
    /// The command of the script language that a text is, for the cluster on the screen.
    pub(in crate::tui) fn read_script(&self, text: &str) -> Result<Option<Command>, Mistake> {
        let stage = self.stage.as_ref().filter(|_| self.screen == Screen::Cluster);
        let known = stage.map(Stage::known).unwrap_or_default();
        parse_command(text, &known).map_err(|problem| pointed(&problem, text))
    }

    /// Carries out a command of the script language.
    pub(in crate::tui) fn run_command(&mut self, command: &Command) -> Result<(), Mistake> {
        let Some(stage) = self.stage.as_mut().filter(|_| self.screen == Screen::Cluster) else {
            if matches!(self.screen, Screen::Branches(_) | Screen::Compare | Screen::Lab(_)) {
                return Err(refused(&"This needs a cluster: Esc goes back"));
            }
            return Err(refused(&"There is no cluster here: `sandbox` or `new 5 servers` makes one"));
        };
        // What can be changed while the cluster runs is changed there.
        let in_place = if stage.was_played() { command.in_mid_run() } else { None };
        if let Outcome::NewCluster(setup) = stage.execute(in_place.as_ref().unwrap_or(command))? {
            let replaces = stage.was_played();
            let title = title("sandbox", setup.servers, setup.seed);
            let run = Run::new(*setup).map_err(|error| refused(&error))?;
            self.show(run, &title);
            if replaces {
                self.say("A new cluster", "`last` goes back to the one before");
            }
        }
        Ok(())
    }

    /// Shows a script from its beginning: it has been played to its end, and is watched like a film.
    ///
    /// # Errors
    /// If the cluster cannot be set up so; it says why.
    pub fn show_script(&mut self, script: &Script, name: &str, options: &PlayOptions) -> Result<(), String> {
        self.play_script(script, name, options).map(|_| ())
    }

    /// As [`App::show_script`]; what came of playing it.
    pub(in crate::tui) fn play_script(
        &mut self,
        script: &Script,
        name: &str,
        options: &PlayOptions,
    ) -> Result<Report, String> {
        let (report, run) = play_through(script, options);
        let failure = report.failure.as_ref().map(|failure| failure.reason.clone());
        let Some(mut run) = run else { return Err(failure.unwrap_or_default()) };
        run.seek(run.start());
        // The rest of the status line is for who leads, the time and the speed.
        let title = title(&printable(name, 36), run.world().size(), run.world().setup().seed);
        let story = Story::new(&report.notes, run.end());
        self.show(run, &title);
        if let Some(stage) = &mut self.stage {
            stage.story = Some(story);
            stage.show_step();
        }
        if let Some(reason) = failure {
            self.say("It does not run as it expects", &reason);
        }
        Ok(report)
    }

    /// The script that is shown is this text.
    pub fn written_as(&mut self, script: &str) {
        if let Some(story) = self.stage.as_mut().and_then(|stage| stage.story.as_mut()) {
            story.written(script);
        }
    }

    /// What the script that is shown says before anything happens: a title, its place in the paper, and more.
    pub fn open_story(&mut self, title: &str, place: &str, what: &str) {
        let Some(stage) = &mut self.stage else { return };
        if let Some(story) = &mut stage.story {
            story.open(&printable(title, 200), &printable(place, 60), &printable(what, 300));
            stage.show_step();
        }
    }

    /// Plays one of the scenarios that come with the program.
    pub(in crate::tui) fn play_scenario(&mut self, name: &str) -> Result<(), Mistake> {
        let at_name = |message: String| Mistake { column: "scenario ".len(), message };
        let Some(scenario) = Scenario::named(name) else {
            let hint = hint(name, Scenario::all().map(|scenario| scenario.word()));
            return Err(at_name(format!("there is no scenario '{}'{hint}", printable(name, 40))));
        };
        let script = parse(scenario.text).map_err(|problems| at_name(problems.to_string()))?;
        self.show_script(&script, &scenario.title, &PlayOptions::default()).map_err(at_name)?;
        self.open_story(&scenario.title, scenario.place, &scenario.what);
        self.written_as(scenario.text);
        Ok(())
    }

    /// The proposals of the program with those of the language, in place of the text from this byte on.
    pub(in crate::tui) fn with_script(
        &self,
        before: &str,
        start: usize,
        mut proposals: Vec<Proposal>,
    ) -> (usize, Vec<Proposal>) {
        let Some(stage) = self.stage.as_ref().filter(|_| self.screen == Screen::Cluster) else {
            return (start, proposals);
        };
        // What follows a word of the program is for the program to say.
        let first = before.split_whitespace().next().unwrap_or_default();
        if start > 0 && asks(first) {
            return self.proposals_for_question(before).unwrap_or((start, proposals));
        }
        if start > 0 && WORDS.iter().any(|word| word.name == first) {
            return (start, proposals);
        }
        let found = complete_with(before, stage.run.world(), &stage.player.names);
        let start = found.first().map_or(start, |completion| completion.start);
        let known: Vec<String> = proposals.iter().map(|proposal| proposal.word.clone()).collect();
        let new = found.into_iter().filter(|completion| !known.contains(&completion.text));
        let mut all: Vec<Proposal> =
            new.map(|completion| Proposal { word: completion.text, help: completion.help }).collect();
        all.append(&mut proposals);
        if before[..start].trim().is_empty() {
            all.sort_by_key(|proposal| rank(&proposal.word));
        } else {
            sides(&before[..start], &mut all);
        }
        for proposal in all.iter_mut().filter(|proposal| proposal.help.is_empty()) {
            let is_it = |usage: &&Usage| usage.usage.split(", ").any(|word| word == proposal.word);
            let known = targets().iter().find(is_it);
            proposal.help = known.map(|usage| usage.help.to_string()).unwrap_or_default();
        }
        (start, all)
    }

    /// What is wrong with the words that are complete, while one types: the last word is not judged yet.
    pub(in crate::tui) fn objection(&self) -> Option<Mistake> {
        let palette = self.palette.as_ref().filter(|palette| palette.at_end())?;
        let text = palette.text();
        let complete = text.rfind(' ').map_or("", |space| &text[..space]);
        let judged = complete.chars().count();
        if complete.trim().is_empty() {
            return None;
        }
        let mistake = if let Some(Ok(Order::Question(text))) = Order::parse(text) {
            self.mistake_in_question(&text)?
        } else if let Some(order) = Order::parse(text) {
            order.err()?
        } else {
            let stage = self.stage.as_ref().filter(|_| self.screen == Screen::Cluster);
            let known = stage.map(Stage::known).unwrap_or_default();
            pointed(parse_command(text, &known).err()?.as_ref(), text)
        };
        (mistake.column < judged).then_some(mistake)
    }
}

/// What one wants to do in a lecture, then all else that is done to a running cluster, then what is done to the
/// program; how clusters begin comes last.
fn rank(word: &str) -> (u8, usize) {
    const OFTEN: [&str; 10] =
        ["submit", "crash", "restart", "partition", "heal", "freeze", "thaw", "timeout", "isolate", "cut"];
    let often = OFTEN.iter().position(|known| *known == word);
    let place = commands().iter().find(|usage| usage.word == word).map(|usage| usage.place);
    match (often, place) {
        (Some(position), _) => (0, position),
        (None, Some(Group::Action)) => (1, 0),
        (None, Some(Group::Movement)) => (2, 0),
        (None, Some(Group::Setup)) => (4, 0),
        _ => (3, 0),
    }
}

/// Whoever is named already is not named again; between the sides of a partition stands `|`.
fn sides(before: &str, proposals: &mut Vec<Proposal>) {
    const LISTS: [&str; 7] = ["crash", "restart", "freeze", "thaw", "wipe", "isolate", "partition"];
    let mut words = before.split_whitespace();
    let Some(first) = words.next().filter(|first| LISTS.contains(first)) else { return };
    let named: Vec<&str> = words.clone().collect();
    proposals.retain(|proposal| !named.contains(&proposal.word.as_str()));
    if first == "partition" && words.next_back().is_some_and(|last| last != "|") {
        proposals.retain(|proposal| proposal.word != "|");
        proposals
            .insert(0, Proposal { word: "|".into(), help: "all followers are on the other side".into() });
    }
}

impl Stage {
    fn known(&self) -> Known {
        let names = self.player.names.iter().map(|(name, _)| name.to_string()).collect();
        Known { servers: self.run.world().size(), names }
    }

    /// Carries out a command on the run; the subtitle says what came of it.
    fn execute(&mut self, command: &Command) -> Result<Outcome, Mistake> {
        self.allows(command).map_err(|why| refused(&why))?;
        let (cursor, at) = (self.run.cursor(), self.run.world().now());
        let (was, count, story) = (self.run.current().id(), self.run.branches().len(), self.story.clone());
        let outcome = self.player.execute(command, &mut self.run);
        // What was waited for in vain has not been waited for: the future that was looked at stays known.
        if let (
            Err(trouble @ (Trouble::NotReached { .. } | Trouble::Quiet { .. })),
            Command::RunUntil { .. },
        ) = (&outcome, command)
        {
            self.run.seek(cursor);
            self.run.pass(at);
            self.show_step();
            return Err(refused(&format!(
                "{trouble}; you are still at step {}",
                crate::explain::grouped(cursor)
            )));
        }
        if self.run.cursor() != cursor {
            self.playback.playing &= !self.is_broken_since(cursor);
            self.show_step();
        }
        if self.is_broken_since(cursor) {
            self.show_violation();
        }
        let outcome = outcome.map_err(|trouble| refused(&trouble))?;
        match &outcome {
            Outcome::Acted(_) => {
                self.after_acting(was, story, cursor, count);
                self.say_both_directions(command);
            }
            Outcome::Named(server) => self.say(&format!("{command}"), &format!("it is {server}")),
            Outcome::Held => self.say("Yes", &command.to_string()),
            _ => {}
        }
        Ok(outcome)
    }

    /// A command about both directions is two steps: the second alone would tell of one direction.
    fn say_both_directions(&mut self, command: &Command) {
        let Command::Act(Act::Cut(links) | Act::Mend(links)) = command else { return };
        if links.both {
            let done = if matches!(command, Command::Act(Act::Cut(_))) { "cut" } else { "mended" };
            self.say(
                &format!("Links between {} and {} are {done}", links.from, links.to),
                "in both directions",
            );
        }
    }

    /// What is done after a step is not in the script that was played.
    pub(in crate::tui) fn leave_story(&mut self, after: u64) {
        if let Some(story) = &mut self.story {
            story.leave(after);
        }
    }

    /// Whether a property broke after a step.
    fn is_broken_since(&self, step: u64) -> bool {
        self.run.checker().violations().last().is_some_and(|violation| violation.step > step)
    }
}
