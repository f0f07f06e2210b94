//! Help: made from the keymap and the tables of commands, so that it cannot say what is not so.

use super::KeyLine;
use crate::language::{Act, Place, commands, conditions, targets};
use crate::tui::Look;
use crate::tui::keymap::{Context, Keymap, Keys};
use crate::tui::order::table::WORDS;
use crate::tui::order::{Order, Orders};
use crate::tui::text::{in_look, wrap};
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

/// How wide the column of keys is.
const KEYS: usize = 16;

/// Keys that are not in the keymap, because they mean the same everywhere or type a number.
const FIXED: [(Context, &str, &str); 5] = [
    (Context::Cluster, "1 … 9, 0", "choose S1 … S9, S10"),
    (Context::Groups, "1 … 9, 0", "move S1 … S9, S10 to the next group"),
    (Context::Cluster, "click", "choose; click again or right-click for a menu"),
    (
        Context::Cluster,
        "click",
        "an event or a place on the scrubber: go there; a key in the last line: press it",
    ),
    (Context::Cluster, "wheel", "scroll the pane under the mouse"),
];

/// What a lecture is held with: what its ten keys do, in the order of need.
fn lecture() -> [Orders; 10] {
    [
        Orders::pause_or_play(),
        Order::Step(1).into(),
        Order::Back(1).into(),
        Order::Next.into(),
        Orders::submit(),
        Orders::crash_leader(),
        Order::Groups.into(),
        Order::act(Act::Heal).into(),
        Orders::crash_or_restart(),
        Orders::freeze_or_thaw(),
    ]
}

/// The keys of one screen.
pub(super) fn screen(keys: &[KeyLine], look: &Look, width: u16) -> Vec<Line<'static>> {
    let widest = keys.iter().map(|key| key.word.width()).max().unwrap_or(0).min(24);
    let room = usize::from(width).saturating_sub(10 + widest + 2).max(20);
    let line = |key: &KeyLine| {
        // One line each, so that all of them are one screen; the whole text is behind it, in the list of all keys.
        let mut lines = wrap(&in_look(&key.help, look), room, "").into_iter();
        let mut help = lines.next().unwrap_or_default();
        if lines.next().is_some() {
            help = wrap(&help, room.saturating_sub(1), "").into_iter().next().unwrap_or_default();
            help = format!("{}…", help.trim_end_matches([',', ':', ';']));
        }
        Line::from(vec![
            Span::styled(format!("{:<10}", key.key), look.bold()),
            Span::styled(format!("{:<widest$}  ", key.word), look.text()),
            Span::styled(in_look(&help, look).into_owned(), look.dim()),
        ])
    };
    let last = [
        "? again: all keys and commands. / searches them.",
        "Larger, for the back row: the terminal's own font size, usually Ctrl +.",
    ];
    let last = last.map(|line| Line::from(Span::styled(line, look.text())));
    keys.iter().map(line).chain([Line::default()]).chain(last).collect()
}

