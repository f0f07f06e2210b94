//! `raftarium language`: how scripts and traces are written.

use super::{Exit, print};
use crate::language::LANGUAGE;
use crate::trace;
use anyhow::Result;
use clap::ValueEnum;

/// Describe how to write scripts or traces, on one page
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  raftarium language
  raftarium language traces")]
pub(super) struct Args {
    /// Which page
    #[arg(value_enum, value_name = "PAGE", default_value_t)]
    page: Page,
}

#[derive(ValueEnum, Clone, Copy, Debug, Default)]
enum Page {
    /// Scripts, for `raftarium run` and the palette
    #[default]
    Scripts,
    /// Traces, for `raftarium check` and `raftarium open`
    Traces,
}

pub(super) fn run(args: &Args) -> Result<Exit> {
    print(match args.page {
        Page::Scripts => LANGUAGE,
        Page::Traces => trace::FORMAT,
    })?;
    Ok(Exit::Good)
}
