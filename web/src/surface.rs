//! What cells are painted on: a canvas, by the graphics card through WebGL 2 where there is one, and otherwise one
//! changed cell after the other.
//!
//! Both count in the pixels of the screen, so that a glyph is as sharp as the screen can show it, and a cell is a whole
//! number of them wide and high.

mod canvas;
mod card;
mod glyphs;

use crate::paint::Paint;
use canvas::Canvas;
use card::Card;
use raftarium::export::svg::Ground;
use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use std::io;
use web_sys::HtmlCanvasElement;

/// How large everything is.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Measure {
    /// The width of the canvas, in pixels of the screen.
    pub width: u32,
    /// Its height.
    pub height: u32,
    /// The height of the font: what is nearest to it with whole cells is taken.
    pub font: f64,
}

/// A canvas that cells are painted on.
pub struct Surface {
    painter: Painter,
    ground: Ground,
}

enum Painter {
    /// The graphics card paints all cells at once.
    Card(Box<Card>),
    /// Each changed cell is painted.
    Canvas(Box<Canvas>),
}

impl Surface {
    /// Takes a canvas. `card`: whether the graphics card is to be used.
    pub fn take(
        canvas: HtmlCanvasElement,
        measure: Measure,
        ground: Ground,
        card: bool,
    ) -> io::Result<Surface> {
        let painter = if card {
            Painter::Card(Box::new(Card::new(canvas, measure)?))
        } else {
            Painter::Canvas(Box::new(Canvas::new(canvas, measure)?))
        };
        Ok(Surface { painter, ground })
    }

    /// Everything is as large as this from now on, and every cell is to be painted again.
    pub fn measure(&mut self, measure: Measure) -> io::Result<()> {
        match &mut self.painter {
            Painter::Card(card) => card.measure(measure),
            Painter::Canvas(canvas) => {
                canvas.measure(measure);
                Ok(())
            }
        }
    }

    /// What is under the cells from now on. Whether it is something else than before: then every cell is to be painted
    /// again.
    pub fn stand_on(&mut self, ground: Ground) -> bool {
        std::mem::replace(&mut self.ground, ground) != ground
    }

    /// The cell at a place of the canvas, in pixels of the screen.
    pub fn cell_at(&self, x: f64, y: f64) -> (u16, u16) {
        let ((width, height), size) = (self.cell(), self.grid());
        let place = |at: f64, cell: u32, most: u16| {
            ((at / f64::from(cell)).max(0.0) as u16).min(most.saturating_sub(1))
        };
        (place(x, width, size.width), place(y, height, size.height))
    }

    /// How wide and high a cell is, in pixels of the screen.
    pub fn cell(&self) -> (u32, u32) {
        match &self.painter {
            Painter::Card(card) => card.cell(),
            Painter::Canvas(canvas) => canvas.cell(),
        }
    }

    /// How many columns and rows there are.
    pub fn grid(&self) -> Size {
        match &self.painter {
            Painter::Card(card) => card.grid(),
            Painter::Canvas(canvas) => canvas.grid(),
        }
    }
}

impl Backend for Surface {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let ground = self.ground;
        let cells = content.map(|(x, y, cell)| (x, y, cell.symbol(), Paint::of(cell, ground)));
        match &mut self.painter {
            Painter::Card(card) => card.paint(cells),
            Painter::Canvas(canvas) => {
                canvas.paint(cells);
                Ok(())
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.painter {
            Painter::Card(card) => card.show(Paint::of(&Cell::EMPTY, self.ground).background),
            Painter::Canvas(_) => Ok(()),
        }
    }

    fn clear(&mut self) -> io::Result<()> {
        match &mut self.painter {
            Painter::Card(card) => card.clear(Paint::of(&Cell::EMPTY, self.ground)),
            Painter::Canvas(canvas) => {
                canvas.clear(Paint::of(&Cell::EMPTY, self.ground).background);
                Ok(())
            }
        }
    }

    fn clear_region(&mut self, _: ClearType) -> io::Result<()> {
        self.clear()
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.grid())
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        let ((width, height), size) = (self.cell(), self.grid());
        let pixels = Size::new(size.width * width as u16, size.height * height as u16);
        Ok(WindowSize { columns_rows: size, pixels })
    }

    // The application draws its own cursor.
    fn hide_cursor(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(Position::ORIGIN)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, _: P) -> io::Result<()> {
        Ok(())
    }
}

fn failed(why: &str) -> io::Error {
    io::Error::other(why.to_owned())
}
