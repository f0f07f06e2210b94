//! What is answered.

use super::claim::{Cited, PastClaim, Said};
use super::sentence::Sentence;
use super::words::capitalized;
use crate::language::{Command, Question};
use crate::paper::Rule;
use crate::raft::{Index, ServerId, ServerSet};
use crate::sim::{MessageId, StepId, Time};
use serde::Serialize;
use std::fmt;

/// An answer: a headline, the rules with their conditions, how this happened, why the rules exist, and what would
/// change it. Text for people never contains control characters.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Answer {
    /// The question; if nothing in particular was asked, the one most worth asking.
    pub question: Question,
    /// Yes or no, for a question of that kind; none if the answer is uncertain.
    pub verdict: Option<bool>,
    /// What the verdict is about.
    #[serde(skip)]
    pub decided: Option<Said>,
    /// The answer, in one or two sentences.
    pub headline: Vec<Sentence>,
    /// The rules that decide it.
    pub rules: Vec<Clause>,
    /// The steps that led to it, earliest first.
    pub evidence: Vec<Evidence>,
    /// What else is worth knowing: what depends on messages in flight, what is no longer available.
    pub notes: Vec<Sentence>,
    /// Why the rule exists.
    pub reason: Sentence,
    /// What would change it, in a sentence; may be empty.
    pub change: Sentence,
    /// What can be done from here to change it. Each remedy was tried on a copy of the cluster and works.
    pub remedies: Vec<Remedy>,
    /// What to highlight on the cluster and in the logs.
    pub lit: Lit,
}

/// A rule and its conditions.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Clause {
    /// The rule.
    pub rule: Rule,
    /// Where the paper states it, in full.
    pub place: String,
    /// Its conditions.
    pub conditions: Vec<Held>,
    /// The server that must obey it now, in its present role.
    #[serde(skip)]
    pub speaks_to: Option<ServerId>,
}

/// A condition of a rule, with its present value.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Held {
    /// The condition.
    pub text: Sentence,
    /// The present value.
    pub live: Sentence,
    /// Whether it holds.
    pub holds: bool,
    /// The same as a claim.
    #[serde(skip)]
    pub said: Option<Said>,
}

/// A step to visit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Evidence {
    /// Its number.
    pub step: StepId,
    /// Its time.
    pub at: Time,
    /// What happened, in a sentence.
    pub text: String,
    /// What it is cited for.
    #[serde(skip)]
    pub cited: Cited,
}

/// Something that can be done from here, in commands of the language.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Remedy {
    /// What it does, in a few words.
    pub text: String,
    /// What it leads to: what it claims is true afterward.
    pub leads_to: Sentence,
    /// The commands, in order.
    pub commands: Vec<Command>,
}

