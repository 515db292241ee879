//! The source of a document, byte for byte as it was received.
//!
//! It is somebody else's file: it is handed over to be kept and never shown, so nothing in it runs on this site.

use axum::body::Body;
use axum::http::header;
use axum::response::Response;

use super::extract::{DocumentAddress, Here};
use super::format::Format;
use super::headers::Policy;
use super::{Error, answer};

/// Answers with the file.
pub(crate) async fn show(Here(archive): Here, address: DocumentAddress) -> Result<Response, Error> {
    if address.format != Format::Html {
        return Err(Error::NotFound);
    }
    let corpus = archive.corpus();
    let document = corpus.document(&address.id).ok_or(Error::NotFound)?;
    let source = document.source.as_ref().ok_or(Error::NotFound)?;
    let bytes = corpus.source_file(document).ok_or(Error::NotFound)?;
    let name: String =
        source.file.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_')).collect();
    let mut answer = answer::text(Body::from(bytes.into_owned()), Format::Received, Policy::DATA);
    let disposition = format!("attachment; filename=\"{name}\"");
    answer.headers_mut().insert(header::CONTENT_DISPOSITION, disposition.parse().map_err(Error::internal)?);
    Ok(answer)
}
