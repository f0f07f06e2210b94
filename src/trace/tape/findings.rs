//! What the judge says of a trace, at the steps of its tape.

use super::Lines;
use super::node_map::NodeMap;
use crate::paper::Property;
use crate::raft::{ServerId, ServerSet, Term};
use crate::sim::{Finding, StepId, Tape};
use crate::trace::Footage;
use crate::trace::judge::{Judge, Law, Outcome, Sentence, Verdict};

/// Has the events judged, and adds what comes out to their tape.
pub(super) fn add(tape: &mut Tape, footage: &Footage, node_map: &NodeMap, lines: &Lines) {
    let mut judge = Judge::new();
    judge.set_members(&footage.header.members);
    let mut changes = footage.members.iter().peekable();
    for (position, event) in footage.events.iter().enumerate() {
        while let Some((_, members)) = changes.next_if(|(from, _)| *from <= position) {
            judge.set_members(members);
        }
        judge.observe(event);
    }
    let judgement = judge.finish();
    let here: Vec<String> = (0..node_map.size()).map(|at| ServerId::at(at).to_string()).collect();
    for verdict in &judgement.verdicts {
        let property = Property::ALL.into_iter().find(|property| Law::Rule(property.rule()) == verdict.law);
        if let Some(property) = property
            && let Some(lack) = unseen(verdict)
        {
            tape.unseen.push((property, lack));
        }
        for found in &verdict.findings {
            let Some(step) = step_of(lines, found.line) else { continue };
            let says =
                found.says.with(|node| node_map.server(node).map_or("?", |server| &here[server.position()]));
            let own = node_map.server(found.node).map_or(ServerSet::EMPTY, ServerSet::only);
            let servers = named(&found.says, node_map).or(own);
            let mut evidence: Vec<StepId> =
                found.evidence.iter().filter_map(|line| step_of(lines, *line)).collect();
            evidence.dedup();
            tape.findings.push(Finding {
                step,
                line: found.line,
                rule: if let Law::Rule(rule) = verdict.law { Some(rule) } else { None },
                says,
                servers,
                term: term_after(tape, step),
                evidence,
            });
        }
    }
    // A broken property goes before a broken rule of the same step.
    let is_rule = |finding: &Finding| !Property::ALL.iter().any(|it| Some(it.rule()) == finding.rule);
    tape.findings.sort_by_key(|finding| (finding.step, is_rule(finding), finding.line));
    for finding in &tape.findings {
        if let Some(frame) = tape.frames.get_mut(finding.step as usize - 1) {
            frame.illegal = true;
        }
    }
}

fn step_of(lines: &Lines, line: u64) -> Option<StepId> {
    let at = lines.binary_search_by_key(&line, |(line, _)| *line).ok()?;
    Some(lines[at].1)
}

fn term_after(tape: &Tape, step: StepId) -> Term {
    tape.frame(step).and_then(|frame| frame.change.as_ref()?.term).unwrap_or_default()
}

/// Whom a sentence of the judge names.
fn named(says: &Sentence, node_map: &NodeMap) -> ServerSet {
    let servers = std::cell::RefCell::new(ServerSet::EMPTY);
    says.with(|node| {
        if let Some(server) = node_map.server(node) {
            servers.borrow_mut().insert(server);
        }
        ""
    });
    servers.into_inner()
}

/// What would have to be told, if a rule could not be judged at all.
fn unseen(verdict: &Verdict) -> Option<String> {
    let lacks: Vec<&str> = verdict.lacking.keys().map(|lack| lack.what()).collect();
    (verdict.outcome() == Outcome::NotObservable).then(|| lacks.join(", "))
}
