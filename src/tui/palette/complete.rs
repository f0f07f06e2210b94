//! What could be typed next: the program's words beside those of the script language.

use super::Proposal;
use crate::paper::Rule;
use crate::tui::Pane;
use crate::tui::app::state::App;
use crate::tui::clock::Speed;
use crate::tui::home::Scenario;
use crate::tui::lab::Item;
use crate::tui::order::DEMO_WORDS;
use crate::tui::order::VERBS;
use crate::tui::order::table::{Offers, THEMES, WORDS};

impl App {
    /// Makes the proposals of the palette again.
    pub(in crate::tui) fn propose(&mut self) {
        let Some(palette) = &self.palette else { return };
        let before = palette.before_cursor().to_string();
        let start = before.rfind(' ').map_or(0, |space| space + 1);
        let typed = &before[start..];
        let words: Vec<&str> = before[..start].split_whitespace().collect();
        // A scenario is found by any part of its name or title.
        let anywhere = matches!(before[..start].trim(), "scenario" | "lesson" | "demo");
        let mut proposals = match words[..] {
            [] => first_words(),
            [first] => self.second_words(first),
            ["lab", verb] if takes_id(verb) => {
                lab_ids().map(|(word, help)| Proposal { word, help: help.to_string() }).collect()
            }
            _ => Vec::new(),
        };
        proposals.retain(|proposal| {
            let found = |text: &str| text.to_lowercase().contains(&typed.to_lowercase());
            starts_with(&proposal.word, typed)
                || (anywhere && (found(&proposal.word) || found(&proposal.help)))
        });
        let (start, proposals) = self.with_script(&before, start, proposals);
        let objection = self.objection();
        if let Some(palette) = &mut self.palette {
            palette.propose(start, proposals);
            palette.object(objection);
        }
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
