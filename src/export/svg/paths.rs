//! What is painted in the same way, as one path.

use super::ink::Rgb;
use super::xml::Tenths;
use std::fmt::Write as _;

/// How a path is painted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Paint {
    /// Filled, so many hundredths of it opaque.
    Fill(Rgb, u8),
    /// Drawn with a pen of so many tenths.
    Stroke(Rgb, i32),
}

/// What is painted in the same way is one path: what touches has no seam.
#[derive(Default)]
pub(super) struct Paths {
    paths: Vec<(Paint, String)>,
}

impl Paths {
    /// The path that is painted in this way, to go on with.
    pub fn of(&mut self, paint: Paint) -> &mut String {
        let known = self.paths.iter().position(|(known, _)| *known == paint);
        let position = known.unwrap_or_else(|| {
            self.paths.push((paint, String::new()));
            self.paths.len() - 1
        });
        &mut self.paths[position].1
    }

    pub fn rect(&mut self, paint: Paint, (x, y): (i32, i32), (width, height): (i32, i32)) {
        let back = Tenths(-width);
        let (x, y, width, height) = (Tenths(x), Tenths(y), Tenths(width), Tenths(height));
        let _ = write!(self.of(paint), "M{x} {y}h{width}v{height}h{back}z");
    }

    /// Writes all of them.
    pub fn write(&self, picture: &mut String) {
        for (paint, path) in &self.paths {
            let _ = writeln!(picture, "<path {} d=\"{path}\"/>", paint.attributes());
        }
    }

    /// Each shape by itself, with how it is painted.
    pub fn shapes(&self) -> impl Iterator<Item = (Paint, &str)> {
        self.paths.iter().flat_map(|(paint, path)| {
            // Every shape begins with a move of its own.
            let starts: Vec<usize> = path.match_indices('M').map(|(at, _)| at).collect();
            let ends: Vec<usize> = starts.iter().skip(1).copied().chain([path.len()]).collect();
            starts.into_iter().zip(ends).map(|(start, end)| (*paint, &path[start..end]))
        })
    }
}

impl Paint {
    /// What a path has that is painted so.
    pub fn attributes(self) -> String {
        match self {
            Paint::Fill(colour, 100) => format!("fill=\"{colour}\""),
            Paint::Fill(colour, hundredths) => {
                format!("fill=\"{colour}\" fill-opacity=\".{hundredths:02}\"")
            }
            Paint::Stroke(colour, pen) => {
                format!("fill=\"none\" stroke=\"{colour}\" stroke-width=\"{}\"", Tenths(pen))
            }
        }
    }
}
