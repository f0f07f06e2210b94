//! Text set into rows of a width: titles in a rule, wrapped words with colours of their own, things that can be
//! chosen. What stands at the side of the panes is set with it.

use crate::tui::Look;
use crate::tui::canvas::{Canvas, width};
use crate::tui::look::glyph;
pub(crate) use crate::tui::typeset::{StyledLine, Word, line_width, plain, words, wrap};
use ratatui::layout::Rect;
use ratatui::style::Style;

/// One row. `T` says what can be chosen.
pub(crate) struct SheetRow<T> {
    pub indent: u16,
    pub shape: Shape<T>,
    /// What is chosen with it.
    pub target: Option<T>,
    /// Whether it is the first row of what is chosen with it.
    pub first: bool,
}

/// What a row shows.
pub(crate) enum Shape<T> {
    /// A title in a rule.
    Title {
        /// At the left.
        title: String,
        /// At the right.
        note: String,
    },
    /// Words, and perhaps something at the right.
    Text {
        /// The words.
        spans: StyledLine,
        /// What stands at the right.
        right: Option<(String, Style)>,
    },
    /// Keys for a pointer, each of which chooses something of its own.
    Keys(Vec<(String, T)>),
}

/// What stands on a key, with the free cells around it that belong to it.
fn on_key(name: &str) -> String {
    format!(" {name} ")
}

impl<T: Copy> SheetRow<T> {
    /// What is chosen in this column of the text.
    pub fn target_at(&self, column: u16, look: &Look) -> Option<T> {
        let Shape::Keys(keys) = &self.shape else { return self.target };
        let mut from = self.indent;
        keys.iter().find_map(|(name, target)| {
            let to = from + width(look, &on_key(name));
            let here = (from..to).contains(&column);
            from = to;
            here.then_some(*target)
        })
    }
}

/// Rows, being set.
pub(crate) struct Sheet<'a, T> {
    pub rows: Vec<SheetRow<T>>,
    pub width: u16,
    pub look: &'a Look,
}

