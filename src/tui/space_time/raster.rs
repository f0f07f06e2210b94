//! Messages drawn into a grid of cells: straight lines of dots, two by four a cell; where only ASCII can be drawn, stairs of
//! light lines that cross, fork and give way to each other.

use super::layout::SpaceTimeLayout;
use super::light::Shade;
use super::paths::{Finish, Path};
use crate::sim::StepId;
use std::cmp::Ordering;

const UP: u8 = 1;
const DOWN: u8 = 2;
const LEFT: u8 = 4;
const RIGHT: u8 = 8;
const ACROSS: u8 = LEFT | RIGHT;
const UPRIGHT: u8 = UP | DOWN;

/// One cell.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Cell {
    /// To which sides lines lead from here.
    sides: u8,
    /// The dots of straight lines, as braille counts them.
    dots: u8,
    /// What ends here, if a message does.
    end: Option<Finish>,
    /// The message on top, counted from 1.
    owner: u16,
    /// How it is drawn.
    pub shade: Shade,
    /// The step that sent it: what one step sends forks.
    cause: StepId,
}

impl Cell {
    /// Whether no message passes.
    pub fn is_empty(self) -> bool {
        self.owner == 0
    }

    /// The message on top, by its position among the paths.
    pub fn owner(self) -> Option<usize> {
        usize::from(self.owner).checked_sub(1)
    }

    /// Whether a line comes from the left or goes on to the right.
    pub fn is_across(self) -> bool {
        self.sides & ACROSS != 0 || self.dots != 0
    }

    /// Whether a message ends here.
    pub fn is_end(self) -> bool {
        self.end.is_some()
    }

    /// What is drawn.
    pub fn glyph(self) -> char {
        match self.end {
            Some(Finish::Down) => '▾',
            Some(Finish::Up) => '▴',
            Some(Finish::Lost) => '✕',
            Some(Finish::Open) | None if self.dots > 0 => {
                char::from_u32(BRAILLE + u32::from(self.dots)).unwrap_or(' ')
            }
            Some(Finish::Open) | None => GLYPHS[usize::from(self.sides & 15)],
        }
    }
}

