//! What README and the pages of `docs` say can be checked: their scripts, commands, links, functions, rules.

use clap::Parser;
use clap::error::ErrorKind;
use raftarium::cli::Cli;
use raftarium::explain::answer;
use raftarium::language::{self, Names};
use raftarium::paper::Bug;
use raftarium::script::{self, PlayOptions, View, parse_question};
use std::fs;
use std::path::{Path, PathBuf};

/// A page that people read.
struct Page {
    path: PathBuf,
    text: String,
}

impl Page {
    fn read(path: PathBuf) -> Page {
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Page { path, text }
    }

    /// One of `docs`.
    fn of_docs(name: &str) -> Page {
        Page::read(home().join("docs").join(name))
    }

    /// The lines of its blocks of shell commands, without their comments.
    fn commands(&self) -> impl Iterator<Item = &str> {
        between(&self.text, "```console\n", "```")
            .flat_map(str::lines)
            .map(|line| line.split_once(" #").map_or(line, |(command, _)| command).trim())
            .filter(|line| !line.is_empty())
    }

    /// What stands between single backquotes.
    fn quoted(&self) -> impl Iterator<Item = &str> {
        self.text.split("```").step_by(2).flat_map(|prose| prose.split('`').skip(1).step_by(2))
    }

    /// The anchors of its headings, as GitHub makes them.
    fn anchors(&self) -> Vec<String> {
        let headings =
            self.text.split("```").step_by(2).flat_map(str::lines).filter(|line| line.starts_with('#'));
        headings
            .map(|heading| {
                let words = heading.trim_start_matches('#').trim().to_lowercase();
                words.replace(' ', "-").replace(|c: char| !c.is_alphanumeric() && c != '-', "")
            })
            .collect()
    }
}

fn home() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All of them: those that lie beside README, and those of `docs`.
fn pages() -> Vec<Page> {
    let mut pages = Vec::new();
    for folder in [home().to_path_buf(), home().join("docs")] {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|kind| kind == "md") {
                pages.push(Page::read(path));
            }
        }
    }
    pages
}

/// The parts of a text between two marks.
fn between<'a>(text: &'a str, open: &'a str, close: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(open).skip(1).filter_map(move |rest| rest.split_once(close).map(|(part, _)| part))
}

/// A command as a shell takes it apart; what it writes to is left out.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (position, part) in command.split(['"', '\'']).enumerate() {
        if position % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words.into_iter().take_while(|word| word != ">").collect()
}

#[test]
fn their_script_plays_out_as_they_say() {
    let page = Page::of_docs("scripts.md");
    let text = between(&page.text, "```text\n# A leader", "```").next().expect("a script");
    let text = format!("# A leader{text}");
    let text = text.as_str();
    let script = language::parse(text).unwrap_or_else(|problems| panic!("{problems}"));
    for seed in 1..=9 {
        let report = script::play(&script, &PlayOptions { seed: Some(seed), ..PlayOptions::default() });
        assert!(report.held() && report.expectations > 1, "{report}");
    }
}

#[test]
fn their_answer_is_what_the_program_says() {
    let page = Page::of_docs("questions.md");
    let call = between(&page.text, "head -", "\"\n").next().expect("a call");
    let (lines, rest) = call.split_once(' ').expect("a number of lines");
    let (file, rest) = rest.split_once(' ').expect("a file");
    let (_, question) = rest.split_once('"').expect("a question");
    let text = fs::read_to_string(home().join(file)).expect("a scenario");
    let text: Vec<&str> = text.lines().take(lines.parse().expect("a number")).collect();
    let script = language::parse(&text.join("\n")).unwrap_or_else(|problems| panic!("{problems}"));
    let run = script::play_through(&script, &PlayOptions::default()).1.expect("a run");
    let view = View { run: &run, names: &Names::default() };
    let question = parse_question(question, view).expect("a question");
    let said = answer(&question, &run).to_string();
    assert!(page.text.contains(&format!("```text\n{}\n```", said.trim_end())), "{said}");
}

