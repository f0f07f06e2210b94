//! Tables: as wide as they have to be, narrower where there is no room, and row by row where there is hardly any.

use super::{Setting, filled};
use crate::lesson::Inline;
use crate::tui::typeset::{StyledLine, line_width, wrap};

/// Between two columns.
const GAP: u16 = 2;
/// A column that is narrower than this cannot be read.
const LEAST: u16 = 7;

impl Setting<'_> {
    pub(super) fn table(self, head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>], most: u16) -> Vec<StyledLine> {
        let count = head.len();
        if count == 0 {
            return Vec::new();
        }
        let named = head.iter().any(|cell| !cell.is_empty());
        let natural: Vec<u16> = (0..count)
            .map(|column| {
                let cells = [head.get(column)].into_iter().chain(rows.iter().map(|row| row.get(column)));
                let widths = cells.flatten().map(|cell| self.wide(cell));
                widths.max().unwrap_or(0).max(1)
            })
            .collect();
        let Some(columns) = shared(&natural, most) else { return self.records(head, rows, named, most) };
        let mut lines = Vec::new();
        if named {
            let dim = Setting { style: self.look.dim(), ..self };
            lines.extend(dim.row(head, &columns));
            let wide = columns.iter().sum::<u16>() + GAP * (count as u16 - 1);
            lines.push(vec![("─".repeat(wide.into()), self.look.faint())]);
        }
        for row in rows {
            lines.extend(self.row(row, &columns));
        }
        lines
    }

    fn wide(self, cell: &[Inline]) -> u16 {
        wrap(&self.words(cell), u16::MAX, self.look).iter().map(|line| line_width(line, self.look)).sum()
    }

    /// A row: as many lines as its highest cell.
    fn row(self, cells: &[Vec<Inline>], columns: &[u16]) -> Vec<StyledLine> {
        let set: Vec<Vec<StyledLine>> = columns
            .iter()
            .enumerate()
            .map(|(column, width)| {
                let words = cells.get(column).map(|cell| self.words(cell)).unwrap_or_default();
                wrap(&words, *width, self.look)
            })
            .collect();
        let height = set.iter().map(Vec::len).max().unwrap_or(0);
        (0..height)
            .map(|row| {
                let mut line = StyledLine::new();
                for (column, cell) in set.iter().enumerate() {
                    let part = cell.get(row).cloned().unwrap_or_default();
                    let last = column + 1 == set.len();
                    let cells = if last { 0 } else { columns[column] + GAP };
                    line.extend(filled(part, cells, self.look));
                }
                line
            })
            .collect()
    }

    /// Every row as a few lines, `name: what` each.
    fn records(
        self,
        head: &[Vec<Inline>],
        rows: &[Vec<Vec<Inline>>],
        named: bool,
        most: u16,
    ) -> Vec<StyledLine> {
        let mut lines = Vec::new();
        for (position, row) in rows.iter().enumerate() {
            if position > 0 {
                lines.push(StyledLine::new());
            }
            for (column, cell) in row.iter().enumerate() {
                let mut words = Vec::new();
                if let Some(name) = head.get(column).filter(|name| named && !name.is_empty()) {
                    words = Setting { style: self.look.dim(), ..self }.words(name);
                    if let Some(last) = words.last_mut() {
                        last.pieces.push((":".into(), self.look.dim()));
                    }
                }
                words.extend(self.words(cell));
                lines.extend(wrap(&words, most, self.look));
            }
        }
        lines
    }
}

/// How wide each column is: as wide as it would be, or narrow ones so and the others alike. None if they are too many.
fn shared(natural: &[u16], most: u16) -> Option<Vec<u16>> {
    let count = natural.len() as u16;
    let room = most.checked_sub(GAP * (count - 1))?;
    if natural.iter().map(|width| u32::from(*width)).sum::<u32>() <= u32::from(room) {
        return Some(natural.to_vec());
    }
    let mut columns: Vec<Option<u16>> = vec![None; natural.len()];
    let mut left = room;
    loop {
        let open = columns.iter().filter(|column| column.is_none()).count() as u16;
        let fair = left.checked_div(open)?;
        let narrow = (0..natural.len()).find(|column| columns[*column].is_none() && natural[*column] <= fair);
        let Some(narrow) = narrow else {
            let mut over = left - fair * open;
            if fair < LEAST {
                return None;
            }
            let wide = columns.into_iter().map(|column| {
                column.unwrap_or_else(|| {
                    let extra = u16::from(over > 0);
                    over -= extra;
                    fair + extra
                })
            });
            return Some(wide.collect());
        };
        columns[narrow] = Some(natural[narrow]);
        left -= natural[narrow];
    }
}
