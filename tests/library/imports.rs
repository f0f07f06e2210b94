//! The rooms of the house stand above each other, and no files stand in a circle.
//!
//! An arrow leads from a file to the file that defines a name which the first one uses. Two kinds of arrows are wrong:
//! those that lead from a room to one above it, in the order of the table in `src/lib.rs`, and those that lead back to
//! where they came from. A parent that only declares and re-exports a child does not use it: a name that is re-exported is
//! followed to the file that defines it.
//!
//! This is a simple reader: it sees `use` lines and paths, not the methods of a value, and leaves out what is only there
//! for tests.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// A source file as a module: its tokens, the names that it defines and those that it brings in.
struct Module {
    /// Its file, from the root of the project.
    file: String,
    /// Where it stands in the crate: `hunt`, `verify`; empty for `src/lib.rs`.
    path: Vec<String>,
    /// What it says apart from `use` lines and from tests.
    code: Vec<String>,
    /// The names that it defines.
    defined: BTreeSet<String>,
    /// The modules that it declares.
    children: BTreeSet<String>,
    uses: Vec<Use>,
}

/// A name that a `use` line brings in.
struct Use {
    /// What it is called here; `*` for all that a module has.
    name: String,
    path: Vec<String>,
    /// Whether others are offered it too.
    offered: bool,
}

/// What is only between other tokens, or opens, closes and separates.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(length) = literal(rest) {
            tokens.push("\"\"".to_owned());
            length
        } else if first.is_alphabetic() || first == '_' {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            tokens.push(rest[..end].to_owned());
            end
        } else if rest.starts_with("::") {
            tokens.push("::".to_owned());
            2
        } else {
            if !first.is_whitespace() {
                tokens.push(first.to_string());
            }
            first.len_utf8()
        };
        rest = &rest[skipped..];
    }
    tokens
}

/// The length of the text or character that begins here, if one does. A lifetime is none.
fn literal(text: &str) -> Option<usize> {
    let bare = text.strip_prefix('b').unwrap_or(text);
    let prefix = text.len() - bare.len();
    if let Some(raw) = bare.strip_prefix('r') {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        let body = raw[hashes..].strip_prefix('"')?;
        let end = format!("\"{}", "#".repeat(hashes));
        let opening = prefix + 1 + hashes + 1;
        return Some(opening + body.find(&end).map_or(body.len(), |at| at + end.len()));
    }
    let quote = bare.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let mut chars = bare.char_indices().skip(1);
    let second = bare.chars().nth(1)?;
    if quote == '\'' && second != '\\' && bare.chars().nth(2) != Some('\'') {
        return None;
    }
    while let Some((at, char)) = chars.next() {
        match char {
            '\\' => {
                chars.next();
            }
            _ if char == quote => return Some(prefix + at + 1),
            _ => {}
        }
    }
    Some(text.len())
}

/// Where the item ends that begins here: behind its `;`, or the bracket that closes its body.
fn item_end(tokens: &[String], start: usize) -> usize {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate().skip(start) {
        match token.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" => depth -= 1,
            "}" => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            ";" | "," if depth == 0 => return at + 1,
            _ => {}
        }
    }
    tokens.len()
}

/// The tokens without what is only there for tests.
fn without_tests(tokens: &[String]) -> Vec<String> {
    let is_test = |at: usize| {
        let words = ["#", "[", "cfg", "(", "test", ")", "]"];
        words.iter().enumerate().all(|(offset, word)| tokens.get(at + offset).is_some_and(|it| it == word))
    };
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if is_test(at) {
            at = item_end(tokens, at + 7);
        } else {
            kept.push(tokens[at].clone());
            at += 1;
        }
    }
    kept
}

impl Module {
    fn read(root: &Path, file: &Path) -> Module {
        let text = std::fs::read_to_string(file).unwrap();
        let inside = file.strip_prefix(root.join("src")).unwrap().with_extension("");
        let mut path: Vec<String> =
            inside.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
        path.retain(|part| part != "lib");
        let file = file.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
        let mut module = Module {
            file,
            path,
            code: Vec::new(),
            defined: BTreeSet::new(),
            children: BTreeSet::new(),
            uses: Vec::new(),
        };
        module.take_in(&without_tests(&tokens(&text)));
        module
    }

