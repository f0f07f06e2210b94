//! A playback as a recording of a terminal: asciicast, which asciinema and its player show.
//!
//! The application plays the run in a time of its own, frame by frame; what changes from one frame to the next is
//! written as a terminal understands it. So a recording is a pure function of the run, and is written while it is
//! made: it needs no more memory than two screens.

mod chapters;
mod escape;

pub use super::playback::Length;
use super::playback::{Pace, Playback};
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

/// How a playback is recorded.
#[derive(Clone, PartialEq, Debug)]
pub struct Options {
    /// The screen that it is played on.
    pub screen: Screen,
    /// How fast it is played.
    pub speed: Speed,
    /// In which version of the format it is written.
    pub version: Version,
}

/// Writes the recording of a playback.
///
/// # Errors
/// If it cannot be written.
pub fn write(subject: &Subject, options: &Options, out: &mut dyn Write) -> Result<Length, ExportError> {
    write_watched(subject, options, out, |_, _| {})
}

/// As [`write()`]; each frame is shown to `watch` with how long after the beginning it is shown.
///
/// # Errors
/// If it cannot be written.
pub fn write_watched(
    subject: &Subject,
    options: &Options,
    out: &mut dyn Write,
    mut watch: impl FnMut(Duration, &Buffer),
) -> Result<Length, ExportError> {
    let screen = &options.screen;
    let first = subject.steps.first.max(subject.run.start());
    let pace = Pace { speed: options.speed, frame: FRAME, longest: LONGEST };
    let mut playback = Playback::new(subject, screen, pace);
    let mut chapters = Chapters::after(subject.run, first);
    let mut events = Events { out, version: options.version, before: Duration::ZERO };
    events.header(subject, options)?;
    let mut pen = Pen::default();
    let mut shown = Buffer::empty(ratatui::layout::Rect::new(0, 0, screen.columns, screen.rows));
    let mut frame = playback.cells();
    let change = pen.change(&shown, &frame);
    events.write(playback.now(), "o", &format!("{}{change}", escape::BEGIN))?;
    watch(playback.now(), &frame);
    while playback.advance() {
        shown = frame;
        frame = playback.cells();
        let change = pen.change(&shown, &frame);
        if !change.is_empty() {
            events.write(playback.now(), "o", &change)?;
        }
        watch(playback.now(), &frame);
        for chapter in chapters.until(playback.cursor()) {
            events.write(playback.now(), "m", &chapter)?;
        }
    }
    let length = playback.length();
    match options.version {
        Version::V2 => events.write(length.plays, "o", escape::END)?,
        Version::V3 => events.write(length.plays, "x", "0")?,
    }
    Ok(length)
}

/// Where events go.
struct Events<'a> {
    out: &'a mut dyn Write,
    version: Version,
    /// When the last event was.
    before: Duration,
}

impl Events<'_> {
    fn header(&mut self, subject: &Subject, options: &Options) -> io::Result<()> {
        let Screen { columns, rows, look } = &options.screen;
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

    fn write(&mut self, now: Duration, code: &str, data: &str) -> io::Result<()> {
        let at = match self.version {
            Version::V2 => now,
            Version::V3 => now.saturating_sub(self.before),
        };
        self.before = now;
        let (seconds, thousandths) = (at.as_secs(), at.subsec_millis());
        writeln!(self.out, "[{seconds}.{thousandths:03}, \"{code}\", {}]", json!(data))
    }
}
