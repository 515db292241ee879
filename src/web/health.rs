//! What operators ask: whether the archive answers, and which release it serves.

use axum::Json;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::extract::Here;

#[derive(Serialize, ToSchema)]
pub(crate) struct Health {
    status: &'static str,
    release: String,
    version: &'static str,
}

/// Answers that the archive is there.
#[utoipa::path(get, path = "/healthz", responses((status = 200, description = "The archive answers", body = Health)))]
pub(crate) async fn show(Here(archive): Here) -> Response {
    let release = archive.corpus().release().to_string();
    Json(Health { status: "ok", release, version: env!("CARGO_PKG_VERSION") }).into_response()
}
