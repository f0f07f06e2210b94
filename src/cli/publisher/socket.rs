//! Where presenter and notes meet.

use crate::cli::folders;
use std::path::PathBuf;

/// The socket, in a folder that only this user can enter; none without a home.
pub(in crate::cli) fn socket() -> Option<PathBuf> {
    let runtime = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
    let folder = runtime.filter(|folder| folder.is_absolute()).map(|folder| folder.join("raftarium"));
    Some(folder.or_else(folders::state)?.join("notes.sock"))
}
