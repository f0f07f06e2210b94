//! Every claim of every answer about random states, tried: none is untrue, and no test passes a claim that is.

use raftarium::audit::{AuditOptions, Found, audit, found, mutants, questions, visit};
use raftarium::explain::{Claim, answer};
use std::collections::BTreeMap;
use std::ops::ControlFlow;

#[test]
fn no_answer_about_any_state_is_untrue() {
    let options = AuditOptions { seeds: 0..600, states: 20, thorough: 1 };
    let report = audit(&options, |_| ControlFlow::Continue(()));
    assert!(report.is_clean(), "{report}");
    assert!(report.states > 10_000, "{report}");
    // Nothing is said that is not a claim.
    assert!(report.untested.is_empty(), "{report}");
}

/// A test that finds a claim true finds its opposite untrue, and the same claim with another value.
#[test]
fn a_claim_that_is_changed_is_found_untrue() {
    let mut kinds: BTreeMap<String, u64> = BTreeMap::new();
    let mut passed: Vec<String> = Vec::new();
    for seed in 5000..5040 {
        let _ = visit(seed, 3, |scene, number| {
            let asked = questions(scene);
            for question in asked.iter().skip(number as usize % 7).step_by(7) {
                let told = answer(question, &scene.run);
                for (_, said) in told.claims() {
                    let is_so = |claim: &Claim| matches!(found(claim, scene), Found::So);
                    if is_so(&said.claim) != said.yes {
                        continue;
                    }
                    for mutant in mutants(&said, scene.run.world().size()) {
                        if found(&mutant.claim, scene) == Found::NotTried {
                            continue;
                        }
                        *kinds.entry(said.claim.kind()).or_default() += 1;
                        if is_so(&mutant.claim) == mutant.yes {
                            passed.push(format!(
                                "{}, step {}: {mutant}, though {said}",
                                scene.made,
                                scene.run.cursor()
                            ));
                        }
                    }
                }
            }
            ControlFlow::Continue(())
        });
    }
    assert!(passed.is_empty(), "{} passed:\n{}", passed.len(), passed[..passed.len().min(20)].join("\n"));
    assert!(kinds.len() >= 20, "{kinds:?}");
}
