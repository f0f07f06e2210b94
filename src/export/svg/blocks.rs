//! Blocks and shades: parts of a cell that are filled.

use super::grid::{HEIGHT, Origin, WIDTH};
use super::ink::Ink;
use super::paths::{Paint, Paths};

/// Draws a glyph, if it is a block.
pub(super) fn draw(glyph: char, Origin { x, y }: Origin, ink: &Ink, paths: &mut Paths) -> bool {
    let eighths = |whole: i32, count: u32| whole * count.cast_signed() / 8;
    let code = u32::from(glyph);
    let (left, top, right, bottom) = match glyph {
        '▀' => (0, 0, WIDTH, HEIGHT / 2),
        '▁'..='█' => (0, HEIGHT - eighths(HEIGHT, code - 0x2580), WIDTH, HEIGHT),
        '▉'..='▏' => (0, 0, eighths(WIDTH, 0x2590 - code), HEIGHT),
        '▐' => (WIDTH / 2, 0, WIDTH, HEIGHT),
        '░'..='▓' => (0, 0, WIDTH, HEIGHT),
        '▔' => (0, 0, WIDTH, HEIGHT / 8),
        '▕' => (WIDTH - WIDTH / 8, 0, WIDTH, HEIGHT),
        '■' => (8, 58, 82, 132),
        _ => return false,
    };
    let opaque = match glyph {
        '░' => 30,
        '▒' => 55,
        '▓' => 80,
        _ => 100,
    };
    let at = (x + left, y + top);
    paths.rect(Paint::Fill(ink.colour, opaque), at, (right - left, bottom - top));
    true
}
