//! The shell around the teacher's notes.

use super::display::{AfterSignal, Display, Ended};
use super::{input, signals};
use crate::tui::app::input::Effect;
use crate::tui::notes::{Heard, NotesScreen};
use futures_util::StreamExt;
use std::io;
use std::time::Duration;
use tokio::sync::mpsc::Receiver;
use tokio::time::{Instant, sleep_until};

/// How often the clocks on it are looked at.
const TICK: Duration = Duration::from_millis(250);

/// Shows the notes until it is ended. The terminal is left as it was found, whatever happens.
///
/// # Errors
/// If the terminal cannot be prepared, or no longer be written to.
pub async fn follow(notes: &mut NotesScreen, mut heard: Receiver<Heard>) -> io::Result<Ended> {
    let mut display = Display::take(false)?;
    display.draw(|frame| notes.view(frame))?;
    let mut last = Instant::now();
    loop {
        tokio::select! {
            biased;
            signal = display.signals.next() => {
                match display.obey(signal)? {
                    AfterSignal::End(ended) => return Ok(ended),
                    AfterSignal::ShowAnew => {}
                    AfterSignal::Resize => display.clear()?,
                }
                display.draw(|frame| notes.view(frame))?;
            }
            event = display.events.next() => {
                let Some(Ok(event)) = event else { return Ok(Ended::Gone) };
                match input::from(event).and_then(|input| notes.update(&input)) {
                    Some(Effect::Quit) => return Ok(Ended::Quit),
                    Some(Effect::Suspend) => { signals::stop_group(); }
                    _ => {}
                }
            }
            Some(heard) = heard.recv() => notes.hear(heard),
            () = sleep_until(last + TICK), if notes.is_ticking() => {}
        }
        let now = Instant::now();
        notes.advance(now.duration_since(last));
        last = now;
        if notes.take_dirty() {
            display.draw(|frame| notes.view(frame))?;
        }
    }
}