    fn take_in(&mut self, tokens: &[String]) {
        let mut offered = false;
        let mut at = 0;
        while at < tokens.len() {
            let next = tokens.get(at + 1).map_or("", String::as_str);
            match tokens[at].as_str() {
                "use" => {
                    let end = at + tokens[at..].iter().position(|token| token == ";").unwrap();
                    self.bring_in(&tokens[at + 1..end], &[], offered);
                    at = end + 1;
                    continue;
                }
                "mod" if tokens.get(at + 2).is_some_and(|after| after == ";") => {
                    self.children.insert(next.to_owned());
                    at += 3;
                    continue;
                }
                "struct" | "enum" | "trait" | "type" | "union" | "const" | "static" | "fn" => {
                    self.defined.insert(next.to_owned());
                }
                "macro_rules" => {
                    self.defined.extend(tokens.get(at + 2).cloned());
                }
                _ => {}
            }
            // `pub use`, `pub(super) use`
            offered = match tokens[at].as_str() {
                "pub" => true,
                "(" | ")" | "crate" | "super" | "self" | "in" | "::" => offered,
                _ => offered && self.code.last().is_some_and(|last| last == "in" || last == "::"),
            };
            self.code.push(tokens[at].clone());
            at += 1;
        }
    }

    /// What a `use` line brings in: `a::{b, c as d, self, *}`.
    fn bring_in(&mut self, tree: &[String], before: &[String], offered: bool) {
        let mut path = before.to_vec();
        let mut at = 0;
        while at < tree.len() {
            match tree[at].as_str() {
                "::" => {}
                "{" => {
                    let (mut depth, mut start) = (0, at + 1);
                    for (end, token) in tree.iter().enumerate().skip(at) {
                        match token.as_str() {
                            "{" => depth += 1,
                            "}" => depth -= 1,
                            _ => {}
                        }
                        if (depth == 1 && token == ",") || depth == 0 {
                            self.bring_in(&tree[start..end], &path, offered);
                            start = end + 1;
                        }
                        if depth == 0 {
                            break;
                        }
                    }
                    return;
                }
                "as" => {
                    let name = tree[at + 1].clone();
                    self.uses.push(Use { name, path, offered });
                    return;
                }
                word => path.push(word.to_owned()),
            }
            at += 1;
        }
        if path.len() > before.len() || !tree.is_empty() {
            let named_self = path.last().is_some_and(|last| last == "self");
            if named_self && path.len() > 1 {
                path.pop();
            }
            let name = path.last().cloned().unwrap_or_default();
            self.uses.push(Use { name, path, offered });
        }
    }
}

struct Crate {
    modules: BTreeMap<Vec<String>, Module>,
}

/// Where a path leads.
enum Found {
    Module(Vec<String>),
    /// A name, and the module that defines it.
    Name(Vec<String>, String),
}

