//! `raftarium rules [ID]`: the catalogue.

use super::{Exit, Format, print};
use crate::nearest::hint;
use crate::paper::{Article, Bug, BugArticle, Property, Rule, catalogue, lab, source};
use anyhow::{Result, bail};
use serde_json::{Value, json};

/// Describe the rules of the paper: the place, the reason, what breaks without the rule, what real systems do
///
/// Without ID, this lists the rules, and the rules that can be switched off. With an ID, it describes the rule and
/// shows the source code that implements it, or it describes the bug.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  raftarium rules
  raftarium rules V2
  raftarium rules commit-by-count
  raftarium rules --format json")]
pub(super) struct Args {
    /// The short id of a rule, such as V2, or of a bug, such as commit-by-count
    #[arg(value_name = "ID")]
    id: Option<String>,
    /// Text for people, or JSON
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// What an id is the id of.
enum Found {
    Rule(Rule),
    Bug(Bug),
}

pub(super) fn run(args: &Args) -> Result<Exit> {
    let found = args.id.as_deref().map(find).transpose()?;
    let text = match (args.format, found) {
        (Format::Text, None) => catalogue::contents(),
        (Format::Text, Some(Found::Rule(rule))) => {
            format!("{}\nOur source code\n{}", catalogue::page(rule), source::page(rule))
        }
        (Format::Text, Some(Found::Bug(bug))) => lab::page(bug),
        (Format::Json, None) => {
            format!("{}\n", Value::Array(Rule::ALL.iter().map(|rule| object(rule.article())).collect()))
        }
        (Format::Json, Some(Found::Rule(rule))) => format!("{}\n", object(rule.article())),
        (Format::Json, Some(Found::Bug(bug))) => format!("{}\n", story(bug)),
    };
    print(&text)?;
    Ok(Exit::Good)
}

fn find(id: &str) -> Result<Found> {
    let found = Rule::parse(id).map(Found::Rule);
    if let Some(found) = found.or_else(|| Bug::parse(&id.to_lowercase()).map(Found::Bug)) {
        return Ok(found);
    }
    let ids = Rule::ALL.iter().map(|rule| rule.id()).chain(Bug::ALL.iter().map(|bug| bug.id()));
    let hint = hint(id, ids);
    let id = crate::untrusted::printable(id, 40);
    bail!("there is no rule '{id}': `raftarium rules` lists them{hint}")
}

fn story(bug: Bug) -> Value {
    let BugArticle { summary, story, expect, .. } = *bug.article();
    json!({
        "id": bug.id(),
        "rule": bug.rule().id(),
        "rule_off": bug.rule_off(),
        "breaks": bug.breaks().map(Property::name),
        "summary": summary,
        "story": story,
        "expect": expect,
    })
}

fn object(article: &Article) -> Value {
    let bugs: Vec<&str> =
        Bug::ALL.iter().filter(|bug| bug.rule() == article.rule).map(|bug| bug.id()).collect();
    json!({
        "id": article.rule.id(),
        "name": article.name,
        "place": article.place.to_string(),
        "words": article.words,
        "why": article.why,
        "without": article.without,
        "practice": article.practice,
        "function": article.function,
        "file": source::file_of(article.rule),
        "facts": article.facts,
        "bugs": bugs,
        "lines": source::lines_of(article.rule),
    })
}
