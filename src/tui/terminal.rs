//! The shell around the [`App`]: a real terminal, its keys and mouse, signals and frames.
//!
//! tokio runs what comes from outside: keys, signals, the ticks of a playing run. It never runs the
//! simulation, which is a function of what the shell tells it. While nothing plays there is no tick.

mod clipboard;
mod colours;
mod follow;
mod guard;
mod input;
mod screen;
mod signals;

pub use colours::{Surroundings, look};
pub use follow::follow;
pub use screen::Ended;
use screen::{Screen, clear};

use crate::lesson::Sheet;
use crate::tui::app::input::{Effect, Input};
use crate::tui::app::preferences::Preferences;
use crate::tui::app::state::App;
use crate::tui::capture::Shot;
use crossterm::event::{Event, EventStream};
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use futures_util::StreamExt;
use guard::Guard;
use ratatui::backend::CrosstermBackend;
use signals::{Signal, Signals};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::mem::ManuallyDrop;
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// Between two frames of a playing run: 30 a second.
const FRAME: Duration = Duration::from_micros(33_333);
/// How many events are taken before the screen is drawn again, when they come faster than that.
const MOST_EVENTS_A_FRAME: usize = 256;

/// How often the file of a lesson is looked at, while one is played from a file.
const FOLLOWING: Duration = Duration::from_millis(300);

/// How often a session is saved at most.
pub const SAVING: Duration = Duration::from_secs(1);

/// Whoever keeps things for the next time.
pub trait Keeper {
    /// Writes the preferences into the settings; says where.
    ///
    /// # Errors
    /// Why not.
    fn keep(&mut self, preferences: &Preferences) -> Result<String, String>;

    /// Saves the session, if it has changed. Asked after something has happened, at most once in [`SAVING`], and at
    /// the end.
    fn save(&mut self, app: &mut App);

    /// Saves the session to a file from now on; says where.
    ///
    /// # Errors
    /// Why not.
    fn save_as(&mut self, app: &App, file: &str) -> Result<String, String>;

    /// Shows the session or script of a file, or the session that was saved last; says which.
    ///
    /// # Errors
    /// Why not.
    fn open(&mut self, app: &mut App, file: Option<&str>) -> Result<String, String>;

    /// Keeps what the learner has done.
    ///
    /// # Errors
    /// Why not.
    fn keep_progress(&mut self, app: &App) -> Result<(), String>;

    /// Looks whether the file of the lesson that is played has changed, and shows it then.
    fn follow(&mut self, app: &mut App);

    /// Writes a picture of the screen, and the same as a text; says where.
    ///
    /// # Errors
    /// Why not.
    fn picture(&mut self, shot: &Shot) -> Result<String, String>;

    /// Shows this to the teacher's second terminal, if there is one.
    ///
    /// # Errors
    /// Why it cannot be shown; said once.
    fn present(&mut self, sheet: &Sheet) -> Result<(), String>;
}

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
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
    let ended = runtime.block_on(session(app, keeper));
    // The thread that waits for keys must not hold up the end.
    runtime.shutdown_background();
    keeper.save(app);
    ended
}

