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

/// An answer: a headline, the rules with what holds and what does not, how it came to this, why the rules are
/// there, and what would change it. Text for people never contains control characters.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Answer {
    /// What was asked: or, if that was nothing in particular, what was most worth asking.
    pub question: Question,
    /// Yes or no, where the question is of that kind; none if that cannot be told for certain.
    pub verdict: Option<bool>,
    /// What yes and no are said of.
    #[serde(skip)]
    pub decided: Option<Said>,
    /// The answer, in one or two sentences.
    pub headline: Vec<Sentence>,
    /// The rules that decide it.
    pub rules: Vec<Clause>,
    /// The steps that led to it, earliest first.
    pub evidence: Vec<Evidence>,
    /// What else is to be known: what depends on messages in flight, what is not at hand any more.
    pub notes: Vec<Sentence>,
    /// Why the rule is there.
    pub reason: Sentence,
    /// What would change it, in a sentence; may be empty.
    pub change: Sentence,
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
    /// The server that it speaks to now, in the role in which it is.
    #[serde(skip)]
    pub speaks_to: Option<ServerId>,
}

/// A condition of a rule, with its present value.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Held {
    /// What is asked for.
    pub text: Sentence,
    /// What is so now.
    pub live: Sentence,
    /// Whether it holds.
    pub holds: bool,
    /// The same as a claim.
    #[serde(skip)]
    pub said: Option<Said>,
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
    /// What it is cited for.
    #[serde(skip)]
    pub cited: Cited,
}

/// Something that can be done from here, in commands of the language.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Remedy {
    /// What it does, in a few words.
    pub text: String,
    /// What it comes to: what it claims is so afterwards.
    pub leads_to: Sentence,
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

    /// Says yes or no of something.
    pub(super) fn decides(mut self, said: Said) -> Answer {
        self.verdict = Some(said.yes);
        self.decided = Some(said);
        self
    }

    /// All that it claims, with the words around it. What a remedy leads to is claimed of the state after it.
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

    /// Says a sentence before the others, of which the first stays.
    pub(super) fn first(mut self, sentence: impl Into<Sentence>) -> Answer {
        self.headline.insert(0, sentence.into().finished());
        self.headline.truncate(2);
        self
    }

    /// The heading of what it offers: what would change it, or a run of its own.
    pub fn offer(&self) -> &'static str {
        let begins =
            |remedy: &Remedy| remedy.commands.iter().any(|command| matches!(command, Command::Set(_)));
        if self.remedies.iter().any(begins) { "A run that leads there" } else { "What would change it" }
    }

    /// Says yes or no before all else.
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

    /// A rule that this server has to obey as it is now.
    pub(super) fn speaking_to(self, server: ServerId) -> Clause {
        Clause { speaks_to: Some(server), ..self }
    }

    /// That it speaks to that server, as a claim.
    pub(super) fn said(&self) -> Option<Said> {
        let server = self.speaks_to?;
        Some(PastClaim::Applies { rule: self.rule, server }.yes())
    }
}

impl Held {
    pub(super) fn new(holds: bool, text: impl Into<Sentence>, live: impl Into<Sentence>) -> Held {
        Held { text: text.into(), live: live.into(), holds, said: None }
    }

    /// A condition that something is so, which is claimed to be so, or not.
    pub(super) fn of(said: Said, live: impl Into<Sentence>) -> Held {
        Held::if_so(said.clone(), Sentence::asked(said.claim), live)
    }

    /// A condition that holds if something is so, and that it is so, or not, is claimed.
    pub(super) fn if_so(said: Said, text: impl Into<Sentence>, live: impl Into<Sentence>) -> Held {
        Held { text: text.into(), live: live.into(), holds: said.yes, said: Some(said) }
    }

    /// A condition that holds if something is not so, and that it is so, or not, is claimed.
    pub(super) fn unless(said: Said, text: impl Into<Sentence>, live: impl Into<Sentence>) -> Held {
        Held { text: text.into(), live: live.into(), holds: !said.yes, said: Some(said) }
    }
}

impl Evidence {
    /// That the step is what it is cited for.
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
