//! How an address gets its answer: a plain function from a context and a request, run where its cost says.
//!
//! A handler that is given the archive runs in a pool, beside the async workers; one that runs on them is given no
//! archive, so nothing that grows with the corpus can.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};

use super::asked::{Asked, Takes};
use super::error::Error;
use super::pool::Cost;
use super::site::{Context, Site};
use crate::archive::{Archive, LiveArchive};
use crate::corpus::Release;

/// Answers from the archive.
pub(crate) type Handler = fn(&Context, &Asked) -> Result<Response, Error>;

/// Answers without it.
pub(crate) type Prompt = fn(&Site, &Release, &Asked) -> Result<Response, Error>;

/// An address and what answers it.
pub(crate) struct Route {
    pub(crate) path: &'static str,
    work: Work,
    takes: Takes,
}

/// What there is to do for an answer.
#[derive(Clone, Copy)]
enum Work {
    /// Some microseconds, whatever is in the archive: done where the request was read.
    Prompt(Prompt),
    /// Done in the pool of its cost.
    In(Cost, Handler),
}

impl Route {
    /// Returns the route of an address whose handler has this cost.
    pub(crate) const fn new(path: &'static str, cost: Cost, handler: Handler) -> Self {
        Self { path, work: Work::In(cost, handler), takes: Takes::Nothing }
    }

    /// Returns the route of an address that is answered without the archive.
    pub(crate) const fn prompt(path: &'static str, handler: Prompt) -> Self {
        Self { path, work: Work::Prompt(handler), takes: Takes::Nothing }
    }

    /// Takes a text in the body of a POST, too.
    pub(crate) const fn taking_text(self) -> Self {
        Self { takes: Takes::Text, ..self }
    }

    /// Takes a message in the body of a POST, and nothing else.
    pub(crate) const fn taking_messages(self) -> Self {
        Self { takes: Takes::Message, ..self }
    }

    /// Returns what axum is to do at the address.
    pub(crate) fn methods(&'static self) -> MethodRouter<Arc<Site>> {
        let answer = move |State(site), request| answer(site, self, request);
        match self.takes {
            Takes::Nothing => get(answer),
            Takes::Text => get(answer).post(answer),
            Takes::Message => post(answer),
        }
    }

    #[cfg(test)]
    pub(crate) fn is_prompt(&self) -> bool {
        matches!(self.work, Work::Prompt(_))
    }
}

/// Reads a request, its body last, and answers it where its cost says.
async fn answer(site: Arc<Site>, route: &'static Route, request: Request) -> Result<Response, Error> {
    let (mut parts, body) = request.into_parts();
    let archive = present(&parts)?;
    let asked = Asked::read(&mut parts, body, route.takes).await?;
    match route.work {
        Work::Prompt(handler) => handler(&site, archive.release(), &asked),
        Work::In(cost, handler) => {
            let context = Context { site: Arc::clone(&site), archive };
            site.pools.of(cost, &asked).run(move || read_whole(&context, handler(&context, &asked))).await?
        }
    }
}

/// Returns an answer if every text that was looked at for it could be read, and lets go of texts where many were.
fn read_whole(context: &Context, answer: Result<Response, Error>) -> Result<Response, Error> {
    let live = &context.site.live;
    if context.archive.is_damaged() {
        LiveArchive::repair(live);
        return Err(Error::Unreadable);
    }
    live.let_go();
    answer
}

/// Returns the archive that a request sees from first to last.
pub(crate) fn present(parts: &Parts) -> Result<Arc<Archive>, Error> {
    let archive = parts.extensions.get::<Arc<Archive>>().cloned();
    archive.ok_or_else(|| Error::internal("the archive is missing from the request"))
}