async fn session(app: &mut App, keeper: &mut dyn Keeper) -> io::Result<Ended> {
    let mut signals = Signals::listen()?;
    let mut guard = Guard::enter(app.wants_mouse())?;
    // Opened while the terminal is surely there: crossterm panics if it is gone by then.
    let mut events = EventStream::new();
    // Dropped, it would show the cursor, which the guard does too, and panic if the terminal is gone by then.
    let backend = CrosstermBackend::new(BufWriter::with_capacity(1 << 16, io::stdout()));
    let mut screen = ManuallyDrop::new(Screen::new(backend)?);
    resize(app, &screen)?;
    draw(app, &mut screen)?;
    let mut last = Instant::now();
    let (mut saved, mut unsaved) = (Instant::now(), false);
    let mut looked = Instant::now();
    loop {
        let moving = app.is_moving();
        let follows = app.follows().is_some();
        let mut resized = false;
        let mut something = true;
        tokio::select! {
            biased;
            signal = signals.next() => match signal {
                Signal::End(number) => return Ok(Ended::Signal(number)),
                Signal::Stop => {
                    guard.leave();
                    signals::stop_here();
                    resume(app, &mut guard, &mut screen)?;
                    last = Instant::now();
                }
                // A terminal that was small for a moment has lost cells, even if it is as large as before.
                Signal::Resized => {
                    resized = true;
                    resize(app, &screen)?;
                }
                Signal::Continued => {
                    resume(app, &mut guard, &mut screen)?;
                    last = Instant::now();
                }
            },
            event = events.next() => {
                let mut next = Some(event);
                let mut taken = 0;
                while let Some(event) = next {
                    let Some(Ok(event)) = event else { return Ok(Ended::Gone) };
                    if let Some(input) = input::from(event) {
                        resized |= matches!(input, Input::Resize(..)) && cfg!(not(unix));
                        app.update(input);
                    }
                    taken += 1;
                    next = if taken < MOST_EVENTS_A_FRAME { at_hand(&mut events).await } else { None };
                }
            }
            () = sleep_until(last + FRAME), if moving => {}
            () = sleep_until(saved + SAVING), if unsaved => something = false,
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
            keeper.follow(app);
            looked = now;
        }
        for effect in app.take_effects() {
            match effect {
                Effect::Quit => return Ok(Ended::Quit),
                Effect::Suspend if !signals::stop_group() => {
                    app.say("No shell to go back to", "this terminal was opened for raftarium alone");
                }
                Effect::Suspend => {}
                Effect::Mouse(on) => guard.mouse(on)?,
                Effect::Redraw => clear(&mut screen)?,
                Effect::Copy(text) => clipboard::copy(&text, app, screen.backend_mut())?,
                effect => keep(&effect, app, keeper),
            }
        }
        unsaved |= something;
        if unsaved && now.duration_since(saved) >= SAVING {
            keeper.save(app);
            (saved, unsaved) = (now, false);
        }
        if resized {
            clear(&mut screen)?;
        }
        if app.take_dirty() {
            draw(app, &mut screen)?;
        }
    }
}

/// Does what is about keeping things: preferences and sessions. Other effects are left alone.
pub fn keep(effect: &Effect, app: &mut App, keeper: &mut dyn Keeper) {
    match effect {
        Effect::Progress => {
            if let Err(why) = keeper.keep_progress(app) {
                app.say("Your progress is not kept", &why);
            }
        }
        Effect::Keep => match keeper.keep(app.preferences()) {
            Ok(place) => app.say("Kept for the next time", &place),
            Err(why) => app.say("Not kept", &why),
        },
        Effect::Save(file) => match keeper.save_as(app, file) {
            Ok(place) => app.say("Saved, and from now on as it goes", &place),
            Err(why) => app.say("Not saved", &why),
        },
        Effect::Open(file) => {
            // What was opened tells itself.
            if let Err(why) = keeper.open(app, file.as_deref()) {
                app.say("Not opened", &why);
            }
        }
        Effect::Picture(shot) => match keeper.picture(shot) {
            Ok(place) => app.say("Saved this screen", &place),
            Err(why) => app.say("Not saved", &why),
        },
        Effect::Sheet(sheet) => {
            if let Err(why) = keeper.present(sheet) {
                app.say("The notes cannot be followed from a second terminal", &why);
            }
        }
        Effect::Quit | Effect::Suspend | Effect::Mouse(_) | Effect::Redraw | Effect::Copy(_) => {}
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

/// Takes the terminal again after the process was stopped; it may have another size by now.
fn resume(app: &mut App, guard: &mut Guard, screen: &mut Screen) -> io::Result<()> {
    guard.enter_again(app.wants_mouse())?;
    clear(screen)?;
    resize(app, screen)?;
    draw(app, screen)
}

fn resize(app: &mut App, screen: &Screen) -> io::Result<()> {
    let size = screen.size()?;
    app.update(Input::Resize(size.width, size.height));
    Ok(())
}

fn draw(app: &App, screen: &mut Screen) -> io::Result<()> {
    crossterm::queue!(screen.backend_mut(), BeginSynchronizedUpdate)?;
    screen.draw(|frame| app.view(frame))?;
    crossterm::queue!(screen.backend_mut(), EndSynchronizedUpdate)?;
    io::Write::flush(screen.backend_mut())
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
