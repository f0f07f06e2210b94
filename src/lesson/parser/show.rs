//! ```` ```show ````

use super::Reader;
use super::outline::Block;
use super::question::first_word;
use super::row::Row;
use crate::language::{self, printable};
use crate::lesson::{Lit, Pane, Show};
use crate::nearest::nearest;
use crate::paper::Rule;

const WORDS: [&str; 5] = ["light", "pane", "pause", "return", "beside"];

impl Reader {
    /// Where to look. Coming back to an earlier step, what was known there is known again.
    pub(super) fn show(&mut self, block: &Block<'_>, position: usize) -> Vec<(u32, Show)> {
        let mut shows = Vec::new();
        for row in block.rows.iter().map(|row| row.trim()).filter(|row| !row.is_blank()) {
            if let Some(show) = self.line(row, position) {
                shows.push((row.number, show));
            }
        }
        if block.rows.iter().all(Row::is_blank) {
            let problem = block.head.problem("this block is empty");
            self.say(problem.expecting("for example light S1, or pane logs"));
        }
        shows
    }

    fn line(&mut self, row: Row<'_>, position: usize) -> Option<Show> {
        let (word, rest) = first_word(row);
        match word.text() {
            "light" => self.lit(rest).map(Show::Light),
            "pane" => {
                let pane = Pane::IN_LESSONS.into_iter().find(|pane| pane.word() == rest.text());
                if pane.is_none() {
                    let words = Pane::IN_LESSONS.map(Pane::word);
                    self.unknown(rest, "a pane", &words.each_ref().map(String::as_str));
                }
                pane.map(Show::Pane)
            }
            "pause" => {
                if !rest.text().is_empty() {
                    self.say(rest.problem("nothing may follow `pause`").expecting("a separate line"));
                }
                Some(Show::Pause)
            }
            "return" => {
                let (to, title) = first_word(rest);
                if to.text() != "to" {
                    self.say(
                        rest.problem("which step should it return to?").expecting("return to \"Step title\""),
                    );
                    return None;
                }
                let step = self.earlier(title, position)?;
                self.now = self.ends[step].clone();
                Some(Show::ReturnTo(step))
            }
            "beside" => self.earlier(rest, position).map(Show::Beside),
            _ => {
                self.unknown(word, "something to show", &WORDS);
                None
            }
        }
    }

    fn lit(&mut self, row: Row<'_>) -> Option<Lit> {
        let (word, rest) = first_word(row);
        match word.text() {
            "entry" => self.entry(rest).map(|(index, on)| Lit::Entry { index, on }),
            "message" => self.message(row).map(Lit::Message),
            "rule" => self.rule(rest).map(Lit::Rule),
            _ => {
                let read = language::parse_targets(row.text(), &self.now.known).map_err(|problem| {
                    Box::new(
                        problem
                            .expecting("expected servers, entry 2 on S3, message vote S1 -> S3, or rule L7"),
                    )
                });
                self.take(row, read).map(Lit::Servers)
            }
        }
    }

    /// A rule, by its id.
    pub(super) fn rule(&mut self, row: Row<'_>) -> Option<Rule> {
        let rule = Rule::parse(row.text());
        if rule.is_none() {
            let found = printable(row.text(), 20);
            let problem = row.problem(format!("there is no rule `{found}`"));
            let nearest = nearest(row.text(), Rule::ALL.iter().map(|rule| rule.id()));
            self.say(problem.expecting("`raftarium rules` lists them").meaning(nearest));
        }
        rule
    }

    /// An earlier step, by its title in quotes.
    fn earlier(&mut self, row: Row<'_>, position: usize) -> Option<usize> {
        let title = row.text().strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        let Some(title) = title else {
            self.say(row.problem("which step?").expecting("its title in quotes: \"Step title\""));
            return None;
        };
        match self.titles.iter().position(|known| known == title) {
            Some(step) if step < position => Some(step),
            Some(_) => {
                self.say(
                    row.problem("this step does not come earlier").expecting("the title of an earlier step"),
                );
                None
            }
            None => {
                let problem = row.problem("no step has this title").expecting("the title of an earlier step");
                let near = nearest(title, self.titles[..position].iter().map(String::as_str));
                self.say(problem.meaning(near.map(str::to_owned)));
                None
            }
        }
    }
}
