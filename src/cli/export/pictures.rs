//! What `raftarium export` takes for pictures and recordings, and how they are written.

use crate::cli::{complain, screen};
use crate::export::cast::{self, Version};
use crate::export::screen::{LIMITS, Screen};
use crate::export::{Subject, diagram, svg};
use crate::tui::look::Theme;
use crate::tui::{Depth, Look};
use anyhow::{Result, anyhow, bail};
use std::io::Write;

/// What shows the screen, or what is on it, instead of telling it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum PictureFormat {
    Svg,
    Cast,
}

/// What pictures and recordings take beyond what every format takes.
#[derive(clap::Args, Debug)]
pub(super) struct Options {
    /// svg: the screen at this step or time, as in 120 or 1.5s. Default: as `raftarium open` shows it
    #[arg(long, value_name = "STEP")]
    pub(super) at: Option<String>,
    /// svg: a command of the palette to run first, such as 'zoom logs' or 'why'; may be given several times
    #[arg(long = "do", value_name = "COMMAND")]
    pub(super) commands: Vec<String>,
    /// svg: the space-time diagram of the steps instead, as a drawing for slides (light, unless --theme is given)
    #[arg(long, conflicts_with_all = ["at", "commands"])]
    pub(super) diagram: bool,
    /// svg: an animated picture of the playback of the steps, for pages that show no video
    #[arg(long, conflicts_with_all = ["at", "commands", "diagram"])]
    pub(super) animate: bool,
    /// svg, cast: the size of the screen in cells (default 120x36), or of the diagram in pixels (default 1280x720)
    #[arg(long, value_name = "WxH", value_parser = size)]
    pub(super) size: Option<(u16, u16)>,
    /// cast: the version of the format; all players understand 2
    #[arg(long, value_name = "2|3", value_parser = clap::value_parser!(u8).range(2..=3))]
    pub(super) cast_version: Option<u8>,
}

impl Options {
    fn screen(&self, options: &screen::Options) -> Screen {
        let (columns, rows) = self.size.unwrap_or((120, 36));
        let theme = options.theme().unwrap_or(Theme::Dark);
        Screen::new(columns, rows, Look::new(theme, Depth::True, options.is_ascii()))
    }

    /// An impossible size is an error; it is not silently replaced by another one.
    fn check_size(&self) -> Result<()> {
        let ([least, most], of, what) = if self.diagram {
            (diagram::LIMITS, "a diagram", "pixels")
        } else {
            ([(1, 1), LIMITS], "a screen", "cells")
        };
        let fits = |(width, height): (u16, u16)| {
            (least.0..=most.0).contains(&width) && (least.1..=most.1).contains(&height)
        };
        if let Some((width, height)) = self.size.filter(|size| !fits(*size)) {
            let ((w, h), (wide, high)) = (least, most);
            bail!("--size {width}x{height}: {of} has {w}x{h} to {wide}x{high} {what}");
        }
        Ok(())
    }

    /// Writes a picture or a recording.
    pub(super) fn write(
        &self,
        format: PictureFormat,
        subject: &Subject,
        options: &screen::Options,
        out: &mut dyn Write,
    ) -> Result<()> {
        self.check_size()?;
        match format {
            PictureFormat::Svg => self.svg(subject, options, out),
            PictureFormat::Cast => self.cast(subject, options, out),
        }
    }

    /// A screen as a picture.
    fn svg(&self, subject: &Subject, options: &screen::Options, out: &mut dyn Write) -> Result<()> {
        if self.diagram {
            let look = Look::new(options.theme().unwrap_or(Theme::Light), Depth::True, options.is_ascii());
            let drawing = diagram::svg(subject, self.size.unwrap_or((1_280, 720)), &look)?;
            out.write_all(drawing.as_bytes())?;
            return Ok(());
        }
        let screen = self.screen(options);
        if self.animate {
            let (picture, length) = svg::moving(subject, &screen, options.speed().unwrap_or_default());
            out.write_all(picture.as_bytes())?;
            if !length.whole {
                complain(
                    "the picture ends after two minutes: use --speed to play faster or --steps to play \
                          less",
                );
            }
            return Ok(());
        }
        let mut app = screen.open_told(subject.run.clone(), subject);
        if let Some(at) = &self.at {
            app.obey(&format!("seek {at}")).map_err(|mistake| anyhow!("--at {at}: {}", mistake.message))?;
        }
        for command in &self.commands {
            app.obey(command).map_err(|mistake| anyhow!("{command}: {}", mistake.message))?;
        }
        out.write_all(svg::of_app(&screen, &app).as_bytes())?;
        Ok(())
    }

    /// A playback as a recording.
    fn cast(&self, subject: &Subject, options: &screen::Options, out: &mut dyn Write) -> Result<()> {
        let version = if self.cast_version == Some(3) { Version::V3 } else { Version::V2 };
        let speed = options.speed().unwrap_or_default();
        let length =
            cast::write(subject, &cast::Options { screen: self.screen(options), speed, version }, out)?;
        if !length.whole {
            complain("the recording ends after an hour: use --speed to play faster or --steps to play less");
        }
        Ok(())
    }
}

fn size(text: &str) -> Result<(u16, u16), String> {
    let expected = || "expected a width and a height, as in 120x36".to_string();
    let (width, height) = text.split_once(['x', '×']).ok_or_else(expected)?;
    let (Ok(width), Ok(height)) = (width.trim().parse(), height.trim().parse()) else {
        return Err(expected());
    };
    if width == 0 || height == 0 { Err(expected()) } else { Ok((width, height)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read() {
        assert_eq!(size("120x36"), Ok((120, 36)));
        for wrong in ["", "120", "120x", "0x5", "-1x5", "99999x2", "axb"] {
            assert!(size(wrong).is_err(), "{wrong}");
        }
    }
}
