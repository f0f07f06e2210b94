//! What a step of a lesson looks at, for those who do not see it: servers, entries, messages and rules that it lights up,
//! and the logs that a question is about.

use super::text::{lines, sentence};
use crate::lesson::LogTable;
use crate::lesson::play::{AskKind, Asking, PointKind, Scene, Segment, Shown};
use crate::raft::{Entry, Index, ServerSet};
use crate::sim::World;
use crate::tui::in_words::{about, messages, rows};
use std::collections::BTreeMap;

/// What a segment lights up, as it is now. What the segments before have told is not said again.
pub(super) fn at(segment: &Segment, before: &[std::sync::Arc<Segment>]) -> Vec<String> {
    let now = segment.scene.as_ref().map(lit).unwrap_or_default();
    let told = before.last().and_then(|before| before.scene.as_ref()).map(lit).unwrap_or_default();
    if now == told { Vec::new() } else { now }
}

fn lit(scene: &Scene) -> Vec<String> {
    let world = scene.run.world();
    let mut said: Vec<String> = scene.lit.servers.iter().map(|server| about(world, server)).collect();
    let mut by_index: BTreeMap<Index, ServerSet> = BTreeMap::new();
    for (server, index) in &scene.lit.entries {
        let on = by_index.entry(*index).or_default();
        *on = on.or(ServerSet::only(*server));
    }
    for (index, on) in by_index {
        said.extend(entry(world, index, on));
    }
    if !scene.lit.messages.is_empty() {
        said.extend(messages(world));
    }
    let rules = scene.lit.rules.iter();
    said.extend(
        rules.map(|rule| format!("Rule {rule}: {}. Type rules {rule} to read more.", rule.article().name)),
    );
    said.iter().flat_map(|line| sentence(line, "  ")).collect()
}

/// `Entry 2 of S2 and S3: y=1, term 2.` Servers with another entry there get a sentence of their own.
fn entry(world: &World, index: Index, on: ServerSet) -> Vec<String> {
    let mut same: Vec<(Entry, ServerSet)> = Vec::new();
    for server in on.iter() {
        let Some(entry) = world.node(server).persistent().log.get(index).copied() else { continue };
        match same.iter_mut().find(|(known, _)| *known == entry) {
            Some((_, servers)) => *servers = servers.or(ServerSet::only(server)),
            None => same.push((entry, ServerSet::only(server))),
        }
    }
    let line = |(entry, on): (Entry, ServerSet)| {
        format!("Entry {index} on {}: {}, term {}.", on.in_prose(), entry.payload, entry.term)
    };
    same.into_iter().map(line).collect()
}

/// The logs, or the messages, that a question is about, unless they were told just before.
pub(super) fn asked_about(
    asking: &Asking,
    segment: &Segment,
    before: &[std::sync::Arc<Segment>],
) -> Vec<String> {
    let Some(scene) = &segment.scene else { return Vec::new() };
    if asking.kind == AskKind::Point(PointKind::Message) {
        return messages(scene.run.world());
    }
    let Some(now) = logs_asked_about(segment) else { return Vec::new() };
    let shown = |segment: &Segment| -> Vec<Vec<String>> {
        let tables = segment.shown.iter().filter_map(|shown| match shown {
            Shown::Logs(shown) => Some(rows(shown)),
            _ => None,
        });
        tables.collect()
    };
    let earlier = before.iter().flat_map(|segment| {
        let mut told = shown(segment);
        told.extend(logs_asked_about(segment));
        told
    });
    let last = earlier.chain(shown(segment)).last();
    if last.as_ref() == Some(&now) {
        return Vec::new();
    }
    let mut said = vec!["The logs, by the terms of their entries:".to_owned()];
    said.extend(now);
    said
}

/// The logs as they are at the question of a segment, if it is about logs and there is something in them.
fn logs_asked_about(segment: &Segment) -> Option<Vec<String>> {
    let Some(Shown::Question(asking)) = segment.shown.last() else { return None };
    let world = segment.scene.as_ref()?.run.world();
    let any = world.nodes().iter().any(|node| !node.persistent().log.is_empty());
    (any && is_about_logs(asking)).then(|| rows(&LogTable::of(world, None)))
}

fn is_about_logs(asking: &Asking) -> bool {
    let choices = match &asking.kind {
        AskKind::Logs(_) | AskKind::Point(PointKind::Entry) => return true,
        AskKind::One(choices) | AskKind::Several(choices) | AskKind::Order(choices) => choices.as_slice(),
        _ => &[],
    };
    let mut texts = std::iter::once(&asking.ask).chain(choices);
    texts.any(|text| {
        let text = text.words().to_lowercase();
        let mut words = text.split(|sign: char| !sign.is_alphanumeric());
        words.any(|word| matches!(word, "log" | "logs" | "entry" | "entries" | "index" | "stores" | "stored"))
    })
}

/// The logs of all servers, as a small table.
pub(super) fn table(table: &LogTable) -> Vec<String> {
    let mut said = table.caption.as_ref().map(lines).unwrap_or_default();
    said.extend(rows(table));
    said
}
