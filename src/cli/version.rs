//! What the program is made of.

use std::io::{self, Write};

/// The crates that the program is built from, one `name version` a line.
const LOCKED: &str = include_str!(concat!(env!("OUT_DIR"), "/locked.txt"));

/// Asks for the version.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(super) struct Flags {
    /// Print the version
    #[arg(short = 'V', long)]
    pub(super) version: bool,
    /// With --version: list the crates that the program is built from, those for other platforms too
    #[arg(long, requires = "version")]
    verbose: bool,
}

impl Flags {
    /// Prints the version, and what is compiled in where that is wanted.
    pub(super) fn print(&self) -> io::Result<()> {
        let mut out = io::stdout().lock();
        writeln!(out, "g7cyber {}", env!("CARGO_PKG_VERSION"))?;
        if self.verbose {
            writeln!(out, "{LOCKED}")?;
        }
        Ok(())
    }
}
