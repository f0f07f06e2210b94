//! The catalogue: what each rule says, why it exists, what breaks without it, what real systems do, and which
//! function of ours carries it out.
//!
//! The words are ours. Where the paper is silent or looser than Figure 2, they say so.

mod elections;
mod foundations;
mod replication;
mod safety;

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

/// The catalogue's table of contents as text: one rule a line.
pub fn contents() -> String {
    let mut text = String::from("The rules of Raft. `raftarium rules ID` tells one of them in full.\n\n");
    for article in articles() {
        let line = format!("{:<4} {:<37} {}", article.rule, article.name, article.place.narrow());
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

/// One article as text, wrapped for a terminal of 80 columns.
pub fn page(rule: Rule) -> String {
    let article = article(rule);
    let mut text = format!("{} · {}\n{}\n", article.rule, article.name, article.place);
    for (title, prose) in [
        ("The rule", article.words),
        ("Why", article.why),
        ("Without it", article.without),
        ("In practice", article.practice),
    ] {
        let _ = write!(text, "\n{title}\n{}", wrapped(prose));
    }
    let _ = write!(text, "\nIn this program\n  {}\n  {}\n", article.function, article.file);
    if !article.facts.is_empty() {
        let _ = write!(text, "\nFacts\n{}", wrapped(&article.facts.join(", ")));
    }
    let bugs: Vec<&str> = Bug::ALL.iter().filter(|bug| bug.rule() == rule).map(|bug| bug.id()).collect();
    if !bugs.is_empty() {
        let _ = write!(text, "\nIn the bug lab\n{}", wrapped(&bugs.join(", ")));
    }
    text
}

/// Lines of at most 78 columns, indented by two.
fn wrapped(prose: &str) -> String {
    let mut text = String::new();
    let mut width = 0;
    for word in prose.split_whitespace() {
        let length = word.chars().count();
        if width == 0 {
            text.push_str("  ");
            width = 2;
        } else if width + 1 + length > 78 {
            text.push_str("\n  ");
            width = 2;
        } else {
            text.push(' ');
            width += 1;
        }
        text.push_str(word);
        width += length;
    }
    text.push('\n');
    text
}
