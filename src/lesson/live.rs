//! Values of the cluster in the middle of a sentence.

use super::{Block, Inline, Item, Live, LiveValue, Prose};
use crate::language::{Quantity, Target, Targets};
use crate::raft::{ServerId, ServerSet};
use crate::script::View;
use crate::sim::{LifeKind, Node};

/// A live value that cannot be said: of somebody who is not there, or of a server that does not have it now.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{{{text}}}: {why}")]
pub struct LiveError {
    /// The line, counted from 1.
    pub line: u32,
    /// The column, in characters, counted from 1.
    pub column: u32,
    /// As it is written, without braces.
    pub text: String,
    /// Why not.
    pub why: String,
}

impl Live {
    /// What it says of the cluster as it stands. `view` is none where no cluster has begun.
    ///
    /// # Errors
    /// If there is no such value now.
    pub fn say(&self, view: Option<View<'_>>) -> Result<String, LiveError> {
        let said = view.ok_or_else(|| "there is no cluster yet".to_owned());
        said.and_then(|view| self.value.say(view)).map_err(|why| LiveError {
            line: self.line,
            column: self.column,
            text: self.text.clone(),
            why,
        })
    }
}

impl LiveValue {
    fn say(&self, view: View<'_>) -> Result<String, String> {
        let world = view.run.world();
        match self {
            LiveValue::Number(quantity) => number(quantity, view),
            LiveValue::Role(of) => each(of, view, |_, node| role(node).to_owned()),
            LiveValue::Vote(of) => each(of, view, |_, node| {
                node.persistent().voted_for.map_or("nobody".to_owned(), |vote| vote.to_string())
            }),
            LiveValue::Log(of) => each(of, view, |_, node| log(node)),
            LiveValue::Stored(of, key) => {
                let servers = view.servers(&Targets(vec![of.clone()]))?;
                if let Some(down) = servers.iter().find(|id| world.node(*id).server().is_none()) {
                    return Err(format!("{down} is down"));
                }
                each(of, view, |_, node| {
                    let value = node.server().and_then(|server| server.volatile().store.get(*key));
                    value.map_or("nothing".to_owned(), |value| value.to_string())
                })
            }
            LiveValue::Who(who) => Ok(listed(view.servers(who)?)),
            LiveValue::Time => Ok(world.now().ms().to_string()),
            LiveValue::Committed => Ok(view.run.checker().committed_index().to_string()),
            LiveValue::Count { fact, who } => Ok(view.times(fact, who.as_ref())?.to_string()),
        }
    }
}

/// A number of each server that is meant; once, if it is the same of all.
fn number(quantity: &Quantity, view: View<'_>) -> Result<String, String> {
    let values = view.values(quantity)?;
    let number = |(id, value): &(ServerId, Option<u64>)| {
        value.map(|value| value.to_string()).ok_or_else(|| match quantity {
            Quantity::Next { .. } | Quantity::Match { .. } => "that server is not the leader now".to_owned(),
            Quantity::Votes(_) if view.run.world().node(*id).running().is_some() => {
                format!("{id} is not a candidate now")
            }
            _ => format!("{id} is down"),
        })
    };
    let said: Result<Vec<String>, String> = values.iter().map(number).collect();
    Ok(merged(said?))
}

fn each(of: &Target, view: View<'_>, say: impl Fn(ServerId, &Node) -> String) -> Result<String, String> {
    let servers = view.servers(&Targets(vec![of.clone()]))?;
    Ok(merged(servers.iter().map(|id| say(id, view.run.world().node(id))).collect()))
}

fn merged(mut said: Vec<String>) -> String {
    if said.iter().all(|one| said.first() == Some(one)) {
        said.truncate(1);
    }
    said.join(", ")
}

fn role(node: &Node) -> &'static str {
    match (node.kind(), node.server()) {
        (LifeKind::Down, _) | (_, None) => "down",
        (_, Some(server)) => server.role().kind().name(),
    }
}

fn log(node: &Node) -> String {
    let terms: Vec<String> = node.persistent().log.entries().map(|entry| entry.term.to_string()).collect();
    if terms.is_empty() { "empty".to_owned() } else { terms.join(" ") }
}

/// "S1", "S1 and S2", "S1, S2 and S3"
fn listed(servers: ServerSet) -> String {
    let names: Vec<String> = servers.iter().map(|id| id.to_string()).collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.concat(),
    }
}

/// A text with its live values said. What cannot be said stands as it was written.
pub fn resolve(prose: &Prose, view: Option<View<'_>>) -> (Prose, Vec<LiveError>) {
    let mut resolver = Resolver { view, errors: Vec::new() };
    let blocks = resolver.blocks(&prose.blocks);
    (Prose { blocks }, resolver.errors)
}

struct Resolver<'a> {
    view: Option<View<'a>>,
    errors: Vec<LiveError>,
}

impl Resolver<'_> {
    fn blocks(&mut self, blocks: &[Block]) -> Vec<Block> {
        blocks.iter().map(|block| self.block(block)).collect()
    }

    fn block(&mut self, block: &Block) -> Block {
        match block {
            Block::Paragraph(line) => Block::Paragraph(self.line(line)),
            Block::Heading(line) => Block::Heading(self.line(line)),
            Block::List { from, items } => {
                let items = items.iter().map(|item| Item(self.blocks(&item.0))).collect();
                Block::List { from: *from, items }
            }
            Block::Table { head, rows } => {
                let head = head.iter().map(|cell| self.line(cell)).collect();
                let rows = rows.iter().map(|row| row.iter().map(|cell| self.line(cell)).collect()).collect();
                Block::Table { head, rows }
            }
            Block::Code(lines) => Block::Code(lines.clone()),
            Block::Quote(blocks) => Block::Quote(self.blocks(blocks)),
        }
    }

    fn line(&mut self, line: &[Inline]) -> Vec<Inline> {
        line.iter().map(|piece| self.piece(piece)).collect()
    }

    fn piece(&mut self, piece: &Inline) -> Inline {
        let Inline::Live(live, style) = piece else { return piece.clone() };
        match live.say(self.view) {
            Ok(said) => Inline::Text(said, *style),
            Err(error) => {
                let text = format!("{{{}}}", error.text);
                self.errors.push(error);
                Inline::Text(text, *style)
            }
        }
    }
}
