//! What a learner has done, kept in `~/.local/share/raftarium/progress.toml`: readable, and never lost by accident.

use super::{beside, file, settings};
use crate::lesson::progress::{PROGRESS_VERSION, Progress};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The largest file that is read.
const LARGEST: u64 = 1 << 20;
/// How many files that could not be read are kept aside.
const MOST_ASIDE: usize = 100;
/// How the file begins.
const HEAD: &str = "# What you have done in Raftarium's lessons. Steps and questions are counted from 1.\n";

/// Where progress is kept.
#[derive(Debug)]
pub(super) struct ProgressFile {
    /// None without a home, or if what is there must not be written over.
    path: Option<PathBuf>,
    /// What the file says.
    written: Option<Progress>,
}

impl ProgressFile {
    /// Reads what is there. A file that cannot be understood is kept aside; the text says so.
    pub fn open() -> (ProgressFile, Progress, Option<String>) {
        if let Some(folder) = settings::data_dir() {
            return ProgressFile::open_at(folder.join("progress.toml"));
        }
        let file = ProgressFile { path: None, written: None };
        (file, Progress::default(), Some("Without a home directory progress is not kept".into()))
    }

    fn open_at(path: PathBuf) -> (ProgressFile, Progress, Option<String>) {
        let (why, word) = match file::read_own(&path, LARGEST) {
            Ok(None) => {
                return (ProgressFile { path: Some(path), written: None }, Progress::default(), None);
            }
            Ok(Some(text)) => match parse(&text) {
                Ok(progress) => {
                    let written = Some(progress.clone());
                    return (ProgressFile { path: Some(path), written }, progress, None);
                }
                Err(Unread::Newer) => ("it is of a newer version of this program".to_owned(), "newer"),
                Err(Unread::Broken(why)) => (why, "broken"),
            },
            Err(why) => (why, "broken"),
        };
        let shown = settings::shown(&path);
        match aside(&path, word) {
            Ok(aside) => {
                let notice = format!(
                    "Your progress begins anew: the old file is kept as {} ({why})",
                    settings::shown(&aside)
                );
                (ProgressFile { path: Some(path), written: None }, Progress::default(), Some(notice))
            }
            Err(error) => {
                let notice = format!("Your progress is not kept: {error} ({shown}: {why})");
                (ProgressFile { path: None, written: None }, Progress::default(), Some(notice))
            }
        }
    }

    /// Keeps progress, if it has changed.
    ///
    /// # Errors
    /// Why it could not be written.
    pub fn save(&mut self, progress: &Progress) -> Result<(), String> {
        let Some(path) = self.path.as_ref().filter(|_| self.written.as_ref() != Some(progress)) else {
            return Ok(());
        };
        let shown = || settings::shown(path);
        let text = toml::to_string(progress).map_err(|error| format!("{}: {error}", shown()))?;
        beside::write(path, format!("{HEAD}{text}").as_bytes())
            .map_err(|error| format!("{}: {error}", shown()))?;
        self.written = Some(progress.clone());
        Ok(())
    }
}

/// Why a file is not progress.
enum Unread {
    Newer,
    Broken(String),
}

fn parse(text: &str) -> Result<Progress, Unread> {
    let broken = |error: toml::de::Error| {
        let line =
            error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        Unread::Broken(format!("line {line}: {}", crate::untrusted::printable(error.message(), 200)))
    };
    // The version first: whatever else a later form says, it is not understood here.
    let table: toml::Table = text.parse().map_err(broken)?;
    match table.get("version").and_then(toml::Value::as_integer) {
        Some(version) if version == i64::from(PROGRESS_VERSION) => {}
        Some(version) if version > i64::from(PROGRESS_VERSION) => return Err(Unread::Newer),
        _ => return Err(Unread::Broken("its version is missing".to_owned())),
    }
    toml::from_str::<Progress>(text).map(Progress::cleaned).map_err(broken)
}

