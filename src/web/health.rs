//! What operators ask: whether the archive answers, and which release it serves.

use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::asked::Asked;
use super::headers::{Cache, Policy};
use super::site::Site;
use super::{Error, answer};
use crate::corpus::Release;
use crate::data::Format;

#[derive(Serialize, ToSchema)]
pub(crate) struct Health {
    status: &'static str,
    release: String,
    version: &'static str,
}

/// Answers that the archive is there.
#[utoipa::path(get, path = "/healthz", responses((status = 200, description = "The archive answers", body = Health)))]
pub(crate) fn show(_: &Site, release: &Release, _: &Asked) -> Result<Response, Error> {
    let release = release.to_string();
    let value = Health { status: "ok", release, version: env!("CARGO_PKG_VERSION") };
    answer::json(&value, Format::Json, Policy { cache: Cache::Never, ..Policy::DATA })
}