impl Crate {
    fn read(root: &Path) -> Crate {
        let mut files = Vec::new();
        let mut folders = vec![root.join("src")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|it| it == "rs") {
                    files.push(path);
                }
            }
        }
        files.retain(|file| !file.ends_with("src/main.rs"));
        let all = files.iter().map(|file: &PathBuf| Module::read(root, file));
        let all: BTreeMap<Vec<String>, Module> = all.map(|module| (module.path.clone(), module)).collect();
        // What no one declares outside of tests is only there for tests.
        let mut modules = BTreeMap::new();
        let mut waiting = vec![Vec::new()];
        let mut all = all;
        while let Some(path) = waiting.pop() {
            if let Some(module) = all.remove(&path) {
                waiting.extend(
                    module
                        .children
                        .iter()
                        .map(|child| [path.as_slice(), std::slice::from_ref(child)].concat()),
                );
                modules.insert(path, module);
            }
        }
        Crate { modules }
    }

    /// Where a path leads that is written in a module; nowhere, if it leads out of the crate.
    fn resolve(
        &self,
        from: &[String],
        path: &[String],
        met: &mut BTreeSet<(Vec<String>, String)>,
    ) -> Option<Found> {
        let (first, mut rest) = path.split_first()?;
        let mut here = match first.as_str() {
            "crate" => Vec::new(),
            "self" => from.to_vec(),
            "super" => from[..from.len().checked_sub(1)?].to_vec(),
            _ => match self.look_up(from, first, met)? {
                Found::Module(module) => module,
                name @ Found::Name(..) => return Some(name),
            },
        };
        while let Some((next, after)) = rest.split_first() {
            here = match next.as_str() {
                "super" => here[..here.len().checked_sub(1)?].to_vec(),
                _ => match self.look_up(&here, next, met) {
                    Some(Found::Module(module)) => module,
                    Some(name) => return Some(name),
                    None => return Some(Found::Name(here, next.clone())),
                },
            };
            rest = after;
        }
        Some(Found::Module(here))
    }

    /// What a name means in a module.
    fn look_up(
        &self,
        here: &[String],
        name: &str,
        met: &mut BTreeSet<(Vec<String>, String)>,
    ) -> Option<Found> {
        let module = self.modules.get(here)?;
        if module.children.contains(name) {
            return Some(Found::Module([here, &[name.to_owned()]].concat()));
        }
        if module.defined.contains(name) {
            return Some(Found::Name(here.to_vec(), name.to_owned()));
        }
        if !met.insert((here.to_vec(), name.to_owned())) {
            return None;
        }
        let brought = module.uses.iter().find(|brought| brought.name == name);
        if let Some(brought) = brought {
            return self.resolve(here, &brought.path, met);
        }
        module.uses.iter().filter(|brought| brought.name == "*").find_map(|brought| {
            let path = &brought.path[..brought.path.len() - 1];
            match self.resolve(here, path, met)? {
                Found::Module(module) => self.look_up(&module, name, met),
                Found::Name(..) => None,
            }
        })
    }

    /// By file and file, the names that the first takes from the second.
    fn arrows(&self) -> BTreeMap<(&str, &str), BTreeSet<String>> {
        let mut arrows: BTreeMap<(&str, &str), BTreeSet<String>> = BTreeMap::new();
        for (here, module) in &self.modules {
            let mut paths: Vec<Vec<String>> = paths(&module.code);
            // A line that only offers a name to others does not use it.
            let said: BTreeSet<&String> = module.code.iter().collect();
            let used = module.uses.iter().filter(|brought| !brought.offered || said.contains(&brought.name));
            paths.extend(used.map(|brought| brought.path.clone()));
            for path in paths {
                let found = self.resolve(here, &path, &mut BTreeSet::new());
                let Some(Found::Name(there, name)) = found else { continue };
                if there != *here {
                    arrows.entry((&module.file, &self.modules[&there].file)).or_default().insert(name);
                }
            }
        }
        arrows
    }
}

/// The paths in code: `super::naming::Naming`, `naming::learn`.
fn paths(code: &[String]) -> Vec<Vec<String>> {
    let is_name = |token: &String| token.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let mut found = Vec::new();
    let mut at = 0;
    while at < code.len() {
        let mut path = Vec::new();
        let begins = at == 0 || !matches!(code[at - 1].as_str(), "::" | ".");
        while begins && code.get(at).is_some_and(is_name) {
            path.push(code[at].clone());
            at += 1;
            if code.get(at).is_none_or(|token| token != "::") {
                break;
            }
            at += 1;
        }
        if path.len() > 1 {
            found.push(path);
        } else if path.is_empty() {
            at += 1;
        }
    }
    found
}

/// The room of a file: the first folder or file below `src`.
fn room(file: &str) -> &str {
    file.trim_start_matches("src/").split('/').next().unwrap().trim_end_matches(".rs")
}

/// The rooms from the ground up, as the table at the top of `src/lib.rs` has them.
fn rooms(root: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(root.join("src/lib.rs")).unwrap();
    let rows = text.lines().filter_map(|line| line.strip_prefix("//! | "));
    rows.filter_map(|row| Some(row.split_once('`')?.1.split_once('`')?.0.to_owned())).collect()
}

/// The files that can be reached from a file.
fn reached<'a>(from: &'a str, arrows: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> BTreeSet<&'a str> {
    let mut seen = BTreeSet::new();
    let mut waiting = vec![from];
    while let Some(file) = waiting.pop() {
        for next in arrows.get(file).into_iter().flatten() {
            if seen.insert(*next) {
                waiting.push(next);
            }
        }
    }
    seen
}

/// Whether a file is a child of another one, or a child of a child.
fn is_below(file: &str, other: &str) -> bool {
    file.strip_prefix(other.trim_end_matches(".rs")).is_some_and(|rest| rest.starts_with('/'))
}

