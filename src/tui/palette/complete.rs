//! What could be typed next: the program's words beside those of the script language.

use super::Proposal;
use super::also::ALSO;
use super::taking::Among;
use crate::language::{Known, Place, Usage, commands, parse_command};
use crate::paper::Rule;
use crate::tui::Pane;
use crate::tui::app::state::App;
use crate::tui::clock::Speed;
use crate::tui::home::Scenario;
use crate::tui::lab::Item;
use crate::tui::order::VERBS;
use crate::tui::order::asks;
use crate::tui::order::mistake::Mistake;
use crate::tui::order::table::{Offers, THEMES, WORDS};
use crate::tui::order::{DEMO_WORDS, LESSON_WORDS};

impl App {
    /// Makes the proposals of the palette again.
    pub(in crate::tui) fn propose(&mut self) {
        let Some(palette) = &self.palette else { return };
        let before = palette.before_cursor().to_string();
        if let Some((start, proposals, whole)) = self.whole_lines(&before) {
            let asks = before.starts_with("ask ");
            self.show_proposals(start, proposals, None);
            let among = if asks { Among::Questions } else { Among::Screen };
            self.finish_proposals(asks && whole, among);
            return;
        }
        let start = before.rfind(' ').map_or(0, |space| space + 1);
        let typed = &before[start..];
        let words: Vec<&str> = before[..start].split_whitespace().collect();
        // A scenario is found by any part of its name or title.
        let anywhere = matches!(before[..start].trim(), "scenario" | "lesson" | "demo");
        let all = match words[..] {
            [] => first_words(),
            [first] => self.second_words(first),
            ["lab", verb] if takes_id(verb) => {
                lab_ids().map(|(word, help)| Proposal { word, help: help.to_string() }).collect()
            }
            _ => Vec::new(),
        };
        let mut proposals = all.clone();
        proposals.retain(|proposal| {
            let found = |text: &str| text.to_lowercase().contains(&typed.to_lowercase());
            starts_with(&proposal.word, typed)
                || (anywhere && (found(&proposal.word) || found(&proposal.help)))
        });
        let listed: Vec<String> = all.into_iter().map(|proposal| proposal.word).collect();
        let (start, mut proposals) = self.with_script(&before, start, proposals);
        if words.is_empty() && typed.len() >= 3 {
            if proposals.is_empty() {
                proposals = self.described(typed);
            } else {
                proposals.extend(self.called(|name| name.eq_ignore_ascii_case(typed)));
            }
        }
        let among = match words[..] {
            [] => Among::Commands,
            [first] if WORDS.iter().any(|word| word.name == first && word.offers != Offers::Nothing) => {
                Among::Listed(listed)
            }
            [first, ..] if asks(first) => Among::Questions,
            _ => Among::Language,
        };
        let objection = self.objection();
        self.show_proposals(start, proposals, objection);
        self.finish_proposals(false, among);
    }

    fn show_proposals(&mut self, start: usize, proposals: Vec<Proposal>, objection: Option<Mistake>) {
        let Some(palette) = &self.palette else { return };
        let warning = self.warning(palette.text());
        if let Some(palette) = &mut self.palette {
            palette.warn(warning);
            palette.propose(start, proposals);
            palette.object(objection);
        }
    }

    /// Marks what Enter takes; where there is nothing, says so.
    fn finish_proposals(&mut self, whole_questions: bool, among: Among) {
        let offered = self.offered(whole_questions);
        let Some(palette) = &self.palette else { return };
        let is_silent = palette.proposals().is_empty() && palette.mistake().is_none();
        let remark = if is_silent { self.nothing_to_propose(among) } else { None };
        if let Some(palette) = &mut self.palette {
            palette.offer(offered);
            palette.remark(remark);
        }
    }

    /// What is proposed behind `find` and `ask`, whatever part of it is typed; whether that is all of the line.
    fn whole_lines(&self, before: &str) -> Option<(usize, Vec<Proposal>, bool)> {
        if let Some(words) = before.strip_prefix("find ") {
            return Some(("find ".len(), self.finds(words), true));
        }
        let asked = before.strip_prefix("ask ")?;
        let typed = asked.to_lowercase();
        let whole = self
            .questions_here()
            .into_iter()
            .filter(|question| question.word.to_lowercase().contains(&typed));
        let whole: Vec<Proposal> = whole.collect();
        if !whole.is_empty() {
            return Some(("ask ".len(), whole, true));
        }
        let (start, more) = self.proposals_for_question(asked).unwrap_or_default();
        Some(("ask ".len() + start, more, false))
    }

