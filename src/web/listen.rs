//! The server's loop: accepts connections, holds them to their limits and lets them finish at the end.
//!
//! Our own loop, because axum's installs no timer and half-sent headers would stay open for ever
//! (axum issues 2741 and 3478). Knows nothing of pages: what it refuses, the router says.

mod rate_limit;
mod slow_client;

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderValue, Request, Response, Version, header};
use axum::middleware::Next;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::{interval, timeout};
use tower::ServiceExt;

use super::error::Error;
use super::headers;
pub use rate_limit::RateLimit;
use slow_client::{SlowClientBody, SlowClientStream};

/// How long requests that are on their way at the end are still taken: hyper closes a connection at once that it has
/// read nothing from.
const LAST_CALL: Duration = Duration::from_millis(100);

/// What one connection may cost, and for how long.
#[derive(Debug)]
pub struct Limits {
    /// How many connections are held at once; one more is told to come back.
    pub connections: u32,
    /// How many bytes an address may have.
    pub address: usize,
    /// How many bytes the head of a request may have, its first line included.
    pub head: usize,
    /// How long the head of a request may take, and how long a connection may be silent between two.
    pub head_wait: Duration,
    /// How long the body of a request may take.
    pub body_wait: Duration,
    /// How long 16 KiB of an answer may wait for their reader.
    pub read_wait: Duration,
    /// How long requests in flight may take once the server is told to end.
    pub drain: Duration,
    /// How many requests one visitor may make; nothing if any number.
    pub rate_limit: Option<RateLimit>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 4096,
            address: 8 * 1024,
            head: 16 * 1024,
            head_wait: Duration::from_secs(5),
            body_wait: Duration::from_secs(10),
            read_wait: Duration::from_secs(10),
            drain: Duration::from_secs(8),
            rate_limit: None,
        }
    }
}

/// Serves `router` until `end` resolves, then lets what is in flight finish within [`Limits::drain`].
pub async fn serve(listener: TcpListener, router: Router, limits: Limits, end: impl Future<Output = ()>) {
    let places = Arc::new(Semaphore::new(limits.connections as usize));
    let limits = Arc::new(limits);
    let (ending, ended) = watch::channel(());
    let take = |(stream, peer): (TcpStream, SocketAddr)| match Arc::clone(&places).try_acquire_owned() {
        Ok(place) => {
            let connection = Connection { router: router.clone(), limits: Arc::clone(&limits), peer: peer.ip(), place };
            tokio::spawn(connection.run(stream, ended.clone()));
        }
        Err(_) => turn_away(stream),
    };
    let mut end = std::pin::pin!(end);
    let mut sweep = interval(rate_limit::SWEEP);
    loop {
        tokio::select! {
            accepted = accept(&listener) => take(accepted),
            now = sweep.tick(), if limits.rate_limit.is_some() => {
                limits.rate_limit.iter().for_each(|limit| limit.forget(now.into_std()));
            }
            () = &mut end => break,
        }
    }
    // Whoever is in the backlog believes to be connected; closing now would reset them.
    for _ in 0..limits.connections {
        let Ok(Ok(accepted)) = timeout(Duration::ZERO, listener.accept()).await else { break };
        take(accepted);
    }
    drop(listener);
    drop(ending);
    // Every connection gives its place back when it ends, so holding all places means that none is left.
    let all_done = places.acquire_many(limits.connections);
    if timeout(limits.drain, all_done).await.is_err() {
        let left = limits.connections as usize - places.available_permits();
        tracing::warn!(left, "connections were still open at the end and are dropped");
    }
}

/// Accepts the next connection, however often that fails.
///
/// Failing is mostly running out of files: waiting lets connections end, and the next visitors wait in the backlog.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(error) => {
                tracing::warn!(%error, "could not accept a connection");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

/// Tells a connection that has no place to come back, without waiting for what it wants.
fn turn_away(mut stream: TcpStream) {
    // A fresh socket takes these bytes at once; one that does not is not worth a task.
    let _ = stream.try_write(headers::no_place());
    tokio::spawn(async move {
        let _ = timeout(Duration::from_millis(500), stream.shutdown()).await;
    });
}

