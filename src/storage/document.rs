//! A file that somebody opens: what it is, and that played to its end or shown on the screen.

use crate::explain::grouped;
use crate::history::Run;
use crate::language::{self, MOST_BYTES, Script};
use crate::script::session::{self, MOST_SESSION_BYTES, Resumed};
use crate::script::{self, PlayOptions};
use crate::sim::{StepId, Tape};
use crate::trace::{Footage, MOST_EVENTS, TapeError, to_tape};
use crate::tui::app::{App, introduced, title};
use crate::tui::home::opening;
use std::io::{self, BufRead, Read};
use std::sync::Arc;

/// How much of a file is looked at to see what it is, in bytes.
const LOOKED_AT: usize = 1 << 16;

/// What a file is, by how it begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// What some implementation of Raft has logged.
    Trace,
    /// A saved session.
    Session,
    /// A lesson, which begins with a head between two lines of `---`.
    Lesson,
    /// A script, or nothing that is known: the parser of scripts says what is wrong with it.
    Script,
}

impl Kind {
    /// What a file is that begins so.
    pub fn of(beginning: &str) -> Kind {
        if Footage::begins(beginning) {
            Kind::Trace
        } else if session::is_session(beginning) {
            Kind::Session
        } else if beginning.trim_start_matches('\u{feff}').lines().next().map(str::trim_end) == Some("---") {
            Kind::Lesson
        } else {
            Kind::Script
        }
    }

    /// What a file is of which nothing was read yet. Nothing of it is taken away.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn of_input(input: &mut impl BufRead) -> io::Result<Kind> {
        let bytes = input.fill_buf()?;
        Ok(Kind::of(&String::from_utf8_lossy(&bytes[..bytes.len().min(LOOKED_AT)])))
    }
}

/// What a file holds that can be shown as a run.
#[derive(Debug)]
pub struct Document {
    /// What the file is called, for the status line.
    pub name: String,
    content: Content,
}

#[derive(Debug)]
enum Content {
    Session(Box<Resumed>),
    Script(Script, String),
    Trace(Box<Tape>, Vec<String>),
}

/// Why a file cannot be shown as a run.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// It cannot be read.
    #[error("cannot read {0}")]
    Read(String, #[source] io::Error),
    /// It is larger than anything that is read whole.
    #[error("{0} is larger than {kib} KiB, the maximum for such a file", kib = MOST_SESSION_BYTES / 1024)]
    TooLarge(String),
    /// It is larger than a script.
    #[error("{0} is larger than {kib} KiB, the maximum for a script", kib = MOST_BYTES / 1024)]
    NoScript(String),
    /// It is a lesson, which is played otherwise.
    #[error(
        "{0} is a lesson, not a script: `raftarium lesson {0}` plays it, `raftarium lesson run {0} --answers FILE` grades answers"
    )]
    Lesson(String),
    /// There are mistakes in it: each with its place, as they are shown.
    #[error("{0}")]
    Mistakes(String),
    /// It is a trace that cannot be shown.
    #[error("cannot open {0}")]
    Trace(String, #[source] TraceError),
    /// A script of which no run comes, and why.
    #[error("{0}")]
    NoRun(String),
}

