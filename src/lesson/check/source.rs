//! What is wrong, and where it stands in the file.

use crate::language::{Problem, Problems};

/// A lesson's file, and what was found wrong in it.
pub(super) struct Source<'a> {
    lines: Vec<&'a str>,
    found: Vec<Found>,
}

struct Found {
    problem: Problem,
    /// The other seeds under which it is so; none if it is so as the lesson is written.
    seeds: Vec<u64>,
}

/// How many seeds are named.
const MOST_NAMED: usize = 3;

/// In how many lines words are looked for.
const LOOKED_AT: usize = 100;
/// How many mistakes are told apart.
const MOST_FOUND: usize = 200;

impl<'a> Source<'a> {
    pub fn new(text: &'a str) -> Source<'a> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        Source { lines: text.lines().collect(), found: Vec::new() }
    }

    /// Something is wrong in a line.
    pub fn say(&mut self, line: u32, message: impl Into<String>, expected: impl Into<String>) {
        self.say_under(None, line, message, expected);
    }

    /// Something is wrong in a line, if the random numbers begin with this seed.
    pub fn say_under(
        &mut self,
        seed: Option<u64>,
        line: u32,
        message: impl Into<String>,
        expected: impl Into<String>,
    ) {
        let text = self.lines.get((line as usize).wrapping_sub(1)).copied().unwrap_or_default();
        let start = text.len() - text.trim_start().len();
        let end = text.trim_end().len().max(start);
        let problem = Problem { line, ..Problem::at(text, start, end, message).expecting(expected) };
        self.add(problem, seed);
    }

    /// Something is wrong in these words of a line.
    pub fn say_of(&mut self, seed: Option<u64>, line: u32, words: &str, message: String, expected: &str) {
        let text = self.lines.get((line as usize).wrapping_sub(1)).copied().unwrap_or_default();
        let Some(start) = text.find(words).filter(|_| !words.is_empty()) else {
            return self.say_under(seed, line, message, expected);
        };
        let problem = Problem::at(text, start, start + words.len(), message).expecting(expected);
        self.add(Problem { line, ..problem }, seed);
    }

    fn add(&mut self, problem: Problem, seed: Option<u64>) {
        let full = self.is_full();
        match self.found.iter_mut().find(|found| is_same(found, &problem, seed)) {
            Some(found) if found.seeds.last().copied() == seed => {}
            Some(found) => found.seeds.extend(seed),
            None if full => {}
            None => self.found.push(Found { problem, seeds: seed.into_iter().collect() }),
        }
    }

    /// The line in which some words begin, from a line on; that line, if they are written in another way.
    pub fn find(&self, from: u32, words: &str) -> u32 {
        let wanted: Vec<&str> = words.split(' ').collect();
        let lines = self.lines.iter().zip(1..).skip(from.saturating_sub(1) as usize).take(LOOKED_AT);
        let signs = |sign: char| !sign.is_alphanumeric() && sign != '\'';
        let written: Vec<(&str, u32)> = lines
            .flat_map(|(line, number)| {
                line.split_whitespace().map(move |word| (word.trim_matches(signs), number))
            })
            .filter(|(word, _)| !word.is_empty())
            .collect();
        let here = written
            .windows(wanted.len())
            .find(|part| part.iter().map(|word| word.0).eq(wanted.iter().copied()));
        here.and_then(|part| part.first()).map_or(from, |word| word.1)
    }

    /// The line of a field of the block that begins in a line.
    pub fn field(&self, block: u32, name: &str) -> u32 {
        let lines = self.lines.iter().enumerate().skip(block as usize);
        let mut within = lines.take_while(|(_, line)| !line.starts_with("```"));
        let found =
            within.find(|(_, line)| line.strip_prefix(name).is_some_and(|rest| rest.starts_with(':')));
        found.map_or(block, |(position, _)| position as u32 + 1)
    }

    /// Whether so much is wrong that more would not be told.
    pub fn is_full(&self) -> bool {
        self.found.len() >= MOST_FOUND
    }

    /// Whether nothing is wrong so far.
    pub fn is_clean(&self) -> bool {
        self.found.is_empty()
    }

    /// A line of the file.
    pub fn line(&self, number: u32) -> &'a str {
        self.lines.get((number as usize).wrapping_sub(1)).copied().unwrap_or_default()
    }

    /// What was found, from the top.
    pub fn problems(mut self) -> Problems {
        self.found.sort_by_key(|found| (found.problem.line, found.problem.column));
        let mut problems = Problems::default();
        for Found { problem, seeds } in self.found {
            let message = match named(&seeds) {
                None => problem.message.clone(),
                Some(seeds) => format!("{seeds}: {}", problem.message),
            };
            problems.push(Problem { message, ..problem });
        }
        problems
    }
}

/// Whether this was found before. With other seeds the values differ that make it so: those of the first are said.
fn is_same(found: &Found, problem: &Problem, seed: Option<u64>) -> bool {
    let what = |problem: &Problem| problem.message.split("; ").next().map(str::to_owned);
    let other = seed.is_some() && !found.seeds.is_empty();
    let place = (found.problem.line, found.problem.column) == (problem.line, problem.column);
    found.problem == *problem || (other && place && what(&found.problem) == what(problem))
}

/// "with seed 7", "with seeds 7, 8 and 9", "with seeds 7, 8, 9 and 4 others"
fn named(seeds: &[u64]) -> Option<String> {
    let shown: Vec<String> = seeds.iter().take(MOST_NAMED).map(ToString::to_string).collect();
    Some(match (shown.split_last()?, seeds.len() - shown.len()) {
        ((only, []), _) => format!("with seed {only}"),
        ((last, before), 0) => format!("with seeds {} and {last}", before.join(", ")),
        (_, more) => {
            let other = if more == 1 { "other" } else { "others" };
            format!("with seeds {} and {more} {other}", shown.join(", "))
        }
    })
}