fn told(from: &str, to: &str, names: &BTreeSet<String>) -> String {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    format!("  {from} -> {to}: {}\n", names.join(", "))
}

#[test]
fn no_room_uses_one_above_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let rooms = rooms(root);
    let place = |file: &str| {
        let at = rooms.iter().position(|name| name == room(file));
        at.unwrap_or_else(|| panic!("the table in src/lib.rs does not have the room of {file}"))
    };
    let found = Crate::read(root);
    let mut wrong = String::new();
    for ((from, to), names) in found.arrows() {
        if from != "src/lib.rs" && to != "src/lib.rs" && place(from) < place(to) {
            wrong += &told(from, to, &names);
        }
    }
    assert!(wrong.is_empty(), "a room uses one above it:\n{wrong}");
}

#[test]
fn no_files_use_each_other_in_a_circle() {
    let found = Crate::read(Path::new(env!("CARGO_MANIFEST_DIR")));
    let arrows = found.arrows();
    let mut next: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (from, to) in arrows.keys().filter(|(from, to)| !is_below(from, to)) {
        next.entry(from).or_default().insert(to);
    }
    let from_each: BTreeMap<&str, BTreeSet<&str>> =
        next.keys().map(|file| (*file, reached(file, &next))).collect();
    let back_to = |file: &str, other: &str| from_each.get(file).is_some_and(|all| all.contains(other));
    let mut circles = BTreeSet::new();
    for file in next.keys().filter(|file| back_to(file, file)) {
        let circle: BTreeSet<&str> =
            from_each[file].iter().copied().filter(|other| back_to(other, file)).collect();
        circles.insert(circle);
    }
    let mut wrong = String::new();
    for circle in &circles {
        let files: Vec<&str> = circle.iter().copied().collect();
        let _ = writeln!(wrong, "circle of {} files: {}", files.len(), files.join(", "));
        for ((from, to), names) in &arrows {
            if circle.contains(from) && circle.contains(to) && !is_below(from, to) {
                wrong += &told(from, to, names);
            }
        }
    }
    assert!(wrong.is_empty(), "{} circles:\n{wrong}", circles.len());
}

/// The part of the picture in `docs/architecture.md` that a file belongs to: its room, or the shell of the terminal.
fn part(file: &str) -> &str {
    if file.starts_with("src/tui/terminal") { "tui/terminal" } else { room(file) }
}

/// The arrows of that picture.
fn drawn(root: &Path) -> BTreeSet<(String, String)> {
    let page = std::fs::read_to_string(root.join("docs/architecture.md")).unwrap();
    let picture =
        page.split("```mermaid").nth(1).and_then(|rest| rest.split("```").next()).expect("a picture");
    // `terminal["tui/terminal"]` says once what stands in its box.
    let name = |node: &str| match node.split('[').next().unwrap_or_default() {
        "terminal" => "tui/terminal".to_owned(),
        name => name.to_owned(),
    };
    let arrows = picture.lines().filter_map(|line| line.trim().split_once(" --> "));
    arrows.map(|(from, to)| (name(from), name(to))).collect()
}

#[test]
fn the_architecture_is_drawn_as_it_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = Crate::read(root);
    let arrows = found.arrows();
    let mut uses: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (from, to) in arrows.keys().map(|(from, to)| (part(from), part(to))) {
        if from != to && from != "lib" && to != "lib" {
            uses.entry(from).or_default().insert(to);
        }
    }
    // What is reached over another room needs no arrow.
    let over = |from: &str, to: &str| {
        uses[from].iter().any(|between| *between != to && reached(between, &uses).contains(to))
    };
    let needed = uses.iter().flat_map(|(from, all)| all.iter().map(|to| (*from, *to)));
    let needed = needed.filter(|(from, to)| !over(from, to));
    let needed: BTreeSet<(String, String)> =
        needed.map(|(from, to)| (from.to_owned(), to.to_owned())).collect();
    let drawn = drawn(root);
    let missing: Vec<_> = needed.difference(&drawn).collect();
    let wrong: Vec<_> = drawn.difference(&needed).collect();
    assert!(missing.is_empty() && wrong.is_empty(), "to be drawn: {missing:?}, to be taken away: {wrong:?}");
}