impl<'a, T> Sheet<'a, T> {
    /// An empty one of a width.
    pub fn new(width: u16, look: &'a Look) -> Sheet<'a, T> {
        Sheet { rows: Vec::new(), width, look }
    }

    /// A row of words that fit.
    pub fn push(&mut self, indent: u16, spans: StyledLine, right: Option<(String, Style)>) {
        let shape = Shape::Text { spans, right };
        self.rows.push(SheetRow { indent, shape, target: None, first: false });
    }

    /// An empty row.
    pub fn blank(&mut self) {
        self.push(0, Vec::new(), None);
    }

    /// A title, under an empty row.
    pub fn title(&mut self, title: &str, note: &str) {
        self.blank();
        let shape = Shape::Title { title: title.to_owned(), note: note.to_owned() };
        self.rows.push(SheetRow { indent: 0, shape, target: None, first: false });
    }

    /// Keys for a pointer, as many rows as they take.
    pub fn keys(&mut self, keys: impl IntoIterator<Item = (String, T)>) {
        let mut row: Vec<(String, T)> = Vec::new();
        let mut wide = 0;
        let mut rows = Vec::new();
        for (name, target) in keys {
            let key = width(self.look, &on_key(&name));
            if wide + key > self.width && !row.is_empty() {
                rows.push(std::mem::take(&mut row));
                wide = 0;
            }
            wide += key;
            row.push((name, target));
        }
        for keys in rows.into_iter().chain((!row.is_empty()).then_some(row)) {
            self.rows.push(SheetRow { indent: 0, shape: Shape::Keys(keys), target: None, first: false });
        }
    }

    /// Words, as many rows as they take.
    pub fn prose(&mut self, text: &str, style: Style) {
        for line in wrap(&words(text, style, self.look), self.width, self.look) {
            self.push(0, line, None);
        }
    }

    /// Words behind what stands at the left: as many rows as they take, all of which choose the same. What stands at
    /// the right has its place behind the last of them, or in a row of its own.
    pub fn item(
        &mut self,
        left: (String, Style),
        text: &[Word],
        right: Option<(String, Style)>,
        target: Option<T>,
    ) where
        T: Copy,
    {
        let look = self.look;
        let indent = width(look, &left.0);
        let mut left = Some(left);
        let inner = self.width.saturating_sub(indent);
        let lines = wrap(text, inner, look);
        let last = lines.last().map_or(0, |line| line_width(line, look));
        let wide = right.as_ref().map_or(0, |(text, _)| width(look, text));
        let beside = wide == 0 || last + 2 + wide <= inner;
        let count = lines.len();
        for (row, mut line) in lines.into_iter().enumerate() {
            let first = row == 0;
            if let Some(left) = left.take() {
                line.insert(0, left);
            }
            let right = right.clone().filter(|_| beside && row + 1 == count);
            let shape = Shape::Text { spans: line, right };
            self.rows.push(SheetRow { indent: if first { 0 } else { indent }, shape, target, first });
        }
        if let Some(right) = right.filter(|_| !beside) {
            let shape = Shape::Text { spans: Vec::new(), right: Some(right) };
            self.rows.push(SheetRow { indent, shape, target, first: false });
        }
    }
}

/// Free cells left and right of the text; the bar stands in the first.
const LEFT: u16 = 3;
const RIGHT: u16 = 3;
/// An area of this width or less has less room to give away.
const NARROW: u16 = 40;

/// The area of the text in the area of the sheet.
pub(crate) fn text_area(area: Rect) -> Rect {
    let (left, right, top) = if area.width <= NARROW { (2, 1, 0) } else { (LEFT, RIGHT, 1) };
    let top = top.min(area.height);
    Rect {
        x: area.x + left.min(area.width),
        y: area.y + top,
        width: area.width.saturating_sub(left + right),
        height: area.height - top,
    }
}

/// Whether anything can be read in this area of the text.
pub(crate) fn is_readable(text: Rect) -> bool {
    text.width >= 8 && text.height > 0
}

/// Draws the ground of a sheet: raised, with a bar at its left.
pub(crate) fn ground(area: Rect, bar: Style, canvas: &mut Canvas) {
    canvas.clear(area, canvas.look.raised());
    for y in area.top()..area.bottom() {
        canvas.put_char(area.x, y, '▌', bar);
    }
}

/// Draws rows on their ground, so many of them scrolled away.
pub(crate) fn draw<T: PartialEq>(
    rows: &[SheetRow<T>],
    chosen: Option<&T>,
    scroll: u16,
    area: Rect,
    canvas: &mut Canvas,
) {
    let look = canvas.look;
    let text = text_area(area);
    let last = limit(rows.len(), text.height);
    let from = usize::from(scroll).min(last);
    let mut canvas = canvas.within(area);
    for (row, y) in rows[from..].iter().zip(text.top()..text.bottom()) {
        let chosen = row.target.is_some() && row.target.as_ref() == chosen;
        draw_row(row, chosen, text, y, &mut canvas);
    }
    // Beside the text, never over it.
    let edge = (text.right() + 2).min(area.right());
    if from < last {
        canvas.put_right(edge, area.bottom() - 1, "↓", look.dim());
    }
    if from > 0 {
        canvas.put_right(edge, area.top(), "↑", look.dim());
    }
}

/// Draws one row; before what is chosen stands a mark.
pub(crate) fn draw_row<T>(row: &SheetRow<T>, chosen: bool, area: Rect, y: u16, canvas: &mut Canvas) {
    let look = canvas.look;
    if chosen && row.first {
        canvas.put_char(area.x.saturating_sub(2), y, glyph::HERE, look.bold());
    }
    let emphasis =
        |style: Style| if chosen && style != look.dim() { style.patch(look.bold()) } else { style };
    match &row.shape {
        Shape::Title { title, note } => {
            canvas.title(Rect { y, height: 1, ..area }, title, note, false);
        }
        Shape::Text { spans, right } => {
            let mut x = area.x + row.indent;
            for (text, style) in spans {
                x = canvas.put_cut(x, y, text, area.right().saturating_sub(x), emphasis(*style));
            }
            if let Some((text, style)) = right {
                canvas.put_right(area.right(), y, text, *style);
            }
        }
        Shape::Keys(keys) => {
            let mut x = area.x + row.indent;
            for (name, _) in keys {
                x = canvas.put_cut(x, y, &on_key(name), area.right().saturating_sub(x), look.bold());
            }
        }
    }
}

/// The most rows that can be scrolled away.
pub(crate) fn limit(rows: usize, height: u16) -> usize {
    rows.saturating_sub(usize::from(height))
}

/// How far to scroll so that something is seen on this area, as little as that takes.
pub(crate) fn scroll_to<T: PartialEq>(rows: &[SheetRow<T>], target: &T, scroll: u16, area: Rect) -> u16 {
    let text = text_area(area);
    let is = |row: &SheetRow<T>| row.target.as_ref() == Some(target);
    let (Some(first), Some(last)) = (rows.iter().position(is), rows.iter().rposition(is)) else {
        return scroll;
    };
    let from = usize::from(scroll).max((last + 1).saturating_sub(usize::from(text.height))).min(first);
    from.min(limit(rows.len(), text.height)) as u16
}

/// What is under the mouse on a sheet that was drawn on this area.
pub(crate) fn hit<T: Copy>(
    rows: &[SheetRow<T>],
    scroll: u16,
    area: Rect,
    (x, y): (u16, u16),
    look: &Look,
) -> Option<T> {
    let text = text_area(area);
    if !area.contains((x, y).into()) || y < text.y {
        return None;
    }
    let from = usize::from(scroll).min(limit(rows.len(), text.height));
    rows.get(from + usize::from(y - text.y))?.target_at(x.saturating_sub(text.x), look)
}