/// A connection that has a place.
struct Connection {
    router: Router,
    limits: Arc<Limits>,
    peer: IpAddr,
    place: OwnedSemaphorePermit,
}

impl Connection {
    /// Answers requests until the visitor leaves, a limit is reached or the server ends.
    async fn run(self, stream: TcpStream, mut ended: watch::Receiver<()>) {
        let Self { router, limits, peer, place } = self;
        // A page leaves in one write; waiting to fill a packet only delays it.
        let _ = stream.set_nodelay(true);
        let stream = TokioIo::new(SlowClientStream::new(stream, limits.read_wait));
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new())
            .header_read_timeout(limits.head_wait)
            .max_header_size(limits.head)
            // hyper reads no further than this before it has parsed a head.
            .max_buf_size(limits.head + 4096);
        let service = service_fn(|request| answer(&router, &limits, peer, request));
        let mut connection = std::pin::pin!(http.serve_connection(stream, service));
        let result = tokio::select! {
            result = connection.as_mut() => result,
            _ = ended.changed() => match timeout(LAST_CALL, connection.as_mut()).await {
                Ok(result) => result,
                Err(_) => {
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            },
        };
        if let Err(error) = result {
            tracing::debug!(%error, "a connection ended early");
        }
        drop(place);
    }
}

/// Hands one request to the router, with a mark on it if it is to be refused.
async fn answer(
    router: &Router,
    limits: &Limits,
    peer: IpAddr,
    request: Request<Incoming>,
) -> Result<Response<Body>, Infallible> {
    // Of requests sent at once, hyper answers sixteen before another connection has its turn; 500 visitors who do so
    // would keep one who does not waiting for seconds.
    tokio::task::yield_now().await;
    let refused = refusal(&request, limits).or_else(|| excess(&request, limits, peer));
    let mut request = request.map(|body| Body::new(SlowClientBody::new(body, limits.body_wait)));
    let Some(error) = refused else {
        return router.clone().oneshot(request).await;
    };
    request.extensions_mut().insert(error);
    let mut answer = router.clone().oneshot(request).await?;
    answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    Ok(answer)
}

/// Tells why a request is not worth a look at its address: hyper lets a missing, doubled or impossible `Host` pass (its
/// issue 3777), and addresses of 64 KiB.
fn refusal<B>(request: &Request<B>, limits: &Limits) -> Option<Error> {
    let hosts = request.headers().get_all(header::HOST).iter().count();
    if hosts > 1 || (hosts == 0 && request.version() == Version::HTTP_11) {
        return Some(Error::BadRequest("a request names its host once".to_owned()));
    }
    if !request.headers().get_all(header::HOST).iter().all(can_be_host) {
        return Some(Error::BadRequest("no host has such a name".to_owned()));
    }
    let length = request.uri().path_and_query().map_or(0, |target| target.as_str().len());
    (length > limits.address).then_some(Error::AddressTooLong)
}

/// Tells whether a value has only characters that a host and its port are written with (RFC 3986, 3.2.2).
fn can_be_host(value: &HeaderValue) -> bool {
    value.as_bytes().iter().all(|byte| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=%:[]".contains(byte))
}

/// Tells whether a visitor has used up the share of requests; files and the operator's own question cost nothing.
fn excess<B>(request: &Request<B>, limits: &Limits, peer: IpAddr) -> Option<Error> {
    let rate_limit = limits.rate_limit.as_ref()?;
    let path = request.uri().path();
    if path.starts_with("/static/") || path == "/healthz" {
        return None;
    }
    let wait = rate_limit.take(peer, request.headers(), Instant::now()).err()?;
    Some(Error::TooMany { seconds: wait.as_secs() + 1 })
}

/// Gives a request that is marked as refused its answer; the page comes from where all errors have theirs.
pub(super) async fn refuse(mut request: axum::extract::Request, next: Next) -> Result<Response<Body>, Error> {
    match request.extensions_mut().remove::<Error>() {
        Some(error) => Err(error),
        None => Ok(next.run(request).await),
    }
}
