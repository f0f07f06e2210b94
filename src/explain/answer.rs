//! What is answered.

use super::words::capitalized;
use crate::language::{Command, Question};
use crate::paper::Rule;
use crate::raft::{Index, ServerId, ServerSet};
use crate::sim::{MessageId, StepId, Time};
use serde::Serialize;
use std::fmt;

/// An answer: a headline, the rules with what holds and what does not, how it came to this, why the rules are
/// there, and what would change it. Text for people never contains control characters.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Answer {
    /// What was asked: or, if that was nothing in particular, what was most worth asking.
    pub question: Question,
    /// Yes or no, where the question is of that kind; none if that cannot be told for certain.
    pub verdict: Option<bool>,
    /// The answer, in one or two sentences.
    pub headline: Vec<String>,
    /// The rules that decide it.
    pub rules: Vec<Clause>,
    /// The steps that led to it, earliest first.
    pub evidence: Vec<Evidence>,
    /// What else is to be known: what depends on messages in flight, what is not at hand any more.
    pub notes: Vec<String>,
    /// Why the rule is there.
    pub reason: String,
    /// What would change it, in a sentence; may be empty.
    pub change: String,
    /// What can be done from here to change it. Each was tried on a copy of the cluster and works.
    pub remedies: Vec<Remedy>,
    /// What is to be lit on the cluster and in the logs.
    pub lit: Lit,
}

/// A rule, and the conditions that it asks for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Clause {
    /// The rule that decides.
    pub rule: Rule,
    /// Where the paper states it, in full.
    pub place: String,
    /// What it asks for.
    pub conditions: Vec<Held>,
}

/// A condition of a rule, with its present value.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Held {
    /// What is asked for.
    pub text: String,
    /// What is so now.
    pub live: String,
    /// Whether it holds.
    pub holds: bool,
}

/// A step that one can go to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Evidence {
    /// Its number.
    pub step: StepId,
    /// Its time.
    pub at: Time,
    /// What happened, in a sentence.
    pub text: String,
}

/// Something that can be done from here, in commands of the language.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Remedy {
    /// What it does, in a few words.
    pub text: String,
    /// What it comes to.
    pub leads_to: String,
    /// The commands, in order.
    pub commands: Vec<Command>,
}

/// What an answer is about: to be lit.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Lit {
    /// These servers.
    pub servers: ServerSet,
    /// These entries of logs.
    pub entries: Vec<(ServerId, Index)>,
    /// These messages in flight.
    pub messages: Vec<MessageId>,
}

impl Answer {
    /// An answer that is its headline alone, so far.
    pub(super) fn new(question: Question, headline: impl Into<String>) -> Answer {
        Answer {
            question,
            verdict: None,
            headline: vec![headline.into()],
            rules: Vec::new(),
            evidence: Vec::new(),
            notes: Vec::new(),
            reason: String::new(),
            change: String::new(),
            remedies: Vec::new(),
            lit: Lit::default(),
        }
    }

    pub(super) fn says(mut self, verdict: bool) -> Answer {
        self.verdict = Some(verdict);
        self
    }

    /// Says a second sentence.
    pub(super) fn and(mut self, sentence: impl Into<String>) -> Answer {
        self.headline.push(sentence.into());
        self
    }

    pub(super) fn by(mut self, clause: Clause) -> Answer {
        self.rules.push(clause);
        self
    }

    pub(super) fn because(mut self, reason: &str) -> Answer {
        reason.clone_into(&mut self.reason);
        self
    }

    pub(super) fn with(mut self, evidence: impl IntoIterator<Item = Evidence>) -> Answer {
        self.evidence.extend(evidence);
        self.evidence.sort_by_key(|evidence| evidence.step);
        self.evidence.dedup_by_key(|evidence| evidence.step);
        self
    }

    pub(super) fn note(mut self, note: impl Into<String>) -> Answer {
        self.notes.push(note.into());
        self
    }

    pub(super) fn light(mut self, servers: ServerSet) -> Answer {
        self.lit.servers = self.lit.servers.or(servers);
        self
    }

    pub(super) fn light_entry(mut self, servers: ServerSet, index: Index) -> Answer {
        self.lit.entries.extend(servers.iter().map(|server| (server, index)));
        self
    }

    pub(super) fn light_messages(mut self, messages: impl IntoIterator<Item = MessageId>) -> Answer {
        self.lit.messages.extend(messages);
        self
    }

    pub(super) fn changed_by(mut self, change: impl Into<String>) -> Answer {
        self.change = change.into();
        self
    }

    pub(super) fn do_this(mut self, remedies: impl IntoIterator<Item = Remedy>) -> Answer {
        for remedy in remedies {
            if !self.remedies.iter().any(|known| known.commands == remedy.commands) {
                self.remedies.push(remedy);
            }
        }
        self
    }
}

impl Clause {
    /// A rule with its conditions.
    pub(super) fn of(rule: Rule, conditions: impl IntoIterator<Item = Held>) -> Clause {
        Clause { rule, place: rule.place().full(), conditions: conditions.into_iter().collect() }
    }
}

impl Held {
    pub(super) fn new(holds: bool, text: impl Into<String>, live: impl Into<String>) -> Held {
        Held { text: text.into(), live: live.into(), holds }
    }
}

/// As text for people, without colour: what `raftarium run --explain` prints.
impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let question = self.question.to_string();
        writeln!(f, "{}?", capitalized(&question))?;
        writeln!(f, "  {}", self.headline.join(" "))?;
        for clause in &self.rules {
            writeln!(f, "\n  The rule asks for ({}, rule {})", clause.place, clause.rule)?;
            for held in &clause.conditions {
                let mark = if held.holds { "✓" } else { "✗" };
                let live = if held.live.is_empty() { String::new() } else { format!(": {}", held.live) };
                writeln!(f, "    {mark} {}{live}", held.text)?;
            }
        }
        if !self.evidence.is_empty() {
            writeln!(f, "\n  How it came to this")?;
            for Evidence { step, at, text } in &self.evidence {
                writeln!(f, "    step {step} at {} ms: {text}", at.ms())?;
            }
        }
        for note in &self.notes {
            writeln!(f, "\n  {note}")?;
        }
        if !self.reason.is_empty() {
            writeln!(f, "\n  Why the rule is there\n    {}", self.reason)?;
        }
        if !self.change.is_empty() || !self.remedies.is_empty() {
            writeln!(f, "\n  What would change it")?;
        }
        if !self.change.is_empty() {
            writeln!(f, "    {}", self.change)?;
        }
        for (number, remedy) in (1..).zip(&self.remedies) {
            let Remedy { text, leads_to, commands } = remedy;
            writeln!(f, "    {number} {text}: {leads_to}")?;
            for command in commands {
                writeln!(f, "        {command}")?;
            }
        }
        Ok(())
    }
}
