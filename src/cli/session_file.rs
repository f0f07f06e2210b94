//! Sessions are saved as they go: killed at any moment, at most the last second is lost.

use super::folders::{self, Folder};
use super::publisher::Publisher;
use super::{atomic_write, file, picture_file};
use crate::lesson::{MOST_LESSON_BYTES, Sheet};
use crate::link::{Link, fragment_of};
use crate::script::session;
use crate::storage::{Autosave, KeptProgress, LAST_SESSION, Save, keep_preferences, open_link, save_last};
use crate::tui::app::{App, Preferences, Shot, Told};
use crate::tui::keeper::Keeper;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime};

/// A file that was half written longer ago than this is no longer in use.
const STALE: Duration = Duration::from_hours(1);

/// What the last saved session is about, if it can be read.
pub(super) fn last_in_words() -> Option<String> {
    let bytes = file::read(&folders::last_session()?, session::MOST_SESSION_BYTES).ok()?;
    Some(session::read_bytes(&bytes).ok()?.in_words())
}

/// Saves the run on the screen while it goes on, and keeps the preferences.
#[derive(Debug)]
pub(super) struct SessionFile {
    target: Target,
    autosave: Autosave,
    writer: Writer,
    notes: Publisher,
    /// Where progress is kept.
    progress: Option<KeptProgress>,
    /// The lesson that is followed, and how its file was when it was read last; none if it was not there.
    followed: Option<(PathBuf, Option<Stamp>)>,
    /// The last problem that was said.
    said: Option<String>,
}

/// Where the session is saved.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Target {
    /// There is no home.
    Nowhere,
    /// As the last session, in this folder. The one that is there makes way.
    Last(PathBuf),
    /// In a file that somebody asked for.
    Chosen(PathBuf),
}

impl Target {
    fn path(&self) -> Option<PathBuf> {
        match self {
            Target::Nowhere => None,
            Target::Last(folder) => Some(folder.join(LAST_SESSION)),
            Target::Chosen(path) => Some(path.clone()),
        }
    }

    fn shown(&self) -> String {
        self.path().as_deref().map(folders::shown).unwrap_or_default()
    }
}

/// What shows whether a file has changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Stamp {
    modified: Option<SystemTime>,
    length: u64,
}

impl SessionFile {
    /// Saves to this file, or to the place for the last session. `opened` is the file that the run was read from.
    ///
    /// # Errors
    /// If the file exists and is another one than was opened.
    pub fn new(chosen: Option<&Path>, opened: Option<&Path>) -> Result<SessionFile, String> {
        let same = |a: &Path, b: &Path| {
            fs::canonicalize(a).ok().is_some_and(|a| fs::canonicalize(b).ok() == Some(a))
        };
        let sessions = folders::sessions();
        if let Some(folder) = &sessions {
            sweep(folder);
        }
        let target = match chosen {
            Some(path) => {
                let own = opened.is_some_and(|opened| same(opened, path));
                if path.exists() && !own {
                    return Err(taken(path));
                }
                Target::Chosen(path.to_path_buf())
            }
            None => sessions.map_or(Target::Nowhere, Target::Last),
        };
        let continues = target.path().zip(opened).is_some_and(|(path, opened)| same(&path, opened));
        Ok(SessionFile {
            target,
            autosave: Autosave::new(continues),
            writer: Writer::start(),
            notes: Publisher::default(),
            progress: None,
            followed: None,
            said: None,
        })
    }

    /// Keeps progress here from now on.
    pub fn keep_progress_in(&mut self, progress: KeptProgress) {
        self.progress = Some(progress);
    }

    /// Waits until everything is on the disk.
    ///
    /// # Errors
    /// Why it is not in the file that was asked for. Where nobody asked, the log has it.
    pub fn finish(self) -> Result<(), String> {
        let shown = self.target.shown();
        let written = self.writer.finish().map_err(|why| format!("{shown}: {why}"));
        if matches!(self.target, Target::Chosen(_)) { written } else { Ok(()) }
    }
}

impl Keeper for SessionFile {
    fn keep_preferences(&mut self, preferences: &Preferences) -> Result<String, String> {
        let folder = folders::config().ok_or("there is no home directory")?;
        keep_preferences(&mut Folder(folder), preferences)
    }

    fn save(&mut self, app: &mut App) {
        let chosen = matches!(self.target, Target::Chosen(_));
        if self.target != Target::Nowhere
            && let Some(save) = self.autosave.due(app, chosen)
        {
            self.writer.send(Job { target: self.target.clone(), save });
        }
        let problem = self.writer.problem();
        if problem != self.said {
            if let Some(why) = &problem {
                app.say("The session is not saved", why);
            }
            self.said = problem;
        }
    }

    fn keep_progress(&mut self, app: &App) -> Result<(), String> {
        self.progress.as_mut().map_or(Ok(()), |kept| kept.save(app.progress()))
    }

    fn follow_lesson(&mut self, app: &mut App) {
        let Some(path) = app.follows().map(PathBuf::from) else { return };
        let stamp =
            fs::metadata(&path).ok().map(|it| Stamp { modified: it.modified().ok(), length: it.len() });
        if self.followed.as_ref().is_some_and(|(known, seen)| *known == path && *seen == stamp) {
            return;
        }
        let text = file::read_text(&path, MOST_LESSON_BYTES).map_err(|error| format!("{error:#}"));
        self.followed = Some((path, stamp));
        app.reload_lesson(text);
    }

