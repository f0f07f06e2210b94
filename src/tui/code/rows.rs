//! The rows of an excerpt: numbered, folded where there is little room, wrapped where they are too long.

use super::syntax::{Piece, pieces};
use crate::paper::source::Excerpt;

/// How many lines around those of the rule are kept when the rest is folded.
const AROUND: usize = 2;
/// So few lines are not worth folding.
const FEW: usize = 2;

/// A row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum CodeRow {
    /// What the rule is called.
    Name(String),
    /// The function, and its file.
    Function(&'static str, &'static str),
    /// A line of code, or a part of one.
    Line {
        /// Its number; none for what is left of a long line.
        number: Option<usize>,
        /// Spaces before it.
        indent: usize,
        /// Whether it carries out the rule.
        lit: bool,
        pieces: Vec<(Piece, &'static str)>,
    },
    /// So many lines are left out.
    Folded(usize),
    Blank,
}

/// The rows of all excerpts of a rule for so many columns: whole if so many rows hold them, else folded.
pub(super) fn rows(excerpts: &[Excerpt], columns: usize, room: usize) -> Vec<CodeRow> {
    let all = |fold: bool| -> Vec<CodeRow> {
        excerpts.iter().flat_map(|excerpt| of_excerpt(excerpt, columns, fold)).collect()
    };
    let whole = all(false);
    if whole.len() <= room { whole } else { all(true) }
}

fn of_excerpt(excerpt: &Excerpt, columns: usize, fold: bool) -> Vec<CodeRow> {
    let mut rows = vec![CodeRow::Blank, CodeRow::Function(excerpt.function, excerpt.file)];
    let kept = kept(excerpt, fold);
    let mut left_out = 0;
    for ((number, line, lit), keep) in excerpt.numbered().zip(kept) {
        if !keep {
            left_out += 1;
            continue;
        }
        if left_out > 0 {
            rows.push(CodeRow::Folded(std::mem::take(&mut left_out)));
        }
        wrap(number, line, lit, columns, &mut rows);
    }
    if left_out > 0 {
        rows.push(CodeRow::Folded(left_out));
    }
    rows
}

/// Which lines are shown: those of the rule, a few around them, and the head of the function.
fn kept(excerpt: &Excerpt, fold: bool) -> Vec<bool> {
    let count = excerpt.lines.len();
    if !fold {
        return vec![true; count];
    }
    let mut kept = vec![false; count];
    let head = excerpt.lines.iter().position(|line| !line.starts_with("//") && !line.starts_with("#["));
    for lit in &excerpt.lit {
        let from = (lit.start - excerpt.first_line).saturating_sub(AROUND);
        let to = (lit.end - excerpt.first_line + AROUND).min(count);
        kept[from..to].fill(true);
    }
    if let Some(head) = head {
        kept[head] = true;
    }
    // A gap of a line or two takes more room to tell than to show.
    let mut from = 0;
    while from < count {
        let gap = kept[from..].iter().take_while(|keep| !**keep).count();
        if gap > 0 && gap <= FEW {
            kept[from..from + gap].fill(true);
        }
        from += gap.max(1);
    }
    kept
}

/// Puts a line into as many rows as it needs; what does not fit goes on further in.
fn wrap(number: usize, line: &'static str, lit: bool, columns: usize, rows: &mut Vec<CodeRow>) {
    let text = line.trim_start();
    let indent = line.len() - text.len();
    let (mut number, mut start) = (Some(number), indent);
    let mut row: Vec<(Piece, &'static str)> = Vec::new();
    let mut width = 0;
    for (piece, text) in pieces(text).into_iter().flat_map(|(piece, text)| words(piece, text)) {
        let next = text.chars().count();
        if width > 0 && start + width + text.trim_end().chars().count() > columns {
            let pieces = std::mem::take(&mut row);
            rows.push(CodeRow::Line { number: number.take(), indent: start, lit, pieces });
            // A comment goes on below its text, code further in.
            let further = if text.trim_start().starts_with("//") || piece == Piece::Comment { 3 } else { 8 };
            (width, start) = (0, (indent + further).min(columns / 2));
        }
        row.push((piece, text));
        width += next;
    }
    rows.push(CodeRow::Line { number, indent: start, lit, pieces: row });
}

/// The words of a piece, each with the spaces behind it.
fn words(piece: Piece, text: &'static str) -> impl Iterator<Item = (Piece, &'static str)> {
    text.split_inclusive(' ').map(move |word| (piece, word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::Rule;
    use crate::paper::source::lines_of;

    #[test]
    fn folded_or_not_the_lines_of_the_rule_are_all_there() {
        for rule in Rule::ALL.iter().copied() {
            for columns in [20, 40, 70, 110] {
                for room in [10, 1_000] {
                    let rows = rows(lines_of(rule), columns, room);
                    let lit =
                        |row: &&CodeRow| matches!(row, CodeRow::Line { number: Some(_), lit: true, .. });
                    let wanted: usize = lines_of(rule)
                        .iter()
                        .map(|excerpt| excerpt.numbered().filter(|(_, _, lit)| *lit).count())
                        .sum();
                    assert_eq!(rows.iter().filter(lit).count(), wanted, "{rule}");
                    let folded: usize = rows
                        .iter()
                        .map(|row| if let CodeRow::Folded(lines) = row { *lines } else { 0 })
                        .sum();
                    let shown = rows
                        .iter()
                        .filter(|row| matches!(row, CodeRow::Line { number: Some(_), .. }))
                        .count();
                    let all: usize = lines_of(rule).iter().map(|excerpt| excerpt.lines.len()).sum();
                    assert_eq!(folded + shown, all, "{rule}: what is left out is told");
                }
            }
        }
    }

    #[test]
    fn long_lines_go_on_further_in_and_lose_nothing() {
        for excerpt in Rule::ALL.iter().flat_map(|rule| lines_of(*rule)) {
            let whole: String = excerpt.lines.iter().flat_map(|line| line.split_whitespace()).collect();
            let mut shown = String::new();
            for row in of_excerpt(excerpt, 48, false) {
                let CodeRow::Line { indent, pieces, .. } = row else { continue };
                let text: String = pieces.iter().map(|(_, text)| *text).collect();
                assert!(
                    indent + text.trim_end().chars().count() <= 48 || !text.trim().contains(' '),
                    "{text}"
                );
                shown.extend(text.split_whitespace());
            }
            assert_eq!(shown, whole);
        }
    }
}
