//! `serve`: the site, until it is told to end.

use std::io::{self, ErrorKind, Write};
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use clap::builder::FalseyValueParser;
use tokio::net::{TcpListener, TcpSocket};
use tokio::runtime::Builder;
use tokio::signal::unix::{SignalKind, signal};

use super::place::{CorpusArguments, PROVER, called};
use crate::archive::{Error, Keeping, LiveArchive, Reloaded, Watch};
use crate::corpus::Files;
use crate::web::{self, Limits, RateLimit, Settings};

/// Serves the archive.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(super) struct Flags {
    /// The address and port to listen on; port 0 takes a free one
    #[arg(long, env = "G7CYBER_LISTEN", value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: String,
    #[command(flatten)]
    corpus: CorpusArguments,
    /// Keep the index in this folder, so that the next start need not build it
    #[arg(long, env = "G7CYBER_INDEX", value_name = "DIR")]
    index: Option<PathBuf>,
    /// Hold the texts of a kept index in memory where they take at most so many MiB; larger ones are read from it when they
    /// are looked at
    #[arg(long, env = "G7CYBER_TEXTS_IN_MEMORY", value_name = "MIB", default_value_t = Keeping::MOST_HELD >> 20)]
    texts_in_memory: u64,
    /// What absolute addresses begin with; `http://` and the listening address if not given
    #[arg(long, env = "G7CYBER_BASE_URL", value_name = "URL")]
    base_url: Option<String>,
    /// Look at the corpus every second and load it when it has changed
    #[arg(long, env = "G7CYBER_WATCH", value_parser = FalseyValueParser::new())]
    watch: bool,
    /// How many connections are held at once
    #[arg(long, env = "G7CYBER_CONNECTIONS", value_name = "NUMBER", default_value = "4096",
          value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    connections: u32,
    /// How many requests a minute one visitor may make; without it, any number
    #[arg(long, env = "G7CYBER_REQUESTS_PER_MINUTE", value_name = "NUMBER",
          value_parser = clap::value_parser!(u32).range(1..))]
    requests_per_minute: Option<u32>,
    /// A proxy that names visitors in `X-Forwarded-For`; may be repeated, or several with commas
    #[arg(long, env = "G7CYBER_TRUSTED_PROXY", value_name = "ADDRESS", value_delimiter = ',')]
    trusted_proxy: Vec<IpAddr>,
}

impl Flags {
    fn keeping(&self) -> Option<Keeping> {
        let directory = self.index.clone()?;
        Some(Keeping { directory, most_held: self.texts_in_memory.saturating_mul(1024 * 1024) })
    }

    fn limits(&self) -> Limits {
        Limits {
            connections: self.connections.min(affordable_connections()),
            rate_limit: self.requests_per_minute.map(|number| RateLimit::new(number, self.trusted_proxy.clone())),
            ..Limits::default()
        }
    }

    /// Serves until the process is told to end.
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        // Before loading: a port in use is told at once.
        let runtime = Builder::new_multi_thread().enable_all().build().context("could not start the threads")?;
        let entered = runtime.enter();
        let listener = self.bind()?;
        let address = listener.local_addr()?;
        let files = self.corpus.files()?;
        let base_url = match &self.base_url {
            Some(given) => checked(given)?,
            None => format!("http://{address}"),
        };
        if self.base_url.is_none() && address.ip().is_unspecified() {
            tracing::warn!(%base_url, "links begin with an address that is nobody's; --base-url takes the one that is known");
        }
        let corpus = called(&files);
        let watch = self.watch.then(|| watch(&files)).flatten();
        let live = Arc::new(LiveArchive::open_proved(files, self.keeping(), PROVER)?);
        let limits = self.limits();
        runtime.block_on(async {
            let end = end()?;
            tokio::spawn(keep_true(Arc::clone(&live), watch, signal(SignalKind::hangup())?));
            let now = live.current();
            tracing::info!(%corpus, release = %now.release(), documents = now.corpus().documents().len(), "ready");
            drop(now);
            // Whoever is served does not depend on somebody reading this.
            let _ = writeln!(io::stdout(), "serving on http://{address}");
            web::serve(listener, web::router(live, &Settings { base_url }), limits, end).await;
            anyhow::Ok(())
        })?;
        tracing::info!("ended");
        // A search that nobody waits for any more does not hold the end.
        drop(entered);
        runtime.shutdown_background();
        Ok(ExitCode::SUCCESS)
    }

    fn bind(&self) -> anyhow::Result<TcpListener> {
        let help = || format!("cannot listen on `{}`; --listen takes another address and port", self.listen);
        let mut failed = None;
        for address in self.listen.to_socket_addrs().with_context(help)? {
            match listen(address) {
                Ok(listener) => return Ok(listener),
                Err(error) => failed = Some(error),
            }
        }
        Err(failed.unwrap_or_else(|| ErrorKind::AddrNotAvailable.into())).with_context(help)
    }
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // A server that is started again need not wait until the connections of the last are forgotten.
    socket.set_reuseaddr(true)?;
    // Left to itself the system takes in megabytes for a reader who takes nothing, all of them made for nobody.
    socket.set_send_buffer_size(256 * 1024)?;
    socket.bind(address)?;
    // The standard library's backlog of 128 overflows when a crowd comes at once; they would wait a second and more.
    socket.listen(4096)
}

