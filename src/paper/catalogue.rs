//! The catalogue as pages of text: what each rule says, why it exists, what breaks without it, what real systems do, and
//! which function of ours carries it out.

use super::prose::sections;
use super::{Bug, BugArticle, Rule, lab, source};
use std::fmt::Write as _;

/// The catalogue's table of contents as text: one rule a line, then one bug a line.
pub fn contents() -> String {
    let mut text = String::from("The rules of Raft. `raftarium rules ID` describes one of them in full.\n\n");
    for rule in Rule::ALL {
        let article = rule.article();
        let line = format!("{:<4} {:<37} {}", article.rule, article.name, article.place.narrow());
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text + "\n" + &lab::contents()
}

/// One article as text, wrapped for a terminal of 80 columns, with the ways to switch the rule off.
pub fn page(rule: Rule) -> String {
    let article = rule.article();
    let mut text = format!("{} · {}\n{}\n", article.rule, article.name, article.place);
    text += &sections([
        ("The rule", article.words),
        ("Why", article.why),
        ("Without it", article.without),
        ("In practice", article.practice),
    ]);
    let _ = write!(text, "\nIn this program\n  {}\n  {}\n", article.function, source::file_of(rule));
    if !article.facts.is_empty() {
        text += &sections([("Facts", article.facts.join(", ").as_str())]);
    }
    for bug in Bug::ALL.iter().filter(|bug| bug.rule() == rule) {
        let BugArticle { summary, story, expect, .. } = *bug.article();
        let title = format!("In the bug lab: {bug}");
        text += &sections([(title.as_str(), format!("{summary} {story} {expect}").as_str())]);
    }
    text
}
