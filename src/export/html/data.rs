//! The run as data for the page: one pass over its steps, each written as it is taken.
//!
//! | name | what it holds |
//! |-|-|
//! | `about` | title, servers, first and last step, the five properties |
//! | `start` | everything as it is after the first step |
//! | `steps` | one row a step: its sentence, and what it changed |
//! | `messages`, `entries`, `words` | tables that steps point into: each message, log entry and sentence once |
//! | `rules` | what the rules say that the steps carry out |
//! | `notes` | what a script says between steps |
//!
//! Servers are counted from 0, sets of them are numbers with a bit each, times are in µs, and what a row leaves out is as
//! it was.

use super::MOST_STEPS;
use super::entries::{Entries, Tip};
use super::escape::{json, readable};
use super::messages::{LONGEST_NAME, Messages, Moved, UnderWay};
use super::server::{Change, Shown};
use super::story::Story;
use super::words::Words;
use crate::explain::{Narration, tell_within};
use crate::export::{ExportError, Steps, Subject};
use crate::history::{Mark, MarkKind, Run};
use crate::paper::{Property, Rule};
use crate::raft::{Fact, Index, ServerId};
use crate::sim::{Step, StepId, World};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// The longest note that is shown.
const LONGEST_NOTE: usize = 1_000;

#[derive(Serialize)]
struct About<'a> {
    title: &'a str,
    intro: &'a str,
    servers: Vec<String>,
    /// What a trace calls them, where that is something else.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    calls: Vec<String>,
    majority: usize,
    first: StepId,
    last: StepId,
    /// Name and section, and what a trace would have to tell for it to be judged.
    properties: Vec<(&'static str, &'static str, Option<String>)>,
    /// What the judge of a trace has found: step, rule, and what was expected and why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    findings: Vec<(StepId, Option<Rule>, String)>,
}

#[derive(Serialize)]
struct Start {
    time: u64,
    servers: Vec<Change>,
    way: Vec<UnderWay>,
    /// By sender: who does not hear it.
    deaf: Vec<u32>,
    committed: Vec<Tip>,
    broken: Vec<usize>,
}

#[derive(Serialize)]
struct StepRow {
    /// How long after the step before.
    t: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    who: Option<usize>,
    /// Head, rest and place of the sentence, and the place for narrow lists.
    say: [usize; 4],
    /// How much it matters, from 0 to 3.
    #[serde(rename = "w")]
    weight: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    term: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mark: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<Rule>,
    /// The line of the trace that tells it.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    set: BTreeMap<usize, Change>,
    #[serde(flatten)]
    messages: Moved,
    #[serde(skip_serializing_if = "Option::is_none")]
    deaf: Option<Vec<u32>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    committed: Vec<Tip>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    broken: Vec<usize>,
}

#[derive(Serialize)]
struct Paragraph {
    name: &'static str,
    place: String,
    words: &'static str,
    why: &'static str,
}

/// What has been written so far.
struct DataWriter {
    servers: Vec<Shown>,
    deaf: Vec<u32>,
    committed: Vec<Tip>,
    time: u64,
    entries: Entries,
    messages: Messages,
    words: Words,
    rules: BTreeSet<Rule>,
    story: Story,
}

/// Writes the run. What can be read of it without any script is handed back.
pub(super) fn write(subject: &Subject, out: &mut dyn Write) -> Result<Story, ExportError> {
    let mut run = subject.run.clone();
    let steps = subject.steps;
    let first = steps.first.max(run.start());
    let last = steps.last;
    if last < first || last > run.end() {
        return Err(ExportError::NoSuchStep { wanted: last, end: run.end() });
    }
    if last - first >= MOST_STEPS {
        return Err(ExportError::TooLong { steps: last - first + 1, most: MOST_STEPS });
    }
    run.seek(first);
    let (mut writer, start) = DataWriter::new(&run);
    out.write_all(b"{\"about\":")?;
    json(&about(subject, Steps { first, last }), out)?;
    out.write_all(b",\n\"start\":")?;
    json(&start, out)?;
    out.write_all(b",\n\"steps\":[\n")?;
    writer.row(&run, out)?;
    while run.cursor() < last && run.forward().is_some() {
        out.write_all(b",\n")?;
        writer.row(&run, out)?;
    }
    let notes = subject.notes.iter().filter(|(step, _)| (first..=last).contains(&(*step).max(first)));
    let notes: Vec<(StepId, String)> =
        notes.map(|(step, text)| ((*step).max(first), readable(text, LONGEST_NOTE))).collect();
    out.write_all(b"\n]")?;
    table("messages", writer.messages.rows(), out)?;
    table("entries", writer.entries.rows(), out)?;
    table("words", writer.words.list(), out)?;
    table("rules", &writer.paragraphs(), out)?;
    table("notes", &notes, out)?;
    out.write_all(b"}")?;
    Ok(writer.story)
}

fn table(name: &str, value: &(impl Serialize + ?Sized), out: &mut dyn Write) -> io::Result<()> {
    write!(out, ",\n\"{name}\":")?;
    json(value, out)
}

fn about<'a>(subject: &Subject<'a>, steps: Steps) -> About<'a> {
    let world = subject.run.world();
    let driver = world.driver();
    let calls =
        |server: ServerId| driver.name(server).map_or_else(String::new, |name| readable(name, LONGEST_NAME));
    let unseen = |property| driver.unseen(property).map(|lack| readable(lack, LONGEST_NOTE));
    let findings = driver.findings().iter().filter(|finding| steps.contains(finding.step));
    About {
        title: subject.title,
        intro: subject.intro,
        servers: world.nodes().iter().map(|node| node.id.to_string()).collect(),
        calls: (0..driver.names().len()).map(ServerId::at).map(calls).collect(),
        majority: world.configuration().quorums().least(),
        first: steps.first,
        last: steps.last,
        properties: Property::ALL
            .iter()
            .map(|property| (property.name(), property.section(), unseen(*property)))
            .collect(),
        findings: findings
            .map(|finding| (finding.step, finding.rule, readable(&finding.says, LONGEST_NOTE)))
            .collect(),
    }
}

