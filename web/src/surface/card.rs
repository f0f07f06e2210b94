//! Painting by the graphics card: all cells at once, in about a millisecond.

use super::glyphs::Glyphs;
use super::{Measure, failed};
use crate::paint::{Paint, Rgb};
use beamterm_core::gl::{CellData, DynamicFontAtlas, GlState, TerminalGrid};
use beamterm_core::{FontStyle, GlslVersion, GlyphEffect};
use ratatui::layout::Size;
use std::io;
use wasm_bindgen::JsCast;
use web_sys::{HtmlCanvasElement, WebGl2RenderingContext};

/// The cells as the graphics card has them.
pub(super) struct Card {
    canvas: HtmlCanvasElement,
    raw: WebGl2RenderingContext,
    gl: beamterm_core::glow::Context,
    state: GlState,
    grid: TerminalGrid,
    font: f64,
}

impl Card {
    pub fn new(canvas: HtmlCanvasElement, measure: Measure) -> io::Result<Card> {
        let raw = canvas.get_context("webgl2").ok().flatten();
        let raw = raw.and_then(|context| context.dyn_into::<WebGl2RenderingContext>().ok());
        let raw = raw.ok_or_else(|| failed("this browser has no WebGL 2"))?;
        let gl = beamterm_core::glow::Context::from_webgl2_context(raw.clone());
        let mut state = GlState::new(&gl);
        let size = fit(&canvas, measure, &gl, &mut state);
        let grid = grid(&gl, measure.font, size)?;
        Ok(Card { canvas, raw, gl, state, grid, font: measure.font })
    }

    /// Cells of another size are other cells: everything is made anew then.
    pub fn measure(&mut self, measure: Measure) -> io::Result<()> {
        let size = fit(&self.canvas, measure, &self.gl, &mut self.state);
        if (measure.font - self.font).abs() < f64::EPSILON {
            return self.grid.resize(&self.gl, size, 1.0).map_err(|why| failed(&why.to_string()));
        }
        self.font = measure.font;
        let before = std::mem::replace(&mut self.grid, grid(&self.gl, measure.font, size)?);
        before.delete(&self.gl);
        Ok(())
    }

    pub fn cell(&self) -> (u32, u32) {
        let size = self.grid.cell_size();
        (size.width as u32, size.height as u32)
    }

    pub fn grid(&self) -> Size {
        let size = self.grid.terminal_size();
        Size::new(size.cols, size.rows)
    }

    pub fn paint<'a>(&mut self, cells: impl Iterator<Item = (u16, u16, &'a str, Paint)>) -> io::Result<()> {
        let cells = cells.map(|(x, y, symbol, paint)| (x, y, cell(symbol, paint)));
        self.grid.update_cells_by_position(cells).map_err(|why| failed(&why.to_string()))
    }

    pub fn clear(&mut self, paint: Paint) -> io::Result<()> {
        let all = std::iter::repeat_with(|| cell(" ", paint)).take(self.grid.cell_count());
        self.grid.update_cells(all).map_err(|why| failed(&why.to_string()))
    }

    /// Shows what was painted; `around` is what the cells leave free at the edges.
    pub fn show(&mut self, around: Rgb) -> io::Result<()> {
        if self.raw.is_context_lost() {
            // The page takes the canvas again once there is a card again.
            return Ok(());
        }
        let [red, green, blue] = around.map(|part| f32::from(part) / 255.0);
        self.raw.clear_color(red, green, blue, 1.0);
        self.raw.clear(WebGl2RenderingContext::COLOR_BUFFER_BIT);
        let painted =
            self.grid.flush_cells(&self.gl).and_then(|()| self.grid.render(&self.gl, &mut self.state));
        painted.map_err(|why| failed(&why.to_string()))
    }
}

fn fit(
    canvas: &HtmlCanvasElement,
    measure: Measure,
    gl: &beamterm_core::glow::Context,
    state: &mut GlState,
) -> (i32, i32) {
    canvas.set_width(measure.width);
    canvas.set_height(measure.height);
    let size = (measure.width.cast_signed(), measure.height.cast_signed());
    state.viewport(gl, 0, 0, size.0, size.1);
    size
}

fn grid(gl: &beamterm_core::glow::Context, font: f64, size: (i32, i32)) -> io::Result<TerminalGrid> {
    let atlas = DynamicFontAtlas::new(gl, Glyphs::new(font)?, font as f32, 1.0);
    let atlas = atlas.map_err(|why| failed(&why.to_string()))?;
    TerminalGrid::new(gl, atlas.into(), size, 1.0, &GlslVersion::Es300)
        .map_err(|why| failed(&why.to_string()))
}

fn cell(symbol: &str, paint: Paint) -> CellData<'_> {
    let style = if paint.bold { FontStyle::Bold } else { FontStyle::Normal };
    let effect = if paint.underlined { GlyphEffect::Underline } else { GlyphEffect::None };
    CellData::new(symbol, style, effect, number(paint.text), number(paint.background))
}

fn number([red, green, blue]: Rgb) -> u32 {
    u32::from_be_bytes([0, red, green, blue])
}