    /// The commands that what is typed describes, though none begins so: `projector` finds `theme light`.
    fn described(&self, typed: &str) -> Vec<Proposal> {
        let of = |first: &'static str, words: Vec<Proposal>| {
            words
                .into_iter()
                .map(move |Proposal { word, help }| Proposal { word: format!("{first} {word}"), help })
        };
        let themes = THEMES.map(|(theme, help)| Proposal { word: theme.name().into(), help: help.into() });
        let language = commands().iter().filter(|_| self.stage.is_some());
        let language = language.map(|usage| Proposal { word: usage.word.into(), help: usage.help.into() });
        let all = of("theme", themes.to_vec())
            .chain(first_words())
            .chain(language)
            .chain(of("demo", demo_words()))
            .chain(of("scenario", self.home.scenario_words()))
            .chain(of("lesson", self.lesson_words()));
        let typed = typed.to_lowercase();
        let found = |text: &str| text.to_lowercase().contains(&typed);
        let mut described = self.called(|name| found(name));
        let known: Vec<String> = described.iter().map(|proposal| proposal.word.clone()).collect();
        described.extend(all.filter(|proposal| {
            !known.contains(&proposal.word) && (found(&proposal.word) || found(&proposal.help))
        }));
        described
    }

    /// The lines that people call by other words. Without a cluster, only those that need none.
    fn called(&self, found: impl Fn(&str) -> bool) -> Vec<Proposal> {
        let lines = ALSO.iter().filter(|also| also.words.split(' ').any(&found));
        let lines = lines.filter(|also| self.stage.is_some() || !also.needs_cluster());
        lines.map(|also| Proposal { word: also.line.into(), help: also.help.into() }).collect()
    }

    /// Every word that a line can begin with here.
    pub(super) fn first_words_here(&self) -> Vec<String> {
        let language = commands().iter().filter(|_| self.stage.is_some()).map(|usage| usage.word.to_string());
        first_words().into_iter().map(|proposal| proposal.word).chain(language).collect()
    }

    /// What a line would cost: said before it is carried out.
    fn warning(&self, line: &str) -> Option<&'static str> {
        self.stage.as_ref().filter(|stage| stage.was_played())?;
        let mut words = line.split_whitespace();
        let (first, more) = (words.next()?, words.next());
        let begins = |usage: &&Usage| usage.place == Place::Setup && usage.word == first;
        let setup = commands().iter().find(begins);
        let replaces = match first {
            "new" | "sandbox" | "continue" => true,
            "scenario" | "open" => more.is_some(),
            "lesson" | "present" => {
                more.is_some_and(|name| LESSON_WORDS.iter().all(|(word, ..)| *word != name))
            }
            "demo" => more.is_some_and(|name| DEMO_WORDS.iter().all(|(word, ..)| *word != name)),
            _ => more.is_some() && setup.is_some_and(|usage| !changes_in_place(usage)),
        };
        replaces.then_some("This takes the place of the run on the screen: `last` brings that one back.")
    }

    fn second_words(&self, first: &str) -> Vec<Proposal> {
        let of = |words: Vec<(String, &str)>| {
            words.into_iter().map(|(word, help)| Proposal { word, help: help.to_string() }).collect()
        };
        let panes = || Pane::ALL.map(|pane| (pane.title().to_lowercase(), ""));
        let offers = WORDS.iter().find(|word| word.name == first).map_or(Offers::Nothing, |word| word.offers);
        match offers {
            Offers::Nothing => Vec::new(),
            Offers::Switch => of(["on", "off"].map(|word| (word.to_string(), "")).to_vec()),
            Offers::Themes => of(THEMES.map(|(theme, help)| (theme.name().to_string(), help)).to_vec()),
            Offers::Speeds => of(Speed::all().map(|speed| (speed.typed(), "")).collect()),
            Offers::Panes => of(panes().to_vec()),
            Offers::PanesAlong => {
                let along = ["next", "previous"].map(|word| (word.to_string(), ""));
                of(along.into_iter().chain(panes()).collect())
            }
            Offers::Rules => of(Rule::ALL.iter().map(|rule| (rule.id().to_string(), "")).collect()),
            Offers::Servers => of(self
                .stage
                .iter()
                .flat_map(|stage| stage.run.world().nodes())
                .map(|node| (node.id.to_string(), ""))
                .collect()),
            Offers::Scenarios => self.home.scenario_words(),
            Offers::Lessons => self.lesson_words(),
            Offers::Demos => demo_words(),
            Offers::Lab => {
                let verbs = VERBS.iter().map(|(verb, help)| ((*verb).to_string(), *help));
                of(verbs.chain(lab_ids()).collect())
            }
        }
    }
}

/// Whether a command of the setup changes the cluster that runs, instead of beginning another one: as its example does.
fn changes_in_place(usage: &Usage) -> bool {
    let command = parse_command(usage.example, &Known::default()).ok().flatten();
    command.is_some_and(|command| command.in_mid_run().is_some())
}

/// The demos, and what is done in one.
fn demo_words() -> Vec<Proposal> {
    let demos = Scenario::demos().map(|demo| (demo.word().to_string(), demo.title));
    let words = DEMO_WORDS.iter().map(|(word, help, _)| ((*word).to_string(), (*help).to_string()));
    demos.chain(words).map(|(word, help)| Proposal { word, help }).collect()
}

/// The rules of the bug lab.
fn lab_ids() -> impl Iterator<Item = (String, &'static str)> {
    Item::all().into_iter().map(|item| (item.id().to_string(), item.title()))
}

/// Whether the id of a rule follows this word of the bug lab.
fn takes_id(verb: &str) -> bool {
    matches!(verb, "hunt" | "break" | "new" | "aside")
}

fn first_words() -> Vec<Proposal> {
    let shown = WORDS.iter().filter(|word| !word.help.is_empty());
    shown.map(|word| Proposal { word: word.name.to_string(), help: word.help.to_string() }).collect()
}

fn starts_with(word: &str, typed: &str) -> bool {
    word.get(..typed.len()).is_some_and(|start| start.eq_ignore_ascii_case(typed))
}
