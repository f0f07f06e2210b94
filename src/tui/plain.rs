//! The same story line by line, for screen readers and pipes: the application with no screen.

mod help;
mod lesson;
mod typed;

use crate::explain::{Narration, tell_within};
use crate::history::{BranchId, Run};
use crate::sim::{Step, StepId};
use crate::tui::aloud::Aloud;
use crate::tui::app::input::Effect;
use crate::tui::app::state::{App, Screen};
use crate::tui::branches::view;
use crate::tui::in_words::{logs, messages, rules_off, standing, usages};
use crate::tui::order::Order;
use crate::tui::order::mistake::Mistake;
use crate::tui::stage::Stage;
use crate::untrusted::printable;

/// The most steps that one command tells.
const MOST_TOLD: usize = 500;

/// A session line by line.
#[derive(Debug)]
pub struct Plain {
    app: App,
    /// The lesson that is told, until one leaves it.
    aloud: Option<Aloud>,
}

/// Tells what has happened in the run on the screen, each step once.
#[derive(Clone, Debug, Default)]
pub struct Teller {
    /// The run and the step that were told last.
    before: Option<(String, StepId)>,
}

impl Teller {
    /// Leaves out all that has happened so far.
    pub fn skip(&mut self, app: &App) {
        self.before = app.stage().map(|stage| (stage.title.clone(), stage.run.cursor()));
    }

    /// The steps between where the run was and where it is; of more than so many, the last. A run that has come to the
    /// screen since then, or one that was gone back in, is told from where it stands.
    pub fn tell(&mut self, app: &App, most: usize) -> Vec<String> {
        let before = self.before.take();
        self.skip(app);
        let Some(stage) = app.stage() else { return Vec::new() };
        let cursor = stage.run.cursor();
        let mut lines = Vec::new();
        match before {
            Some((title, was)) if title == stage.title && was < cursor => {
                let new: Vec<&Step> = stage.run.recent().iter().filter(|step| step.number > was).collect();
                let skipped = (cursor - was) as usize - new.len().min(most);
                if skipped > 0 {
                    lines.push(format!("… {skipped} steps …"));
                }
                let first = new.len().saturating_sub(most);
                for step in &new[first..] {
                    lines.push(line_of(step, &stage.run));
                    lines.extend(note_of(stage, step.number));
                }
            }
            Some((title, was)) if title == stage.title && was == cursor => {}
            _ => {
                lines.push(stage.title.clone());
                lines.extend(beginning(stage));
            }
        }
        lines
    }
}

/// What a line is answered with.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Answer {
    /// What to say.
    pub lines: Vec<String>,
    /// Whether the line could not be carried out.
    pub refused: bool,
    /// Whether to end.
    pub quit: bool,
    /// What only the shell can do; [`Plain::after`] tells what came of it.
    pub asks: Vec<Effect>,
}

impl Answer {
    fn of(lines: Vec<String>) -> Answer {
        Answer { lines, ..Answer::default() }
    }

    fn refused(why: &str) -> Answer {
        Answer { refused: true, ..Answer::of(vec![why.to_owned()]) }
    }
}

impl Plain {
    /// Tells the story of an application's run.
    pub fn new(app: App) -> Plain {
        Plain { app, aloud: None }
    }

    /// The application that it is about.
    pub fn app(&mut self) -> &mut App {
        &mut self.app
    }

    /// What is said at first.
    pub fn greeting(&self) -> Vec<String> {
        let mut lines = vec!["Raftarium, line by line. help lists what you can type, quit ends.".to_string()];
        if let Some(stage) = self.app.stage() {
            lines.push(stage.title.clone());
            lines.push(
                "step takes one step, next runs until something interesting happens, run 100ms lets time pass,"
                    .to_string(),
            );
            lines.push("status shows every server. lesson 2 plays lesson 2, lessons lists them.".to_string());
            lines.extend(beginning(stage));
        }
        lines
    }

