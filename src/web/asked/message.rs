//! A message of the Model Context Protocol, read from the body of a request within its limit.

use axum::body::{Body, HttpBody};
use http_body_util::{BodyExt, LengthLimitError, Limited};

use crate::mcp::{Fault, LONGEST, Message};

/// Why there is no message.
pub(crate) enum Unread {
    /// The body is longer than one may be.
    TooLarge,
    /// It did not arrive whole.
    Broken,
    /// What arrived is none.
    Fault(Fault),
}

/// Reads the message in a body.
pub(super) async fn read(body: Body) -> Result<Message, Unread> {
    // What says that it is too long is not waited for.
    if body.size_hint().lower() > LONGEST as u64 {
        return Err(Unread::TooLarge);
    }
    match Limited::new(body, LONGEST).collect().await {
        Ok(whole) => Message::read(&whole.to_bytes()).map_err(Unread::Fault),
        Err(error) if error.is::<LengthLimitError>() => Err(Unread::TooLarge),
        Err(_) => Err(Unread::Broken),
    }
}
