//! The verdicts in words, for a terminal of 80 columns: what was found; if wanted, the properties and the rules, what
//! cannot be seen in this trace and what to log to see it; and at the end the verdict in one sentence.

mod paragraph;

use super::{Finding, Judgement, Lack, Law, Outcome, Verdict, beyond};
use crate::explain::grouped;
use crate::paper::{Property, Rule};
use crate::trace::Names;
use paragraph::{Paragraph, rows};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// How many findings are told.
const MOST_TOLD: usize = 20;
/// How many lines of the trace are quoted as evidence of one finding.
const MOST_QUOTED: usize = 4;
/// How wide a quoted line may be before it goes on in the next row, and how many rows it has at most.
const QUOTED: (usize, usize) = (68, 10);

/// How much is said.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Detail {
    /// What was found, and the verdict.
    #[default]
    Brief,
    /// Also each property and rule, and what to log.
    Full,
}

/// The verdicts as text. `quoted` has lines of the trace by number, as far as they can be shown: those of the findings
/// and of their evidence.
pub fn text(
    judgement: &Judgement,
    names: &Names,
    quoted: &BTreeMap<u64, Box<str>>,
    detail: Detail,
) -> String {
    let mut text = String::new();
    found(&mut text, judgement, names, quoted);
    if detail == Detail::Full {
        table(&mut text, "The five properties of Figure 3", judgement, is_property);
        table(&mut text, "The rules", judgement, |law| !is_property(law));
        never_came_up(&mut text, judgement);
        lacking(&mut text, judgement);
        beyond_all(&mut text, judgement);
    }
    text
}

/// Whether it was Raft, in one sentence. `unread` lines of the trace could not be read.
pub fn verdict(judgement: &Judgement, names: &Names, unread: u64) -> String {
    let mut lines = Paragraph::new("", 0);
    lines.words(&in_words(judgement, names, unread));
    lines.end()
}

fn in_words(judgement: &Judgement, names: &Names, unread: u64) -> String {
    let findings = judgement.findings();
    let unread_lines = counted(unread, "line");
    if let Some(first) = findings.first() {
        let more: u64 = judgement.verdicts.iter().map(|verdict| verdict.more).sum();
        let others = match findings.len() as u64 - 1 + more {
            0 => String::new(),
            1 => " There is 1 more finding.".to_owned(),
            others => format!(" There are {} more findings.", grouped(others)),
        };
        let caution = match unread {
            0 => String::new(),
            _ => format!(" But {unread_lines} could not be read: the finding may be a result of that."),
        };
        let says = first.says.with(|node| names.get(node));
        return format!("No. Line {}: {says}.{others}{caution}", first.line);
    }
    let judged = judgement.verdicts.iter().filter(|verdict| verdict.judged > 0).count();
    let all = judgement.verdicts.len();
    let caution = match unread {
        0 => String::new(),
        _ => format!(", and {unread_lines} could not be read"),
    };
    if judged == 0 {
        return format!(
            "Nothing to judge: this trace does not contain enough for any of the {all} rules{caution}."
        );
    }
    // Most rules do not show in a trace of a few words per line.
    let only = if judged * 2 < all { "only " } else { "" };
    format!("Nothing illegal; {only}{judged} of {all} rules could be judged{caution}.")
}

/// What was found, in the order of the lines.
fn found(text: &mut String, judgement: &Judgement, names: &Names, quoted: &BTreeMap<u64, Box<str>>) {
    let findings = judgement.findings();
    for finding in findings.iter().take(MOST_TOLD) {
        told(text, finding, names, quoted);
    }
    let kept = findings.len().saturating_sub(MOST_TOLD) as u64;
    let more: u64 = judgement.verdicts.iter().map(|verdict| verdict.more).sum();
    if kept + more > 0 {
        let _ = writeln!(text, "\n  and {}: --format json has more", counted(kept + more, "other finding"));
    }
}

fn told(text: &mut String, finding: &Finding, names: &Names, quoted: &BTreeMap<u64, Box<str>>) {
    let says = finding.says.with(|node| names.get(node));
    let mut lines = Paragraph::new(&format!("\n  line {}  ", finding.line), 2);
    lines.words(&says);
    text.push_str(&lines.end());
    let (id, name) = (finding.law.id(), finding.law.name());
    let id = if matches!(finding.law, Law::Rule(_)) { format!("{id} ") } else { String::new() };
    let _ = writeln!(text, "  {id}{name} · {}", finding.law.place());
    let mut lines: Vec<u64> = finding.evidence.clone();
    lines.truncate(MOST_QUOTED);
    lines.push(finding.line);
    lines.sort_unstable();
    for line in lines {
        if let Some(quote) = quoted.get(&line) {
            let rows = rows(quote, QUOTED);
            for (number, row) in rows.iter().enumerate() {
                let line = if number == 0 { line.to_string() } else { String::new() };
                let _ = writeln!(text, "  {line:>7} | {row}");
            }
        }
    }
}

