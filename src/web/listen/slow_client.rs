//! Patience with an end: bodies and answers may be slow, but not for ever.
//!
//! hyper limits how long a head may take and nothing after it. A visitor who sends a body one byte a minute, or reads
//! an answer so, is dropped here.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep_until};

/// How much of an answer must be taken within the time a reader has.
const PORTION: usize = 16 * 1024;

/// How much is read, and for how long, from a visitor who is still sending after the last answer: most clients read no
/// answer before they have sent all of a body. Whoever sends less than a portion in a while is not waited for.
const LINGER_BYTES: usize = 16 << 20;
const LINGER: Duration = Duration::from_secs(5);
const LINGER_PORTION: Duration = Duration::from_secs(1);

/// A socket whose reader must take each portion of an answer within a given time of waiting.
///
/// Only the time counts in which the socket would take nothing more, summed until a portion has gone, so a quick
/// reader of many small answers is never late and a trickle is.
#[derive(Debug)]
pub(super) struct SlowClientStream {
    inner: TcpStream,
    patience: Duration,
    waited: Duration,
    taken: usize,
    wait: Option<Wait>,
    linger: Option<Linger>,
}

/// A wait for the reader that is going on.
#[derive(Debug)]
struct Wait {
    since: Instant,
    end: Pin<Box<Sleep>>,
}

/// What is left of reading on after the last answer.
#[derive(Debug)]
struct Linger {
    bytes: usize,
    last: Instant,
    /// What is left of the present portion, and until when it may come.
    portion: usize,
    end: Pin<Box<Sleep>>,
}

impl Linger {
    fn begin() -> Self {
        let now = Instant::now();
        let end = Box::pin(sleep_until(now + LINGER_PORTION));
        Self { bytes: LINGER_BYTES, last: now + LINGER, portion: PORTION, end }
    }

    /// Takes what came; a whole portion earns the time for the next.
    fn take(&mut self, bytes: usize) {
        self.bytes = self.bytes.saturating_sub(bytes);
        self.portion = self.portion.saturating_sub(bytes);
        if self.portion == 0 {
            self.portion = PORTION;
            self.end.as_mut().reset(self.last.min(Instant::now() + LINGER_PORTION));
        }
    }
}

impl SlowClientStream {
    pub(super) fn new(inner: TcpStream, patience: Duration) -> Self {
        Self { inner, patience, waited: Duration::ZERO, taken: 0, wait: None, linger: None }
    }

    /// Passes on the outcome of a write, unless the reader has run out of time.
    fn judge(&mut self, outcome: Poll<io::Result<usize>>, context: &mut Context<'_>) -> Poll<io::Result<usize>> {
        match outcome {
            Poll::Ready(result) => {
                if let Some(wait) = self.wait.take() {
                    self.waited += wait.since.elapsed();
                }
                self.taken += result.as_ref().map_or(0, |written| *written);
                if self.taken >= PORTION {
                    self.taken = 0;
                    self.waited = Duration::ZERO;
                }
                Poll::Ready(result)
            }
            Poll::Pending => {
                let left = self.patience.saturating_sub(self.waited);
                let wait = self.wait.get_or_insert_with(|| {
                    let since = Instant::now();
                    Wait { since, end: Box::pin(sleep_until(since + left)) }
                });
                ready!(wait.end.as_mut().poll(context));
                Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "the answer was not read in time")))
            }
        }
    }
}

impl AsyncRead for SlowClientStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(context, buffer)
    }
}

impl AsyncWrite for SlowClientStream {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.inner).poll_write(context, bytes);
        self.judge(outcome, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.inner).poll_write_vectored(context, parts);
        self.judge(outcome, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(context)
    }

    /// Ends the answer, then reads on for a moment.
    ///
    /// Closing a socket with unread bytes resets it, and the reset can overtake the answer that says what was wrong
    /// with them.
    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        let linger = match &mut this.linger {
            Some(linger) => linger,
            None => {
                ready!(Pin::new(&mut this.inner).poll_shutdown(context))?;
                this.linger.insert(Linger::begin())
            }
        };
        let mut scratch = [0; PORTION];
        while linger.bytes > 0 && linger.end.as_mut().poll(context).is_pending() {
            let mut buffer = ReadBuf::new(&mut scratch);
            let read = ready!(Pin::new(&mut this.inner).poll_read(context, &mut buffer));
            if read.is_err() || buffer.filled().is_empty() {
                break;
            }
            linger.take(buffer.filled().len());
        }
        Poll::Ready(Ok(()))
    }
}

/// The body of a request, all of which must arrive within a given time.
#[derive(Debug)]
pub(super) struct SlowClientBody {
    inner: Incoming,
    deadline: Instant,
    end: Option<Pin<Box<Sleep>>>,
}

impl SlowClientBody {
    pub(super) fn new(inner: Incoming, patience: Duration) -> Self {
        Self { inner, deadline: Instant::now() + patience, end: None }
    }
}

impl Body for SlowClientBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.inner).poll_frame(context) {
            return Poll::Ready(frame.map(|frame| frame.map_err(io::Error::other)));
        }
        let deadline = self.deadline;
        let end = self.end.get_or_insert_with(|| Box::pin(sleep_until(deadline)));
        ready!(end.as_mut().poll(context));
        Poll::Ready(Some(Err(io::Error::new(io::ErrorKind::TimedOut, "the body did not arrive in time"))))
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
