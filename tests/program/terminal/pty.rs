//! A program in a pseudo-terminal of its own, with a screen that understands what it writes.

use crate::support::PROGRAM;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZero;
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How long anything may take on a machine that is busy with other things. Nothing waits that long if all is well.
const PATIENCE: Duration = Duration::from_secs(30);

/// Everything that the program has written, and the screen that it makes.
struct Seen {
    parser: vt100::Parser,
    bytes: Vec<u8>,
}

/// A program in a pseudo-terminal.
pub struct Pty {
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    seen: Arc<Mutex<Seen>>,
    home: PathBuf,
}

/// Starts `raftarium` with these arguments, with 24 rows of 80 columns and no settings.
pub fn raftarium(arguments: &[&str]) -> Pty {
    Pty::start(PROGRAM, arguments, &[], None)
}

impl Pty {
    pub fn start(program: &str, arguments: &[&str], env: &[(&str, &str)], settings: Option<&str>) -> Pty {
        static NEXT: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let home =
            PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("home-{}-{number}", std::process::id()));
        let config = home.join(".config").join("raftarium");
        std::fs::create_dir_all(&config).unwrap();
        if let Some(settings) = settings {
            std::fs::write(config.join("config.toml"), settings).unwrap();
        }
        let pair = native_pty_system().openpty(size(80, 24)).unwrap();
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env_clear();
        command.env("PATH", std::env::var("PATH").unwrap_or_default());
        command.env("TERM", "xterm-256color");
        command.env("HOME", &home);
        for (name, value) in env {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let writer = pair.master.take_writer().unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let seen = Arc::new(Mutex::new(Seen {
            parser: vt100::Parser::new(cells(24), cells(80), 0),
            bytes: Vec::new(),
        }));
        let heard = Arc::clone(&seen);
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                let mut seen = heard.lock().unwrap();
                seen.parser.process(&buffer[..count]);
                seen.bytes.extend_from_slice(&buffer[..count]);
            }
        });
        Pty { master: pair.master, writer, child, seen, home }
    }

    pub fn home(&self) -> &PathBuf {
        &self.home
    }

    pub fn press(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    pub fn resize(&mut self, width: u16, height: u16) {
        self.seen.lock().unwrap().parser.screen_mut().set_size(cells(height), cells(width));
        self.master.resize(size(width, height)).unwrap();
    }

    pub fn screen(&self) -> String {
        self.seen.lock().unwrap().parser.screen().contents()
    }

    pub fn bytes(&self) -> Vec<u8> {
        self.seen.lock().unwrap().bytes.clone()
    }

    /// Waits until something holds of the screen.
    #[track_caller]
    pub fn until(&self, what: &str, holds: impl Fn(&vt100::Screen) -> bool) {
        let start = Instant::now();
        while !holds(self.seen.lock().unwrap().parser.screen()) {
            assert!(start.elapsed() < PATIENCE, "waited for {what}:\n{}", self.screen());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Waits until the screen shows a text.
    #[track_caller]
    pub fn shows(&self, text: &str) {
        self.until(text, |screen| screen.contents().contains(text));
    }

    /// Waits until everything is as it was before the program came: its screen, cursor, mouse and keys.
    #[track_caller]
    pub fn is_as_found(&self) {
        self.until("the terminal as it was found", |screen| {
            !screen.alternate_screen()
                && !screen.hide_cursor()
                && !screen.bracketed_paste()
                && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
        });
        let start = Instant::now();
        while !self.is_cooked() {
            assert!(start.elapsed() < PATIENCE, "keys are still raw: {}", self.modes());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Whether keys are echoed and come line by line.
    pub fn is_cooked(&self) -> bool {
        let modes = self.modes();
        ["icanon", "echo", "isig"].iter().all(|mode| modes.split_whitespace().any(|word| word == *mode))
    }

    /// What `stty` says of the terminal.
    fn modes(&self) -> String {
        let name = self.master.tty_name().unwrap();
        let terminal = std::fs::File::open(name).unwrap();
        let output = Command::new("stty").arg("-a").stdin(terminal).output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    pub fn pid(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    pub fn signal(&self, name: &str) {
        signal(self.pid(), name);
    }

    /// The exit code, when it has ended.
    #[track_caller]
    pub fn ends(&mut self) -> u32 {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.exit_code();
            }
            assert!(start.elapsed() < PATIENCE, "it does not end:\n{}", self.screen());
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        // Whatever a failed test has left behind.
        let _ = self.child.kill();
        let _ = std::fs::remove_dir_all(&self.home);
    }
}

pub fn signal(pid: u32, name: &str) {
    let status = Command::new("kill").args([&format!("-{name}"), &pid.to_string()]).status().unwrap();
    assert!(status.success(), "kill -{name} {pid}: {status}");
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).expect("a screen has cells")
}

fn size(cols: u16, rows: u16) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}
