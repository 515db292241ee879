//! The program: one binary that serves, searches, checks and publishes the archive.

use std::process::ExitCode;

fn main() -> ExitCode {
    g7cyber::cli::run()
}