/// What an answer is about, to be highlighted.
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
    /// An answer with only a headline so far.
    pub(super) fn new(question: Question, headline: impl Into<Sentence>) -> Answer {
        Answer {
            question,
            verdict: None,
            decided: None,
            headline: vec![headline.into().finished()],
            rules: Vec::new(),
            evidence: Vec::new(),
            notes: Vec::new(),
            reason: Sentence::default(),
            change: Sentence::default(),
            remedies: Vec::new(),
            lit: Lit::default(),
        }
    }

    pub(super) fn says(mut self, verdict: bool) -> Answer {
        self.verdict = Some(verdict);
        self
    }

    /// Says yes or no about a claim.
    pub(super) fn decides(mut self, said: Said) -> Answer {
        self.verdict = Some(said.yes);
        self.decided = Some(said);
        self
    }

    /// Everything that it claims, each claim with the words around it. What a remedy leads to is claimed of the state after
    /// it.
    pub fn claims(&self) -> Vec<(&str, Said)> {
        let mut all: Vec<(&str, Said)> = Vec::new();
        for sentence in self.headline.iter().chain(&self.notes).chain([&self.reason, &self.change]) {
            all.extend(sentence.said().iter().map(|said| (sentence.as_str(), said.clone())));
        }
        all.extend(self.decided.iter().map(|said| ("yes or no", said.clone())));
        for clause in &self.rules {
            all.extend(clause.said().map(|said| (clause.place.as_str(), said)));
            for Held { text, live, said, .. } in &clause.conditions {
                let said = said.iter().chain(text.said()).chain(live.said());
                all.extend(said.map(|said| (text.as_str(), said.clone())));
            }
        }
        all
    }

    /// Says a second sentence.
    pub(super) fn and(mut self, sentence: impl Into<Sentence>) -> Answer {
        self.headline.push(sentence.into().finished());
        self
    }

    /// Puts a sentence before the others, and keeps only the first of them.
    pub(super) fn first(mut self, sentence: impl Into<Sentence>) -> Answer {
        self.headline.insert(0, sentence.into().finished());
        self.headline.truncate(2);
        self
    }

    /// The heading of what it offers: what would change it, or a run that leads there.
    pub fn offer(&self) -> &'static str {
        let begins =
            |remedy: &Remedy| remedy.commands.iter().any(|command| matches!(command, Command::Set(_)));
        if self.remedies.iter().any(begins) { "A run that leads there" } else { "What would change it" }
    }

    /// Begins with yes or no.
    pub(super) fn yes_or_no(mut self, yes: bool) -> Answer {
        if let Some(first) = self.headline.first_mut() {
            let word = if yes { "Yes. " } else { "No. " };
            *first = Sentence::of([word.into(), std::mem::take(first)]);
        }
        self.says(yes)
    }

    pub(super) fn by(mut self, clause: Clause) -> Answer {
        self.rules.push(clause);
        self
    }

    pub(super) fn because(mut self, reason: impl Into<Sentence>) -> Answer {
        self.reason = reason.into();
        self
    }

    pub(super) fn with(mut self, evidence: impl IntoIterator<Item = Evidence>) -> Answer {
        self.evidence.extend(evidence);
        self.evidence.sort_by_key(|evidence| evidence.step);
        self.evidence.dedup_by_key(|evidence| evidence.step);
        self
    }

    pub(super) fn note(mut self, note: impl Into<Sentence>) -> Answer {
        self.notes.push(note.into().finished());
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

    pub(super) fn changed_by(mut self, change: impl Into<Sentence>) -> Answer {
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
        Clause {
            rule,
            place: rule.place().full(),
            conditions: conditions.into_iter().collect(),
            speaks_to: None,
        }
    }

    /// A rule that this server must obey as it is now.
    pub(super) fn speaking_to(self, server: ServerId) -> Clause {
        Clause { speaks_to: Some(server), ..self }
    }

    /// The claim that it applies to that server.
    pub(super) fn said(&self) -> Option<Said> {
        let server = self.speaks_to?;
        Some(PastClaim::Applies { rule: self.rule, server }.yes())
    }
}

impl Held {
    pub(super) fn new(holds: bool, text: impl Into<Sentence>, live: impl Into<Sentence>) -> Held {
        Held { text: text.into(), live: live.into(), holds, said: None }
    }

    /// A condition that is a claim, stated to be true or false.
    pub(super) fn of(said: Said, live: impl Into<Sentence>) -> Held {
        Held::if_so(said.clone(), Sentence::asked(said.claim), live)
    }

    /// A condition that holds if a claim is true; the claim is stated to be true or false.
    pub(super) fn if_so(said: Said, text: impl Into<Sentence>, live: impl Into<Sentence>) -> Held {
        Held { text: text.into(), live: live.into(), holds: said.yes, said: Some(said) }
    }

    /// A condition that holds if a claim is false; the claim is stated to be true or false.
    pub(super) fn unless(said: Said, text: impl Into<Sentence>, live: impl Into<Sentence>) -> Held {
        Held { text: text.into(), live: live.into(), holds: !said.yes, said: Some(said) }
    }
}

impl Evidence {
    /// The claim that the step is what it is cited for.
    pub fn said(&self) -> Said {
        PastClaim::HappenedAt { step: self.step, cited: self.cited.clone() }.yes()
    }
}

/// As text for people, without colour: what `raftarium run --explain` prints.
impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let question = self.question.to_string();
        writeln!(f, "{}?", capitalized(&question))?;
        writeln!(f, "  {}", self.headline.join(" "))?;
        for clause in &self.rules {
            writeln!(f, "\n  The rule requires ({}, rule {})", clause.place, clause.rule)?;
            for held in &clause.conditions {
                let mark = if held.holds { "✓" } else { "✗" };
                let live = if held.live.is_empty() { String::new() } else { format!(": {}", held.live) };
                writeln!(f, "    {mark} {}{live}", held.text)?;
            }
        }
        if !self.evidence.is_empty() {
            writeln!(f, "\n  How this happened")?;
            for Evidence { step, at, text, .. } in &self.evidence {
                writeln!(f, "    step {step} at {} ms: {text}", at.ms())?;
            }
        }
        for note in &self.notes {
            writeln!(f, "\n  {note}")?;
        }
        if !self.reason.is_empty() {
            writeln!(f, "\n  Why the rule exists\n    {}", self.reason)?;
        }
        if !self.change.is_empty() || !self.remedies.is_empty() {
            writeln!(f, "\n  {}", self.offer())?;
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
