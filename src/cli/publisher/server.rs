//! The presenter's end: whoever connects is told what is on the sheet now, and whenever it changes.

use super::socket::socket;
use crate::cli::folders;
use crate::lesson::Sheet;
use std::fs::{self, DirBuilder, Permissions};
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::os::unix::net::UnixStream as Probe;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::{Semaphore, watch};
use tokio::time::timeout;

/// How many terminals can follow.
const MOST_FOLLOWERS: usize = 8;
/// Who has not taken a line after so long has gone to sleep.
const PATIENCE: Duration = Duration::from_secs(2);

/// Shows sheets to whoever follows. It begins to listen with the first one, and needs nobody to listen.
#[derive(Debug, Default)]
pub(in crate::cli) struct Publisher {
    open: Option<Open>,
    /// It could not be opened, and that was said.
    failed: bool,
}

#[derive(Debug)]
struct Open {
    latest: watch::Sender<Arc<str>>,
    socket: PathBuf,
}

impl Publisher {
    /// Shows a sheet to all who follow now, and to whoever comes.
    ///
    /// # Errors
    /// Says why nobody can follow. Reported only once.
    pub fn show(&mut self, sheet: &Sheet) -> Result<(), String> {
        let line: Arc<str> = sheet.line().into();
        if let Some(open) = &self.open {
            open.latest.send_replace(line);
            return Ok(());
        }
        if self.failed {
            return Ok(());
        }
        let opened = open(line);
        self.failed = opened.is_err();
        self.open = Some(opened?);
        Ok(())
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        // If it is gone already, that is what is wanted.
        let _ = fs::remove_file(&self.socket);
    }
}

/// Begins to listen.
fn open(first: Arc<str>) -> Result<Open, String> {
    let socket = socket().ok_or("there is no home directory for the connection")?;
    let listener = listen(&socket).map_err(|error| format!("{}: {error}", folders::shown(&socket)))?;
    let (latest, changes) = watch::channel(first);
    tokio::runtime::Handle::try_current()
        .map_err(|_| "only a screen presents".to_string())?
        .spawn(serve(listener, changes));
    Ok(Open { latest, socket })
}

fn listen(socket: &Path) -> std::io::Result<UnixListener> {
    if let Some(folder) = socket.parent() {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    if Probe::connect(socket).is_ok() {
        return Err(std::io::Error::other("the notes already follow another presentation"));
    }
    // What a presentation left behind that was killed.
    if socket.exists() {
        fs::remove_file(socket)?;
    }
    let listener = UnixListener::bind(socket)?;
    fs::set_permissions(socket, Permissions::from_mode(0o600))?;
    Ok(listener)
}

async fn serve(listener: UnixListener, changes: watch::Receiver<Arc<str>>) {
    let seats = Arc::new(Semaphore::new(MOST_FOLLOWERS));
    loop {
        let Ok((follower, _)) = listener.accept().await else {
            // Too many open files, perhaps: not so often.
            tokio::time::sleep(PATIENCE).await;
            continue;
        };
        // Whoever finds no seat is turned away, and comes again by itself.
        if let Ok(seat) = Arc::clone(&seats).try_acquire_owned() {
            let changes = changes.clone();
            tokio::spawn(async move {
                tell(follower, changes).await;
                drop(seat);
            });
        }
    }
}

/// Tells one follower everything, until either has gone.
async fn tell(mut follower: UnixStream, mut changes: watch::Receiver<Arc<str>>) {
    changes.mark_changed();
    while changes.changed().await.is_ok() {
        let line = Arc::clone(&changes.borrow_and_update());
        if !matches!(timeout(PATIENCE, follower.write_all(line.as_bytes())).await, Ok(Ok(()))) {
            return;
        }
    }
}
