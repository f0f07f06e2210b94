//! What JavaScript calls.

use crate::keeping::{Keeping, old_tabs};
use crate::keys::{self, Held};
use crate::local::LocalStore;
use crate::paint::ground;
use crate::shell::Shell;
use crate::surface::{Measure, Surface};
use raftarium::hunt::Finding;
use raftarium::link::Link;
use raftarium::paper::Bug;
use raftarium::storage::{KeptProgress, Memory, Store, StoreError, load_settings, open_link};
use raftarium::tui::app::{App, Button, Input, Mouse};
use raftarium::tui::{Depth, Look, Theme};
use raftarium::untrusted::printable;
use raftarium_web_hunter::News;
use ratatui::Terminal;
use serde::Deserialize;
use std::time::Duration;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlCanvasElement;

/// Where texts are kept: in the browser, or nowhere if it keeps nothing.
#[derive(Clone, Debug)]
enum Place {
    Local(LocalStore),
    Nowhere(Memory),
}

impl Place {
    fn store(&self) -> &dyn Store {
        match self {
            Place::Local(store) => store,
            Place::Nowhere(store) => store,
        }
    }

    fn store_mut(&mut self) -> &mut dyn Store {
        match self {
            Place::Local(store) => store,
            Place::Nowhere(store) => store,
        }
    }
}

impl Store for Place {
    fn read(&self, name: &str, limit: u64) -> Result<Option<String>, StoreError> {
        self.store().read(name, limit)
    }

    fn write(&mut self, name: &str, text: &str) -> Result<(), StoreError> {
        self.store_mut().write(name, text)
    }

    fn has(&self, name: &str) -> bool {
        self.store().has(name)
    }

    fn rename(&mut self, from: &str, to: &str) -> Result<(), StoreError> {
        self.store_mut().rename(from, to)
    }

    fn copy(&mut self, from: &str, to: &str) -> Result<(), StoreError> {
        self.store_mut().copy(from, to)
    }

    fn shown(&self, name: &str) -> String {
        self.store().shown(name)
    }
}

/// How a page begins.
#[derive(Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "what the browser says of itself, one thing each")]
struct Beginning {
    /// The canvas, in pixels of the screen, and the height of the font.
    width: u32,
    height: u32,
    font: f64,
    /// Whether the graphics card paints.
    card: bool,
    /// Whether the system is dark, and wants nothing to move.
    dark: bool,
    still: bool,
    /// Whether anything is kept: not on a page within another one.
    keeps: bool,
    /// What this tab is called.
    tab: String,
    /// The address of the page.
    address: String,
    /// What day it is.
    today: String,
    /// Any number, for a learner who has none yet.
    somebody: u32,
}

/// The program on a page.
#[wasm_bindgen]
pub struct Program {
    shell: Shell<Place>,
    screen: Terminal<Surface>,
    /// Whether the system is dark.
    dark: bool,
}

#[wasm_bindgen]
impl Program {
    /// The program at its home screen. `beginning` is JSON: see [`Beginning`].
    #[wasm_bindgen(constructor)]
    pub fn new(canvas: HtmlCanvasElement, beginning: &str) -> Result<Program, JsError> {
        let Beginning { width, height, font, card, dark, still, keeps, tab, address, today, somebody } =
            serde_json::from_str(beginning)?;
        let local = LocalStore::open().filter(|_| keeps);
        let place = local.map_or_else(|| Place::Nowhere(Memory::default()), Place::Local);
        forget_old(&place);
        let settings = load_settings(Some(&place));
        let mut preferences = settings.preferences;
        preferences.still |= still;
        let theme = preferences.theme.unwrap_or(if dark { Theme::Dark } else { Theme::Light });
        let look = Look::new(theme, Depth::True, preferences.ascii.unwrap_or(false));
        let mut app = App::new(preferences, look);
        let (kept, mut progress, notice) = KeptProgress::open(Some(Box::new(place.clone())));
        progress.learner.get_or_insert(somebody);
        app.know_progress(progress, &today);
        for notice in notice.iter().chain(&settings.problem) {
            app.say(notice, "");
        }
        app.live_at(&address);
        let mut keeping = Keeping::new(place, &tab, false);
        keeping.keep_progress_in(kept);
        let measure = Measure { width, height, font };
        let surface = Surface::take(canvas, measure, ground(theme, dark), card)?;
        let mut program = Program { shell: Shell::new(app, keeping), screen: Terminal::new(surface)?, dark };
        program.follow_size();
        Ok(program)
    }

