//! A page that plays the run in a browser: one file that needs nothing else, not even a network.
//!
//! The page's own HTML, style and script are in `assets/player`, in small files, and are put together here; what
//! differs from run to run is a block of data (`record` says how it is made). A content security policy names the one
//! style and the one script by their hashes and forbids all else, so that even markup that slipped through would do
//! nothing.

mod data;
mod entries;
pub(super) mod escape;
mod messages;
mod server;
mod story;
mod words;

use super::{ExportError, Subject};
use crate::history::Run;
use crate::link::{Link, LinkPlace};
use crate::script::session;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use escape::{escape, readable};
use std::io::{self, Write};

/// The most steps of a page: a browser is to load it at once, and to go anywhere in it at once.
pub const MOST_STEPS: u64 = 20_000;

/// The longest title and introduction.
const LONGEST_TITLE: usize = 200;
const LONGEST_INTRO: usize = 2_000;

const PAGE: &str = include_str!("../../assets/player/page.html");

/// The parts of a style or a script, in their order.
macro_rules! parts {
    ($($name:literal),+ $(,)?) => { concat!($(include_str!(concat!("../../assets/player/", $name)), "\n"),+) };
}

const STYLE: &str = parts!["palette.css", "page.css", "cluster.css", "logs.css", "dock.css", "panes.css"];

/// A module, so that its names are its own.
const SCRIPT: &str = parts![
    "dom.js",
    "recording.js",
    "clock.js",
    "captions.js",
    "ring.js",
    "cuts.js",
    "messages.js",
    "cluster.js",
    "logs.js",
    "votes.js",
    "properties.js",
    "events.js",
    "space_time.js",
    "scrubber.js",
    "subtitle.js",
    "controls.js",
    "player.js",
];

/// What else is to be known for a page.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Options<'a> {
    /// Where the browser edition is, if there is one: the page then links to the same run there.
    pub address: Option<&'a str>,
}

/// Writes the page.
///
/// # Errors
/// If there are no such steps, if they are more than [`MOST_STEPS`], or if it cannot be written.
pub fn write(subject: &Subject, options: Options, out: &mut dyn Write) -> Result<(), ExportError> {
    let title = readable(&subject.marked_title(), LONGEST_TITLE);
    let intro = readable(subject.intro, LONGEST_INTRO);
    let subject = Subject { title: &title, intro: &intro, ..*subject };
    let mut story = None;
    let mut rest = PAGE;
    // What is put in is never looked at again: a title may say what it likes.
    while let Some((before, marked)) = rest.split_once("{{") {
        let Some((name, after)) = marked.split_once("}}") else { break };
        out.write_all(before.as_bytes())?;
        match name {
            "policy" => policy(out)?,
            "title" => escape(if title.is_empty() { "A run of Raft" } else { &title }, out)?,
            "intro" => escape(&intro, out)?,
            "style" => out.write_all(STYLE.as_bytes())?,
            "script" => out.write_all(SCRIPT.as_bytes())?,
            "live" => live(subject.run, options, out)?,
            "run" => story = Some(data::write(&subject, out)?),
            "story" => story.iter().try_for_each(|story| story.write(out))?,
            _ => {}
        }
        rest = after;
    }
    out.write_all(rest.as_bytes())?;
    Ok(())
}

/// The link to the browser edition: with the run in it if it fits, otherwise to the edition alone.
fn live(run: &Run, options: Options, out: &mut dyn Write) -> io::Result<()> {
    let Some(address) = options.address else { return Ok(()) };
    let to_run =
        run.world().driver().can_act().then(|| LinkPlace::Run { text: session::write(run), step: None });
    let fragment = to_run.and_then(|place| Link { place: Some(place), question: None }.fragment().ok());
    let (fragment, leads) = match fragment {
        Some(fragment) => (fragment, "This run in Raftarium: act, ask, and try something else"),
        None => (String::new(), "Raftarium, without this run: open its file there"),
    };
    write!(out, "\n    <a class=\"live link\" href=\"")?;
    escape(&format!("{address}{fragment}"), out)?;
    write!(out, "\" title=\"{leads}\" rel=\"noopener noreferrer\">open in Raftarium</a>")
}

/// Nothing may be loaded from anywhere, and nothing may run but this style and this script.
fn policy(out: &mut dyn Write) -> io::Result<()> {
    let hash = |text: &str| BASE64.encode(hmac_sha256::Hash::hash(text.as_bytes()));
    write!(
        out,
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
    )
}
