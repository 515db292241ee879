//! The source of a document, byte for byte as it was received.
//!
//! It is somebody else's file: it is handed over to be kept and never shown, so nothing in it runs on this site. A file
//! that cannot be read in time keeps others of its kind waiting and no search.

use axum::http::header;
use axum::response::Response;

use super::asked::Asked;
use super::headers::Policy;
use super::site::Context;
use super::{Error, answer};
use crate::data::Format;

/// Answers with the file.
pub(crate) fn show(context: &Context, asked: &Asked) -> Result<Response, Error> {
    let Context { site, archive } = context;
    let address = asked.document()?;
    let document = archive.corpus().document(&address.id).filter(|_| address.format == Format::Html);
    let document = document.ok_or(Error::NotFound)?;
    let source = document.source.as_ref().ok_or(Error::NotFound)?;
    let plain = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
    let name: String = source.file.chars().filter(plain).collect();
    let bytes = site.sources.read(archive.corpus(), document).ok_or(Error::NotFound)?;
    let mut answer = answer::text(bytes, Format::Received, Policy::DATA);
    let disposition = format!("attachment; filename=\"{name}\"");
    answer.headers_mut().insert(header::CONTENT_DISPOSITION, disposition.parse().map_err(Error::internal)?);
    Ok(answer)
}
