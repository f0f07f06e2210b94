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
}

impl Kind {
    pub const ALL: [Kind; 5] = [Kind::Page, Kind::Lesson, Kind::Scenario, Kind::Source, Kind::Spoken];
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

    /// Its sentences, each with where it begins. Code is none, and three words at least make one.
    pub fn sentences(&self) -> Vec<(String, String)> {
        let mut sentences = Vec::new();
        let mut fenced = false;
        let mut paragraph: Option<(usize, String)> = None;
        let mut end = |paragraph: &mut Option<(usize, String)>| {
            let Some((line, text)) = paragraph.take() else { return };
            let place = format!("{}:{}", self.file, self.first_line + line);
            let whole = text.replace(". ", ".\n").replace("? ", "?\n");
            let parts = whole.lines().filter(|part| part.split(' ').filter(|word| is_word(word)).count() > 3);
            sentences.extend(parts.map(|part| (place.clone(), part.to_owned())));
        };
        for (number, line) in self.raw.lines().enumerate() {
            let line = line.trim();
            let opens = line
                .strip_prefix("```")
                .is_some_and(|word| !LISTED.iter().any(|kind| word.starts_with(kind)));
            if line.starts_with("```") {
                fenced = opens && !fenced && line != "```";
                end(&mut paragraph);
            } else if fenced || line.is_empty() {
                end(&mut paragraph);
            } else {
                if line.starts_with(['-', '|', '#', '>']) || self.kind != Kind::Page || line.contains("](") {
                    end(&mut paragraph);
                }
                match &mut paragraph {
                    Some((_, text)) => *text = format!("{text} {line}"),
                    None => paragraph = Some((number, line.to_owned())),
                }
                if self.kind != Kind::Page {
                    end(&mut paragraph);
                }
            }
        }
        end(&mut paragraph);
        sentences
    }
}

/// Blocks of lessons that hold sentences.
const LISTED: [&str; 4] = ["question", "challenge", "notes", "raft"];

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
    let scenarios =
        files("assets/scenarios", &["raft"]).into_iter().chain(files("src/hunt/stuck", &["raft"]));
    texts.extend(scenarios.map(|path| {
        let Text { file, raw, .. } = read(Kind::Scenario, &path);
        let said = |line: &str| {
            line.strip_prefix("# ").or(line.strip_prefix("note ")).unwrap_or_default().to_owned()
        };
        Text::new(Kind::Scenario, &file, &raw.lines().map(said).collect::<Vec<_>>().join("\n"))
    }));
    for path in files("src", &["rs"]).into_iter().chain(files("assets/player", &["js"])) {
        let Text { file, raw, .. } = read(Kind::Source, &path);
        texts.extend(literals(&raw).map(|(line, text)| Text::at(Kind::Source, &file, &text, line)));
    }
    texts
}