#[test]
fn their_commands_are_commands_of_the_program() {
    let mut tried = 0;
    for page in pages() {
        let in_blocks = page.commands().flat_map(|line| line.split(['|', '&'])).map(str::trim);
        // A command that is shown with what it may take is no command yet.
        let in_prose = page.quoted().filter(|quoted| {
            let placeholder = |word: &str| {
                word != "FILE" && word.len() > 1 && word.chars().all(|char| char.is_ascii_uppercase())
            };
            !quoted.contains(['[', '…', '|']) && !quoted.split_whitespace().any(placeholder)
        });
        for command in in_blocks.chain(in_prose).filter(|command| command.starts_with("raftarium")) {
            if let Err(error) = Cli::try_parse_from(words(command)) {
                // A sentence may name a command without what it needs: `raftarium run`.
                let named = error.kind() == ErrorKind::MissingRequiredArgument;
                assert!(named || !error.use_stderr(), "{}: {command}\n{error}", page.path.display());
            }
            tried += 1;
        }
    }
    assert!(tried > 40, "only {tried} commands");
}

#[test]
fn the_files_of_their_commands_are_there() {
    let mut found = 0;
    for page in pages() {
        for command in page.commands() {
            for word in
                words(command).iter().filter(|word| word.starts_with("assets/") && !word.contains('*'))
            {
                assert!(home().join(word).exists(), "{}: {command}", page.path.display());
                found += 1;
            }
        }
    }
    assert!(found > 8, "only {found} files");
}

#[test]
fn the_files_that_they_name_are_there() {
    let mut found = 0;
    for page in pages() {
        let folders = ["src/", "tests/", "assets/", "docs/", "lessons/", "examples/", ".ci/"];
        for name in page.quoted().filter(|name| folders.iter().any(|folder| name.starts_with(folder))) {
            assert!(home().join(name).exists(), "{}: {name}", page.path.display());
            found += 1;
        }
    }
    assert!(found > 20, "only {found} files");
}

#[test]
fn their_links_lead_somewhere() {
    let mut followed = 0;
    for page in pages() {
        let sources = between(&page.text, "src=\"", "\"").chain(between(&page.text, "srcset=\"", "\""));
        for link in between(&page.text, "](", ")").chain(sources).filter(|link| !link.starts_with("http")) {
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() {
                page.path.clone()
            } else {
                page.path.parent().expect("a folder").join(file)
            };
            assert!(target.exists(), "{}: {link}", page.path.display());
            if !anchor.is_empty() {
                let anchors = Page::read(target).anchors();
                assert!(
                    anchors.iter().any(|known| known == anchor),
                    "{}: {link}: {anchors:?}",
                    page.path.display()
                );
            }
            followed += 1;
        }
    }
    assert!(followed > 60, "only {followed} links");
}

#[test]
fn every_page_of_docs_is_linked_from_the_readme() {
    let readme = Page::read(home().join("README.md"));
    for page in pages() {
        let name = page.path.strip_prefix(home()).expect("a page of ours").display().to_string();
        assert!(name == "README.md" || readme.text.contains(&format!("]({name}")), "{name}");
    }
}

#[test]
fn the_functions_of_each_section_are_in_the_file_that_it_names() {
    let mut found = 0;
    let page = Page::of_docs("paper.md");
    for row in page.text.lines().filter(|line| line.starts_with("| ") && line.contains("](../src/raft/")) {
        let file = between(row, "](../", ")").next().unwrap_or_default();
        let code = fs::read_to_string(home().join(file)).expect("a file");
        for names in between(row, "`Server::", "`") {
            for name in names.trim_matches(['{', '}']).split(", ") {
                assert!(code.contains(&format!("fn {name}(")), "{name} is not in {file}");
                found += 1;
            }
        }
    }
    assert!(found > 15, "only {found} functions");
}

#[test]
fn the_rules_that_they_set_aside_exist() {
    let mut known = 0;
    for page in pages() {
        for rest in page.text.split("without ").skip(1) {
            let id = rest.split([' ', '`', ')', ',', '\n', ':', '.']).next().unwrap_or_default();
            if id.contains('-') && id.starts_with(|first: char| first.is_lowercase()) {
                assert!(Bug::parse(id).is_some(), "{}: there is no {id}", page.path.display());
                known += 1;
            }
        }
    }
    assert!(known >= 5, "only {known} rules");
}
