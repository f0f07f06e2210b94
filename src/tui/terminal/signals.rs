//! Signals: asked to end, asked to stop, continued.

/// What a signal asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Signal {
    /// To end; the signal's number.
    End(u8),
    /// To stop, as Ctrl-Z in a shell.
    Stop,
    /// To go on: the process was stopped, maybe by a signal that cannot be caught.
    Continued,
    /// The terminal has another size. crossterm tells it too, but loses it when a key comes at the same moment.
    Resized,
}

#[cfg(unix)]
pub(super) use unix::{Signals, stop_group, stop_here};

#[cfg(unix)]
mod unix {
    use super::Signal;
    use rustix::process::{self, Signal as Raw};
    use std::io;
    use tokio::signal::unix::{SignalKind, signal};

    /// The signals that are listened to, while this lives.
    pub(in crate::tui::terminal) struct Signals {
        terminate: tokio::signal::unix::Signal,
        hang_up: tokio::signal::unix::Signal,
        interrupt: tokio::signal::unix::Signal,
        quit: tokio::signal::unix::Signal,
        stop: tokio::signal::unix::Signal,
        continued: tokio::signal::unix::Signal,
        resized: tokio::signal::unix::Signal,
    }

    impl Signals {
        pub fn listen() -> io::Result<Signals> {
            let of = |raw: Raw| signal(SignalKind::from_raw(raw.as_raw()));
            Ok(Signals {
                terminate: of(Raw::TERM)?,
                hang_up: of(Raw::HUP)?,
                interrupt: of(Raw::INT)?,
                quit: of(Raw::QUIT)?,
                stop: of(Raw::TSTP)?,
                continued: of(Raw::CONT)?,
                resized: of(Raw::WINCH)?,
            })
        }

        pub async fn next(&mut self) -> Signal {
            let end = |raw: Raw| Signal::End(raw.as_raw() as u8);
            tokio::select! {
                _ = self.terminate.recv() => end(Raw::TERM),
                _ = self.hang_up.recv() => end(Raw::HUP),
                _ = self.interrupt.recv() => end(Raw::INT),
                _ = self.quit.recv() => end(Raw::QUIT),
                _ = self.stop.recv() => Signal::Stop,
                _ = self.continued.recv() => Signal::Continued,
                _ = self.resized.recv() => Signal::Resized,
            }
        }
    }

    /// Asks our whole job to stop, as the terminal does for Ctrl-Z when keys are not raw: `cargo run` must stop
    /// along with us, or the shell would wait for it. Comes back to us as [`Signal::Stop`]. Says whether
    /// there is a shell that could continue us.
    pub(in crate::tui::terminal) fn stop_group() -> bool {
        // Who leads the session was started by a terminal, not by a shell: nobody would ever continue it.
        let alone = process::getsid(None).is_ok_and(|leader| leader == process::getpid());
        !alone && process::kill_current_process_group(Raw::TSTP).is_ok()
    }

    /// Stops this process; returns when it is continued.
    pub(in crate::tui::terminal) fn stop_here() {
        if let Err(error) = process::kill_process(process::getpid(), Raw::STOP) {
            tracing::warn!("cannot stop: {error}");
        }
    }
}

#[cfg(not(unix))]
pub(super) use other::{Signals, stop_group, stop_here};

#[cfg(not(unix))]
mod other {
    use super::Signal;

    /// Ctrl-C from outside is all there is here.
    pub(in crate::tui::terminal) struct Signals;

    impl Signals {
        pub fn listen() -> std::io::Result<Signals> {
            Ok(Signals)
        }

        pub async fn next(&mut self) -> Signal {
            match tokio::signal::ctrl_c().await {
                Ok(()) => Signal::End(2),
                Err(_) => std::future::pending().await,
            }
        }
    }

    /// There are no jobs here.
    pub(in crate::tui::terminal) fn stop_group() -> bool {
        false
    }

    pub(in crate::tui::terminal) fn stop_here() {}
}
