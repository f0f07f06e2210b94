//! What a learner has done, as `progress.toml`: readable, and never lost by accident.

use super::{Store, StoreError};
use crate::lesson::progress::{PROGRESS_VERSION, Progress};
use crate::untrusted::printable;

/// What the text is called.
const NAME: &str = "progress.toml";
/// The largest text that is read, in bytes.
const LARGEST: u64 = 1 << 20;
/// How many texts that could not be read are kept aside.
const MOST_ASIDE: usize = 100;
/// How the text begins.
const HEAD: &str = "# What you have done in Raftarium's lessons. Steps and questions are counted from 1.\n";

/// Where a learner's progress is kept.
#[derive(Debug)]
pub struct KeptProgress {
    /// None without a home, or if what is there must not be written over.
    store: Option<Box<dyn Store>>,
    /// What was kept last from here: what has changed since then is applied to what others have kept.
    before: Progress,
}

impl KeptProgress {
    /// Reads what is there. What cannot be understood is kept aside; the notice says so.
    pub fn open(store: Option<Box<dyn Store>>) -> (KeptProgress, Progress, Option<String>) {
        let Some(mut store) = store else {
            let nowhere = KeptProgress { store: None, before: Progress::default() };
            let notice = "Without a home directory, progress is not saved".to_owned();
            return (nowhere, Progress::default(), Some(notice));
        };
        let read = match store.read(NAME, LARGEST) {
            Ok(None) => {
                let kept = KeptProgress { store: Some(store), before: Progress::default() };
                return (kept, Progress::default(), None);
            }
            Ok(Some(text)) => parse(&text),
            Err(why) => Err(Unread::Broken(why.to_string())),
        };
        let unread = match read {
            Ok(progress) => {
                let kept = KeptProgress { store: Some(store), before: progress.clone() };
                return (kept, progress, None);
            }
            Err(unread) => unread,
        };
        let (why, word) = match unread {
            Unread::Newer => (NEWER.to_owned(), "newer"),
            Unread::Broken(why) => (why, "broken"),
        };
        let shown = store.shown(NAME);
        let (store, notice) = match set_aside(store.as_mut(), word) {
            Ok(aside) => {
                let aside = store.shown(&aside);
                (Some(store), format!("Your progress starts over: the old file is kept as {aside} ({why})"))
            }
            Err(error) => (None, format!("Your progress is not saved: {error} ({shown}: {why})")),
        };
        (KeptProgress { store, before: Progress::default() }, Progress::default(), Some(notice))
    }

    /// Keeps progress, if it has changed. What another window or tab has kept meanwhile stays.
    ///
    /// # Errors
    /// Why it could not be written.
    pub fn save(&mut self, progress: &Progress) -> Result<(), String> {
        let Some(store) = self.store.as_mut().filter(|_| self.before != *progress) else {
            return Ok(());
        };
        let shown = store.shown(NAME);
        let _hold = store.hold(NAME);
        let kept = match store.read(NAME, LARGEST) {
            Ok(None) => Progress::default(),
            Ok(Some(text)) => match parse(&text) {
                Ok(kept) => kept,
                Err(Unread::Newer) => return Err(format!("{shown}: {NEWER}")),
                Err(Unread::Broken(why)) => {
                    set_aside(store.as_mut(), "broken")
                        .map_err(|error| format!("{shown}: {error} ({why})"))?;
                    Progress::default()
                }
            },
            Err(why) => return Err(format!("{shown}: {why}")),
        };
        let merged = progress.applied_to(&self.before, kept);
        let text = toml::to_string(&merged).map_err(|error| format!("{shown}: {error}"))?;
        store.write(NAME, &format!("{HEAD}{text}")).map_err(|error| format!("{shown}: {error}"))?;
        self.before = progress.clone();
        Ok(())
    }
}

/// Why a text of a later version is left alone.
const NEWER: &str = "it is from a newer version of this program";

/// Why a text is not progress.
enum Unread {
    Newer,
    Broken(String),
}