/// The cell without dots.
const BRAILLE: u32 = 0x2800;
/// The dots of a cell, by row and column.
const DOTS: [[u8; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];

/// By sides: up 1, down 2, left 4, right 8.
const GLYPHS: [char; 16] = [' ', '╵', '╷', '│', '╴', '╯', '╮', '┤', '╶', '╰', '╭', '├', '─', '┴', '┬', '┼'];

/// The cells of all columns and rows that are seen.
pub(super) struct Raster {
    width: usize,
    top: i32,
    cells: Vec<Cell>,
}

impl Raster {
    /// Weaves messages in. They are to come in the order in which they lie upon each other, the lowest first.
    pub fn of(layout: &SpaceTimeLayout, paths: &[Path], ascii: bool) -> Raster {
        let width = layout.width().max(0) as usize;
        let height = usize::from(layout.rows.end - layout.rows.start);
        let mut raster =
            Raster { width, top: i32::from(layout.rows.start), cells: vec![Cell::default(); width * height] };
        for (position, path) in paths.iter().enumerate().take(usize::from(u16::MAX) - 1) {
            let strand =
                Cell { owner: position as u16 + 1, shade: path.shade, cause: path.cause, ..Cell::default() };
            if ascii {
                raster.add_stairs(layout, path, strand);
            } else {
                raster.add_line(layout, path, strand);
            }
        }
        raster
    }

    /// The cell at a column and a row of the screen.
    pub fn at(&self, column: i64, y: u16) -> Cell {
        self.index(column, i32::from(y)).map(|index| self.cells[index]).unwrap_or_default()
    }

    fn index(&self, column: i64, y: i32) -> Option<usize> {
        let row = usize::try_from(y - self.top).ok()?;
        let column = usize::try_from(column).ok().filter(|column| *column < self.width)?;
        let index = row * self.width + column;
        (index < self.cells.len()).then_some(index)
    }

    /// A straight line, from the line of the sender to the one of the receiver or to where the message is.
    fn add_line(&mut self, layout: &SpaceTimeLayout, path: &Path, strand: Cell) {
        let (from, to) = (layout.row(path.from), layout.row(path.to));
        let (start, end) = (layout.column(path.sent), layout.column(path.end));
        if end < 0 || start >= layout.width() {
            return;
        }
        let way = (to - from).signum();
        // It begins and ends in the middle of cells. The tip is in the row before the receiver's line.
        let (x0, y0) = ((start * 2 + 1) as f64, f64::from(from * 4 + 2));
        let (x1, y1) = ((end * 2 + 1) as f64, y0 + f64::from((to - from) * 4) * path.share);
        let steps = (x1 - x0).abs().max((y1 - y0).abs()).ceil().max(1.0) as i64;
        let mut tip = None;
        for step in 0..=steps {
            let share = step as f64 / steps as f64;
            let (x, y) = ((x0 + (x1 - x0) * share) as i64, (y0 + (y1 - y0) * share) as i64);
            let (column, row) = (x.div_euclid(2), y.div_euclid(4) as i32);
            if row == from || (row - to) * way >= 0 {
                continue;
            }
            let is_line = row.rem_euclid(i32::from(layout.pitch)) == from.rem_euclid(i32::from(layout.pitch));
            let dots = DOTS[y.rem_euclid(4) as usize][x.rem_euclid(2) as usize];
            // The lines of the servers in between stay whole.
            let cell = if is_line { Cell { sides: UPRIGHT, ..strand } } else { Cell { dots, ..strand } };
            self.put_dots(column, row, cell);
            tip = Some((column, row)).filter(|_| !is_line).or(tip);
        }
        let (column, row) = tip.unwrap_or((end, from + way));
        self.put_tip(column, row, Cell { end: Some(path.finish), ..strand });
    }

    fn put_dots(&mut self, column: i64, y: i32, new: Cell) {
        let Some(index) = self.index(column, y) else { return };
        let old = &mut self.cells[index];
        match (old.is_empty(), new.shade.cmp(&old.shade)) {
            (true, _) => *old = new,
            // Lines that are drawn alike cross; a tip stays on top.
            (_, Ordering::Equal) if old.is_end() => {}
            (_, Ordering::Equal) => {
                *old = Cell { dots: old.dots | new.dots, sides: old.sides | new.sides, ..new };
            }
            (_, Ordering::Greater) if old.owner == new.owner || !old.is_end() => *old = new,
            _ => {}
        }
    }

    /// The tip keeps the dots of its own line, for a message that is still in flight.
    fn put_tip(&mut self, column: i64, y: i32, new: Cell) {
        let Some(index) = self.index(column, y) else { return };
        let old = &mut self.cells[index];
        if old.is_empty() || new.shade >= old.shade {
            *old = Cell { dots: old.dots.max(1), ..new };
        }
    }

    /// A staircase: through each row between two servers a stretch to the right, straight through the lines of the servers
    /// in between.
    fn add_stairs(&mut self, layout: &SpaceTimeLayout, path: &Path, strand: Cell) {
        let (from, to) = (layout.row(path.from), layout.row(path.to));
        let way = (to - from).signum();
        let whole = (to - from).abs() - 1;
        let length = ((f64::from(whole) * path.share).ceil() as i32).clamp(1, whole.max(1));
        let is_line =
            |row: i32| row.rem_euclid(i32::from(layout.pitch)) == from.rem_euclid(i32::from(layout.pitch));
        let treads = (1..=length).filter(|row| !is_line(from + row * way)).map(|_| 1_i64).sum::<i64>().max(1);
        let (start, end) = (layout.column(path.sent), layout.column(path.end));
        if end < 0 || start >= layout.width() {
            return;
        }
        let column = |tread: i64| start + (end - start) * tread / treads;
        let (back, ahead) = if way > 0 { (UP, DOWN) } else { (DOWN, UP) };
        let mut tread = 0;
        for row in 1..=length {
            let y = from + row * way;
            let here = column(tread);
            if is_line(y) {
                self.put(here, y, Cell { sides: UPRIGHT, ..strand });
                continue;
            }
            let next = column(tread + 1);
            let last = tread + 1 == treads;
            let leave = if last { 0 } else { ahead };
            if here < next {
                self.put(here, y, Cell { sides: back | RIGHT, ..strand });
                for between in (here + 1).max(0)..next.min(layout.width()) {
                    self.put(between, y, Cell { sides: ACROSS, ..strand });
                }
            }
            let came = if here < next { LEFT } else { back };
            let end = if last { Some(path.finish) } else { None };
            let open = end == Some(Finish::Open) && here < next;
            let sides = came | leave | if open { RIGHT } else { 0 };
            self.put(next, y, Cell { sides, end, ..strand });
            tread += 1;
            if last {
                return;
            }
        }
    }

    fn put(&mut self, column: i64, y: i32, new: Cell) {
        let Some(index) = self.index(column, y) else { return };
        let old = &mut self.cells[index];
        if old.is_empty() {
            *old = new;
        } else if old.cause == new.cause {
            // What was sent in one step parts like the branches of a tree. Where one of them ends, it is on top.
            let on_top = if (new.is_end(), new.shade) >= (old.is_end(), old.shade) { new } else { *old };
            *old = Cell { sides: old.sides | new.sides, ..on_top };
        } else if new.shade < old.shade {
            // What is dim passes below what is lit.
        } else if is_crossing(*old, new) {
            *old = Cell { sides: old.sides | new.sides, ..new };
        } else if new.shade > old.shade || !old.is_end() || new.is_end() {
            *old = new;
        }
    }
}

/// Whether one goes straight across and the other straight up.
fn is_crossing(one: Cell, other: Cell) -> bool {
    one.end.is_none()
        && other.end.is_none()
        && matches!((one.sides, other.sides), (ACROSS, UPRIGHT) | (UPRIGHT, ACROSS))
}

/// In which gap a message is at a share of its way, for its label: the row, and the column there.
pub(super) fn half_way(layout: &SpaceTimeLayout, path: &Path) -> (i64, i32) {
    let (from, to) = (layout.row(path.from), layout.row(path.to));
    let share = path.share / 2.0;
    let row = f64::from(from) + f64::from(to - from) * share;
    let (start, end) = (layout.column(path.sent), layout.column(path.end));
    (i64::midpoint(start, end), row.round() as i32)
}
