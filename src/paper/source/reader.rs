//! Finding functions, citations and statements in our own source. It is formatted by rustfmt, which is relied on: a function
//! ends with a brace as far in as it begins.

use super::Excerpt;
use crate::paper::Rule;
use std::ops::Range;

/// The functions of a file that carry out rules: one excerpt for each rule and function.
pub(super) fn read(file: &'static str, text: &'static str) -> Vec<(Rule, Excerpt)> {
    let lines: Vec<&'static str> = text.lines().collect();
    let mut found: Vec<(Rule, Excerpt)> = Vec::new();
    for function in functions(&lines) {
        let mut line = function.docs.start;
        while line < function.body.end {
            let block = comment(&lines, line);
            let rules = rules_in(&lines[block.clone()]);
            let lit = if function.docs.contains(&line) {
                block.start..function.body.end
            } else {
                block.start..statement_end(&lines, block.end, function.body.end)
            };
            for rule in rules {
                add(&mut found, rule, file, &lines, &function, lit.clone());
            }
            line = block.end.max(line + 1);
        }
    }
    found
}

fn add(
    found: &mut Vec<(Rule, Excerpt)>,
    rule: Rule,
    file: &'static str,
    lines: &[&'static str],
    function: &Function,
    lit: Range<usize>,
) {
    let lit = lit.start + 1..lit.end + 1;
    let first_line = function.docs.start + 1;
    let known = found.iter_mut().find(|(of, excerpt)| *of == rule && excerpt.first_line == first_line);
    if let Some((_, excerpt)) = known {
        excerpt.lit.push(lit);
        return;
    }
    let shown = &lines[function.docs.start..function.body.end];
    let lines = shown.iter().map(|line| line.get(function.indent..).unwrap_or_default()).collect();
    let excerpt = Excerpt { file, function: function.name, first_line, lines, lit: vec![lit] };
    found.push((rule, excerpt));
}

/// A function: its documentation and attributes, and the rest of it, as positions of lines.
struct Function {
    name: &'static str,
    indent: usize,
    docs: Range<usize>,
    body: Range<usize>,
}

fn functions(lines: &[&'static str]) -> Vec<Function> {
    let mut functions = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let Some(name) = name_of(line) else { continue };
        let indent = indent_of(line);
        let closes = |line: &&str| indent_of(line) == indent && line.trim_start() == "}";
        let end = if balance(line) == 0 && line.ends_with('}') {
            start
        } else {
            start + lines[start..].iter().position(closes).unwrap_or(0)
        };
        let is_doc =
            |line: &&&str| line.trim_start().starts_with("///") || line.trim_start().starts_with("#[");
        let docs = lines[..start].iter().rev().take_while(is_doc).count();
        functions.push(Function { name, indent, docs: start - docs..start, body: start..end + 1 });
    }
    functions
}

/// The name of the function that begins in a line.
fn name_of(line: &'static str) -> Option<&'static str> {
    let mut words = line.split_whitespace();
    let qualifies = |word: &&str| word.starts_with("pub") || matches!(*word, "const" | "fn");
    while words.next().filter(qualifies)? != "fn" {}
    let name = words.next()?;
    name.split(['(', '<']).next()
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The comment that begins in a line; nothing, if that line is code.
fn comment(lines: &[&str], start: usize) -> Range<usize> {
    let is_comment = |line: &&&str| line.trim_start().starts_with("//");
    start..start + lines[start..].iter().take_while(is_comment).count()
}

/// The rules that a comment names: `rule V2`, `Rules L7 and L8`.
fn rules_in(comment: &[&str]) -> Vec<Rule> {
    let words = comment.iter().flat_map(|line| line.split_whitespace());
    let words: Vec<&str> =
        words.map(|word| word.trim_matches(|char: char| !char.is_ascii_alphanumeric())).collect();
    let mut rules = Vec::new();
    for (place, _) in
        words.iter().enumerate().filter(|(_, word)| matches!(**word, "Rule" | "rule" | "Rules" | "rules"))
    {
        for word in words[place + 1..].iter().filter(|word| **word != "and") {
            // Only in capitals: the word `a1` is no rule.
            match Rule::parse(word).filter(|rule| rule.id() == *word) {
                Some(rule) => rules.push(rule),
                None => break,
            }
        }
    }
    rules
}

/// Where the statement ends that begins in a line: behind a line after which all brackets are closed again, and which ends
/// like a statement or an arm does; at the latest where what surrounds it ends.
fn statement_end(lines: &[&str], start: usize, limit: usize) -> usize {
    let mut depth = 0;
    for (position, line) in lines.iter().enumerate().take(limit).skip(start) {
        depth += balance(line);
        if depth < 0 {
            return position;
        }
        let ends = line.trim_end().ends_with([';', '}', ',']);
        let is_comment = line.trim_start().starts_with("//");
        if depth == 0 && ends && !is_comment {
            return position + 1;
        }
    }
    limit
}

/// How many brackets a line opens more than it closes. What stands in comments and in texts does not count.
fn balance(line: &str) -> i32 {
    let mut depth = 0;
    let mut in_text = false;
    let mut chars = line.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '\\' if in_text => {
                chars.next();
            }
            '"' => in_text = !in_text,
            _ if in_text => {}
            '/' if chars.peek() == Some(&'/') => break,
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
    }
    depth
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"
impl Server {
    /// Says yes. Rule V1: all of it.
    pub(super) fn grant(&self) -> bool { true }

    /// Looks.
    fn look<T>(
        &self,
    ) -> u8 {
        let a = 1;
        // Rules L7 and L8: both, here.
        // And more.
        if a > 2
            && self.grant()
        {
            say("}{");
        } else {
            // Rule L7, (inside).
            match a {
                1 => {}
                // Rule R1: an arm.
                _ => say(
                    1,
                ),
            }
        }
        // The rules of a1 games are no rules.
        // Rule R2: what comes last.
        a
    }
}
"#;

    #[test]
    fn citations_light_statements_and_functions() {
        let found = read("file.rs", TEXT);
        let lit = |rule: Rule| -> Vec<(&str, usize, usize)> {
            let of = found.iter().filter(|(of, _)| *of == rule);
            let ranges = of.flat_map(|(_, excerpt)| excerpt.lit.iter().map(|lit| (excerpt.function, lit)));
            ranges.map(|(function, lit)| (function, lit.start, lit.end)).collect()
        };
        assert_eq!(lit(Rule::V1), [("grant", 3, 5)]);
        assert_eq!(lit(Rule::L7), [("look", 11, 27), ("look", 18, 26)]);
        assert_eq!(lit(Rule::L8), [("look", 11, 27)]);
        assert_eq!(lit(Rule::R1), [("look", 21, 25)]);
        assert_eq!(lit(Rule::R2), [("look", 27, 30)]);
        assert_eq!(found.len(), 5);
        let (_, excerpt) = &found[1];
        assert_eq!((excerpt.first_line, excerpt.lines[0]), (6, "/// Looks."));
        assert_eq!(excerpt.lines.last(), Some(&"}"));
        assert_eq!(excerpt.numbered().filter(|(_, _, lit)| *lit).count(), 16);
    }
}