/// Returns a base address that is one, without the slash at its end.
pub(super) fn checked(given: &str) -> anyhow::Result<String> {
    let url = url::Url::parse(given).with_context(|| format!("`{given}` is not an address"))?;
    if !url.username().is_empty() || url.password().is_some() {
        bail!("--base-url holds a user or a password, which every link would show; take them out of it");
    }
    if !matches!(url.scheme(), "http" | "https")
        || url.query().is_some()
        || url.fragment().is_some()
        || url.path() != "/"
    {
        bail!("`{given}` cannot begin addresses; --base-url takes one such as `https://example.org`");
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

/// Returns how many connections fit into the files that the process may open, leaving some for everything else.
fn affordable_connections() -> u32 {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"));
    let files = line.and_then(|rest| rest.split_whitespace().next()?.parse::<u32>().ok());
    files.map_or(u32::MAX, |files| files.saturating_sub(64).max(16))
}

/// Resolves when the process is asked to end.
pub(super) fn end() -> anyhow::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate()).context("could not listen for signals")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("could not listen for signals")?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("told to end; finishing what is in flight");
    })
}

fn watch(files: &Files) -> Option<Watch> {
    match files {
        Files::Directory(folder) => Some(Watch::over(folder)),
        Files::Embedded => {
            tracing::info!("there is nothing to watch: the corpus inside the program does not change");
            None
        }
    }
}

/// Proves a kept archive that was believed; then loads the corpus again at every hang-up signal, and whenever a watched
/// corpus has changed.
async fn keep_true(live: Arc<LiveArchive>, mut watch: Option<Watch>, mut hangup: tokio::signal::unix::Signal) {
    if live.is_unproved() {
        let proof = told(&live, LiveArchive::prove).await;
        match proof {
            Some(Reloaded::Same) => tracing::info!("the corpus is what the kept index was made from, byte for byte"),
            Some(Reloaded::Swapped) => {
                tracing::warn!("the corpus is not what the kept index was made from; it is built anew")
            }
            None => {}
        }
    }
    let mut second = tokio::time::interval(Duration::from_secs(1));
    second.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        let wanted = tokio::select! {
            asked = hangup.recv() => asked.is_some(),
            _ = second.tick(), if watch.is_some() => {
                let looked = tokio::task::spawn_blocking(move || {
                    let changed = watch.as_mut().is_some_and(Watch::changed);
                    (watch, changed)
                });
                let Ok((same, changed)) = looked.await else { return };
                watch = same;
                changed
            }
        };
        if wanted {
            match told(&live, LiveArchive::reload).await {
                Some(Reloaded::Swapped) => {
                    tracing::info!(release = %live.current().release(), "another corpus is served")
                }
                Some(Reloaded::Same) => tracing::info!("the corpus is the same"),
                None => {}
            }
        }
    }
}

/// Does what may put another archive in place, and logs why it could not be done.
async fn told(live: &Arc<LiveArchive>, work: fn(&LiveArchive) -> Result<Reloaded, Error>) -> Option<Reloaded> {
    let own = Arc::clone(live);
    // A panic in there ends the thread and not the server, which keeps what it has.
    match tokio::task::spawn_blocking(move || work(&own)).await {
        Ok(Ok(done)) => return Some(done),
        Ok(Err(error)) => refuse(&error, live.current().release()),
        Err(_) => tracing::error!("loading the corpus failed; the last good one stays"),
    }
    None
}

/// Logs why another corpus is not served.
fn refuse(error: &Error, kept: &crate::corpus::Release) {
    if let Error::Corpus { problems } = error {
        for problem in problems {
            tracing::error!(%problem, "the changed corpus is wrong");
        }
    }
    let error = error.to_string();
    let first = error.lines().next().unwrap_or_default();
    tracing::error!(error = first, release = %kept, "the last good corpus stays");
}
