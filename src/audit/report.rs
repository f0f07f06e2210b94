//! How many claims of which kind were tried, and which were untrue.

use super::claims::found;
use super::found::Found;
use super::states::Scene;
use crate::explain::{Said, grouped};
use crate::language::Question;
use crate::sim::StepId;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;

/// The most untrue claims that are kept.
const MOST_UNTRUE: usize = 200;

/// How often claims of a kind were tried.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Tried {
    /// So often.
    pub tried: u64,
    /// So often it was true.
    pub held: u64,
    /// So often it could not be tried in that state.
    pub not_tried: u64,
}

/// A claim that was found untrue.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Untrue {
    /// How the state was made.
    pub scene: String,
    /// Its last step.
    pub step: StepId,
    /// What was asked.
    pub question: String,
    /// The sentence.
    pub sentence: String,
    /// The claim in it.
    pub claim: String,
    /// What is so instead.
    pub instead: String,
}

/// What came of it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct AuditReport {
    /// How many states were asked about.
    pub states: u64,
    /// How many answers were given.
    pub answers: u64,
    /// How many sentences said something that is no claim, by kind of question.
    pub untested: BTreeMap<String, u64>,
    /// How often each kind of claim was tried.
    pub kinds: BTreeMap<String, Tried>,
    /// How many claims were untrue.
    pub wrong: u64,
    /// The first of them.
    pub untrue: Vec<Untrue>,
}

impl AuditReport {
    /// Whether nothing was untrue.
    pub fn is_clean(&self) -> bool {
        self.wrong == 0
    }

    pub(super) fn try_claim(&mut self, scene: &Scene, question: Question, sentence: &str, said: &Said) {
        let kind = self.kinds.entry(said.claim.kind()).or_default();
        let instead = match (found(&said.claim, scene), said.yes) {
            (Found::NotTried, _) => {
                kind.not_tried += 1;
                return;
            }
            (Found::So, true) | (Found::NotSo(_), false) => None,
            (Found::So, false) => Some("it is so".to_owned()),
            (Found::NotSo(instead), true) => Some(instead),
        };
        kind.tried += 1;
        match instead {
            None => kind.held += 1,
            Some(instead) => self.add(scene, question, sentence, &said.to_string(), instead),
        }
    }

    pub(super) fn add(
        &mut self,
        scene: &Scene,
        question: Question,
        sentence: &str,
        claim: &str,
        instead: String,
    ) {
        self.wrong += 1;
        if self.untrue.len() < MOST_UNTRUE {
            self.untrue.push(Untrue {
                scene: scene.made.clone(),
                step: scene.run.cursor(),
                question: question.to_string(),
                sentence: sentence.to_owned(),
                claim: claim.to_owned(),
                instead,
            });
        }
    }
}

/// The report as text.
impl fmt::Display for AuditReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tried: u64 = self.kinds.values().map(|kind| kind.tried).sum();
        writeln!(
            f,
            "{} claims of {} answers about {} states were tried\n",
            grouped(tried),
            grouped(self.answers),
            grouped(self.states)
        )?;
        writeln!(f, "  {:<24}{:>12}{:>12}{:>12}", "claim", "tried", "untrue", "not tried")?;
        for (kind, Tried { tried, held, not_tried }) in &self.kinds {
            writeln!(
                f,
                "  {kind:<24}{:>12}{:>12}{:>12}",
                grouped(*tried),
                grouped(tried - held),
                grouped(*not_tried)
            )?;
        }
        writeln!(f, "\nUntrue: {}", grouped(self.wrong))?;
        for (question, count) in &self.untested {
            writeln!(f, "Sentences that are not made of claims, asked {question}: {}", grouped(*count))?;
        }
        for Untrue { scene, step, question, sentence, claim, instead } in &self.untrue {
            writeln!(f, "\n{scene}, step {step}: {question}?\n  {sentence}\n  {claim}\n  but {instead}")?;
        }
        Ok(())
    }
}
