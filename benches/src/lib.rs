//! What measurements of the program have in common. The measurements themselves are in `benches/`:
//!
//! ```text
//! cargo bench -p benches --bench fuzz
//! ```

use std::path::PathBuf;

/// The program as it was built last with the profile of the measurement: run `cargo build --release` first.
///
/// # Panics
///
/// If it was not built.
pub fn program() -> PathBuf {
    let measurement = std::env::current_exe().expect("the measurement is a file");
    // It is `release/deps/start-…`, and the program is `release/raftarium`.
    let built = measurement.ancestors().nth(2).expect("it is within the folder of what was built");
    let program = built.join(format!("raftarium{}", std::env::consts::EXE_SUFFIX));
    assert!(program.is_file(), "{} is not there: cargo build --release", program.display());
    program
}
