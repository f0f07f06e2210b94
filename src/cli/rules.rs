//! `raftarium rules [ID]`: the catalogue.

use super::{Exit, Format, print};
use crate::paper::catalogue::{self, Article};
use crate::paper::{Bug, Rule};
use crate::tui::app::nearest;
use anyhow::{Result, bail};
use serde_json::{Value, json};

/// The rules of the paper: each with its place, its reason, what breaks without it, what practice does
///
/// Without ID, a list. With one: the rule in full.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  raftarium rules
  raftarium rules V2
  raftarium rules --format json")]
pub(super) struct Args {
    /// The rule's short id, such as V2
    #[arg(value_name = "ID")]
    id: Option<String>,
    /// Text for people, or JSON
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &Args) -> Result<Exit> {
    let rule = args.id.as_deref().map(find).transpose()?;
    let text = match (args.format, rule) {
        (Format::Text, None) => catalogue::contents(),
        (Format::Text, Some(rule)) => catalogue::page(rule),
        (Format::Json, None) => {
            format!("{}\n", Value::Array(catalogue::articles().map(object).collect()))
        }
        (Format::Json, Some(rule)) => format!("{}\n", object(catalogue::article(rule))),
    };
    print(&text)?;
    Ok(Exit::Good)
}

fn find(id: &str) -> Result<Rule> {
    if let Some(rule) = Rule::ALL.iter().find(|rule| rule.id().eq_ignore_ascii_case(id)) {
        return Ok(*rule);
    }
    let near = nearest(id, Rule::ALL.iter().map(|rule| rule.id()));
    let hint = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
    let id = crate::tui::keymap::printable(id, 40);
    bail!("there is no rule '{id}': `raftarium rules` lists them{hint}")
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
        "file": article.file,
        "facts": article.facts,
        "bugs": bugs,
    })
}
