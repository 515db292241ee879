//! `review`: a draft and its source side by side in a browser, until told to end.

use std::io::{Write, stderr, stdout};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use tokio::net::TcpListener;
use tokio::runtime::Builder;

use super::place::{CorpusArguments, PROVER, document, say};
use super::publish::refused;
use super::serve::end;
use crate::corpus::{self, DocumentId};
use crate::web::{self, Limits};

/// Shows a draft beside its source.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(super) struct Flags {
    /// The document
    #[arg(value_name = "ID", value_parser = document)]
    id: DocumentId,
    #[command(flatten)]
    corpus: CorpusArguments,
}

impl Flags {
    /// Prints the address and shows the draft there, as its file is at the moment, until the process is told to end.
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let files = self.corpus.files()?;
        say(&files);
        let id = self.id;
        let look = move || corpus::review(&files, &id, &PROVER);
        if let Err(problems) = look() {
            return refused(&problems, "there is nothing to review");
        }
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.context("could not start the threads")?;
        runtime.block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.context("cannot listen on this machine")?;
            let end = end()?;
            writeln!(stdout(), "review on http://{}", listener.local_addr()?)?;
            writeln!(stderr(), "open it in a browser; Ctrl-C ends it")?;
            web::serve(listener, web::review(Arc::new(look)), Limits::default(), end).await;
            anyhow::Ok(())
        })?;
        runtime.shutdown_background();
        Ok(ExitCode::SUCCESS)
    }
}
