//! `raftarium`: the home screen; line by line, a cluster.

use super::{Exit, screen, session_file};
use crate::history::Run;
use crate::sim::Setup;
use crate::tui::app::{SEED, SERVERS, title};
use anyhow::Result;

pub(super) fn run(options: &screen::Options) -> Result<Exit> {
    screen::session(options, |app| {
        if options.is_plain() {
            // Line by line there is nothing to choose from with the arrows: it begins with a cluster.
            app.show(Run::new(Setup::of(SERVERS, SEED))?, &title("sandbox", SERVERS, SEED));
            return Ok(());
        }
        if let Some(what) = session_file::last_in_words() {
            app.offer_session(&what);
        }
        Ok(())
    })
}
