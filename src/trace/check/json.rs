//! What was found, for programs.

use super::Checked;
use crate::trace::Node;
use crate::trace::judge::{Finding, Verdict};
use serde_json::{Value, json};
use std::collections::BTreeMap;

impl Checked {
    /// All of it, for programs; with the lines that are quoted, by their numbers.
    pub fn json(&self, name: &str, quotes: &BTreeMap<u64, Box<str>>) -> Value {
        let nodes: Vec<&str> = self.names.iter().map(|(_, name)| name).collect();
        let verdicts = self.judgement.verdicts.iter().map(|verdict| self.verdict(verdict, quotes));
        json!({
            "name": name,
            "outcome": self.outcome(),
            "format": self.format,
            "title": self.title,
            "nodes": nodes,
            "read": self.tally,
            "broken": self.broken,
            "verdicts": verdicts.collect::<Vec<Value>>(),
        })
    }

    fn verdict(&self, verdict: &Verdict, quotes: &BTreeMap<u64, Box<str>>) -> Value {
        let lacking = verdict
            .lacking
            .iter()
            .map(|(lack, times)| json!({"what": lack, "log": lack.what(), "times": times}));
        let findings = verdict.findings.iter().map(|finding| self.finding(finding, quotes));
        json!({
            "rule": verdict.law,
            "name": verdict.law.name(),
            "place": verdict.law.place().full(),
            "outcome": verdict.outcome(),
            "judged": verdict.judged,
            "lacking": lacking.collect::<Vec<Value>>(),
            "findings": findings.collect::<Vec<Value>>(),
            "more_findings": verdict.more,
        })
    }

    fn finding(&self, finding: &Finding, quotes: &BTreeMap<u64, Box<str>>) -> Value {
        let name = |node: Node| self.names.get(node);
        let evidence = finding.evidence.iter().map(|line| json!({"line": line, "quoted": quotes.get(line)}));
        json!({
            "line": finding.line,
            "node": name(finding.node),
            "says": finding.says.with(name),
            "quoted": quotes.get(&finding.line),
            "evidence": evidence.collect::<Vec<Value>>(),
        })
    }
}
