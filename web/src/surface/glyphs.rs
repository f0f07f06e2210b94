//! Glyphs of the font that is shipped: how large a cell is, and each glyph as it stands in one.

use super::failed;
use crate::paint::{Rgb, css};
use beamterm_core::gl::{GlyphRasterizer, RasterizedGlyph};
use beamterm_core::{CellSize, Error, FontAtlasData, FontStyle};
use beamterm_data::LineDecoration;
use std::io;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, ContextAttributes2d, HtmlCanvasElement};

/// The font that is shipped, as the style sheet calls it.
const FONT: &str = "Raftarium Mono";
/// How large its glyphs are, in parts of the height of the font: how wide, how high above the line on which they stand,
/// and how high in all. Blocks and lines reach a little beyond that, so that they meet.
const SLIM: f64 = 1233.0 / 2048.0;
const ABOVE: f64 = 1901.0 / 2048.0;
const HIGH: f64 = 2384.0 / 2048.0;
/// How many glyphs are drawn at once.
const BATCH: usize = 32;
/// The narrowest and the widest cell, in pixels.
const WIDTHS: (f64, f64) = (3.0, 60.0);

/// Cells of one size: a whole number of pixels wide and high, so that lines and blocks meet.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Cells {
    pub width: u32,
    pub height: u32,
    /// The height of the font with which glyphs are exactly as wide as a cell.
    font: f64,
    /// Where glyphs stand, from the top of a cell.
    baseline: f64,
    /// How much higher than the font's own the cells are.
    stretch: f64,
}

impl Cells {
    /// Those that come nearest to a font so high.
    pub fn of(font: f64) -> Cells {
        let width = (font * SLIM).round().clamp(WIDTHS.0, WIDTHS.1);
        let font = width / SLIM;
        let height = (font * HIGH).round();
        let (width, stretch) = (width as u32, height / (font * HIGH));
        Cells { width, height: height as u32, font, baseline: font * ABOVE, stretch }
    }

    /// Draws a glyph into the cell whose upper left corner is there, and nowhere else. `weight` tells whether the font
    /// that is set on the context is bold; none if that is not known.
    pub fn draw(
        &self,
        context: &CanvasRenderingContext2d,
        symbol: &str,
        weight: &mut Option<bool>,
        bold: bool,
        (left, top): (f64, f64),
    ) {
        if *weight != Some(bold) {
            context.set_font(&named(self.font, bold));
            *weight = Some(bold);
        }
        // Letters stay within their cell by themselves.
        let reaches_out = !symbol.is_ascii();
        if reaches_out {
            let across = if beamterm_core::is_double_width(symbol) { 2 } else { 1 };
            context.save();
            context.begin_path();
            context.rect(left, top, f64::from(across * self.width), f64::from(self.height));
            context.clip();
        }
        // What cannot be drawn is left out: the cell is empty then.
        let _ = context.set_transform(1.0, 0.0, 0.0, self.stretch, left, top);
        let _ = context.fill_text(symbol, 0.0, self.baseline);
        if reaches_out {
            context.restore();
        } else {
            let _ = context.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
        }
    }
}

fn named(font: f64, bold: bool) -> String {
    let weight = if bold { "bold " } else { "" };
    format!("{weight}{font}px '{FONT}', monospace")
}

/// The two-dimensional context of a canvas. `read`: its pixels are read, more often than they are shown.
pub(super) fn context_of(canvas: &HtmlCanvasElement, read: bool) -> io::Result<CanvasRenderingContext2d> {
    let options = ContextAttributes2d::new();
    options.set_alpha(read);
    options.set_will_read_frequently(read);
    let context = canvas.get_context_with_context_options("2d", &options).ok().flatten();
    let context = context.and_then(|context| context.dyn_into::<CanvasRenderingContext2d>().ok());
    context.ok_or_else(|| failed("this browser has no canvas to paint on"))
}

/// Draws glyphs for the graphics card.
pub(super) struct Glyphs {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    cells: Cells,
}

impl Glyphs {
    pub fn new(font: f64) -> io::Result<Glyphs> {
        let document = web_sys::window().and_then(|window| window.document());
        let canvas = document.and_then(|document| document.create_element("canvas").ok());
        let canvas = canvas.and_then(|canvas| canvas.dyn_into::<HtmlCanvasElement>().ok());
        let canvas = canvas.ok_or_else(|| failed("there is no page to paint on"))?;
        let context = context_of(&canvas, true)?;
        Ok(Glyphs { canvas, context, cells: Cells::of(font) })
    }

    fn draw_all(&self, glyphs: &[(&str, FontStyle)]) -> Option<Vec<RasterizedGlyph>> {
        let margin = FontAtlasData::PADDING as u32;
        // Room for glyphs of two cells, one below the other.
        let (width, height) = (2 * self.cells.width + 2 * margin, self.cells.height + 2 * margin);
        let all = height * u32::try_from(glyphs.len()).ok()?;
        self.canvas.set_width(width);
        self.canvas.set_height(all);
        self.context.set_fill_style_str(&css(WHITE));
        let mut weight = None;
        for (place, (symbol, style)) in (0u32..).zip(glyphs) {
            let (left, top) = (f64::from(margin), f64::from(place * height + margin));
            let bold = matches!(style, FontStyle::Bold | FontStyle::BoldItalic);
            self.cells.draw(&self.context, symbol, &mut weight, bold, (left, top));
        }
        let image = self.context.get_image_data(0.0, 0.0, f64::from(width), f64::from(all)).ok()?;
        let (pixels, row) = (image.data().0, 4 * width as usize);
        let cut = |(place, (symbol, _)): (usize, &(&str, FontStyle))| {
            let wide = beamterm_core::is_double_width(symbol);
            let own = if wide { 2 * self.cells.width + 2 * margin } else { self.cells.width + 2 * margin };
            let first = place * height as usize;
            let rows = (first..first + height as usize)
                .filter_map(|at| pixels.get(at * row..at * row + 4 * own as usize));
            RasterizedGlyph::new(rows.flatten().copied().collect(), own, height)
        };
        Some(glyphs.iter().enumerate().map(cut).collect())
    }
}

const WHITE: Rgb = [255; 3];

impl GlyphRasterizer for Glyphs {
    fn rasterize_batch(&mut self, glyphs: &[(&str, FontStyle)]) -> Result<Vec<RasterizedGlyph>, Error> {
        self.draw_all(glyphs).ok_or_else(|| Error::Resource("glyphs cannot be drawn".to_owned()))
    }

    fn max_batch_size(&self) -> usize {
        BATCH
    }

    fn cell_size(&self) -> CellSize {
        CellSize::new(self.cells.width.cast_signed(), self.cells.height.cast_signed())
    }

    fn is_double_width(&mut self, symbol: &str) -> bool {
        beamterm_core::is_double_width(symbol)
    }

    fn underline(&self) -> LineDecoration {
        LineDecoration::new(0.9, 0.05)
    }

    fn strikethrough(&self) -> LineDecoration {
        LineDecoration::new(0.5, 0.05)
    }

    fn update_font_size(&mut self, font: f32) -> Result<(), Error> {
        self.cells = Cells::of(f64::from(font));
        Ok(())
    }
}
