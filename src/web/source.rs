//! The source of a document, byte for byte as it was received.
//!
//! It is somebody else's file: it is handed over to be kept and never shown, so nothing in it runs on this site.

use std::borrow::Cow;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header;
use axum::response::Response;

use super::extract::{DocumentAddress, Here};
use super::format::Format;
use super::headers::Policy;
use super::{Error, Site, answer};

/// Answers with the file.
pub(crate) async fn show(
    State(site): State<Site>,
    Here(archive): Here,
    address: DocumentAddress,
) -> Result<Response, Error> {
    if address.format != Format::Html {
        return Err(Error::NotFound);
    }
    // The file is read and its digest compared, however large it is.
    let received = site.work.run(move || {
        let corpus = archive.corpus();
        let document = corpus.document(&address.id)?;
        Some((document.source.as_ref()?.file.clone(), corpus.source_file(document)?))
    });
    let (file, bytes) = received.await?.ok_or(Error::NotFound)?;
    let name: String = file.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_')).collect();
    let bytes = match bytes {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => bytes.into(),
    };
    let mut answer = answer::text(Body::from(bytes), Format::Received, Policy::DATA);
    let disposition = format!("attachment; filename=\"{name}\"");
    answer.headers_mut().insert(header::CONTENT_DISPOSITION, disposition.parse().map_err(Error::internal)?);
    Ok(answer)
}
