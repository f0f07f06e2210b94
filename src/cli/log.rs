//! The log file: never standard error, which is the screen.

use super::folders;
use std::fs::{self, File, OpenOptions};
use std::sync::Mutex;

/// The log file starts over when it is larger than this, in bytes.
const LARGEST: u64 = 1 << 20;

/// Starts to write the log. Without a place for it there is none: nobody is kept from learning by that.
pub(super) fn start() {
    if let Some(file) = open() {
        // Fails only if a log was started before, and then that one goes on.
        let _ = tracing_subscriber::fmt().with_writer(Mutex::new(file)).with_ansi(false).try_init();
        tracing::info!(version = env!("CARGO_PKG_VERSION"), "started");
    }
}

fn open() -> Option<File> {
    let dir = folders::state()?;
    fs::create_dir_all(&dir).ok()?;
    let path = dir.join("raftarium.log");
    let large = fs::metadata(&path).is_ok_and(|metadata| metadata.len() > LARGEST);
    OpenOptions::new().create(true).write(true).append(!large).truncate(large).open(path).ok()
}
