//! The site asked from inside the program, without a connection: each answer is what a visitor would have.

use std::io;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{StatusCode, header};
use http_body_util::BodyExt;
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt;

use super::Settings;
use crate::archive::LiveArchive;

/// How often an address is asked again that is told to come back later.
const PATIENCE: usize = 20;

/// A site that is asked from inside.
pub struct Inside {
    router: Router,
    runtime: Runtime,
}

/// An answer.
pub struct Answer<'a> {
    /// The status of HTTP.
    pub status: u16,
    /// The media type, without its parameters.
    pub media_type: String,
    /// Where else to look, for a redirect.
    pub location: Option<String>,
    body: Body,
    inside: &'a Inside,
}

impl Inside {
    /// Returns the site over an archive, with the pages that only a copy of the site has.
    ///
    /// # Errors
    ///
    /// When the threads cannot be started.
    pub fn over(live: LiveArchive, settings: &Settings) -> io::Result<Self> {
        let router = super::copied_router(Arc::new(live), settings);
        Ok(Self { router, runtime: Builder::new_multi_thread().worker_threads(1).enable_all().build()? })
    }

    /// Asks for an address of the site, as often as it takes.
    ///
    /// # Errors
    ///
    /// When it cannot be written as an address, or the site is busy for good.
    pub fn ask(&self, address: &str) -> io::Result<Answer<'_>> {
        for _ in 0..PATIENCE {
            let request = Request::get(address).body(Body::empty()).map_err(io::Error::other)?;
            let Ok(answer) = self.runtime.block_on(self.router.clone().oneshot(request));
            let (head, body) = answer.into_parts();
            if head.status == StatusCode::SERVICE_UNAVAILABLE {
                continue;
            }
            let text = |name| head.headers.get(name).and_then(|value| value.to_str().ok());
            let media_type = text(header::CONTENT_TYPE).and_then(|it| it.split(';').next()).unwrap_or_default();
            return Ok(Answer {
                status: head.status.as_u16(),
                media_type: media_type.to_owned(),
                location: text(header::LOCATION).map(str::to_owned),
                body,
                inside: self,
            });
        }
        Err(io::Error::other(format!("`{address}` is not answered")))
    }
}

impl Answer<'_> {
    /// Returns the next piece of the body, and nothing after the last.
    ///
    /// # Errors
    ///
    /// When it cannot be made.
    pub fn piece(&mut self) -> io::Result<Option<Vec<u8>>> {
        while let Some(frame) = self.inside.runtime.block_on(self.body.frame()) {
            if let Ok(bytes) = frame.map_err(io::Error::other)?.into_data() {
                return Ok(Some(Bytes::into(bytes)));
            }
        }
        Ok(None)
    }

    /// Returns the whole body as text.
    ///
    /// # Errors
    ///
    /// When it cannot be made, or is no text.
    pub fn text(mut self) -> io::Result<String> {
        let mut whole = Vec::new();
        while let Some(piece) = self.piece()? {
            whole.extend(piece);
        }
        String::from_utf8(whole).map_err(io::Error::other)
    }
}
