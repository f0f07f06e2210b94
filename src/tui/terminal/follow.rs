//! The shell around the teacher's notes.

use super::guard::Guard;
use super::input;
use super::screen::{Ended, Screen, clear};
use super::signals::{self, Signal, Signals};
use crate::tui::app::input::Effect;
use crate::tui::notes::{Heard, NotesScreen};
use crossterm::event::EventStream;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use futures_util::StreamExt;
use ratatui::backend::CrosstermBackend;
use std::io::{self, BufWriter, Write};
use std::mem::ManuallyDrop;
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
    let mut signals = Signals::listen()?;
    let mut guard = Guard::enter(false)?;
    let mut events = EventStream::new();
    // As with the application: dropped, it would do again what the guard does, and panic without a terminal.
    let backend = CrosstermBackend::new(BufWriter::with_capacity(1 << 14, io::stdout()));
    let mut screen = ManuallyDrop::new(Screen::new(backend)?);
    draw(notes, &mut screen)?;
    let mut last = Instant::now();
    loop {
        tokio::select! {
            biased;
            signal = signals.next() => match signal {
                Signal::End(number) => return Ok(Ended::Signal(number)),
                Signal::Stop => {
                    guard.leave();
                    signals::stop_here();
                    resume(notes, &mut guard, &mut screen)?;
                }
                Signal::Resized | Signal::Continued => resume(notes, &mut guard, &mut screen)?,
            },
            event = events.next() => {
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
            draw(notes, &mut screen)?;
        }
    }
}

fn resume(notes: &mut NotesScreen, guard: &mut Guard, screen: &mut Screen) -> io::Result<()> {
    guard.enter_again(false)?;
    clear(screen)?;
    draw(notes, screen)
}

fn draw(notes: &mut NotesScreen, screen: &mut Screen) -> io::Result<()> {
    crossterm::queue!(screen.backend_mut(), BeginSynchronizedUpdate)?;
    screen.draw(|frame| notes.view(frame))?;
    crossterm::queue!(screen.backend_mut(), EndSynchronizedUpdate)?;
    Write::flush(screen.backend_mut())
}
