//! Whoever keeps things for the next time: what the application asks of its shell, be it a terminal or a browser.

use super::app::{App, Effect, Preferences, Shot, Told};
use crate::lesson::Sheet;
use std::time::Duration;

/// How often a session is saved at most.
pub const SAVING: Duration = Duration::from_secs(1);

/// Whoever keeps things for the next time.
pub trait Keeper {
    /// Writes the preferences into the settings; says where.
    ///
    /// # Errors
    /// Why not.
    fn keep_preferences(&mut self, preferences: &Preferences) -> Result<String, String>;

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
    fn follow_lesson(&mut self, app: &mut App);

    /// Writes a picture of the screen, and the same as a text; says where.
    ///
    /// # Errors
    /// Why not.
    fn keep_picture(&mut self, shot: &Shot) -> Result<String, String>;

    /// Writes the story of some steps as a text; says where.
    ///
    /// # Errors
    /// Why not; whoever has no place for texts keeps none.
    fn keep_story(&mut self, told: &Told) -> Result<String, String> {
        let _ = told;
        Err("texts cannot be saved here".into())
    }

    /// Shows this to the teacher's second terminal, if there is one.
    ///
    /// # Errors
    /// Why it cannot be shown; said once.
    fn show_notes(&mut self, sheet: &Sheet) -> Result<(), String>;
}

/// Carries out an effect that is about keeping things, and lets the application say how that went. Other effects are
/// left alone.
pub fn keep(effect: &Effect, app: &mut App, keeper: &mut dyn Keeper) {
    match effect {
        Effect::Progress => {
            if let Err(why) = keeper.keep_progress(app) {
                app.say("Your progress is not saved", &why);
            }
        }
        Effect::Keep => match keeper.keep_preferences(app.preferences()) {
            Ok(place) => app.say("Saved for next time", &place),
            Err(why) => app.say("Not saved", &why),
        },
        Effect::Save(file) => match keeper.save_as(app, file) {
            Ok(place) => app.say("Saved, and from now on automatically", &place),
            Err(why) => app.say("Not saved", &why),
        },
        Effect::Open(file) => {
            // What was opened tells itself.
            if let Err(why) = keeper.open(app, file.as_deref()) {
                app.say("Not opened", &why);
            }
        }
        Effect::Demo(file) => {
            let opened = keeper.open(app, Some(file));
            if let Err(why) = opened.and_then(|_| app.show_script_as_demo()) {
                app.say("Not opened as a demo", &why);
            }
        }
        Effect::Picture(shot) => match keeper.keep_picture(shot) {
            Ok(place) => app.say("Saved this screen", &place),
            Err(why) => app.say("Not saved", &why),
        },
        Effect::Story(told) => match keeper.keep_story(told) {
            Ok(place) => app.say("Saved the story", &place),
            Err(why) => app.say("Not saved", &why),
        },
        Effect::Sheet(sheet) => {
            if let Err(why) = keeper.show_notes(sheet) {
                app.say("A second terminal cannot show the notes", &why);
            }
        }
        Effect::Quit | Effect::Suspend | Effect::Mouse(_) | Effect::Redraw | Effect::Copy(_) => {}
    }
}

/// When to save what goes on: never more often than once in [`SAVING`], and not while nothing happens.
///
/// Moments are counted from any beginning that the shell chooses.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct SavingPace {
    saved: Duration,
    unsaved: bool,
}

impl SavingPace {
    /// Something happened that may have changed the session.
    pub fn happened(&mut self) {
        self.unsaved = true;
    }

    /// When the session is to be saved next; none while there is nothing to save.
    pub fn next(&self) -> Option<Duration> {
        self.unsaved.then_some(self.saved + SAVING)
    }

    /// Whether the session is to be saved now. Whoever is told so does it.
    pub fn is_due(&mut self, now: Duration) -> bool {
        let due = self.next().is_some_and(|next| now >= next);
        if due {
            (self.saved, self.unsaved) = (now, false);
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_saved_once_a_second_and_not_while_nothing_happens() {
        let at = Duration::from_millis;
        let mut pace = SavingPace::default();
        assert_eq!((pace.next(), pace.is_due(at(5_000))), (None, false));
        pace.happened();
        assert_eq!((pace.is_due(at(900)), pace.next()), (false, Some(SAVING)));
        assert!(pace.is_due(at(1_200)));
        pace.happened();
        assert_eq!((pace.is_due(at(2_100)), pace.next()), (false, Some(at(2_200))));
        assert!(pace.is_due(at(2_200)));
        assert_eq!(pace.next(), None);
    }
}
