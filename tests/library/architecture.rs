//! The modules of the library use each other as `docs/architecture.md` draws it: read off the imports, not remembered.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What each module uses.
type Uses = BTreeMap<String, BTreeSet<String>>;

fn home() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file of source below a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            files.push(path);
        }
    }
    files
}

/// The module that a file belongs to: its folder in `src`. The shell of the terminal is one of its own.
fn module_of(file: &Path) -> String {
    let below = file.strip_prefix(home().join("src")).expect("a file of src").with_extension("");
    if below.starts_with("tui/terminal") {
        return "tui/terminal".to_owned();
    }
    below.iter().next().expect("a name").to_string_lossy().into_owned()
}

/// What a file says to the compiler, without its comments and tests.
fn code(file: &Path) -> String {
    let text = fs::read_to_string(file).expect("a file");
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn uses() -> Uses {
    let mut uses = Uses::new();
    let files = sources(&home().join("src"));
    let files: Vec<PathBuf> = files.into_iter().filter(|file| !is_test(file)).collect();
    for file in files.iter().filter(|file| !["lib", "main"].contains(&module_of(file).as_str())) {
        let module = module_of(file);
        let code = code(file);
        assert!(!code.contains("crate::{"), "{}: one import a module", file.display());
        let named = code.split("crate::").skip(1).map(|rest| {
            rest.split(|char: char| !char.is_alphanumeric() && char != '_').next().unwrap_or_default()
        });
        let all = uses.entry(module.clone()).or_default();
        all.extend(named.map(str::to_owned).filter(|other| is_module(other)));
        if code.contains("crate::tui::terminal") && module != "tui/terminal" {
            all.insert("tui/terminal".to_owned());
        }
        all.remove(&module);
    }
    uses
}

fn is_test(file: &Path) -> bool {
    let below = file.strip_prefix(home().join("src")).expect("a file of src");
    below.with_extension("").iter().any(|part| part == "tests")
}

fn is_module(name: &str) -> bool {
    home().join("src").join(format!("{name}.rs")).is_file() && !["lib", "main"].contains(&name)
}

/// All modules that one can reach.
fn reachable(uses: &Uses, from: &str) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let mut waiting = vec![from.to_owned()];
    while let Some(module) = waiting.pop() {
        for other in uses.get(&module).into_iter().flatten() {
            if reached.insert(other.clone()) {
                waiting.push(other.clone());
            }
        }
    }
    reached
}

/// The arrows of the picture.
fn drawn() -> Uses {
    let page = fs::read_to_string(home().join("docs").join("architecture.md")).expect("the page");
    let picture =
        page.split("```mermaid").nth(1).and_then(|rest| rest.split("```").next()).expect("a picture");
    let mut drawn = Uses::new();
    for (from, to) in picture.lines().filter_map(|line| line.trim().split_once(" --> ")) {
        // `terminal["tui/terminal"]` says once what stands in its box.
        let name = |node: &str| match node.split('[').next().unwrap_or_default() {
            "terminal" => "tui/terminal".to_owned(),
            name => name.to_owned(),
        };
        drawn.entry(name(from)).or_default().insert(name(to));
    }
    drawn
}

#[test]
fn no_module_uses_itself_over_others() {
    let uses = uses();
    for module in uses.keys() {
        assert!(!reachable(&uses, module).contains(module), "{module} uses itself: {:?}", uses[module]);
    }
}

#[test]
fn the_picture_of_the_architecture_is_what_the_imports_say() {
    let uses = uses();
    let mut needed = Uses::new();
    for (module, others) in &uses {
        // What is reached over another one needs no arrow.
        let direct = others.iter().filter(|other| {
            !others.iter().any(|over| over != *other && reachable(&uses, over).contains(*other))
        });
        let direct: BTreeSet<String> = direct.cloned().collect();
        if !direct.is_empty() {
            needed.insert(module.clone(), direct);
        }
    }
    let drawn = drawn();
    for module in needed.keys().chain(drawn.keys()) {
        assert_eq!(
            drawn.get(module),
            needed.get(module),
            "left: the arrows drawn from {module}, right: its imports"
        );
    }
}
