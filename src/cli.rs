//! The commands: what they are called, what they take, and how they end.
//!
//! Every flag is also an environment variable. A command that could not do its work ends with 1 and says why on
//! standard error, wrong arguments end with 2. Each command has a file of its own, with its flags and its `run`.

mod align;
mod annotate;
mod check;
mod compare;
mod data;
mod export;
#[cfg(feature = "import")]
mod fetch;
#[cfg(feature = "import")]
mod import;
mod index;
mod init;
mod literal;
mod log;
mod mcp;
mod place;
mod publish;
mod quote;
#[cfg(feature = "import")]
mod review;
mod search;
mod serve;
mod term;
mod version;
#[cfg(feature = "import")]
mod watch;

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use anyhow::Context;
use clap::{CommandFactory, Parser, Subcommand};
use tokio::signal::unix::{SignalKind, signal};

use crate::wording::visible;

/// A searchable web archive of G7 cyber declarations.
///
/// Without a command it serves. Every flag can also be given as the environment variable shown beside it.
#[derive(Debug, Parser)]
#[command(name = "g7cyber", disable_version_flag = true, args_conflicts_with_subcommands = true, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    log: log::Flags,
    #[command(flatten)]
    version: version::Flags,
    #[command(flatten)]
    serve: serve::Flags,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Begin a corpus: write out the embedded one, or an empty one
    Init(init::Flags),
    /// Serve the archive as a web site, until told to end
    Serve(serve::Flags),
    #[cfg(feature = "import")]
    /// Write a draft document from HTML, PDF, DOCX, plain text or a capture; nothing is overwritten
    Import(import::Flags),
    #[cfg(feature = "import")]
    /// Get the texts of records from their official addresses
    Fetch(fetch::Flags),
    /// Search the archive in the terminal
    Search(search::Flags),
    /// Tell where a word or phrase is first and last used, or that no text has it
    Term(term::Flags),
    /// Check a quotation, or every quotation of a text, word for word
    Quote(quote::Flags),
    /// Answer a language model on this machine, over standard input and output (Model Context Protocol)
    Mcp(mcp::Flags),
    /// Compare two texts, paragraph by paragraph or word by word
    Compare(compare::Flags),
    /// Build the index ahead of serving
    Index(index::Flags),
    /// Write the archive as a dataset: tables, descriptions, checksums, and all as one file
    Data(data::Flags),
    /// Write the site as plain files that work without a server
    Export(export::Flags),
    /// Tell everything that is wrong or lacking in a corpus
    Check(check::Flags),
    #[cfg(feature = "import")]
    /// Look whether the pages of sources still have the words that were published, and note it in the corpus
    Watch(watch::Flags),
    #[cfg(feature = "import")]
    /// Show a draft and its source side by side in a browser on this machine
    Review(review::Flags),
    /// Propose which paragraphs of two texts in different languages say the same; nothing is overwritten
    Align(align::Flags),
    /// Number new paragraphs and append what changed to the ledger
    Publish(publish::Flags),
    /// Add a reason to something that was published
    Annotate(annotate::Flags),
}

/// Does what the command line says and returns how it ended.
#[must_use]
pub fn run() -> ExitCode {
    let mut root = Arguments::command();
    root.build();
    match Arguments::parse_from(literal::sorted(&root, std::env::args_os())).run() {
        Ok(code) => code,
        // Whoever read the output has seen enough, as `head` has.
        Err(error) if error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == ErrorKind::BrokenPipe) => {
            ExitCode::SUCCESS
        }
        Err(error) => {
            // Where standard error is full the exit code still tells.
            let told = format!("{error:#}");
            let told: Vec<_> = told.lines().map(visible).collect();
            let _ = writeln!(io::stderr(), "g7cyber: {}", told.join("\n"));
            ExitCode::FAILURE
        }
    }
}

impl Arguments {
    fn run(self) -> anyhow::Result<ExitCode> {
        if self.version.version {
            self.version.print()?;
            return Ok(ExitCode::SUCCESS);
        }
        self.log.start()?;
        outlive_file_limits().context("could not listen for signals")?;
        match self.command.unwrap_or(Command::Serve(self.serve)) {
            Command::Serve(flags) => flags.run(),
            Command::Init(flags) => flags.run(),
            Command::Data(flags) => flags.run(),
            Command::Export(flags) => flags.run(),
            #[cfg(feature = "import")]
            Command::Review(flags) => flags.run(),
            #[cfg(feature = "import")]
            Command::Watch(flags) => flags.run(),
            Command::Align(flags) => flags.run(),
            Command::Annotate(flags) => flags.run(),
            #[cfg(feature = "import")]
            Command::Import(flags) => flags.run(),
            #[cfg(feature = "import")]
            Command::Fetch(flags) => flags.run(),
            Command::Search(flags) => flags.run(),
            Command::Term(flags) => flags.run(),
            Command::Quote(flags) => flags.run(),
            Command::Mcp(flags) => flags.run(),
            Command::Compare(flags) => flags.run(),
            Command::Index(flags) => flags.run(),
            Command::Check(flags) => flags.run(),
            Command::Publish(flags) => flags.run(),
        }
    }
}

/// Makes of a file that may not grow any more an error where it is written; else the system ends the program silently.
fn outlive_file_limits() -> io::Result<()> {
    const SIGXFSZ: i32 = 25;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    let _entered = runtime.enter();
    // The handler stays for as long as the process.
    signal(SignalKind::from_raw(SIGXFSZ)).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_do_not_contradict_each_other() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn every_flag_is_an_environment_variable_and_says_what_it_does() {
        let root = Arguments::command();
        for command in root.get_subcommands().chain([&root]) {
            for argument in command.get_arguments() {
                let name = argument.get_id().as_str();
                assert!(argument.get_help().is_some(), "`{name}` of `{}` has no help", command.get_name());
                if argument.is_positional() || ["help", "version", "verbose"].contains(&name) {
                    continue;
                }
                let expected = format!("G7CYBER_{}", name.to_uppercase());
                let found = argument.get_env().map(|name| name.to_string_lossy().into_owned());
                assert_eq!(found.as_deref(), Some(expected.as_str()), "`{name}` of `{}`", command.get_name());
            }
        }
    }
}
