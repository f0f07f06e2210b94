//! Sessions are saved as they go: killed at any moment, at most the last second is lost.

use super::notes::Publisher;
use super::progress_file::ProgressFile;
use super::{beside, file, open, picture_file, settings};
use crate::history::{BranchId, Run};
use crate::lesson::{MOST_LESSON_BYTES, Sheet};
use crate::script::session;
use crate::sim::{Setup, StepId};
use crate::tui::app::{App, Preferences, Shot};
use crate::tui::terminal::Keeper;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime};

/// What the session that was saved last is called.
const LAST: &str = "last.raftarium";
/// How many sessions before that are kept.
const EARLIER: usize = 5;
/// A file that was half written longer ago than this belongs to nobody any more.
const STALE: Duration = Duration::from_hours(1);

/// Where sessions are kept, if there is a home.
fn folder() -> Option<PathBuf> {
    Some(settings::data_dir()?.join("sessions"))
}

/// The session that was saved last, if there is one.
pub(super) fn last() -> Option<PathBuf> {
    Some(folder()?.join(LAST)).filter(|path| path.is_file())
}

/// What the session is that was saved last, if there is one that can be read.
pub(super) fn last_in_words() -> Option<String> {
    let bytes = file::read(&last()?, session::MOST_SESSION_BYTES).ok()?;
    Some(session::read_bytes(&bytes).ok()?.in_words())
}

/// Saves the run on the screen while it goes on, and keeps the preferences.
#[derive(Debug)]
pub(super) struct SessionFile {
    /// Where to; none without a home.
    path: Option<PathBuf>,
    /// Whether somebody asked for this place. Otherwise the run that is there makes way for a new one.
    chosen: bool,
    /// Whether the run that comes is the one that the file holds.
    continues: bool,
    known: Option<Known>,
    writer: Writer,
    notes: Publisher,
    /// Where progress is kept.
    progress: Option<ProgressFile>,
    /// The lesson that is followed, and how its file was when it was read last; none if it was not there.
    followed: Option<(PathBuf, Option<Stamp>)>,
    /// The last problem that was told.
    told: Option<String>,
}

/// How a file is, as far as it matters whether it has changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Stamp {
    modified: Option<SystemTime>,
    length: u64,
}

/// The run that was looked at last.
#[derive(Debug)]
struct Known {
    setup: Setup,
    /// How it was when it came.
    began: u64,
    /// How it was when it was looked at last.
    stamp: (u64, BranchId, StepId),
    /// Whether the file is this run's.
    saved: bool,
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
        let path = match chosen {
            Some(path) => {
                let own = opened.is_some_and(|opened| same(opened, path));
                if path.exists() && !own {
                    return Err(taken(path));
                }
                Some(path.to_path_buf())
            }
            None => folder().map(|folder| folder.join(LAST)),
        };
        let continues = path.as_ref().zip(opened).is_some_and(|(path, opened)| same(path, opened));
        if let Some(folder) = folder() {
            sweep(&folder);
        }
        let writer = Writer::start();
        Ok(SessionFile {
            path,
            chosen: chosen.is_some(),
            continues,
            known: None,
            writer,
            notes: Publisher::default(),
            progress: None,
            followed: None,
            told: None,
        })
    }

    /// Keeps progress in this file from now on.
    pub fn keep_progress_in(&mut self, file: ProgressFile) {
        self.progress = Some(file);
    }

    /// Waits until everything is on the disk.
    ///
    /// # Errors
    /// Why it is not in the file that was asked for. Where nobody asked, the log has it.
    pub fn finish(self) -> Result<(), String> {
        let shown = self.path.as_deref().map(settings::shown).unwrap_or_default();
        let written = self.writer.finish().map_err(|why| format!("{shown}: {why}"));
        if self.chosen { written } else { Ok(()) }
    }

    /// The run on the screen, if it is to be saved now.
    fn due<'a>(&mut self, app: &'a App) -> Option<&'a Run> {
        // What a lesson plays is the lesson's.
        let stage =
            app.stage().filter(|stage| stage.lesson.as_ref().is_none_or(|lesson| lesson.is_away()))?;
        let run = &stage.run;
        // A trace is a file already.
        if !run.world().driver().can_act() {
            return None;
        }
        let stamp = (run.changes(), run.current().id(), run.cursor());
        let same = |known: &&mut Known| known.setup == *run.world().setup() && known.stamp.0 <= stamp.0;
        let Some(known) = self.known.as_mut().filter(same) else {
            let saved = std::mem::take(&mut self.continues);
            let setup = run.world().setup().clone();
            self.known = Some(Known { setup, began: stamp.0, stamp, saved });
            // A cluster in which nothing has happened, and a story that was only opened, are no loss.
            let new = stage.story.is_none() && run.end() > run.start();
            return (self.chosen || saved || new).then_some(run);
        };
        let moved = known.stamp != stamp;
        known.stamp = stamp;
        (moved && (known.saved || self.chosen || stamp.0 > known.began)).then_some(run)
    }

    fn send(&mut self, text: String) {
        let Some(path) = self.path.clone() else { return };
        let makes_way = !self.chosen && self.known.as_ref().is_some_and(|known| !known.saved);
        if let Some(known) = &mut self.known {
            known.saved = true;
        }
        self.writer.send(Job { path, text, makes_way });
    }
}

