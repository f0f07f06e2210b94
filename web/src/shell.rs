//! The shell around the application, as far as it needs no browser: what comes in, and what the page is to do.
//!
//! The page calls [`Shell::turn`] after whatever it has told, and once a frame while something moves. Everything that
//! only a page can do is in the [`Turn`] that it gets back.

use crate::keeping::{Ask, Keeping};
use raftarium::lesson::MOST_LESSON_BYTES;
use raftarium::storage::{Document, Kind, Store};
use raftarium::tui::app::{App, Effect, Hint, Input, Screen};
use raftarium::tui::keeper::{Keeper, SavingPace, keep};
use raftarium::tui::plain::Teller;
use serde::Serialize;
use std::time::Duration;

/// How many steps are told at once at most, to whoever listens.
const MOST_TOLD: usize = 5;
/// The longest that a frame counts: what was not seen, as in a tab in the background, has not passed.
const LONGEST_FRAME: Duration = Duration::from_millis(250);

/// Where one is if that is in a session.
const SESSION: &str = "session";

/// What the page is to do. What is not there has not changed.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Turn {
    /// Something moves: the next frame is wanted.
    pub moving: bool,
    /// In so many milliseconds there is something to save, even if nothing happens.
    pub wake: Option<u64>,
    /// The rule without which a run is to be hunted.
    pub hunt: Option<&'static str>,
    /// Something is typed: a keyboard is wanted.
    pub typing: bool,
    /// What only the page can do.
    pub asks: Vec<Ask>,
    /// What has happened, for whoever listens.
    pub story: Vec<String>,
    /// What the line of keys offers.
    pub keys: Option<Vec<Offer>>,
    /// What the lesson says; empty outside of lessons.
    pub lesson: Option<Reading>,
    /// Where one is, for a reload: [`Shell::go_back_to`] takes it.
    pub place: Option<String>,
    /// The program's colors: `dark`, `light` or `mono`.
    pub theme: &'static str,
}

/// A key that can be pressed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Offer {
    /// The key, as it is shown.
    pub key: String,
    /// What it does.
    pub word: String,
    /// How it is pressed.
    pub press: Press,
}

/// How a key is pressed that has a button.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Press {
    /// By its place in the line of keys.
    Hint(usize),
    /// By its name.
    Key(String),
}

/// The buttons of a key of the line: of `1–3` there is one for each digit.
fn offers((place, hint): (usize, Hint)) -> Vec<Offer> {
    let Hint { key, word, digits, .. } = hint;
    let Some(count) = digits else { return vec![Offer { key, word, press: Press::Hint(place) }] };
    let offer = |digit: usize| {
        let key = (digit % 10).to_string();
        Offer { word: String::new(), press: Press::Key(key.clone()), key }
    };
    let mut offers: Vec<Offer> = (1..=count).map(offer).collect();
    if let Some(last) = offers.last_mut() {
        last.word = word;
    }
    offers
}

/// Text to be read beside the screen.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Reading {
    /// What it is called.
    pub title: String,
    /// Its lines, a blank one between its parts.
    pub lines: Vec<String>,
}

/// The shell: the application, where things are kept, and what the page knows already.
#[derive(Debug)]
pub struct Shell<S> {
    app: App,
    keeping: Keeping<S>,
    pace: SavingPace,
    /// When the last frame was.
    last: Option<Duration>,
    teller: Teller,
    /// The last thing that the program said, which is told once.
    notice: Option<String>,
    keys: Vec<Offer>,
    lesson: Reading,
    place: String,
}

