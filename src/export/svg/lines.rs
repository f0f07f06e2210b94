//! Lines from cell to cell: straight ones are joined over all the cells that they cross.

use super::grid::{HEIGHT, Origin, WIDTH};
use super::ink::{Ink, Rgb};
use super::paths::{Paint, Paths};
use super::xml::Tenths;
use std::fmt::Write as _;

const LIGHT: i32 = 12;
const HEAVY: i32 = 28;
/// How far apart the two of a double line are.
const APART: i32 = 30;

/// The pens of a glyph's arms, 0 for none: to the left, to the right, up, down.
type Arms = [i32; 4];

fn arms(glyph: char) -> Option<Arms> {
    const L: i32 = LIGHT;
    const H: i32 = HEAVY;
    Some(match glyph {
        '─' => [L, L, 0, 0],
        '━' => [H, H, 0, 0],
        '│' => [0, 0, L, L],
        '┃' => [0, 0, H, H],
        '╴' => [L, 0, 0, 0],
        '╶' => [0, L, 0, 0],
        '╵' => [0, 0, L, 0],
        '╷' => [0, 0, 0, L],
        '╸' => [H, 0, 0, 0],
        '╺' => [0, H, 0, 0],
        '╹' => [0, 0, H, 0],
        '╻' => [0, 0, 0, H],
        '╼' => [L, H, 0, 0],
        '╾' => [H, L, 0, 0],
        '┌' => [0, L, 0, L],
        '┐' => [L, 0, 0, L],
        '└' => [0, L, L, 0],
        '┘' => [L, 0, L, 0],
        '┏' => [0, H, 0, H],
        '┓' => [H, 0, 0, H],
        '┗' => [0, H, H, 0],
        '┛' => [H, 0, H, 0],
        '├' => [0, L, L, L],
        '┤' => [L, 0, L, L],
        '┬' => [L, L, 0, L],
        '┴' => [L, L, L, 0],
        '┼' => [L, L, L, L],
        '┿' => [H, H, L, L],
        '╂' => [L, L, H, H],
        '┣' => [0, H, H, H],
        '┫' => [H, 0, H, H],
        '┳' => [H, H, 0, H],
        '┻' => [H, H, H, 0],
        '╋' => [H, H, H, H],
        _ => return None,
    })
}

/// A straight line in the making.
#[derive(Clone, Copy)]
struct StraightLine {
    colour: Rgb,
    pen: i32,
    from: i32,
    to: i32,
}

/// The lines of a screen.
#[derive(Default)]
pub(super) struct Lines {
    /// The one of the row.
    across: Option<(i32, StraightLine)>,
    /// One a column, by its place.
    upright: Vec<(i32, StraightLine)>,
}

impl Lines {
    /// Draws a glyph, if it is a line.
    pub fn draw(&mut self, glyph: char, at: Origin, ink: &Ink, paths: &mut Paths) -> bool {
        let Origin { x, y } = at;
        let (middle, centre) = (x + WIDTH / 2, y + HEIGHT / 2);
        let colour = ink.colour;
        if let Some([left, right, up, down]) = arms(glyph) {
            // Where arms meet, each reaches over the pen of the other.
            let over = |pens: [i32; 2], own: i32| if own == 0 { 0 } else { pens[0].max(pens[1]) / 2 };
            let (across, upright) = (over([up, down], left.max(right)), over([left, right], up.max(down)));
            let (west, east) = (if right > 0 { 0 } else { across }, if left > 0 { 0 } else { across });
            let (north, south) = (if down > 0 { 0 } else { upright }, if up > 0 { 0 } else { upright });
            if left > 0 {
                self.across(centre, StraightLine { colour, pen: left, from: x, to: middle + west }, paths);
            }
            if right > 0 {
                let line = StraightLine { colour, pen: right, from: middle - east, to: x + WIDTH };
                self.across(centre, line, paths);
            }
            if up > 0 {
                self.upright(middle, StraightLine { colour, pen: up, from: y, to: centre + north }, paths);
            }
            if down > 0 {
                let line = StraightLine { colour, pen: down, from: centre - south, to: y + HEIGHT };
                self.upright(middle, line, paths);
            }
            return true;
        }
        match glyph {
            '═' => {
                for y in [centre - APART / 2, centre + APART / 2] {
                    let (x, y, whole) = (Tenths(x), Tenths(y), Tenths(WIDTH));
                    let _ = write!(paths.of(Paint::Stroke(colour, LIGHT)), "M{x} {y}h{whole}");
                }
            }
            '║' => {
                for x in [middle - APART / 2, middle + APART / 2] {
                    self.upright(x, StraightLine { colour, pen: LIGHT, from: y, to: y + HEIGHT }, paths);
                }
            }
            '╌' | '┄' | '┈' | '╎' | '┆' | '┊' => dashes(glyph, at, ink, paths),
            '╭' | '╮' | '╰' | '╯' => corner(glyph, at, ink, paths),
            '╱' | '╲' | '╳' => slant(glyph, at, ink, paths),
            _ => return false,
        }
        true
    }