impl Keeper for SessionFile {
    fn keep(&mut self, preferences: &Preferences) -> Result<String, String> {
        settings::keep(preferences)
    }

    fn save(&mut self, app: &mut App) {
        if let Some(run) = self.due(app) {
            let text = session::write(run);
            self.send(text);
        }
        let problem = self.writer.problem();
        if problem != self.told {
            if let Some(why) = &problem {
                app.say("The session is not saved", why);
            }
            self.told = problem;
        }
    }

    fn keep_progress(&mut self, app: &App) -> Result<(), String> {
        self.progress.as_mut().map_or(Ok(()), |file| file.save(app.progress()))
    }

    fn follow(&mut self, app: &mut App) {
        let Some(path) = app.follows().map(PathBuf::from) else { return };
        let stamp =
            fs::metadata(&path).ok().map(|it| Stamp { modified: it.modified().ok(), length: it.len() });
        if self.followed.as_ref().is_some_and(|(known, seen)| *known == path && *seen == stamp) {
            return;
        }
        let text = file::read(&path, MOST_LESSON_BYTES).map_err(|error| format!("{error:#}"));
        let text = text.and_then(|bytes| {
            String::from_utf8(bytes).map_err(|_| format!("{} is not text (UTF-8)", file::shown(&path)))
        });
        self.followed = Some((path, stamp));
        app.reload_lesson(text);
    }

    fn picture(&mut self, shot: &Shot) -> Result<String, String> {
        picture_file::write(shot)
    }

    fn present(&mut self, sheet: &Sheet) -> Result<(), String> {
        self.notes.show(sheet)
    }

    fn save_as(&mut self, app: &App, name: &str) -> Result<String, String> {
        let stage = app.stage().ok_or("there is no run to save")?;
        if !stage.run.world().driver().can_act() {
            return Err("a trace is a file already: `raftarium export` writes it in other forms".into());
        }
        let path = place(name)?;
        if path.exists() && self.path.as_ref() != Some(&path) {
            return Err(taken(&path));
        }
        let text = session::write(&stage.run);
        beside::write(&path, text.as_bytes())
            .map_err(|error| format!("{}: {error}", settings::shown(&path)))?;
        let shown = settings::shown(&path);
        (self.path, self.chosen) = (Some(path), true);
        Ok(shown)
    }

    fn open(&mut self, app: &mut App, name: Option<&str>) -> Result<String, String> {
        let path = match name {
            Some(name) => place(name)?,
            None => last().ok_or("there is no session that was saved before")?,
        };
        let mut opened = open::read(&path).map_err(|error| format!("{error:#}"))?;
        if name.is_none() {
            opened.name = "last session".into();
        }
        // What is on the screen now is not lost by that.
        self.save(app);
        open::show(opened, app).map_err(|error| format!("{error:#}"))?;
        Ok(settings::shown(&path))
    }
}

fn taken(path: &Path) -> String {
    format!("{} is there already: nothing is written over", settings::shown(path))
}

/// A file as somebody typed it.
fn place(name: &str) -> Result<PathBuf, String> {
    let name = name.trim();
    match (name.strip_prefix("~/"), std::env::var_os("HOME")) {
        _ if name.is_empty() => Err("a file was expected".into()),
        (Some(below), Some(home)) => Ok(PathBuf::from(home).join(below)),
        _ => Ok(PathBuf::from(name)),
    }
}

/// Removes what processes that were killed have left half written.
fn sweep(folder: &Path) {
    let Ok(files) = fs::read_dir(folder) else { return };
    for entry in files.flatten() {
        let ours = entry.file_name().to_string_lossy().starts_with(&format!(".{LAST}."));
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
    path: PathBuf,
    text: String,
    /// Whether what is there is another session, which is kept for a while under another name.
    makes_way: bool,
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
            job = Job { makes_way: job.makes_way || later.makes_way, ..later };
        }
        let written = job.write().map_err(|error| error.to_string());
        if let Err(why) = &written {
            tracing::warn!("{}: {why}", file::shown(&job.path));
        }
        *problem.lock().unwrap_or_else(PoisonError::into_inner) = written.err();
    }
}

impl Job {
    fn write(&self) -> std::io::Result<()> {
        if self.makes_way && self.path.is_file() {
            let earlier = |number: usize| self.path.with_file_name(format!("earlier-{number}.raftarium"));
            for number in (1..EARLIER).rev() {
                if earlier(number).is_file() {
                    fs::rename(earlier(number), earlier(number + 1))?;
                }
            }
            // A copy: at every moment there is a last session.
            beside::write(&earlier(1), &fs::read(&self.path)?)?;
        }
        beside::write(&self.path, self.text.as_bytes())
    }
}
