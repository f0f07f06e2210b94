//! `raftarium cards`: what is to be kept of the lessons.

use super::{Exit, atomic_write, file, lesson, print};
use crate::export::cards;
use crate::lesson::{Lesson, shipped_lessons};
use anyhow::{Result, bail};
use std::path::PathBuf;
use std::sync::Arc;

/// Print the cards of the lessons: what to remember from each, with its place in the paper
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  raftarium cards
  raftarium cards 14 18
  raftarium cards --html --out cards.html      one page for printing")]
pub(super) struct Args {
    /// Lessons, by id, number or file; default: the lessons that ship with the program
    #[arg(value_name = "LESSON")]
    lessons: Vec<String>,
    /// One page for printing, as HTML
    #[arg(long)]
    html: bool,
    /// The new file to write, never left half written. Default: standard output
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace an existing file
    #[arg(long, requires = "out")]
    force: bool,
}

pub(super) fn run(args: &Args) -> Result<Exit> {
    let lessons: Vec<Arc<Lesson>> = if args.lessons.is_empty() {
        shipped_lessons().to_vec()
    } else {
        args.lessons.iter().map(|name| lesson::find(name)).collect::<Result<_>>()?
    };
    if lessons.iter().all(|lesson| lesson.card().is_none()) {
        bail!("none of these lessons has a card");
    }
    let all = lessons.iter().map(Arc::as_ref);
    let mut bytes = Vec::new();
    if args.html {
        cards::html(all, &mut bytes)?;
    } else {
        bytes.extend(cards::text(all).into_bytes());
    }
    match &args.out {
        None => print(&String::from_utf8_lossy(&bytes))?,
        Some(path) => atomic_write::fill(path, |out| {
            out.write_all(&bytes)?;
            if !args.force && path.symlink_metadata().is_ok() {
                bail!("{} already exists: --force replaces it", file::shown(path));
            }
            Ok(())
        })?,
    }
    Ok(Exit::Good)
}