    fn across(&mut self, y: i32, line: StraightLine, paths: &mut Paths) {
        match &mut self.across {
            Some((at, known)) if *at == y && goes_on(known, line) => known.to = line.to,
            known => {
                if let Some((y, line)) = known.replace((y, line)) {
                    put_across(y, line, paths);
                }
            }
        }
    }

    fn upright(&mut self, x: i32, line: StraightLine, paths: &mut Paths) {
        match self.upright.iter_mut().find(|(at, _)| *at == x) {
            Some((_, known)) if goes_on(known, line) => known.to = line.to,
            Some((_, known)) => put_upright(x, std::mem::replace(known, line), paths),
            None => self.upright.push((x, line)),
        }
    }

    pub fn end_row(&mut self, paths: &mut Paths) {
        if let Some((y, line)) = self.across.take() {
            put_across(y, line, paths);
        }
    }

    pub fn end(&mut self, paths: &mut Paths) {
        for (x, line) in std::mem::take(&mut self.upright) {
            put_upright(x, line, paths);
        }
    }
}

fn goes_on(known: &StraightLine, line: StraightLine) -> bool {
    (known.colour, known.pen) == (line.colour, line.pen) && known.from <= line.from && line.from <= known.to
}

fn put_across(y: i32, line: StraightLine, paths: &mut Paths) {
    let (x, y, length) = (Tenths(line.from), Tenths(y), Tenths(line.to - line.from));
    let _ = write!(paths.of(Paint::Stroke(line.colour, line.pen)), "M{x} {y}h{length}");
}

fn put_upright(x: i32, line: StraightLine, paths: &mut Paths) {
    let (x, y, length) = (Tenths(x), Tenths(line.from), Tenths(line.to - line.from));
    let _ = write!(paths.of(Paint::Stroke(line.colour, line.pen)), "M{x} {y}v{length}");
}

/// Dashes, with as much air as to repeat evenly from cell to cell.
fn dashes(glyph: char, Origin { x, y }: Origin, ink: &Ink, paths: &mut Paths) {
    let path = paths.of(Paint::Stroke(ink.colour, LIGHT));
    let (upright, count) = match glyph {
        '╌' => (false, 2),
        '┄' => (false, 3),
        '┈' => (false, 4),
        '╎' => (true, 2),
        '┆' => (true, 3),
        _ => (true, 4),
    };
    let whole = if upright { HEIGHT } else { WIDTH };
    let dash = whole * 11 / (20 * count);
    for number in 0..count {
        let start = whole * number / count + (whole / count - dash) / 2;
        let _ = if upright {
            write!(path, "M{} {}v{}", Tenths(x + WIDTH / 2), Tenths(y + start), Tenths(dash))
        } else {
            write!(path, "M{} {}h{}", Tenths(x + start), Tenths(y + HEIGHT / 2), Tenths(dash))
        };
    }
}

fn corner(glyph: char, Origin { x, y }: Origin, ink: &Ink, paths: &mut Paths) {
    let (middle, centre) = (x + WIDTH / 2, y + HEIGHT / 2);
    let radius = WIDTH / 2;
    let end = if matches!(glyph, '╭' | '╮') { y + HEIGHT } else { y };
    let side = if matches!(glyph, '╭' | '╰') { x + WIDTH } else { x };
    let bend = if end > centre { centre + radius } else { centre - radius };
    let (middle, centre, side) = (Tenths(middle), Tenths(centre), Tenths(side));
    let (bend, end) = (Tenths(bend), Tenths(end));
    let path = paths.of(Paint::Stroke(ink.colour, LIGHT));
    let _ = write!(path, "M{side} {centre}Q{middle} {centre} {middle} {bend}V{end}");
}

fn slant(glyph: char, Origin { x, y }: Origin, ink: &Ink, paths: &mut Paths) {
    let path = paths.of(Paint::Stroke(ink.colour, LIGHT));
    let (left, right, top, bottom) = (Tenths(x), Tenths(x + WIDTH), Tenths(y), Tenths(y + HEIGHT));
    if glyph != '╲' {
        let _ = write!(path, "M{left} {bottom}L{right} {top}");
    }
    if glyph != '╱' {
        let _ = write!(path, "M{left} {top}L{right} {bottom}");
    }
}
