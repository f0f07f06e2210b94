//! The `raftarium` binary.

use std::process::ExitCode;

fn main() -> ExitCode {
    raftarium::cli::main()
}
