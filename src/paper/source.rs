//! Our own code as a place to look things up: the lines that carry out a rule.
//!
//! The files are embedded when the program is built. In them, a comment that says `rule V2` or `Rules L7 and L8` stands at
//! every branch that carries one out: in the documentation of a function it speaks of all of that function, within it of the
//! statement below.

mod reader;

use super::Rule;
use std::ops::Range;
use std::sync::LazyLock;

/// A function of ours that carries out a rule.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Excerpt {
    /// The file, from the root of the project.
    pub file: &'static str,
    /// The function's name.
    pub function: &'static str,
    /// The number of the first line, counted from 1.
    pub first_line: usize,
    /// The function with its documentation, without the space in which it stands.
    pub lines: Vec<&'static str>,
    /// The lines that carry out the rule, by number: from the comment that names it to the end of the branch.
    pub lit: Vec<Range<usize>>,
}

impl Excerpt {
    /// The lines with their numbers, and whether they carry out the rule.
    pub fn numbered(&self) -> impl Iterator<Item = (usize, &'static str, bool)> {
        self.lines.iter().enumerate().map(|(position, line)| {
            let number = self.first_line + position;
            (number, *line, self.is_lit(number))
        })
    }

    /// Whether a line carries out the rule.
    pub fn is_lit(&self, number: usize) -> bool {
        self.lit.iter().any(|lit| lit.contains(&number))
    }
}

macro_rules! files {
    ($($path:literal),+ $(,)?) => {
        /// The files of ours that carry out rules, with their text.
        pub static FILES: &[(&str, &str)] = &[$((
            concat!("src/", $path),
            include_str!(concat!("../", $path)),
        )),+];
    };
}

files! {
    "raft/election.rs",
    "raft/replication.rs",
    "raft/commitment.rs",
    "raft/persistence.rs",
    "raft/server.rs",
    "sim/world.rs",
    "sim/world/effects.rs",
    "sim/world/act/servers.rs",
    "safety/checker.rs",
    "safety/checker/elections.rs",
    "safety/checker/logs.rs",
    "safety/checker/commitment.rs",
    "safety/checker/application.rs",
}

/// By rule.
static EXCERPTS: LazyLock<Vec<Vec<Excerpt>>> = LazyLock::new(|| {
    let mut excerpts: Vec<Vec<Excerpt>> = vec![Vec::new(); Rule::ALL.len()];
    for (file, text) in FILES {
        for (rule, excerpt) in reader::read(file, text) {
            excerpts[rule as usize].push(excerpt);
        }
    }
    for (rule, excerpts) in Rule::ALL.iter().zip(&mut excerpts) {
        let function = rule.article().function.rsplit("::").next();
        let named = |excerpt: &Excerpt| function == Some(excerpt.function);
        excerpts.sort_by_key(|excerpt| !named(excerpt));
    }
    excerpts
});

/// The lines of ours that carry out a rule: first the function that the catalogue names, then others that take part.
pub fn lines_of(rule: Rule) -> &'static [Excerpt] {
    &EXCERPTS[rule as usize]
}

/// The file of the function that the catalogue names for a rule, from the root of the project.
pub fn file_of(rule: Rule) -> &'static str {
    lines_of(rule).first().map_or("", |excerpt| excerpt.file)
}

/// The lines of ours that carry out a rule as text: with their numbers, those of the rule marked with `>`.
pub fn page(rule: Rule) -> String {
    use std::fmt::Write as _;
    let mut text = String::new();
    for excerpt in lines_of(rule) {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "\n{}:{}", excerpt.file, excerpt.first_line);
        for (number, line, lit) in excerpt.numbered() {
            let _ = writeln!(
                text,
                "{}",
                format!("{}{number:>4}  {line}", if lit { '>' } else { ' ' }).trim_end()
            );
        }
    }
    text
}