/// Gives a file another name under which nothing is yet.
fn aside(path: &Path, word: &str) -> Result<PathBuf, String> {
    for number in 1..=MOST_ASIDE {
        let other = path.with_file_name(format!("progress.{word}-{number}.toml"));
        // A link that leads nowhere is something, too.
        if fs::symlink_metadata(&other).is_err() {
            return fs::rename(path, &other).map(|()| other).map_err(|error| error.to_string());
        }
    }
    Err(format!("{MOST_ASIDE} such files are kept already"))
}

/// What day it is, as files say it: `2026-11-23`, in UTC.
pub(super) fn today() -> String {
    date(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs() / 86_400)
}

/// The date so many days after 1 January 1970.
fn date(days: u64) -> String {
    // Years that begin in March end with the day that some of them lack; eras of 400 years are all as long.
    let days = days + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = era * 400 + year + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::LessonId;
    use crate::lesson::play::{Position, TaskId};
    use crate::lesson::progress::{Answered, LessonProgress, SolvedIn};

    #[test]
    fn days_have_dates() {
        for (days, said) in
            [(0, "1970-01-01"), (59, "1970-03-01"), (11_016, "2000-02-29"), (20_780, "2026-11-23")]
        {
            assert_eq!(date(days), said);
        }
    }

    fn progress() -> Progress {
        let question = TaskId { step: 1, number: 0 };
        let wrong = Answered { right: false, passed: false, believes: vec!["Longest wins.".into()] };
        let lesson = LessonProgress {
            when: "2026-11-23".into(),
            at: Position { step: 2, beat: 1 },
            finished: true,
            best: Some(80),
            answers: [(question, wrong)].into(),
            challenges: [(question, SolvedIn { actions: 5, par: 4, hints: 1, shown: false })].into(),
        };
        Progress { lessons: [(LessonId("18-partition".into()), lesson)].into(), ..Progress::default() }
    }

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("raftarium-progress-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn what_is_kept_is_read_again_and_people_can_read_it() {
        let folder = folder("kept");
        let path = folder.join("progress.toml");
        let (mut file, empty, notice) = ProgressFile::open_at(path.clone());
        assert_eq!((empty, notice), (Progress::default(), None));
        file.save(&progress()).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains("[lessons.18-partition]\nwhen = \"2026-11-23\"\nat = \"3.2\"\n"), "{text}");
        let (_, read, notice) = ProgressFile::open_at(path);
        assert_eq!((read, notice), (progress(), None));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn what_cannot_be_understood_is_kept_aside() {
        let folder = folder("aside");
        let path = folder.join("progress.toml");
        let broken = [
            "version = 1\n[lessons\n",
            "version = 1\nlessons = 3\n",
            "lessons = {}\n",
            "version = 2\nnew = 1\n",
        ];
        for (number, text) in (1..).zip(broken) {
            fs::write(&path, text).unwrap();
            let (mut file, progress, notice) = ProgressFile::open_at(path.clone());
            assert_eq!(progress, Progress::default());
            let name = match number {
                4 => "progress.newer-1.toml".to_owned(),
                _ => format!("progress.broken-{number}.toml"),
            };
            let notice = notice.expect("it is said");
            assert!(notice.contains(&name), "{notice}");
            assert_eq!(fs::read_to_string(folder.join(name)).unwrap(), text);
            // And one goes on with a new file.
            file.save(&self::progress()).unwrap();
            assert!(path.is_file());
        }
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn hostile_text_in_the_file_is_never_shown() {
        let text =
            "version = 1\n[lessons.18-partition]\nwhen = \"\\u001b[31m\"\nbest = 4000\n[lessons.\"../x\"]\n";
        let Ok(progress) = parse(text) else { panic!("it is progress") };
        let lesson = &progress.lessons[&LessonId("18-partition".into())];
        assert_eq!((lesson.when.as_str(), lesson.best), ("?[31m", Some(100)));
        assert_eq!(progress.lessons.len(), 1);
    }
}
