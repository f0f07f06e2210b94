//! `raftarium`: the home screen.

use super::{Exit, screen, session_file};
use anyhow::Result;

pub(super) fn run(options: &screen::Options) -> Result<Exit> {
    screen::session(options, |app| {
        if let Some(what) = session_file::last_in_words() {
            app.offer_session(&what);
        }
        Ok(())
    })
}
