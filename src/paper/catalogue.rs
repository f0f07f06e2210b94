//! The catalogue: what each rule says, why it exists, what breaks without it, what real systems do, and which
//! function of ours carries it out.
//!
//! The words are ours. Where the paper is silent or looser than Figure 2, they say so.

mod elections;
mod foundations;
mod replication;
mod safety;

use super::lab::{self, BugArticle, bug_article};
use super::prose::sections;
use super::{Bug, Place, Rule};
use serde::Serialize;
use std::fmt::Write as _;

/// What there is to say about one rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Article {
    /// Which rule.
    pub rule: Rule,
    /// Its name, for lists.
    pub name: &'static str,
    /// Where the paper states it.
    pub place: Place,
    /// What it says.
    pub words: &'static str,
    /// Why it exists.
    pub why: &'static str,
    /// What breaks without it: a small story.
    pub without: &'static str,
    /// What real systems do instead or besides: the gap between paper and practice.
    pub practice: &'static str,
    /// The function that carries it out.
    pub function: &'static str,
    /// The file of that function.
    pub file: &'static str,
    /// The names of the facts that carry the rule.
    pub facts: &'static [&'static str],
}

/// The article of a rule.
pub fn article(rule: Rule) -> &'static Article {
    match rule {
        Rule::P1 => &foundations::P1,
        Rule::P2 => &foundations::P2,
        Rule::T1 => &foundations::T1,
        Rule::T2 => &foundations::T2,
        Rule::T3 => &foundations::T3,
        Rule::A1 => &foundations::A1,
        Rule::C1 => &foundations::C1,
        Rule::C2 => &foundations::C2,
        Rule::E0 => &elections::E0,
        Rule::E1 => &elections::E1,
        Rule::E2 => &elections::E2,
        Rule::E3 => &elections::E3,
        Rule::E4 => &elections::E4,
        Rule::E5 => &elections::E5,
        Rule::E6 => &elections::E6,
        Rule::V1 => &elections::V1,
        Rule::V2 => &elections::V2,
        Rule::L1 => &replication::L1,
        Rule::L2 => &replication::L2,
        Rule::L3 => &replication::L3,
        Rule::L4 => &replication::L4,
        Rule::L5 => &replication::L5,
        Rule::L6 => &replication::L6,
        Rule::L7 => &replication::L7,
        Rule::L8 => &replication::L8,
        Rule::L9 => &replication::L9,
        Rule::L10 => &replication::L10,
        Rule::R1 => &replication::R1,
        Rule::R2 => &replication::R2,
        Rule::R3 => &replication::R3,
        Rule::R4 => &replication::R4,
        Rule::K2 => &replication::K2,
        Rule::I1 => &safety::I1,
        Rule::I2 => &safety::I2,
        Rule::I3 => &safety::I3,
        Rule::I4 => &safety::I4,
        Rule::I5 => &safety::I5,
        Rule::S1 => &safety::S1,
    }
}

/// Every article, in the order of the rules.
pub fn articles() -> impl Iterator<Item = &'static Article> {
    Rule::ALL.iter().map(|rule| article(*rule))
}

/// The catalogue's table of contents as text: one rule a line, then one bug a line.
pub fn contents() -> String {
    let mut text = String::from("The rules of Raft. `raftarium rules ID` tells one of them in full.\n\n");
    for article in articles() {
        let line = format!("{:<4} {:<37} {}", article.rule, article.name, article.place.narrow());
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text + "\n" + &lab::contents()
}

/// One article as text, wrapped for a terminal of 80 columns, with the ways to set the rule aside.
pub fn page(rule: Rule) -> String {
    let article = article(rule);
    let mut text = format!("{} · {}\n{}\n", article.rule, article.name, article.place);
    text += &sections([
        ("The rule", article.words),
        ("Why", article.why),
        ("Without it", article.without),
        ("In practice", article.practice),
    ]);
    let _ = write!(text, "\nIn this program\n  {}\n  {}\n", article.function, article.file);
    if !article.facts.is_empty() {
        text += &sections([("Facts", article.facts.join(", ").as_str())]);
    }
    for bug in Bug::ALL.iter().filter(|bug| bug.rule() == rule) {
        let BugArticle { summary, story, expect, .. } = bug_article(*bug);
        let title = format!("In the bug lab: {bug}");
        text += &sections([(title.as_str(), format!("{summary} {story} {expect}").as_str())]);
    }
    text
}
