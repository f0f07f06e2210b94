//! The bug lab as pages of text: each way to switch off a rule, what it stands for, and what to expect.

use super::prose::sections;
use super::{Bug, BugArticle, Property};
use std::fmt::Write as _;

/// The lab's table of contents as text: one bug a line.
pub fn contents() -> String {
    let mut text = String::from(
        "The bug lab. `without ID` in a script switches off a rule; `raftarium rules ID`\ndescribes the \
         bug.\n\n",
    );
    for bug in Bug::ALL {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{:<26} {:<2} {}", bug.id(), bug.rule().id(), bug.title());
    }
    text
}

/// The story of a bug as text, wrapped for a terminal of 80 columns.
pub fn page(bug: Bug) -> String {
    let BugArticle { summary, story, expect, .. } = *bug.article();
    let breaks = bug.breaks().map_or("None of Figure 3: only progress suffers.", Property::name);
    let rule = bug.rule();
    let command = format!("without {bug}, in a script, or in the program after a colon.");
    format!("{bug}\nRule off: {}\n{rule} · {}\n", bug.rule_off(), rule.place())
        + &sections([
            ("What servers do wrong", summary),
            ("Where the mistake comes from", story),
            ("What a run shows", expect),
            ("The property that breaks", breaks),
            ("To try it", command.as_str()),
        ])
}
