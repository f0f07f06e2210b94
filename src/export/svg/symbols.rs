//! The symbols of the screen as shapes: the same in every renderer, whatever fonts it has.

use super::grid::Origin;
use super::ink::Ink;
use super::paths::{Paint, Paths};
use super::xml::Tenths;
use std::fmt::Write as _;

/// A shape in a cell of 90 by 190 tenths.
enum Shape {
    /// Corners, filled.
    Filled(&'static [(i32, i32)]),
    /// Corners, drawn with a pen; closed or not.
    Drawn(&'static [(i32, i32)], bool),
    /// Two lines.
    Crossed([(i32, i32); 4]),
    /// A disc: its centre and radius.
    Disc((i32, i32), i32),
    /// A ring.
    Ring((i32, i32), i32),
}

const PEN: i32 = 13;

fn shapes(glyph: char) -> &'static [Shape] {
    use Shape::{Crossed, Disc, Drawn, Filled, Ring};
    match glyph {
        '★' => &[Filled(&[
            (45, 45),
            (58, 80),
            (95, 81),
            (66, 104),
            (76, 140),
            (45, 119),
            (14, 140),
            (24, 104),
            (-5, 81),
            (32, 80),
        ])],
        '◆' => &[Filled(&[(45, 48), (88, 96), (45, 144), (2, 96)])],
        '◇' => &[Drawn(&[(45, 54), (82, 96), (45, 138), (8, 96)], true)],
        '●' => &[Disc((45, 96), 35)],
        '○' => &[Ring((45, 96), 32)],
        '•' => &[Disc((45, 96), 21)],
        '˙' => &[Disc((45, 42), 9)],
        '▣' => &[
            Drawn(&[(10, 61), (80, 61), (80, 131), (10, 131)], true),
            Filled(&[(27, 78), (63, 78), (63, 114), (27, 114)]),
        ],
        '▲' => &[Filled(&[(45, 54), (86, 136), (4, 136)])],
        '△' => &[Drawn(&[(45, 60), (80, 132), (10, 132)], true)],
        '▼' => &[Filled(&[(45, 138), (86, 56), (4, 56)])],
        '▴' => &[Filled(&[(45, 66), (74, 122), (16, 122)])],
        '▾' => &[Filled(&[(45, 126), (74, 70), (16, 70)])],
        '►' => &[Filled(&[(6, 54), (88, 96), (6, 138)])],
        '▻' => &[Drawn(&[(10, 62), (80, 96), (10, 130)], true)],
        '◄' => &[Filled(&[(84, 54), (2, 96), (84, 138)])],
        '◅' => &[Drawn(&[(80, 62), (10, 96), (80, 130)], true)],
        '▽' => &[Drawn(&[(45, 132), (80, 60), (10, 60)], true)],
        '▸' => &[Filled(&[(18, 62), (74, 96), (18, 130)])],
        '◂' => &[Filled(&[(72, 62), (16, 96), (72, 130)])],
        '✓' => &[Drawn(&[(10, 100), (35, 132), (80, 56)], false)],
        '✗' => &[Crossed([(18, 60), (74, 132), (72, 56), (16, 134)])],
        '✕' => &[Crossed([(14, 65), (76, 127), (76, 65), (14, 127)])],
        _ => &[],
    }
}

/// Draws a glyph, if it is one of them.
pub(super) fn draw(glyph: char, at: Origin, ink: &Ink, paths: &mut Paths) -> bool {
    if glyph == '↻' {
        again(at, ink, paths);
        return true;
    }
    if let '⠀'..='⣿' = glyph {
        dots(glyph, at, ink, paths);
        return true;
    }
    let shapes = shapes(glyph);
    let fill = Paint::Fill(ink.colour, 100);
    let stroke = Paint::Stroke(ink.colour, if ink.bold() { PEN + 5 } else { PEN });
    for shape in shapes {
        match shape {
            Shape::Filled(corners) => line(corners, true, at, paths.of(fill)),
            Shape::Drawn(corners, closed) => line(corners, *closed, at, paths.of(stroke)),
            Shape::Crossed(ends) => {
                line(&ends[..2], false, at, paths.of(stroke));
                line(&ends[2..], false, at, paths.of(stroke));
            }
            Shape::Disc(centre, radius) => round(*centre, *radius, at, paths.of(fill)),
            Shape::Ring(centre, radius) => round(*centre, *radius, at, paths.of(stroke)),
        }
    }
    !shapes.is_empty()
}

/// The dots of a braille cell, two by four: what straight lines are made of.
fn dots(glyph: char, at: Origin, ink: &Ink, paths: &mut Paths) {
    const PLACES: [(i32, i32); 8] =
        [(22, 24), (22, 71), (22, 119), (67, 24), (67, 71), (67, 119), (22, 166), (67, 166)];
    let dots = u32::from(glyph) - u32::from('⠀');
    for (_, place) in PLACES.into_iter().enumerate().filter(|(dot, _)| dots >> dot & 1 == 1) {
        round(place, 12, at, paths.of(Paint::Fill(ink.colour, 100)));
    }
}

fn line(corners: &[(i32, i32)], closed: bool, at: Origin, path: &mut String) {
    let mut last = None;
    for &(x, y) in corners {
        let _ = match last.replace((x, y)) {
            None => write!(path, "M{} {}l", Tenths(at.x + x), Tenths(at.y + y)),
            Some((from, above)) => {
                let gap = if path.ends_with('l') { "" } else { " " };
                write!(path, "{gap}{} {}", Tenths(x - from), Tenths(y - above))
            }
        };
    }
    if closed {
        path.push('z');
    }
}

fn round((x, y): (i32, i32), radius: i32, at: Origin, path: &mut String) {
    let (r, across) = (Tenths(radius), Tenths(2 * radius));
    let back = Tenths(-2 * radius);
    let (left, y) = (Tenths(at.x + x - radius), Tenths(at.y + y));
    let _ = write!(path, "M{left} {y}a{r} {r} 0 0 1 {across} 0a{r} {r} 0 0 1 {back} 0z");
}

/// An arrow that goes round: a server that comes back.
fn again(Origin { x, y }: Origin, ink: &Ink, paths: &mut Paths) {
    let start = (Tenths(x + 66), Tenths(y + 74));
    let arc = "a3 3 0 1 0 1 2.6";
    let _ = write!(paths.of(Paint::Stroke(ink.colour, PEN)), "M{} {}{arc}", start.0, start.1);
    line(&[(80, 50), (80, 88), (46, 80)], true, Origin { x, y }, paths.of(Paint::Fill(ink.colour, 100)));
}
