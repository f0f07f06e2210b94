//! What was judged, what could not be, and what was found.

use crate::paper::Rule;
use crate::trace::{Event, Node};
use serde::Serialize;
use std::collections::BTreeMap;

/// How many findings of one rule are kept.
const MOST_FINDINGS: usize = 100;

/// One thing that is not as the paper has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// The rule; a property of Figure 3 is one too.
    pub rule: Rule,
    /// The line of the trace.
    pub line: u64,
    /// Where it happened.
    pub node: Node,
    /// What happened, what was expected and why, in one sentence. Nodes stand in it as [`Ledger::name`] writes them.
    pub says: String,
    /// Earlier lines that prove it, earliest first.
    pub evidence: Vec<u64>,
}

/// What a trace has to tell for a rule to be judged.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lack {
    /// `state.term`
    Term,
    /// `state.votedFor`
    Vote,
    /// `state.role`
    Role,
    /// `state.lastIndex` and `lastTerm`
    LogEnd,
    /// `entries`: what was written to the log
    Entries,
    /// `state.commitIndex`
    Commit,
    /// `applied`: what was handed to the state machine
    Applied,
    /// `send` and `receive`, with their messages
    Messages,
    /// `crash` and `restart`
    Restarts,
    /// `timeout`
    Timeouts,
    /// `client`
    Clients,
    /// `nodes` in the first line
    Members,
    /// Nothing that a trace can tell.
    Beyond,
}

/// What is said of one rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verdict {
    /// Which rule.
    pub rule: Rule,
    /// How often there was an occasion to judge it, and enough was known.
    pub judged: u64,
    /// How often too little was known, and of what.
    pub lacking: BTreeMap<Lack, u64>,
    /// What was found, in the order of the lines: the first hundred.
    pub findings: Vec<Finding>,
    /// How many more there are.
    pub more: u64,
}

/// A verdict in a word.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Nothing was found, and there was something to judge or nothing came up.
    Legal,
    /// Something was found.
    Illegal,
    /// The trace does not tell enough.
    NotObservable,
}

/// All verdicts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Judgement {
    /// One for each rule of the catalogue, in its order.
    pub verdicts: Vec<Verdict>,
    /// How many events were judged.
    pub events: u64,
}

/// Where the judges write down what they see.
#[derive(Debug, Default)]
pub struct Ledger {
    pages: BTreeMap<Rule, Page>,
    events: u64,
    line: u64,
    node: Option<Node>,
}

#[derive(Debug, Default)]
struct Page {
    judged: u64,
    lacking: BTreeMap<Lack, u64>,
    findings: Vec<Finding>,
    more: u64,
}

impl Ledger {
    /// From now on this event is judged.
    pub(super) fn at(&mut self, event: &Event) {
        self.events += 1;
        self.line = event.line;
        self.node = Some(event.node);
    }

    /// There was an occasion to judge a rule, and it was obeyed or a [`Ledger::fault`] follows.
    pub(super) fn judged(&mut self, rule: Rule) {
        self.pages.entry(rule).or_default().judged += 1;
    }

    /// There was an occasion to judge a rule, and too little was known.
    pub(super) fn lacks(&mut self, rule: Rule, what: Lack) {
        *self.pages.entry(rule).or_default().lacking.entry(what).or_default() += 1;
    }

    /// The rule was broken in this event.
    pub(super) fn fault(&mut self, rule: Rule, says: String, evidence: Vec<u64>) {
        let (line, node) = (self.line, self.node.unwrap_or(Node(0)));
        let page = self.pages.entry(rule).or_default();
        if page.findings.len() < MOST_FINDINGS {
            page.findings.push(Finding { rule, line, node, says, evidence });
        } else {
            page.more += 1;
        }
    }

    /// How a node is written in a sentence: whoever shows it puts its name there.
    pub(super) fn name(node: Node) -> String {
        format!("{{{}}}", node.0)
    }

    pub(super) fn judgement(&self) -> Judgement {
        let verdicts = Rule::ALL.iter().map(|rule| {
            let empty = Page::default();
            let page = self.pages.get(rule).unwrap_or(&empty);
            Verdict {
                rule: *rule,
                judged: page.judged,
                lacking: page.lacking.clone(),
                findings: page.findings.clone(),
                more: page.more,
            }
        });
        Judgement { verdicts: verdicts.collect(), events: self.events }
    }
}
