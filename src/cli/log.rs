//! Logs: on standard error, readable on a terminal, JSON where an operator collects them.
//!
//! At the default level no line names a visitor, an address they asked for or what they searched.

use std::io::{self, IsTerminal};
use std::panic::{self, PanicHookInfo};
use std::thread;

use clap::ValueEnum;
use tracing_subscriber::EnvFilter;

/// How the program tells what it does.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(super) struct Flags {
    /// What is logged: error, warn, info, debug, or a filter by part such as `info,g7cyber::web=debug`
    #[arg(long, env = "G7CYBER_LOG", default_value = "info", value_name = "LEVEL", global = true)]
    log: String,
    /// How log lines are written
    #[arg(long, env = "G7CYBER_LOG_FORMAT", default_value = "text", value_name = "FORMAT", global = true)]
    log_format: Format,
}

/// How a log line is written.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// One readable line an event.
    Text,
    /// One JSON object an event.
    Json,
}

impl Flags {
    /// Starts the log.
    ///
    /// # Errors
    ///
    /// When the filter has no meaning.
    pub(super) fn start(&self) -> anyhow::Result<()> {
        let filter = EnvFilter::try_new(&self.log)
            .map_err(|error| anyhow::anyhow!("`{}` is not a log level or filter: {error}", self.log))?
            // The renderer of the cards would spell out the words that it draws.
            .add_directive("usvg=off".parse()?);
        // A line that cannot be written, on a full disk, is lost; telling so would fail as well, and end the program.
        let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).log_internal_errors(false);
        match self.log_format {
            Format::Text => log.with_ansi(io::stderr().is_terminal() && colour_wanted()).init(),
            Format::Json => log.json().flatten_event(true).init(),
        }
        panic::set_hook(Box::new(tell));
        Ok(())
    }
}

/// Logs a panic in a line: where, and in the main thread why. Elsewhere its words may be those of a visitor.
fn tell(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string);
    let why = panic.payload_as_str().filter(|_| thread::current().name() == Some("main"));
    tracing::error!(place, why, "panicked");
}

/// Tells whether colour is wanted where there is a terminal: not if `NO_COLOR` has any value (<https://no-color.org>).
pub(super) fn colour_wanted() -> bool {
    std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}
