//! Bodies that are made or handed on a piece at a time, so that no large answer keeps an async worker from the others.

use std::convert::Infallible;
use std::io;
use std::mem::take;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use futures_util::{StreamExt, stream};
use hyper::body::{Frame, SizeHint};

use super::pool::Pool;
use crate::archive::Archive;

/// How many bytes are handed on at once. Compressing so many takes about a millisecond.
const PIECE: usize = 64 * 1024;

/// Returns a body of bytes; a large one lets others have their turn after each piece, so that compressing it does not
/// keep a worker.
pub(super) fn whole(bytes: Bytes) -> Body {
    if bytes.len() <= PIECE { Body::from(bytes) } else { Body::new(Pieces { rest: bytes, has_run: false }) }
}

/// Returns a body of chunks, each made in the pool when the one before it has been sent. Where a text could not be read
/// for one, the body breaks off: nobody takes a part of it for the whole.
pub(super) fn made_in(
    pool: Pool,
    archive: Arc<Archive>,
    chunks: impl Iterator<Item = io::Result<Vec<u8>>> + Send + 'static,
) -> Body {
    let next = move |mut chunks: Box<dyn Iterator<Item = io::Result<Vec<u8>>> + Send>| {
        let (pool, archive) = (pool.clone(), Arc::clone(&archive));
        async move {
            let made = pool.go_on(move || {
                let chunk = chunks.next()?;
                let is_read = !archive.is_damaged();
                Some((if is_read { chunk } else { Err(io::Error::other("a text cannot be read")) }, chunks))
            });
            let made = made.await;
            made.unwrap_or_else(|_| Some((Err(io::Error::other("the program ends")), Box::new(std::iter::empty()))))
        }
    };
    let chunks: Box<dyn Iterator<Item = io::Result<Vec<u8>>> + Send> = Box::new(chunks);
    Body::from_stream(stream::unfold(chunks, next).fuse())
}

/// Bytes that are handed on in pieces.
struct Pieces {
    rest: Bytes,
    has_run: bool,
}

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        if take(&mut self.has_run) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        self.has_run = true;
        let length = self.rest.len().min(PIECE);
        Poll::Ready(Some(Ok(Frame::data(self.rest.split_to(length)))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest.len() as u64)
    }
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt;

    use super::*;

    #[tokio::test]
    async fn a_large_body_lets_others_have_their_turn_and_loses_nothing() {
        let bytes: Vec<u8> = (0..5 * PIECE + 7).map(|at| (at % 251) as u8).collect();
        let body = whole(Bytes::from(bytes.clone()));
        assert_eq!(body.size_hint().exact(), Some(bytes.len() as u64));
        let turns = std::rc::Rc::new(std::cell::Cell::new(0));
        let counted = turns.clone();
        let others = async move {
            loop {
                counted.set(counted.get() + 1);
                tokio::task::yield_now().await;
            }
        };
        let collected = tokio::select! {
            biased;
            collected = body.collect() => collected.expect("nothing can fail").to_bytes(),
            () = others => unreachable!("others never end"),
        };
        assert!(collected == bytes && turns.get() >= 5, "{} turns", turns.get());
    }
}
