//! What is written on: shapes and words of a page, in pixels.

use crate::export::svg::xml::{Tenths, escaped};
use crate::export::svg::{Ground, Rgb};
use crate::raft::Term;
use crate::tui::Look;
use ratatui::style::Style;
use std::fmt::Write as _;

/// The fonts of a page, the first that there is.
const FONTS: &str = "system-ui,'Segoe UI',Roboto,Helvetica,Arial,'Liberation Sans','DejaVu Sans',sans-serif";

/// A page in the making.
#[derive(Debug)]
pub(super) struct Page {
    pub look: Look,
    pub ground: Ground,
    /// How large everything is, beside a page of 1280 by 720.
    pub unit: f64,
    text: String,
}

/// Where a text stands beside its point.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A line that is drawn.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Stroke {
    pub colour: Rgb,
    pub width: f64,
    pub dashes: Option<(f64, f64)>,
}

/// A text that is written.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct TextStyle {
    pub colour: Rgb,
    pub size: f64,
    pub bold: bool,
    pub anchor: Anchor,
    /// On a patch of the background, so that lines behind it do not disturb.
    pub clear: bool,
}

/// A number of pixels, to a tenth.
fn n(number: f64) -> Tenths {
    Tenths((number * 10.0).round() as i32)
}

impl Page {
    pub fn new((width, height): (u16, u16), look: &Look, title: &str, description: &str) -> Page {
        let ground = Ground::of(look);
        let unit = (f64::from(width) / 1_280.0).min(f64::from(height) / 720.0);
        let text = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"{FONTS}\">\n\
             <title>{}</title>\n<desc>{}</desc>\n<rect width=\"{width}\" height=\"{height}\" fill=\"{}\"/>\n",
            escaped(title),
            escaped(description),
            ground.back
        );
        Page { look: look.clone(), ground, unit, text }
    }

    /// The colour of a style of the look.
    pub fn colour(&self, style: Style) -> Rgb {
        crate::export::svg::colour(style.fg).unwrap_or(self.ground.text)
    }

    pub fn term(&self, term: Term) -> Rgb {
        self.colour(self.look.term(term))
    }

    pub fn alarm(&self) -> Rgb {
        self.colour(self.look.alarm())
    }

    pub fn dim(&self) -> Rgb {
        match self.look.dim().fg {
            None => self.ground.text.mixed(self.ground.back, 35),
            fg => crate::export::svg::colour(fg).unwrap_or(self.ground.text),
        }
    }

    /// Of lines that are not to be looked at first.
    pub fn line(&self) -> Rgb {
        self.ground.text.mixed(self.ground.back, 60)
    }

    pub fn strong(&self) -> Rgb {
        self.colour(self.look.strong())
    }

    pub fn stroke(&mut self, path: &str, stroke: Stroke) {
        let Stroke { colour, width, dashes } = stroke;
        let dashes = dashes
            .map_or(String::new(), |(dash, air)| format!(" stroke-dasharray=\"{} {}\"", n(dash), n(air)));
        let width = n(width);
        let _ = writeln!(
            self.text,
            "<path fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\"{dashes} d=\"{path}\"/>"
        );
    }

    pub fn fill(&mut self, path: &str, colour: Rgb) {
        let _ = writeln!(self.text, "<path fill=\"{colour}\" d=\"{path}\"/>");
    }

    pub fn line_between(&mut self, from: (f64, f64), to: (f64, f64), stroke: Stroke) {
        self.stroke(&format!("M{} {}L{} {}", n(from.0), n(from.1), n(to.0), n(to.1)), stroke);
    }

    /// Straight lines from point to point, filled.
    pub fn polygon(&mut self, points: &[(f64, f64)], colour: Rgb) {
        let path = path(points);
        self.fill(&format!("{path}z"), colour);
    }

    pub fn bar(
        &mut self,
        (left, top): (f64, f64),
        (width, height): (f64, f64),
        fill: Rgb,
        edge: Option<Rgb>,
    ) {
        let round = n((height / 4.0).min(width / 2.0));
        let edge = edge.map_or(String::new(), |edge| {
            format!(" stroke=\"{edge}\" stroke-width=\"{}\"", n(2.0 * self.unit))
        });
        let (left, top, width, height) = (n(left), n(top), n(width), n(height));
        let _ = writeln!(
            self.text,
            "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" rx=\"{round}\" fill=\"{fill}\"{edge}/>"
        );
    }

    pub fn disc(&mut self, (x, y): (f64, f64), radius: f64, fill: Rgb, edge: Option<Rgb>) {
        let edge = edge.map_or(String::new(), |edge| {
            format!(" stroke=\"{edge}\" stroke-width=\"{}\"", n(2.0 * self.unit))
        });
        let (x, y, radius) = (n(x), n(y), n(radius));
        let _ = writeln!(self.text, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"{fill}\"{edge}/>");
    }

    /// A text whose middle line is at a point.
    pub fn words(&mut self, text: &str, (x, y): (f64, f64), style: TextStyle) {
        let TextStyle { colour, size, bold, anchor, clear } = style;
        let anchor_word = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        if clear {
            let width = super::space::width(text, size) * 0.84;
            let left = match anchor {
                Anchor::Start => x,
                Anchor::Middle => x - width / 2.0,
                Anchor::End => x - width,
            };
            let (left, top) = (n(left - 2.0), n(y - size * 0.52));
            let (width, height) = (n(width + 4.0), n(size * 1.04));
            let back = self.ground.back;
            let _ = writeln!(
                self.text,
                "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" fill=\"{back}\" fill-opacity=\".8\"/>"
            );
        }
        let bold = if bold { " font-weight=\"bold\"" } else { "" };
        let (x, y, size) = (n(x), n(y + size * 0.36), n(size));
        let text = escaped(text);
        let _ = writeln!(
            self.text,
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" fill=\"{colour}\"{bold}{anchor_word}>{text}</text>"
        );
    }

    pub fn finish(mut self) -> String {
        self.text.push_str("</svg>\n");
        self.text
    }
}

/// Straight lines from point to point.
pub(super) fn path(points: &[(f64, f64)]) -> String {
    let mut path = String::new();
    for (number, (x, y)) in points.iter().enumerate() {
        let _ = write!(path, "{}{} {}", if number == 0 { "M" } else { "L" }, n(*x), n(*y));
    }
    path
}
