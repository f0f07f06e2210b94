//! A playback as a recording of a terminal: asciicast, which asciinema and its player show.
//!
//! The application plays the run in a time of its own, frame by frame; what changes from one frame to the next is
//! written as a terminal understands it. So a recording is a pure function of the run, and is written while it is
//! made: it needs no more memory than two screens.

mod chapters;
mod escape;

use super::screen::Screen;
use super::svg::{Ground, palette};
use super::{ExportError, Subject};
use crate::tui::clock::Speed;
use crate::untrusted::printable;
use chapters::Chapters;
use escape::Pen;
use ratatui::buffer::Buffer;
use serde_json::json;
use std::io::{self, Write};
use std::time::Duration;

/// Between two frames.
const FRAME: Duration = Duration::from_millis(50);
/// How long the first frame is seen, and the last one.
const FIRST: Duration = Duration::from_millis(1_500);
const LAST: Duration = Duration::from_secs(3);
/// The longest that a player waits where nothing changes, in seconds.
const IDLE: u32 = 2;
/// The longest recording.
pub const LONGEST: Duration = Duration::from_hours(1);

/// The two versions of the format that are in use.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Version {
    /// Times since the beginning. Every player understands it.
    #[default]
    V2,
    /// Times since the event before. asciinema 3, and its player.
    V3,
}

/// How a run is filmed.
#[derive(Clone, PartialEq, Debug)]
pub struct Film {
    /// The screen that it is played on.
    pub screen: Screen,
    /// How fast it is played.
    pub speed: Speed,
    /// In which version of the format it is written.
    pub version: Version,
}

/// A recording that was made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Made {
    /// How long it plays.
    pub plays: Duration,
    /// Whether it came to its last step; otherwise it ended at [`LONGEST`].
    pub whole: bool,
}

/// Writes the recording of a playback.
///
/// # Errors
/// If it cannot be written.
pub fn write(subject: &Subject, film: &Film, out: &mut dyn Write) -> Result<Made, ExportError> {
    made(subject, film, out, |_, _| {})
}

/// As [`write()`]; each frame is shown to `seen` with how long after the beginning it is shown.
///
/// # Errors
/// If it cannot be written.
pub fn made(
    subject: &Subject,
    film: &Film,
    out: &mut dyn Write,
    mut seen: impl FnMut(Duration, &Buffer),
) -> Result<Made, ExportError> {
    let screen = &film.screen;
    let (first, last) = (subject.steps.first.max(subject.run.start()), subject.steps.last);
    let mut run = subject.run.clone();
    run.seek(first.min(last).max(run.start()));
    let mut app = screen.play(run, subject, film.speed);
    let mut chapters = Chapters::after(subject.run, first);
    let mut tape = Tape { out, version: film.version, now: Duration::ZERO, before: Duration::ZERO };
    tape.header(subject, film)?;
    let mut pen = Pen::default();
    let mut shown = Buffer::empty(ratatui::layout::Rect::new(0, 0, screen.columns, screen.rows));
    let mut frame = screen.draw(&app);
    tape.event("o", &format!("{}{}", escape::BEGIN, pen.change(&shown, &frame)))?;
    seen(tape.now, &frame);
    app.play_to(last);
    tape.now += FIRST;
    while app.is_moving() && tape.now + LAST < LONGEST {
        app.advance(FRAME);
        tape.now += FRAME;
        shown = frame;
        frame = screen.draw(&app);
        let change = pen.change(&shown, &frame);
        if !change.is_empty() {
            tape.event("o", &change)?;
        }
        seen(tape.now, &frame);
        let cursor = app.stage().map_or(last, |stage| stage.run.cursor());
        for chapter in chapters.until(cursor) {
            tape.event("m", &chapter)?;
        }
    }
    let whole = app.stage().is_none_or(|stage| stage.run.cursor() >= last.min(stage.run.end()));
    tape.now += LAST;
    match film.version {
        Version::V2 => tape.event("o", escape::END)?,
        Version::V3 => tape.event("x", "0")?,
    }
    Ok(Made { plays: tape.now, whole })
}

/// Where events go, and when it is.
struct Tape<'a> {
    out: &'a mut dyn Write,
    version: Version,
    now: Duration,
    /// When the last event was.
    before: Duration,
}

impl Tape<'_> {
    fn header(&mut self, subject: &Subject, film: &Film) -> io::Result<()> {
        let Screen { columns, rows, look } = &film.screen;
        let ground = Ground::of(look);
        let theme = json!({
            "fg": ground.text.to_string(),
            "bg": ground.back.to_string(),
            "palette": palette().map(|colour| colour.to_string()).join(":"),
        });
        let title = printable(subject.title, 200);
        let header = match self.version {
            Version::V2 => json!({
                "version": 2, "width": columns, "height": rows, "title": title,
                "idle_time_limit": IDLE, "env": { "TERM": "xterm-256color" }, "theme": theme,
            }),
            Version::V3 => json!({
                "version": 3, "title": title, "idle_time_limit": IDLE,
                "term": { "cols": columns, "rows": rows, "type": "xterm-256color", "theme": theme },
            }),
        };
        writeln!(self.out, "{header}")
    }

    fn event(&mut self, code: &str, data: &str) -> io::Result<()> {
        let at = match self.version {
            Version::V2 => self.now,
            Version::V3 => self.now.saturating_sub(self.before),
        };
        self.before = self.now;
        let (seconds, thousandths) = (at.as_secs(), at.subsec_millis());
        writeln!(self.out, "[{seconds}.{thousandths:03}, \"{code}\", {}]", json!(data))
    }
}
