//! Asks questions about random states, and tries all that the answers claim.

use super::contradictions;
use super::questions::questions;
use super::report::AuditReport;
use super::states::{Scene, visit};
use crate::explain::{Answer, Remedy, Said, answer};
use crate::language::{Known, Question, parse_command};
use crate::script::Player;
use std::ops::{ControlFlow, Range};

/// How much is to be tried.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AuditOptions {
    /// The seeds, the last one left out. Each of them makes a run, and of that some states.
    pub seeds: Range<u64>,
    /// How many states of a run are asked about.
    pub states: u64,
    /// In how many of a hundred states every question is asked; in the others a few are.
    pub thorough: u64,
}

impl Default for AuditOptions {
    fn default() -> Self {
        AuditOptions { seeds: 0..100, states: 10, thorough: 10 }
    }
}

/// Asks, and tries what is answered. `progress` is told after every state, and can end the work.
pub fn audit(
    options: &AuditOptions,
    mut progress: impl FnMut(&AuditReport) -> ControlFlow<()>,
) -> AuditReport {
    let mut report = AuditReport::default();
    for seed in options.seeds.clone() {
        let flow = visit(seed, options.states, |scene, number| {
            let all = questions(scene);
            let every = (seed * 31 + number * 7) % 100 < options.thorough;
            // A few of them: others in the next state.
            let of = |place: usize| every || (place as u64 + seed * 13 + number * 29).is_multiple_of(61);
            let asked = (0..all.len()).filter(|place| of(*place)).map(|place| all[place]);
            examine(scene, asked, &mut report);
            progress(&report)
        });
        if flow.is_break() {
            break;
        }
    }
    report
}

/// Asks these questions about one state and tries all that is claimed.
pub fn examine(scene: &Scene, asked: impl IntoIterator<Item = Question>, report: &mut AuditReport) {
    report.states += 1;
    let mut said: Vec<Said> = Vec::new();
    for question in asked {
        let told = answer(&question, &scene.run);
        report.answers += 1;
        let count = untested(&told);
        if count > 0 {
            *report.untested.entry(kind_of(&told.question)).or_default() += count;
        }
        for (sentence, claim) in told.claims() {
            report.try_claim(scene, question, sentence, &claim);
            if !said.contains(&claim) {
                said.push(claim);
            }
        }
        for evidence in &told.evidence {
            report.try_claim(scene, question, &evidence.text, &evidence.said());
        }
        for remedy in &told.remedies {
            match carried_out(scene, remedy) {
                Ok(after) => {
                    for claim in remedy.leads_to.said() {
                        report.try_claim(&after, question, &remedy.text, claim);
                    }
                }
                Err(trouble) => report.add(scene, question, &remedy.text, "remedy", trouble),
            }
        }
    }
    for (one, other) in contradictions::of(&said) {
        let text = format!("“{one}” against “{other}”");
        report.add(scene, Question::Best, "two sentences about one state", "contradiction", text);
    }
}

/// A kind of question: `CanWin`.
fn kind_of(question: &Question) -> String {
    format!("{question:?}").chars().take_while(|character| character.is_alphanumeric()).collect()
}

/// How many sentences of an answer say what cannot be tested.
fn untested(told: &Answer) -> u64 {
    let held = told.rules.iter().flat_map(|clause| &clause.conditions);
    let sentences = told.headline.iter().chain(&told.notes).chain([&told.reason, &told.change]);
    let leads_to = told.remedies.iter().map(|remedy| &remedy.leads_to);
    let all = sentences.chain(held.flat_map(|held| [&held.text, &held.live])).chain(leads_to);
    all.filter(|sentence| !sentence.is_tested()).count() as u64
}

/// The state after a remedy, done command for command as a person would.
fn carried_out(scene: &Scene, remedy: &Remedy) -> Result<Scene, String> {
    let mut after = scene.clone();
    let known = Known { servers: scene.run.world().size(), names: Vec::new() };
    let mut player = Player::default();
    for text in remedy.commands.iter().map(ToString::to_string) {
        let command = parse_command(&text, &known).map_err(|problem| format!("{text}: {problem}"))?;
        let Some(command) = command else { continue };
        let Scene { run, steps, .. } = &mut after;
        player
            .execute_heard(&command, run, &mut |run| steps.extend(run.step().cloned()))
            .map_err(|trouble| format!("{text}: {trouble}"))?;
    }
    Ok(after)
}
