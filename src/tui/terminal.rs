//! The shell around the [`App`]: a real terminal, its keys and mouse, signals and frames.
//!
//! tokio runs what comes from outside: keys, signals, the ticks of a playing run. It never runs the
//! simulation, which is a function of what the shell tells it. While nothing plays there is no tick.

mod clipboard;
mod colours;
mod display;
mod follow;
mod guard;
mod input;
mod signals;

pub use colours::{Surroundings, look};
pub use display::Ended;
pub use follow::follow;

use crate::tui::app::input::{Effect, Input};
use crate::tui::app::state::App;
use crate::tui::keeper::{Keeper, SavingPace, keep};
use crossterm::event::{Event, EventStream};
use display::{AfterSignal, Display};
use futures_util::StreamExt;
use std::io::{self, IsTerminal, Write};
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// Between two frames of a playing run: 30 a second.
const FRAME: Duration = Duration::from_micros(33_333);
/// How many events are taken before the screen is drawn again, when they come faster than that.
const MOST_EVENTS_A_FRAME: usize = 256;

/// How often the file of a lesson is looked at, while one is played from a file.
const FOLLOWING: Duration = Duration::from_millis(300);

/// Whether there is a terminal to draw on and to read keys from.
pub fn is_there() -> bool {
    io::stdin().is_terminal()
        && io::stdout().is_terminal()
        && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// Runs the application in the terminal until it ends. The terminal is left as it was found, whatever happens.
///
/// # Errors
/// If the terminal cannot be prepared, or no longer be written to.
pub fn run(app: &mut App, keeper: &mut dyn Keeper) -> io::Result<Ended> {
    let ended = block_on(session(app, keeper));
    keeper.save(app);
    ended
}

/// Waits for something in a runtime of its own, on this thread.
///
/// # Errors
/// If there can be no runtime, or what comes of it.
pub fn block_on<T, E: From<io::Error>>(future: impl Future<Output = Result<T, E>>) -> Result<T, E> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
    let result = runtime.block_on(future);
    // The thread that waits for keys must not hold up the end.
    runtime.shutdown_background();
    result
}

async fn session(app: &mut App, keeper: &mut dyn Keeper) -> io::Result<Ended> {
    let mut display = Display::take(app.wants_mouse())?;
    show_anew(app, &mut display)?;
    let began = Instant::now();
    let (mut last, mut looked) = (began, began);
    let mut pace = SavingPace::default();
    loop {
        let moving = app.is_moving();
        let follows = app.follows().is_some();
        let mut resized = false;
        let mut something = true;
        tokio::select! {
            biased;
            signal = display.signals.next() => match display.obey(signal)? {
                AfterSignal::End(ended) => return Ok(ended),
                AfterSignal::ShowAnew => {
                    show_anew(app, &mut display)?;
                    last = Instant::now();
                }
                // A terminal that was small for a moment has lost cells, even if it is as large as before.
                AfterSignal::Resize => {
                    resized = true;
                    resize(app, &display)?;
                }
            },
            event = display.events.next() => {
                let mut next = Some(event);
                let mut taken = 0;
                while let Some(event) = next {
                    let Some(Ok(event)) = event else { return Ok(Ended::Gone) };
                    if let Some(input) = input::from(event) {
                        resized |= matches!(input, Input::Resize(..)) && cfg!(not(unix));
                        app.update(input);
                    }
                    taken += 1;
                    next = if taken < MOST_EVENTS_A_FRAME { at_hand(&mut display.events).await } else { None };
                }
            }
            () = sleep_until(last + FRAME), if moving => {}
            () = sleep_until(began + pace.next().unwrap_or_default()), if pace.next().is_some() => something = false,
            () = sleep_until(looked + FOLLOWING), if follows => something = false,
        }
        let now = Instant::now();
        if moving && now.duration_since(last) >= FRAME {
            app.advance(now.duration_since(last));
            last = now;
        } else if !moving {
            last = now;
        }
        if follows && now.duration_since(looked) >= FOLLOWING {
            keeper.follow_lesson(app);
            looked = now;
        }
        for effect in app.take_effects() {
            match effect {
                Effect::Quit => return Ok(Ended::Quit),
                Effect::Suspend if !signals::stop_group() => {
                    app.say("There is no shell to go back to", "this terminal was opened only for raftarium");
                }
                Effect::Suspend => {}
                Effect::Mouse(on) => display.mouse(on)?,
                Effect::Redraw => display.clear()?,
                Effect::Copy(text) => clipboard::copy(&text, app, display.out())?,
                effect => keep(&effect, app, keeper),
            }
        }
        if something {
            pace.happened();
        }
        if pace.is_due(now.duration_since(began)) {
            keeper.save(app);
        }
        if resized {
            display.clear()?;
        }
        if app.take_dirty() {
            display.draw(|frame| app.view(frame))?;
        }
    }
}

/// The event that is there already, if there is one. Asked with the waker of this task: with another one, the
/// thread that waits for keys would wake up nobody when the next key comes.
async fn at_hand(events: &mut EventStream) -> Option<Option<io::Result<Event>>> {
    tokio::select! {
        biased;
        event = events.next() => Some(event),
        () = std::future::ready(()) => None,
    }
}

fn resize(app: &mut App, display: &Display) -> io::Result<()> {
    let size = display.size()?;
    app.update(Input::Resize(size.width, size.height));
    Ok(())
}

/// What is on the screen is gone, and its size may be another one.
fn show_anew(app: &mut App, display: &mut Display) -> io::Result<()> {
    resize(app, display)?;
    display.draw(|frame| app.view(frame))
}

/// Says something on standard output.
///
/// # Errors
/// If it cannot be written; a broken pipe if its reader has gone away, so that nobody goes on telling.
pub fn say(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}
