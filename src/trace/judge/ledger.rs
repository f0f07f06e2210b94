//! What was judged, what could not be, and what was found.

use super::lack::{Coverage, needs};
use super::{Lack, Law, Named, Sentence, beyond};
use crate::trace::{Event, Node};
use serde::Serialize;
use std::collections::BTreeMap;

/// How many findings of one law are kept.
const MOST_FINDINGS: usize = 100;

/// One thing that is not as the paper has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// What was broken.
    pub law: Law,
    /// The line of the trace.
    pub line: u64,
    /// Where it happened.
    pub node: Node,
    /// What happened, what was expected and why.
    pub says: Sentence,
    /// Other lines that prove it, in order.
    pub evidence: Vec<u64>,
}

/// What is said of one law.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verdict {
    /// Which law.
    pub law: Law,
    /// How often there was an occasion to judge it, and enough was known.
    pub judged: u64,
    /// What is lacking, and how often there was an occasion that could not be judged for it: never, if the trace does
    /// not even show the occasions.
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
    /// There was something to judge, and nothing was found.
    Legal,
    /// Something was found.
    Illegal,
    /// The trace does not tell enough.
    NotObservable,
    /// The trace tells enough, and there was nothing to judge.
    NeverCameUp,
}

impl Verdict {
    /// The verdict in a word.
    pub fn outcome(&self) -> Outcome {
        if !self.findings.is_empty() {
            Outcome::Illegal
        } else if self.judged > 0 {
            Outcome::Legal
        } else if self.lacking.is_empty() {
            Outcome::NeverCameUp
        } else {
            Outcome::NotObservable
        }
    }
}

/// All verdicts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Judgement {
    /// One for each law: the rules in the catalogue's order, then messages.
    pub verdicts: Vec<Verdict>,
    /// How many events were judged.
    pub events: u64,
}

impl Judgement {
    /// Whether nothing was found.
    pub fn is_legal(&self) -> bool {
        self.verdicts.iter().all(|verdict| verdict.findings.is_empty())
    }

    /// The verdict on one law.
    pub fn verdict(&self, law: impl Into<Law>) -> &Verdict {
        &self.verdicts[law.into().position()]
    }

    /// All that was found, in the order of the lines.
    pub fn findings(&self) -> Vec<&Finding> {
        let mut findings: Vec<_> = self.verdicts.iter().flat_map(|verdict| &verdict.findings).collect();
        findings.sort_by_key(|finding| finding.line);
        findings
    }
}

/// Where the judges write down what they see. Writing down that all is well costs an addition.
#[derive(Debug)]
pub struct Ledger {
    pages: Box<[Page; Law::COUNT]>,
    told: Coverage,
    events: u64,
    line: u64,
    node: Node,
}

#[derive(Debug, Default)]
struct Page {
    judged: u64,
    lacking: [u64; Lack::ALL.len()],
    findings: Vec<Finding>,
    more: u64,
}

impl Default for Ledger {
    fn default() -> Ledger {
        Ledger {
            pages: Box::new(std::array::from_fn(|_| Page::default())),
            told: Coverage::default(),
            events: 0,
            line: 0,
            node: Node(0),
        }
    }
}

impl Ledger {
    /// From now on this event is judged.
    pub(super) fn at(&mut self, event: &Event) {
        self.events += 1;
        self.line = event.line;
        self.node = event.node;
        self.told.note(event);
    }

    /// There was an occasion to judge a rule, and it was obeyed or a [`Ledger::fault`] follows.
    #[inline]
    pub(super) fn judged(&mut self, law: impl Into<Law>) {
        self.pages[law.into().position()].judged += 1;
    }

    /// There was an occasion to judge a rule, and too little was known.
    #[inline]
    pub(super) fn lacks(&mut self, law: impl Into<Law>, what: Lack) {
        self.pages[law.into().position()].lacking[what as usize] += 1;
    }

    /// The rule was broken in this event.
    pub(super) fn fault(&mut self, law: impl Into<Law>, says: impl Into<Sentence>, evidence: Vec<u64>) {
        self.fault_at(self.line, self.node, law, says, evidence);
    }

    /// The rule was broken earlier, and only now it is certain.
    pub(super) fn fault_at(
        &mut self,
        line: u64,
        node: Node,
        law: impl Into<Law>,
        says: impl Into<Sentence>,
        mut evidence: Vec<u64>,
    ) {
        let law = law.into();
        evidence.retain(|other| *other != line && *other != 0);
        evidence.sort_unstable();
        evidence.dedup();
        let page = &mut self.pages[law.position()];
        if page.findings.len() < MOST_FINDINGS {
            page.findings.push(Finding { law, line, node, says: says.into(), evidence });
        } else {
            page.more += 1;
        }
    }

    /// A node, to be written into a sentence: whoever shows it puts its name there.
    pub(super) fn name(node: Node) -> Named {
        Named(node)
    }

    /// All verdicts.
    pub(super) fn close(self) -> Judgement {
        let told = self.told;
        let verdicts = Law::all().zip(*self.pages).map(|(law, mut page)| {
            page.findings.sort_by_key(|finding| finding.line);
            Verdict {
                law,
                judged: page.judged,
                lacking: lacking(law, &page, told),
                findings: page.findings,
                more: page.more,
            }
        });
        Judgement { verdicts: verdicts.collect(), events: self.events }
    }
}

/// What is lacking for a law: what was missed when there was an occasion, and if there never was one, what would have
/// shown it.
fn lacking(law: Law, page: &Page, told: Coverage) -> BTreeMap<Lack, u64> {
    let missed = Lack::ALL.iter().map(|lack| (*lack, page.lacking[*lack as usize]));
    let mut lacking: BTreeMap<_, _> = missed.filter(|(_, times)| *times > 0).collect();
    if page.judged == 0 && page.findings.is_empty() {
        if let Law::Rule(rule) = law
            && beyond(rule).is_some()
        {
            lacking.insert(Lack::Beyond, 0);
        } else {
            for need in needs(law).iter().filter(|need| !told.has(**need)) {
                lacking.entry(*need).or_default();
            }
        }
    }
    lacking
}
