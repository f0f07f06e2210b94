//! `raftarium demo`: a short run for a class.

use super::{Exit, file, print, screen};
use crate::language::{MOST_BYTES, parse_bytes};
use crate::nearest::{did_you_mean, nearest};
use crate::tui::home::{Scenario, opening};
use crate::untrusted::printable;
use anyhow::{Result, anyhow, bail};
use std::fmt::Write as _;
use std::path::Path;

/// Show a class a short run that stops where there is something to say
///
/// The demo opens paused, before its first step. PageDown plays to the next pause (pressed again while it plays, it goes
/// there at once), and PageUp goes back, so a slide clicker is all you need. b makes the screen black, and F5 goes to the
/// beginning. The demo plays the same way every time. All other keys work too, and PageDown leads back into the demo.
///
/// A demo of your own is a script with `pause` lines: see `raftarium language`.
#[expect(clippy::doc_markdown, reason = "the help shows names of keys as they are written")]
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  raftarium demo                      the list of demos
  raftarium demo split-vote
  raftarium demo figure-8-overwritten --theme light
  raftarium demo my-demo.raft")]
pub(super) struct Args {
    /// The name of a demo, or a script; without it, the list of demos
    #[arg(value_name = "NAME or FILE")]
    demo: Option<String>,
}

pub(super) fn run(args: &Args, options: &screen::Options) -> Result<Exit> {
    let Some(name) = &args.demo else {
        print(&list())?;
        return Ok(Exit::Good);
    };
    if let Some(demo) = Scenario::demo(name) {
        return screen::session(options, |app| {
            app.obey(&format!("demo {}", demo.word())).map_err(|mistake| anyhow!("{}", mistake.message))
        });
    }
    let path = Path::new(name);
    let is_file = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("raft"));
    if !is_file && !path.is_file() {
        let names: Vec<&str> = Scenario::demos().map(|demo| demo.word()).collect();
        let near = nearest(name, names);
        let hint = near.map(|near| format!(": {}", did_you_mean(near))).unwrap_or_default();
        bail!("there is no demo '{}'{hint} (`raftarium demo` lists them)", printable(name, 60));
    }
    let shown = file::shown(path);
    let bytes = file::read(path, MOST_BYTES)?;
    if let Some(why) = file::is_no_script(&bytes, &shown) {
        bail!("{why}");
    }
    let script = parse_bytes(&bytes).map_err(|problems| anyhow!("{}", problems.render(&shown)))?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    screen::session(options, |app| {
        let (title, place, what) = opening(&text).unwrap_or_default();
        let stem = path.file_stem().map_or_else(|| "demo".into(), |stem| stem.to_string_lossy());
        let title = if title.is_empty() { stem.into_owned() } else { title };
        app.show_demo(&script, &title, (&title, place, &what)).map_err(|why| anyhow!("{shown}: {why}"))
    })
}

fn list() -> String {
    let widest = Scenario::demos().map(|demo| demo.word().len()).max().unwrap_or(0);
    let mut text = String::new();
    for demo in Scenario::demos() {
        // Writing into a string never fails.
        let _ = writeln!(text, "{:<widest$}  {} ({})", demo.word(), demo.title, demo.place);
    }
    text.push_str(
        "\n`raftarium demo NAME` opens one, paused before its first step; PageDown plays it, and PageUp goes back.\n",
    );
    text
}
