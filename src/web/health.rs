//! What operators ask: whether the archive answers, and which release it serves.

use axum::Json;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::extract::Here;

#[derive(Serialize)]
struct Health {
    status: &'static str,
    release: String,
    version: &'static str,
}

/// Answers that the archive is there.
pub(crate) async fn show(Here(archive): Here) -> Response {
    let release = archive.corpus().release().to_string();
    Json(Health { status: "ok", release, version: env!("CARGO_PKG_VERSION") }).into_response()
}
