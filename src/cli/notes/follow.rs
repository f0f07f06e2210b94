//! The teacher's end: connects, again and again if it must, and shows what it is told.

use crate::cli::publisher::socket;
use crate::cli::screen::{self, Start};
use crate::cli::{Exit, folders, log};
use crate::lesson::{MOST_SHEET_BYTES, Sheet, SheetError};
use crate::tui::notes::{Heard, NotesScreen};
use crate::tui::terminal;
use anyhow::{Result, anyhow, bail};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::net::UnixStream;
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// Between two attempts to connect.
const AGAIN: Duration = Duration::from_millis(500);

pub(super) fn run(options: &screen::Options) -> Result<Exit> {
    let socket = socket().ok_or_else(|| {
        anyhow!(
            "there is no home directory for the connection to a \
                                                 presentation"
        )
    })?;
    let (tell, heard) = channel(16);
    if options.is_plain() {
        log::start();
        return terminal::block_on(async {
            tokio::spawn(follow(socket.clone(), tell));
            print_all(&socket, heard).await
        });
    }
    if !terminal::is_there() {
        bail!("this needs a terminal to draw on; use --plain for the same text line by line");
    }
    let mut screen = NotesScreen::new(Start::of(options).look, &folders::shown(&socket));
    let ended = terminal::block_on(async {
        tokio::spawn(follow(socket, tell));
        terminal::follow(&mut screen, heard).await
    });
    Ok(ended?.into())
}

/// Prints each sheet, until the reader has gone.
async fn print_all(socket: &Path, mut heard: Receiver<Heard>) -> Result<Exit> {
    crate::cli::print(&format!("Waiting for a presentation at {}\n", folders::shown(socket)))?;
    while let Some(heard) = heard.recv().await {
        let text = match heard {
            Heard::Sheet(sheet) => sheet.lines().join("\n"),
            Heard::Lost => "The presentation has ended; waiting for the next one".into(),
            Heard::Trouble(why) => why,
        };
        crate::cli::print(&format!("\n{text}\n"))?;
    }
    Ok(Exit::Good)
}

/// Follows whoever presents, forever.
async fn follow(socket: PathBuf, tell: Sender<Heard>) {
    loop {
        if let Ok(presenter) = UnixStream::connect(&socket).await {
            if let Err(why) = hear(presenter, &tell).await
                && tell.send(Heard::Trouble(why.to_string())).await.is_err()
            {
                return;
            }
            if tell.send(Heard::Lost).await.is_err() {
                return;
            }
        }
        tokio::time::sleep(AGAIN).await;
    }
}

/// Hears one presenter to the end.
async fn hear(presenter: UnixStream, tell: &Sender<Heard>) -> Result<(), SheetError> {
    let mut reader = BufReader::new(presenter);
    loop {
        let mut line = Vec::new();
        let most = MOST_SHEET_BYTES as u64 + 1;
        let read = (&mut reader).take(most).read_until(b'\n', &mut line).await;
        if read.is_err() || line.last() != Some(&b'\n') {
            return if line.len() > MOST_SHEET_BYTES { Err(SheetError::TooLong) } else { Ok(()) };
        }
        line.pop();
        // One line that cannot be read does not end the lecture.
        let heard = match Sheet::read(&line) {
            Ok(sheet) => Heard::Sheet(Box::new(sheet)),
            Err(why) => Heard::Trouble(why.to_string()),
        };
        if tell.send(heard).await.is_err() {
            return Ok(());
        }
    }
}
