//! Help: made from the keymap and the tables of commands, so that it cannot say what is not so.

use crate::script::{Place, commands, conditions, targets};
use crate::tui::Look;
use crate::tui::app::WORDS;
use crate::tui::keymap::{Context, Keymap, Keys};
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

/// How wide the column of keys is.
const KEYS: usize = 16;

/// Keys that are not in the keymap, because they mean the same everywhere or type a number.
const FIXED: [(Context, &str, &str); 5] = [
    (Context::Cluster, "1 … 9, 0", "choose S1 … S9, S10"),
    (Context::Groups, "1 … 9, 0", "move S1 … S9, S10 to the next group"),
    (Context::Cluster, "click", "choose; click again or right-click: what can be done with it"),
    (
        Context::Cluster,
        "click",
        "an event or a place of the scrubber: go there; a key in the last line: press it",
    ),
    (Context::Cluster, "wheel", "scroll the pane under the mouse"),
];

/// The page of help.
pub fn lines(keymap: &Keymap, look: &Look) -> Vec<Line<'static>> {
    let ascii = look.is_ascii();
    let mut lines = Vec::new();
    for context in Context::ALL {
        title(&mut lines, context.title(), look);
        for binding in keymap.bindings().iter().filter(|binding| binding.context == context) {
            if !binding.keys.is_empty() {
                let keys = Keys(&binding.keys, ascii).to_string();
                row(&mut lines, &keys, &binding.help, &binding.command, look);
            }
        }
        for (_, keys, help) in FIXED.iter().filter(|(fixed, ..)| *fixed == context) {
            let keys = if ascii { keys.replace('…', "..") } else { (*keys).to_string() };
            row(
                &mut lines,
                &keys,
                &if ascii { help.replace('…', "..") } else { (*help).to_string() },
                "",
                look,
            );
        }
    }
    title(&mut lines, "Commands of the program", look);
    text(&mut lines, "The palette (:) takes these, and every command of the script language.", look);
    text(
        &mut lines,
        "`a || b` does the first of the two that can be done; `chosen` is what is chosen.",
        look,
    );
    for word in WORDS.iter().filter(|word| !word.help.is_empty()) {
        row(&mut lines, &format!("{} {}", word.name, word.follows), word.help, "", look);
    }
    let places =
        [(Place::Action, "Done to the cluster"), (Place::Movement, "Time"), (Place::Setup, "A new cluster")];
    for (place, name) in places {
        title(&mut lines, name, look);
        for usage in commands().iter().filter(|usage| usage.place == place) {
            row(&mut lines, usage.usage, usage.help, "", look);
        }
    }
    for (entries, name) in [(targets(), "Whom, and which message"), (conditions(), "Conditions")] {
        title(&mut lines, name, look);
        for usage in entries {
            row(&mut lines, usage.usage, usage.help, "", look);
        }
    }
    lines
}

fn title(lines: &mut Vec<Line<'static>>, title: &str, look: &Look) {
    if !lines.is_empty() {
        lines.push(Line::default());
    }
    lines.push(Line::from(Span::styled(title.to_string(), look.dim())));
}

fn text(lines: &mut Vec<Line<'static>>, text: &str, look: &Look) {
    lines.push(Line::from(Span::styled(format!("  {text}"), look.text())));
}

fn row(lines: &mut Vec<Line<'static>>, keys: &str, help: &str, command: &str, look: &Look) {
    let space = " ".repeat(KEYS.saturating_sub(keys.width()).max(2));
    let mut spans = vec![
        Span::styled(format!("  {}{space}", keys.trim_end()), look.bold()),
        Span::styled(help.to_string(), look.text()),
    ];
    if !command.is_empty() {
        spans.push(Span::styled(format!("   {command}"), look.dim()));
    }
    lines.push(Line::from(spans));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_binding_and_every_word_is_on_the_page() {
        let keymap = Keymap::default();
        let page: Vec<String> = lines(&keymap, &Look::default()).iter().map(ToString::to_string).collect();
        let page = page.join("\n");
        for binding in keymap.bindings() {
            assert!(page.contains(&binding.help), "{}", binding.help);
        }
        for word in WORDS {
            assert!(page.contains(word.help), "{}", word.help);
        }
    }
}