    /// Carries out a line.
    pub fn line(&mut self, line: &str) -> Answer {
        if let Some(answer) = self.aloud_line(line) {
            return answer;
        }
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            return Answer::default();
        }
        let line = typed::meant(line);
        let line = line.as_str();
        match line {
            "help" => return Answer::of(help::HELP.lines().map(str::to_owned).collect()),
            "commands" => return Answer::of(usages(|_| true)),
            "status" => return Answer::of(self.status()),
            "logs" => return Answer::of(self.about_run(|run| logs(run.world()))),
            "messages" => return Answer::of(self.about_run(|run| messages(run.world()))),
            _ => {}
        }
        if let Some(answer) = self.lesson_line(line) {
            return answer;
        }
        // What the script says here was told along with the step: `next` goes on from it.
        self.app.read_note();
        let mut teller = Teller::default();
        teller.skip(&self.app);
        let branch = self.branch();
        let result = self.app.obey(line);
        // Nobody watches a hunt: it goes on to its end.
        while self.app.is_hunting() {
            self.app.advance(std::time::Duration::ZERO);
        }
        // Nor a demo: it goes to its next pause at once.
        self.app.finish_demo();
        let mut answer = Answer::default();
        answer.lines.extend(teller.tell(&self.app, MOST_TOLD));
        if let Some(stage) = self.app.stage().filter(|_| branch.is_some() && self.branch() != branch) {
            // Which branch this is: what the subtitle says.
            answer.lines.extend(stage.captions.notice().map(|said| format!("{}: {}", said.head, said.rest)));
        }
        match result {
            Err(Mistake { message, .. }) => {
                answer
                    .lines
                    .push(format!("Not done: {}. help lists what you can type.", printable(&message, 500)));
                answer.refused = true;
            }
            Ok(()) => self.tell_rest(&mut answer),
        }
        answer
    }

    /// Something about the run, if there is one.
    fn about_run(&self, say: impl Fn(&Run) -> Vec<String>) -> Vec<String> {
        match self.app.stage() {
            Some(stage) => say(&stage.run),
            None => vec!["There is no cluster yet.".to_owned()],
        }
    }

    fn branch(&self) -> Option<BranchId> {
        Some(self.app.stage()?.run.current().id())
    }

    /// Notices, pages, and what only a screen can do.
    fn tell_rest(&mut self, answer: &mut Answer) {
        for effect in self.app.take_effects() {
            match effect {
                Effect::Quit => answer.quit = true,
                Effect::Keep
                | Effect::Progress
                | Effect::Save(_)
                | Effect::Open(_)
                | Effect::Demo(_)
                | Effect::Picture(_)
                | Effect::Story(_) => {
                    answer.asks.push(effect);
                }
                // There is no terminal to ask for its clipboard: here it is.
                Effect::Copy(text) => {
                    answer.lines.extend(text.lines().map(str::to_string));
                    let _ = self.app.take_notice();
                }
                Effect::Suspend | Effect::Mouse(_) | Effect::Redraw | Effect::Sheet(_) => {}
            }
        }
        if *self.app.screen() == Screen::Compare && self.app.is_moving() {
            // Nobody watches the two move: to where they part.
            let _ = self.app.execute(Order::Start);
        }
        if self.app.is_moving() {
            let _ = self.app.execute(Order::Pause);
            answer.lines.push("Here commands let time pass: `step`, `next`, `run 100ms`.".to_string());
        }
        if let Some(panel) = self.app.take_panel() {
            answer.lines.extend(panel);
        }
        if let Some(text) = self.app.take_answer() {
            answer.lines.extend(text.lines().map(str::to_string));
        }
        // A page is read and left.
        let text = match (self.app.screen().clone(), self.app.stage()) {
            (Screen::Page(page), _) => page.text(&self.app.preferences.keymap, &self.app.look),
            (Screen::Branches(_), Some(stage)) => view::lines(&stage.run),
            (Screen::Compare, _) => self.app.compared(),
            (Screen::Lab(_), _) => self.app.lab_in_words(),
            _ => Vec::new(),
        };
        if !text.is_empty() {
            answer.lines.extend(text);
            let _ = self.app.execute(Order::Escape);
        }
        if let Some(notice) = self.app.take_notice() {
            answer.lines.push(notice);
        }
    }

    /// What there is to say after the shell has done what was asked for.
    pub fn after(&mut self, asked: &Effect) -> Vec<String> {
        let notice = self.app.take_notice();
        let failed = notice.as_ref().is_some_and(|notice| notice.starts_with("Not opened"));
        let opened = matches!(asked, Effect::Open(_) | Effect::Demo(_)) && !failed;
        let mut lines = Vec::new();
        if let Some(stage) = self.app.stage().filter(|_| opened) {
            lines.push(stage.title.clone());
            lines.extend(self.status());
        }
        lines.extend(notice);
        lines
    }

    /// Where everything stands.
    fn status(&self) -> Vec<String> {
        let Some(stage) = self.app.stage() else { return vec!["There is no cluster yet.".into()] };
        let branches = stage.run.branches().len();
        let mut lines = Vec::new();
        if branches > 1 {
            lines.push(format!("on {}, one of {branches} branches", view::called(stage.run.current())));
        }
        lines.extend(standing(&stage.run));
        lines
    }
}