/// Why a trace cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum TraceError {
    /// It cannot be read any further.
    #[error(transparent)]
    Read(#[from] io::Error),
    /// No line of it can be read: what is wrong with the first, and that line.
    #[error("{0}")]
    NoEvent(String),
    /// It cannot be played.
    #[error(transparent)]
    Tape(#[from] TapeError),
}

/// A run, played to its end: for whoever shows nothing.
#[derive(Debug)]
pub struct Played {
    /// What it is called.
    pub title: String,
    /// What it shows; may be empty.
    pub intro: String,
    /// The run. The cursor is where it stands.
    pub run: Run,
    /// What a script says, each with the last step before it.
    pub notes: Vec<(StepId, String)>,
    /// What is not as it should be, if anything: an expectation that does not hold, a session that plays out otherwise.
    pub trouble: Option<String>,
}

impl Document {
    /// Reads a session, a script or a trace. `stem` is what it is called on the screen, if it has a name; `shown` is what
    /// it is called in what is said of it.
    ///
    /// # Errors
    /// If it cannot be read, or is none of them.
    pub fn read(
        stem: Option<String>,
        shown: &str,
        mut input: impl BufRead,
    ) -> Result<Document, DocumentError> {
        let broken = |error| DocumentError::Read(shown.to_owned(), error);
        if Kind::of_input(&mut input).map_err(broken)? == Kind::Trace {
            return trace(stem, input).map_err(|error| DocumentError::Trace(shown.to_owned(), error));
        }
        let mut bytes = Vec::new();
        input.take(MOST_SESSION_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(broken)?;
        if bytes.len() > MOST_SESSION_BYTES {
            return Err(DocumentError::TooLarge(shown.to_owned()));
        }
        let name = stem.unwrap_or_else(|| "session".into());
        let text = String::from_utf8_lossy(&bytes);
        // What a buffer held at first may have been too little to tell.
        if session::is_session(&text) {
            let read = session::read_bytes(&bytes)
                .map_err(|problems| DocumentError::Mistakes(problems.render(shown)))?;
            return Ok(Document { name, content: Content::Session(Box::new(read.resume())) });
        }
        if Kind::of(&text) == Kind::Lesson {
            return Err(DocumentError::Lesson(shown.to_owned()));
        }
        if bytes.len() > MOST_BYTES {
            return Err(DocumentError::NoScript(shown.to_owned()));
        }
        let script = language::parse_bytes(&bytes)
            .map_err(|problems| DocumentError::Mistakes(problems.render(shown)))?;
        Ok(Document { name, content: Content::Script(script, text.into_owned()) })
    }

    /// Whether it is a trace.
    pub fn is_trace(&self) -> bool {
        matches!(self.content, Content::Trace(..))
    }

    /// Plays it with no screen.
    ///
    /// # Errors
    /// If no run comes of it.
    pub fn play(self) -> Result<Played, DocumentError> {
        let Document { name, content } = self;
        match content {
            Content::Session(resumed) => {
                let Resumed { run, parted } = *resumed;
                let trouble =
                    parted.first().map(|first| format!("{name} does not run as it did before: {first}"));
                Ok(Played { title: name, intro: String::new(), run, notes: Vec::new(), trouble })
            }
            Content::Script(script, _) => {
                let options = PlayOptions { name: name.clone(), ..PlayOptions::default() };
                let (report, run) = script::play_through(&script, &options);
                let run = run.ok_or_else(|| DocumentError::NoRun(report.summary()))?;
                let trouble = (!report.held()).then(|| report.summary());
                let title = if report.title.is_empty() { name } else { report.title };
                Ok(Played { title, intro: report.intro, run, notes: report.notes, trouble })
            }
            Content::Trace(tape, remarks) => {
                let (title, intro) = introduced(&tape, &name, &remarks);
                let notes = tape.notes.clone();
                let run = Run::played(Arc::new(*tape));
                Ok(Played { title, intro, run, notes, trouble: None })
            }
        }
    }

    /// Shows it.
    ///
    /// # Errors
    /// If no run comes of it.
    pub fn show(self, app: &mut App) -> Result<(), DocumentError> {
        let Document { name, content } = self;
        match content {
            Content::Session(resumed) => {
                let Resumed { run, parted } = *resumed;
                let (servers, seed) = (run.world().size(), run.world().setup().seed);
                app.show(run, &title(&name, servers, seed));
                if let Some(first) = parted.first() {
                    let more = match parted.len() {
                        1 => String::new(),
                        count => format!(" (and {} more)", count - 1),
                    };
                    app.say("This does not run as it did before", &format!("{first}{more}"));
                }
            }
            Content::Script(script, text) => {
                app.show_script(&script, &name, &PlayOptions::default())
                    .map_err(|why| DocumentError::NoRun(format!("{name}: {why}")))?;
                if let Some((title, place, what)) = opening(&text) {
                    app.open_story(&title, place, &what);
                }
                app.written_as(&text);
            }
            Content::Trace(tape, remarks) => app.show_trace(*tape, &name, &remarks),
        }
        Ok(())
    }
}

/// Reads a trace: what can be read of it, and what is to be said of the rest.
fn trace(stem: Option<String>, input: impl BufRead) -> Result<Document, TraceError> {
    let footage = Footage::read(input)?;
    if footage.events.is_empty()
        && let Some(first) = footage.problems.first()
    {
        return Err(TraceError::NoEvent(format!("{first}\n  {}", first.quoted)));
    }
    let mut remarks = Vec::new();
    if let Some(first) = footage.problems.first() {
        remarks.push(match footage.broken {
            1 => format!("1 line could not be read ({first})"),
            many => format!("{many} lines could not be read; the first is {first}"),
        });
    }
    if footage.goes_on {
        remarks.push(format!("only the first {} events are shown", grouped(MOST_EVENTS as u64)));
    }
    if let Some(line) = footage.breaks_off {
        remarks.push(format!("it is incomplete in line {line}"));
    }
    let tape = to_tape(&footage)?;
    // What comes from standard input has no name.
    let name = stem.filter(|stem| stem != "-").unwrap_or_else(|| "trace".into());
    Ok(Document { name, content: Content::Trace(Box::new(tape), remarks) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Document, DocumentError> {
        Document::read(Some("file".into()), "file.txt", text.as_bytes())
    }

    #[test]
    fn what_a_file_is_shows_in_how_it_begins() {
        for (beginning, kind) in [
            ("# ours\n1 1 ada leader\n", Kind::Trace),
            ("\u{feff}{\"trace\": \"raft\"}\n", Kind::Trace),
            ("# A session of Raftarium\nsession 1\n", Kind::Session),
            ("---\nid: 18-partition\n", Kind::Lesson),
            ("# A story\nservers 5\n", Kind::Script),
            ("", Kind::Script),
        ] {
            assert_eq!(Kind::of(beginning), kind, "{beginning:?}");
        }
    }

    #[test]
    fn a_file_becomes_a_run_whatever_it_is() {
        let script = read("servers 3\nrun until leader exists within 10s\n").expect("a script");
        let played = script.play().expect("a run");
        assert!(played.run.world().leader().is_some() && played.trouble.is_none());
        let session = read(&session::write(&played.run)).expect("a session").play().expect("a run");
        assert_eq!((session.run.end(), session.trouble), (played.run.end(), None));
        let trace = read("1 1 ada leader\n2 1 bob follower\n").expect("a trace");
        assert!(trace.is_trace() && trace.name == "file");
        assert!(!trace.play().expect("a run").run.world().driver().can_act());
    }

    #[test]
    fn a_lesson_is_told_in_one_sentence() {
        let said = read("---\nid: 30-own\n---\n\n## One\n").expect_err("no script").to_string();
        assert!(said.contains("raftarium lesson run file.txt") && said.lines().count() == 1, "{said}");
    }

    #[test]
    fn what_is_wrong_with_a_file_is_said_with_its_name_and_place() {
        let said = read("servers 3\nrun untl leader exists\n").expect_err("a mistake").to_string();
        assert!(said.contains("file.txt") && said.contains('2'), "{said}");
        let large = "#".repeat(MOST_BYTES + 1);
        assert!(matches!(read(&large), Err(DocumentError::NoScript(name)) if name == "file.txt"));
    }
}
