//! Every rule of the catalogue leads to the lines of ours that carry it out.

use crate::support::assert_that;
use raftarium::paper::source::{self, FILES, lines_of};
use raftarium::paper::{Property, Rule};
use std::path::Path;

#[test]
fn every_rule_leads_to_the_function_that_the_catalogue_names() {
    for rule in Rule::ALL.iter().copied() {
        let function = rule.article().function;
        let name = function.rsplit("::").next();
        let named = lines_of(rule).iter().filter(|excerpt| Some(excerpt.function) == name).count();
        assert_eq!(named, 1, "{rule} is cited in {named} functions that are called {function}");
        let first = &lines_of(rule)[0];
        assert_eq!(Some(first.function), name, "{rule}");
        assert_that(&first.lines, |it| {
            it.iter().any(|line| line.contains(&format!("fn {}", first.function)))
        });
    }
}

/// `safety::checker::Elections::won` is a function `won` of an `impl Elections` in `src/safety/checker…`.
#[test]
fn the_path_of_a_function_leads_to_its_file_and_type() {
    for rule in Rule::ALL.iter().copied() {
        let function = rule.article().function;
        let mut path: Vec<&str> = function.split("::").collect();
        path.pop();
        let owner = path.pop_if(|last| last.starts_with(|first: char| first.is_uppercase()));
        let file = source::file_of(rule);
        assert!(file.starts_with(&format!("src/{}", path.join("/"))), "{function} is in {file}");
        let (_, text) = FILES.iter().find(|(path, _)| *path == file).unwrap();
        let before: Vec<&str> = text.lines().take(lines_of(rule)[0].first_line).collect();
        let around = before.iter().rfind(|line| line.starts_with("impl")).map(|line| {
            let named = line.trim_end_matches(" {").rsplit(' ').next().unwrap_or_default();
            named.split('<').next().unwrap_or_default()
        });
        assert_eq!(around, owner, "{function} in {file}");
    }
}

#[test]
fn lit_lines_are_within_their_function_and_hold_the_citation_and_code() {
    for rule in Rule::ALL.iter().copied() {
        for excerpt in lines_of(rule) {
            let numbers = excerpt.first_line..excerpt.first_line + excerpt.lines.len();
            assert!(!excerpt.lit.is_empty(), "{rule} in {}", excerpt.function);
            for lit in &excerpt.lit {
                let place = format!("{rule} in {} of {}: {lit:?}", excerpt.function, excerpt.file);
                assert!(numbers.start <= lit.start && lit.end <= numbers.end && !lit.is_empty(), "{place}");
                let lines = &excerpt.lines[lit.start - numbers.start..lit.end - numbers.start];
                let is_comment = |line: &&str| line.trim_start().starts_with("//");
                let cites = lines.iter().copied().filter(is_comment).any(|line| {
                    let words: Vec<&str> = line.split(|char: char| !char.is_ascii_alphanumeric()).collect();
                    words.contains(&rule.id())
                });
                assert!(cites, "{place} does not name its rule: {lines:#?}");
                assert!(lines.iter().any(|line| !is_comment(line)), "{place} holds no code: {lines:#?}");
                // Brackets that are opened in a branch are closed in it.
                let code: String = lines.iter().copied().filter(|line| !is_comment(line)).collect();
                let open = code.matches(['(', '{', '[']).count();
                assert_eq!(open, code.matches([')', '}', ']']).count(), "{place}: {lines:#?}");
            }
        }
    }
}

#[test]
fn the_lines_of_a_rule_hold_the_facts_that_carry_it() {
    for rule in Rule::ALL.iter().copied() {
        let lines: String = lines_of(rule).iter().flat_map(|excerpt| excerpt.lines.iter().copied()).collect();
        let property = Property::ALL.into_iter().find(|property| property.rule() == rule);
        for fact in rule.article().facts {
            let told = match property {
                // The checker reports what it finds; that becomes a fact at one place for all properties.
                Some(property) => lines.contains(&format!("Property::{property:?}")),
                None => lines.contains(&format!("Fact::{fact}")),
            };
            assert!(told, "{rule}: no line makes {fact}");
        }
    }
}

#[test]
fn what_is_shown_is_what_is_built() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (path, text) in FILES {
        assert_eq!(std::fs::read_to_string(root.join(path)).unwrap(), *text, "{path}");
    }
    for excerpt in Rule::ALL.iter().flat_map(|rule| lines_of(*rule)) {
        let (_, text) = FILES.iter().find(|(path, _)| *path == excerpt.file).unwrap();
        for (number, line, _) in excerpt.numbered() {
            assert_eq!(text.lines().nth(number - 1).unwrap().trim_start(), line.trim_start());
        }
    }
}

/// A rule that a comment names is one of the catalogue, so that no comment is overlooked.
#[test]
fn no_citation_is_misspelt() {
    for (path, text) in FILES {
        for line in text.lines().filter(|line| line.trim_start().starts_with("// Rule")) {
            let words: Vec<&str> = line.split(|char: char| !char.is_ascii_alphanumeric()).collect();
            let named = words.iter().filter_map(|word| Rule::ALL.iter().find(|rule| rule.id() == *word));
            assert!(named.count() > 0, "{path}: {line}");
        }
    }
}

#[test]
fn the_lines_as_text_name_their_place() {
    let page = source::page(Rule::L7);
    assert!(page.contains("src/raft/commitment.rs:"), "{page}");
    let lit: Vec<&str> = page.lines().filter(|line| line.starts_with('>')).collect();
    assert!(lit.iter().any(|line| line.contains("Fact::CommitWithheld")), "{page}");
    assert!(lit.iter().any(|line| line.contains("self.volatile.commit_index = on_majority;")), "{page}");
    assert!(!lit.iter().any(|line| line.contains("fn advance_commit_index")), "{page}");
}
