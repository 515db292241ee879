//! Why a request is not answered. Its page is given to it where the address is known; visitors never see a cause.

use std::any::Any;
use std::fmt::Display;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::data;

/// Why a request was not answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Nothing was ever published at the address.
    #[error("there is no such page")]
    NotFound,
    /// Nothing stands at the address, and the sentence says what does elsewhere.
    #[error("{0}")]
    Absent(String),
    /// The request says something that has no meaning here.
    #[error("{0}")]
    BadRequest(String),
    /// What was sent is over a limit.
    #[error("{0}")]
    TooLarge(String),
    /// The address is over its limit.
    #[error("addresses here have at most 8 KiB")]
    AddressTooLong,
    /// The address takes another method.
    #[error("this address takes no such request")]
    Method,
    /// One visitor asks more than their share.
    #[error("that is more than one visitor's share of requests; please try again in {seconds} seconds")]
    TooMany {
        /// When the next is answered.
        seconds: u64,
    },
    /// Too many searches are under way.
    #[error("the archive is busy; please try again in a moment")]
    Busy,
    /// A text could not be read; the archive is being made anew.
    #[error("a text could not be read from the disk; the archive is being read anew, so please try again in a while")]
    Unreadable,
    /// Something failed here; the cause is in the log.
    #[error("the archive could not answer; this has been noted")]
    Internal,
}

impl Error {
    /// Logs a cause and returns the error that visitors see.
    pub(crate) fn internal(cause: impl Display) -> Self {
        tracing::error!(%cause, "a request could not be answered");
        Self::Internal
    }

    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::NotFound | Self::Absent(_) => StatusCode::NOT_FOUND,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::AddressTooLong => StatusCode::URI_TOO_LONG,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy | Self::Unreadable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    pub(crate) fn headline(&self) -> &'static str {
        match self {
            Self::NotFound | Self::Absent(_) => "Nothing stands at this address",
            Self::BadRequest(_) => "This request could not be understood",
            Self::TooLarge(_) | Self::AddressTooLong => "This is more than the archive takes at once",
            Self::Method => "This address takes no such request",
            Self::TooMany { .. } => "This is more than one visitor's share",
            Self::Busy => "The archive is busy",
            Self::Unreadable | Self::Internal => "The archive could not answer",
        }
    }
}

impl From<data::Error> for Error {
    fn from(error: data::Error) -> Self {
        Self::BadRequest(error.to_string())
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut answer = self.status().into_response();
        let wait = match self {
            Self::Busy => Some(2),
            Self::Unreadable => Some(30),
            Self::TooMany { seconds } => Some(seconds),
            _ => None,
        };
        if let Some(seconds) = wait {
            answer.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        answer.extensions_mut().insert(self);
        answer
    }
}

/// An error as data.
#[derive(Serialize, ToSchema)]
pub(crate) struct ErrorAnswer {
    pub(crate) status: u16,
    pub(crate) error: String,
    pub(crate) nearest: Vec<String>,
}

/// Answers for a handler that panicked. The words of a panic can be those of the visitor, so they are not logged.
pub(crate) fn panicked(_: Box<dyn Any + Send>) -> Response {
    Error::internal("a handler panicked").into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_answered_without_its_words() {
        let answer = panicked(Box::new("the words of the panic"));
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(answer.extensions().get::<Error>(), Some(&Error::Internal));
        assert!(!Error::Internal.to_string().contains("panic"));
    }
}