/// The page of help.
pub fn lines(keymap: &Keymap, look: &Look, width: u16) -> Vec<Line<'static>> {
    let ascii = look.is_ascii();
    let mut lines = Page { lines: Vec::new(), look, width: usize::from(width) };
    lines.title("Ten keys for a lecture");
    for orders in lecture() {
        if let Some(binding) = keymap.binding_of(&orders, Context::Cluster) {
            lines.row(&binding.keys[0].shown(ascii), &binding.help, "");
        }
    }
    lines.row("1 … 9, 0", "choose S1 … S9, S10 for the last two keys; Esc cancels", "");
    for context in Context::ALL {
        lines.title(context.title());
        for binding in keymap.bindings().iter().filter(|binding| binding.context == context) {
            if !binding.keys.is_empty() {
                let keys = Keys(&binding.keys, ascii).to_string();
                lines.row(&keys, &binding.help, &binding.orders.to_string().replace(" || ", ", or "));
            }
        }
        for (_, keys, help) in FIXED.iter().filter(|(fixed, ..)| *fixed == context) {
            lines.row(keys, help, "");
        }
    }
    lines.title("Commands of the program");
    lines.text("You can type these in the palette (:), and every command of the script language.");
    lines.text("`chosen` is what is chosen. Of `a || b`, as a key of your settings may have it, the first that is possible is done.");
    for word in WORDS.iter().filter(|word| !word.help.is_empty()) {
        lines.row(&format!("{} {}", word.name, word.follows), word.help, "");
    }
    let places = [
        (Place::Action, "Actions on the cluster"),
        (Place::Movement, "Time"),
        (Place::Setup, "A new cluster"),
    ];
    for (place, name) in places {
        lines.title(name);
        for usage in commands().iter().filter(|usage| usage.place == place) {
            lines.row(usage.usage, usage.help, "");
        }
    }
    for (entries, name) in [(targets(), "Which servers, which message"), (conditions(), "Conditions")] {
        lines.title(name);
        for usage in entries {
            lines.row(usage.usage, usage.help, "");
        }
    }
    lines.lines
}

/// A page while it is written.
struct Page<'a> {
    lines: Vec<Line<'static>>,
    look: &'a Look,
    width: usize,
}

impl Page<'_> {
    fn title(&mut self, title: &str) {
        if !self.lines.is_empty() {
            self.lines.push(Line::default());
        }
        self.lines.push(Line::from(Span::styled(title.to_string(), self.look.dim())));
    }

    fn text(&mut self, text: &str) {
        for line in wrap(&format!("  {text}"), self.width, "  ") {
            self.lines.push(Line::from(Span::styled(line, self.look.text())));
        }
    }

    /// What is typed, what it does, and the command if there is room. What is too long to stand beside its help
    /// stands above it.
    fn row(&mut self, keys: &str, help: &str, command: &str) {
        let (keys, help) = (in_look(keys, self.look), in_look(help, self.look));
        let keys = Span::styled(format!("  {}", keys.trim_end()), self.look.bold());
        let indent = " ".repeat(KEYS + 2);
        let mut help = wrap(&help, self.width.saturating_sub(indent.len()).max(20), "").into_iter();
        let mut spans = vec![keys];
        if spans[0].width() + 2 > indent.len() {
            self.lines.push(Line::from(std::mem::take(&mut spans)));
        }
        let used = spans.iter().map(Span::width).sum::<usize>();
        let first = help.next().unwrap_or_default();
        spans.push(Span::raw(" ".repeat(indent.len() - used)));
        let free = self.width.saturating_sub(indent.len() + first.width());
        spans.push(Span::styled(first, self.look.text()));
        if !command.is_empty() && command.width() + 3 <= free {
            spans.push(Span::styled(format!("   {command}"), self.look.dim()));
        }
        self.lines.push(Line::from(spans));
        for line in help {
            self.lines.push(Line::from(Span::styled(format!("{indent}{line}"), self.look.text())));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_begins_with_the_keys_of_a_lecture_and_they_fit_a_small_screen() {
        let page: Vec<String> =
            lines(&Keymap::default(), &Look::default(), 76).iter().map(ToString::to_string).collect();
        let end = page.iter().position(String::is_empty).unwrap();
        assert_eq!(end, lecture().len() + 2, "{:?}", &page[..end]);
        for (line, key) in page[1..].iter().zip(["Space", "→", "←", "n", "c", "k", "p", "h", "x", "f"]) {
            assert!(line.trim_start().starts_with(&format!("{key} ")), "{line}");
        }
    }

    #[test]
    fn every_binding_and_every_word_is_on_the_page() {
        let keymap = Keymap::default();
        let page: Vec<String> =
            lines(&keymap, &Look::default(), 200).iter().map(ToString::to_string).collect();
        let page = page.join("\n");
        for binding in keymap.bindings() {
            assert!(page.contains(&binding.help), "{}", binding.help);
        }
        for word in WORDS {
            assert!(page.contains(word.help), "{}", word.help);
        }
    }
}
