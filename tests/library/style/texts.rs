//! The texts that ship, as they are written: pages, lessons, scenarios, and what the program says, from its source.

use super::literals::literals;
use std::fs;
use std::path::{Path, PathBuf};

/// What a text is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// README, `docs`, the pages that the program prints.
    Page,
    Lesson,
    /// Titles and notes.
    Scenario,
    /// What is between quotes in the source, and the help of the command line.
    Source,
    /// What the program says of the steps of a run, and in answers.
    Spoken,
    /// What only readers of the source read.
    Comment,
}

impl Kind {
    /// Those that a sample is drawn from.
    pub const SAMPLED: [Kind; 5] = [Kind::Page, Kind::Lesson, Kind::Scenario, Kind::Source, Kind::Spoken];
}

/// A text, and where it comes from.
#[derive(Debug)]
pub struct Text {
    pub kind: Kind,
    file: String,
    raw: String,
    /// The line of the file in which it begins, from 1.
    first_line: usize,
    /// Its words, each with one space after it.
    pub words: String,
}

impl Text {
    pub fn new(kind: Kind, file: &str, raw: &str) -> Text {
        Text::at(kind, file, raw, 1)
    }

    pub fn at(kind: Kind, file: &str, raw: &str, first_line: usize) -> Text {
        let words = raw.split_whitespace().collect::<Vec<_>>().join(" ");
        Text { kind, file: file.to_owned(), raw: raw.to_owned(), first_line, words }
    }

    /// The file and line of a word.
    pub fn place(&self, word: usize) -> String {
        let mut before = 0;
        for (number, line) in self.raw.lines().enumerate() {
            before += line.split_whitespace().count();
            if before > word {
                return format!("{}:{}", self.file, self.first_line + number);
            }
        }
        self.file.clone()
    }

    /// Its sentences, each with where it begins. Commands and code are none, and four words at least make one.
    pub fn sentences(&self) -> Vec<(String, String)> {
        let mut pieces: Vec<(usize, String)> = Vec::new();
        let (mut fence, mut ended) = (None, true);
        for (number, line) in self.raw.lines().enumerate() {
            let trimmed = line.trim();
            let marks = trimmed.len() - trimmed.trim_start_matches('`').len();
            if marks >= 3 {
                fence = if fence.is_none() { Some(trimmed[marks..].trim().to_owned()) } else { None };
                ended = true;
                continue;
            }
            let said = match fence.as_deref() {
                None => trimmed,
                Some("raft") => trimmed.strip_prefix("note ").unwrap_or_default(),
                Some(block) if ["question", "challenge", "notes", "card"].contains(&block) => trimmed,
                Some(_) => "",
            };
            for (position, cell) in said.split(" | ").enumerate() {
                let begins = ended || position > 0 || self.kind != Kind::Page;
                match pieces.last_mut().filter(|_| !begins && !cell.starts_with(['-', '|', '#', '>'])) {
                    Some((_, text)) => *text = format!("{text} {cell}"),
                    None => pieces.push((number, cell.trim_matches(['|', '-', '#', '>', ' ']).to_owned())),
                }
            }
            ended = said.is_empty();
        }
        let mut sentences = Vec::new();
        for (line, text) in pieces {
            let place = format!("{}:{}", self.file, self.first_line + line);
            let parts = text.replace(". ", ".\n").replace("? ", "?\n");
            let parts = parts.lines().filter(|part| part.split(' ').filter(|word| is_word(word)).count() > 3);
            sentences.extend(parts.map(|part| (place.clone(), part.to_owned())));
        }
        sentences
    }
}

fn is_word(word: &str) -> bool {
    word.len() > 1 && word.chars().all(|char| char.is_alphabetic() || ".,:;?!'’-".contains(char))
}

fn home() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files of a folder with one of these endings, and of the folders in it.
fn files(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![home().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| endings.iter().any(|ending| kind == *ending)) {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn read(kind: Kind, path: &Path) -> Text {
    let name = path.strip_prefix(home()).expect("a file of ours").display().to_string();
    Text::new(kind, &name, &fs::read_to_string(path).expect("a text"))
}

/// The texts as they are written. The page of the list is left out: it quotes what nobody else may say.
pub fn written() -> Vec<Text> {
    let pages = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(|name| home().join(name));
    let pages = pages.into_iter().chain(files("docs", &["md"])).chain(files("assets", &["md", "html"]));
    let pages = pages.filter(|path| !path.ends_with("docs/style.md"));
    let mut texts: Vec<Text> = pages.map(|path| read(Kind::Page, &path)).collect();
    texts.extend(files("lessons", &["md"]).iter().map(|path| read(Kind::Lesson, path)));
    let folders = ["assets/scenarios", "assets/demos", "src/hunt/stuck"];
    let scenarios = folders.into_iter().flat_map(|folder| files(folder, &["raft"]));
    texts.extend(scenarios.map(|path| {
        let Text { file, raw, .. } = read(Kind::Scenario, &path);
        let said = |line: &str| {
            let words = ["# ", "note ", "pause "].into_iter().find_map(|word| line.strip_prefix(word));
            words.unwrap_or_default().to_owned()
        };
        Text::new(Kind::Scenario, &file, &raw.lines().map(said).collect::<Vec<_>>().join("\n"))
    }));
    for path in files("src", &["rs"])
        .into_iter()
        .filter(|path| !path.ends_with("tests.rs"))
        .chain(files("assets/player", &["js"]))
    {
        let Text { file, raw, .. } = read(Kind::Source, &path);
        let product = raw.find("#[cfg(test)]\nmod tests {").map_or(raw.as_str(), |tests| &raw[..tests]);
        let texts_of = literals(product).map(|literal| {
            let helps = file.starts_with("src/cli") && literal.text.starts_with("/// ");
            let kind = if literal.is_comment && !helps { Kind::Comment } else { Kind::Source };
            Text::at(kind, &file, literal.text.trim_start_matches("/// "), literal.line)
        });
        texts.extend(texts_of);
    }
    texts
}