/// What is said where a run begins: what its script says, or its first step.
fn beginning(stage: &Stage) -> Vec<String> {
    let Narration { head, rest, .. } = stage.captions.caption();
    let first = if rest.is_empty() { head.clone() } else { format!("{head}: {rest}") };
    let note = note_of(stage, stage.run.cursor());
    rules_off(&stage.run).into_iter().chain([first]).chain(note).collect()
}

/// What a script says after a step.
fn note_of(stage: &Stage, step: u64) -> Option<String> {
    let note = stage.story.as_ref()?.note(step)?;
    Some(format!("-- {note}"))
}

/// `97  1 284 ms  S2 denies S4 its vote: its own log is more up-to-date. §5.4.1 · RequestVote 2`
pub(super) fn line_of(step: &Step, run: &Run) -> String {
    let Narration { head, rest, short_place, .. } = tell_within(step, run);
    let why = if rest.is_empty() { String::new() } else { format!(": {rest}") };
    let place = if short_place.is_empty() { String::new() } else { format!("  [{short_place}]") };
    format!("step {}, {} ms: {head}{why}{place}", step.number, step.at.ms())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::Run;
    use crate::sim::Setup;
    use crate::tui::Look;
    use crate::tui::app::preferences::Preferences;

    fn session() -> Plain {
        let mut app = App::new(Preferences::default(), Look::default());
        app.show(Run::new(Setup::of(3, 1)).unwrap(), "sandbox");
        Plain::new(app)
    }

    #[test]
    fn an_election_is_told_line_by_line() {
        let mut plain = session();
        let first = plain.line("next");
        assert!(first.lines.last().unwrap().contains("starts an election for term 1"), "{first:?}");
        let second = plain.line("next");
        assert!(second.lines.last().unwrap().contains("wins the election for term 1"), "{second:?}");
        assert!(second.lines.len() > 1, "every step on the way is told");
        let status = plain.line("status").lines.join("\n");
        assert!(status.contains("leads term 1") && status.contains("leader, term 1"), "{status}");
    }

    #[test]
    fn what_cannot_be_done_is_said() {
        let mut plain = session();
        let answer = plain.line("crush S1");
        assert!(answer.refused && answer.lines[0].contains("crash"), "{answer:?}");
        let answer = plain.line("play");
        assert!(!answer.refused && answer.lines[0].contains("run 100ms"), "{answer:?}");
        assert_eq!(plain.line("  # nothing"), Answer::default());
        assert!(plain.line("quit").quit);
    }

    #[test]
    fn pages_are_read_out_and_the_run_goes_on() {
        let mut plain = session();
        let help = plain.line("help").lines.join("\n");
        assert!(help.contains("run 100ms") && !help.contains("PageUp"), "{help}");
        assert!(!plain.line("rules V2").lines.is_empty());
        let told = plain.line("step").lines;
        assert!(told[0].starts_with("step 4, "), "{told:?}");
    }
}