    fn keep_picture(&mut self, shot: &Shot) -> Result<String, String> {
        picture_file::write(shot)
    }

    fn keep_story(&mut self, told: &Told) -> Result<String, String> {
        picture_file::write_story(told)
    }

    fn show_notes(&mut self, sheet: &Sheet) -> Result<(), String> {
        self.notes.show(sheet)
    }

    fn save_as(&mut self, app: &App, name: &str) -> Result<String, String> {
        let stage = app.stage().ok_or("there is no run to save")?;
        if !stage.run.world().driver().can_act() {
            return Err("a trace is already a file: `raftarium export` writes it in other formats".into());
        }
        let path = typed(name)?;
        if path.exists() && self.target.path().as_ref() != Some(&path) {
            return Err(taken(&path));
        }
        let text = session::write(&stage.run);
        let shown = folders::shown(&path);
        atomic_write::write(&path, text.as_bytes()).map_err(|error| format!("{shown}: {error}"))?;
        self.target = Target::Chosen(path);
        Ok(shown)
    }

    fn open(&mut self, app: &mut App, name: Option<&str>) -> Result<String, String> {
        if let Some(fragment) = name.and_then(fragment_of) {
            let link = Link::read(fragment).map_err(|why| why.to_string())?;
            self.save(app);
            open_link(&link.ok_or("this link leads nowhere")?, app)?;
            return Ok("the link".into());
        }
        let path = match name {
            Some(name) => typed(name)?,
            None => folders::last_session().ok_or("there is no earlier saved session")?,
        };
        let mut document = file::document(&path).map_err(|error| format!("{error:#}"))?;
        if name.is_none() {
            document.name = "last session".into();
        }
        // What is on the screen now is not lost by that.
        self.save(app);
        document.show(app).map_err(|error| error.to_string())?;
        Ok(folders::shown(&path))
    }
}

fn taken(path: &Path) -> String {
    format!("{} already exists: it is not replaced", folders::shown(path))
}

/// A file as somebody typed it.
fn typed(name: &str) -> Result<PathBuf, String> {
    let name = name.trim();
    match (name.strip_prefix("~/"), std::env::var_os("HOME")) {
        _ if name.is_empty() => Err("expected a file".into()),
        (Some(below), Some(home)) => Ok(PathBuf::from(home).join(below)),
        _ => Ok(PathBuf::from(name)),
    }
}

/// Removes what processes that were killed have left half written.
fn sweep(folder: &Path) {
    let Ok(files) = fs::read_dir(folder) else { return };
    for entry in files.flatten() {
        let ours = entry.file_name().to_string_lossy().starts_with(&format!(".{LAST_SESSION}."));
        let age = entry.metadata().and_then(|metadata| metadata.modified()).map(|time| time.elapsed());
        if ours && matches!(age, Ok(Ok(age)) if age > STALE) {
            // Another process may be sweeping too.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Something to write.
#[derive(Debug)]
struct Job {
    target: Target,
    save: Save,
}

/// Writes in a thread of its own: a slow disk must not hold up the screen.
#[derive(Debug)]
struct Writer {
    jobs: Sender<Job>,
    thread: JoinHandle<()>,
    problem: Arc<Mutex<Option<String>>>,
}

impl Writer {
    fn start() -> Writer {
        let (jobs, queue) = channel();
        let problem = Arc::default();
        let noted = Arc::clone(&problem);
        Writer { jobs, thread: std::thread::spawn(move || write_all(&queue, &noted)), problem }
    }

    fn send(&self, job: Job) {
        // The other end is there as long as the thread is, which ends after this one.
        let _ = self.jobs.send(job);
    }

    fn problem(&self) -> Option<String> {
        self.problem.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn finish(self) -> Result<(), String> {
        drop(self.jobs);
        if self.thread.join().is_err() {
            return Err("writing has failed".into());
        }
        let problem = self.problem.lock().unwrap_or_else(PoisonError::into_inner).take();
        problem.map_or(Ok(()), Err)
    }
}

fn write_all(queue: &Receiver<Job>, problem: &Mutex<Option<String>>) {
    while let Ok(mut job) = queue.recv() {
        // Of several that came while the disk was busy the last one counts.
        for later in queue.try_iter() {
            let is_new = job.save.is_new || later.save.is_new;
            job = Job { save: Save { is_new, ..later.save }, target: later.target };
        }
        let written = job.write();
        if let Err(why) = &written {
            tracing::warn!("{}: {why}", job.target.shown());
        }
        *problem.lock().unwrap_or_else(PoisonError::into_inner) = written.err();
    }
}

impl Job {
    fn write(&self) -> Result<(), String> {
        match &self.target {
            Target::Nowhere => Ok(()),
            Target::Last(folder) => {
                save_last(&mut Folder(folder.clone()), &self.save).map_err(|error| error.to_string())
            }
            Target::Chosen(path) => {
                atomic_write::write(path, self.save.text.as_bytes()).map_err(|error| error.to_string())
            }
        }
    }
}
