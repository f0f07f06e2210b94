//! `raftarium web`: the edition for browsers, served on this machine.

mod serve;

use super::{Exit, print};
use crate::tui::terminal::block_on;
use anyhow::{Context, Result, bail};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use tokio::net::TcpListener;

/// Serve the browser edition on this machine
///
/// `web/build` in the source makes the folder that is served. Only this machine can reach the address. To host the
/// browser edition for others, copy the folder to any web server: docs/web.md tells how.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  web/build                            in the source: makes web/dist
  raftarium web                        then open the address that it prints
  raftarium web --port 0 /srv/course   any free port, another folder")]
pub(super) struct Args {
    /// The folder that `web/build` has made
    #[arg(value_name = "FOLDER", default_value = "web/dist")]
    folder: PathBuf,
    /// The port; 0 takes any free one
    #[arg(long, short, value_name = "PORT", default_value_t = 8015)]
    port: u16,
}

pub(super) fn run(args: &Args) -> Result<Exit> {
    let shown = args.folder.display();
    if !args.folder.join("index.html").is_file() {
        bail!("there is no browser edition in {shown}: run web/build in the source first");
    }
    let folder = args.folder.canonicalize().with_context(|| format!("cannot read {shown}"))?;
    block_on(async {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, args.port));
        let listener =
            TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))?;
        print(&format!("Raftarium is at http://{}/ (Ctrl-C ends)\n", listener.local_addr()?))?;
        tokio::select! {
            _ = tokio::signal::ctrl_c() => Ok(Exit::Good),
            never = serve::serve(listener, folder) => match never? {},
        }
    })
}
