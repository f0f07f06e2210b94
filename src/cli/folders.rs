//! Where the program keeps what: the folders of the user, on macOS the same as on Linux.

use super::{atomic_write, file};
use crate::storage::{Hold, LAST_SESSION, Store, StoreError};
use etcetera::BaseStrategy;
use etcetera::base_strategy::Xdg;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How often it is tried to be the only one who writes a text, and how long it is waited in between.
const TRIES: u32 = 25;
const PAUSE: Duration = Duration::from_millis(4);

/// For what it writes about itself, such as its log.
pub(super) fn state() -> Option<PathBuf> {
    let base = Xdg::new().ok()?;
    Some(base.state_dir().unwrap_or_else(|| base.data_dir()).join("raftarium"))
}

/// For what belongs to the user.
pub(super) fn data() -> Option<PathBuf> {
    Some(Xdg::new().ok()?.data_dir().join("raftarium"))
}

/// For the settings.
pub(super) fn config() -> Option<PathBuf> {
    Some(Xdg::new().ok()?.config_dir().join("raftarium"))
}

/// For sessions, which are saved as they go.
pub(super) fn sessions() -> Option<PathBuf> {
    Some(data()?.join("sessions"))
}

/// The session that was saved last, if there is one.
pub(super) fn last_session() -> Option<PathBuf> {
    Some(sessions()?.join(LAST_SESSION)).filter(|path| path.is_file())
}

/// A path as it can be shown, short if it is below the home directory.
pub(super) fn shown(path: &Path) -> String {
    let home = std::env::var_os("HOME").map(PathBuf::from);
    match home.as_ref().and_then(|home| path.strip_prefix(home).ok()) {
        Some(below) => format!("~/{}", file::shown(below)),
        None => file::shown(path),
    }
}

/// The files of a folder, as texts that are kept by name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Folder(pub PathBuf);

impl Store for Folder {
    fn read(&self, name: &str, limit: u64) -> Result<Option<String>, StoreError> {
        file::read_own(&self.0.join(name), limit)
    }

    fn write(&mut self, name: &str, text: &str) -> Result<(), StoreError> {
        Ok(atomic_write::write(&self.0.join(name), text.as_bytes())?)
    }

    fn has(&self, name: &str) -> bool {
        // A link that leads nowhere is something, too.
        self.0.join(name).symlink_metadata().is_ok()
    }

    fn rename(&mut self, from: &str, to: &str) -> Result<(), StoreError> {
        Ok(fs::rename(self.0.join(from), self.0.join(to))?)
    }

    fn copy(&mut self, from: &str, to: &str) -> Result<(), StoreError> {
        let bytes = fs::read(self.0.join(from))?;
        Ok(atomic_write::write(&self.0.join(to), &bytes)?)
    }

    fn shown(&self, name: &str) -> String {
        shown(&self.0.join(name))
    }

    /// By a file beside it, which stays. Whoever is stopped while he holds it is not waited for longer than this takes.
    fn hold(&self, name: &str) -> Hold {
        let path = self.0.join(format!(".{name}.lock"));
        let open = || {
            fs::create_dir_all(&self.0).ok()?;
            fs::OpenOptions::new().create(true).truncate(false).write(true).open(path).ok()
        };
        let Some(file) = open() else { return Hold::default() };
        for _ in 0..TRIES {
            if file.try_lock().is_ok() {
                return Hold::of(file);
            }
            std::thread::sleep(PAUSE);
        }
        Hold::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_files_of_the_folder() {
        let path = std::env::temp_dir().join(format!("raftarium-folder-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        let mut folder = Folder(path.clone());
        assert_eq!((folder.read("a.txt", 9), folder.has("a.txt")), (Ok(None), false));
        folder.write("a.txt", "one").expect("missing folders are made");
        assert_eq!(folder.read("a.txt", 9), Ok(Some("one".into())));
        assert_eq!(folder.read("a.txt", 2), Err(StoreError::TooLarge { limit: 2 }));
        folder.copy("a.txt", "b.txt").expect("a copy");
        folder.rename("a.txt", "c.txt").expect("another name");
        assert_eq!((folder.has("a.txt"), folder.has("b.txt"), folder.has("c.txt")), (false, true, true));
        fs::write(path.join("d.txt"), [0xff]).expect("written");
        assert_eq!(folder.read("d.txt", 9), Err(StoreError::NotText));
        assert!(folder.rename("nothing", "e.txt").is_err());
        fs::remove_dir_all(path).expect("removed");
    }

    #[test]
    fn only_one_holds_a_text_at_a_time() {
        let path = std::env::temp_dir().join(format!("raftarium-held-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        let folder = Folder(path.clone());
        let is_held = || {
            let file = fs::File::open(path.join(".a.toml.lock")).expect("a lock");
            file.try_lock().is_err()
        };
        let hold = folder.hold("a.toml");
        assert!(is_held());
        // Who waits in vain goes on.
        let waited = folder.hold("a.toml");
        drop(hold);
        assert!(!is_held());
        drop(waited);
        fs::remove_dir_all(path).expect("removed");
    }
}