fn parse(text: &str) -> Result<Progress, Unread> {
    let broken = |error: toml::de::Error| {
        let line =
            error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        Unread::Broken(format!("line {line}: {}", printable(error.message(), 200)))
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

/// Gives the text another name under which nothing is yet.
fn set_aside(store: &mut dyn Store, word: &str) -> Result<String, StoreError> {
    for number in 1..=MOST_ASIDE {
        let other = format!("progress.{word}-{number}.toml");
        if !store.has(&other) {
            return store.rename(NAME, &other).map(|()| other);
        }
    }
    Err(StoreError::System(format!("there are already {MOST_ASIDE} such files")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::LessonId;
    use crate::lesson::play::{Position, TaskId};
    use crate::lesson::progress::{Answered, LessonProgress, SolvedIn};
    use crate::storage::Memory;

    fn progress() -> Progress {
        let question = TaskId { step: 1, number: 0 };
        let wrong = Answered { right: false, passed: false, believes: vec!["Longest wins.".into()] };
        let lesson = LessonProgress {
            when: "2026-11-23".into(),
            at: Position { step: 2, segment: 1 },
            finished: true,
            best: Some(80),
            answers: [(question, wrong)].into(),
            challenges: [(question, SolvedIn { actions: 5, par: 4, hints: 1, shown: false })].into(),
        };
        Progress { lessons: [(LessonId("18-partition".into()), lesson)].into(), ..Progress::default() }
    }

    fn open(store: &Memory) -> (KeptProgress, Progress, Option<String>) {
        KeptProgress::open(Some(Box::new(store.clone())))
    }

    fn store(kept: KeptProgress) -> Box<dyn Store> {
        kept.store.expect("it is kept")
    }

    #[test]
    fn what_is_kept_is_read_again_and_people_can_read_it() {
        let (mut kept, empty, notice) = open(&Memory::default());
        assert_eq!((empty, notice), (Progress::default(), None));
        kept.save(&progress()).expect("saved");
        let store = store(kept);
        let text = store.read(NAME, LARGEST).expect("readable").expect("there");
        assert!(text.contains("[lessons.18-partition]\nwhen = \"2026-11-23\"\nat = \"3.2\"\n"), "{text}");
        let (_, read, notice) = KeptProgress::open(Some(store));
        assert_eq!((read, notice), (progress(), None));
    }

    #[test]
    fn what_cannot_be_understood_is_kept_aside() {
        let broken = [
            ("version = 1\n[lessons\n", "progress.broken-1.toml"),
            ("version = 1\nlessons = 3\n", "progress.broken-2.toml"),
            ("lessons = {}\n", "progress.broken-3.toml"),
            ("version = 2\nnew = 1\n", "progress.newer-1.toml"),
        ];
        let mut kept: Box<dyn Store> = Box::new(Memory::default());
        for (text, name) in broken {
            kept.write(NAME, text).expect("written");
            let (mut anew, progress, notice) = KeptProgress::open(Some(kept));
            assert_eq!(progress, Progress::default());
            let notice = notice.expect("it is said");
            assert!(notice.contains(name), "{notice}");
            // And one goes on with a new text.
            anew.save(&self::progress()).expect("saved");
            kept = store(anew);
            assert_eq!(kept.read(name, LARGEST), Ok(Some(text.to_owned())), "{name}");
            assert!(kept.has(NAME));
        }
    }

    /// One store for two.
    type Shared = std::rc::Rc<std::cell::RefCell<Memory>>;

    #[test]
    fn two_windows_keep_what_each_of_them_does() {
        let shared = Shared::default();
        let open = || KeptProgress::open(Some(Box::new(shared.clone())));
        let ((mut one, mut first, _), (mut two, mut second, _)) = (open(), open());
        let done = |id: &str, best| {
            let lesson = LessonProgress { best: Some(best), ..LessonProgress::default() };
            (LessonId(id.into()), lesson)
        };
        first.lessons.extend([done("01-majorities", 10)]);
        one.save(&first).expect("saved");
        second.lessons.extend([done("02-first-election", 20)]);
        two.save(&second).expect("saved");
        first.lessons.extend([done("03-split-vote", 30)]);
        one.save(&first).expect("saved");
        let (_, all, _) = open();
        let best: Vec<_> = all.lessons.values().map(|lesson| lesson.best).collect();
        assert_eq!(best, [Some(10), Some(20), Some(30)]);
        // A later version of the program has written there meanwhile.
        let newer = "version = 2\n".to_owned();
        shared.borrow_mut().write(NAME, &newer).expect("written");
        second.lessons.extend([done("04-terms", 40)]);
        assert!(two.save(&second).is_err_and(|why| why.contains("newer version")));
        assert_eq!(shared.read(NAME, LARGEST), Ok(Some(newer)));
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