fn is_property(law: Law) -> bool {
    Property::ALL.iter().any(|property| law == Law::Rule(property.rule()))
}

/// Laws with something to say: one per line.
fn table(text: &mut String, title: &str, judgement: &Judgement, which: impl Fn(Law) -> bool) {
    let rows: Vec<&Verdict> = judgement.verdicts.iter().filter(|verdict| which(verdict.law)).collect();
    let shown = |verdict: &&&Verdict| {
        is_property(verdict.law) || matches!(verdict.outcome(), Outcome::Legal | Outcome::Illegal)
    };
    if !rows.iter().any(|verdict| shown(&verdict)) {
        return;
    }
    let judged = if rows.iter().any(|verdict| verdict.judged > 0) { "occasions" } else { "" };
    let _ = writeln!(text, "\n{}", format!("{title:<61}{judged}").trim_end());
    for verdict in rows.iter().filter(shown) {
        row(text, verdict);
    }
}

fn row(text: &mut String, verdict: &Verdict) {
    let word = word(verdict.outcome());
    let id = if verdict.law == Law::Messages { "" } else { verdict.law.id() };
    let line = format!("  {word:<15} {id:<4} {:<38}{}", verdict.law.name(), occasions(verdict));
    let _ = writeln!(text, "{}", line.trim_end());
}

/// A verdict in a word or two.
const fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Legal => "legal",
        Outcome::Illegal => "ILLEGAL",
        Outcome::NotObservable => "not observable",
        Outcome::NeverCameUp => "never occurred",
    }
}

/// `1 finding`, `1 204 findings`.
fn counted(number: u64, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{} {noun}{ending}", grouped(number))
}

/// How often a law was judged, and how often it could not be.
fn occasions(verdict: &Verdict) -> String {
    let found = verdict.findings.len() as u64 + verdict.more;
    let unseen: u64 = verdict.lacking.values().sum();
    match verdict.outcome() {
        Outcome::Illegal => format!("{} of {}", grouped(found), grouped(verdict.judged.max(found))),
        Outcome::Legal if unseen > 0 => format!("{} and {} unseen", grouped(verdict.judged), grouped(unseen)),
        Outcome::Legal => grouped(verdict.judged),
        Outcome::NotObservable | Outcome::NeverCameUp => String::new(),
    }
}

fn never_came_up(text: &mut String, judgement: &Judgement) {
    let laws = judgement
        .verdicts
        .iter()
        .filter(|verdict| verdict.outcome() == Outcome::NeverCameUp && !is_property(verdict.law));
    let ids: Vec<&str> = laws.map(|verdict| verdict.law.id()).collect();
    if !ids.is_empty() {
        let mut lines = Paragraph::new("\nNever occurred: ", 2);
        lines.words(&ids.join(", "));
        text.push_str(&lines.end());
    }
}

/// What to log to have more judged: one thing a paragraph, with what it would show.
fn lacking(text: &mut String, judgement: &Judgement) {
    let mut title = Some("\nTo judge more, log\n");
    for lack in Lack::ALL.iter().filter(|lack| **lack != Lack::Beyond) {
        let ids = |outcome| {
            let lacking = judgement.verdicts.iter().filter(|verdict| verdict.lacking.contains_key(lack));
            let such = lacking.filter(|verdict| (verdict.outcome() == Outcome::NotObservable) == outcome);
            such.map(|verdict| verdict.law.id()).collect::<Vec<_>>().join(", ")
        };
        let (whole, partly) = (ids(true), ids(false));
        let benefit = match (whole.as_str(), partly.as_str()) {
            ("", "") => continue,
            (whole, "") => format!("for {whole}"),
            ("", partly) => format!("for more of {partly}"),
            (whole, partly) => format!("for {whole}, and more of {partly}"),
        };
        text.push_str(title.take().unwrap_or_default());
        let mut lines = Paragraph::new("  ", 4);
        lines.words(&format!("{}: {benefit}", lack.what()));
        text.push_str(&lines.end());
    }
}

/// What no trace can tell, and why.
fn beyond_all(text: &mut String, judgement: &Judgement) {
    let mut reasons: Vec<(&str, Vec<Rule>)> = Vec::new();
    for verdict in &judgement.verdicts {
        if let Law::Rule(rule) = verdict.law
            && verdict.lacking.contains_key(&Lack::Beyond)
            && let Some(why) = beyond(rule)
        {
            match reasons.iter_mut().find(|(known, _)| *known == why) {
                Some((_, rules)) => rules.push(rule),
                None => reasons.push((why, vec![rule])),
            }
        }
    }
    if reasons.is_empty() {
        return;
    }
    text.push_str("\nNot judged in any trace\n");
    for (why, rules) in reasons {
        let ids: Vec<&str> = rules.iter().map(|rule| rule.id()).collect();
        let mut lines = Paragraph::new("  ", 4);
        lines.words(&format!("{}: {why}", ids.join(", ")));
        text.push_str(&lines.end());
    }
}
