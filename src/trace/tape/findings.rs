//! What the judge says of a trace, at the steps of its tape.

use super::Lines;
use super::cast::Cast;
use crate::paper::Property;
use crate::raft::{Fact, ServerId, ServerSet, Term};
use crate::sim::{Finding, StepId, Tape};
use crate::trace::judge::{Judge, Lack, Verdict};
use crate::trace::{Event, Header, Name, Node};

/// Has the events judged, and adds what comes out to their tape.
pub(super) fn add(tape: &mut Tape, header: &Header, names: &[Name], events: &[Event], lines: &Lines) {
    let Ok(cast) = Cast::of(header, names, events) else { return };
    let mut judge = Judge::new();
    judge.set_members(&header.members);
    for event in events {
        judge.observe(event);
    }
    let judgement = judge.judgement();
    for verdict in &judgement.verdicts {
        let property = Property::ALL.into_iter().find(|property| property.rule() == verdict.rule);
        if let Some(property) = property
            && let Some(lack) = unseen(verdict)
        {
            tape.unseen.push((property, lack));
        }
        for found in &verdict.findings {
            let Some(step) = step_of(lines, found.line) else { continue };
            let (says, mut servers) = in_words(&found.says, &cast);
            let server = cast.server(found.node);
            servers = server.map_or(servers, |server| servers.or(ServerSet::only(server)));
            let mut evidence: Vec<StepId> =
                found.evidence.iter().filter_map(|line| step_of(lines, *line)).collect();
            evidence.dedup();
            tape.findings.push(Finding {
                step,
                line: found.line,
                rule: verdict.rule,
                says,
                servers,
                term: term_after(tape, step),
                evidence,
            });
        }
    }
    // A broken property goes before a broken rule of the same step.
    let is_rule = |finding: &Finding| !Property::ALL.iter().any(|property| property.rule() == finding.rule);
    tape.findings.sort_by_key(|finding| (finding.step, is_rule(finding), finding.line));
    let broken = tape.findings.iter().filter(|finding| is_rule(finding));
    let broken: Vec<(StepId, Fact)> =
        broken.map(|finding| (finding.step, Fact::RuleBroken { rule: finding.rule })).collect();
    insert(tape, &broken);
}

/// Puts facts before those of their steps, which are in order.
fn insert(tape: &mut Tape, more: &[(StepId, Fact)]) {
    if more.is_empty() {
        return;
    }
    let old = std::mem::take(&mut tape.facts);
    let mut more = more.iter().peekable();
    for (step, frame) in (1..).zip(&mut tape.frames) {
        let from = tape.facts.len() as u32;
        while let Some((_, fact)) = more.next_if(|(at, _)| *at == step) {
            if !tape.facts[from as usize..].contains(fact) {
                tape.facts.push(*fact);
            }
        }
        tape.facts.extend_from_slice(&old[frame.facts.start as usize..frame.facts.end as usize]);
        frame.facts = from..tape.facts.len() as u32;
    }
}

fn step_of(lines: &Lines, line: u64) -> Option<StepId> {
    let at = lines.binary_search_by_key(&line, |(line, _)| *line).ok()?;
    Some(lines[at].1)
}

fn term_after(tape: &Tape, step: StepId) -> Term {
    tape.frame(step).and_then(|frame| frame.change.as_ref()).map_or(Term::ZERO, |change| change.term)
}

/// A sentence of the judge, in which nodes stand as `{3}`, with the servers' names, and who they are.
fn in_words(says: &str, cast: &Cast) -> (String, ServerSet) {
    let mut text = String::new();
    let mut servers = ServerSet::EMPTY;
    let mut rest = says;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let named = after.split_once('}').and_then(|(digits, behind)| {
            let server: ServerId = cast.server(Node(digits.parse().ok()?))?;
            Some((server, behind))
        });
        match named {
            Some((server, behind)) => {
                servers.insert(server);
                text.push_str(&server.to_string());
                rest = behind;
            }
            None => {
                text.push('{');
                rest = after;
            }
        }
    }
    text.push_str(rest);
    (text, servers)
}

/// What would have to be told, if a rule could not be judged at all.
fn unseen(verdict: &Verdict) -> Option<String> {
    if verdict.judged > 0 || !verdict.findings.is_empty() {
        return None;
    }
    let lacks: Vec<&str> = verdict.lacking.keys().map(|lack| word(*lack)).collect();
    (!lacks.is_empty()).then(|| lacks.join(", "))
}

/// The field of a trace that is lacking.
const fn word(lack: Lack) -> &'static str {
    match lack {
        Lack::Term => "term",
        Lack::Vote => "votedFor",
        Lack::Role => "role",
        Lack::LogEnd => "lastIndex and lastTerm",
        Lack::Entries => "entries",
        Lack::Commit => "commitIndex",
        Lack::Applied => "applied",
        Lack::Messages => "messages",
        Lack::Restarts => "crash and restart",
        Lack::Timeouts => "timeout",
        Lack::Clients => "client",
        Lack::Members => "nodes in the first line",
        Lack::Beyond => "what no trace can tell",
    }
}
