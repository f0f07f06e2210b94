//! The cells of a screen as places of a picture, in tenths of a pixel.

/// The width of a cell.
pub(super) const WIDTH: i32 = 90;
/// The height of a cell: of whole and odd pixels, so that lines in the middle are sharp.
pub(super) const HEIGHT: i32 = 190;

/// The upper left corner of a cell.
#[derive(Clone, Copy)]
pub(super) struct Origin {
    pub x: i32,
    pub y: i32,
}

impl Origin {
    /// That of the cell in this column and row, counted from 0.
    pub fn of(column: u16, row: u16) -> Origin {
        Origin { x: i32::from(column) * WIDTH, y: i32::from(row) * HEIGHT }
    }
}
