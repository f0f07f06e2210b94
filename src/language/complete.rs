//! Completion: what could come next, from what the parser itself would take.

use super::Names;
use super::parser::{Class, Known, Parsed, Parser, Resolve, Want};
use super::target::Group;
use super::vocabulary::commands;
use crate::paper::{Bug, Property};
use crate::raft::ServerId;
use crate::sim::World;

/// One way to go on with a line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Completion {
    /// From which byte of the line on it replaces what is there: where the unfinished word begins.
    pub start: usize,
    /// The word.
    pub text: String,
    /// What it means, in a few words; may be empty.
    pub help: String,
}

/// How a line can go on: completions of its last word, or what may follow it, best first.
pub fn complete(line: &str, world: &World) -> Vec<Completion> {
    complete_with(line, world, &Names::default())
}

/// As [`complete`], with names that were given to servers.
pub fn complete_with(line: &str, world: &World, names: &Names) -> Vec<Completion> {
    fitting(
        line,
        world,
        names,
        |line, known| Parser::new(line, known),
        |parser| parser.command().and_then(|_| parser.end()),
    )
}

/// How a question can go on, in which words such as `leader` mean whom `who` says.
pub fn complete_question(line: &str, world: &World, names: &Names, who: Resolve<'_>) -> Vec<Completion> {
    fitting(
        line,
        world,
        names,
        |line, known| Parser::of_question(line, known),
        |parser| parser.question(who).and_then(|_| parser.end()),
    )
}

/// How a line can go on of which this reads the whole.
fn fitting(
    line: &str,
    world: &World,
    names: &Names,
    parser: for<'a> fn(&'a str, &'a Known) -> Parser<'a>,
    read: impl FnOnce(&mut Parser<'_>) -> Parsed<()>,
) -> Vec<Completion> {
    if line.len() > 4096 {
        return Vec::new();
    }
    let start = line
        .char_indices()
        .rev()
        .find(|(_, character)| character.is_whitespace() || matches!(character, '(' | '|' | ',' | '>'))
        .map_or(0, |(at, character)| at + character.len_utf8());
    let (before, word) = line.split_at(start);
    let known =
        Known { servers: world.size(), names: names.iter().map(|(name, _)| name.to_owned()).collect() };
    let mut parser = parser(before, &known);
    let whole = read(&mut parser);
    if whole.is_err() && !parser.at_end() {
        // What stands before is wrong already: nothing follows from it.
        return Vec::new();
    }
    let mut found: Vec<Completion> = Vec::new();
    for want in parser.wants() {
        for (text, help) in words(*want, before.trim().is_empty(), &known, world, names) {
            let fits = text.len() >= word.len()
                && text.is_char_boundary(word.len())
                && text[..word.len()].eq_ignore_ascii_case(word);
            if fits && !found.iter().any(|other| other.text == text) {
                found.push(Completion { start, text, help });
            }
        }
    }
    found
}

fn words(want: Want, first: bool, known: &Known, world: &World, names: &Names) -> Vec<(String, String)> {
    match want {
        Want::Word(word) if first => {
            let usage = commands().iter().find(|usage| usage.word == word);
            vec![(word.to_owned(), usage.map_or("", |usage| usage.help).to_owned())]
        }
        Want::Word(word) => vec![(word.to_owned(), String::new())],
        Want::Class(Class::Server) => servers(world, names),
        Want::Class(Class::Bug) => {
            Bug::ALL.iter().map(|bug| (bug.id().to_owned(), bug.title().to_owned())).collect()
        }
        Want::Class(Class::Property) => Property::ALL
            .iter()
            .map(|property| (property.name().to_owned(), property.section().to_owned()))
            .collect(),
        Want::Class(Class::MessageNumber) => world
            .network()
            .flights()
            .filter(|flight| flight.doom.is_none())
            .take(20)
            .map(|flight| {
                let kind = flight.message.kind().name();
                (flight.id.to_string(), format!("{kind} {} -> {}", flight.from, flight.to))
            })
            .collect(),
        Want::Class(class) => class.candidates(known).into_iter().map(|word| (word, String::new())).collect(),
    }
}

/// Servers with what they are, groups, names.
fn servers(world: &World, names: &Names) -> Vec<(String, String)> {
    let being = |id: ServerId| match world.node(id).server() {
        None => "down".to_owned(),
        Some(server) => format!("{}, term {}", server.role().kind().name(), server.term()),
    };
    let groups = Group::WORDS.iter().flat_map(|(_, one, each)| [*one, *each]).chain(["others"]);
    names
        .iter()
        .map(|(name, id)| (name.to_owned(), format!("{id}, {}", being(id))))
        .chain(world.roster().iter().map(|id| (id.to_string(), being(id))))
        .chain(groups.map(|word| (word.to_owned(), String::new())))
        .collect()
}
