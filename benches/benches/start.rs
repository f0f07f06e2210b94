//! From the start of the process to the first frame on a real terminal: at most 50 ms is the aim.

use criterion::{Criterion, criterion_group, criterion_main};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use std::io::{Read, Write};

/// Starts the program in a pseudo-terminal, reads until the last word of the first frame is there, and quits.
fn first_frame(arguments: &[&str], last_word: &str) {
    let size = PtySize { rows: 36, cols: 120, pixel_width: 0, pixel_height: 0 };
    let pty = native_pty_system().openpty(size).expect("there are pseudo-terminals");
    let mut command = CommandBuilder::new(benches::program());
    command.args(arguments);
    command.env("TERM", "xterm-256color");
    let mut child = pty.slave.spawn_command(command).expect("the program starts");
    drop(pty.slave);
    let mut reader = pty.master.try_clone_reader().expect("a terminal can be read");
    let mut writer = pty.master.take_writer().expect("a terminal can be written to");
    let (mut seen, mut chunk) = (String::new(), [0; 4096]);
    while !seen.contains(last_word) {
        let length = reader.read(&mut chunk).expect("the program is there");
        assert!(length > 0, "the program ended before its first frame");
        seen.push_str(&String::from_utf8_lossy(&chunk[..length]));
    }
    writer.write_all(b"q").expect("a key can be pressed");
    drop(writer);
    // What it writes to restore the terminal has to be taken, or it could not end.
    while reader.read(&mut chunk).is_ok_and(|length| length > 0) {}
    child.wait().expect("the program ends");
}

fn start(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("start, first frame and quit");
    group.sample_size(20);
    group.bench_function("home", |bencher| bencher.iter(|| first_frame(&[], "help")));
    group.bench_function("sandbox", |bencher| bencher.iter(|| first_frame(&["sandbox"], "help")));
    group.finish();
}

criterion_group!(benches, start);
criterion_main!(benches);
