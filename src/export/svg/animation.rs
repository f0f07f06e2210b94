//! A playback as a picture that moves: every shape and every run of text is there once, and a style sheet says when it
//! is seen. No script, no font, nothing from elsewhere; where nothing may move, the last screen stands still.

use super::ink::Ground;
use super::{Drawing, described, frame};
use crate::export::Subject;
use crate::export::playback::{Length, Pace, Playback};
use crate::export::screen::Screen;
use crate::tui::clock::Speed;
use ratatui::buffer::Buffer;
use ratatui::layout::Size;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::time::Duration;

/// Between two frames. Messages are seen to travel, and the picture stays small.
const FRAME: Duration = Duration::from_millis(250);
/// The longest picture: of more, whoever reads a page sees nothing but the beginning.
pub const LONGEST: Duration = Duration::from_mins(2);

/// The picture of a playback, and how long it plays before it begins again.
pub fn moving(subject: &Subject, screen: &Screen, speed: Speed) -> (String, Length) {
    moving_watched(subject, screen, speed, |_, _| {})
}

/// As [`moving`]; each frame is shown to `watch` with how long after the beginning it is shown.
pub fn moving_watched(
    subject: &Subject,
    screen: &Screen,
    speed: Speed,
    mut watch: impl FnMut(Duration, &Buffer),
) -> (String, Length) {
    let ground = Ground::of(&screen.look);
    let mut playback = Playback::new(subject, screen, Pace { speed, frame: FRAME, longest: LONGEST });
    let (mut pieces, mut times) = (Pieces::default(), Vec::new());
    loop {
        let cells = playback.cells();
        watch(playback.now(), &cells);
        pieces.see(&Drawing::of(&cells, ground), times.len());
        times.push(playback.now());
        if !playback.advance() {
            break;
        }
    }
    let length = playback.length();
    let (title, description) = described(playback.app());
    let size = Size::new(screen.columns, screen.rows);
    let mut picture = frame(size, &title, &description, ground);
    pieces.write(&times, length.plays, &mut picture);
    picture.push_str("</svg>\n");
    (picture, length)
}

/// From the back to the front.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Layer {
    Grounds,
    Marks,
    Words,
}

/// What is drawn, by itself: it is seen in some frames and not in others.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
struct Piece {
    layer: Layer,
    /// How it looks: the attributes of what holds it.
    look: String,
    /// A shape of a path, or a run of text.
    what: String,
}

/// Everything that is seen in any frame, in the order in which it is seen first.
#[derive(Default)]
struct Pieces {
    /// Each with the frames in which it is seen, in order.
    seen: Vec<(Piece, Vec<usize>)>,
    known: HashMap<Piece, usize>,
}

impl Pieces {
    /// Sees all pieces of a frame.
    fn see(&mut self, drawing: &Drawing, frame: usize) {
        for (layer, paths) in [(Layer::Grounds, &drawing.grounds), (Layer::Marks, &drawing.marks)] {
            for (paint, shape) in paths.shapes() {
                self.see_piece(Piece { layer, look: paint.attributes(), what: shape.to_owned() }, frame);
            }
        }
        for (style, run) in drawing.words.runs() {
            let piece = Piece { layer: Layer::Words, look: style.attributes(), what: run.to_owned() };
            self.see_piece(piece, frame);
        }
    }

    fn see_piece(&mut self, piece: Piece, frame: usize) {
        let at = *self.known.entry(piece).or_insert_with_key(|piece| {
            self.seen.push((piece.clone(), Vec::new()));
            self.seen.len() - 1
        });
        let frames = &mut self.seen[at].1;
        if frames.last() != Some(&frame) {
            frames.push(frame);
        }
    }

    /// Writes the style sheet, and all pieces by when they are seen.
    fn write(&self, times: &[Duration], plays: Duration, picture: &mut String) {
        let mut rhythms: Vec<&[usize]> = Vec::new();
        let mut layers: [Vec<Group>; 3] = Default::default();
        for (piece, frames) in &self.seen {
            let rhythm = (frames.len() < times.len()).then(|| {
                rhythms.iter().position(|known| known == frames).unwrap_or_else(|| {
                    rhythms.push(frames);
                    rhythms.len() - 1
                })
            });
            let groups = &mut layers[piece.layer as usize];
            match groups.iter_mut().find(|group| (group.rhythm, group.look) == (rhythm, piece.look.as_str()))
            {
                Some(group) => group.pieces.push(&piece.what),
                None => groups.push(Group { rhythm, look: &piece.look, pieces: vec![&piece.what] }),
            }
        }
        style_sheet(&rhythms, times, plays, picture);
        for (layer, groups) in layers.iter().enumerate() {
            for group in groups {
                group.write(layer == Layer::Words as usize, picture);
            }
        }
    }
}

/// Pieces that look alike and are seen in the same frames.
struct Group<'a> {
    /// When they are seen; none: always.
    rhythm: Option<usize>,
    look: &'a str,
    pieces: Vec<&'a str>,
}

impl Group<'_> {
    fn write(&self, words: bool, picture: &mut String) {
        let Group { rhythm, look, pieces } = self;
        let class = rhythm.map(|rhythm| format!(" class=\"r{rhythm}\"")).unwrap_or_default();
        // Writing into a string never fails.
        let _ = if words {
            writeln!(picture, "<g{class} {look}>\n{}\n</g>", pieces.join("\n"))
        } else {
            writeln!(picture, "<path{class} {look} d=\"{}\"/>", pieces.concat())
        };
    }
}

/// When the pieces of each rhythm are seen.
fn style_sheet(rhythms: &[&[usize]], times: &[Duration], plays: Duration, picture: &mut String) {
    let whole = plays.as_millis().max(1);
    picture.push_str("<style>\n");
    let _ =
        writeln!(picture, "[class]{{visibility:hidden;animation:{}ms step-end infinite}}", plays.as_millis());
    for (number, frames) in rhythms.iter().enumerate() {
        // The moments at which it comes, and at which it goes.
        let (mut comes, mut goes) = (Vec::new(), Vec::new());
        let mut is_seen = None;
        for (frame, time) in times.iter().enumerate() {
            let seen = frames.binary_search(&frame).is_ok();
            if is_seen.replace(seen) != Some(seen) {
                let moments = if seen { &mut comes } else { &mut goes };
                moments.push(hundredths(time.as_millis() * 10_000 / whole));
            }
        }
        let last = if frames.last() == Some(&(times.len() - 1)) { ";visibility:visible" } else { "" };
        let _ = writeln!(
            picture,
            ".r{number}{{animation-name:r{number}{last}}}@keyframes r{number}{{{}{{visibility:visible}}{}{{visibility:hidden}}}}",
            comes.join(","),
            goes.join(","),
        );
    }
    picture.push_str("@media(prefers-reduced-motion:reduce){[class]{animation:none}}\n</style>\n");
}

/// A number of hundredths of a percent as a percentage: `12.5%`.
fn hundredths(number: u128) -> String {
    let (whole, part) = (number / 100, number % 100);
    match part {
        0 => format!("{whole}%"),
        part if part.is_multiple_of(10) => format!("{whole}.{}%", part / 10),
        part => format!("{whole}.{part:02}%"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_short() {
        assert_eq!([0, 50, 1_205, 10_000].map(hundredths), ["0%", "0.5%", "12.05%", "100%"]);
    }
}