impl<S: Store + Clone + 'static> Shell<S> {
    /// A shell around an application.
    pub fn new(mut app: App, keeping: Keeping<S>) -> Shell<S> {
        app.hunt_elsewhere();
        Shell {
            app,
            keeping,
            pace: SavingPace::default(),
            last: None,
            teller: Teller::default(),
            notice: None,
            keys: Vec::new(),
            lesson: Reading::default(),
            place: String::new(),
        }
    }

    /// Goes back to where one was when the page was left.
    pub fn go_back_to(&mut self, place: &str) {
        let gone = match place.split_once(' ') {
            Some(("lesson", id)) => self.app.obey(&format!("lesson {id}")).map_err(|mistake| mistake.message),
            _ if place == SESSION => self.keeping.open(&mut self.app, None).map(|_| ()),
            _ => Ok(()),
        };
        if let Err(why) = gone {
            self.app.say("Where you were is no longer there", &why);
        }
    }

    /// The application.
    pub fn app(&mut self) -> &mut App {
        &mut self.app
    }

    /// The application, and where its things are kept.
    pub fn parts(&mut self) -> (&mut App, &mut Keeping<S>) {
        (&mut self.app, &mut self.keeping)
    }

    /// Something comes from outside.
    pub fn update(&mut self, input: Input) {
        self.app.update(input);
        self.pace.happened();
    }

    /// Opens a file, whatever it is.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn open(&mut self, name: &str, bytes: &[u8]) -> Result<(), String> {
        if let Some(done) = self.keeping.put_in(name, bytes) {
            done?;
            self.app.say("It is in use after a reload", name);
            return Ok(());
        }
        self.keeping.save(&mut self.app);
        if Kind::of(&String::from_utf8_lossy(&bytes[..bytes.len().min(1 << 16)])) == Kind::Lesson {
            if bytes.len() > MOST_LESSON_BYTES {
                return Err(format!("{name} is too large for a lesson"));
            }
            let text = std::str::from_utf8(bytes).map_err(|_| format!("{name} is not text (UTF-8)"))?;
            return self.app.open_lesson(name, text);
        }
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned();
        let document = Document::read(Some(stem), name, bytes);
        document.and_then(|document| document.show(&mut self.app)).map_err(|error| error.to_string())
    }

    /// Lets time pass, does what the application asks for, and says what is left for the page. `now` is counted from any
    /// beginning.
    pub fn turn(&mut self, now: Duration) -> Turn {
        let last = self.last.replace(now);
        if self.app.is_moving() {
            let elapsed = now.saturating_sub(last.unwrap_or(now)).min(LONGEST_FRAME);
            self.app.advance(elapsed);
            self.pace.happened();
        } else {
            self.last = None;
        }
        for effect in self.app.take_effects() {
            self.obey(effect);
        }
        if self.pace.is_due(now) {
            self.keeping.save(&mut self.app);
        }
        Turn {
            moving: self.app.is_moving(),
            wake: self.pace.next().map(|next| next.saturating_sub(now).as_millis() as u64),
            hunt: self.app.wanted_hunt().map(raftarium::paper::Bug::id),
            typing: self.app.is_typing(),
            asks: self.keeping.take_asks(),
            story: self.story(),
            keys: self.keys(),
            lesson: self.lesson(),
            place: self.place(),
            theme: self.app.look().theme().name(),
        }
    }

    /// The page goes away: what is not saved yet is saved now.
    pub fn leave(&mut self) {
        self.keeping.save(&mut self.app);
        self.write_progress();
    }

    /// Writes what the learner has done. The page sees to it that no other tab does so at the same time.
    pub fn write_progress(&mut self) {
        if let Err(why) = self.keeping.write_progress(&self.app) {
            self.app.say("Your progress is not saved", &why);
        }
    }

    fn obey(&mut self, effect: Effect) {
        match effect {
            // A page cannot close itself.
            Effect::Quit => {
                let _ = self.app.obey("home");
                self.app.say("Everything is saved", "close this tab to leave");
            }
            Effect::Suspend => self.app.say("There is no shell behind this page", ""),
            Effect::Mouse(on) => {
                let rest = if on { "" } else { "the page has it" };
                self.app.say(
                    if on { "Raftarium has the mouse" } else { "Raftarium leaves the mouse alone" },
                    rest,
                );
            }
            Effect::Redraw => self.keeping.ask(Ask::Redraw),
            Effect::Copy(text) => self.keeping.ask(Ask::Copy(text)),
            effect => keep(&effect, &mut self.app, &mut self.keeping),
        }
    }

    /// What is to be told: the steps since the last time, and what the program said.
    fn story(&mut self) -> Vec<String> {
        let mut story = self.teller.tell(&self.app, MOST_TOLD);
        if self.notice.as_deref() != self.app.notice() {
            self.notice = self.app.notice().map(str::to_owned);
            story.extend(self.notice.clone());
        }
        story
    }

    /// Where one is: in a lesson that ships, which knows its own place, or in a session, once it is saved.
    fn place(&mut self) -> Option<String> {
        let lesson = self.app.lesson_on_screen().map(|id| format!("lesson {id}"));
        let place = match (self.app.screen(), lesson) {
            (Screen::Home, _) => String::new(),
            (_, Some(lesson)) => lesson,
            _ if self.keeping.has_saved() => SESSION.to_owned(),
            _ => String::new(),
        };
        (place != self.place).then(|| {
            self.place.clone_from(&place);
            place
        })
    }

    fn keys(&mut self) -> Option<Vec<Offer>> {
        let keys: Vec<Offer> = self.app.hints().into_iter().enumerate().flat_map(offers).collect();
        (keys != self.keys).then(|| {
            self.keys.clone_from(&keys);
            keys
        })
    }

    fn lesson(&mut self) -> Option<Reading> {
        let words = self.app.lesson_in_words();
        let reading = words.map_or_else(Reading::default, |it| Reading { title: it.title, lines: it.lines });
        (reading != self.lesson).then(|| {
            self.lesson.clone_from(&reading);
            reading
        })
    }
}