    /// The canvas has another size, or the font.
    pub fn measure(&mut self, width: u32, height: u32, font: f64) -> Result<(), JsError> {
        self.screen.backend_mut().measure(Measure { width, height, font })?;
        self.screen.clear()?;
        self.follow_size();
        Ok(())
    }

    /// How many columns there are.
    pub fn columns(&self) -> u16 {
        self.screen.backend().grid().width
    }

    /// How many rows there are.
    pub fn rows(&self) -> u16 {
        self.screen.backend().grid().height
    }

    /// How wide a cell is, in pixels of the screen.
    pub fn cell_width(&self) -> u32 {
        self.screen.backend().cell().0
    }

    /// How high a cell is, in pixels of the screen.
    pub fn cell_height(&self) -> u32 {
        self.screen.backend().cell().1
    }

    /// A key was pressed. Whether it is ours.
    #[expect(clippy::fn_params_excessive_bools, reason = "as the browser's event has them")]
    pub fn key(&mut self, name: &str, ctrl: bool, alt: bool, shift: bool, meta: bool) -> bool {
        let key = keys::key(name, Held { ctrl, alt, shift, meta });
        if let Some(key) = key {
            self.shell.update(Input::Key(key));
        }
        key.is_some()
    }

    /// The pointer did something: `left`, `right`, `drag`, `up` or `down` for the wheel.
    pub fn pointer(&mut self, what: &str, x: f64, y: f64) {
        let button = match what {
            "left" => Button::Left,
            "right" => Button::Right,
            "drag" => Button::Drag,
            "up" => Button::WheelUp,
            "down" => Button::WheelDown,
            _ => return,
        };
        if self.shell.app().wants_mouse() {
            let (x, y) = self.screen.backend().cell_at(x, y);
            self.shell.update(Input::Mouse(Mouse { button, x, y }));
        }
    }

    /// A key of the line of keys was pressed, by its place.
    pub fn hint(&mut self, place: usize) {
        self.shell.update(Input::Hint(place));
    }

    /// Whether something is typed: then a keyboard is wanted.
    pub fn is_typing(&mut self) -> bool {
        self.shell.app().is_typing()
    }

    /// Text was pasted.
    pub fn paste(&mut self, text: String) {
        self.shell.update(Input::Paste(text));
    }

    /// Lets time pass, and draws. What the page is to do, as JSON. `now` is in milliseconds.
    pub fn turn(&mut self, now: f64) -> Result<String, JsError> {
        let turn = self.shell.turn(Duration::from_secs_f64(now.max(0.0) / 1_000.0));
        if self.shell.app().take_dirty() {
            self.draw()?;
        }
        Ok(serde_json::to_string(&turn)?)
    }

    /// Goes back to where one was when the page was left.
    pub fn go_back_to(&mut self, place: &str) {
        self.shell.go_back_to(place);
    }

    /// Goes where a link leads, by the part after its `#`. What is wrong with it, if something is.
    pub fn follow(&mut self, fragment: &str) -> Option<String> {
        let followed = match Link::read(fragment) {
            Ok(Some(link)) => open_link(&link, self.shell.app()),
            Ok(None) => Ok(()),
            Err(why) => Err(why.to_string()),
        };
        self.opened(followed)
    }

