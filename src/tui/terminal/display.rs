//! The terminal while the program has it: drawn on, read from, and given back as it was found.

use super::guard::Guard;
use super::signals::{self, Signal, Signals};
use crossterm::event::EventStream;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::Frame;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::{Rect, Size};
use std::io::{self, BufWriter, Stdout, Write};
use std::mem::ManuallyDrop;

/// How much is written to the terminal at once.
const BUFFER: usize = 1 << 16;

/// How a session in the terminal ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ended {
    /// The user has quit.
    Quit,
    /// A signal asked the process to end: its number.
    Signal(u8),
    /// The terminal is gone.
    Gone,
}

/// What is left to do after a signal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum AfterSignal {
    /// The session ends.
    End(Ended),
    /// The terminal was given back and taken again: nothing of what it showed is there.
    ShowAnew,
    /// It may have another size.
    Resize,
}

/// A terminal that the program draws on and reads from. Dropped, it is as it was found.
pub(super) struct Display {
    pub events: EventStream,
    guard: Guard,
    pub signals: Signals,
    /// Dropped, it would show the cursor, which the guard does too, and panic if the terminal is gone by then.
    screen: ManuallyDrop<ratatui::Terminal<CrosstermBackend<BufWriter<Stdout>>>>,
    mouse: bool,
}

impl Display {
    /// Takes the terminal, with its mouse or without.
    pub fn take(mouse: bool) -> io::Result<Display> {
        let signals = Signals::listen()?;
        let guard = Guard::enter(mouse)?;
        // Opened while the terminal is surely there: crossterm panics if it is gone by then.
        let events = EventStream::new();
        let backend = CrosstermBackend::new(BufWriter::with_capacity(BUFFER, io::stdout()));
        let screen = ManuallyDrop::new(ratatui::Terminal::new(backend)?);
        Ok(Display { events, guard, signals, screen, mouse })
    }

    /// Takes the mouse, or leaves it to the terminal.
    pub fn mouse(&mut self, on: bool) -> io::Result<()> {
        self.mouse = on;
        self.guard.mouse(on)
    }

    /// Does what a signal asks for.
    pub fn obey(&mut self, signal: Signal) -> io::Result<AfterSignal> {
        match signal {
            Signal::End(number) => return Ok(AfterSignal::End(Ended::Signal(number))),
            Signal::Resized => return Ok(AfterSignal::Resize),
            Signal::Stop => self.stop()?,
            Signal::Continued => self.take_again()?,
        }
        Ok(AfterSignal::ShowAnew)
    }

    /// Stops the process, and takes the terminal again when it goes on.
    fn stop(&mut self) -> io::Result<()> {
        self.guard.leave();
        signals::stop_here();
        self.take_again()
    }

    /// Takes the terminal again after the process was stopped. Everything is to be drawn again, and it may have another
    /// size by now.
    pub fn take_again(&mut self) -> io::Result<()> {
        self.guard.enter_again(self.mouse)?;
        self.clear()
    }

    /// How many columns and rows there are.
    pub fn size(&self) -> io::Result<Size> {
        self.screen.size()
    }

    /// Forgets what the terminal shows. `Terminal::clear` would ask the terminal where its cursor is, and wait for an
    /// answer that the stream of keys takes away.
    pub fn clear(&mut self) -> io::Result<()> {
        let size = self.size()?;
        self.screen.resize(Rect::new(0, 0, size.width, size.height))
    }

    /// Draws a frame.
    pub fn draw(&mut self, view: impl FnOnce(&mut Frame)) -> io::Result<()> {
        crossterm::queue!(self.screen.backend_mut(), BeginSynchronizedUpdate)?;
        self.screen.draw(view)?;
        crossterm::queue!(self.screen.backend_mut(), EndSynchronizedUpdate)?;
        self.out().flush()
    }

    /// Where to write what is no cell.
    pub fn out(&mut self) -> &mut impl Write {
        self.screen.backend_mut()
    }
}