/// Who does not hear a server, by sender.
fn deaf(world: &World) -> Vec<u32> {
    let cut_off =
        |from| world.roster().iter().filter(move |to| world.network().link(from, *to).cut && *to != from);
    world.roster().iter().map(|from| cut_off(from).map(|to| 1 << to.position()).sum()).collect()
}

fn number_of(property: Property) -> usize {
    Property::ALL.iter().position(|one| *one == property).unwrap_or_default()
}

const fn word_of(kind: MarkKind) -> &'static str {
    match kind {
        MarkKind::Learned(_) => "learned",
        MarkKind::Network => "network",
        MarkKind::Refusal => "refusal",
        MarkKind::Restart => "restart",
        MarkKind::Submit => "submit",
        MarkKind::Commit(_) => "commit",
        MarkKind::SteppedDown(_) => "stepped-down",
        MarkKind::Crash => "crash",
        MarkKind::Candidate(_) => "candidate",
        MarkKind::Truncated(_) => "truncated",
        MarkKind::Leader(_) => "leader",
        MarkKind::Violation => "violation",
    }
}

impl DataWriter {
    /// Everything as it is at the cursor.
    fn new(run: &Run) -> (DataWriter, Start) {
        let world = run.world();
        let mut entries = Entries::default();
        let mut writer = DataWriter {
            servers: world.nodes().iter().map(|node| Shown::of(node, &mut entries)).collect(),
            deaf: deaf(world),
            committed: Vec::new(),
            time: run.step().map_or(world.now(), |step| step.at).0,
            entries,
            messages: Messages::default(),
            words: Words::default(),
            rules: BTreeSet::new(),
            story: Story::default(),
        };
        let way = writer.messages.under_way(world.network(), &mut writer.words);
        let start = Start {
            time: writer.time,
            servers: writer.servers.iter().map(Shown::whole).collect(),
            way,
            deaf: writer.deaf.clone(),
            committed: writer.newly_committed(run),
            broken: run
                .checker()
                .violations()
                .iter()
                .map(|violation| number_of(violation.property))
                .collect(),
        };
        (writer, start)
    }

    /// Writes the step at the cursor.
    fn row(&mut self, run: &Run, out: &mut dyn Write) -> io::Result<()> {
        let Some(step) = run.step() else { return Ok(()) };
        let told = tell_within(step, run);
        let row = StepRow {
            t: step.at.0 - self.time,
            who: step.server().map(ServerId::position),
            say: [&told.head, &told.rest, &told.place, &told.short_place].map(|text| self.words.number(text)),
            weight: told.weight,
            term: told.term.map(|term| term.0),
            mark: Mark::of(step).map(|mark| word_of(mark.kind)),
            rule: told.rule,
            line: step.line(),
            set: self.changed(run.world()),
            messages: self.messages.moved(step, run.world().network(), &mut self.words),
            deaf: self.rewired(run.world()),
            committed: self.newly_committed(run),
            broken: newly_broken(step),
        };
        self.time = step.at.0;
        self.rules.extend(told.rule);
        self.rules.extend(accused(run.world(), step.number));
        self.tell(step, &told);
        json(&row, out)
    }

    fn tell(&mut self, step: &Step, told: &Narration) {
        if told.weight >= 2 {
            self.story.add(step.number, &told.sentence(), &told.short_place);
        }
    }

    fn changed(&mut self, world: &World) -> BTreeMap<usize, Change> {
        let mut changed = BTreeMap::new();
        for (position, node) in world.nodes().iter().enumerate() {
            let now = Shown::of(node, &mut self.entries);
            changed.extend(now.since(&self.servers[position]).map(|change| (position, change)));
            self.servers[position] = now;
        }
        changed
    }

    fn rewired(&mut self, world: &World) -> Option<Vec<u32>> {
        let now = deaf(world);
        (now != self.deaf).then(|| {
            self.deaf.clone_from(&now);
            now
        })
    }

    fn newly_committed(&mut self, run: &Run) -> Vec<Tip> {
        let known = self.committed.len();
        for (index, committed) in run.checker().committed_from(Index::ZERO.plus(known).next()) {
            // Of what was committed before the first entry that any log had, nothing is known.
            while self.committed.len() < index.previous().since(Index::ZERO) {
                let gone = self.entries.unknown(Index::ZERO.plus(self.committed.len()).next());
                self.committed.push(gone);
            }
            let before = self.committed.last().copied().unwrap_or_default();
            self.committed.push(self.entries.committed(index, committed, before));
        }
        self.committed[known..].to_vec()
    }

    /// What the rules say that occurred.
    fn paragraphs(&self) -> BTreeMap<Rule, Paragraph> {
        let paragraph = |rule: &Rule| {
            let article = rule.article();
            let place = article.place.full();
            (*rule, Paragraph { name: article.name, place, words: article.words, why: article.why })
        };
        self.rules.iter().map(paragraph).collect()
    }
}

/// The rules that a step is found not to follow.
fn accused(world: &World, step: StepId) -> impl Iterator<Item = Rule> {
    world.driver().findings_at(step).iter().filter_map(|finding| finding.rule)
}

fn newly_broken(step: &Step) -> Vec<usize> {
    let broken = step.seen().filter_map(|fact| match fact {
        Fact::PropertyViolated { property } => Some(number_of(property)),
        _ => None,
    });
    broken.collect()
}