    /// Opens a file: a script, a session, a lesson, a trace, settings or progress. What is wrong with it, if something
    /// is.
    pub fn open(&mut self, name: &str, bytes: &[u8]) -> Option<String> {
        let shown = printable(name, 80);
        let opened = self.shell.open(&shown, bytes);
        self.opened(opened)
    }

    /// A file of ours, as the terminal has it: `progress.toml` or `config.toml`.
    pub fn take_out(&mut self, name: &str) -> Option<String> {
        self.shell.parts().1.take_out(name)
    }

    /// What a worker says of a hunt.
    pub fn hear_of_hunt(&mut self, news: &str) {
        let Ok(News { bug, progress, found }) = serde_json::from_str(news) else { return };
        let found = found.as_deref().and_then(Finding::read);
        if let Some(bug) = Bug::parse(&bug) {
            self.shell.app().hear_of_hunt(bug, progress, found);
        }
    }

    /// A worker cannot hunt: what it needs is out of reach.
    pub fn give_up_hunt(&mut self) {
        self.shell.app().give_up_hunt();
    }

    /// What a click would do at this place.
    pub fn hover(&mut self, x: f64, y: f64) -> Option<String> {
        let (x, y) = self.screen.backend().cell_at(x, y);
        self.shell.app().hover(x, y)
    }

    /// The system is dark from now on, or light; that counts where nobody has chosen a theme.
    pub fn follow_system(&mut self, dark: bool) {
        self.dark = dark;
        let app = self.shell.app();
        if app.preferences().theme.is_none() {
            let theme = if dark { Theme::Dark } else { Theme::Light };
            let ascii = app.look().is_ascii();
            app.look_like(Look::new(theme, Depth::True, ascii));
        }
    }

    /// The digest of the run on the screen at its step, and the step: what `raftarium run -v` tells too.
    pub fn digest(&mut self) -> Option<String> {
        let run = &self.shell.app().stage()?.run;
        Some(format!("{} {:016x}", run.cursor(), run.world().digest()))
    }

    /// Draws everything again.
    pub fn redraw(&mut self) -> Result<(), JsError> {
        self.screen.clear()?;
        Ok(self.draw()?)
    }

    /// All that is on the screen, as text.
    pub fn text(&mut self) -> String {
        let size = self.screen.backend().grid();
        let cells = self.shell.app().cells(size.width, size.height);
        raftarium::export::svg::text(&cells)
    }

    /// Writes what the learner has done. To be called while no other tab does.
    pub fn write_progress(&mut self) {
        self.shell.write_progress();
    }

    /// The page goes away.
    pub fn leave(&mut self) {
        self.shell.leave();
    }
}

/// Of the tabs that have kept sessions, the last few stay.
fn forget_old(place: &Place) {
    if let Place::Local(store) = place {
        for name in old_tabs(&store.names()) {
            store.remove(&name);
        }
    }
}

impl Program {
    /// Says what could not be opened, and returns it.
    fn opened(&mut self, result: Result<(), String>) -> Option<String> {
        let why = result.err()?;
        let first = why.lines().next().unwrap_or_default();
        self.shell.app().say("Not opened", first);
        Some(why)
    }

    fn follow_size(&mut self) {
        let size = self.screen.backend().grid();
        self.shell.update(Input::Resize(size.width, size.height));
    }

    fn draw(&mut self) -> std::io::Result<()> {
        let theme = self.shell.app().look().theme();
        if self.screen.backend_mut().stand_on(ground(theme, self.dark)) {
            self.screen.clear()?;
        }
        let app = self.shell.app();
        self.screen.draw(|frame| app.view(frame)).map(|_| ())
    }
}

/// Tries a link in a worker. What is wrong with it, if something is.
#[wasm_bindgen]
pub fn try_link(fragment: &str) -> Option<String> {
    crate::apart::try_link(fragment).err()
}

/// Tries a file in a worker. What is wrong with it, if something is.
#[wasm_bindgen]
pub fn try_file(name: &str, bytes: &[u8]) -> Option<String> {
    crate::apart::try_file(&printable(name, 80), bytes).err()
}
