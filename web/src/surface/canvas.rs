//! Painting without a graphics card: each cell that has changed.

use super::Measure;
use super::glyphs::{Cells, context_of};
use crate::paint::{Paint, Rgb, css};
use ratatui::layout::Size;
use std::io;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// A canvas that is painted cell by cell.
pub(super) struct Canvas {
    element: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    cells: Cells,
    /// The color that is set; none if it is not known.
    color: Option<Rgb>,
    /// Whether the font that is set is bold; none if it is not known.
    weight: Option<bool>,
}

impl Canvas {
    pub fn new(canvas: HtmlCanvasElement, measure: Measure) -> io::Result<Canvas> {
        let context = context_of(&canvas, false)?;
        let cells = Cells::of(measure.font);
        let mut made = Canvas { element: canvas, context, cells, color: None, weight: None };
        made.measure(measure);
        Ok(made)
    }

    pub fn measure(&mut self, measure: Measure) {
        self.element.set_width(measure.width);
        self.element.set_height(measure.height);
        // With its size, a canvas loses everything else.
        (self.color, self.weight) = (None, None);
        self.cells = Cells::of(measure.font);
    }

    pub fn cell(&self) -> (u32, u32) {
        (self.cells.width, self.cells.height)
    }

    pub fn grid(&self) -> Size {
        let count = |pixels: u32, cell: u32| u16::try_from(pixels / cell).unwrap_or(u16::MAX).max(1);
        Size::new(
            count(self.element.width(), self.cells.width),
            count(self.element.height(), self.cells.height),
        )
    }

    pub fn clear(&mut self, background: Rgb) {
        self.color(background);
        self.context.fill_rect(0.0, 0.0, f64::from(self.element.width()), f64::from(self.element.height()));
    }

    /// First what is behind, then the glyphs: some reach a little beyond their cell.
    pub fn paint<'a>(&mut self, cells: impl Iterator<Item = (u16, u16, &'a str, Paint)>) {
        let (width, height) = (f64::from(self.cells.width), f64::from(self.cells.height));
        let cells: Vec<_> = cells.collect();
        for (x, y, symbol, paint) in &cells {
            self.color(paint.background);
            let across = if beamterm_core::is_double_width(symbol) { 2.0 } else { 1.0 };
            self.context.fill_rect(f64::from(*x) * width, f64::from(*y) * height, across * width, height);
        }
        for (x, y, symbol, paint) in &cells {
            let blank = symbol.trim().is_empty();
            if blank && !paint.underlined {
                continue;
            }
            let (left, top) = (f64::from(*x) * width, f64::from(*y) * height);
            self.color(paint.text);
            if !blank {
                self.cells.draw(&self.context, symbol, &mut self.weight, paint.bold, (left, top));
            }
            if paint.underlined {
                let thick = (height / 20.0).round().max(1.0);
                self.context.fill_rect(left, top + (0.9 * height).round(), width, thick);
            }
        }
    }

    fn color(&mut self, color: Rgb) {
        if self.color != Some(color) {
            self.context.set_fill_style_str(&css(color));
            self.color = Some(color);
        }
    }
}
